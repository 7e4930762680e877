"""The review by keyboard, in a real terminal: keys go in through a pty, the screen and the ledger come out."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest

from evidence_samples import NAME, TEXT
from mantlet.evidence.ledger import read
from mantlet.evidence.review import Review, review
from terminal import Terminal

pytestmark = pytest.mark.slow
KEYS = "q quit"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / NAME).write_text(TEXT, encoding="utf-8")
    return tmp_path


def state(folder: Path, by: str = "anna") -> Review:
    return review(read(folder / "evidence.jsonl").events, by)


def sat(folder: Path, *more: str) -> Terminal:
    return Terminal("evidence", "review", NAME, "--by", "anna", *more, folder=folder)


def place_of(folder: Path, words: str) -> int:
    """How many proposals stand before the first one that holds some words of the report."""
    start = (folder / NAME).read_text(encoding="utf-8").index(words)
    places = [(item.proposed.start, item.proposed.end) for item in state(folder).items]
    return next(at for at, (first, last) in enumerate(places) if first <= start and start + len(words) <= last)


def test_a_proposal_is_shown_in_its_paragraph(folder: Path) -> None:
    with sat(folder) as terminal:
        terminal.wait(KEYS)
        screen = terminal.type("n" * place_of(folder, "$3.2 billion"), KEYS)
        assert "> ·" in screen and "3.2e9±5e7 USD" in screen
        assert "\x1b[1;7m$3.2 billion\x1b[0m" in terminal.raw, "the words stand out"
        assert "for its Lance batteries, the ministry said." in screen.replace("\n", " ").replace("  ", " ")
        assert "Four of them" not in screen, "the next paragraph is not shown"
        assert all(len(line) <= 80 for line in screen.split("\n"))
        assert len(screen.split("\n")) <= 24


def test_a_relation_names_the_others(folder: Path) -> None:
    text = " date 2021-03-04 Peru bought 12 jets in 2020. The 12 jets ordered in 2020 are old.\n"
    (folder / NAME).write_text(text, encoding="utf-8")
    with sat(folder) as terminal:
        terminal.wait(KEYS)
        screen = terminal.type("n", KEYS)
    assert "agree with 4: the same value" in screen


def test_a_decision_is_in_the_ledger_at_once(folder: Path) -> None:
    with sat(folder) as terminal:
        terminal.wait(KEYS)
        at = place_of(folder, "$3.2 billion")
        terminal.type("n" * at, KEYS)
        screen = terminal.type("a", KEYS)
        assert "✓" in screen and state(folder).items[at].standing == "accepted"
        terminal.type("u", "took back: accepted")
        assert state(folder).items[at].standing == "undecided"
        terminal.type("r", "why?")
        terminal.type("a guesss\x7f of ours\r", KEYS)
        decision = state(folder).items[at].decision
        assert decision is not None and getattr(decision, "why", "") == "a guess of ours"
        terminal.process.send_signal(signal.SIGKILL)
    assert state(folder).items[at].standing == "rejected"


def test_an_edit_is_checked_and_asked_again(folder: Path) -> None:
    with sat(folder) as terminal:
        terminal.wait(KEYS)
        at = place_of(folder, "$3.2 billion")
        terminal.type("n" * at, KEYS)
        terminal.type("e", "FIELD=VALUE")
        terminal.type("attribution=gossip\r", "attribution: Input should be")
        terminal.type("value=>3e9\r", "FIELD=VALUE")
        terminal.type("modality=planned\r", "FIELD=VALUE")
        terminal.type("\r", KEYS)
        claim = state(folder).items[at].claim
        assert claim is not None
        assert (claim.value.op, claim.value.low, claim.modality) == ("gt", 3e9, "planned")
        terminal.type("p", KEYS)
        terminal.type("e", "FIELD=VALUE")
        terminal.type("value=7\r", "FIELD=VALUE")
        terminal.type("\x1b", KEYS)
        claim = state(folder).items[at].claim
        assert claim is not None and claim.value.low == 3e9, "Escape gives up what was typed"


def test_a_line_wider_than_the_terminal_stays_one_line(folder: Path) -> None:
    with sat(folder) as terminal:
        terminal.wait(KEYS)
        terminal.type("e", "FIELD=VALUE")
        screen = terminal.type(f"subject={'x' * 60}", f"subject={'x' * 60}")
        lines = re.split(r"[\r\n]", screen)
        assert max(map(len, lines)) < 80
        terminal.type("\r", "FIELD=VALUE")
        terminal.type("\r", KEYS)
    claim = state(folder).items[0].claim
    assert claim is not None and claim.subject == "x" * 60


def test_a_number_without_a_claim_becomes_one(folder: Path) -> None:
    (folder / NAME).write_text(f"{TEXT}It was the 75th voyage.\n", encoding="utf-8")
    with sat(folder) as terminal:
        terminal.wait(KEYS)
        bare = [at for at, item in enumerate(state(folder).items) if not hasattr(item.proposed, "kind")]
        terminal.type("n" * bare[0], KEYS)
        terminal.type("a", "say what it is (edit)")
        terminal.type("e", "FIELD=VALUE")
        terminal.type("kind=other\r", "subject: Field required")
        terminal.type("subject=ships\r", "value: Field required")
        terminal.type("value=11\r", "FIELD=VALUE")
        terminal.type("\r", KEYS)
        claim = state(folder).items[bare[0]].claim
        assert claim is not None and (claim.kind, claim.subject) == ("other", "ships")


def test_a_claim_of_ones_own_is_written(folder: Path) -> None:
    with sat(folder) as terminal:
        terminal.wait(KEYS)
        terminal.type("w", "words of the report")
        terminal.type("zebra\r", "stand 0 times")
        terminal.type("w", "words of the report")
        terminal.type("an officer who asked\r", "FIELD=VALUE")
        terminal.type("kind=other\r", "subject: Field required")
        terminal.type("subject=the officer\r", "value: Field required")
        terminal.type("value=unknown\r", "FIELD=VALUE")
        terminal.type("\r", KEYS)
        start = TEXT.index("an officer who asked")
        (item,) = [item for item in state(folder).items if item.proposed.start == start]
        assert item.claim is not None and item.claim.rule == "reviewer"


def test_html_is_shown_as_it_reads(folder: Path) -> None:
    paragraphs = "".join(f"<p class=x>{part}</p>" for part in TEXT.split("\n\n"))
    (folder / NAME).write_text(f" date 2021-03-04 \n{paragraphs.replace(' date 2021-03-04 ', '')}", encoding="utf-8")
    with sat(folder) as terminal:
        terminal.wait(KEYS)
        screen = terminal.type("n" * place_of(folder, "$3.2 billion"), KEYS)
        assert "\x1b[1;7m$3.2 billion\x1b[0m" in terminal.raw
        assert "for its Lance batteries" in screen.replace("\n", " ") and "class=x" not in screen
        assert "Four of them" not in screen, "the next paragraph is not shown"


def test_it_closes_when_all_is_decided_and_not_before(folder: Path) -> None:
    with sat(folder) as terminal:
        terminal.wait(KEYS)
        assert "cannot be closed" in terminal.type("c", KEYS)
        while state(folder).undecided:
            terminal.type("r", "why?")
            terminal.type("no\r", KEYS)
        terminal.type("c", "closed")
        assert state(folder).closed
        terminal.type("q", "proposals, closed")
        assert terminal.left() == 0


def test_the_terminal_is_left_as_it_was(folder: Path) -> None:
    for keys, code in (("q", 0), ("\x03", 130)):
        with sat(folder) as terminal:
            terminal.wait(KEYS)
            terminal.type("?", "Fields: kind, subject")
            terminal.type(keys, "")
            assert terminal.left() == code
            assert terminal.restored()
            assert "\x1b[?1049l" in terminal.text, "back on the ordinary screen"
            assert "Traceback" not in terminal.text


def test_a_report_cannot_write_to_the_terminal(folder: Path) -> None:
    (folder / NAME).write_text(TEXT.replace("STRELSAU", "STREL\x1b]0;title\x07\x1b[31mSAU"), encoding="utf-8")
    with sat(folder) as terminal:
        terminal.wait(KEYS)
        screen = terminal.type("n" * place_of(folder, "$3.2 billion"), KEYS)
        assert "STREL·]0;title··[31mSAU" in screen
        assert "\x1b[31m" not in terminal.raw and "\x1b]" not in terminal.text


def test_keys_without_a_meaning_change_nothing(folder: Path) -> None:
    with sat(folder) as terminal:
        terminal.wait(KEYS)
        before = (folder / "evidence.jsonl").read_bytes()
        terminal.type("\x1b[15~xyz\x1b[B\x1b[A", KEYS)
        terminal.type("?", "Fields: kind")
        assert (folder / "evidence.jsonl").read_bytes() == before


def test_two_at_once_see_their_own_reviews(folder: Path) -> None:
    with sat(folder) as anna:
        anna.wait(KEYS)
        with Terminal("evidence", "review", "--by", "boris", folder=folder) as boris:
            assert "give the report's file" in boris.wait(KEYS)
            anna.type("r", "why?")
            anna.type("date\r", KEYS)
            boris.type("n", KEYS)
            boris.type("r", "why?")
            boris.type("not mine\r", KEYS)
    assert [item.standing for item in state(folder).items[:2]] == ["rejected", "undecided"]
    assert [item.standing for item in state(folder, "boris").items[:2]] == ["undecided", "rejected"]
