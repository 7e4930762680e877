"""What a unit of an order holds, by the one table of unit words, beside the pieces of the places that it fills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mantlet.base.sourced import Sourced
from mantlet.library.catalog import Catalog
from mantlet.posture.months.file import Posture
from mantlet.posture.programme import Programme
from mantlet.posture.words import AIRCRAFT, words
from mantlet.scenario.models import Side


def misfilled(
    posture: Posture, side: Side, orders: Mapping[str, Programme], library: Catalog
) -> Iterator[tuple[int, str]]:
    """By number of the supply entry, in words: places that have other pieces than what fills them, as `side` has them.

    Places without parts are outside the raids, and those that stand are filled by no order.
    """
    for at, entry in enumerate(posture.supply):
        order = orders.get(entry.programme)
        if order is None or entry.unlike is not None:
            continue
        piece = words().find(order.system, order.unit, library).piece
        wanted = order.system if piece == AIRCRAFT else f"{order.system}/{piece}"
        name = f"{order.system} aircraft" if piece == AIRCRAFT else wanted
        filled = [place for place in posture.places if place.takes == entry.fills and not place.stands]
        wrong = [
            f"{place.id} has {count}"
            for place in filled
            if place.everything and not _told(count := _count(side, place.everything, wanted), order.pieces_each)
        ]
        if wrong:
            holds = f"a {order.unit} of {order.id} is {order.pieces_each.text()} {name} by the unit words"
            yield at, f"{holds}, but {', '.join(wrong)} in {posture.id}"


def _count(side: Side, parts: frozenset[str], wanted: str) -> int:
    """How many of a piece stand somewhere."""
    aircraft = sum(one.count for one in side.fighters if one.id in parts and one.aircraft == wanted)
    return aircraft + sum(one.system == wanted for one in side.units if one.id in parts)


def _told(count: int, holds: Sourced) -> bool:
    """Whether a count is one of the claims, or within the interval."""
    return count in holds.values if holds.alternatives else holds.values[0] <= count <= holds.values[-1]
