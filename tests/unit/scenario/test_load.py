"""Reading a scenario: what is accepted, how every fault is placed, and what the hash depends on."""

from __future__ import annotations

from pathlib import Path

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.scenario.load import bundled, load, loads
from mantlet.scenario.models import Scenario
from scenario_parts import LIBRARY, SCENARIO


def read(text: str) -> Scenario:
    return loads(text, file="x.yaml", library=LIBRARY)


def faults(text: str) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read(text)
    return [str(fault) for fault in caught.value.faults]


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_values_arrive_in_si_units() -> None:
    scenario = read(SCENARIO)
    group = scenario.sides["red"].raid[0]
    assert scenario.duration_s == 1200.0
    assert scenario.tick_s == 1.0
    assert group.interval_s == 20.0
    assert group.route is not None
    assert group.route[0].height is not None
    assert (group.route[0].height.height_m, group.route[0].height.reference) == (100.0, "agl")
    assert scenario.lines["duration",] == line_of(SCENARIO, "duration")


def test_a_figure_of_the_scenario_counts_as_set() -> None:
    unit = loads(SCENARIO, overrides=["sides.blue.units.first.reaction=12 s"], library=LIBRARY).sides["blue"].units[0]
    assert unit.reaction is not None
    assert (unit.reaction.value, unit.reaction.standing, unit.reaction.exact) == (12.0, "set", True)


def test_every_fault_is_reported_at_once_with_its_line() -> None:
    text = SCENARIO.replace("duration: 20 min", "duration: 20")
    text = text.replace("system: test/battery", "system: test/batery", 1)
    text = text.replace("count: 4", "count: -4").replace("target: field\n", "target: feild\n", 1)
    said = faults(text)
    assert [item.split(": ")[1] for item in said] == [
        "duration",
        "sides.blue.units[0].system",
        "sides.red.raid[0].count",
        "sides.red.raid[0].target",
    ]
    assert said[0].startswith(f"x.yaml:{line_of(text, 'duration')}: ")
    assert "bare number 20" in said[0]
    assert "Did you mean 'test/battery'? List: mantlet list" in said[1]
    assert said[1].startswith(f"x.yaml:{line_of(text, 'batery')}: ")
    assert "Did you mean 'field'?" in said[3]


def test_references_to_a_part_that_could_not_be_read_are_left_alone() -> None:
    text = SCENARIO.replace("kind: airfield", "kind: airport")
    assert len(faults(text)) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    raid:\n", "    raidd:\n"),
        ("    name: Defender\n", "    name: Defender\n    doctrine: {method: salvoo, salvo: 2}\n"),
        ("each: 2", "each: -2"),
        ("{lat: 31.0, lon: 75.0}", "{lat: 31.0, lon: east}"),
    ],
)
def test_what_follows_from_a_fault_is_not_told_as_another(old: str, new: str) -> None:
    """No raid, a contradiction of rules, a carrier of nothing, a waypoint too few: all of them the same mistake."""
    assert old in SCENARIO
    assert len(faults(SCENARIO.replace(old, new, 1))) == 1


def test_what_is_wrong_by_itself_is_still_told_beside_another_fault() -> None:
    text = SCENARIO.replace("magazine: 12", "magazine: -1").replace("release: 1", "release: 7")
    assert len(faults(text)) == 2


def test_what_a_part_refers_to_is_checked_though_the_part_cannot_be_read() -> None:
    text = SCENARIO.replace("test/battery\n        at: {lat: 30.0", "test/batery\n        at: {lat: north")
    text = text.replace("post: post", "post: pots").replace("kind: airfield", "kind: airport")
    text = text.replace("test-cruise\n        count: 4", "test-crise\n        count: no").replace(
        "target: field\n", "target: feild\n"
    )
    text = text.replace("lat: 31.0", "lat: 131")
    said = {item.split(": ")[1]: item for item in faults(text)}
    assert "Did you mean 'test/battery'?" in said["sides.blue.units[0].system"]
    assert "Did you mean 'post'?" in said["sides.blue.units[0].post"]
    assert "Did you mean 'test-cruise'?" in said["sides.red.raid[0].threat"]
    assert "Did you mean 'field'?" in said["sides.red.raid[0].target"]
    assert "There is none" not in said["sides.red.raid[0].target"]


def test_what_yaml_brings_in_does_not_hide_the_rest() -> None:
    text = SCENARIO.replace("duration: 20 min", "duration: &d 20 min").replace("count: 4", "count: *d")
    text = text.replace("magazine: 12", "magazine: 1e999\n        magazine: -3").replace("value: 10", "value: -10", 1)
    text = text.replace("system: test/battery", "system: test/batery", 1).replace(
        "kind: airfield", "kind: !!str depott"
    )
    assert [item.split(": ", 2)[1] for item in faults(text)] == [
        "duration",
        "sides.blue.units[0].system",
        "sides.blue.units[0].magazine",
        "sides.blue.units[0]",
        "sides.blue.assets[0].kind",
        "sides.blue.assets[0].value",
        "sides.red.raid[0].count",
    ]


@pytest.mark.parametrize(
    ("word", "instead"),
    [("kind: airfield", "kind: NO"), ("count: 4", "count: 010"), ("duration: 20 min", "duration: 12:30")],
)
def test_what_yaml_would_guess_is_refused_as_text(word: str, instead: str) -> None:
    said = faults(SCENARIO.replace(word, instead))
    assert len(said) == 1
    assert f"'{instead.split(': ')[1]}'" in said[0]


@pytest.mark.parametrize(
    "text",
    [
        SCENARIO.replace("name: Defender", r'name: "Def\e[31m"'),
        SCENARIO.replace("name: Field", r'name: "a\nb"'),
        SCENARIO.replace("sides:", 'summary: "\\a"\nsides:', 1),
        SCENARIO.replace("sides:", 'environment: {terrain: "a\\0.npz"}\nsides:', 1),
        SCENARIO.replace("date: 2020-06", r'date: "\0"'),
    ],
    ids=["side", "asset", "summary", "terrain", "date"],
)
def test_no_words_that_write_to_a_terminal(text: str) -> None:
    said = faults(text)
    assert len(said) == 1
    assert said[0].isprintable()


def test_a_misspelt_class_is_answered_once() -> None:
    (said,) = faults(SCENARIO.replace("magazine: 12", "kill_prob: {cruse: 0.5}"))
    assert said.endswith("'decoy' or 'all'. Did you mean 'cruise'?")


@pytest.mark.parametrize("value", ["nan", ".nan", "inf", "-.inf", "1e400"])
def test_no_number_that_is_none(value: str) -> None:
    assert len(faults(SCENARIO.replace("value: 10", f"value: {value}"))) == 1
    assert len(faults(SCENARIO.replace("duration: 20 min", f"duration: {value} s"))) == 1


def test_the_hash_sees_content_only() -> None:
    same = SCENARIO.replace("duration: 20 min", "# a remark\nduration: 1200 s")
    same = same.replace(
        "title: One battery against six\ndate: 2020-06\n", "date: 2020-06\n\ntitle: One battery against six\n"
    )
    same = same.replace("magazine: 12", "magazine: 12\n        present: true")
    assert same != SCENARIO
    assert read(same).sha256 == read(SCENARIO).sha256


def test_the_hash_sees_every_change() -> None:
    changes = [
        ("magazine: 12", "magazine: 13"),
        ("20 min", "21 min"),
        ("lat: 30.5", "lat: 30.6"),
        ("id: low", "id: lo"),
    ]
    hashes = {read(SCENARIO.replace(old, new)).sha256 for old, new in [("", ""), *changes]}
    assert len(hashes) == len(changes) + 1


def test_canonical_text_loads_to_the_same() -> None:
    first = read(SCENARIO)
    for text in (first.canonical(), first.to_yaml()):
        assert read(text).sha256 == first.sha256


def test_text_that_looks_like_something_else_survives() -> None:
    for title in ("1e5", "NO", "null", "12:30", "010", "- x", "true", "2020-06-15", "Ladākh: #1"):
        first = read(SCENARIO.replace("title: One battery against six", f'title: "{title}"'))
        assert read(first.to_yaml()).title == first.title == title


def test_a_name_that_is_neither_bundled_nor_a_file() -> None:
    with pytest.raises(InvalidInput, match=r"Did you mean 'ladakh-202[01]'\? List: mantlet list scenarios"):
        load("ladakh-202O", library=LIBRARY)
    with pytest.raises(InvalidInput, match="no bundled scenario"):
        load("x" * 5000, library=LIBRARY)


def test_a_file_is_read_and_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(SCENARIO.replace("sides:", "environment: {terrain: hills.npz}\nsides:"), encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"mine.yaml:7: environment.terrain: .*hills.npz: no such file"):
        load(path, library=LIBRARY)
    path.write_text(SCENARIO, encoding="utf-8")
    assert load(str(path), library=LIBRARY).source == str(path)


def test_the_terrain_path_starts_at_the_file(tmp_path: Path) -> None:
    import numpy as np

    np.savez(tmp_path / "flat.npz", z=np.full((240, 240), 200), lat_top=32.0, lon_left=74.0, step_arcsec=30)
    path = tmp_path / "mine.yaml"
    path.write_text(SCENARIO.replace("sides:", "environment: {terrain: flat.npz}\nsides:"), encoding="utf-8")
    assert load(path, library=LIBRARY).terrain_path == tmp_path / "flat.npz"


def test_bundled_names() -> None:
    assert {"ladakh-2020", "ladakh-2021", "strike-2020", "saturation", "cs-1", "cs-2", "cs-3"} <= bundled().keys()
