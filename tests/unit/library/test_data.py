"""The bundled figures: each reads back as written, the citing rule holds over all of them, and they make sense."""

import re
from collections.abc import Iterable
from typing import Any

import pytest

from mantlet.base.marked import read
from mantlet.base.sourced import BOUNDS, Sourced
from mantlet.base.units import UNITS, parse
from mantlet.codes import CLASSES
from mantlet.library.catalog import BUNDLED, catalog
from mantlet.library.flyers import Flyer
from mantlet.library.models import FireUnit, System, numbers
from mantlet.library.parts import Fact

LIBRARY = catalog()
ITEMS: list[System | Flyer] = [*LIBRARY.systems.values(), *LIBRARY.flyers.values()]
RAW: dict[str, Any] = {name.removeprefix("items/"): read(text, name).data for name, text in LIBRARY.texts.items()}
ALL = [(f"{item.id}:{place}", number) for item in ITEMS for place, number in numbers(item)]
CLAIMS = [(name, claim) for name, number in ALL for claim in number.alternatives or (number,)]


def raw_at(item: System | Flyer, place: tuple[str | int, ...]) -> Any:
    found = RAW[item.id]
    for step in place:
        found = found if step == "number" and "dimension" in found else found[step]
    return found


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_number_reads_back_as_written(item: System | Flyer) -> None:
    seen = 0
    for place, number in numbers(item):
        raw = raw_at(item, place)
        pairs = zip(number.alternatives or (number,), raw.get("alternatives", [raw]), strict=True)
        for claim, written in pairs:
            for bound in BOUNDS:
                figure = getattr(claim, bound)
                assert (figure is None) == (bound not in written)
                if figure is not None:
                    assert figure == parse(written[bound], number.dimension)
                    seen += 1
            for name in ("source", "assumed", "definition", "verification", "confidence"):
                assert getattr(claim, name) == written.get(name)
    assert seen >= len(numbers(item))


def test_no_number_of_a_file_is_lost() -> None:
    def written(part: Any) -> int:
        inside: Iterable[Any] = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        return bool(isinstance(part, dict) and {"value", "low"} & part.keys()) + sum(map(written, inside))

    assert sum(written(RAW[item.id]) for item in ITEMS) == len(CLAIMS)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_the_citing_rule_holds(item: System | Flyer) -> None:
    for _, whole in numbers(item):
        for number in whole.alternatives or (whole,):
            assert (number.source is not None) + (number.assumed is not None) + (number.definition is not None) == 1
            if number.verification in ("read", "seed", "computed"):
                assert number.standing == "cited"
            elif number.verification == "read_partial":
                assert number.standing in ("cited", "part cited")
                assert number.cited
            else:
                assert number.standing in ("recalled", "unverified", "assumed", "definition")
                assert not number.cited


def test_no_figure_is_better_checked_than_its_publication() -> None:
    for name, number in CLAIMS:
        if number.source is not None:
            source = LIBRARY.sources[number.source]
            assert number.date
            if number.verification in ("read", "read_partial", "seed"):
                assert source.verification in ("read", "seed"), name
            elif number.verification in ("unverified", "recalled"):
                assert number.verification == source.verification, name


def test_sources_are_all_used() -> None:
    """By a figure of the library, or named in the data of another layer."""
    used = {number.source for _, number in CLAIMS if number.source}
    assert used <= set(LIBRARY.sources)
    files = [path for path in BUNDLED.rglob("*.yaml") if path.name != "sources.yaml"]
    named = {word for path in files for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}
    assert set(LIBRARY.sources) - used <= named


def test_all_standings_and_dimensions_occur() -> None:
    assert {number.standing for _, number in ALL} == {
        "cited",
        "part cited",
        "recalled",
        "assumed",
        "unverified",
        "definition",
    }
    assert {number.dimension for _, number in ALL} <= set(UNITS)


def fact(item: System | Flyer, start: str) -> Sourced:
    (found,) = (fact.number for fact in item.facts if fact.label.startswith(start))
    return found


def test_the_rounds_of_a_regiment_add_up() -> None:
    s400 = LIBRARY.systems["s-400"]
    battalion = s400.fire_units["battalion"]
    battalions = s400.formations["regiment"].fire_units["battalion"].central
    ready = battalions * battalion.launchers.central * battalion.rounds_per_launcher.central
    assert ready == fact(s400, "Ready missiles of a regiment").central == 2 * 8 * 4 == 64
    delivered = fact(s400, "Missiles delivered per Indian regiment")
    assert delivered.values == (112, 128, 256)
    assert [figure / ready for figure in delivered.values] == [1.75, 2.0, 4.0]
    behind = battalion.reload_rounds_per_launcher
    assert behind is not None and behind.standing == "assumed"  # our arithmetic on reports that contradict each other
    launchers = battalions * battalion.launchers.central
    assert {(figure - ready) / launchers for figure in delivered.values} == set(behind.values)


def test_conflicting_claims_are_never_averaged() -> None:
    launchers = LIBRARY.systems["s-400"].fire_units["battalion"].launchers
    drawn = {launchers.quantile((index + 0.5) / 1000) for index in range(1000)}
    assert drawn == {4.0, 8.0}


def test_channels_follow_from_the_published_totals() -> None:
    battalion = LIBRARY.systems["s-400"].fire_units["battalion"]
    assert battalion.target_channels.values == (36 / 6, 80 / 8)
    assert battalion.missile_channels.values == (72 / 6, 160 / 8)


def test_fractions_of_a_fleet() -> None:
    su30 = LIBRARY.flyers["su-30mki"]
    assert fact(su30, "Serviceable, October 2014").central == pytest.approx(106 / 193, abs=0.005)


@pytest.mark.parametrize(
    ("flyer", "start", "destroyed", "launched"),
    [
        ("cj-10", "Share of subsonic cruise missiles reported destroyed in Ukraine, 2024", 1113, 1407),
        ("cj-10", "Share of subsonic cruise missiles reported destroyed in Ukraine, 2025", 906, 1182),
        ("df-15", "Share of short-range ballistic missiles reported destroyed in Ukraine, 2024", 40, 295),
        ("df-15", "Share of short-range ballistic missiles reported destroyed in Ukraine, 2025", 111, 474),
        ("iskander-class", "Share of Kinzhal", 26, 97),
        ("shahed-136", "Share of one-way drones reported destroyed in Ukraine, 2024", 7489, 10970),
        ("shahed-136", "Share of one-way drones reported destroyed in Ukraine, 2025", 36903, 54702),
        ("supersonic-standoff-weapon", "Share of supersonic missiles", 7, 127),
    ],
)
def test_shares_are_wilson_intervals_of_their_counts(flyer: str, start: str, destroyed: int, launched: int) -> None:
    number = fact(LIBRARY.flyers[flyer], start)
    z, share = 1.959964, destroyed / launched
    middle = (share + z**2 / (2 * launched)) / (1 + z**2 / launched)
    half = z / (1 + z**2 / launched) * (share * (1 - share) / launched + z**2 / (4 * launched**2)) ** 0.5
    assert (number.low, number.best, number.high) == pytest.approx((middle - half, share, middle + half), abs=6e-4)


def test_flat_earth_kinematics_of_the_ballistic_missile() -> None:
    df15 = LIBRARY.flyers["df-15"]
    for range_m, speed, apogee in ((600e3, df15.speed.best, 150e3), (900e3, df15.speed.high, 225e3)):
        assert speed == pytest.approx((9.81 * range_m) ** 0.5, rel=0.03)
        assert df15.apogee is not None
        assert apogee in df15.apogee.values


def test_missiles_are_physically_sane() -> None:
    for missile in LIBRARY.missiles.values():
        assert missile.mean_speed.values[-1] < 1600
        assert missile.min_range.values[-1] < missile.max_range.values[0]
        if missile.max_speed is not None:
            assert missile.mean_speed.central <= 0.75 * missile.max_speed.central
        if missile.ballistic_range is not None:
            assert missile.ballistic_range.central <= missile.max_range.central
        assert set(missile.kill_prob) <= set(CLASSES)


def test_no_instrumented_range_is_below_the_detection_claim() -> None:
    for sensor in LIBRARY.sensors.values():
        if sensor.claim is not None:
            assert sensor.claim.range.central <= sensor.instrumented_range.central


def test_a_greatest_range_is_no_cited_claim() -> None:
    """A claim that reaches to the end of the display is our reading, and says so."""
    for name, sensor in LIBRARY.sensors.items():
        if sensor.claim is not None and sensor.claim.range.values[-1] >= sensor.instrumented_range.values[-1]:
            assert sensor.claim.range.standing == "assumed", name


def test_shares_of_launchers_are_whole_for_every_claim() -> None:
    for system in LIBRARY.systems.values():
        for unit in system.fire_units.values():
            for launchers in unit.launchers.values:
                assert all((part.share * launchers).is_integer() for part in unit.load)


def test_decoys_do_no_damage_and_everything_else_can() -> None:
    for flyer in LIBRARY.flyers.values():
        harmless = all(number.values == (0.0,) for number in flyer.damage_prob.values())
        assert harmless == (flyer.object_class == "decoy")


def test_textbook_items_are_definitions_throughout() -> None:
    for name in ("textbook-battery", "textbook-radar-battery", "textbook-threat", "textbook-fighter"):
        for _, number in numbers(LIBRARY.items[name]):
            assert number.standing == "definition"
            assert number.exact
    unit = LIBRARY.items["textbook-battery/battery"]
    assert isinstance(unit, FireUnit)
    assert set(LIBRARY.missiles["textbook-round"].kill_prob) == set(CLASSES)
    assert {number.central for number in LIBRARY.missiles["textbook-round"].kill_prob.values()} == {0.7}


def test_a_fact_needs_a_known_dimension() -> None:
    with pytest.raises(ValueError, match="got dimension 'colour'"):
        Fact.model_validate({"label": "x", "dimension": "colour", "value": 1, "assumed": "x"})
