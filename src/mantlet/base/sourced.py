"""One number with its provenance: what the sources say, what of it may be shown as cited, and what it is drawn from.

A number is one value, an interval (low, best or none, high), or a list of conflicting claims that are never averaged.
It stands on exactly one of: a source, an assumption with its reason, a definition, or the scenario that set it. One
that was read from reports by way of a ledger names the claims that it rests on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import Annotated, Any, Literal, cast, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from mantlet.base.mixture import Part, mixed
from mantlet.base.units import UNITS, parse, show

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

Bound = Literal["value", "low", "best", "high"]
Confidence = Literal["official", "brochure", "analyst estimate", "press", "low"]
Verification = Literal["read", "read_partial", "seed", "computed", "recalled", "unverified"]
Standing = Literal["cited", "part cited", "recalled", "assumed", "unverified", "definition", "set"]

STANDING_MEANINGS: dict[Standing, str] = {
    "cited": "the source was read, or computed from, and gives this",
    "part cited": "the source gives some of its figures; the others are assumed",
    "recalled": "a known publication is named, but was not read again",
    "assumed": "no source: our assumption, with its reason",
    "unverified": "no publication could be named: a wide guess",
    "definition": "true by construction of the model",
    "set": "set in the scenario",
}
BOUNDS: tuple[Bound, ...] = ("value", "low", "best", "high")
# Half-width, as a share of the value, given to a single measured figure that comes without an interval.
DEFAULT_SPREAD: dict[Confidence, float] = {
    "official": 0.05,
    "brochure": 0.10,
    "analyst estimate": 0.15,
    "press": 0.20,
    "low": 0.30,
}


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("got a control character, expected text on one line")
    return text


# Words of a file that are printed later: no control characters, so that no file can write to a terminal.
PRINTABLE = AfterValidator(_printable)
Line = Annotated[str, PRINTABLE]
Prose = Annotated[str, Field(min_length=1, max_length=2000), PRINTABLE]
# A claim of a ledger, and what it said when it was used: its id, and a hash of its content.
ClaimRef = Annotated[str, Field(pattern=r"^[0-9a-f]{12}@[0-9a-f]{8}$")]
ClaimRefs = Annotated[tuple[ClaimRef, ...], Field(strict=False, min_length=1)]
# A plain year reads as a number; dates are text (`2015-04`, `undated`).
Date = Annotated[Prose, BeforeValidator(lambda raw: str(raw) if type(raw) is int and 1900 <= raw <= 2100 else raw)]
_FULLY_CITED = ("read", "seed", "computed")


class Sourced(BaseModel):
    """A number in SI units with where it comes from.

    `cited` names the bounds that the source itself gives: all of them for `read`, `seed` and `computed`, those listed
    for `read_partial`, none for `recalled` and `unverified`. `scale` is `log` for quantities that live on a positive
    scale (cross-sections, false-alarm rates).

    >>> reach = Sourced(dimension="length", low=240e3, high=250e3, assumed="no published figure")
    >>> reach.standing, reach.central
    ('assumed', 245000.0)
    """

    model_config = STRICT

    dimension: str
    scale: Literal["linear", "log"] = "linear"
    value: float | None = None
    low: float | None = None
    best: float | None = None
    high: float | None = None
    alternatives: Annotated[tuple[Sourced, ...], Field(strict=False)] = ()
    weights: Annotated[tuple[Annotated[float, Field(gt=0, strict=False)], ...], Field(strict=False)] | None = None
    source: Prose | None = None
    date: Date | None = None
    confidence: Confidence | None = None
    verification: Verification | None = None
    cited: Annotated[tuple[Bound, ...], Field(strict=False)] = ()
    assumed: Prose | None = None
    definition: Prose | None = None
    given: bool = False
    family: Prose | None = None
    note: Prose | None = None
    claims: ClaimRefs | None = None

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, raw: Any) -> Any:
        if not isinstance(raw, Mapping):
            return raw
        fields = dict(cast("Mapping[str, Any]", raw))
        if "cited" not in fields and fields.get("verification") in _FULLY_CITED:
            fields["cited"] = [bound for bound in BOUNDS if fields.get(bound) is not None]
        if fields.get("dimension") == "area":
            fields.setdefault("scale", "log")
        return fields

    @field_validator("dimension")
    @classmethod
    def _known_dimension(cls, dimension: str) -> str:
        if dimension not in UNITS:
            raise ValueError(f"got dimension '{dimension}', expected one of {', '.join(UNITS)}")
        return dimension

    @field_validator("value", "low", "best", "high", mode="before")
    @classmethod
    def _readable(cls, quantity: object) -> object:
        if isinstance(quantity, _Unreadable):
            raise ValueError(quantity.message)
        return quantity

    @field_validator("assumed", "definition")
    @classmethod
    def _reasoned(cls, reason: str | None) -> str | None:
        if reason is not None and not reason.strip():
            raise ValueError("got an empty reason; say in a few words why this number and not another")
        return reason

    @model_validator(mode="after")
    def _whole(self) -> Sourced:
        for complaint in (self._form_complaint(), self._provenance_complaint(), self._cited_complaint()):
            if complaint:
                raise ValueError(complaint)
        return self

    def _form_complaint(self) -> str | None:
        interval = self.low is not None or self.high is not None or self.best is not None
        if (self.value is not None) + interval + bool(self.alternatives) != 1:
            return "give one of: value, low with high (best if known), or alternatives"
        if interval:
            if self.low is None or self.high is None:
                return "an interval needs both low and high"
            best = self.low if self.best is None else self.best
            if not (self.low <= best <= self.high and self.low < self.high):
                return f"bounds out of order: {self.text()}; low <= best <= high and low < high"
            if self.scale == "log" and self.low <= 0:
                return f"low of a {self.dimension} on a logarithmic scale must be above zero"
        if self.alternatives:
            if len(self.alternatives) < 2:
                return "alternatives are conflicting claims: give at least two, or write a value"
            if any(claim.alternatives or claim.best is not None for claim in self.alternatives):
                return "each alternative gives one value, or low with high"
        if self.weights is not None and len(self.weights) != len(self.alternatives):
            return "weights are those of alternatives: one for each"
        return None

    def _provenance_complaint(self) -> str | None:
        stands_on = (self.source is not None) + (self.assumed is not None) + (self.definition is not None) + self.given
        if self.alternatives:
            return "with alternatives each claim carries its own source" if stands_on else None
        if stands_on != 1:
            return "a number stands on exactly one of: source, assumed (with the reason), definition"
        if self.source is None:
            beside = "verification" if self.verification else "claims" if self.claims else None
            return f"{beside}: belongs to a source" if beside else None
        named = (("date", self.date), ("confidence", self.confidence), ("verification", self.verification))
        missing = [name for name, given in named if given is None]
        return f"a sourced number also needs {', '.join(missing)}" if missing else None

    def _cited_complaint(self) -> str | None:
        absent = [bound for bound in self.cited if getattr(self, bound) is None]
        if absent:
            return f"cited names {', '.join(absent)}, which this number does not give"
        if self.verification == "read_partial" and not self.cited:
            return "read_partial needs cited: the bounds that the source itself gives"
        if self.verification not in (*_FULLY_CITED, "read_partial") and self.cited:
            return "only a number that was read or computed can list cited bounds"
        return None

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """Names of the bounds this number gives, in the order low, best, high (or just value)."""
        return tuple(bound for bound in BOUNDS if getattr(self, bound) is not None)

    def bound_standing(self, bound: Bound) -> Standing:
        """How one bound may be shown."""
        if bound in self.cited:
            return "cited"
        if self.given:
            return "set"
        if self.definition is not None:
            return "definition"
        if self.verification in ("recalled", "unverified"):
            return self.verification
        return "assumed"

    @property
    def standing(self) -> Standing:
        """How the whole number may be shown: the common standing of its bounds or claims, else `part cited`."""
        if self.alternatives:
            found: set[Standing] = {claim.standing for claim in self.alternatives}
        else:
            found = {self.bound_standing(bound) for bound in self.bounds}
        if len(found) == 1:
            return found.pop()
        return "part cited" if found & {"cited", "part cited"} else "assumed"

    @property
    def central(self) -> float:
        """The best, else the value, else the first claim, else the midpoint (geometric on a logarithmic scale)."""
        if self.alternatives:
            return self.alternatives[0].central
        if self.value is not None:
            return self.value
        if self.best is not None:
            return self.best
        low, high = self._ends()
        return math.sqrt(low * high) if self.scale == "log" else (low + high) / 2

    @property
    def exact(self) -> bool:
        """True when every draw gives the same value: a definition, a set value or a single count."""
        return self.value is not None and abs(self.value) * self.default_spread == 0.0

    @property
    def default_spread(self) -> float:
        """Half-width, as a share of the value, drawn around a single figure that came without an interval; else 0."""
        if self.value is None or self.given or self.definition is not None or self.dimension == "count":
            return 0.0
        return DEFAULT_SPREAD[self.confidence or "low"]

    @property
    def values(self) -> tuple[float, ...]:
        """Every distinct figure given, ascending."""
        given = [figure for claim in self.alternatives for figure in claim.values]
        given += [getattr(self, bound) for bound in self.bounds]
        return tuple(sorted(set(given)))

    def text(self) -> str:
        """The number as a person writes it: `240 km / 250 km / 250 km`, `8 or 4`, `60 km`."""
        if self.alternatives:
            return " or ".join(claim.text() for claim in self.alternatives)
        return " / ".join(show(getattr(self, bound), self.dimension) for bound in self.bounds)

    def quantile(self, u: float) -> float:
        """The figure at share `u` in [0, 1) of what the sources leave open; never falls as `u` grows.

        Conflicting claims and counts are taken whole, equally likely unless weighed. Other intervals are triangular,
        without a best uniform (log-uniform on a logarithmic scale). A single measured value gets the default spread of
        its confidence, triangular; an assumed one that of `low`.

        >>> Sourced(dimension="length", low=0.0, best=1.0, high=2.0, assumed="x").quantile(0.125)
        0.5
        """
        if self.weights is not None or any(claim.value is None for claim in self.alternatives):
            return self._mixed(u)
        if self.alternatives or (self.dimension == "count" and self.value is None):
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        if self.value is not None:
            return self._measured(u)
        low, high = self._ends()
        if self.best is not None:
            return _triangular(u, low, self.best, high)
        return low * (high / low) ** u if self.scale == "log" else low + u * (high - low)

    def _ends(self) -> tuple[float, float]:
        assert self.low is not None
        assert self.high is not None
        return self.low, self.high

    def _mixed(self, u: float) -> float:
        """Alternatives by their weights; an interval even from end to end, of a count each figure given as likely."""
        parts: list[Part] = []
        for claim, weight in zip(self.alternatives, self.weights or repeat(1.0), strict=False):
            ends = claim.values if claim.value is None else claim.values * 2
            if self.dimension == "count":
                parts += [Part(figure, figure, weight / len(ends)) for figure in ends]
            else:
                parts.append(Part(ends[0], ends[1], weight))
        return mixed(u, parts, is_log=self.scale == "log")

    def _measured(self, u: float) -> float:
        """The default spread around a single value; a share stays at or below one, an angle within a full circle."""
        assert self.value is not None
        half = abs(self.value) * self.default_spread
        drawn = _triangular(u, self.value - half, self.value, self.value + half) if half else self.value
        most = {"ratio": 1.0, "angle": 2.0 * math.pi}.get(self.dimension, math.inf)
        return min(drawn, most) if self.value <= most else drawn


@dataclass(frozen=True)
class _Unreadable:
    """Stands in for a quantity that could not be read, so that the fault lands on its own line."""

    message: str


@dataclass(frozen=True)
class Number:
    """Annotation that says what a `Sourced` field holds: its dimension, its limits, whether a bare quantity will do.

    In library files a number must carry its provenance; with `bare` (scenario files) `"12 s"` or an interval without
    provenance means "set in the scenario".
    """

    dimension: str
    least: float = -math.inf
    most: float = math.inf
    scale: Literal["linear", "log"] = "linear"
    bare: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        read = core_schema.no_info_before_validator_function(self.labelled, handler(source))
        return core_schema.no_info_after_validator_function(self.within, read)

    def labelled(self, raw: Any) -> Any:
        """Fields of a `Sourced` in SI units from what stands in a file."""
        if isinstance(raw, Sourced):
            return raw
        if not isinstance(raw, Mapping):
            if self.bare and isinstance(raw, str | int | float):
                return {"dimension": self.dimension, "value": self._si(raw), "given": True}
            raise ValueError(
                f"got {raw!r:.60}, expected a number with its provenance, such as "
                "{value: ..., source: KEY, date: ..., confidence: ..., verification: ...} or "
                "{low: ..., high: ..., assumed: why}"
            )
        fields = {str(key): item for key, item in cast("Mapping[Any, Any]", raw).items()}
        own = {"dimension", "scale", "given"} & fields.keys()
        if own:
            raise ValueError(f"no field '{min(own)}' in a number of a file")
        fields |= {bound: self._si(fields[bound]) for bound in BOUNDS if fields.get(bound) is not None}
        fields["dimension"] = self.dimension
        if self.scale == "log":
            fields["scale"] = "log"
        if self.bare and not {"source", "assumed", "definition", "alternatives"} & fields.keys():
            fields["given"] = True
        if isinstance(fields.get("alternatives"), list):
            fields["alternatives"] = [
                Number(self.dimension, self.least, self.most).labelled(claim) for claim in fields["alternatives"]
            ]
        return fields

    def _si(self, quantity: Any) -> float | _Unreadable:
        if not isinstance(quantity, str | int | float):
            return _Unreadable(f"got {quantity!r:.60}, expected a quantity")
        try:
            figure = parse(quantity, self.dimension)
        except ValueError as error:
            return _Unreadable(str(error))
        # Told as it stands in the file: a slip of the unit would else come back in months, beside limits in minutes.
        return figure if self.least <= figure <= self.most else _Unreadable(f"got {quantity}, expected {self._span()}")

    def within(self, number: Sourced) -> Sourced:
        """The number itself when all its figures lie within the limits; raises ValueError else."""
        for figure in number.values:
            if not self.least <= figure <= self.most:
                raise ValueError(f"got {show(figure, self.dimension)}, expected {self._span()}")
            if self.dimension == "count" and figure != int(figure):
                raise ValueError(f"got {figure:g}, expected a whole number")
        return number

    def _span(self) -> str:
        limits = ((self.least, "at least"), (self.most, "at most"))
        return " and ".join(f"{word} {show(limit, self.dimension)}" for limit, word in limits if math.isfinite(limit))


def standing_counts(numbers: Iterable[Sourced]) -> dict[Standing, int]:
    """How many numbers stand how, in the order of `Standing`, without empty standings."""
    found = [number.standing for number in numbers]
    return {standing: found.count(standing) for standing in get_args(Standing) if standing in found}


def _triangular(u: float, low: float, best: float, high: float) -> float:
    """Inverse of the triangular distribution on (low, best, high) at share `u`."""
    width = high - low
    if u * width < best - low:
        return low + math.sqrt(u * width * (best - low))
    return high - math.sqrt((1.0 - u) * width * (high - best))
