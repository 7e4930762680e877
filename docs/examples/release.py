"""What a stand-off line is worth: carriers that release there and turn back, met before it, at it or not at all."""

import mantlet

RUNS = {
    "as it is": [],
    "carriers not fired at": ["sides.blue.doctrine.engage=[cruise]"],
    "line at 78 km": ["sides.red.raid.weapons.release=0"],
    "no abort, no failures": ["mechanisms.reactions=false"],
    "every weapon finds it": ["sides.red.raid.weapons.arrival_prob=1"],
}

print(f"{'lab-release':22} {'carriers killed':>15} {'weapons through':>15} {'of these on target':>18}")
for words, changes in RUNS.items():
    run = mantlet.run(mantlet.load("lab-release", overrides=changes), draws=20, replications=50)
    killed = run.by_class["fighter"]["killed"]["mean"]
    through, lost = (run.metrics[metric]["mean"] for metric in ("leakers", "value_lost"))
    print(f"{words:22} {killed:15.2f} {through:15.2f} {lost:18.2f}")
