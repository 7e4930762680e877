"""Which time of a sentence is that of a number in it: looked up in sorted places, as a sentence may be a whole file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from mantlet.evidence.claims import Kind
from mantlet.evidence.mentions import Mention
from mantlet.evidence.periods import When
from mantlet.evidence.tables import Rule

_REACH = 22  # from a number to its time, as cues count the way


class Nearby:
    """The times of one sentence with their rules, and all its mentions, both in the order of the text.

    `way` leads to each token, as cues have it; `times_of` says of which kinds of numbers a kind of time may be.
    """

    def __init__(
        self,
        way: Sequence[int],
        times_of: Mapping[Kind, Sequence[Kind]],
        times: Sequence[tuple[Mention, Rule]],
        mentions: Iterable[Mention],
    ) -> None:
        self._way, self._times_of, self._times = way, times_of, times
        self._places: dict[str, list[int]] = {}
        for mention in mentions:
            self._places.setdefault(mention.dimension, []).append(mention.first)
        self._fitting: dict[Kind, list[Mention]] = {}

    def time_of(self, mention: Mention, kind: Kind) -> When | None:
        """The nearest time that may be that of a number of some kind; None where it is far, or that of another one."""
        if kind not in self._fitting:
            self._fitting[kind] = [
                time for time, rule in self._times if rule.kind == "other" or kind in self._times_of.get(rule.kind, ())
            ]
        fitting = self._fitting[kind]
        at = bisect_left(fitting, mention.first, key=lambda time: time.first)
        near = fitting[max(at - 1, 0) : at + 1][::-1]  # of two as near the one behind: 4 % next year from 3 % in 2023
        best = min(near, key=lambda time: self._between(time, mention), default=None)
        if best is None or self._between(best, mention) > _REACH or self._is_parted(best, mention):
            return None
        return best.when

    def _is_parted(self, time: Mention, mention: Mention) -> bool:
        """True where another number of the same dimension stands between: the time is that one's."""
        low, high = sorted((time.first, mention.first))
        places = self._places[mention.dimension]
        return bisect_right(places, low) < bisect_left(places, high)

    def _between(self, one: Mention, other: Mention) -> int:
        first, second = sorted((one, other), key=lambda mention: mention.first)
        return self._way[second.first] - self._way[first.last]
