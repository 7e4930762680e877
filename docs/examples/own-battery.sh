# One YAML file adds a battery; nothing has to be installed or compiled. The last lines, with the hashes, are cut.
mantlet check library/point-defence.yaml
mantlet run cs-1 --library library --set sides.blue.units.0.system=point-defence/battery \
  --set sides.blue.units.0.kill_prob=null --set sides.blue.units.0.magazine=null \
  --draws 10 --replications 200 --seed 1 --out out/own | sed '/^scenario /,$d'
