# Twelve identical threats fly straight at one asset with one unit beside it. The last lines, with the hashes, are cut.
mantlet run cs-1 --draws 10 --replications 200 --seed 1 --out out/first | sed '/^scenario /,$d'
