"""The numbers that matter most: each input that was drawn, how it stands, and how far it moves the answer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mantlet.base.sourced import Sourced, Standing
from mantlet.base.units import show
from mantlet.library.parts import Source

# standing -> colour; assumed numbers have a colour of their own all over the brief.
STANDING_COLOURS: dict[Standing, str] = {
    "cited": "blue",
    "part cited": "sky",
    "recalled": "yellow",
    "assumed": "purple",
    "unverified": "orange",
    "set": "soft",
    "definition": "line",
}


_SPELT_OUT = {"prob": "probability", "rcs": "cross-section", "max": "greatest", "min": "least"}


def words_of(path: str) -> tuple[str, str]:
    """What a number is and whose it is.

    >>> words_of("48N6E3.kill_prob.cruise")
    ('kill probability · cruise', '48N6E3')
    """
    owner, _, rest = path.partition(".")
    parts = (" ".join(_SPELT_OUT.get(word, word) for word in part.split("_")) for part in rest.split("."))
    return " · ".join(parts), owner


@dataclass(frozen=True)
class Input:
    """One number of the library as this run used it; `correlation` is its rank correlation with value lost."""

    path: str
    number: Sourced
    low: float
    high: float
    correlation: float
    distinguishable: bool

    @property
    def drawn_text(self) -> str:
        """The range it was drawn over, 5 to 95 %."""
        low, high = (quantity(bound, self.number.dimension) for bound in (self.low, self.high))
        return f"{low} to {high}" if low != high else low

    @property
    def words(self) -> tuple[str, str]:
        """What it is and whose it is."""
        return words_of(self.path)

    def sources(self, known: Mapping[str, Source]) -> list[Source]:
        """The publications behind it, in the order of its claims."""
        claims = self.number.alternatives or (self.number,)
        keys = dict.fromkeys(claim.source for claim in claims if claim.source is not None)
        return [known[key] for key in keys if key in known]


def quantity(value: float, dimension: str) -> str:
    """A quantity to three figures, never in powers of ten, with its unit as printed.

    >>> quantity(2563.2, "length"), quantity(0.36812, "ratio"), quantity(8.0, "area")
    ('2563 m', '0.368', '8 m²')
    """
    text = show(value, dimension, 3)
    return (text if "e+" not in text else show(float(round(value)), dimension, 12)).replace("m2", "m²")


@dataclass(frozen=True)
class Share:
    """Part of the rank variance of value lost that a group of inputs explains, and how much luck alone would give."""

    explained_frac: float
    by_luck_frac: float


# Groups whose share of the answer is printed: what a read source gives, what it gives in part, and everything else.
GROUPS = ("cited", "part cited", "assumed")


def group_of(number: Sourced) -> str:
    """Which of GROUPS a number belongs to."""
    return number.standing if number.standing in GROUPS else "assumed"


def explained(inputs: Sequence[Input], draw_count: int) -> Share:
    """What a group of independently drawn inputs explains together of the rank variance of the outcome.

    For independent inputs the squared rank correlations add up. Each carries 1 / (draws - 1) of pure chance, which is
    taken off, so a group that does nothing comes out around 0, above or below; `by_luck_frac` is the standard error
    of that. Interactions between inputs, and chance within a draw, are in no group.
    """
    if draw_count < 3:
        return Share(0.0, 1.0)
    chance = 1 / (draw_count - 1)
    explained_frac = sum(one.correlation**2 - chance for one in inputs)
    return Share(explained_frac, chance * math.sqrt(2 * len(inputs)))
