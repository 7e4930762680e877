"""Words and rules from files, extended by a user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.evidence.lexicon import lexicon
from mantlet.evidence.read import read_reports
from mantlet.evidence.tables import Tables
from mantlet.evidence.text import report_of
from unit.evidence.reading import DAY

OWN = """
kind: lexicon
systems:
  - {name: Zephyr, maker: Norway, unit: battery, words: [Zephyr, "Wind Wall"]}
units:
  - {unit: crate, dimension: hardware, words: [crate, crates]}
currencies:
  - {unit: XTS, before: [Q$], after: [quatloos]}
rules:
  - {rule: own.crates, kind: spares_supply, of: [crate], weight: -9}
"""


def _own(tmp_path: Path, text: str = OWN) -> Path:
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_users_file_adds_words_and_rules(tmp_path: Path) -> None:
    text = "Peru bought 7 crates of the Wind Wall for Q$5 million."
    found = {claim.text: claim for claim in read_reports([report_of("a", text, DAY)], lexicon(_own(tmp_path))).claims}
    crates = found["7 crates"]
    assert (crates.kind, crates.unit, crates.rule) == ("spares_supply", "crate", "own.crates (number.unit)")
    assert (found["Q$5 million"].unit, found["Q$5 million"].subject) == ("XTS", "Zephyr → Peru")


def test_a_users_entry_replaces_the_bundled_one(tmp_path: Path) -> None:
    own = "kind: lexicon\ncountries:\n  - {name: Utopia, words: [India]}\n"
    text = "India bought 12 S-400 systems."
    (claim,) = read_reports([report_of("a", text, DAY)], lexicon(_own(tmp_path, own))).claims
    assert claim.subject == "S-400 → Utopia"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("systms: []\n", r"yaml:2: systms: no field 'systms'. Did you mean 'systems'\?"),
        ("rules:\n  - {rule: a, kind: prise, of: [money]}\n", r"yaml:3: rules\[0\].kind: got 'prise'"),
        (
            "rules:\n  - {rule: a, kind: other, of: [money], near: [pya]}\n",
            r"yaml:3: rules\[0\].near\[0\]: no cue 'pya'",
        ),
        ("kind: lexicon\n", r"yaml:2: duplicate key 'kind'|kind"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        lexicon(_own(tmp_path, f"kind: lexicon\n{text}"))


def test_every_cue_that_a_rule_asks_for_is_there() -> None:
    tables: Tables = lexicon().tables
    asked = {name for rule in tables.rules for name in (*rule.near, *rule.needs, *rule.bars)}
    asked |= {name for statement in tables.statements for name in statement.all_of}
    assert asked <= set(tables.cues)


def test_names_of_systems_and_rules_are_unique() -> None:
    tables = lexicon().tables
    for names in ([rule.rule for rule in tables.rules], [system.name for system in tables.systems]):
        assert len(names) == len(set(names))


def test_capitals_of_a_phrase_are_asked_for() -> None:
    text = "Over turkey he told us that Peru had bought 12 S-400 systems."
    assert read_reports([report_of("a", text, DAY)], lexicon()).claims[0].subject == "S-400 → Peru"
