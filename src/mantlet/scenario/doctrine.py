"""The rules a side fights by, as data. Every field has a default; a unit may state only what differs."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from mantlet.codes import CLASSES
from mantlet.library.parts import ObjectClass
from mantlet.scenario.fields import LONGEST_S, Quantity, Record, Time

Spell = Annotated[float, Quantity("time", 1.0, LONGEST_S)]


class Reserve(Record):
    """A unit's last rounds, kept for some classes only."""

    rounds: int = Field(default=0, ge=0, le=10_000, description="How many of a unit's last rounds are kept.")
    classes: tuple[ObjectClass, ...] = Field(
        default=(), strict=False, max_length=len(CLASSES), description="Classes the kept rounds may be fired at."
    )


class Shutdown(Record):
    """When a radar falls silent for an anti-radiation weapon that its network tracks."""

    within_s: Spell = Field(alias="within", description="From how long before the arrival of such a weapon on.")
    silence_s: Spell = Field(alias="silence", description="How long, from the last moment that one was known so near.")


class Emission(Record):
    """When a radar is on the air."""

    mode: Literal["always", "cued", "blink"] = Field(
        default="always",
        description="always; cued: silent until its network has a track; blink: on and off by the clock.",
    )
    radars: Literal["all", "engagement"] = Field(
        default="all", description="Which radars the rule holds for: all, or only the engagement radars of units."
    )
    within_m: Annotated[float, Quantity("length", 1.0, 3e6)] | None = Field(
        default=None, alias="within", description="With cued: how near to the radar a track must be; any unless given."
    )
    on_s: Spell | None = Field(default=None, alias="on", description="With blink: how long it emits.")
    off_s: Spell | None = Field(default=None, alias="off", description="With blink: how long it is silent.")
    shutdown: Shutdown | None = Field(default=None, description="Silence before anti-radiation weapons, in any mode.")

    @model_validator(mode="after")
    def _fields_of_its_mode(self) -> Self:
        if (self.mode == "blink") != (self.on_s is not None) or (self.mode == "blink") != (self.off_s is not None):
            raise ValueError("on and off are given with mode blink, and only then")
        if self.within_m is not None and self.mode != "cued":
            raise ValueError(f"got within with mode {self.mode}, expected mode cued")
        return self


class Doctrine(Record):
    """What may be shot at, when, with how many rounds, and in which order."""

    weapons_control: Literal["free", "tight", "hold"] = Field(
        default="free",
        description="free: fire at any track of the other side; tight: only at tracks held for the `identification` "
        "time; hold: fire at nothing.",
    )
    identification_s: Time = Field(
        default=0.0,
        alias="identification",
        description="How long a track must have been held before it may be fired at under `tight`.",
    )
    method: Literal["shoot-look-shoot", "salvo"] = Field(
        default="shoot-look-shoot", description="One round, then look; or `salvo` rounds before each look."
    )
    salvo: int = Field(
        default=1, ge=1, le=16, description="Rounds fired before each look; 1 for shoot-look-shoot.", examples=[2]
    )
    max_in_flight: int = Field(
        default=2,
        ge=1,
        le=64,
        description="Most rounds in flight or being readied at one target, over all units of one network.",
    )
    max_shots: int = Field(
        default=0, ge=0, le=1000, description="Most rounds one network spends on one target; 0 means no limit."
    )
    reserve: Reserve = Field(default=Reserve(), description="Last rounds of each unit kept for some classes.")
    missile_choice: Literal["shortest-reach", "highest-kill-prob", "listed"] = Field(
        default="shortest-reach",
        description="Which missile that reaches the target is taken: the one of shortest reach, of highest kill "
        "probability, or the first in the unit's list.",
    )
    engage: tuple[ObjectClass, ...] = Field(
        default=CLASSES,
        strict=False,
        max_length=len(CLASSES),
        description="Classes that may be fired at.",
    )
    ranking: Literal["time-to-impact", "value-at-risk", "class"] = Field(
        default="time-to-impact",
        description="Which threat comes first: the one that arrives soonest, the one that endangers most value, or "
        "the one whose class stands first in `class_order`, and of one class the one that arrives soonest.",
    )
    class_order: tuple[ObjectClass, ...] = Field(
        default=(),
        strict=False,
        max_length=len(CLASSES),
        description="For ranking `class`: the classes, the most urgent first; those not named come last, all alike.",
    )
    assignment: Literal["nearest", "greedy", "optimal"] = Field(
        default="nearest",
        description="Who fires at what: nearest: the most urgent object first, by the unit whose missile meets it "
        "first; greedy: the shot first that can be expected to save most value; optimal: those shots together that "
        "can be expected to save most value (slow).",
    )
    leave_for_lower: bool = Field(
        default=False,
        description="Leave an object to a unit of the network with a shorter reach as long as one can still meet it.",
    )
    urgent_s: Time = Field(
        default=0.0,
        alias="urgent",
        description="For leave_for_lower: with less time than this to its impact an object is left to nobody.",
    )
    authority: Literal["unit", "post"] = Field(
        default="unit",
        description="Who orders a shot: the unit, or its post, whose order takes one link_delay and which must have "
        "heard of the track.",
    )

    alone: Literal["fight", "hold"] | None = Field(
        default=None,
        description="What a unit does that has lost its post or link: fight by its own radars, unless given, or hold.",
    )
    alone_after_s: Time | None = Field(
        default=None, alias="alone_after", description="How long it takes until it fights alone; at once unless given."
    )

    emission: Emission | None = Field(
        default=None, description="When radars are on the air: always, unless given. A unit's rule replaces its side's."
    )

    def with_changes(self, other: Doctrine | None) -> Doctrine:
        """This doctrine with the fields that `other` states itself."""
        if other is None:
            return self
        return self.model_copy(update={name: getattr(other, name) for name in other.model_fields_set})

    def contradiction(self) -> str | None:
        """What in these rules excludes something else in them, in words; None when they hold together."""
        if self.method == "shoot-look-shoot" and self.salvo != 1:
            return f"got salvo {self.salvo} with method shoot-look-shoot, expected salvo 1 or method salvo"
        if self.salvo > self.max_in_flight:
            return f"got salvo {self.salvo} above max_in_flight {self.max_in_flight}, expected salvo <= max_in_flight"
        if self.max_shots and self.salvo > self.max_shots:
            return (
                f"got salvo {self.salvo} above max_shots {self.max_shots}, expected salvo <= max_shots or max_shots 0"
            )
        if self.ranking == "class" and not self.class_order:
            return "got ranking class without an order, expected class_order as well"
        if len(set(self.class_order)) < len(self.class_order):
            return f"got a class twice in class_order: {', '.join(self.class_order)}"
        if self.reserve.rounds and not self.reserve.classes:
            return f"got a reserve of {self.reserve.rounds} rounds for no class, expected reserve.classes as well"
        return None


# What `mechanisms.doctrine: false` leaves of the rules of assignment, tiers and authority.
PLAIN_RULES: dict[str, Any] = {
    name: Doctrine.model_fields[name].default
    for name in ("ranking", "class_order", "assignment", "leave_for_lower", "urgent_s", "authority")
}
