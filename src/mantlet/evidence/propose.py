"""Proposed claims of one report: every number and period is inside one of them or among the unassigned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mantlet.evidence.claims import ON_TOP, Attribution, Claim, Kind, Modality, Span, claim_id
from mantlet.evidence.cues import Cues, cues_of
from mantlet.evidence.flaws import flaws_of
from mantlet.evidence.kinds import NEVER_COUNTED, Choice, Kinds, kinds_of
from mantlet.evidence.lexicon import Lexicon
from mantlet.evidence.mentions import UNKNOWN, Mention, mentions_in
from mantlet.evidence.modes import modality
from mantlet.evidence.nearby import Nearby
from mantlet.evidence.numbers import word
from mantlet.evidence.outcomes import STATES, TIMELESS, outcome
from mantlet.evidence.page import page_of
from mantlet.evidence.periods import When
from mantlet.evidence.statements import statements_in
from mantlet.evidence.subjects import Subjects, subjects_of
from mantlet.evidence.tables import Rule
from mantlet.evidence.text import Report
from mantlet.evidence.things import MEASURES, Thing
from mantlet.evidence.voices import attributions
from mantlet.evidence.wholes import Counted, whole_of

_CUED = 50  # a rule at this distance and beyond has no cue
_LOOK_BACK = 4  # mentions
_MONEY_FROM, _MONEY_ONLY = 1e6, 1e8  # nothing but money goes into hundreds of millions
_COMPARED = frozenset(("from", "against", "to", "versus"))
_NEXT = 2  # tokens from 3 per cent to what it grows to
_BESIDE = 8  # tokens from a measure to what it is compared with
_PART = frozenset(("of", "out", "the", "its", "their", "all"))
_WEEK = 6  # days from its first to its last
# Of the 30 jets that it ordered these are done, whatever is said of them.
_TELLING: frozenset[Kind] = frozenset(("quantity_ordered", "quantity_delivered"))
_LISTING = frozenset((",", "and"))


class Read(NamedTuple):
    """A mention and the rule that reads it, if any; `is_done` where that tells which by what was done with it."""

    mention: Mention
    rule: Rule | None
    score: float = 0.0
    is_done: bool = False


@dataclass(frozen=True)
class Desk:
    """All that is needed to write the claims of one report."""

    report: Report
    cues: Cues
    subjects: Subjects
    kinds: Kinds
    voices: Sequence[Attribution]
    flaws: dict[int, tuple[str, ...]]
    counted: dict[int, Counted | None] = field(default_factory=dict[int, Counted | None])

    def claim(
        self, place: tuple[int, int], kind: Kind, subject: str, what: Mention, how: tuple[str, Modality]
    ) -> Claim:
        """A claim of the tokens from first to last."""
        tokens = self.cues.page.tokens
        start, end = self.report.place(tokens[place[0]].start, tokens[place[1]].end)
        return Claim(
            id=claim_id(self.report.sha256, start, end, kind),
            report=self.report.name,
            start=start,
            end=end,
            text=self.report.text[start:end],
            kind=kind,
            subject=subject,
            value=what.value,
            unit=what.unit,
            event_time=what.when.text() if what.when is not None else None,
            date_asserted=self.report.date,
            attribution=self.voices[place[0]],
            modality=how[1],
            rule=how[0],
            flags=what.flags + self.flaws.get(self.cues.page.prose.sentence(place[0]), ()),
        )


def claims_of(report: Report, lexicon: Lexicon) -> tuple[list[Claim], list[Span]]:
    """The claims that a report is read to make, in the order of its text, and the numbers and dates in none of them."""
    page = page_of(report, lexicon)
    if not page.tokens:
        return _head(report), []
    cues = cues_of(page)
    subjects = subjects_of(cues)
    desk = Desk(report, cues, subjects, kinds_of(cues, subjects), attributions(cues), flaws_of(page))
    read = _with_times(desk, _with_units(desk, mentions_in(page)))
    claims = [*_head(report), *_statements(desk, read), *_numbers(desk, read)]
    unique = {claim.id: claim for claim in claims}  # of one place and kind the number counts
    kept = sorted(unique.values(), key=lambda claim: (claim.start, claim.end, claim.rule))
    return kept, _unassigned(desk, read)


def _head(report: Report) -> list[Claim]:
    """The date that a report begins with: relative dates stand on it, so it is claimed as well."""
    if report.dated is None:
        return []
    start, end = report.dated
    return [
        Claim(
            id=claim_id(report.sha256, start, end, "other"),
            report=report.name,
            start=start,
            end=end,
            text=report.text[start:end],
            kind="other",
            subject="date of the report",
            value=UNKNOWN,
            unit=None,
            event_time=report.date.isoformat(),
            date_asserted=report.date,
            attribution="report_voice",
            modality="done",
            rule="report.date",
        )
    ]


def _with_units(desk: Desk, mentions: Sequence[Mention]) -> list[Read]:
    """Each mention with its rule; one without a unit tries that of the thing last counted."""
    found: list[Read] = []
    counted: Mention | None = None
    paid: Mention | None = None
    for mention in mentions:
        if mention.dimension == "ordinal":
            found.append(Read(mention, None))
            continue
        if not mention.bare:
            if mention.dimension == "money" and mention.unit is None:
                mention = _in_money(desk, mention, paid) or mention
            paid = mention if mention.dimension == "money" else paid
            mention = _again(desk, mention, counted)
            if mention.dimension in ("people", "rate") or mention.dimension not in (*NEVER_COUNTED, "batch"):
                counted = mention
            choice = (
                None
                if _is_container(desk, mention) or _speaks(desk, mention)
                else desk.kinds.choose(mention, part=_part(desk, mention, found))
            )
            row = _read(mention, choice)
            spoken = choice is None and mention.when is not None  # when somebody said it
            found.append(row if spoken else _as_before(desk, row, found))
            continue
        full = _in_money(desk, mention, paid) or _measured(desk, mention, found)
        full = full or _completed(desk, mention, desk.kinds.thing_before(mention, counted))
        choice = desk.kinds.choose(full, bare=True, part=_part(desk, full, found)) if full is not None else None
        row = _read(full or mention, choice)
        found.append(row if full is None else _as_before(desk, row, found))
    return found


def _part(desk: Desk, mention: Mention, found: Sequence[Read]) -> Kind | None:
    """The kind of the number in front that a number is the whole of: two of the 24, eight out of its 19."""
    before = found[-1] if found else None
    if before is None or before.rule is None or before.mention.dimension != mention.dimension:
        return None
    between = [token.low for token in desk.cues.page.tokens[before.mention.last + 1 : mention.first]]
    return before.rule.kind if "of" in between and _PART.issuperset(between) else None


def _again(desk: Desk, mention: Mention, counted: Mention | None) -> Mention:
    """Ten further machines: of whatever was counted before."""
    unit = desk.cues.page.hits.get("unit", {}).get(mention.last)
    if unit is None or not unit.entry.again or counted is None or counted.dimension in ("people", "rate", "things"):
        return mention
    return mention._replace(unit=counted.unit, dimension=counted.dimension, flags=(*mention.flags, "unit from before"))


def _read(mention: Mention, choice: Choice | None) -> Read:
    if choice is None:
        return Read(mention, None)
    return Read(mention, choice.rule, choice.score, choice.defined and choice.rule.kind in _TELLING)


def _completed(desk: Desk, mention: Mention, thing: Thing | None) -> Mention | None:
    """A number with the unit of what it counts; one of a rate takes both."""
    after = whole_of(desk.cues.page, mention.last, desk.counted)
    thing = after or thing
    if thing is None or thing.unit is None:
        return None
    flags = (*mention.flags, "unit from what follows" if after else "unit from before")
    if mention.unit:
        return mention._replace(unit=f"{thing.unit.partition('/')[0]}{mention.unit}", dimension="rate", flags=flags)
    return mention._replace(unit=thing.unit, dimension=thing.dimension, flags=flags)


def _in_money(desk: Desk, mention: Mention, paid: Mention | None) -> Mention | None:
    """Missiles come to $400 million and support to 130 million: what goes into millions behind money is money."""
    ends = [end for end in (mention.value.low, mention.value.high) if end is not None]
    if paid is None or paid.unit is None or mention.unit or not ends or ends[-1] < _MONEY_FROM:
        return None
    apart = desk.cues.page.prose.sentence(mention.first) - desk.cues.page.prose.sentence(paid.first)
    if apart > 1 and ends[-1] < _MONEY_ONLY:
        return None
    return mention._replace(unit=paid.unit, dimension="money", flags=(*mention.flags, "unit from before"))


def _measured(desk: Desk, mention: Mention, found: Sequence[Read]) -> Mention | None:
    """41 per cent, down from 58: what stands beside a measure for comparison has its unit."""
    before = found[-1].mention if found else None
    if before is None or before.dimension not in MEASURES or mention.unit:
        return None
    prose = desk.cues.page.prose
    link = word(prose.tokens, mention.first - 1)
    near = link in _COMPARED and mention.first - before.last <= _BESIDE
    if link == "to" and mention.first - before.last > _NEXT and word(prose.tokens, before.first - 1) != "from":
        return None  # paid over ten years, brings its fleet to 54
    if not near or prose.sentence(before.first) != prose.sentence(mention.first):
        return None
    flags = (*mention.flags, "unit from before")
    return mention._replace(unit=before.unit, dimension=before.dimension, flags=flags)


def _as_before(desk: Desk, row: Read, found: Sequence[Read]) -> Read:
    """A number without a cue goes by the rule of the one before it in the sentence, if of the same dimension."""
    if row.rule is not None and row.score < _CUED:
        return row
    last = found[-1] if found else None
    if last is not None and last.rule is not None and _is_listed(desk, last.mention, row.mention):
        fits = not {"count", row.mention.dimension, row.mention.unit}.isdisjoint(last.rule.of)
        listed = Read(row.mention, last.rule, last.score + 1, last.is_done)
        return listed if fits and listed.score < row.score else row
    low, _ = desk.cues.page.prose.bounds(row.mention.first)
    for before in reversed(found[-_LOOK_BACK:]):
        if before.mention.first < low:
            break
        if before.mention.dimension == row.mention.dimension and before.rule is not None:
            instead = word(desk.cues.page.tokens, row.mention.first - 1) in ("by", "with")
            if instead and before.rule.kind in STATES:  # replaces 12 tanks with 20
                return row
            return Read(row.mention, before.rule, before.score + 1) if before.score < _CUED else row
    return row


def _is_container(desk: Desk, mention: Mention) -> bool:
    """One vehicle carries ...: what holds other things at the beginning of a sentence is not counted."""
    first, _ = desk.cues.page.prose.bounds(mention.first)
    if mention.first != first or mention.dimension == "share" or word(desk.cues.page.tokens, first) != "one":
        return False
    holds, came = (desk.cues.nearest((cue,), first, mention.last) for cue in ("cue.per", "cue.deliver"))
    return came is None or (holds is not None and holds.score < came.score)


def _speaks(desk: Desk, mention: Mention) -> bool:
    """True for people of whom the number only says how many speak: one of the people said."""
    return mention.dimension == "people" and desk.cues.page.hit("speech", mention.last + 1) is not None


def _with_times(desk: Desk, read: Sequence[Read]) -> list[Read]:
    """Periods without a cue count where their sentence has a claim; numbers take the time that stands by them."""
    prose = desk.cues.page.prose
    by_sentence: dict[int, list[Read]] = {}
    for row in read:
        by_sentence.setdefault(prose.sentence(row.mention.first), []).append(row)
    found: list[Read] = []
    for rows in by_sentence.values():
        claimed = any(row.rule is not None and row.mention.when is None for row in rows)
        times = [(row.mention, row.rule) for row in rows if row.mention.when is not None and row.rule is not None]
        nearby = Nearby(desk.cues.way, desk.cues.page.tables.times_of, times, (row.mention for row in rows))
        for row in rows:
            if row.mention.when is not None:
                keep = row.rule is not None and (row.score < _CUED or claimed or _is_long(row.mention.when))
                found.append(row if keep else Read(row.mention, None))
            elif row.rule is not None and row.rule.kind not in TIMELESS and times:
                when = nearby.time_of(row.mention, row.rule.kind)
                found.append(row._replace(mention=row.mention._replace(when=when)))
            else:
                found.append(row)
    return found


def _is_long(when: When) -> bool:
    """True for a week and more: a day by itself is as a rule that of somebody's words."""
    return (when.high - when.low).days >= _WEEK


def _numbers(desk: Desk, read: Sequence[Read]) -> Iterator[Claim]:
    """Claims of numbers and periods."""
    before: tuple[Mention, Modality] | None = None
    for mention, rule, _, is_done in read:
        if rule is None:
            continue
        listed = before[1] if before is not None and _is_listed(desk, before[0], mention) else None
        kind, how = outcome(desk.cues, mention, rule, desk.report.date, told=is_done, listed=listed)
        before = mention, how
        if kind == rule.kind and rule.besides is not None and _is_on_top(desk, mention):
            kind = rule.besides
        if kind.startswith("quantity_") and _is_on_top(desk, mention):
            mention = mention._replace(flags=(*mention.flags, ON_TOP))
        subject = desk.subjects.of(rule.subject, mention.first, mention.last, mention.system, mention.unit)
        yield desk.claim((mention.first, mention.last), kind, subject, mention, (f"{rule.rule} ({mention.how})", how))


def _is_listed(desk: Desk, before: Mention, mention: Mention) -> bool:
    """True for a number of things that follows another one in a list: 44 launchers and 360 interceptors."""
    if mention.dimension in NEVER_COUNTED or before.dimension in NEVER_COUNTED:
        return False
    between = desk.cues.page.tokens[before.last + 1 : mention.first]
    return 0 < len(between) < _LOOK_BACK and all(token.low in _LISTING for token in between)


def _is_on_top(desk: Desk, mention: Mention) -> bool:
    """True for 20 more, another 12 and ten additional jets; not for 20 or more, nor for 20 more than planned."""
    tokens, adding = desk.cues.page.tokens, desk.cues.page.tables.numerals.adding
    for at in range(mention.first - 1, mention.last + 2):
        if word(tokens, at) in adding:
            return word(tokens, at - 1) != "or" and word(tokens, at + 1) != "than"
    return False


def _statements(desk: Desk, read: Sequence[Read]) -> Iterator[Claim]:
    """Claims without a number; none that a number of their sentence already makes."""
    sentence = desk.cues.page.prose.sentence
    said_there: dict[int, set[Kind]] = {}
    for row in read:
        if row.rule is not None:
            said_there.setdefault(sentence(row.mention.first), set()).add(row.rule.kind)
    dated = {
        at for row in read if row.mention.when is not None for at in range(row.mention.first, row.mention.last + 1)
    }
    for statement, first, last in statements_in(desk.cues):
        if not statement.tail and not dated.isdisjoint((first, last)):  # the jets by early July
            continue
        if not said_there.get(sentence(first), set()).isdisjoint(statement.unless):
            continue
        how = modality(desk.cues, first, last, ahead=False)
        subject = desk.subjects.of(statement.subject, first, last, None)
        what = Mention(first, last, UNKNOWN, None, "", "words")
        said = (
            statement.modality if statement.modality and not (statement.modality == "done" and how == "denied") else how
        )
        yield desk.claim((first, last), statement.kind, subject, what, (statement.rule, said))


def _unassigned(desk: Desk, read: Sequence[Read]) -> list[Span]:
    """Mentions that no rule reads, also where words around them are a claim: that one does not say the number."""
    tokens = desk.cues.page.tokens
    return [
        desk.report.span(tokens[row.mention.first].start, tokens[row.mention.last].end)
        for row in read
        if row.rule is None
    ]
