"""What a draw's figures become: ticks, rounds on launchers, links, kill probabilities, detection tables."""

from typing import Any, get_args

import numpy as np
import pytest
from pydantic import BaseModel

import worlds
from mantlet.base.errors import InvalidInput
from mantlet.codes import CHOICES, CLASSES, CONTROLS, RANKINGS
from mantlet.compile import geometry, world
from mantlet.compile.ticks import ticks
from mantlet.engine.echo import detection_prob, echo_db
from mantlet.engine.tables import world_memory
from mantlet.library.catalog import catalog
from mantlet.library.models import numbers
from mantlet.library.parts import ObjectClass
from mantlet.library.sampling import Coupling, Draw
from mantlet.physics import detection
from mantlet.physics.kernels import normal_cdf
from mantlet.physics.propagation import horizon_m, path_gas_db
from mantlet.physics.radar import RangeClaim, claim_snr_ratio
from mantlet.scenario.doctrine import Doctrine
from mantlet.scenario.load import load, loads
from mantlet.world import World

THREE = [{"missile": name, "share": share} for name, share in (("round", 0.5), ("far", 0.25), ("near", 0.25))]
MORE = {"missiles": {"far": {"max_range": "200 km"}, "near": {"max_range": "50 km"}}}


def test_words_of_the_files_are_the_codes_of_the_engine() -> None:
    """In the same order: a code is the place in its list."""
    assert get_args(ObjectClass) == CLASSES
    for field, codes in (("weapons_control", CONTROLS), ("missile_choice", CHOICES), ("ranking", RANKINGS)):
        assert get_args(Doctrine.model_fields[field].annotation) == codes


@pytest.mark.parametrize(("seconds", "tick_s", "expected"), [(0.4, 1, 0), (0.5, 1, 1), (2.4, 1, 2), (0.7, 0.1, 7)])
def test_whole_ticks(seconds: float, tick_s: float, expected: int) -> None:
    assert ticks(seconds, tick_s) == expected


@pytest.mark.parametrize(("tick", "ticks_in_all", "ready_tick"), [("0.1 s", 603, 21), ("0.7 s", 86, 3), ("1 s", 60, 3)])
def test_the_end_is_the_last_whole_tick_and_ready_the_first(tick: str, ticks_in_all: int, ready_tick: int) -> None:
    """60.3 s over 0.1 s is a little less than 603 in binary fractions, 2.1 s over 0.7 s a little more than 3."""
    made = worlds.built(worlds.scenario(units=[{"ready_after": "2.1 s"}], duration="60.3 s", tick=tick))
    assert made.arrays.rules[0]["end_tick"] == ticks_in_all
    assert made.force.unit_ready_tick[0] == ready_tick


def test_like_ways_take_like_times() -> None:
    """40 km at 1 km/s are 40 ticks from every side, though a geodesic comes out nanometres long or short."""
    way = {"bearing": "0 deg", "spread": "350 deg", "range": "40 km"}
    objects = worlds.built(worlds.scenario([{"count": 50, "approach": way}])).arrays.objects
    assert set((objects["end_tick"] - objects["start_tick"]).tolist()) == {40}


def test_one_number_for_all_classes_is_drawn_once() -> None:
    """And a class with a number of its own by itself."""
    changes = ["sides.blue.units.0.kill_prob={all: {low: 0.5, high: 0.9}, uav: {low: 0.1, high: 0.2}}"]
    laid = geometry(load("cs-1", overrides=changes), catalog())
    own = {path for path in laid.inputs if path.startswith("unit.site.kill_prob")}
    assert own == {"unit.site.kill_prob", "unit.site.kill_prob.uav"}
    for coupling in ("comonotone", "independent"):
        probits = dict(zip(CLASSES, world(laid, Draw(3, 5, coupling)).arrays.missiles["kill_probit"][0], strict=True))
        uav = probits.pop("uav")
        assert len(set(probits.values())) == 1
        assert 0.1 < normal_cdf(uav) < 0.2


@pytest.mark.parametrize(
    ("launchers", "magazine", "expected"),
    [
        (8, None, {"round": (4 * [2], 3), "far": (2 * [2], 2), "near": (2 * [2], 1)}),
        (4, 8, {"round": ([2, 2], 0), "far": ([2], 0), "near": ([2], 0)}),
        (4, 5, {"round": ([2, 1], 0), "far": ([1], 0), "near": ([1], 0)}),
        (4, 12, {"round": ([2, 2], 2), "far": ([2], 1), "near": ([2], 1)}),
        # What has no launcher has no rounds: nobody could fire them.
        (1, 6, {"round": ([2], 4), "far": ([], 0), "near": ([], 0)}),
        (2, None, {"round": ([2], 3), "far": ([2], 3), "near": ([], 0)}),
    ],
)
def test_rounds(launchers: int, magazine: int | None, expected: dict[str, tuple[list[int], int]]) -> None:
    """Six rounds of reserve, two to a launcher; ties of the shares go to the first listed."""
    known = worlds.library(unit={"load": THREE, "rounds_per_launcher": 2, "reload_rounds": 6}, more=MORE)
    unit: dict[str, Any] = {"launchers": launchers} | ({} if magazine is None else {"magazine": magazine})
    assert rounds_of(worlds.built(worlds.scenario(units=[unit]), known)) == expected


@pytest.mark.parametrize(
    ("magazine", "expected"),
    [
        (None, {"round": ([4, 4], 2), "far": ([4], 1), "near": ([16], 4)}),
        (14, {"round": ([4, 0], 0), "far": ([2], 0), "near": ([8], 0)}),
    ],
)
def test_small_rounds_packed_by_four(magazine: int | None, expected: dict[str, tuple[list[int], int]]) -> None:
    """What a load says of its own launchers goes before the unit's number; other rounds follow what launchers hold."""
    packed = [*THREE[:2], THREE[2] | {"rounds_per_launcher": {"value": 16, "definition": "by construction"}}]
    known = worlds.library(unit={"load": packed, "rounds_per_launcher": 4, "reload_rounds": 7}, more=MORE)
    unit: dict[str, Any] = {"launchers": 4} | ({} if magazine is None else {"magazine": magazine})
    laid = geometry(loads(worlds.scenario(units=[unit]), library=known), known)
    assert {path for path in laid.inputs if path.endswith("rounds_per_launcher")} == {
        "test/battery.rounds_per_launcher",
        "test/battery.load.near.rounds_per_launcher",
    }
    assert rounds_of(world(laid, Draw(0, 0, "central"))) == expected


def rounds_of(made: World) -> dict[str, tuple[list[int], int]]:
    """(rounds on each launcher, rounds behind them) by missile."""
    found: dict[str, tuple[list[int], int]] = {}
    for slot, record in enumerate(made.arrays.slots):
        on_rails = made.force.launcher_rounds[made.arrays.launchers["slot"] == slot]
        found[made.names.missile_ids[record["missile"]]] = (on_rails.tolist(), int(made.force.slot_stock[slot]))
    return found


def test_kill_prob_of_the_scenario() -> None:
    """One unit's own probability is its own missile type; another unit keeps the library's."""
    units = [{"id": "a", "kill_prob": {"cruise": 0.25}}, {"id": "b"}]
    made = worlds.built(worlds.scenario(units=units), worlds.library(missile={"kill_prob": {"cruise": 0.7, "uav": 0}}))
    assert made.names.missile_ids == ("round", "round@a")
    probits = made.arrays.missiles["kill_probit"]
    assert [normal_cdf(p) for p in probits[:, CLASSES.index("cruise")]] == pytest.approx([0.7, 0.25])
    assert np.all(probits[:, CLASSES.index("uav")] == -np.inf)  # fired at, in vain
    assert np.all(np.isnan(probits[:, CLASSES.index("fighter")]))  # not fired at


def test_draws_stay_inside_their_bounds_and_are_written_down() -> None:
    known = worlds.library()
    text = worlds.scenario(
        [{"speed": {"low": "500 m/s", "high": "900 m/s"}}], [{"reaction": {"low": "2 s", "high": "9 s"}}]
    )
    laid = geometry(loads(text, library=known), known)
    central = world(laid, Draw(0, 0, "central"))
    assert set(central.inputs) == set(laid.drawn)
    speeds: list[float] = []
    for index in range(30):
        made = world(laid, Draw(3, index, "independent"))
        assert set(made.inputs) == set(laid.drawn)
        assert made.arrays.units[0]["reaction_ticks"] == ticks(made.inputs["unit.unit.reaction"], 1.0)
        speed = made.inputs["group.raid.speed"]
        flown_mps = made.arrays.knots["speed_mps"] * made.arrays.objects[0]["pace_ratio"]
        assert np.allclose(flown_mps, speed, rtol=1e-3)
        assert made.arrays.objects[0]["end_tick"] == np.ceil(40_000 / speed - 1e-9)
        speeds.append(speed)
    assert min(speeds) < 550 and max(speeds) > 850 and min(speeds) >= 500 and max(speeds) <= 900


def test_the_reserve_follows_the_launchers_of_the_draw() -> None:
    """No report gives a battalion of four launchers the reserve of eight."""
    changes = ["sides.blue.units.0.system=s-400/battalion", "sides.blue.units.0.magazine=null"]
    laid = geometry(load("cs-1", overrides=changes), catalog())
    seen: set[tuple[float, float]] = set()
    for index in range(40):
        made = world(laid, Draw(3, index, "independent"))
        launchers = made.inputs["s-400/battalion.launchers"]
        per_launcher = made.inputs["s-400/battalion.reload_rounds_per_launcher"]
        assert made.force.slot_stock.sum() == launchers * per_launcher
        seen.add((launchers, per_launcher))
    assert seen == {(launchers, each) for launchers in (4.0, 8.0) for each in (3.0, 4.0, 12.0)}


@pytest.mark.parametrize("coupling", ["comonotone", "independent"])
def test_no_draw_ends_the_display_short_of_the_claim(coupling: Coupling) -> None:
    laid = geometry(load("cs-1", overrides=["sides.blue.units.0.system=s-400/battalion"]), catalog())
    for index in range(30):
        made = world(laid, Draw(3, index, coupling))
        for name, sensor in zip(made.names.sensor_ids, made.arrays.sensors, strict=True):
            ref = name.rpartition("/")[2]
            cap_m, claim_m = (made.inputs[f"{ref}.{figure}"] for figure in ("instrumented_range", "claim.range"))
            assert sensor["max_range_m"] == max(cap_m, claim_m)
            assert coupling == "independent" or cap_m >= claim_m


def test_every_number_in_use_goes_in() -> None:
    """All that the library says of what stands and flies is an input: drawn, or fixed and marked so."""
    known = worlds.library(
        sensor={"certain": False, "claim": worlds.CLAIM},
        missile={"kill_prob": {"cruise": 0.7, "srbm": 0.5}, "ballistic_range": "60 km", "mean_speed": "1 km/s"},
        more={"flyers": {"arc": {"object_class": "srbm", "apogee": "40 km"}}},
    )
    raid = [{"id": "low"}, {"id": "high", "threat": "arc", "launch": {"at": {"lat": 31.0, "lon": 75.0}}}]
    laid = geometry(loads(worlds.scenario(raid), library=known), known)
    records: dict[str, BaseModel] = {**known.sensors, **known.missiles, **known.flyers}
    records |= {f"test/{name}": unit for name, unit in known.systems["test"].fire_units.items()}
    listed = {
        f"{ref}.{'.'.join(map(str, place))}": n for ref, record in records.items() for place, n in numbers(record)
    }
    own = {"luck.raid", "luck.unit"}
    # An arc keeps its own times, and its height is its apogee's.
    assert laid.inputs.keys() - own == listed.keys() - {"arc.speed", "arc.height"}
    assert all(laid.inputs[path] == listed[path] for path in laid.inputs.keys() - own)
    assert laid.fixed.keys() == {"eye.antenna_height", "eye.frequency", "threat.height", "arc.apogee"}
    assert not laid.fixed.keys() & laid.drawn.keys()


def test_what_the_scenario_sets_is_no_number_of_the_library() -> None:
    approach = {"bearing": "0 deg", "range": "40 km", "height": "2 km msl"}
    sensors = [{"id": "mast", "sensor": "tower", "at": worlds.SITE, "antenna_height": "30 m"}]
    known = worlds.library(more={"sensors": {"tower": {"role": "acquisition"}}})
    text = worlds.scenario([{"approach": approach}], blue={"sensors": sensors})
    assert geometry(loads(text, library=known), known).fixed.keys() == {"eye.antenna_height"}


@pytest.mark.parametrize("swerling", range(5))
def test_detection_table(swerling: int) -> None:
    """The engine's lookups of signal and gas against the formulas, out to the horizon."""
    for frequency, allowed in (("50 MHz", 3e-4), ("10 GHz", 0.01)):
        claim = worlds.CLAIM | {"pulses": 10, "detection_prob": 0.8}
        known = worlds.library(
            sensor={"certain": False, "claim": claim, "frequency": frequency}, flyer={"swerling": swerling}
        )
        made = worlds.built(worlds.scenario(), known)
        memory, row = world_memory(made.arrays), made.arrays.detection_row[0, made.arrays.objects["swerling"][0]]
        hertz = known.sensors["eye"].frequency.central
        stated = RangeClaim(100e3, 1.0, 0.8, 1e-6, 10, 1)
        for range_m in np.linspace(20e3, 250e3, 40):
            for height_m in (50.0, 300.0, 2700.0, 9000.0):
                if range_m > horizon_m(10.0, height_m):
                    continue
                gas_db = 2 * path_gas_db(hertz, 10.0, 10e3, 100e3) - 2 * path_gas_db(hertz, 10.0, height_m, range_m)
                snr = claim_snr_ratio(stated, float(range_m), 1.0) * 10 ** ((gas_db + 2.5) / 10)
                expected = detection.detection_prob(snr, 1e-6, 10, swerling)
                snr_db = echo_db(memory.handle, 0, 0, float(range_m), height_m) + 2.5
                got = detection_prob(memory.handle, row, snr_db)
                assert got == pytest.approx(expected, abs=allowed)


def test_frequencies_that_the_gas_formula_knows_are_all_the_library_takes() -> None:
    with pytest.raises(InvalidInput, match="frequency"):
        worlds.library(sensor={"frequency": "29 MHz"})
    assert worlds.built(worlds.scenario(), worlds.library(sensor={"frequency": "30 MHz"})).arrays.gas_db.max() < 0.1
