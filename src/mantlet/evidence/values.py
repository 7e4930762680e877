"""A claim's fields as a person writes and reads them: `5.4e9±5e7`, `16..18`, `>5e9`, `unknown`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from mantlet.base.errors import UsageError, did_you_mean
from mantlet.base.marked import short
from mantlet.evidence.claims import Claim, Span, Value
from mantlet.evidence.periods import days_of

# What an edit may change; also its place, where the report is at hand.
EDITABLE: Final = (
    "kind",
    "subject",
    "value",
    "unit",
    "event_time",
    "date_asserted",
    "attribution",
    "modality",
    "flags",
)
PLACE: Final = ("start", "end")
# Of a subject, a unit or a flag: a name has no more, and a sentence of a report has.
_MOST_WORDS, _LONGEST = 8, 60
_FIGURE = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?"
_TIME = re.compile(r"\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-\d\d)?)?", re.ASCII)
_VALUE = re.compile(rf"(?P<sign>[<>])?(?P<low>{_FIGURE})(?:(?P<to>\.\.|±|\+-)(?P<high>{_FIGURE}))?")


def value_of(text: str) -> Value:
    """A value as it is written; raises ValueError with what is allowed.

    >>> value_of(">5e9").op, value_of("16..18").high, value_of("unknown").low
    ('gt', 18.0, None)
    """
    stripped = text.replace(" ", "")
    if stripped == "unknown":
        return Value(op="unknown")
    match = _VALUE.fullmatch(stripped) if len(stripped) <= 80 else None
    if match is None or (match["sign"] and match["high"]):
        raise ValueError(
            f"got {short(text)!r}, expected 12, 5.4e9±5e7, 16..18, >5e9 (at least), <400 (at most) or unknown"
        )
    low = float(match["low"])
    if match["sign"]:
        return Value(low=low, op="gt") if match["sign"] == ">" else Value(high=low, op="lt")
    if match["high"] is None:
        return Value(low=low, high=low, op="eq")
    high = float(match["high"])
    return (
        Value(low=low, high=high, op="range")
        if match["to"] == ".."
        else Value(low=low - high, high=low + high, op="eq")
    )


def value_text(value: Value) -> str:
    """A value as `value_of` reads it back.

    >>> ends = ((18, "eq"), (16, "eq"), (16, "range"), (None, "lt"))
    >>> [value_text(Value(low=low, high=18, op=op)) for low, op in ends]
    ['18', '17±1', '16..18', '<18']
    """
    low, high = value.low, value.high
    if low is None or high is None:
        return f">{_figure(low)}" if low is not None else f"<{_figure(high)}" if high is not None else "unknown"
    if value.op == "range":
        return f"{_figure(low)}..{_figure(high)}"
    return _figure(low) if low == high else f"{_figure((low + high) / 2)}±{_figure((high - low) / 2)}"


def _figure(value: float) -> str:
    """A figure in few characters.

    >>> _figure(5.4e9), _figure(18148.0)
    ('5.4e9', '18148')
    """
    if abs(value) < 1e6:
        return f"{value:.12g}"
    mantissa, _, power = f"{value:.11e}".partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(power)}"


def claim_text(claim: Claim) -> str:
    """What a claim says, in one line: what, of what, how much, when, who says so and how sure."""
    figure = "" if claim.value.op == "unknown" else f" {value_text(claim.value)} {claim.unit or ''}".rstrip()
    when = f" ({claim.event_time})" if claim.event_time else ""
    how = f"{claim.attribution.replace('_', ' ')}, {claim.modality}"
    return f"{claim.kind.replace('_', ' ')} of {claim.subject}{figure}{when}, {how}"


def changed(
    old: Claim | Span, bare: Mapping[str, object], changes: Mapping[str, str], size: int | None = None
) -> Claim:
    """The claim with some fields as texts say; that of a number without one begins with the fields of `bare`.

    An empty text takes a field's value away. `size` is that of the report's text: only with it can the place move.
    Raises UsageError with all that is wrong, as the claim's model has it.
    """
    fields: dict[str, Any] = (dict(bare) if not isinstance(old, Claim) else {}) | old.model_dump(mode="json")
    faults: list[str] = []
    for field, text in changes.items():
        if field in PLACE and size is None:
            faults.append(f"{field}: a place is moved with its report at hand only")
            continue
        if field not in (*EDITABLE, *PLACE):
            faults.append(f"no field '{short(field)}'.{did_you_mean(field, EDITABLE)} There are: {', '.join(EDITABLE)}")
            continue
        try:
            fields[field] = _read(field, text)
        except ValidationError as error:
            faults.append(f"{field}: {told_by(error)}")
        except ValueError as error:
            faults.append(f"{field}: {error}")
    if faults:
        raise UsageError("\n".join(faults))
    try:
        claim = Claim.model_validate(fields)
    except ValidationError as error:
        raise UsageError(told_by(error)) from None
    if size is not None and not claim.start < claim.end <= size:
        raise UsageError(f"got the place {claim.start} to {claim.end}, expected one in the report's {size} characters")
    return claim


def told_by(error: ValidationError) -> str:
    """What a model refuses, each field on a line."""
    faults = error.errors(include_url=False, include_context=False)
    return "\n".join(": ".join(filter(None, (".".join(map(str, one["loc"])), one["msg"]))) for one in faults)


def _read(field: str, text: str) -> object:
    if field == "value":
        return value_of(text).model_dump()
    if field == "flags":
        return [brief(flag.strip()) for flag in text.split(",") if flag.strip()]
    if field in ("subject", "unit"):
        return brief(text.strip()) or None
    if field == "event_time" and text.strip():
        period_of(text.strip())
    return text.strip() or None


def brief(words: str) -> str:
    """Words that name something, as they are; raises ValueError for so many that they might be a report's own."""
    if len(words) > _LONGEST or len(words.split()) > _MOST_WORDS:
        most = f"at most {_MOST_WORDS} words and {_LONGEST} characters"
        raise ValueError(f"got {short(words, 20)!r}, expected a name of {most}")
    return words


def period_of(text: str) -> tuple[float, float]:
    """First and last day of a time as claims write it, as ordinals; raises ValueError with what is allowed.

    >>> period_of("2024-02")[1] - period_of("2024-02")[0]
    28
    """
    first, slash, last = text.partition("/")
    ends = (first, last) if slash else (first,)
    if all(_TIME.fullmatch(end) or (slash and end == "..") for end in ends) and ends != ("..", ".."):
        try:
            days = days_of(text)
        except ValueError:  # no day of the calendar
            days = None
        if days is not None and days[0] <= days[1]:
            return days
    allowed = "2024, 2024-Q3, 2024-05, 2024-05-28, A/B, ../B (by) or A/.. (since)"
    raise ValueError(f"got {short(text)!r}, expected {allowed}")
