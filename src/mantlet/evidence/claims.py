"""What a report says, one claim at a time: `mantlet.claims/1`.

A claim keeps the exact place of its words (offsets in code points of the file's text as it stands), never the report.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mantlet.base.sourced import PRINTABLE

Op = Literal["eq", "gt", "lt", "range", "unknown"]
Attribution = Literal["on_record", "official_unnamed", "anonymous", "hearsay", "report_voice"]
Modality = Literal["done", "planned", "considered", "requested", "denied", "declined"]
RelationKind = Literal[
    "agree", "compatible", "conflict", "supersedes", "different_predicate", "unit_mismatch", "sum_check", "derived"
]
Kind = Literal[
    "contract_value",
    "contract_date",
    "payment",
    "payment_share",
    "unit_price",
    "quantity_ordered",
    "quantity_planned",
    "quantity_requested",
    "quantity_promised",
    "quantity_delivered",
    "delivery_date",
    "delivery_completion_date",
    "delivery_duration",
    "delivery_status",
    "delivery_acceleration",
    "schedule_status",
    "cause_of_delay",
    "squadron_strength",
    "squadron_size",
    "squadron_authorised",
    "squadrons_required_additional",
    "squadrons_required_total",
    "squadrons_added",
    "squadrons_withdrawn",
    "fleet_strength",
    "production_rate",
    "range",
    "launchers_per_battery",
    "missiles_per_launcher",
    "deployment_date",
    "casualties",
    "captured",
    "spares_supply",
    "meeting",
    "other",
]

# Which ends a value has.
_ENDS: dict[Op, tuple[bool, bool]] = {
    "eq": (True, True),
    "range": (True, True),
    "gt": (True, False),
    "lt": (False, True),
    "unknown": (False, False),
}
# The flag of what comes on top of others of its kind: an option for 20 more is no second word for the 20 ordered.
ON_TOP = "on top of others"
_FORM = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
Words = Annotated[str, PRINTABLE]


class Span(BaseModel):
    """A place in a report: code points `start` up to `end` of its text."""

    model_config = _FORM

    report: Words
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    text: str


class Value(BaseModel):
    """What is claimed of a quantity: both ends for `eq` and `range`, one for `gt` and `lt`, none for `unknown`."""

    model_config = _FORM

    low: float | None = None
    high: float | None = None
    op: Op

    @model_validator(mode="after")
    def _whole(self) -> Value:
        wanted = _ENDS[self.op]
        if (self.low is not None, self.high is not None) != wanted:
            raise ValueError(f"op '{self.op}' goes with {('no', 'a')[wanted[0]]} low and {('no', 'a')[wanted[1]]} high")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"got low {self.low:g} above high {self.high:g}")
        return self


class Claim(Span):
    """One thing a report says of a subject, who says it and how sure, and the rule that read it."""

    id: Words
    kind: Kind
    subject: Words
    value: Value
    unit: Words | None
    event_time: Words | None
    date_asserted: date
    attribution: Attribution
    modality: Modality
    rule: Words
    flags: tuple[Words, ...] = ()


class Relation(BaseModel):
    """How two or more claims stand to each other, by their ids."""

    model_config = _FORM

    kind: RelationKind
    claims: tuple[Words, ...]
    note: str


class Reading(BaseModel):
    """All that was read of some reports; every number and date is inside a claim or among the unassigned."""

    model_config = _FORM

    schema_: Literal["mantlet.claims/1"] = Field(default="mantlet.claims/1", alias="schema")
    claims: tuple[Claim, ...]
    unassigned: tuple[Span, ...]
    relations: tuple[Relation, ...]


def claim_id(report_sha256: str, start: int, end: int, kind: str) -> str:
    """The same for the same words of the same report under any name: 12 hex digits.

    >>> claim_id("ab", 1, 2, "range")
    '0e21d43de94c'
    """
    return hashlib.sha256(f"{report_sha256}:{start}:{end}:{kind}".encode()).hexdigest()[:12]
