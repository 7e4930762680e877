"""Two runs on the same draws: how far their difference is known, which is far better than either level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mantlet.base.errors import UsageError
from mantlet.run.answer import Grounds, over_draws
from mantlet.run.controls import corrected, scores
from mantlet.run.course import Course
from mantlet.run.loops import CHECK
from mantlet.run.metrics import Column, Draws, Spread, share_error, spread, summarised
from mantlet.run.raids import COSTS
from mantlet.run.result import Result
from mantlet.run.until import ERROR_PROB

SCHEMA: Final = "mantlet.compare/1"
METRICS: Final = (
    "value_lost",
    "asset_out_prob",
    "leakers",
    "decoys_leaked",
    "no_leak_prob",
    "killed",
    "shots",
    "assets_out",
    "nodes_down",
    "units_down",
    *COSTS,
    "killed_unpriced",
)


def compared(first: Result, second: Result, course: Course | None = None) -> dict[str, Any]:
    """Differences, second less first, over the draws and replications both have: the `mantlet.compare/1` document.

    Each metric has both means, the difference with its 95 % interval (`error`) and its range over what the sources
    leave open (`ignorance`: as far as either design of draws reaches, where both runs have fought the second one
    alike), the share of draws in which it is below and above zero, and what pairing achieved: the
    correlation of paired raids, and `worth`, the variance without pairing over the variance with it; and the
    difference `corrected` for where the draws fell. `course` is that of a pair fought for a precision. UsageError where
    nothing pairs the two. A changed fight is a different fight: no single object of one is "the same" in the other.
    """
    draws, replications = _common(first, second)
    before, after = _raids(first, draws, replications), _raids(second, draws, replications)
    checks = _checked(first, second, draws)
    families = sorted({name for result in (first, second) for name in result.manifest.get("families", ())})
    grounds = Grounds(
        all(result.manifest["settled"] for result in (first, second)),
        scores(first.manifest["seed"], families, draws),
        ERROR_PROB if course is None else course.error_prob,
    )
    entries: dict[str, Any] = {}
    for name in METRICS:
        both = name in before and name in after
        entries[name] = _difference(before[name], after[name], checks.get(name), grounds) if both else None
        if both and name.endswith("_prob"):
            entries[name] |= {kind: _possible(entries[name][kind]) for kind in ("error", "ignorance")}
            entries[name]["corrected"] = None
    if first.manifest["outcome_sha256"] != second.manifest["outcome_sha256"]:
        for name in before:
            if name.endswith("_prob") and np.array_equal(before[name], after[name]):
                entries[name]["error"] = _unseen(draws, replications, grounds)
    return {
        "schema": SCHEMA,
        "first": _about(first),
        "second": _about(second),
        "seed": first.manifest["seed"],
        "sampling": first.manifest["sampling"],
        "draws": draws,
        "replications": replications,
        "until": None if course is None else course.record(),
        "metrics": entries,
    }


def refuse_unpaired(first: Mapping[str, Any], second: Mapping[str, Any]) -> None:
    """UsageError unless two runs, by manifest or plan, throw the same dice, whichever engine fought."""
    if first["seed"] != second["seed"]:
        both = f"{first['seed']!r} and {second['seed']!r}"
        raise UsageError(f"fought with seed {both}: nothing pairs them. Run both with the same seed")
    one, other = first["sampling"], second["sampling"]
    if one != other:
        raise UsageError(f"fought with sampling {one} and {other}: nothing pairs detections. Run both with the same")


def _common(first: Result, second: Result) -> tuple[int, int]:
    refuse_unpaired(first.manifest, second.manifest)
    finished = [result.manifest["finished"] for result in (first, second)]
    return min(entry["draws"] for entry in finished), min(entry["replications"] for entry in finished)


def _raids(result: Result, draws: int, replications: int) -> dict[str, NDArray[np.float64]]:
    """Each metric as (draws, replications)."""
    table = result.raids
    draw, replication = table["draw"].to_numpy(), table["replication"].to_numpy()
    order = np.lexsort((replication, draw))
    order = order[(draw[order] < draws) & (replication[order] < replications)]
    found = {name: table[name].to_numpy()[order] for name in METRICS if name in table.column_names}
    found["no_leak_prob"], found["asset_out_prob"] = found["leakers"] == 0, found["assets_out"] > 0
    return {name: column.astype(np.float64).reshape(draws, replications) for name, column in found.items()}


class Checked(NamedTuple):
    """One metric of one run in the second design, draw by draw."""

    before: Draws
    after: Draws


def _checked(first: Result, second: Result, draws: int) -> dict[str, Checked]:
    """Each metric in the design that draws every number on its own; nothing where the two did not fight it alike."""
    sides = [over_draws([entry for entry in run.summaries if entry.draw < draws], CHECK) for run in (first, second)]
    found: dict[str, Checked] = {}
    for name in METRICS:
        if name in sides[0] and name in sides[1]:
            pair = Checked(sides[0][name], sides[1][name])
            if pair.before.replications == pair.after.replications and len(pair.before.mean) == len(pair.after.mean):
                found[name] = pair
    return found


def _paired(checked: Checked, correlation: float) -> Draws:
    """Differences of draw means in the second design, which keeps no raids: these pair as well as recorded ones do."""
    before, after = checked
    shared: Column = 2 * correlation * np.sqrt(before.variance * after.variance)
    means: Column = after.mean - before.mean
    return Draws(means, before.variance + after.variance - shared, means, means, before.replications)


def _possible(interval: list[float] | None) -> list[float] | None:
    """An interval of a difference of chances, cut to what that can be."""
    return None if interval is None else [min(max(end, -1.0), 1.0) for end in interval]


def _difference(before: Column, after: Column, checked: Checked | None, grounds: Grounds) -> dict[str, Any]:
    difference: Column = after - before
    means: Column = np.mean(difference, axis=1)
    rows = np.array([summarised({"": row})[""] for row in difference])
    pairing = _pairing(before, after)
    second = None if checked is None else _paired(checked, pairing["correlation"] or 0.0)
    settled, controls, error_prob = grounds
    draws = Draws(*rows.T, replications=difference.shape[1])
    found: Spread = spread(draws, second, settled=settled, error_prob=error_prob)
    better = corrected(means, controls, error_prob)
    return {
        "first": float(before.mean()),
        "second": float(after.mean()),
        "difference": found.mean,
        "error": found.record()["error"],
        "ignorance": found.record()["ignorance"],
        "ignorance_kind": found.ignorance_kind,
        "ignorance_coupling": found.ignorance_coupling,
        "draws_below": float(np.mean(means < 0)),
        "draws_above": float(np.mean(means > 0)),
        "corrected": None if better is None else better.record(),
        **pairing,
    }


def _unseen(draws: int, replications: int, grounds: Grounds) -> list[float] | None:
    """How far a chance may differ although no pair of raids did: as often as such pairs may occur, either way."""
    never: Column = np.zeros(draws)
    bounds = share_error(
        Draws(never, never, never, never, replications), settled=grounds.settled, error_prob=grounds.error_prob
    )
    return None if bounds is None else [-bounds[1], bounds[1]]


def _pairing(before: Column, after: Column) -> dict[str, float | None]:
    """Correlation of paired raids within their draws, and what it is worth; None where one side never varies."""
    one: Column = before - np.mean(before, axis=1, keepdims=True)
    other: Column = after - np.mean(after, axis=1, keepdims=True)
    alone = float(np.mean(one**2) + np.mean(other**2))
    together = float(np.mean((other - one) ** 2))
    scale = float(np.sqrt(np.mean(one**2) * np.mean(other**2)))
    return {
        "correlation": float(np.mean(one * other)) / scale if scale > 0 else None,
        "worth": alone / together if together > 0 else None,
    }


def _about(result: Result) -> dict[str, Any]:
    names = ("scenario", "changes", "scenario_sha256", "library_sha256", "engine", "outcome_sha256")
    return {name: result.manifest[name] for name in names} | {"folder": str(result.folder)}
