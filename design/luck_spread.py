"""How widely fates spread under shared luck, beside the spread of published counts; draws docs/battle/luck.svg.

The published figures judge what comes out and go into nothing: see docs/battle/luck.md.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

import mantlet
from mantlet.physics.kill import shared_luck_outcome
from mantlet.run.result import Result

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "battle" / "luck.svg"
BLUE, ORANGE, GREY = "#0072B2", "#E69F00", "#666666"
# Intra-salvo correlation of fates by class, computed from the counts of "Massive Missile Attacks on Ukraine"
# (P. Ivaniuk, Kaggle, snapshot 2022-09-28..2026-06-07), salvo rows of 5 or more: single years low, pooled, high.
PUBLISHED = {"one-way UAV": (0.029, 0.05, 0.13), "cruise": (0.025, 0.095, 0.129), "ballistic": (0.135, 0.256, 0.276)}
OBJECTS, KILL_PROB = 16, 0.7
CLASSES = ("uav", "cruise", "srbm", "quasi_ballistic")
SCENARIOS = {"ladakh-2020": CLASSES, "ladakh-2021": CLASSES}
# Every shot on its own; as the file has it (0 to 0.2 each for raid and unit); and more of the raid.
CHANGES = ("mechanisms.luck=false", "mechanisms.luck=true", "luck.raid=0.4")
DRAWS, REPLICATIONS = 30, 200


def correlation(mean_count: float, variance: float, objects: int) -> float:
    """Beta-binomial rho by moments: variance = n p (1 - p) (1 + (n - 1) rho)."""
    share = mean_count / objects
    return (variance / (objects * share * (1 - share)) - 1) / (objects - 1)


def by_draw(result: Result, column: str, draws: int) -> npt.NDArray[np.float64]:
    """One column of the raids of a run, by draw and replication."""
    return result.raids.column(column).to_numpy().reshape(draws, -1).astype(float)


def lab(share: float) -> npt.NDArray[np.float64]:
    """Leakers of lab-luck with that share, all of it the raid's."""
    scenario = mantlet.load("lab-luck", overrides=[f"luck.raid={share}", "luck.unit=0", "luck.day=0"])
    result = mantlet.run(scenario, draws=1, replications=20_000, seed=1)
    return by_draw(result, "leakers", 1)[0]


def spread(found: npt.NDArray[np.float64]) -> str:
    low, high = np.quantile(found, [0.05, 0.95])
    rho = correlation(found.mean(), found.var(ddof=1), OBJECTS)
    return f"{found.mean():.2f} leak, {low:.0f} to {high:.0f}, none {np.mean(found == 0):.3f}, rho {rho:.3f}"


def bundled() -> None:
    """Rho of fates by class: of raids of one draw (chance alone), and of all raids of all draws."""
    for name, kinds in SCENARIOS.items():
        raid = mantlet.run(mantlet.load(name), draws=1, replications=1, seed=1)
        classes = raid.outcomes.to_table(columns=["object_class"])["object_class"].to_pylist()
        for change in CHANGES:
            scenario = mantlet.load(name, overrides=[change])
            result = mantlet.run(scenario, draws=DRAWS, replications=REPLICATIONS, seed=1)
            for kind in kinds:
                objects = classes.count(kind)
                found = by_draw(result, f"leakers_{kind}", DRAWS)
                within = [
                    correlation(row.mean(), row.var(ddof=1), objects) for row in found if 0 < row.mean() < objects
                ]
                if not within:
                    print(f"{name} {kind} ({objects}), {change}: all or none leak")
                    continue
                over = correlation(found.mean(), found.var(ddof=1), objects)
                middle, low, high = statistics.median(within), min(within), max(within)
                print(f"{name} {kind} ({objects}), {change}: {found.mean():.2f} leak,")
                print(f"  rho {middle:.3f} in the median draw ({low:.3f} to {high:.3f}), {over:.3f} over all raids")


def draw_raids(axes: Axes, alone: npt.NDArray[np.float64], shared: npt.NDArray[np.float64]) -> None:
    """What single raids bring."""
    counts = np.arange(OBJECTS + 1)
    for shift, found, colour, label in (
        (-0.2, alone, BLUE, "shots on their own"),
        (0.2, shared, ORANGE, "30 % shared"),
    ):
        axes.bar(counts + shift, [np.mean(found == n) for n in counts], 0.4, color=colour, label=label)
        axes.axvline(found.mean(), color=colour, linestyle="--", linewidth=1)
    axes.set(xlabel="leakers of 16 (dashed: mean)", ylabel="share of raids", xlim=(-0.6, 12.6))
    axes.set_title("Two shots at each, kill probability 0.7")
    axes.legend(fontsize=8, frameon=False)


def draw_correlation(axes: Axes, found: dict[float, npt.NDArray[np.float64]]) -> None:
    """Rho of fates over the share of luck, with the published ones as bands."""
    shares = np.linspace(0.0, 0.6, 61)
    for salvo, colour in ((1, GREY), (2, BLUE)):
        exact = [shared_luck_outcome(OBJECTS, KILL_PROB, salvo, float(share)) for share in shares]
        rho = [correlation(raid.leakers_mean_count, raid.leakers_variance, OBJECTS) for raid in exact]
        axes.plot(shares, rho, color=colour, label=f"{salvo} shot{'s' if salvo > 1 else ''} at each, exact")
    simulated = [correlation(raids.mean(), raids.var(ddof=1), OBJECTS) for raids in found.values()]
    axes.plot(list(found), simulated, "o", color="black", markersize=4, label="lab-luck, simulated")
    for place, (kind, (low, pooled, high)) in enumerate(PUBLISHED.items()):
        axes.plot([0.63 + 0.04 * place] * 2, [low, high], color=ORANGE, linewidth=5, solid_capstyle="butt")
        axes.plot(0.63 + 0.04 * place, pooled, "_", color="black", markersize=9)
        axes.text(0.63 + 0.04 * place, high + 0.008, kind, rotation=90, fontsize=7, ha="center", va="bottom")
    axes.set(xlabel="share of a shot's luck common to the raid", ylabel="correlation of fates", ylim=(-0.01, 0.48))
    axes.set_xticks(np.arange(0.0, 0.61, 0.1))
    axes.set_title("Bars: published counts (pooled, single years)")
    axes.legend(fontsize=8, loc="upper left", frameon=False)


def main() -> None:
    """Prints every figure of the page, and draws its chart."""
    found = {share: lab(share) for share in (0.0, 0.1, 0.2, 0.3, 0.4, 0.6)}
    for share, raids in found.items():
        print(f"lab-luck, {share:.0%} shared: {spread(raids)}")
    mpl.use("Agg")
    mpl.rcParams.update({"svg.hashsalt": "mantlet", "svg.fonttype": "none", "path.simplify_threshold": 0.1})
    mpl.rcParams.update({"axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 10, "font.size": 9})
    figure, (left, right) = plt.subplots(1, 2, figsize=(8.4, 3.2))
    draw_raids(left, found[0.0], found[0.3])
    draw_correlation(right, found)
    figure.tight_layout()
    figure.savefig(PICTURE, metadata={"Date": None, "Creator": None})
    bundled()


if __name__ == "__main__":
    main()
