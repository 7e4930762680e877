# Exit code 3, and nothing is written.
mantlet run cs-1 --set sides.blue.units.0.magzine=6 2>&1 || echo "exit $?"
