"""The library as a whole: bundled files, the user's laid over them, one hash for one content, every fault at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

import worlds
from mantlet.base.errors import InvalidInput
from mantlet.library.catalog import Catalog, catalog, check_file, restored
from mantlet.library.flyers import Flyer
from mantlet.library.models import FireUnit, Formation, Missile, Post, Sensor, System

BATTERY = """
kind: system
id: home-made
name: Home made
summary: One battery in one file.
missiles:
  dart:
    name: Dart
    max_range: {low: 10 km, high: 12 km, source: LEAFLET, date: 2024, confidence: brochure, verification: read}
    min_range: {value: 1 km, assumed: a guess}
    max_height: {value: 6 km, assumed: a guess}
    min_height: {value: 20 m, assumed: a guess}
    max_target_speed: {value: 600 m/s, assumed: a guess}
    mean_speed: {value: 500 m/s, assumed: a guess}
    kill_prob: {uav: {low: 0.4, high: 0.8, assumed: a guess}}
fire_units:
  battery:
    name: Home-made battery
    engagement_sensor: snr-125
    launchers: {value: 2, assumed: a guess}
    rounds_per_launcher: {value: 4, assumed: a guess}
    load: [{missile: dart, share: 1}]
    load_basis: "definition: one missile type"
    reload_rounds: {value: 0, assumed: a guess}
    target_channels: {value: 1, assumed: a guess}
    missile_channels: {value: 2, assumed: a guess}
    reaction: {value: 8 s, assumed: a guess}
    launch_interval: {value: 2 s, assumed: a guess}
    reload_time: {value: 10 min, assumed: a guess}
    assess_delay: {value: 4 s, assumed: a guess}
    miss_called_kill_prob: {value: 0.05, assumed: a guess}
    kill_called_miss_prob: {value: 0.05, assumed: a guess}
sources:
  LEAFLET: {title: A leaflet, date: 2024, confidence: brochure, verification: read}
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def written(text: str, name: str = "mine.yaml") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return written


def faults(*folders: Path) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        catalog(*folders)
    return [str(fault).removeprefix(f"{folders[0]}/") for fault in caught.value.faults]


def test_what_the_bundled_library_holds() -> None:
    found = catalog()
    assert set(found.systems) >= {
        "s-400",
        "mrsam",
        "akash",
        "spyder",
        "pechora",
        "patriot",
        "nasams",
        "textbook-battery",
    }
    assert {flyer.object_class for flyer in found.flyers.values()} == {
        "fighter",
        "bomber",
        "cruise",
        "srbm",
        "quasi_ballistic",
        "uav",
        "decoy",
    }
    assert set(found.systems["s-400"].missiles) == {"40N6E", "48N6E3", "48N6E2", "9M96E2", "9M96E"}
    assert set(found.systems["s-400"].sensors) == {"91N6E", "96L6E", "92N6E"}


@pytest.mark.parametrize(
    ("ref", "kind"),
    [
        ("s-400", System),
        ("s-400/battalion", FireUnit),
        ("s-400/regiment", Formation),
        ("s-400/55K6E", Post),
        ("55K6E", Post),
        ("91N6E", Sensor),
        ("s-400/91N6E", Sensor),
        ("48N6E3", Missile),
        ("su-30mki", Flyer),
        ("cj-10", Flyer),
    ],
)
def test_references(ref: str, kind: type) -> None:
    assert isinstance(catalog().item(ref), kind)
    assert catalog().find(ref) is catalog().item(ref)


def test_an_unknown_name_brings_the_nearest() -> None:
    with pytest.raises(InvalidInput, match=r"s-40O: .*Did you mean 's-400'\? List: mantlet list"):
        catalog().item("s-40O")
    assert catalog().find("nothing like it") is None


def test_one_file_adds_a_battery(write: Callable[..., Path]) -> None:
    folder = write(BATTERY)
    found = catalog(folder)
    assert found.item("home-made/battery").name == "Home-made battery"
    assert found.sources["LEAFLET"].date == "2024"
    assert set(catalog().systems) == set(found.systems) - {"home-made"}
    checked = check_file(folder / "mine.yaml")
    assert isinstance(checked, System)
    assert checked.id == "home-made"


def test_the_same_id_replaces_and_the_last_folder_wins(tmp_path: Path) -> None:
    for name, summary in (("one", "first"), ("two", "second")):
        (tmp_path / name).mkdir()
        text = BATTERY.replace("One battery in one file.", summary)
        (tmp_path / name / "a.yml").write_text(text, encoding="utf-8")
    assert catalog(tmp_path / "one", tmp_path / "two").systems["home-made"].summary == "second"
    assert catalog(tmp_path / "two", tmp_path / "one").systems["home-made"].summary == "first"


def test_the_hash_follows_content_and_not_layout(tmp_path: Path) -> None:
    def hashed(name: str, *texts: str) -> str:
        (tmp_path / name).mkdir()
        for index, text in enumerate(texts):
            (tmp_path / name / f"{index}.yaml").write_text(text, encoding="utf-8")
        return catalog(tmp_path / name).sha256

    other = BATTERY.replace("home-made", "other").replace("dart", "arrow")
    same = {
        hashed("ab", BATTERY, other),
        hashed("ba", other, BATTERY),
        hashed("layout", "# words\n" + BATTERY.replace("{value: 1 km, ", "{value: 1000 m, "), other),
    }
    assert len(same) == 1
    assert catalog().sha256 not in same
    assert hashed("changed", BATTERY.replace("1 km", "1.5 km"), other) not in same
    assert (
        hashed("provenance", BATTERY.replace("{value: 1 km, assumed: a guess}", "{value: 1 km, assumed: told}"), other)
        not in same
    )


def test_a_saved_library_is_restored_from_its_texts(write: Callable[..., Path]) -> None:
    found = catalog(write(BATTERY))
    again = restored(found.texts)
    assert isinstance(again, Catalog)
    assert again.sha256 == found.sha256
    assert not any(str(Path.home()) in name for name in found.texts)


def test_every_fault_of_a_file_is_told_at_its_line(write: Callable[..., Path]) -> None:
    text = (
        BATTERY.replace("{low: 10 km, high: 12 km, source", "{low: 14 km, high: 12 km, source")
        .replace("min_range: {value: 1 km, assumed: a guess}", "min_range: 1 km")
        .replace("share: 1}", "share: 0.5}")
        .replace("{value: 600 m/s,", "{value: 600,")
        .replace("reaction:", "raection:")
        .replace("uav:", "drone:")
    )
    found = faults(write(text))
    assert [fault.partition(": ")[0] for fault in found] == [
        f"mine.yaml:{line}" for line in (9, 10, 13, 15, 17, 22, 27)
    ]
    told = "\n".join(found)
    for word in (
        "out of order",
        "with its provenance",
        "bare number",
        "sum to 0.5",
        "Did you mean 'reaction'?",
        "'reaction' is missing",
    ):
        assert word in told


def test_references_and_sources_are_checked_over_the_whole_library(write: Callable[..., Path]) -> None:
    text = (
        BATTERY.replace("engagement_sensor: snr-125", "engagement_sensor: snr-126")
        .replace("missile: dart", "missile: drat")
        .replace("source: LEAFLET", "source: LEAFLETT")
    )
    told = "\n".join(faults(write(text)))
    assert "no sensor 'snr-126'. Did you mean 'snr-125'?" in told
    assert "no missile 'drat'. Did you mean 'dart'?" in told
    assert "no source 'LEAFLETT'. Did you mean 'LEAFLET'?" in told


def test_a_name_taken_by_another_system_is_refused(write: Callable[..., Path]) -> None:
    (fault,) = faults(write(BATTERY.replace("dart", "48N6E3")))
    assert (
        fault == "mine.yaml:7: missiles.48N6E3: the name '48N6E3' is already taken by missile of s-400; choose another"
    )


def test_faults_of_several_files_come_together(write: Callable[..., Path]) -> None:
    write("kind: sytem\nid: x", "a.yaml")
    write("id: x", "b.yaml")
    write("- 1", "c.yaml")
    write("kind: threat\nid: bad id", "d.yaml")
    found = faults(write("a: &b 1", "e.yaml"))
    assert {fault.partition(":")[0] for fault in found} == {"a.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml"}
    assert any("Did you mean 'system'?" in fault for fault in found)


def test_a_scenario_beside_library_files_is_passed_over(write: Callable[..., Path]) -> None:
    folder = write(BATTERY)
    before = catalog(folder)
    (folder / "raid.yaml").write_text("schema: mantlet.scenario/1\nid: raid\n", encoding="utf-8")
    assert catalog(folder).sha256 == before.sha256
    (folder / "raid.yaml").write_text("schema: something/1\nid: raid\n", encoding="utf-8")
    assert "got no kind" in faults(folder)[0]


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="is no folder"):
        catalog(tmp_path / "absent")


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("max_range: {low: 10 km", "max_range: {low: 0.5 km", "min_range must stay below"),
        ("max_height: {value: 6 km", "max_height: {value: 10 m", "min_height must stay below"),
        (
            "mean_speed: {value: 500 m/s",
            "max_speed: {value: 400 m/s, assumed: x}\n    mean_speed: {value: 500 m/s",
            "cannot pass",
        ),
        ("kill_prob: {uav: {low: 0.4, high: 0.8, assumed: a guess}}", "kill_prob: {}", "no target class"),
        ("[{missile: dart, share: 1}]", "[{missile: dart, share: 0.5}, {missile: dart, share: 0.5}]", "twice"),
        ("launchers: {value: 2,", "launchers: {value: 2.5,", "whole number"),
        ("launchers: {value: 2,", "launchers: {value: -2,", "at least 1"),
    ],
)
def test_impossible_systems_are_refused(write: Callable[..., Path], old: str, new: str, word: str) -> None:
    assert old in BATTERY
    assert any(word in fault for fault in faults(write(BATTERY.replace(old, new))))


def test_what_yaml_brings_in_does_not_hide_the_rest_of_a_library_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("kind: system\nid: &i mine\nname: *i\nsumary: x\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        check_file(file)
    assert [fault.line for fault in caught.value.faults] == [1, 2, 3, 4]


def test_one_folder_says_each_thing_once_and_another_replaces_it(tmp_path: Path) -> None:
    for name in ("a/one.yaml", "a/two.yaml", "b/one.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(BATTERY, encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"two\.yaml:3: id: the id 'home-made' is already that of .*one\.yaml"):
        catalog(tmp_path / "a")
    (tmp_path / "a/two.yaml").unlink()
    assert "home-made" in catalog(tmp_path / "a", tmp_path / "b").systems


def test_a_folder_without_library_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InvalidInput, match="holds no library file"):
        catalog(tmp_path)


@pytest.mark.parametrize("name", ["d" * 1_000_000, r'"x\e[31m"'], ids=["long", "control"])
def test_a_hostile_reference_is_answered_briefly(tmp_path: Path, name: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(BATTERY.replace("engagement_sensor: snr-125", f"engagement_sensor: {name}"), encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        check_file(file)
    (fault,) = caught.value.faults
    assert fault.message.isprintable()
    assert len(fault.message) < 200


@pytest.mark.parametrize(
    "change",
    [
        {"detection_prob": 0.01, "false_alarm_prob": 0.05},
        {"kind": "cumulative", "scans": 1000, "detection_prob": 0.01, "false_alarm_prob": 1e-3},
    ],
)
def test_a_claim_that_false_alarms_would_meet_is_refused(change: dict[str, float]) -> None:
    with pytest.raises(InvalidInput, match="above false_alarm_prob"):
        worlds.library(sensor={"certain": False, "claim": worlds.CLAIM | change})
