"""Some policies and waiting fought once more, with numbers held or drawn again and the same luck as before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mantlet.posture.draws import Dice
from mantlet.posture.months.fights import Fought, Ground, Study
from mantlet.posture.months.prepare import foreseen
from mantlet.posture.months.season import Losses, Season
from mantlet.posture.months.series import over_months

Fights = Callable[[Study, range], list[Fought]]  # fights these draws of a study, in their order


@dataclass(frozen=True)
class Again:
    """A study, and how its draws are fought."""

    ready: Study
    fights: Fights

    def season(self, policies: Sequence[int], dice: Dice, draws: range, grounds: Iterable[Ground] = ()) -> Season:
        """Policies by number and, last, waiting; in these raids, or else in the reference ones."""
        posture = self.ready.posture
        kept = tuple(posture.policies[at] for at in (*policies, posture.waits))
        small = posture.model_copy(update={"policies": kept, "states": ()})
        raids = tuple(grounds) or tuple(ground for ground in self.ready.grounds if ground.is_reference)
        study = replace(
            self.ready,
            posture=small,
            grounds=raids,
            dice=dice,
            outlooks=foreseen(small, dice, draws.stop),
            compositions=(),
        )
        names = tuple(ground.id for ground in raids)
        return Season(self.fights(study, draws), names, names, names, study.replications, (False,))

    def losses(self, policies: Sequence[int], dice: Dice, draws: range) -> Losses:
        """Their losses in the reference raids, those of waiting last: [policy, draw, replication]."""
        return lost(self.season(policies, dice, draws))


def lost(season: Season) -> Losses:
    """Mean over the raids and months of a season: [policy, draw, replication]."""
    policies = season.draws[0].row.shape[1]
    return np.array([over_months(season.values("fixed", 0, policy)) for policy in range(policies)])
