"""The document of a posture (`mantlet.posture/1`) with what every section asks of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from mantlet.posture.dates import month
from mantlet.posture.months.season import View
from mantlet.report.drawing import Stroke
from mantlet.report.markup import Html, element, joined
from mantlet.report.wording import between, percent, short

Document = dict[str, Any]

_COLOURS: Final = ("blue", "vermillion", "green", "purple", "orange", "sky")
_DASHES: Final[tuple[tuple[float, ...], ...]] = ((), (6.0, 2.0), (1.5, 1.5), (8.0, 2.0, 1.5, 2.0))
CAME_STROKE: Final = Stroke("ink", 1.3, (2.0, 2.5))
NONE: Final = "–"


class Against(NamedTuple):
    """A policy held against another: shares of the draws in which it loses less, more, or not to be told."""

    verdict: str  # better, worse, or not told apart
    less_share: float
    more_share: float
    unseen_share: float


@dataclass(frozen=True)
class Facts:
    """Of one document. States are told by their order: the record goes on, those of the file, as it came."""

    document: Document

    def __getitem__(self, name: str) -> Any:
        """An entry of the document."""
        return self.document[name]

    @cached_property
    def months(self) -> list[int]:
        """As numbers."""
        return [month(text) for text in self["months"]]

    @property
    def period(self) -> str:
        """First and last month."""
        return f"{self['months'][0]} to {self['months'][-1]}"

    @property
    def record(self) -> str:
        """The state in which slips go on as they were."""
        return self["states"][0]["id"]

    @property
    def came(self) -> str:
        """The state that is what really came."""
        return self["states"][-1]["id"]

    @property
    def knows_what_came(self) -> bool:
        """Whether anything is known of the time after the day of the posture."""
        return self["known_until"] > self["as_of"]

    @property
    def other_states(self) -> list[Document]:
        """Those of the file, such as a cut supply."""
        return self["states"][1:-1]

    @cached_property
    def waits(self) -> Document:
        """The policy without levers, which the others are held against."""
        return next(policy for policy in self["policies"] if not policy["levers"])

    @cached_property
    def others(self) -> list[Document]:
        """All policies that do something."""
        return [policy for policy in self["policies"] if policy["levers"]]

    @cached_property
    def best(self) -> Document | None:
        """The first that the sceptic asks about, or else the one that saves most; None where there is only waiting."""
        asked = self.document.get("sceptic")
        if asked:
            return next(policy for policy in self.others if policy["id"] == asked[0]["pair"]["first"])
        return max(self.others, key=lambda policy: self.saved(policy)["mean"], default=None)

    @property
    def policies(self) -> tuple[Document, ...]:
        """Waiting, and all others."""
        return (self.waits, *self.others)

    @cached_property
    def outside(self) -> dict[str, list[Document]]:
        """Places outside these raids that are ever filled, by what they take: nothing else tells them apart."""
        found: dict[str, list[Document]] = {}
        for place in self["places"]:
            if not place["in_raids"] and any(map(any, place["filled_share"][self.record].values())):
                found.setdefault(place["takes"], []).append(place)
        return found

    def hidden(self, policy: Document, view: str, state: str) -> bool:
        """Whether its line lies under that of waiting in all months."""
        series = (one["series"][state][view]["value_lost"]["mean"] for one in (policy, self.waits))
        return policy is not self.waits and len({tuple(one) for one in series}) == 1

    @cached_property
    def views(self) -> dict[View, Document]:
        """What is told of the ranking in each form of raid; of the raid as it is alone where a document has no more."""
        told = self["ranking"]
        return told.get("views") or {"fixed": {name: told[name] for name in ("regret", "information")}}

    def saved(self, policy: Document, view: View = "fixed") -> Document:
        """What a policy loses less than waiting in a raid of an average month, as the record has it."""
        return policy["saved"][self.record][view]

    def title(self, policy: str) -> str:
        """How a policy is called."""
        return next(entry["title"] for entry in self["policies"] if entry["id"] == policy)

    def stroke(self, policy: Document) -> Stroke:
        """How its lines are drawn."""
        if policy is self.waits:
            return Stroke("ink", 1.8)
        turn, colour = divmod(self.others.index(policy), len(_COLOURS))
        return Stroke(_COLOURS[colour], 1.5, _DASHES[turn % len(_DASHES)])

    def pairs(self, view: View, state: str) -> list[Document]:
        """Every pair of policies in one form of raid and one state of nature."""
        return [pair for pair in self["ranking"]["pairs"] if (pair["view"], pair["state"]) == (view, state)]

    def against(self, policy: Document, other: Document, view: View = "fixed") -> Against:
        """How a policy stands beside another in one form of raid, as the record has it."""
        for pair in self.pairs(view, self.record):
            if {pair["first"], pair["second"]} == {policy["id"], other["id"]}:
                return held(pair, is_first=pair["first"] == policy["id"])
        raise KeyError(f"no pair of {policy['id']} and {other['id']}")


def held(pair: Document, *, is_first: bool) -> Against:
    """A pair as one of its two sides sees it."""
    sides = ("first", "second") if is_first else ("second", "first")
    words = {sides[0]: "better", sides[1]: "worse"}
    less, more = (pair[f"{side}_share"] for side in sides)
    return Against(words.get(pair["verdict"], "not told apart"), less, more, pair["unseen_share"])


def told(value: float) -> str:
    """A number for reading, with a minus that is one.

    >>> told(-0.1149), told(2.375)
    ('−0.11', '2.4')
    """
    return short(value).replace("-", "−")


def reach(bounds: list[float] | None) -> str:
    """An interval for reading.

    >>> reach([-0.5, 2.0]), reach(None)
    ('−0.5 to 2', '–')
    """
    return NONE if bounds is None else between((bounds[0], bounds[1])).replace("-", "−")


def open_reach(spread: Document) -> str:
    """Ignorance for reading; where means scatter no more than chance makes them, none can be seen.

    >>> open_reach({"ignorance": [1.0, 1.0], "error": [0.8, 1.2]}), open_reach({"ignorance": [0, 0], "error": [0, 0]})
    ('lost in chance', '0')
    """
    bounds, error = spread["ignorance"], spread["error"]
    lost = bounds is not None and bounds[0] == bounds[1] and error is not None and error[0] < error[1]
    return "lost in chance" if lost else reach(bounds)


def three(spread: Document) -> tuple[str, str, str]:
    """The spreads of a mean for reading: error, chance, ignorance."""
    return reach(spread["error"]), reach(spread["chance"]), open_reach(spread)


def in_month(series: Document, at: int) -> Document:
    """One month of a series, as a spread."""
    return {name: series[name][at] for name in ("mean", "error", "chance", "ignorance")}


def mirrored(bounds: list[float] | None) -> list[float] | None:
    """The interval of a difference taken the other way round.

    >>> mirrored([-0.5, 2.0]), mirrored([0.0, 0.0])
    ([-2.0, 0.5], [0.0, 0.0])
    """
    return None if bounds is None else [0.0 - bounds[1], 0.0 - bounds[0]]


def dates(text: str) -> Html:
    """A date, or two, none of which is broken at the end of a line."""
    return joined([element("span", part, class_="date") for part in text.split(" to ")], " to ")


def shares(seen: Against) -> str:
    """In how many draws the policy loses less, more, or neither to be seen."""
    less, more, unseen = (percent(share) for share in seen[1:])
    return f"less in {less}, more in {more}, unseen in {unseen}"
