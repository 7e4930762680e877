"""What records of the library are made of: kinds of numbers with their bounds, sources, and figures shown only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, Field, model_validator

from mantlet.base.sourced import (
    PRINTABLE,
    STRICT,
    ClaimRefs,
    Confidence,
    Date,
    Number,
    Prose,
    Sourced,
    Verification,
)
from mantlet.base.units import UNITS

ObjectClass = Literal["fighter", "bomber", "cruise", "srbm", "quasi_ballistic", "uav", "decoy"]
AssetKind = Literal["airfield", "runway", "town", "depot", "radar", "command", "plant", "bridge"]
DamageKind = Literal[AssetKind, "launcher"]

_FAR_M = 1e7
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]{0,40}$")]
Ref = Annotated[str, Field(min_length=1, max_length=90), PRINTABLE]  # an Id, or two with / between
Swerling = Literal[0, 1, 2, 3, 4]
Length = Annotated[Sourced, Number("length", 0, _FAR_M)]
Reach = Annotated[Sourced, Number("length", 1, _FAR_M)]
Speed = Annotated[Sourced, Number("speed", 0.1, 1e5)]
Time = Annotated[Sourced, Number("time", 0, 1e7)]
Outage = Annotated[Sourced, Number("time", 1, 1e7)]
Period = Annotated[Sourced, Number("time", 0.05, 3600)]
Prob = Annotated[Sourced, Number("ratio", 0, 1)]
FalseAlarmProb = Annotated[Sourced, Number("ratio", 1e-12, 0.1, scale="log")]
Rcs = Annotated[Sourced, Number("area", 1e-6, 1e5, scale="log")]
Count = Annotated[Sourced, Number("count", 0, 100_000)]
SomeCount = Annotated[Sourced, Number("count", 1, 100_000)]
Elevation = Annotated[Sourced, Number("angle", -0.5, 1.5708)]
Sector = Annotated[Sourced, Number("angle", 0.01, 6.2832)]
Accuracy = Annotated[Sourced, Number("angle", 1e-6, 1.5708)]
Frequency = Annotated[Sourced, Number("frequency", 3e7, 1e11)]
Level = Annotated[Sourced, Number("level", 0, 40)]
Gain = Annotated[Sourced, Number("level", 0, 70)]
Beam = Annotated[Sourced, Number("angle", 1e-4, 3.15)]
Temperature = Annotated[Sourced, Number("temperature", 1, 1e6)]
Slow = Annotated[Sourced, Number("speed", 0, 2000)]
Money = Annotated[Sourced, Number("money", 0, 1e12)]


class Source(BaseModel):
    """One publication: who and what, where, when, and whether it was read; `sha256` is that of the text, if kept."""

    model_config = STRICT

    title: Prose
    url: Annotated[str, Field(max_length=2000), PRINTABLE] = ""
    date: Date
    confidence: Confidence
    verification: Literal["read", "seed", "computed", "recalled", "unverified"]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class Fact(BaseModel):
    """A published figure that the model does not use; shown so that a reader can compare."""

    model_config = STRICT

    label: Prose
    number: Sourced

    @model_validator(mode="before")
    @classmethod
    def _with_dimension(cls, raw: Any) -> Any:
        if not isinstance(raw, Mapping) or "dimension" not in raw:
            return cast("Any", raw)
        fields = dict(cast("Mapping[str, Any]", raw))
        dimension, label = str(fields.pop("dimension")), fields.pop("label", None)
        if dimension not in UNITS:
            raise ValueError(f"got dimension '{dimension}', expected one of {', '.join(UNITS)}")
        return {"label": label, "number": Number(dimension).labelled(fields)}


class Day(BaseModel):
    """When something is, by one source: a year, month or day, or `from/to` where `..` is an open end."""

    model_config = STRICT

    when: Annotated[Date, Field(pattern=r"^(\.\.|[0-9Q-]{4,10})(/(\.\.|[0-9Q-]{4,10}))?$")]
    source: Prose
    date: Date
    confidence: Confidence
    verification: Verification
    claims: ClaimRefs | None = None
    note: Prose | None = None


class DatedFact(BaseModel):
    """A published date that the model does not use; several where its sources conflict."""

    model_config = STRICT

    label: Prose
    dates: Annotated[tuple[Day, ...], Field(strict=False, min_length=1)]
