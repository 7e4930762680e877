"""One month of an answer opened: its raid under one policy as a battle that can be run, looked at and fought again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from mantlet.base.errors import UsageError
from mantlet.library.catalog import Catalog, catalog
from mantlet.posture.draws import Dice
from mantlet.posture.files import alike, laid_over
from mantlet.posture.months import ask as asking
from mantlet.posture.months.fights import Ground, Study
from mantlet.posture.months.file import Posture
from mantlet.posture.months.overlay import scenario_of
from mantlet.posture.months.prepare import foreseen
from mantlet.run.battle import CompiledBattle, prepared
from mantlet.run.loops import Design
from mantlet.world import Force, World


def opened(answer: dict[str, Any], raid: str, policy: str, month: str) -> CompiledBattle:
    """A raid of an answer (`mantlet.posture/1`) as it goes in one month under one policy, as the record goes on.

    Fought from the seed of the answer with as many draws and replications, raid for raid it is what the answer rests
    on. The raid is met at its own size. UsageError where the answer was given from other files than are here now.
    """
    call = answer["call"]
    library = catalog(*call["library"])
    with laid_over(*library.folders):
        posture = asking.read(_place(call["name"], answer["posture"]), library, call["months"])
        amount = asking.Amount(answer["draws"], answer["replications"], answer["seed"])
        _refuse_other(answer, posture, library, amount)
        chosen = next(one for one in posture.policies if one.id == policy)
        small = posture.model_copy(update={"policies": (chosen, posture.policies[posture.waits]), "states": ()})
        met = next(one for one in posture.raids if one.id == raid)
        ground = Ground(raid, met, 1.0, prepared(scenario_of(posture, met, library), library))
        dice = Dice(amount.seed)
        looks = foreseen(small, dice, amount.draws)
        study = Study(small, (ground,), (), looks, dice, amount.replications, ())
        at = answer["months"].index(month)

        def forces(world: World, design: Design, draw: int) -> list[Force]:
            return study.manned(ground, world, design, draw, (0, at))

        return replace(ground.battle, forces=alike(forces))


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
