"""One table of unit words, and what happens when a word is wrong or means two things."""

from __future__ import annotations

import pytest

from mantlet.base.errors import InvalidInput, UsageError
from mantlet.base.sourced import Sourced
from mantlet.library.catalog import catalog
from mantlet.posture.words import parsed, words


def _count(value: float) -> Sourced:
    return Sourced(dimension="count", value=value, assumed="for a test")


def test_a_regiment_set_is_two_battalions() -> None:
    assert words().pieces("s-400", "regiment set", catalog()).values == (2.0,)
    assert words().pieces("s-400", "battalion", catalog()).values == (1.0,)


@pytest.mark.parametrize("word", ["squadron", "battery", "system"])
def test_a_word_with_two_readings_asks_which(word: str) -> None:
    with pytest.raises(UsageError, match=r"is 1 or 2 battalion.*write pieces"):
        words().pieces("s-400", word, catalog())
    assert words().pieces("s-400", word, catalog(), _count(2)).values == (2.0,)


def test_a_wrong_map_is_caught() -> None:
    with pytest.raises(UsageError, match="got 4 battalion to a regiment set of s-400, expected 2"):
        words().pieces("s-400", "regiment set", catalog(), _count(4))
    with pytest.raises(UsageError, match="got 3 battalion to a squadron"):
        words().pieces("s-400", "squadron", catalog(), _count(3))


def test_an_unknown_word_or_system_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="Did you mean 'regiment set'"):
        words().pieces("s-400", "regiment sets", catalog())
    with pytest.raises(UsageError, match="Did you mean 's-400'"):
        words().pieces("s-40", "battalion", catalog())


def test_the_library_tells_words_that_the_table_does_not() -> None:
    """A formation of one kind of fire unit, and a fire unit; the table's two readings of a word stay two."""
    assert words().find("akash", "battery", catalog()).piece == "battery"
    assert words().pieces("mrsam", "firing-unit", catalog()).values == (1.0,)
    assert words().pieces("patriot", "battery-pac2", catalog()).values == (1.0,)
    with pytest.raises(UsageError, match="'section' is no unit of patriot"):  # two kinds of fire unit
        words().pieces("patriot", "section", catalog())


def test_a_word_for_a_system_that_nobody_knows() -> None:
    table = "kind: words\nwords:\n  - {system: s-40, word: set, piece: battalion, holds: {value: 2, assumed: t}}\n"
    with pytest.raises(InvalidInput, match=r"words.yaml:3: words\[0\].system: the library knows no system 's-40'. Did"):
        parsed(table, "words.yaml")
    assert parsed(table.replace("battalion", "aircraft"), "words.yaml").words[0].system == "s-40"


def test_a_table_that_contradicts_the_library_is_refused_at_its_line() -> None:
    table = """kind: words
words:
  - {system: s-400, word: regiment, piece: battalion, formation: regiment, holds: {value: 3, assumed: wrong}}
  - {system: s-400, word: regiment, piece: battalion, holds: {value: 2, source: NOBODY, date: 2020,
     confidence: press, verification: read}}
"""
    with pytest.raises(InvalidInput) as caught:
        parsed(table, "words.yaml")
    told = str(caught.value)
    assert "words.yaml:3: words[0].formation: a regiment holds 2 battalion by the library, and 3 here" in told
    assert "words.yaml:4: words[1].word: 'regiment' of s-400 stands in row 0" in told
    assert "no source 'NOBODY'" in told
