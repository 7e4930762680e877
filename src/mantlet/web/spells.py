"""Spells: moments from and until which something holds, in seconds, both ends included."""

from __future__ import annotations

from collections.abc import Iterable

Spell = tuple[float, float]


def clock(moment_s: float) -> str:
    """A moment of a raid as minutes and seconds, as the timeline has it.

    >>> clock(994.0), clock(59.5)
    ('16:34', '1:00')
    """
    minutes, seconds = divmod(int(moment_s + 0.5), 60)
    return f"{minutes}:{seconds:02d}"


def joined(spells: Iterable[Spell], within: Spell) -> list[Spell]:
    """Spells cut to a span, those that touch made one.

    >>> joined([(5, 9), (1, 3), (2, 4)], (0, 8))
    [(1, 4), (5, 8)]
    """
    found: list[Spell] = []
    for first, last in sorted((max(a, within[0]), min(b, within[1])) for a, b in spells):
        if first > last:
            continue
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def outside_of(spells: Iterable[Spell], within: Spell) -> list[Spell]:
    """The rest of a span.

    >>> outside_of([(2, 3), (5, 8)], (0, 8))
    [(0, 2), (3, 5)]
    """
    ends = [within[0], *(end for spell in joined(spells, within) for end in spell), within[1]]
    return [(first, last) for first, last in zip(ends[::2], ends[1::2], strict=True) if first < last]


def overlaps(some: Iterable[Spell], others: Iterable[Spell]) -> list[Spell]:
    """When both hold, and not for a moment only; both in order.

    >>> overlaps([(0, 4), (6, 9)], [(3, 7), (9, 11)])
    [(3, 4), (6, 7)]
    """
    rest = list(others)
    return [(max(a, c), min(b, d)) for a, b in some for c, d in rest if max(a, c) < min(b, d)]
