"""The course of a run that has a precision to reach: scouts, sizes, looks, and what is told of them afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

import numpy as np

from mantlet.base.errors import UsageError
from mantlet.run.controls import Scores
from mantlet.run.loops import RECORDED
from mantlet.run.metrics import Draws, summarised
from mantlet.run.raids import Metrics
from mantlet.run.recorder import Recorder
from mantlet.run.until import (
    SCOUT_DRAWS,
    SCOUT_RAIDS,
    SCOUT_RAIDS_ALONE,
    Amount,
    Reading,
    Sample,
    Target,
    next_count,
    parts,
    reading,
    spent,
    split,
)

RULE: Final = "planned-looks/1"  # docs/decisions/0015-until.md


class Field(Protocol):
    """What can be fought on for a while and then be looked at."""

    def advance(self, amount: Amount) -> bool:
        """Fights on until the amount is reached; False where it was stopped before."""
        ...

    def sample(self, metric: str, draws: int) -> Sample:
        """One metric over the first so many draws, or over all raids of the only one."""
        ...


class Course:
    """How a run goes on until its means are known well enough, or all that may be fought is."""

    def __init__(self, asked: Sequence[Target], most: Amount) -> None:
        self.asked, self.most = asked, most
        alone = most.draws == 1
        self._scouts = Amount(
            min(most.draws, SCOUT_DRAWS), min(most.raids, SCOUT_RAIDS_ALONE if alone else SCOUT_RAIDS)
        )
        self._amount = self._scouts
        self._looks: list[dict[str, Any]] = []
        self.error_prob = spent(0)  # of the intervals that the answer gives

    def sized(self, scouted: Sequence[Metrics]) -> Amount:
        """What is fought first, and for good how many raids of each draw: by what the scouts' variance consists of."""
        found = [(target, parts(_scouted(target.metric, scouted))) for target in self.asked]
        wanted = [split(known, target.asked(known.mean), self._scouts, self.most) for target, known in found]
        dearest = max(wanted, key=lambda amount: amount.cost_raids)
        self._amount = Amount(self._scouts.draws, dearest.raids if self.most.draws > 1 else self._scouts.raids)
        return self._amount

    def fought(self, field: Field) -> bool:
        """Fights to the size that is foretold, looks, and goes on; False where it was stopped."""
        if not field.advance(self._amount):
            return False
        while True:
            look = len(self._looks)
            self.error_prob = spent(look)
            count, is_look = next_count(self._read(field, self.error_prob), self._count, self._most)
            if count > self._count:
                self._count = count
                if not field.advance(self._amount):
                    return False
            if is_look and self._looked(field, last=count == self._most):
                return True

    @property
    def _count(self) -> int:
        """Of what grows: draws, or the raids of the only one."""
        return self._amount.draws if self.most.draws > 1 else self._amount.raids

    @_count.setter
    def _count(self, count: int) -> None:
        self._amount = Amount(count, self._amount.raids) if self.most.draws > 1 else Amount(1, count)

    @property
    def _most(self) -> int:
        return self.most.draws if self.most.draws > 1 else self.most.raids

    def _read(self, field: Field, error_prob: float) -> list[Reading]:
        return [reading(target, field.sample(target.metric, self._amount.draws), error_prob) for target in self.asked]

    def _looked(self, field: Field, *, last: bool) -> bool:
        """Takes a look; whether the run ends with it."""
        self.error_prob = spent(len(self._looks), last=last)
        found = self._read(field, self.error_prob)
        reached = all(one.reached(self._count) for one in found)
        self._looks.append(
            {
                "draws": self._amount.draws,
                "replications": self._amount.raids,
                "error_prob": self.error_prob,
                "reached": reached,
                "metrics": {one.metric: one.record(self._count) for one in found},
            }
        )
        return reached or last

    def record(self) -> dict[str, Any]:
        """What answer and manifest say of it."""
        return {
            "rule": RULE,
            "asked": [str(target) for target in self.asked],
            "reached": bool(self._looks) and self._looks[-1]["reached"],
            "most": {"draws": self.most.draws, "replications": self.most.raids},
            "scouts": {"draws": self._scouts.draws, "replications": self._scouts.raids},
            "looks": self._looks,
        }


def sampled(recorder: Recorder, metric: str, draws: int, controls: Scores | None) -> Sample:
    """One metric as far as a recorder has it: over the first so many draws, or all raids of the only one."""
    if under_way := recorder.under_way:
        raids = np.asarray(under_way[metric], float)
        return Sample(reduced([summarised({metric: raids})[metric]], len(raids)), True, None, raids)
    counted = [one for one in recorder.summaries if one.coupling == RECORDED and one.draw < draws]
    found = reduced([one.metrics[metric] for one in counted], counted[0].replications)
    return Sample(found, recorder.settled(draws), controls)


def reduced(rows: Sequence[Sequence[float]], raids: int) -> Draws:
    """Draws from mean, variance, low and high of each."""
    return Draws(*np.array(rows).T, replications=raids)


def _scouted(metric: str, scouted: Sequence[Metrics]) -> Draws:
    """One metric over the scouts' draws."""
    if metric not in scouted[0]:
        raise UsageError(f"--until: these raids have no {metric}; ask for what the answer gives a mean of")
    return reduced([summarised({metric: found[metric]})[metric] for found in scouted], len(scouted[0][metric]))
