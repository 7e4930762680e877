"""What a unit of an order holds, by the one table of unit words, beside the pieces of the places that it fills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mantlet.library.catalog import Catalog
from mantlet.posture.files import Finding
from mantlet.posture.levers import Buy
from mantlet.posture.months.file import Posture
from mantlet.posture.programme import Programme
from mantlet.posture.words import AIRCRAFT, words
from mantlet.scenario.models import Side


def misfilled(posture: Posture, side: Side, orders: Mapping[str, Programme], library: Catalog) -> Iterator[Finding]:
    """Entries of supply, and purchases, that fill places which have other pieces than they bring, as `side` has them.

    Places without parts are outside the raids, and those that stand are filled by no order.
    """
    for at, entry in enumerate(posture.supply):
        if entry.programme in orders and entry.unlike is None:
            told = _differing(posture, side, orders[entry.programme], (entry.fills, 1), library)
            yield from ((("supply", at), f"{said}; mend either, or say why they differ (unlike)") for said in told)
    for index, policy in enumerate(posture.policies):
        for at, lever in enumerate(policy.levers):
            if isinstance(lever, Buy) and lever.like in orders:
                told = _differing(posture, side, orders[lever.like], (lever.brings, lever.units), library)
                yield from ((("policies", index, "levers", at), f"{said}; mend like or units") for said in told)


def _differing(
    posture: Posture, side: Side, order: Programme, fills: tuple[str, int], library: Catalog
) -> Iterator[str]:
    """What differs, in words, where so many units of an order are one piece of what places take."""
    takes, units = fills
    piece = words().find(order.system, order.unit, library).piece
    wanted = order.system if piece == AIRCRAFT else f"{order.system}/{piece}"
    holds = order.pieces_each
    each = [units * value for value in holds.values]
    wrong: list[str] = []
    for place in posture.places:
        count = _count(side, place.everything, wanted)
        told = count in each if holds.alternatives else each[0] <= count <= each[-1]
        if place.takes == takes and place.everything and not place.stands and not told:
            wrong.append(f"{place.id} has {count}")
    if wrong:
        name = f"{order.system} aircraft" if piece == AIRCRAFT else wanted
        many = f"{units} {order.unit} of" if units > 1 else f"a {order.unit} of"
        ends = dict.fromkeys(each if holds.alternatives else (each[0], each[-1]))
        text = (" or " if holds.alternatives else " to ").join(f"{value:g}" for value in ends)
        yield f"{many} {order.id} is {text} {name} by the unit words, but {', '.join(wrong)} in {posture.id}"


def _count(side: Side, parts: frozenset[str], wanted: str) -> int:
    """How many of a piece stand somewhere."""
    aircraft = sum(one.count for one in side.fighters if one.id in parts and one.aircraft == wanted)
    return aircraft + sum(one.system == wanted for one in side.units if one.id in parts)
