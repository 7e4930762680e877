"""Months of an answer opened: a raid under one policy as a battle that can be run, looked at and fought again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from mantlet.base.errors import UsageError
from mantlet.library.catalog import Catalog, catalog
from mantlet.posture.draws import Dice
from mantlet.posture.files import alike, laid_over
from mantlet.posture.months import ask as asking
from mantlet.posture.months.fights import Ground, Study
from mantlet.posture.months.file import Posture
from mantlet.posture.months.fitness import Workshop
from mantlet.posture.months.overlay import scenario_of
from mantlet.posture.months.prepare import foreseen
from mantlet.run.battle import CompiledBattle, prepared
from mantlet.run.loops import Design
from mantlet.world import Force, World


@dataclass(frozen=True)
class Opened:
    """An answer (`mantlet.posture/1`) of which months can be opened, as the record goes on."""

    posture: Posture
    months: Sequence[str]
    library: Catalog
    amount: asking.Amount
    study: Study

    def battle(self, raid: str, policy: str, month: str) -> CompiledBattle:
        """A raid, at its own size, as it goes in one month under one policy.

        Fought from the seed of the answer, each draw and replication of it is the raid that the answer rests on.
        """
        at = [one.id for one in self.posture.policies].index(policy), self.months.index(month)
        met = next(one for one in self.posture.raids if one.id == raid)
        with laid_over(*self.library.folders):
            ground = Ground(raid, met, 1.0, prepared(scenario_of(self.posture, met, self.library), self.library))

            def forces(world: World, design: Design, draw: int) -> list[Force]:
                return self.study.manned(ground, world, self._workshop(design, draw), draw, at)

            return replace(ground.battle, forces=alike(forces))

    def _workshop(self, design: Design, draw: int) -> Workshop:
        """Fitted once for all months and policies of a draw."""
        if (design, draw) not in self._workshops:
            self._workshops[design, draw] = self.study.workshops(design, draw)[0]
        return self._workshops[design, draw]

    @cached_property
    def _workshops(self) -> dict[tuple[Design, int], Workshop]:
        return {}


def opened(answer: dict[str, Any]) -> Opened:
    """An answer as it was asked; UsageError where it was given from other files than are here now."""
    call = answer["call"]
    library = catalog(*call["library"])
    with laid_over(*library.folders):
        posture = asking.read(_place(call["name"], answer["posture"]), library, call["months"])
        amount = asking.Amount(answer["draws"], answer["replications"], answer["seed"])
        _refuse_other(answer, posture, library, amount)
        plain = posture.model_copy(update={"states": ()})
        dice = Dice(amount.seed)
        study = Study(plain, (), (), foreseen(plain, dice, amount.draws), dice, amount.replications, ())
    return Opened(plain, answer["months"], library, amount, study)


def _place(name: str, posture: str) -> str:
    """The name by which a posture was asked for, which may be that of a file; UsageError where that is gone."""
    if name != posture and not Path(name).is_file():
        raise UsageError(f"{name}: the file from which this was asked is not there; start mantlet where it was asked")
    return name


def _refuse_other(answer: dict[str, Any], posture: Posture, library: Catalog, amount: asking.Amount) -> None:
    for name, now in asking.about(posture, library, amount).items():
        if answer[name] != now:
            again = f"mantlet posture {answer['call']['name']}"
            raise UsageError(
                f"answered from another {name} than is here now: months open once it is asked anew: {again}"
            )
