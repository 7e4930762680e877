"""Fights the bundled plausibility cases: what share of the raid leaks, over draws of what the sources leave open."""

import mantlet

TURNED = {"sides.defender.units.battery.facing": "330 deg"}
FIGHTS = (
    ("case-abqaiq-2019", "looks away", {}),
    ("case-abqaiq-2019", "looks there", TURNED),
    ("case-gulf-1991", "as bundled", {}),
    ("case-kyiv-2023", "as bundled", {}),
)

print(f"{'scenario':<17} {'battery':<12} {'leak share':>10}  {'over draws':<11}  rounds  most leakers are")
for name, battery, changes in FIGHTS:
    result = mantlet.run(mantlet.load(name, overrides=changes), replications=20, draws=100, seed=1)
    share, shots = result.metrics["leak_share_launched"], result.metrics["shots"]
    low, high = share["ignorance"]
    named = ", ".join(sorted(result.causes, key=lambda cause: -result.causes[cause])[:2])
    print(f"{name:<17} {battery:<12} {share['mean']:>10.2f}  {low:.2f} – {high:.2f}  {shots['mean']:>6.1f}  {named}")
