"""Files of this layer told apart by their `kind`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel

from mantlet.base.marked import text_of
from mantlet.library.catalog import Catalog, catalog
from mantlet.posture import nature, squadrons, words
from mantlet.posture.files import laid_over
from mantlet.posture.months.checked import checked, checked_order
from mantlet.posture.supply import fleet

PARSERS: dict[str, Callable[[str, str, Catalog], BaseModel]] = {
    "programme": checked_order,
    "force": squadrons.parsed,
    "fleet": fleet.parsed,
    "posture": checked,
    "words": words.parsed,
    "shocks": nature.parsed,
}


def check_file(path: str | Path, kind: str, *directories: str | Path) -> BaseModel:
    """The record of a file of one of these kinds; raises InvalidInput with every fault at its line.

    The sources, orders, forces and fleets it names may be bundled or in `directories`, sources its own as well.
    """
    with laid_over(*directories):
        return PARSERS[kind](text_of(path), str(path), catalog(*directories))
