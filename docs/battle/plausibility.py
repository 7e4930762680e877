"""Lays what the library implies beside what is published of real attacks, and draws both.

`python docs/battle/plausibility.py` prints the tables of the page and writes them, every published figure and the
chart beside itself. Nothing is fought: the model's side is the closed form for one engaged object, over draws of what
the sources leave open. Battles of three of the cases are in docs/examples/cases.py.
"""

from __future__ import annotations

import functools
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from mantlet.base.marked import read
from mantlet.base.sourced import Sourced
from mantlet.library.catalog import catalog
from mantlet.library.parts import Fact, ObjectClass, Source
from mantlet.library.sampling import Draw

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "tests" / "published" / "data" / "engagements.yaml"
DRAWS = 500
# What shots share: not known, so left open as in the scenarios of Ladakh (luck.raid, luck.unit).
SHARED = Sourced(dimension="ratio", low=0.0, best=0.05, high=0.2, assumed="as in ladakh-2020")
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(60)
RULES = ("one round", "two rounds", "two, look, two")
COLOURS = ("#E69F00", "#0072B2", "#56B4E9")  # Okabe and Ito: told apart with any colour vision
PATRIOT, TALL = ("pac-2", "pac-3-mse"), ("pac-3-mse", "48N6E3")
AGAINST_UAV = ("pac-2", "nasams-round", "48N6E2", "v-601")
AGAINST_CRUISE = (*AGAINST_UAV, "pac-3-mse")
DESTROYED = ("share reported destroyed", "share destroyed or not reached")


@dataclass(frozen=True)
class Span:
    """Low, middle, high. Published: as printed. Of the model: 5 % of draws, the median, 95 %."""

    low: float
    middle: float
    high: float


def around(spans: list[Span]) -> Span:
    """The widest of several, with the median of their middles."""
    middle = float(np.median([span.middle for span in spans]))
    return Span(min(span.low for span in spans), middle, max(span.high for span in spans))


def lies(published: Span, model: Span) -> str:
    """How the published range lies to that of the model."""
    if published.high < model.low:
        return "below"
    if published.low > model.high:
        return "above"
    return "inside" if model.low <= published.low and published.high <= model.high else "partly"


@dataclass(frozen=True)
class Case:
    """One row: shares that leaked by what is published, and the rounds of the library laid beside them.

    `held` says whether the library holds part of what defended, or none of it: then it is for orientation only.
    """

    label: str
    leaked: list[Span]
    object_class: ObjectClass
    missiles: tuple[str, ...]
    held: Literal["part", "none"]


@functools.cache
def kept() -> dict[str, Any]:
    """The data file as it stands."""
    return read(DATA.read_text(encoding="utf-8"), DATA.name).data


def sources() -> dict[str, Source]:
    """What the keys mean: the file's own sources and those of the library."""
    return catalog().sources | {key: Source.model_validate(raw) for key, raw in kept()["sources"].items()}


@functools.cache
def figures() -> dict[str, dict[str, Sourced]]:
    """Every published figure by case and label, checked as the library checks the facts in its own files."""
    facts = {case: [Fact.model_validate(raw) for raw in entry["figures"]] for case, entry in kept()["cases"].items()}
    return {case: {fact.label: fact.number for fact in found} for case, found in facts.items()}


def shares(case: str, *starts: str) -> list[Span]:
    """The figures of a case whose labels begin with one of `starts`; two ends without a best are two claims."""
    found: list[Span] = []
    for number in (number for label, number in figures()[case].items() if label.startswith(starts)):
        middles = (number.central,) if number.best is not None or number.value is not None else number.values
        found += [Span(number.values[0], middle, number.values[-1]) for middle in middles]
    return found


def lost(case: str, *starts: str) -> list[Span]:
    """The same from shares that were stopped."""
    return [Span(1.0 - span.high, 1.0 - span.middle, 1.0 - span.low) for span in shares(case, *starts)]


def count(case: str, label: str) -> float:
    """One count at its best."""
    return figures()[case][label].central


def exactly(share: float) -> Span:
    """A share that follows from counts."""
    return Span(share, share, share)


def by_date(case: str, name: str, stopped: str, *dates: str) -> list[Span]:
    """Leak shares of single raids or months, from the counts launched and stopped."""
    pairs = [(count(case, f"{name} {stopped}, {date}"), count(case, f"{name} launched, {date}")) for date in dates]
    return [exactly(1.0 - part / whole) for part, whole in pairs]


def cases() -> list[Case]:
    """The comparisons: single campaigns by date, then Ukraine by class of object."""
    return [*campaigns(), *ukraine()]


def campaigns() -> list[Case]:
    """1991 to 2025, one attack or war each."""
    iraq, april, abqaiq = "iraq-2003", "israel-2024-04", "abqaiq-2019"
    killed, launched = count(iraq, "missiles engaged and destroyed"), count(iraq, "launches documented by 32d AAMDC")
    missed = count(iraq, "missiles that should have been intercepted and were not")
    threatening = launched - count(iraq, "missiles not engaged by rule")
    claims = ("success, wartime", "success, Army revised", "success, GAO", "success, independent")
    passed, fired = count("saudi-2015", "not intercepted"), count("saudi-2015", "missiles fired")
    came = count(abqaiq, "drones and cruise missiles launched")
    slow = count(april, "one-way UAVs launched") + count(april, "cruise missiles launched")
    return [
        Case("Gulf 1991, of engaged", lost("gulf-1991", *claims), "srbm", ("pac-2",), "part"),
        Case("Iraq 2003, of engaged", [exactly(0.0), exactly(missed / (missed + killed))], "srbm", PATRIOT, "part"),
        Case(
            "Iraq 2003, of launched",
            [exactly(1.0 - killed / launched), exactly(1.0 - killed / threatening)],
            "srbm",
            PATRIOT,
            "part",
        ),
        Case("Saudi Arabia 2015-16", [exactly(passed / fired)], "srbm", PATRIOT, "part"),
        Case("Abqaiq 2019", [exactly(1.0 - count(abqaiq, "intercepted") / came)], "cruise", AGAINST_CRUISE, "none"),
        Case(
            "Israel 2024-04, UAV, cruise",
            [exactly(count(april, "UAV and cruise leak") / slow)],
            "uav",
            AGAINST_UAV,
            "none",
        ),
        Case("Israel 2024-04, ballistic", shares(april, "ballistic leak"), "srbm", TALL, "none"),
        Case("Israel 2024-10, ballistic", shares("israel-2024-10", "leak share"), "srbm", TALL, "none"),
        Case("Israel 2025-06, ballistic", shares("israel-2025-06", "leak to", "evade"), "srbm", TALL, "none"),
    ]


def ukraine() -> list[Case]:
    """By class of object: years, and the months and raids that were printed."""
    uav, cruise, fast = "ukraine-uav", "ukraine-cruise", "ukraine-supersonic"
    half, month = by_date(uav, "Shahed", "destroyed", "2024 H1"), by_date(uav, "UAV", "stopped", "2025-10")
    sums = by_date(uav, "UAV", "destroyed", "to 2023-12", "to 2024-02", "to 2024-08")
    days = by_date(cruise, "cruise missiles", "destroyed", "2022-10-10", "2022-10-31", "2022-11-15", "2025-12")
    kyiv = ", 2023-04-28..05-09 (Kyiv)"
    over_kyiv = count(cruise, f"cruise missiles leaked{kyiv}") / count(cruise, f"cruise missiles launched{kyiv}")
    raid = by_date(fast, "Kh-22/32", "destroyed", "2026-02 (Kyiv)")
    return [
        Case("Ukraine, one-way UAV", lost(uav, *DESTROYED) + half + month + sums, "uav", AGAINST_UAV, "part"),
        Case("Ukraine, subsonic cruise", lost(cruise, *DESTROYED) + days, "cruise", AGAINST_CRUISE, "part"),
        Case("Kyiv 2023, subsonic cruise", [exactly(over_kyiv)], "cruise", AGAINST_CRUISE, "part"),
        Case(
            "Ukraine, Iskander-M, KN-23",
            lost("ukraine-ballistic", *DESTROYED, "ballistic intercept"),
            "quasi_ballistic",
            PATRIOT,
            "part",
        ),
        Case("Ukraine, Kinzhal", lost("ukraine-kinzhal", *DESTROYED), "quasi_ballistic", PATRIOT, "part"),
        Case("Ukraine, supersonic", lost(fast, *DESTROYED) + raid, "cruise", PATRIOT, "part"),
    ]


def leak_shares(kill_prob: float, shared_frac: float, wrong_prob: float) -> tuple[float, float, float, float]:
    """Mean leak share of an engaged object by rule of fire, and the correlation of fates of two objects.

    With luck z common to all shots, one round misses with chance q(z) and the mean is taken over z: q for one round,
    q^2 for two, q^2 (w + (1 - w) q^2) for two more after a look, where w is the chance that a miss is called a kill.
    The correlation is that of two objects with two rounds each: the variance of q^2 over z by that of one fate.
    """
    missed = ndtr((np.sqrt(shared_frac) * NODES - ndtri(kill_prob)) / np.sqrt(1.0 - shared_frac))
    weight, two = WEIGHTS / WEIGHTS.sum(), missed**2
    mean = float(weight @ two)
    together = (float(weight @ two**2) - mean**2) / (mean * (1.0 - mean))
    return float(weight @ missed), mean, float(weight @ (two * (wrong_prob + (1.0 - wrong_prob) * two))), together


@functools.cache
def drawn(missile: str, object_class: ObjectClass) -> npt.NDArray[np.float64]:
    """`leak_shares` of one missile of the library, a row for each draw."""
    known = catalog()
    system = next(system for system in known.systems.values() if missile in system.missiles)
    place, unit = next(iter(system.fire_units.items()))
    kill_prob = system.missiles[missile].kill_prob[object_class]
    found: list[tuple[float, ...]] = []
    for index in range(DRAWS):
        draw = Draw(1, index, "independent")
        shared = draw.value("luck.raid", SHARED) + draw.value("luck.unit", SHARED)
        wrong = draw.value(f"{system.id}/{place}.miss_called_kill_prob", unit.miss_called_kill_prob)
        found.append(leak_shares(draw.value(f"{missile}.kill_prob.{object_class}", kill_prob), shared, wrong))
    return np.array(found)


def model(case: Case) -> list[Span]:
    """What each rule of fire leaves, over the missiles of the case; last the correlation of fates."""
    found = [np.quantile(drawn(name, case.object_class), (0.05, 0.5, 0.95), axis=0) for name in case.missiles]
    return [around([Span(*map(float, part[:, rule])) for part in found]) for rule in range(len(RULES) + 1)]


def tables() -> str:
    """Both comparisons as the page shows them."""
    return f"{shares_table()}\n{correlation_table()}"


def shares_table() -> str:
    """Shares that leak: published, by rule of fire, how they lie to each other, what share was engaged if both hold."""
    lines = [f"{'share that leaks':<27}  published  " + "".join(f"{rule:<16}" for rule in RULES)]
    lines[0] += "held  any rule  two rounds  engaged"
    for case in cases():
        published, found = around(case.leaked), model(case)
        killed = 1.0 - found[1].middle
        row = f"{case.label:<27}  {published.low:.2f} {published.high:.2f}  "
        row += "".join(f"{span.low:.2f} {span.middle:.2f} {span.high:.2f}  " for span in found[: len(RULES)])
        row += f"{case.held:<4}  {lies(published, around(found[: len(RULES)])):<8}  {lies(published, found[1]):<10}  "
        lines.append(f"{row}{(1.0 - published.high) / killed:.0%} – {(1.0 - published.low) / killed:.0%}")
    return "\n".join(lines) + "\n"


def correlation_table() -> str:
    """How much fates of one salvo go together: published, and two rounds at each object with shared luck."""
    lines = [f"{'correlation of fates':<27}  published       two rounds      lies"]
    wanted = {
        "Ukraine, one-way UAV": "uav",
        "Ukraine, subsonic cruise": "cruise",
        "Ukraine, Iskander-M, KN-23": "ballistic",
    }
    for case in (case for case in ukraine() if case.label in wanted):
        (published,), own = shares(f"ukraine-{wanted[case.label]}", "correlation"), model(case)[-1]
        row = "  ".join(f"{span.low:.2f} {span.middle:.2f} {span.high:.2f}" for span in (published, own))
        lines.append(f"{case.label:<27}  {row}  {lies(published, own)}")
    return "\n".join(lines) + "\n"


def figures_table() -> str:
    """Every published figure as it is kept, and the titles of the sources."""
    lines: list[str] = []
    keys: set[str] = set()
    for case, found in figures().items():
        lines.append("{name}: {summary}".format(**kept()["cases"][case]))
        for label, number in found.items():
            standing = (
                f"{number.source}, {number.date}, {number.confidence}, {(number.verification or '').replace('_', ' ')}"
            )
            lines.append(f"  {label}: {number.text()} ({standing})")
            keys.add(number.source or "")
    return "\n".join([*lines, "", *(f"{key}: {sources()[key].title}" for key in sorted(keys))]) + "\n"


def draw() -> None:
    """Bars of the library's spans by rule of fire, dots and a line for what is published."""
    import matplotlib as mpl
    from matplotlib import pyplot as plt

    mpl.use("Agg")
    mpl.rcParams.update({"svg.hashsalt": "mantlet", "svg.fonttype": "none", "font.size": 9})
    mpl.rcParams.update({"axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False})
    listed = cases()
    figure, axes = plt.subplots(figsize=(8.4, 0.52 * len(listed) + 1.5))
    for at, case in enumerate(listed):
        alpha = 0.4 if case.held == "none" else 1.0
        for rule, (span, colour) in enumerate(zip(model(case)[: len(RULES)], COLOURS, strict=True)):
            y = at - 0.18 + 0.2 * rule
            axes.plot([span.low, span.high], [y, y], color=colour, linewidth=4.5, alpha=alpha, solid_capstyle="butt")
            axes.plot([span.middle], [y], "|", color="white", markersize=4.5, markeredgewidth=1.5)
        published = around(case.leaked)
        axes.plot([published.low, published.high], [at - 0.36] * 2, color="black", linewidth=1.2)
        axes.plot(
            [span.middle for span in case.leaked], [at - 0.36] * len(case.leaked), "o", color="black", markersize=3.5
        )
        axes.axhline(at + 0.5, color="#dddddd", linewidth=0.6, zorder=0)
    axes.set_yticks(range(len(listed)), [case.label + " *" * (case.held == "none") for case in listed])
    axes.set(xlim=(-0.01, 1.01), ylim=(len(listed) - 0.45, -0.6), xlabel="share that leaks")
    axes.tick_params(axis="y", length=0)
    marks = [axes.plot([], [], color="black", marker="o", markersize=3.5, linewidth=1.2)[0]]
    marks += [axes.plot([], [], color=colour, linewidth=4.5)[0] for colour in COLOURS]
    names = ["published", *(f"library, {rule}" for rule in RULES)]
    figure.legend(marks, names, loc="upper center", ncols=4, fontsize=9, frameon=False)
    note = "Bars: 5 to 95 % of draws, white: median.  * the library holds none of what defended: for orientation only"
    figure.text(0.01, 0.008, note, fontsize=8)
    figure.tight_layout(rect=(0, 0.02, 1, 0.965))
    figure.savefig(HERE / "plausibility.svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)


KEPT = {"plausibility.out": tables, "plausibility-figures.out": figures_table}


def main() -> None:
    """Writes tables and chart beside this file, and prints the tables."""
    for name, text in KEPT.items():
        (HERE / name).write_text(text(), encoding="utf-8")
    draw()
    sys.stdout.write(tables())


if __name__ == "__main__":
    main()
