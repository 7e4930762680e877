"""Looking for assumed numbers that undo a verdict when all are at ends that go against it, and for the few that do it.

Not every corner can be tried: with a hundred numbers there are more than anybody could fight. Tried are those where one
side is as good as assumed, or as bad, in everything; then group after group is turned round, and kept so where less is
saved. The draws by which corners are chosen are not those by which the verdict is given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from mantlet.posture.months.numbers import Assumed, Ends, Group, Whose, order_of
from mantlet.posture.verdicts import Pair

TRY_DRAWS: Final = 3
LEAST_TRIES, DRAWS_A_TRY = 4, 50
TAKEN: Final = 3 / 4
VERIFIED: Final = 2  # times at most that a smaller set of numbers is held against the verdict
Judge = Callable[[Ends, range], Pair]  # the policy beside waiting, with these numbers held, in these draws
# Who is at its best.
_SIDES: Final[tuple[tuple[Whose, ...], ...]] = (("defence",), ("defence", "raid"), (), ("raid",))


def tries_of(draws: int) -> int:
    """How many groups are turned round, and how many times some are let go: the more, the more draws the answer has.

    >>> tries_of(20), tries_of(200), tries_of(1000)
    (4, 8, 24)
    """
    return LEAST_TRIES + draws // DRAWS_A_TRY


@dataclass
class Search:
    """Tries corners, counting them; the first `checked` draws give verdicts, and the next few choose among corners."""

    judge: Judge
    assumed: Assumed
    checked: int
    tries: int
    tried: int = field(default=0, init=False)
    _known: dict[tuple[tuple[str, float], ...], float] = field(
        default_factory=dict[tuple[tuple[str, float], ...], float], init=False
    )

    def saved(self, ends: Ends) -> float:
        """What is saved on average with numbers held, by the draws that choose."""
        key = tuple(sorted(ends.items()))
        if key not in self._known:
            self._known[key] = -self.judge(ends, range(self.checked, self.checked + TRY_DRAWS)).mean
        return self._known[key]

    def verdict(self, ends: Ends) -> Pair:
        """The verdict by the draws that give one."""
        return self.judge(ends, range(self.checked))

    def worst(self) -> tuple[dict[str, float], Pair]:
        """The corner that saves least of those that were tried, with its verdict; the search ends where one undoes."""
        corners = {tuple(sorted(ends.items())): ends for ends in map(self.assumed.corner, _SIDES)}
        ends, least = min(((one, self.saved(one)) for one in corners.values()), key=lambda both: both[1])
        self.tried = len(corners)
        seen, asked_at = self.verdict(ends), least
        for group in self._turnable(ends)[: self.tries]:
            if seen.verdict != "first":
                return ends, seen
            turned = ends | {name: 1.0 - ends[name] for name in group.names}
            saved = self.saved(turned)
            self.tried += 1
            if saved < least:
                ends, least = turned, saved
                if least <= asked_at / 2:
                    seen, asked_at = self.verdict(ends), least
        return ends, seen if asked_at == least else self.verdict(ends)

    def _turnable(self, ends: Ends) -> list[Group]:
        """Groups whose ends are neither defined nor told; first those of which the draws say that they stand wrong."""
        settled = {*self.assumed.defined, *self.assumed.told}
        free = [group for group in self.assumed.groups if settled.isdisjoint(group.names)]

        def wrong(group: Group) -> float:
            up = sum(ends[name] for name in group.names) / len(group.names)
            return group.correlation * (2.0 * up - 1.0)

        return sorted(free, key=lambda group: (-wrong(group), group.family, group.thing))

    def few(self, ends: Ends, seen: Pair, as_drawn: Pair) -> tuple[list[Group], Pair]:
        """Groups that undo the verdict when they alone are held, of the others as many let go as tries allow.

        Chunks are let go, then halves of them, those first of which the draws say least, where so much of what the
        corner takes from the saving as drawn stays taken (`TAKEN`). `ends` must be a corner that undoes it, `seen` its
        verdict.
        """
        held = order_of(self.assumed.groups)[::-1]
        steps = self._let_go(held, ends, TAKEN * self.saved(ends) - (1.0 - TAKEN) * as_drawn.mean)
        at = len(steps) - 1
        for _ in range(VERIFIED):
            if at <= 0:
                break
            told = self.verdict(_only(ends, steps[at]))
            if told.verdict != "first":
                return order_of(steps[at]), told
            at //= 2
        return order_of(held), seen

    def _let_go(self, held: list[Group], ends: Ends, most: float) -> list[list[Group]]:
        """Ever smaller sets with which no more than `most` is saved, from all that is held."""
        steps, left, size = [held], self.tries, len(held) // 2
        while left and size:
            start = 0
            while left and start < len(steps[-1]):
                now = steps[-1]
                fewer = [*now[:start], *now[start + size :]]
                left -= 1
                if fewer and self.saved(_only(ends, fewer)) <= most:
                    steps.append(fewer)
                else:
                    start += size
            size //= 2
        return steps


def _only(ends: Ends, groups: Sequence[Group]) -> dict[str, float]:
    return {name: ends[name] for group in groups for name in group.names}
