# The same raid on the same dice, with 6 rounds in the place of 18.
mantlet run cs-1 --draws 10 --replications 200 --seed 1 --out out/first --json > first.json
mantlet run cs-1 --draws 10 --replications 200 --seed 1 --set sides.blue.units.0.magazine=6 --out out/fewer --json > fewer.json
mantlet compare out/first out/fewer
