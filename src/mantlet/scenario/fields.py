"""The kinds of value a scenario file is made of: quantities with units, ids, bearings, heights above something.

Each reads what a person writes, refuses the rest in words, writes itself back exactly and describes itself to editors.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, core_schema

from mantlet.base import units
from mantlet.base.sourced import BOUNDS, Number, Sourced

Id = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=48),
    Field(description="Name of this thing, unique in the whole file: letters, digits, - and _.", examples=["leh"]),
]
Reference = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*(/[A-Za-z0-9][A-Za-z0-9._+-]*)?$", max_length=96),
    Field(description="Id of something in the library: see `mantlet list`.", examples=["s-400/battalion"]),
]


class Record(BaseModel):
    """What all parts of a scenario share: strict types, no unknown fields, no nan or inf, unchangeable."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, held as an SI float within `low` and `high` (SI, inclusive)."""

    dimension: str
    low: float = -math.inf
    high: float = math.inf

    def read(self, value: Any) -> float:
        """SI value of what the file gives; raises ValueError saying what is allowed."""
        if not isinstance(value, str | int | float):
            raise ValueError(f"got a {_kind(value)}, expected {self._wanted()}")
        number = units.parse(value, self.dimension)
        if not self.low <= number <= self.high:
            raise ValueError(f"got {_short(value)}, expected {self._wanted()}")
        return number

    def text(self, number: float) -> str | float:
        """What `read` takes back to the very same float."""
        unit = next(iter(units.UNITS[self.dimension]))
        return f"{number!r} {unit}" if unit else number

    def _wanted(self) -> str:
        kind = units.with_article(self.dimension)
        low, high = (units.show(bound, self.dimension) for bound in (self.low, self.high))
        if math.isfinite(self.low) and math.isfinite(self.high):
            return f"{kind} from {low} to {high}"
        return f"{kind} of {low} or more" if math.isfinite(self.low) else kind

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read, serialization=core_schema.plain_serializer_function_ser_schema(self.text)
        )

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        names = [re.escape(name) for name in units.UNITS[self.dimension] if name]
        if not names:
            return _bounded({"type": "integer"}, self)
        optional = "?" if "" in units.UNITS[self.dimension] else ""
        text = {
            "type": "string",
            "pattern": rf"^\s*[+-]?\d+(\.\d+)?([eE][+-]?\d+)?\s*({'|'.join(names)}){optional}\s*$",
            "examples": list(_EXAMPLES[self.dimension]),
        }
        if not optional:
            return text
        return {"anyOf": [_bounded({"type": "number"}, self), text]}


@dataclass(frozen=True)
class Setting(Number):
    """A library figure the scenario replaces: a bare quantity, or an interval, with or without its provenance."""

    bare: bool = True

    def text(self, number: Sourced) -> Any:
        """What reads back as the very same number."""
        quantity = Quantity(self.dimension)
        if number.given and number.value is not None:
            return quantity.text(number.value)
        stated = number.model_dump(
            mode="json", exclude_none=True, exclude={"dimension", "scale", "given", "alternatives"}
        )
        stated |= {bound: quantity.text(stated[bound]) for bound in BOUNDS if bound in stated}
        if not number.cited:
            del stated["cited"]
        if number.alternatives:
            stated["alternatives"] = [self.text(claim) for claim in number.alternatives]
        return stated

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = super().__get_pydantic_core_schema__(source, handler)
        schema["serialization"] = core_schema.plain_serializer_function_ser_schema(self.text)
        return schema

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        number = Quantity(self.dimension, self.least, self.most).__get_pydantic_json_schema__(schema, handler)
        bounds = {"type": "object", "properties": {"low": number, "best": number, "high": number}}
        return {"anyOf": [number, bounds]}


@dataclass(frozen=True)
class Height:
    """A height in metres above the ground (`agl`) or above mean sea level (`msl`)."""

    height_m: float
    reference: Literal["agl", "msl"]

    @staticmethod
    def read(value: Any) -> Height:
        """A height such as "100 m agl" or "9 km msl"; raises ValueError saying what is allowed."""
        if isinstance(value, Height):
            return value
        quantity, _, reference = value.rstrip().rpartition(" ") if isinstance(value, str) else ("", "", "")
        if reference not in ("agl", "msl"):
            got = repr(_short(value)) if isinstance(value, str) else f"a {_kind(value)}"
            raise ValueError(
                f'got {got}, expected a height above ground or above sea level, such as "100 m agl" or "9 km msl"'
            )
        low_m = 0.0 if reference == "agl" else -430.0  # the lowest dry land, by the Dead Sea
        return Height(Quantity("length", low_m, HIGHEST_M).read(quantity), reference)

    def text(self) -> str:
        """What `read` takes back to the very same height."""
        return f"{self.height_m!r} m {self.reference}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.plain_serializer_function_ser_schema(cls.text)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": r"^\s*[+-]?\d+(\.\d+)?([eE][+-]?\d+)?\s*(m|km|ft|nmi|mi) (agl|msl)\s*$",
            "examples": ["100 m agl", "9 km msl"],
        }


HIGHEST_M = 100_000.0
LONGEST_S = 86_400.0

Time = Annotated[float, Quantity("time", 0.0, LONGEST_S)]
Angle = Annotated[float, Quantity("angle", 0.0, 2 * math.pi)]
Ratio = Annotated[float, Quantity("ratio", 0.0, 1.0)]

_EXAMPLES: dict[str, tuple[str, ...]] = {
    "length": ("400 km", "150 m"),
    "area": ("0.1 m2",),
    "speed": ("250 m/s", "850 km/h"),
    "time": ("30 s", "25 min"),
    "angle": ("60 deg",),
    "ratio": ("70 %",),
    "density": ("7.5 g/m3",),
    "frequency": ("3 GHz",),
    "power density": ("20 W/MHz",),
    "rain rate": ("10 mm/h",),
}


def _bounded(schema: dict[str, Any], quantity: Quantity) -> dict[str, Any]:
    bounds = {"minimum": quantity.low, "maximum": quantity.high}
    return schema | {key: bound for key, bound in bounds.items() if math.isfinite(bound)}


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return "truth value" if isinstance(value, bool) else "bare number"
    if isinstance(value, dict):
        return "mapping"
    return "list" if isinstance(value, list) else "value of another kind"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:60] + "…"
