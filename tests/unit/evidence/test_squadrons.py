"""Squadrons: whose they are, and whether they are needed in all or besides."""

from __future__ import annotations

import pytest

from unit.evidence.reading import claim_of, reading_of


@pytest.mark.parametrize(
    ("text", "words", "subject"),
    [
        ("India's air force has 31 squadrons.", "31", "Indian Air Force"),
        ("India’s air force is small. It has 31 squadrons.", "31", "Indian Air Force"),
        ("The IAF has 31 squadrons. Peru's navy has two squadrons.", "two", "Peru"),
        ("The IAF has 31 squadrons. Pakistan has 22 squadrons.", "22", "Pakistan"),
        ("The IAF has 31 squadrons, while the Chinese military now has 60 squadrons.", "60", "China"),
        ("The IAF, wary of Pakistan and of China's rise, has 31 squadrons.", "31", "Indian Air Force"),
        ("The IAF is small. India has 31 squadrons.", "31", "Indian Air Force"),
    ],
)
def test_squadrons_are_of_the_force_or_country_that_has_them(text: str, words: str, subject: str) -> None:
    assert claim_of(text, words).subject == subject


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The IAF has 31 squadrons and needs 42 squadrons.", "squadrons_required_total"),
        ("The IAF has 31 squadrons and needs 42 more squadrons.", "squadrons_required_additional"),
        ("The IAF has 31 squadrons and a shortfall of 42 squadrons.", "squadrons_required_additional"),
        ("The IAF has 31 squadrons and would have to raise 42 squadrons.", "squadrons_required_additional"),
    ],
)
def test_what_is_needed_is_all_but_for_what_is_needed_besides(text: str, kind: str) -> None:
    reading = reading_of(text)
    assert [claim.kind for claim in reading.claims if "42" in claim.text] == [kind]
    assert [relation.kind for relation in reading.relations] == ["derived"] * kind.endswith("additional")
