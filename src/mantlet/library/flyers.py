"""The things that fly against a defence, or stand by for it as fighters."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from mantlet.base.sourced import STRICT, Prose
from mantlet.codes import BALLISTIC_CLASSES
from mantlet.library.parts import (
    DamageKind,
    Fact,
    Id,
    Length,
    Level,
    Money,
    ObjectClass,
    Period,
    Prob,
    Rcs,
    Reach,
    SomeCount,
    Source,
    Speed,
    Swerling,
    Time,
)


class Fighter(BaseModel):
    """What an aircraft does as a fighter of the defence: read only where a scenario has it stand by as one.

    A class that is absent from `kill_prob` is not engaged. Its own radar is known by one claim, `radar_range` on
    `radar_rcs`. `return_kill_prob` is the chance that an enemy fighter's shot in return costs one aircraft.
    """

    model_config = STRICT

    missile: Prose
    missiles: SomeCount
    launch_range: Reach
    missile_speed: Speed
    kill_prob: dict[ObjectClass, Prob]
    return_kill_prob: Prob
    radar_range: Reach
    radar_rcs: Rcs
    intercept_speed: Speed
    endurance: Time
    scramble: Time
    turn_round: Time
    unit_cost: Money | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Fighter:
        if not self.kill_prob:
            raise ValueError("kill_prob names no target class, so it would never shoot")
        if not set(BALLISTIC_CLASSES).isdisjoint(self.kill_prob):
            raise ValueError("kill_prob names a ballistic class; fighters do not engage these")
        return self


class Flyer(BaseModel):
    """Anything that flies against a defence: one file of kind `threat` or `aircraft`.

    `range` is how far it can fly one way, where that is published: a check of scenarios, drawn by nothing.
    `arrival_prob` is the chance that one which gets through works to the end and finds its target; 1 unless given.
    `homing: anti-radiation` needs a radar that emits. One that fell silent no longer than `memory` ago it damages with
    its `damage_prob` times `memory_ratio`, any other silent radar not at all.
    """

    model_config = STRICT

    kind: Literal["threat", "aircraft"]
    id: Id
    name: Prose
    summary: Prose
    object_class: ObjectClass
    speed: Speed
    height: Length
    height_reference: Literal["agl", "msl"]
    rcs: Rcs
    swerling: Swerling
    rcs_bias: Level
    rcs_decorrelation: Period
    apogee: Reach | None = None
    range: Reach | None = None
    damage_prob: dict[DamageKind, Prob]
    homing: Literal["anti-radiation"] | None = None
    memory: Time | None = None
    memory_ratio: Prob | None = None
    arrival_prob: Prob | None = None
    unit_cost: Money | None = None
    fighter: Fighter | None = None
    facts: Annotated[tuple[Fact, ...], Field(strict=False)] = ()
    sources: dict[Id, Source] = {}

    @model_validator(mode="after")
    def _memory_when_homing(self) -> Flyer:
        if (self.homing is None) != (self.memory is None) or (self.homing is None) != (self.memory_ratio is None):
            raise ValueError("memory and memory_ratio belong to flyers with homing, and only to them")
        return self

    @model_validator(mode="after")
    def _apogee_when_ballistic(self) -> Flyer:
        if (self.object_class in BALLISTIC_CLASSES) != (self.apogee is not None):
            raise ValueError("apogee belongs to srbm and quasi_ballistic flyers, and only to them")
        return self

    @model_validator(mode="after")
    def _decoys_are_empty(self) -> Flyer:
        if self.object_class == "decoy" and any(prob.values[-1] > 0 for prob in self.damage_prob.values()):
            raise ValueError("a decoy carries nothing: expected damage_prob 0 for every kind")
        return self
