"""What a sceptic asks of the best policy: how much of it is assumed, and does it stand when assumptions go against it?

Each test fights the reference raids again under two policies only, the best one and waiting, with some numbers held or
drawn again and everything else, luck included, as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from mantlet.base.sourced import Sourced
from mantlet.library.catalog import Catalog
from mantlet.posture.draws import Dice
from mantlet.posture.information import variance_shares
from mantlet.posture.levers import Press
from mantlet.posture.months.fights import Fought, Ground, Study
from mantlet.posture.months.overlay import scenario_of
from mantlet.posture.months.prepare import foreseen
from mantlet.posture.months.season import Column, Losses, Season
from mantlet.posture.months.series import Document, over_months, quoted, rounded
from mantlet.posture.verdicts import pair
from mantlet.run.battle import prepared

SHARED_DRAWS, ADVERSE_DRAWS, CELL_DRAWS = 30, 20, 6
KILL_SHARES: Final = (0.0, 0.5, 1.0)
SCALES: Final = (0.5, 1.0, 2.0)
ASKED: Final = "phi/"  # how far asking for an earlier day helps: at its adverse end, not at all
Fights = Callable[[Study, int], list[Fought]]


@dataclass(frozen=True)
class Sceptic:
    """Asks about one pair; `fights` fights so many draws of a study."""

    ready: Study
    best: int
    fights: Fights

    def saving(self, dice: Dice, draws: int, grounds: Iterable[Ground] = ()) -> Losses:
        """Losses of the best policy and of waiting, by [policy, draw, replication]."""
        posture = self.ready.posture
        two = (posture.policies[self.best], posture.policies[posture.waits])
        small = posture.model_copy(update={"policies": two, "states": ()})
        kept = tuple(grounds) or tuple(ground for ground in self.ready.grounds if ground.is_reference)
        study = replace(
            self.ready,
            posture=small,
            grounds=kept,
            dice=dice,
            outlooks=foreseen(small, dice, draws),
            compositions=(),
        )
        names = tuple(ground.id for ground in kept)
        season = Season(self.fights(study, draws), names, names, names, study.replications, (False,))
        return np.array([over_months(season.values("fixed", 0, policy)) for policy in range(2)])


def sceptic(
    ready: Study,
    losses: Losses,
    inputs: Mapping[str, Column],
    known: Mapping[str, Sourced],
    library: Catalog,
    fights: Fights,
) -> Document | None:
    """The section, from losses by [policy, draw, replication]; None where there is only one policy.

    The best policy is the one that saves most of those told from waiting, or of all where none is.
    """
    posture = ready.posture
    others = [at for at in range(len(posture.policies)) if at != posture.waits]
    if not others:
        return None
    told = {at: pair(losses, at, posture.waits).verdict == "first" for at in others}
    best = min(others, key=lambda at: (not told[at], float(losses[at].mean())))
    asks = Sceptic(ready, best, fights)
    gain = losses[posture.waits].mean(axis=1) - losses[best].mean(axis=1)
    adverse = _adverse(asks, gain, inputs, known)
    asked = any(isinstance(lever, Press) for lever in posture.policies[best].levers)
    yielding = {name: number for name, number in known.items() if not (asked and name.startswith(ASKED))}
    return {
        "pair": {"first": posture.policies[best].id, "second": posture.policies[posture.waits].id},
        "variance": _variance(asks, gain, known),
        "adverse": adverse,
        "adverse_but_asking": None if yielding == known else _adverse(asks, gain, inputs, yielding),
        "map": _map(asks, min(CELL_DRAWS, len(gain)), known, library),
        "sentence": _sentence(told[best], adverse, posture.policies[best].title),
    }


def _adverse(asks: Sceptic, gain: Column, inputs: Mapping[str, Column], known: Mapping[str, Sourced]) -> Document:
    """Every assumed number at the end of its interval that goes with the lesser gain over the draws."""
    ends: dict[str, float] = {}
    for name, number in known.items():
        if number.standing == "assumed" and not number.exact and name in inputs:
            together = float(np.corrcoef(inputs[name], gain)[0, 1]) if np.ptp(gain) > 0 else 0.0
            ends[name] = 0.0 if together > 0 else 1.0
    found = asks.saving(Dice(asks.ready.dice.seed, ends=ends), min(ADVERSE_DRAWS, len(gain)))
    told = pair(found, 0, 1)
    return {
        "draws": found.shape[1],
        "held": len(ends),
        "saved": rounded(-told.mean),
        "pair": {
            "error": None if told.error is None else [rounded(bound) for bound in told.error],
            "first_share": told.first_share,
            "second_share": told.second_share,
            "unseen_share": told.unseen_share,
            "verdict": told.verdict,
        },
        "verdict_holds": told.verdict == "first",
    }


def _variance(asks: Sceptic, gain: Column, known: Mapping[str, Sourced]) -> Document:
    """Shares of the variance of the gain that go with cited and with assumed numbers, interactions in both.

    A group is drawn again, and what no longer goes together with the gain before is what it moves. What is left to
    neither is how late things come, and luck.
    """
    draws = min(SHARED_DRAWS, len(gain))
    found: Document = {"draws": draws}
    for group in ("cited", "assumed"):
        paths = frozenset(
            name for name, number in known.items() if (number.standing == "assumed") == (group == "assumed")
        )
        other = asks.saving(Dice(asks.ready.dice.seed, drawn_again=paths), draws)
        again: Column = other[1].mean(axis=1) - other[0].mean(axis=1)
        told = variance_shares(gain[:draws], again)
        found[group] = (
            None
            if told is None
            else {"share": rounded(1.0 - told.share), "standard_error": rounded(told.standard_error)}
        )
    return found


def _map(asks: Sceptic, draws: int, known: Mapping[str, Sourced], library: Catalog) -> Document:
    """The gain and its verdict by how far up their intervals kill probabilities stand, and by the size of one raid."""
    ready = asks.ready
    first = next(ground for ground in ready.grounds if ground.is_reference)
    kills = [name for name in known if ".kill_prob" in name]
    saved: list[list[float]] = [[] for _ in KILL_SHARES]
    verdicts: list[list[str]] = [[] for _ in KILL_SHARES]
    for scale in SCALES:
        ground = first
        if scale != 1.0:
            ground = first._replace(battle=prepared(scenario_of(ready.posture, first.raid, library, scale), library))
        for row, share in enumerate(KILL_SHARES):
            dice = Dice(ready.dice.seed, ends=dict.fromkeys(kills, share))
            told = pair(asks.saving(dice, draws, [ground]), 0, 1)
            saved[row].append(rounded(-told.mean))
            verdicts[row].append(told.verdict)
    return {
        "raid": first.id,
        "kill_shares": list(KILL_SHARES),
        "scales": list(SCALES),
        "saved": saved,
        "verdict": verdicts,
        "draws": draws,
    }


def _sentence(is_told: bool, adverse: Document, title: str) -> str:
    if not is_told:
        return f"No policy is told from waiting; {quoted(title)}, which saves most on average, is asked about."
    if adverse["verdict_holds"]:
        return f"{quoted(title)} stays better than waiting with every assumed number at its adverse end."
    return (
        f"With every assumed number at its adverse end, {quoted(title)} is no longer told from waiting: the "
        "sources do not support a ranking."
    )
