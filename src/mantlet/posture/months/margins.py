"""What each regiment, squadron and package is worth: as the first that comes, and as the last."""

from __future__ import annotations

from typing import Literal, NamedTuple

from mantlet.posture.levers import Buy, Spares
from mantlet.posture.months.file import Posture


class Package(NamedTuple):
    """A place filled, or what a policy's purchases of rounds or spares bring."""

    kind: Literal["place", "rounds", "spares"]
    name: str  # of the place or the policy


Members = frozenset[Package]


def packages(posture: Posture) -> tuple[Package, ...]:
    """All that can be there or not: places that orders fill, and policies that buy rounds or spares."""
    ordered = {entry.fills for entry in posture.supply}
    open_places = [place for place in posture.places if not place.stands and place.everything]
    found = [Package("place", place.id) for place in open_places if place.takes in ordered]
    rounds = None if posture.rounds is None else posture.rounds.bought_as
    for policy in posture.policies:
        if any(isinstance(lever, Buy) and lever.brings == rounds for lever in policy.levers):
            found.append(Package("rounds", policy.id))
        if any(isinstance(lever, Spares) for lever in policy.levers):
            found.append(Package("spares", policy.id))
    return tuple(found)


def compositions(posture: Posture) -> tuple[Members, ...]:
    """Forces to compare: none, each alone, all, and all but each, in the order of the packages."""
    every = packages(posture)
    whole = frozenset(every)
    return (frozenset(), *(frozenset((one,)) for one in every), whole, *(whole - {one} for one in every))


def first_and_last(count: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """For each package, positions in `compositions`: (none, it alone) and (all but it, all).

    >>> first_and_last(2)
    [((0, 1), (4, 3)), ((0, 2), (5, 3))]
    """
    return [((0, 1 + one), (2 + count + one, 1 + count)) for one in range(count)]
