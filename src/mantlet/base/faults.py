"""From what pydantic says about marked data to faults a person can act on: file, line, path, what to write instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError

from mantlet.base.errors import Fault, did_you_mean
from mantlet.base.marked import MOST_FAULTS, Marked, Place, short

_QUOTED = re.compile(r"'([^']*)'")
_SUBJECT = re.compile(r"^\w+ should (?:be|have) ")
_EXPECTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "list_type": "a list ([...] or lines that start with '- ')",
    "tuple_type": "a list ([...] or lines that start with '- ')",
    "dict_type": "fields (name: value)",
    "model_type": "fields (name: value)",
    "model_attributes_type": "fields (name: value)",
}


def faults_of(error: ValidationError, marked: Marked, model: type[BaseModel]) -> list[Fault]:
    """One fault for each thing pydantic refused, at its line, with a suggestion for a misspelt field or choice.

    `model` is what `marked.data` was checked against. Errors of several members of a union at one place are joined into
    one fault. A list that is too short only because pydantic left out its faulty entries is no fault of its own; what
    YAML itself refused is told once.
    """
    found: dict[Place, list[str]] = {}
    errors = error.errors(include_url=False)
    above = {item["loc"][:end] for item in errors for end in range(len(item["loc"]))}
    errors = [item for item in errors if item["type"] != "too_short" or item["loc"] not in above]
    for item in errors[:MOST_FAULTS]:
        place = place_in(item["loc"], marked.data)
        if place in marked.refused:
            continue
        message = _message(item, place, model, marked.data)
        if item["type"] == "union_tag_invalid":
            place = (*place, _discriminator(item))
        said = found.setdefault(place, [])
        if message not in said:
            said.append(message)
    if len(errors) > MOST_FAULTS:
        found.setdefault((), []).append(f"{len(errors) - MOST_FAULTS} more faults; mend these first")
    return [marked.fault(place, ("; or " if _one_union(said) else "; ").join(said)) for place, said in found.items()]


def _one_union(messages: list[str]) -> bool:
    """True when the messages are the refusals of a union's members, of which one would have been enough."""
    return len(messages) > 1 and all(message.startswith("got ") for message in messages)


def place_in(loc: tuple[int | str, ...], data: Any) -> Place:
    """The part of pydantic's location that exists in the data.

    Pydantic puts names of union members and validators between the steps; they are left out.
    """
    place: Place = ()
    for step in loc:
        if _holds(data, step):
            data = data[step]
            place = (*place, step)
    return place


def _holds(data: object, step: int | str) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and 0 <= step < len(cast("list[object]", data))


def _discriminator(item: Any) -> str:
    """The field by which members of a union are told apart."""
    return str(item["ctx"]["discriminator"]).strip("'")


def _message(item: Any, place: Place, model: type[BaseModel], data: Any) -> str:
    kind: str = item["type"]
    got = _got(item["input"])
    if kind == "missing":
        return f"field '{item['loc'][-1]}' is missing"
    if kind == "extra_forbidden":
        known = sorted(_fields_at(model, place[:-1], data))
        name = short(place[-1]) if place else got
        listed = f" Allowed: {', '.join(known)}." if known else ""
        return f"no field '{name}'.{did_you_mean(name, known)}{listed}"
    if kind == "union_tag_not_found":
        return f"field '{_discriminator(item)}' is missing"
    if kind in ("literal_error", "enum", "union_tag_invalid"):
        context: Mapping[str, Any] = item.get("ctx", {})
        expected = str(context.get("expected") or context.get("expected_tags") or "")
        word = item["input"] if isinstance(item["input"], str) else str(context.get("tag", ""))
        got = _got(word) if kind == "union_tag_invalid" else got
        return f"got {got}, expected {expected}.{did_you_mean(word, _QUOTED.findall(expected))}"
    if kind in ("value_error", "assertion_error"):
        return str(item["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, ")
    if kind in _EXPECTED:
        return f"got {got}, expected {_EXPECTED[kind]}"
    if kind == "too_short":
        least, count = item["ctx"]["min_length"], item["ctx"]["actual_length"]
        needed = "one entry is" if least == 1 else f"{least} entries are"
        return f"at least {needed} needed, got {count or 'none'}"
    if kind == "too_long":
        return f"at most {item['ctx']['max_length']} entries are allowed, got {_length(item)}"
    if kind == "string_pattern_mismatch":
        return f"got {got}, expected {_allowed(item['ctx']['pattern'])}"
    text = _SUBJECT.sub("", str(item["msg"]))
    return f"got {got}, expected {text[:1].lower()}{text[1:]}"


def _length(item: Any) -> str:
    """How many entries there are: pydantic stops counting at the first too many."""
    return str(len(item["input"])) if isinstance(item["input"], Mapping | list | tuple) else "more"


def _allowed(pattern: str) -> str:
    """A pattern of names (`^[first][rest]*$`, with `/` between two) in words."""
    first, *rest = re.findall(r"\[([^\]]*)\]", pattern)
    marks = [mark for mark in "._+-" if mark in re.sub(r"A-Z|a-z|0-9", "", "".join(rest))]
    start = "a letter or digit" if "0-9" in first else "a letter"
    pair = ", or two of them with / between" if "/" in pattern else ""
    most = re.search(r"\{0,(\d+)\}", pattern)
    long = f", at most {int(most[1]) + 1} characters" if most else ""
    return f"a name of letters, digits and {' '.join(marks)} that starts with {start}{long}{pair}"


def _got(value: object) -> str:
    if isinstance(value, Mapping):
        return "fields"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{short(value)}'" if isinstance(value, str) else short(value)


def _fields_at(model: type[BaseModel], place: Place, data: Any) -> set[str]:
    """Names of the fields that the models may hold which can stand at `place` of the data."""
    candidates: list[Any] = [model]
    for step in place:
        candidates = [below for kind in candidates for below in _below(kind, step)]
        data = data[step]
    models = [found for kind in candidates for found in _models(kind)]
    meant = [found for found in models if _is_meant(found, data)]
    return {info.alias or name for found in meant or models for name, info in found.model_fields.items()}


def _is_meant(model: type[BaseModel], data: Any) -> bool:
    """False of a member of a union when a field of fixed choices says that another one is meant."""
    choices = {
        info.alias or name: get_args(info.annotation)
        for name, info in model.model_fields.items()
        if get_origin(info.annotation) is Literal
    }
    return not isinstance(data, dict) or all(data[name] in choices[name] for name in choices.keys() & data.keys())


def _models(kind: Any) -> list[type[BaseModel]]:
    """The models inside a hint such as `tuple[Annotated[A | B, ...], ...]`, one level of container opened."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    return [found for part in get_args(kind) for found in _models(part)]


def _below(kind: Any, step: str | int) -> list[Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        by_name = {(info.alias or name): info.annotation for name, info in kind.model_fields.items()}
        hint = by_name.get(str(step))
        if hint is None:
            return []
        return [hint] if not _models(hint) or get_args(hint) else _models(hint)
    # A container or union: an index or a free key leads to its models, a field name to that of a model inside.
    models = _models(kind)
    named = [below for found in models for below in _below(found, step)]
    return named or list(models)
