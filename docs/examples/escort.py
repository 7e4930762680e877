"""What an escort jammer is worth to a raid, and what it is worth to the defence to shoot it down."""

import mantlet

ESCORT = "sides.red.raid.escort"
RUNS = {
    "as it is": [],
    "jammer off": ["mechanisms.jamming=false"],
    "stand-off, 133 km out": [f"{ESCORT}.route=[{{at: {{lat: 31.2, lon: 75.0}}}}, {{at: {{lat: 31.2, lon: 75.3}}}}]"],
    "turning from rounds": [f"{ESCORT}.evade={{warned: 0.7}}"],
    "not fired at": ["sides.blue.doctrine.engage=[cruise]"],
}

print(f"{'lab-escort':22} {'escort killed':>13} {'leakers':>8} {'shots':>6}")
for words, changes in RUNS.items():
    run = mantlet.run(mantlet.load("lab-escort", overrides=changes), draws=20, replications=50)
    killed = run.by_class["fighter"]["killed"]["mean"]
    leakers, shots = (run.metrics[metric]["mean"] for metric in ("leakers", "shots"))
    print(f"{words:22} {killed:13.1%} {leakers:8.2f} {shots:6.1f}")
