"""What a rule of emission is worth, and what of a battery is hit: two small scenarios as they are and with a change."""

import mantlet

RULE = "sides.blue.units.battery.doctrine.emission"
RUNS = [
    ("lab-emission", "cued, as it is", []),
    ("lab-emission", "always on the air", [f"{RULE}={{mode: always}}"]),
    ("lab-emission", "20 s on, 20 s off", [f"{RULE}={{mode: blink, on: 20 s, off: 20 s}}"]),
    ("lab-emission", "nothing can be hit", ["mechanisms.suppression=false"]),
    ("lab-launchers", "at launchers, as it is", []),
    ("lab-launchers", "at the radar", ["sides.red.raid.strike.aim=radar"]),
    ("lab-launchers", "nothing can be hit", ["mechanisms.suppression=false"]),
]

print(f"{'scenario':14} {'change':22} {'radar down':>10} {'shots':>6} {'value lost':>10}")
for name, words, changes in RUNS:
    run = mantlet.run(mantlet.load(name, overrides=changes), draws=20, replications=50)
    down = run.by_node["battery/textbook-radar"]["down_prob"]["mean"] if run.by_node else 0.0
    shots, lost = (run.metrics[metric]["mean"] for metric in ("shots", "value_lost"))
    print(f"{name:14} {words:22} {down:10.1%} {shots:6.1f} {lost:10.2f}")
