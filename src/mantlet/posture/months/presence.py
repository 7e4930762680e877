"""Who stands where from which day on, draw by draw: places filled in order by what becomes ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mantlet.posture.draws import Counts, Days, Dice
from mantlet.posture.forecast import NEVER, Arrivals, Outlook, arrivals, ready
from mantlet.posture.levers import Buy, First, Policy, delivered, pulled, worked_up
from mantlet.posture.months.file import Posture
from mantlet.posture.months.purchases import brings_rounds, purchases

_ALWAYS = 0


@dataclass(frozen=True)
class Presence:
    """By draw: the day from which each place is filled, and rounds bought with the day they are there."""

    filled_day: Days  # [draw, place]
    ready_day: dict[str, Days]  # by programme, or purchase of pieces: [draw, unit]
    purchase_count: Counts  # [draw, purchase] of rounds
    purchase_day: Days  # [draw, purchase]

    def filled(self, days: Sequence[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Whether a place is filled on these days: [draw, day, place]."""
        return self.filled_day[:, None, :] <= np.asarray(days)[None, :, None]

    def rounds_bought(self, days: Sequence[int]) -> Counts:
        """Rounds that a purchase has brought by these days: [draw, day]."""
        there = self.purchase_day[:, None, :] <= np.asarray(days)[None, :, None]
        return np.sum(self.purchase_count[:, None, :] * there, axis=2)


def expected(posture: Posture, view: Outlook, seed: int, draws: int) -> dict[str, Arrivals]:
    """Arrivals of each programme that supplies the posture, the same for all policies."""
    return {one.programme: arrivals(view, one.programme, seed, draws) for one in posture.supply}


def presence(posture: Posture, policy: Policy, view: Outlook, came: dict[str, Arrivals], dice: Dice) -> Presence:
    """Where what comes under a policy stands. Of what is unknown, nothing comes; what stays without a place waits."""
    draws = len(next(iter(came.values())).days)
    queues: dict[str, list[Days]] = {place.takes: [] for place in posture.places}
    ready_day: dict[str, Days] = {}
    for one in posture.supply:
        moved = pulled(policy, came[one.programme], dice, view.day)
        ready_day[one.programme] = ready(view.programmes[one.programme], moved, dice)
        queues[one.fills].append(ready_day[one.programme])
    counts: list[Counts] = []
    there: list[Days] = []
    buys = [lever for lever in policy.levers if isinstance(lever, Buy)]
    for lever, count in zip(buys, purchases(posture, policy, dice, draws).counts, strict=True):
        if brings_rounds(posture, lever):
            counts.append(count)
            there.append(delivered(lever, view, dice, draws, 1)[:, 0])
        else:
            ready_day[lever.key] = _pieces(lever, view, count, dice)
            queues[lever.brings].append(ready_day[lever.key])
    filled = np.full((draws, len(posture.places)), NEVER)
    for takes, days in queues.items():
        places = [index for index, place in enumerate(posture.places) if place.takes == takes]
        open_places = [index for index in places if not posture.places[index].stands]
        filled[:, [index for index in places if posture.places[index].stands]] = _ALWAYS
        if days and open_places:
            whole = np.sort(np.concatenate(days, axis=1), axis=1)
            filled[:, open_places] = _filled(whole, open_places, _orders(posture, policy))
    empty = np.empty((draws, 0), np.int64)
    return Presence(
        filled,
        ready_day,
        np.column_stack(counts) if counts else empty,
        np.column_stack(there) if there else empty,
    )


def _pieces(lever: Buy, view: Outlook, count: Counts, dice: Dice) -> Days:
    """The day on which each piece is ready: columns beyond the count of a draw never come, and need no crew."""
    most = int(count.max(initial=0))
    there = np.arange(most)[None, :] < count[:, None]
    came = np.where(there, delivered(lever, view, dice, len(count), most), NEVER)
    return np.where(there, worked_up(lever, view, came, dice), NEVER)


def _orders(posture: Posture, policy: Policy) -> list[tuple[int, list[int]]]:
    """From which day on which places come first, the latest word last."""
    names = [place.id for place in posture.places]
    levers = sorted((lever for lever in policy.levers if isinstance(lever, First)), key=lambda lever: lever.on.last)
    return [(lever.on.last, [names.index(place) for place in lever.places]) for lever in levers]


def _filled(ready_days: Days, places: list[int], orders: list[tuple[int, list[int]]]) -> Days:
    """Each piece, the earliest first, takes the first place that is free, in the order that holds on its day."""
    rank = [(_ALWAYS, {place: place for place in places})]
    for since, first in orders:
        ahead = {place: at - len(first) for at, place in enumerate(first)}
        rank.append((since, {place: ahead.get(place, place) for place in places}))
    found = np.full((len(ready_days), len(places)), NEVER)
    for draw, row in enumerate(ready_days.tolist()):
        free, held = list(places), -1
        for day in row:
            if day >= NEVER or not free:
                break
            now = max(at for at, (since, _) in enumerate(rank) if since < day or at == 0)
            if now != held:
                free, held = sorted(free, key=rank[now][1].__getitem__), now
            found[draw, places.index(free.pop(0))] = day
    return found
