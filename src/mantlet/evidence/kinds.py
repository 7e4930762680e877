"""What a number or a period is about: the rule of the lexicon whose cue stands nearest."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from mantlet.evidence.claims import Kind
from mantlet.evidence.cues import Cues
from mantlet.evidence.lexicon import Hit
from mantlet.evidence.mentions import Mention
from mantlet.evidence.modes import is_had
from mantlet.evidence.numbers import behind, number_at, word
from mantlet.evidence.page import Page
from mantlet.evidence.periods import When
from mantlet.evidence.subjects import Subjects
from mantlet.evidence.tables import Rule, Tables
from mantlet.evidence.things import MEASURES, Thing
from mantlet.evidence.voices import speaker_of

_LONGEST_SUM = 7  # tokens
_BARRED = 7  # steps
# Kinds of what is not there yet: not of what somebody has.
_TO_COME: frozenset[Kind] = frozenset(("quantity_planned", "quantity_promised", "quantity_requested"))
_FARTHEST_UNIT = 150
_LONGEST_DATELINE = 12
_PRICES = frozenset(("for", "at", "worth"))
_DEFINITE = frozenset(("the", "its", "their", "all"))
_RELATIVES = frozenset(("that", "which", "it", "they", "already", "so"))
_OTHER_CLAUSE = frozenset((",", ";", ":", "(", "and", "but"))
_RELATIVE = 4
_WEEK, _CLOSE = 7, 3
_OF_IT = 2  # from "delivery of" to the day
_LOOSE = frozenset(
    ("", "as", "out", "instead", "because", "ahead", "course", "rest", "remainder", "all", "much", "most")
)
_DATELINE_ENDS = frozenset("-–—:()")
NEVER_COUNTED = (*MEASURES, "money", "people", "unread", "time", "rate", "ordinal", "label", "")
_UNCOUNTED = frozenset((*MEASURES, "batch", "unread"))


@cache
def _cues(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"cue.{name}" for name in names)


class Choice(NamedTuple):
    """The rule that reads a mention, how far off its cue stands, and whether that is a verb that says which."""

    rule: Rule
    score: float
    defined: bool = False


@dataclass(frozen=True)
class Kinds:
    """The rules of a lexicon by what they are about, on one page."""

    cues: Cues
    subjects: Subjects
    rules: Mapping[str, Sequence[Rule]]
    things: Sequence[tuple[int, str, str]]
    parts: frozenset[str]

    def choose(self, mention: Mention, *, bare: bool = False, part: Kind | None = None) -> Choice | None:
        """The rule for a mention; None where none applies, or where a period only says when somebody spoke.

        `part` is the kind of what stands in front as a part of it: two of the 24.
        """
        keys = [key for key in (mention.unit if mention.dimension != "things" else None, mention.dimension) if key]
        if mention.dimension not in NEVER_COUNTED:
            keys.append("count")
        best: Choice | None = None
        for key in dict.fromkeys(keys):
            for rule in self.rules.get(key, ()):
                fits = (rule.bare or not bare) and (not rule.whole_of or part in rule.whole_of)
                score = self._cost(rule, mention) if fits else None
                if score is not None and (best is None or score < best.score):
                    best = Choice(rule, score, bool(rule.near) and score == float(rule.weight))
        if best is not None and mention.when is not None and self._is_of_speech(mention, mention.when, best.score):
            return None
        return best

    def _is_of_speech(self, mention: Mention, when: When, score: float) -> bool:
        """True for a period that dates the report, a law, a comparison, or somebody's words and no claim."""
        page = self.cues.page
        if word(page.tokens, mention.first - 1) in ("a", "an") or self._is_dateline(mention):  # a 2017 law
            return True
        if word(page.tokens, mention.first - 1) == "in" and word(page.tokens, mention.first - 2) in ("as", "than"):
            return True
        days = (when.high - when.low).days
        told = page.hit("speech", mention.last + 1) or page.hit("telling", mention.last + 1)
        if told is not None and days == 0:  # the ministry on Thursday told
            return True
        if days < _WEEK and self._is_told_then(mention):
            return True
        spoken = self.cues.nearest(("speech",), mention.first, mention.last)
        if spoken is None or spoken.behind or word(page.tokens, spoken.hit.first - 1) in page.tables.speech.passive:
            return False
        return spoken.score < score and (days < _WEEK or spoken.score < _CLOSE)

    def _is_told_then(self, mention: Mention) -> bool:
        """True right behind a verb of speech with who speaks or what is said: the newspaper reported on Tuesday."""
        tokens, speech = self.cues.page.tokens, self.cues.page.tables.speech
        step = mention.first - 1 - (word(tokens, mention.first - 1) == "on")
        verb = self.cues.page.hit("speech", step) or self.cues.page.hit("telling", step)
        before = word(tokens, step - 1)
        if verb is None or before in speech.passive:
            return False
        told = before in speech.pronouns or word(tokens, mention.last + 1) == "that"
        return told or speaker_of(self.cues, self.cues.page.prose.bounds(mention.first), verb) is not None

    def _is_dateline(self, mention: Mention) -> bool:
        """True for the day behind the place in front of a report's first sentence: WARSAW, January 15 —."""
        tokens = self.cues.page.tokens
        behind = tokens[mention.last + 1 : mention.last + 3]
        return mention.first < _LONGEST_DATELINE and any(token.text in _DATELINE_ENDS for token in behind)

    def _is_of_a_thing(self, mention: Mention) -> bool:
        """True for a day behind a noun and "of": the fire of 5 May is no time of anything else."""
        tokens, first = self.cues.page.tokens, mention.first
        if mention.when is None or word(tokens, first - 1) != "of":
            return False
        return word(tokens, first - 2) not in _LOOSE

    def _cost(self, rule: Rule, mention: Mention) -> float | None:
        """How far a rule is from a mention; None where it does not apply."""
        cues, first, last = self.cues, mention.first, mention.last
        score = own = 0.0
        if rule.near:
            found = cues.nearest(_cues(rule.near), first, last, float(rule.behind))
            if found is None or found.score > rule.within:
                return None
            own = found.score
            if rule.kind in _TO_COME and not found.behind and is_had(cues, first):
                return None
            if self._is_of_a_thing(mention) and (found.behind or found.score > _OF_IT):
                return None
            score = 0.0 if found.behind and self._is_defining(mention, found.hit) else found.score
        for name in rule.needs:
            if cues.nearest(_cues((name,)), first, last) is None:
                return None
        reach = rule.bar_reach if rule.bar_reach is not None else min(_BARRED, own) if rule.near else _BARRED
        for name in rule.bars:
            found = cues.nearest(_cues((name,)), first, last)
            if found is not None and found.score <= reach:
                return None
        if rule.priced and not self._is_priced(last) and not self._is_paid_for(first):
            return None
        if rule.needs_system and not self.subjects.has_system(first):
            return None
        return score + float(rule.weight)

    def _is_defining(self, mention: Mention, verb: Hit) -> bool:
        """True for a verb that says which: the 30 helicopters that it ordered, the 12 jets delivered in May."""
        tokens = self.cues.page.tokens
        between = [token.low for token in tokens[mention.last + 1 : verb.first]]
        definite = word(tokens, mention.first - 1) in _DEFINITE or between[:1] in (["that"], ["which"])
        return (
            definite
            and len(between) <= _RELATIVE
            and _OTHER_CLAUSE.isdisjoint(between)
            and (not between or between[0] in _RELATIVES)
        )

    def _is_priced(self, last: int) -> bool:
        """True where a sum of money follows: 180 tanks for $3 billion."""
        page = self.cues.page
        first = last + 2
        if word(page.tokens, last + 1) not in _PRICES or first >= len(page.tokens):
            return False
        about = page.hit("about", first) or page.hit("bound_before", first)
        first = about.last + 1 if about is not None else first
        if page.hit("money_before", first) is not None:
            return True
        number = number_at(page.tokens, first, page.tables.numerals) if first < len(page.tokens) else None
        return number is not None and page.hit("money_after", behind(page.tokens, number.last)) is not None

    def _is_paid_for(self, first: int) -> bool:
        """True where a sum of money stands in front: $3 billion for 180 tanks."""
        page, end = self.cues.page, first - 2
        if word(page.tokens, first - 1) != "for":
            return False
        if any(end == hit.last for hit in self.cues.inside("money_after", end - 2, end)):
            return True
        for sign in self.cues.inside("money_before", end - _LONGEST_SUM, end - 1):
            number = number_at(page.tokens, sign.last + 1, page.tables.numerals, money=True)
            if number is not None and number.last == end:
                return True
        return False

    def thing_before(self, mention: Mention, counted: Mention | None) -> Thing | None:
        """What a number without a unit counts.

        What the number before it in the sentence does (`counted`), else the last thing named before.
        """
        if word(self.cues.page.tokens, mention.last) == "one":
            return None
        if (
            counted is not None
            and counted.unit is not None
            and self.cues.page.prose.bounds(mention.first)[0] <= counted.first
        ):
            return Thing(mention.last, counted.unit, counted.dimension)
        at = bisect_left(self.things, (mention.first,)) - 1
        first, _ = self.cues.page.prose.bounds(mention.first)
        passed = self.parts - {counted.unit if counted is not None else None}
        while at >= 0 and self.things[at][1] in passed and self.things[at][0] < first:
            at -= 1
        if at < 0 or mention.first - self.things[at][0] > _FARTHEST_UNIT:
            return None
        _, unit, dimension = self.things[at]
        return Thing(mention.last, unit, dimension)


def kinds_of(cues: Cues, subjects: Subjects) -> Kinds:
    """The rules of a page's lexicon, on that page."""
    page = cues.page
    things = [
        (hit.first, hit.entry.unit, hit.entry.dimension)
        for hit in page.found.get("unit", ())
        if word(page.tokens, hit.first - 1) != "per"
    ]
    speaking = {at for table, row in page.found.items() if _is_speech(table) for hit in row for at in _spoken(hit)}
    things = [
        thing
        for thing in things
        if thing[2] not in _UNCOUNTED
        and thing[1] not in ("set", "part")
        and not (thing[2] == "people" and thing[0] in speaking)
        and not _is_attribute(page, thing[0])
    ]
    sizes = {unit.unit: unit.dimension for unit in page.tables.units}
    systems = [
        (hit.first, hit.entry.unit, sizes.get(hit.entry.unit, "hardware")) for hit in page.found.get("system", ())
    ]
    named = {first for first, _, _ in things}
    found = {
        key: [rule for rule in rules if _may_apply(rule, cues, subjects)]
        for key, rules in rules_by_measure(page.tables).items()
    }
    parts = frozenset(unit.unit for unit in page.tables.units if unit.part)
    return Kinds(cues, subjects, found, sorted(things + [row for row in systems if row[0] not in named]), parts)


def _is_attribute(page: Page, at: int) -> bool:
    """True for the missile of missile trials: the trials are the thing."""
    name, after = page.tokens[at].low, word(page.tokens, behind(page.tokens, at))
    if name.endswith("s") or not after or after in page.tables.phrase_ends or after in page.tables.adverbs:
        return False
    at = behind(page.tokens, at)
    return not any(at in page.hits.get(table, ()) for table in ("unit", "system", "cue.verb", "mode.done", "speech"))


def _is_speech(table: str) -> bool:
    return table in ("speaker", "speech", "telling") or table.startswith("voice.")


def _spoken(hit: Hit) -> range:
    """The tokens of a phrase of speech with the one in front: the people who speak are not what is counted."""
    return range(hit.first - 1, hit.last + 1)


def _may_apply(rule: Rule, cues: Cues, subjects: Subjects) -> bool:
    """False where none of the cues or systems that a rule asks for is on the page."""
    if rule.needs_system and not subjects.systems:
        return False
    needed = all(table in cues.places for table in _cues(rule.needs))
    return needed and (not rule.near or any(table in cues.places for table in _cues(rule.near)))


def rules_by_measure(tables: Tables) -> dict[str, list[Rule]]:
    """Rules by each of the units and dimensions they are about; of two of one name the later counts."""
    found: dict[str, list[Rule]] = {}
    for rule in {rule.rule: rule for rule in tables.rules}.values():
        for key in rule.of:
            found.setdefault(key, []).append(rule)
    return found
