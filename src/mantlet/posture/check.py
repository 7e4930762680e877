"""Files of this layer told apart by their `kind`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel

from mantlet.base.marked import text_of
from mantlet.posture import nature, programme, squadrons, words

PARSERS: dict[str, Callable[[str, str], BaseModel]] = {
    "programme": programme.parsed,
    "force": squadrons.parsed,
    "words": words.parsed,
    "shocks": nature.parsed,
}


def check_file(path: str | Path, kind: str) -> BaseModel:
    """The record of a file of one of these kinds; raises InvalidInput with every fault at its line."""
    return PARSERS[kind](text_of(path), str(path))
