# Twelve identical threats fly straight at one asset with one unit beside it.
mantlet run cs-1 --draws 10 --replications 200 --seed 1 --out out/first
