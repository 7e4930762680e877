"""Numbers with what they measure or count, and with the words that bound them: what a claim may be made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from mantlet.evidence.almanac import Calendar
from mantlet.evidence.bounds import bounded
from mantlet.evidence.claims import Op, Value
from mantlet.evidence.clock import has_hours, hour_at
from mantlet.evidence.damage import damaged
from mantlet.evidence.dates import dates_in
from mantlet.evidence.lasting import ONE, half_behind, one_at
from mantlet.evidence.lexicon import Hit
from mantlet.evidence.numbers import Number, behind, number_at, word
from mantlet.evidence.odds import odds
from mantlet.evidence.page import Page
from mantlet.evidence.periods import When
from mantlet.evidence.ranges import CONNECTORS, grown, is_money, is_priced, lower_end, upper_end
from mantlet.evidence.things import MEASURES, Thing, rate_of, thing_at

_LETTERS = frozenset(("s", "G", "D"))
_DOLLAR = "USD"  # unless a word behind says another
_SUMS_FROM = 1e3  # worth 5 thousand and more may be a sum; worth 5 something else


class Mention(NamedTuple):
    """A number or a period in the text, from token `first` to `last`; `bare` where nothing near says what it counts."""

    first: int
    last: int
    value: Value
    unit: str | None
    dimension: str
    how: str
    when: When | None = None
    flags: tuple[str, ...] = ()
    system: int | None = None

    @property
    def bare(self) -> bool:
        """True for a number without a unit of its own."""
        return self.dimension == ""


UNKNOWN: Final = Value(op="unknown")


@lru_cache(4096)
def _made(op: Op, low: float | None, high: float | None) -> Value:
    return Value(op=op, low=low, high=high)


def mentions_in(page: Page) -> list[Mention]:
    """Every number and period of a report in order, none over another; together they hold every such token."""
    times = dates_in(Calendar(page.prose, page.tokens, page.tables, page.report.date, page.hits))
    starts = {when.first: when for when in times}
    found: list[Mention] = []
    timed = has_hours(page)
    at, size = 0, len(page.tokens)
    while at < size:
        when = starts.get(at)
        if when is None and page.tokens[at].sort == "mark" and at not in page.begun:
            at += 1
            continue
        if timed and (last := hour_at(page, at)) is not None and starts.keys().isdisjoint(range(at + 1, last + 1)):
            mention = Mention(at, last, UNKNOWN, None, "label", "time.of_day")
        elif when is None and (listed := page.hit("listed", at)) is not None:
            mention = Mention(at, listed.last, UNKNOWN, None, "label", "word.listed")
        elif when is not None:
            mention = _time(when)
        elif _may_be_a_time(page, at):
            mention = Mention(at, at, UNKNOWN, None, "label", "word.calendar")
        elif at in page.doubtful:
            mention = _name(page, at, starts)
        else:
            mention = None if at in page.named else _amount(page, at, starts)
        if mention is None:
            at += 1
            continue
        if mention.first < at and found and found[-1].last >= mention.first:
            mention = mention._replace(first=at)
        found.append(mention)
        at = mention.last + 1
    return found


def _may_be_a_time(page: Page, at: int) -> bool:
    """True for a capitalised month or weekday that is read as no date: May, Wed. A person has to see it."""
    token = page.tokens[at]
    calendar = (page.tables.months, page.tables.weekdays)
    return token.text[0].isupper() and at not in page.named and any(token.low in names for names in calendar)


def _time(when: When) -> Mention:
    return Mention(when.first, when.last, UNKNOWN, None, "time", when.rule, when, when.flags)


def _name(page: Page, at: int, dates: dict[int, When]) -> Mention | None:
    """A name with digits that may be no name, up to where a date begins in it (Top-5 June)."""
    last = page.doubtful[at]
    last = next((step - 1 for step in range(at + 1, last + 1) if step in dates), last)
    if all(page.tokens[step].sort != "figure" for step in range(at, last + 1)):
        return None
    return Mention(at, last, UNKNOWN, None, "label", "name.unknown")


def _amount(page: Page, at: int, dates: dict[int, When]) -> Mention | None:
    """The number at a token with all that belongs to it."""
    opens = at in page.begun
    if opens and (unsaid := page.hit("unsaid", at)) is not None and _is_unsaid(page, unsaid):
        return _unsaid(page, unsaid)
    sign = page.hit("money_before", at) if opens else None
    start = behind(page.tokens, sign.last) if sign is not None else at
    number = (
        number_at(
            page.tokens,
            start,
            page.tables.numerals,
            money=sign is not None or (page.lettered and is_money(page, start)),
        )
        if start < len(page.tokens)
        else None
    )
    if number is None and sign is None:
        number = one_at(page, at)
    if number is None and page.tokens[at].low in page.tables.numerals.lengths:  # the next fortnight
        return _finished(page, at, ONE._replace(first=at, last=at), None, thing_at(page, at - 1), "number.unit")
    if number is None or start in page.named or start in dates:
        return _by_unit_before(page, at) if opens else None
    number = damaged(page, odds(page, _cut(number, dates, page.named)))
    at = min(at, number.first)
    if number.sort == "ordinal":
        return Mention(at, number.last, UNKNOWN, None, "ordinal", "number.ordinal", None, number.flags)
    if sign is None and _stands_alone(page, number.last) and _currency_behind(page, number.last) is None:
        return _alone(page, at, number, None)
    number = grown(page, number)
    upper, currency = upper_end(page, number, dates)
    last = upper.last if upper is not None else number.last
    if sign is not None or currency is not None:
        thing, flags = _past_currency(page, last, sign.entry if sign is not None else currency)
        return _finished(page, at, _flagged(number, flags), upper, thing, "money.before")
    follower, after = behind(page.tokens, last), _currency_behind(page, last)
    if (
        after is None and number.sort == "vague" and word(page.tokens, follower) == "of"
    ):  # hundreds of millions of euros
        after = page.hit("money_after", follower + 1)
    if after is not None:
        return _finished(page, at, number, upper, Thing(after.last, after.entry, "money"), "money.after")
    if upper is None and _stands_alone(page, follower - 1):  # 5-7-9 is no range
        return _alone(page, at, number, None)
    tail = (page.hit("bound_after", follower) or page.hit("about_after", follower)) if follower in page.begun else None
    over_of = number.sort in ("vague", "share") or word(page.tokens, last) in (*page.tables.numerals.others, "score")
    thing = thing_at(page, tail.last if tail is not None else last, over_of=over_of)
    if thing is None and (rate := rate_of(page, last)) is not None:
        return _finished(page, at, number, upper, rate, "number.rate")._replace(dimension="")
    if thing is None or _is_label(page, at):
        return _alone(page, at, number, upper)
    if thing.dimension == "duration" and upper is None and half_behind(page, thing.last):
        number, thing = number._replace(value=number.value + 0.5), thing._replace(last=thing.last + 3)
    again = page.hit("unit", behind(page.tokens, thing.last)) if thing.dimension in MEASURES else None
    if again is not None and again.entry.dimension == thing.dimension:  # 300 km miles
        number, thing = _flagged(number, ("corrupt: two units",)), thing._replace(last=again.last)
    return _finished(page, at, number, upper, thing, "number.unit")


def _alone(page: Page, at: int, number: Number, upper: Number | None) -> Mention:
    """A number without a unit: a label, a sum whose currency nobody says (worth 300m), or whatever it may count."""
    last = upper.last if upper is not None else number.last
    if _is_label(page, at):
        label = Thing(last + _is_lettered(page, last), None, "label")
        return _finished(page, at, number, upper, label, "number.label")
    if (upper or number).scale_ratio >= _SUMS_FROM and is_priced(page, at):
        number = _flagged(number, ("currency not said",))
        return _finished(page, at, number, upper, Thing(last, None, "money"), "money.priced")
    return _finished(page, at, number, upper, None, "number.bare")


def _flagged(number: Number, flags: Sequence[str]) -> Number:
    return number._replace(flags=(*number.flags, *flags)) if flags else number


def _is_unsaid(page: Page, unsaid: Hit) -> bool:
    return number_at(page.tokens, unsaid.last, page.tables.numerals) is None


def _unsaid(page: Page, unsaid: Hit) -> Mention | None:
    """A number that is not given, of something countable or of money."""
    thing = thing_at(page, unsaid.last, over_of=True)
    if thing is None:
        if word(page.tokens, unsaid.last) not in ("sum", "amount"):
            return None
        thing = Thing(unsaid.last, None, "money")
    flags = ("number not said",)
    return Mention(
        unsaid.first, thing.last, UNKNOWN, thing.unit, thing.dimension, "number.unsaid", None, flags, thing.system
    )


def _stands_alone(page: Page, last: int) -> bool:
    """True where nothing behind a number can belong to it: no word, no phrase, and no mark that joins."""
    after = page.tokens[last + 1] if last + 1 < len(page.tokens) else None
    return after is None or (after.sort != "word" and last + 1 not in page.begun and after.low not in CONNECTORS)


def _is_label(page: Page, at: int) -> bool:
    """True behind words such as decree and No., for items of a list, his 80s and 5G: nothing is counted then."""
    if _is_item(page, at) or _is_lettered(page, at):
        return True
    name = word(page.tokens, at - 1)
    if name:
        return name in page.tables.numerals.labels
    return at > 1 and page.tokens[at - 1].text == "." and word(page.tokens, at - 2) in ("no", "nr")


def _is_lettered(page: Page, last: int) -> bool:
    """True for the figures of his 80s and of 5G."""
    after = page.tokens[last + 1] if last + 1 < len(page.tokens) else None
    return after is not None and after.glued and after.text in _LETTERS and page.tokens[last].sort == "figure"


def _is_item(page: Page, at: int) -> bool:
    """True for the number of an item in a list: 2. The contract ..."""
    first, last = page.prose.bounds(at)
    return first == at == last - 1 and page.tokens[last].text == "." and page.tokens[at].sort == "figure"


def _currency_behind(page: Page, last: int) -> Hit | None:
    """The currency behind a number, also over the full stop of 1.2 Mrd. euros."""
    at = behind(page.tokens, last)
    dotted = at < len(page.tokens) and page.tokens[at].text == "."
    short = dotted and page.tokens[last].low in page.tables.numerals.short_scales
    return page.hit("money_after", at + short)


def _past_currency(page: Page, last: int, unit: str | None) -> tuple[Thing, Sequence[str]]:
    """$5 billion dollars: the word behind belongs to it as well, and says whose dollars they are."""
    after = page.hit("money_after", behind(page.tokens, last))
    if after is None or page.tokens[after.first].sort != "word":
        return Thing(last, unit, "money"), ()
    whose = unit == _DOLLAR and page.tokens[after.last].low.startswith("dollar")
    flags = () if after.entry == unit or whose else ("corrupt: two currencies",)
    return Thing(after.last, after.entry if whose else unit, "money"), flags


def _by_unit_before(page: Page, at: int) -> Mention | None:
    """Mach 3."""
    unit = page.hit("unit_before", at)
    number = (
        number_at(page.tokens, unit.last + 1, page.tables.numerals)
        if unit and unit.last + 1 < len(page.tokens)
        else None
    )
    if unit is None or number is None or thing_at(page, number.last) is not None:  # a force of 16 jets
        return None
    upper, _ = upper_end(page, number, {})
    last = upper.last if upper is not None else number.last
    return _finished(page, at, number, upper, Thing(last, unit.entry.unit, unit.entry.dimension), "number.unit_before")


def _cut(number: Number, dates: dict[int, When], named: frozenset[int]) -> Number:
    """A number ends where a date or a name begins."""
    if number.first == number.last:
        return number
    for at in range(number.first + 1, number.last + 1):
        if at in dates or at in named:
            return number._replace(last=at - 1)
    return number


def _finished(page: Page, at: int, number: Number, upper: Number | None, thing: Thing | None, how: str) -> Mention:
    """The mention with its bounds and its value."""
    last = max(thing.last if thing else 0, upper.last if upper else 0, number.last)
    lasting = thing is not None and thing.dimension == "duration"
    first, op, flags = bounded(page, at, last, lasting=lasting)
    end = (upper or number).last
    follower = behind(page.tokens, end)
    behind_it = (follower, follower if end == last else behind(page.tokens, last))
    begun = behind_it[0] in page.begun or behind_it[1] in page.begun
    after = (page.hit("bound_after", behind_it[0]) or page.hit("bound_after", behind_it[1])) if begun else None
    plus = after is not None and word(page.tokens, after.first) == "plus" and not page.tokens[after.first].glued
    if after is not None and upper is None and op == "eq" and not plus:
        op, last = after.entry, max(last, after.last)
    about = (page.hit("about_after", behind_it[0]) or page.hit("about_after", behind_it[1])) if begun else None
    if about is not None:
        flags, last = (*flags, "approximate"), max(last, about.last)
    if number.flags or flags or (upper and upper.flags):
        flags = tuple(dict.fromkeys((*number.flags, *(upper.flags if upper else ()), *flags)))
    share = number.sort == "share" and (thing is None or thing.dimension not in MEASURES)
    corrupt = bool(flags) and any(flag.startswith("corrupt") for flag in flags)
    value = UNKNOWN if corrupt else _value(number, upper, op, 100.0 if share else 1.0)
    if share:
        return Mention(
            first, number.last, value, "%", "share", "number.share", None, flags, thing.system if thing else None
        )
    unit, dimension = (thing.unit, thing.dimension) if thing else (None, "")
    return Mention(first, last, value, unit, dimension, how, None, flags, thing.system if thing else None)


def _value(number: Number, upper: Number | None, op: Op, factor_ratio: float) -> Value:
    if upper is not None:
        ends = lower_end(number, upper), upper.value
        return _made("range", *ends) if all(map(math.isfinite, ends)) else UNKNOWN
    if op == "unknown" or not math.isfinite(number.value * factor_ratio):
        return UNKNOWN
    if op == "eq":
        low, high = (number.low, number.high) if number.rounds else (number.value, number.value)
        ends = low * factor_ratio, high * factor_ratio
        return _made("eq", *ends) if math.isfinite(ends[1]) else UNKNOWN
    return (
        _made("gt", number.value * factor_ratio, None) if op == "gt" else _made("lt", None, number.value * factor_ratio)
    )
