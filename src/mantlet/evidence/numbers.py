"""Figures and words for numbers: what they say, and how exactly."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from typing import Literal, NamedTuple

from mantlet.evidence.tables import Numerals
from mantlet.evidence.tokens import HYPHENS, Token, is_hyphen

NumberSort = Literal["count", "scaled", "decimal", "ordinal", "share", "vague"]
# From here on a scale word rounds: "$5 billion" is 4.5 to 5.5 billion, "two thousand men" are 2000.
_ROUNDS_FROM = 1e5
# No number is written in more groups of digits or pairs of words: so what follows is another, and reading stays linear.
_MOST_PIECES = 12
_LONGEST = 300
_TWO_SCALES = "corrupt: a scale twice, or a smaller one behind a larger"
BORES = frozenset(("mm", "cm", "inch"))
_IN_FIGURES = frozenset(",.'’")
_SIGNS = HYPHENS | {"+"}
# "A third" is a share in front of these, and an ordinal in front of a thing.
_AFTER_A_SHARE = ("of", "more", "less", "dearer", "cheaper", "larger", "smaller", "higher", "lower")
_BEFORE_A_SHARE = ("at", "by", "about", "nearly", "almost", "only", "than")


class Number(NamedTuple):
    """A number from token `first` to `last`: its value, the value of its last written place, and what it is."""

    value: float
    step: float
    first: int
    last: int
    sort: NumberSort
    flags: tuple[str, ...] = ()
    scale_ratio: float = 1.0

    @property
    def low(self) -> float:
        """The least that is written so: half a last place below where the number is rounded."""
        return self.value - self.step / 2 if self.rounds else self.value

    @property
    def high(self) -> float:
        """The most that is written so."""
        return self.value + self.step / 2 if self.rounds else self.value

    @property
    def rounds(self) -> bool:
        """True for decimals and for figures in lakh, millions and the like."""
        return self.sort in ("scaled", "decimal")


def number_at(tokens: Sequence[Token], at: int, numerals: Numerals, *, money: bool = False) -> Number | None:
    """The number that begins at a token, or None; `money` says that a currency stands in front.

    >>> from mantlet.evidence.tokens import tokens_of
    >>> number = number_at(tokens_of("5.4-billion"), 0, Numerals(scales={"billion": 1e9}))
    >>> number.low, number.high, number.last
    (5350000000.0, 5450000000.0, 4)
    """
    token = tokens[at]
    if token.sort == "figure":
        found = _figure(tokens, at)
        if _ends_here(tokens, found.last):
            return found
        if found.sort == "count" and _ordinal_ending(tokens, at, found):
            return found._replace(last=found.last + 1, sort="ordinal")
        return _powered(tokens, found) or _scaled(tokens, _with_half(tokens, found), numerals, money)
    if token.sort != "word":
        return None
    return _worded(tokens, at, numerals)


def _ends_here(tokens: Sequence[Token], last: int) -> bool:
    """True where no word, half or hyphen follows, so that a figure can be no longer."""
    if last + 1 == len(tokens):
        return True
    after = tokens[last + 1]
    if after.sort == "mark" and after.text in HYPHENS:
        return not word(tokens, last + 2)
    return after.sort == "mark" or (after.sort == "figure" and not after.glued)


def word(tokens: Sequence[Token], at: int) -> str:
    """The word at a place in lower letters; nothing where there is none."""
    return tokens[at].low if 0 <= at < len(tokens) and tokens[at].sort == "word" else ""


def behind(tokens: Sequence[Token], at: int) -> int:
    """The token behind one, over a hyphen."""
    step = at + 1
    return step + 1 if step + 1 < len(tokens) and is_hyphen(tokens[step]) and tokens[step].glued else step


def _figure(tokens: Sequence[Token], at: int) -> Number:
    """Digits with their groups and decimals; notations that mean two things are flagged."""
    text, parts, last = tokens[at].text, [tokens[at].text], at
    if not text.isdecimal():
        return Number(sum(map(unicodedata.numeric, text)), 0.0, at, at, "count")
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    spaced = _spaced(tokens, at) if after is not None and after.sort == "figure" and len(text) <= 3 else 0
    if after is None or ((not after.glued or (after.sort == "mark" and after.text not in _IN_FIGURES)) and not spaced):
        if len(text) >= _LONGEST:
            return Number(_float(text), 1.0, at, at, "count", ("too large",))
        beside = (after is not None and after.sort == "figure") or (at > 0 and tokens[at - 1].sort == "figure")
        flags = ("corrupt: figures parted by a space",) if beside and _touches(tokens, at) else ()
        return Number(float(text), 1.0, at, at, "count", flags)
    last, separators = at + spaced, " " * spaced
    parts += [token.text for token in tokens[at + 1 : last + 1]]
    while (step := _group(tokens, last)) > 0 and len(parts) < _MOST_PIECES:
        separators += tokens[last + 1].text if step == 2 else " "
        last += step
        parts.append(tokens[last].text)
    return _valued(parts, separators, at, last)


def _spaced(tokens: Sequence[Token], at: int) -> int:
    """How many groups of three digits stand behind plain spaces: 1 234 567 and 500 000, but 5 120 mm guns are two."""
    last = at
    while last - at < _MOST_PIECES and _is_group(tokens, last + 1):
        last += 1
    return last - at if last - at > 1 or (last > at and tokens[last].text == "000") else 0


def _is_group(tokens: Sequence[Token], at: int) -> bool:
    """True for three digits that one space parts from the figure in front."""
    if at >= len(tokens) or tokens[at].sort != "figure" or len(tokens[at].text) != 3 or tokens[at - 1].sort != "figure":
        return False
    return tokens[at].start == tokens[at - 1].end + 1 and tokens[at].text.isdecimal()


def _touches(tokens: Sequence[Token], at: int) -> bool:
    """True where two figures may be one: 12 345 in plain spaces; not so in 12 155 mm howitzers."""
    group = at + 1 if len(tokens[at].text) <= 3 and _is_group(tokens, at + 1) else at
    touches = group > at or (at > 0 and len(tokens[at - 1].text) <= 3 and _is_group(tokens, at))
    return touches and word(tokens, behind(tokens, group)) not in BORES


def _group(tokens: Sequence[Token], last: int) -> int:
    """How many tokens on the next group of digits stands: 1 behind a thin space, 2 behind a mark, 0 for none."""
    following = tokens[last + 1 : last + 3]
    if following and following[0].sort == "figure":
        return int(following[0].glued and following[0].text.isdecimal() and len(following[0].text) == 3)
    if len(following) < 2 or not (following[0].glued and following[1].glued and following[1].text.isdecimal()):
        return 0
    return 2 * (following[0].text in ",." or (following[0].text in "'’" and len(following[1].text) == 3))


def _valued(parts: Sequence[str], separators: str, at: int, last: int) -> Number:
    flags: tuple[str, ...] = ()
    whole, decimals = parts, ""
    kinds = set(separators)
    if len(separators) == 1 and kinds == {","} and len(parts[1]) != 3:
        whole, decimals, flags = parts[:1], parts[1], ("decimal comma",)
    elif (separators.endswith(".") and separators.count(".") == 1) or (
        len(kinds) == 2 and separators.count(separators[-1]) == 1
    ):
        whole, decimals = parts[:-1], parts[-1]
    if separators == "." and len(decimals) == 3 and 0 < len(whole[0].lstrip("0")) < 4:
        flags = ("decimals or thousands",)
    if not _grouped(whole):
        flags = (*flags, "corrupt: figure with odd groups")
    value = _float("".join(whole) + ("." + decimals if decimals else "")) if _grouped(whole) else math.nan
    if math.isinf(value):
        flags = (*flags, "too large")
    sort: NumberSort = "decimal" if decimals else "count"
    return Number(value, 10.0 ** -min(len(decimals), 300), at, last, sort, flags)


def _grouped(groups: Sequence[str]) -> bool:
    """True for 18148, 18,148 and 1,20,000."""
    if len(groups) == 1:
        return True
    return len(groups[-1]) == 3 and 1 <= len(groups[0]) <= 3 and all(len(group) in (2, 3) for group in groups[1:])


def _float(text: str) -> float:
    return float(text) if len(text) < _LONGEST else math.inf


def _ordinal_ending(tokens: Sequence[Token], at: int, found: Number) -> bool:
    return word(tokens, found.last + 1) in ("st", "nd", "rd", "th") and tokens[found.last + 1].glued


def is_power(tokens: Sequence[Token], at: int) -> bool:
    """True for the e of 1.5e6."""
    if word(tokens, at) != "e" or not tokens[at].glued or tokens[at - 1].sort != "figure":
        return False
    digits = tokens[at + 1 + (at + 1 < len(tokens) and tokens[at + 1].text in _SIGNS) :][:1]
    return bool(digits) and digits[0].glued and digits[0].text.isdecimal() and len(digits[0].text) < 3


def _powered(tokens: Sequence[Token], found: Number) -> Number | None:
    """1.5e6: a figure and a power of ten."""
    at = found.last + 1
    if not is_power(tokens, at):
        return None
    last = at + 1 + (tokens[at + 1].text in _SIGNS)
    power = int(tokens[last].text)
    scale = 10.0 ** (-power if tokens[last - 1].text in HYPHENS else power)
    return _times(found._replace(last=last), scale)


def _times(found: Number, scale_ratio: float) -> Number:
    """The number so many times as large, as exact as its own last place."""
    value, step = found.value * scale_ratio, found.step * scale_ratio
    flags = found.flags if math.isfinite(value) else (*found.flags, "too large")
    sort: NumberSort = "scaled" if scale_ratio >= _ROUNDS_FROM else found.sort
    return found._replace(value=value, step=step, sort=sort, flags=flags, scale_ratio=scale_ratio)


def _with_half(tokens: Sequence[Token], found: Number) -> Number:
    """5½, and "two and a half"."""
    last = found.last
    if (
        last + 1 < len(tokens)
        and tokens[last + 1].sort == "figure"
        and not tokens[last + 1].text.isdecimal()
        and tokens[last + 1].glued
    ):
        share = sum(map(unicodedata.numeric, tokens[last + 1].text))
        return found._replace(value=found.value + share, last=last + 1) if 0 < share < 1 else found
    return found


def _scaled(tokens: Sequence[Token], found: Number, numerals: Numerals, money: bool) -> Number:
    """A figure with the scale words behind it, at most two as in lakh crore."""
    scale, last = 1.0, found.last
    for _ in range(2):
        after = behind(tokens, last)
        size = _scale(tokens, after, numerals, money and last == found.last)
        if size is None:
            break
        if last > found.last and size <= scale:  # five billion billion
            return found._replace(value=math.nan, last=after, flags=(*found.flags, _TWO_SCALES))
        scale, last = scale * size, after
    return found if last == found.last else _times(found._replace(last=last), scale)


def _scale(tokens: Sequence[Token], at: int, numerals: Numerals, money: bool) -> float | None:
    name = word(tokens, at)
    if not name:
        return None
    if name in numerals.scales and name != "score":
        return float(numerals.scales[name])
    if name in numerals.glued_scales and tokens[at].glued:
        return float(numerals.glued_scales[name])
    if name in numerals.short_scales and (money or len(name) > 1):
        return float(numerals.short_scales[name])
    return None


def _worded(tokens: Sequence[Token], at: int, numerals: Numerals) -> Number | None:
    """A number in words: cardinals and scales, with "and" and hyphens inside."""
    name, start = tokens[at].low, at
    if name in numerals.vague:
        return Number(math.nan, 0.0, at, _vague_end(tokens, at, numerals), "vague")
    article = name in ("a", "an")
    if article:
        at = behind(tokens, at)
        name = word(tokens, at)
        if name == "score":
            return Number(float(numerals.scales[name]), 0.0, start, at, "count") if _is_score(tokens, at) else None
        if name not in numerals.scales and name not in numerals.fractions and name not in numerals.others:
            return None
    if article and name in numerals.ordinals and not _is_share(tokens, start, at):
        return None  # a third battery
    if name in numerals.fractions and (article or name == "half"):
        return _fraction(tokens, start, at, 1, numerals)
    if name in numerals.others:
        return Number(float(numerals.others[name]), 0.0, start, at, "count")
    if name in numerals.ordinals:
        return None if article else Number(float(numerals.ordinals[name]), 0.0, start, at, "ordinal")
    if name not in numerals.cardinals and not (name in numerals.scales and name != "score"):
        return None
    if start == at and name in numerals.scales:
        if word(tokens, start - 1) in numerals.several:
            return Number(math.nan, 0.0, at, at, "vague")
        return Number(math.nan, 0.0, at, at, "vague", ("corrupt: scale without a number",))
    return _summed(tokens, start, at, numerals)


def _is_score(tokens: Sequence[Token], at: int) -> bool:
    """True for a score of jets and three score and ten: twenty, and no other score."""
    return word(tokens, at + 1) in ("of", "and")


def _is_share(tokens: Sequence[Token], start: int, at: int) -> bool:
    """True for a third of the price and for a cut by a third; not for a third battery, nor for that a third came."""
    return word(tokens, at + 1) in _AFTER_A_SHARE or word(tokens, start - 1) in _BEFORE_A_SHARE


def _summed(tokens: Sequence[Token], start: int, at: int, numerals: Numerals) -> Number:
    total = tail_count = 0.0
    step, last, taken = 1.0, at - 1, False
    while at < min(len(tokens), start + 2 * _MOST_PIECES):
        name = word(tokens, at)
        if name in numerals.cardinals:
            size = float(numerals.cardinals[name])
            if taken and not _fits(tail_count, size):
                break
            tail_count += size
        elif name in numerals.scales and (name != "score" or _is_score(tokens, at)):
            scale = float(numerals.scales[name])
            if scale < 1e3:
                tail_count = (tail_count or 1.0) * scale
            elif total and not tail_count:  # lakh crore
                if scale <= step:
                    return Number(math.nan, step, start, at, "count", (_TWO_SCALES,))
                total, step = total * scale, step * scale
            else:
                total, tail_count, step = total + (tail_count or 1.0) * scale, 0.0, scale
        elif name in numerals.ordinals and taken and tail_count % 100 >= 20 and is_hyphen(tokens[at - 1]):
            return Number(total + tail_count + numerals.ordinals[name], 0.0, start, at, "ordinal")
        else:
            break
        taken, last = True, at
        at = _next_in_words(tokens, at, numerals)
    scale = step if not tail_count else 1.0
    found = Number(total + tail_count, step, start, last, "count", scale_ratio=scale)
    return _ended(tokens, found, tail_count, numerals)


def _ended(tokens: Sequence[Token], found: Number, tail_count: float, numerals: Numerals) -> Number:
    """What may stand behind a number in words: a share (two-thirds), a half, and its own exactness."""
    after = behind(tokens, found.last)
    if word(tokens, after) in numerals.fractions and word(tokens, after) != "second" and tail_count < 100:
        fraction = _fraction(tokens, found.first, after, found.value, numerals)
        if (fraction is not None and (found.value > 1) == tokens[after].low.endswith("s")) or word(
            tokens, after
        ) == "half":
            return fraction or found
    half_at = behind(tokens, behind(tokens, after))
    if word(tokens, after) == "and" and word(tokens, behind(tokens, after)) == "a" and word(tokens, half_at) == "half":
        half = found._replace(value=found.value + 0.5, last=half_at, step=0.0)
        return _scaled(tokens, half, numerals, money=False)
    if not math.isfinite(found.value):
        return found._replace(flags=("too large",))
    return found._replace(sort="scaled") if found.step >= _ROUNDS_FROM and tail_count == 0 else found


def _fits(tail_count: float, size_count: float) -> bool:
    """True when a cardinal may follow: a unit behind tens, anything below a hundred behind hundreds."""
    tail = tail_count % 100
    return (tail == 0 and size_count < 100) or (tail >= 20 and tail % 10 == 0 and 0 < size_count < 10)


def _next_in_words(tokens: Sequence[Token], at: int, numerals: Numerals) -> int:
    after = behind(tokens, at)
    if after + 1 < len(tokens) and tokens[after].text == "–" and tokens[after].glued and tokens[after + 1].glued:
        tens, unit = (float(numerals.cardinals.get(word(tokens, step), 0)) for step in (at, after + 1))
        return after + 1 if tens >= 20 and 0 < unit < 10 else after  # forty–two
    if word(tokens, after) == "and" and tokens[at].low in ("hundred", "thousand", "million", "lakh", "crore"):
        following = behind(tokens, after)
        name = word(tokens, following)
        if name in numerals.cardinals:
            return following
    return after


def _fraction(tokens: Sequence[Token], start: int, at: int, count: float, numerals: Numerals) -> Number | None:
    """Half, a third, two-thirds; of a scale (half a billion) or of a whole, which makes it a share."""
    share = count * float(numerals.fractions[tokens[at].low])
    after = behind(tokens, at)
    if word(tokens, after) in ("a", "an") and word(tokens, behind(tokens, after)) in numerals.scales:
        after = behind(tokens, after)
    if word(tokens, after) in numerals.scales:
        scale = float(numerals.scales[tokens[after].low])
        return Number(share * scale, share * scale / 5, start, after, "scaled" if scale >= _ROUNDS_FROM else "count")
    return Number(share, 0.0, start, at, "share")


def _vague_end(tokens: Sequence[Token], at: int, numerals: Numerals) -> int:
    """Tens of thousands, hundreds of millions: one number that is not said."""
    most = at + _MOST_PIECES
    while at < most and word(tokens, at + 1) == "of" and word(tokens, at + 2) in numerals.vague:
        at += 2
    return at
