"""What posts are worth: scenarios as they are, and with every link broken."""

from typing import Any

import mantlet


def cut(scenario: Any) -> list[str]:
    """The overrides that break every link of a scenario."""
    return [
        f"sides.{name}.{part}.{item.id}.link_reliability=0"
        for name, side in scenario.sides.items()
        for part, link in (("posts", "superior"), ("sensors", "post"), ("units", "post"))
        for item in getattr(side, part)
        if getattr(item, link)
    ]


print(f"{'scenario':14} {'leakers':>8} {'cut off':>8} {'shots':>8} {'cut off':>8}")
for name in ("saturation", "case-kyiv-2023", "ladakh-2020", "ladakh-2021", "sead-2021", "lab-luck", "lab-supplies"):
    kept = mantlet.load(name)
    lost = mantlet.load(name, overrides=cut(kept))
    whole, alone = (mantlet.run(scenario, draws=10, replications=100) for scenario in (kept, lost))
    leakers, shots = ([run.metrics[metric]["mean"] for run in (whole, alone)] for metric in ("leakers", "shots"))
    print(f"{name:14} {leakers[0]:8.2f} {leakers[1]:8.2f} {shots[0]:8.1f} {shots[1]:8.1f}")
