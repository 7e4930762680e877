"""Skip sampling beside scan-by-scan draws and beside exact chances: other times, spread in the same way."""

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

import worlds
from mantlet.codes import EVENTS
from mantlet.engine.blank import blank
from mantlet.engine.echo import kept_value
from mantlet.engine.fights import BATTLE, LEAPING, empty_outcomes, fight, fight_logged
from mantlet.engine.memory import Memory
from mantlet.engine.tables import world_memory
from mantlet.world import Records, World
from property.battles import FEW, Battle, all_battles
from property.wide import wide

Floats = NDArray[np.float64]
EMISSION = ("radar_silent", "radar_emits")
Loss = tuple[int, int, int]  # misses in a row that lose a track; hits among so many scans that confirm one

# Networks by which units launch on the tracks of others: then radars are asked from the first scan on.
NETWORK = {"posts": [{"id": "post", "link_delay": "1 s", "at": worlds.SITE}]}


BLINKING = {"mode": "blink", "on": "26 s", "off": "7 s"}
STRIKE = {"id": "strike", "threat": "strike", "approach": {"bearing": "90 deg", "range": "40 km"}}
FATAL = {"speed": "500 m/s", "damage_prob": {"radar": 1}}
OUT_S = 20  # that a radar is out of action after it was hit


def marginal(
    loss: Loss,
    seen_km: float,
    network: bool,
    count: int = 40,
    control: str = "free",
    *,
    blinks: bool = False,
    hit: bool = False,
) -> World:
    """Objects that a slow radar sees now and then: its chance rises from nothing to nearly all as they come.

    It `blinks`, or the radar of each unit is `hit` meanwhile and mended.
    """
    drop_after, hits, scans = loss
    sensor = {"certain": False, "claim": worlds.CLAIM | {"range": f"{seen_km} km"}, "scan_period": "3 s"}
    sensor |= {"drop_after": drop_after, "confirm_hits": hits, "confirm_scans": scans, "repair_time": f"{OUT_S} s"}
    known = worlds.library(
        sensor=sensor,
        flyer={"speed": "300 m/s"},
        missile={"max_range": "25 km", "mean_speed": "900 m/s"},
        unit={"target_channels": 3, "launchers": 60, "launches_on": "network_track" if network else "own_track"},
        more={"flyers": {"strike": FATAL}},
    )
    units = [{"post": "post"}, {"id": "other", "post": "post"}] if network else [{}]
    raid: list[worlds.Part] = [{"count": count, "interval": "5 s"}]
    if hit:
        raid.append(STRIKE | {"count": len(units), "target": [unit.get("id", "unit") for unit in units]})
    doctrine = {"weapons_control": control} | ({"emission": BLINKING} if blinks else {})
    blue = NETWORK if network else {}
    return worlds.built(worlds.scenario(raid, units, blue=blue, doctrine=doctrine, duration="340 s"), known)


def scan_probs(made: World) -> tuple[Floats, int, int]:
    """Chances that scans of its first radar see its first object; the tick of the first, and from one to the next."""
    tables, state = world_memory(made.arrays), blank(made.arrays, made.force, False, True, True)
    LEAPING.fights(tables, state, Memory(empty_outcomes(made.arrays, 1)._asdict()), 1, 0, 0, 1)
    sights, radar = state.tables["sights"], made.arrays.sensors[0]
    sight = sights[(sights["sensor"] == 0) & (sights["object"] == 0)][0]
    first = int(radar["phase_ticks"] + sight["first_scan"] * radar["scan_ticks"])
    scans = range(int(sight["first_scan"]), int(sight["last_scan"]) + 1)
    values = [kept_value(tables.handle, state.handle, 0, 0, scan) for scan in scans]
    return np.maximum(values, 0.0), first, int(radar["scan_ticks"])


def expected(probs: Floats, loss: Loss, out: range = range(0)) -> tuple[Floats, Floats]:
    """Chances that each scan confirms a track and that it loses one: every state a radar can be in, scan by scan.

    `out`: scans that it does not make; it loses its tracks after the one before them.
    """
    drop_after, hits, scans = loss
    states = {(0, -1): 1.0}  # (hits and misses of the last scans, missed in a row or -1 without a track): chance
    confirmed, lost = np.zeros(len(probs)), np.zeros(len(probs))
    for scan, prob in enumerate(probs):
        if scan in out:
            tracked = sum(chance for (_, missed), chance in states.items() if missed >= 0)
            lost[out.start - 1] += tracked
            states = {state: chance for state, chance in states.items() if state[1] < 0}
            states[0, -1] = states.get((0, -1), 0.0) + tracked
            continue
        after: dict[tuple[int, int], float] = {}
        for (window, missed), chance in states.items():
            for hit, share in ((1, prob), (0, 1.0 - prob)):
                bits, run = (window << 1 | hit) & ((1 << scans) - 1), missed
                if missed < 0 and bits.bit_count() >= hits:
                    run = 0
                    confirmed[scan] += chance * share
                elif missed >= 0:
                    run = 0 if hit else missed + 1
                    if run == drop_after:
                        bits, run = 0, -1
                        lost[scan] += chance * share
                after[bits, run] = after.get((bits, run), 0.0) + chance * share
        states = after
    return confirmed, lost


@pytest.mark.parametrize("network", [False, True])
@pytest.mark.parametrize("loss", [(3, 2, 3), (1, 1, 1), (2, 1, 1), (2, 3, 5)])
def test_times_of_tracks_and_losses_are_spread_as_exactly_expected(loss: Loss, network: bool) -> None:
    made, raids = marginal(loss, 18.0, network, count=1, control="hold"), 4000
    probs, first_tick, step = scan_probs(made)
    chances = expected(probs, loss)
    counts = np.zeros((2, raids, len(probs)))
    for k in range(raids):
        _, log = fight_logged(made.arrays, made.force, 1, 0, k, LEAPING)
        counts[:, k] = tracks(log, len(probs), first_tick, step)
    are_spread(counts, chances)


def tracks(log: Records, scans: int, first_tick: int, step: int) -> Floats:
    """How often each scan of the first radar confirmed and lost a track of the first object in one raid."""
    counts = np.zeros((2, scans))
    for row, kind in zip(counts, ("tracked", "track_lost"), strict=True):
        mine = log[(log["kind"] == EVENTS.index(kind)) & (log["sensor"] == 0) & (log["object"] == 0)]
        np.add.at(row, (mine["tick"] - first_tick) // step, 1)
    return counts


def are_spread(counts: Floats, chances: tuple[Floats, Floats]) -> None:
    """Whether so many tracks and losses, by raid and scan, are spread as expected."""
    raids = counts.shape[1]
    for found, chance in zip(counts, chances, strict=True):
        assert chance.sum() > 0.15
        for times, often in ((found, chance), (found.cumsum(axis=1), chance.cumsum())):  # at each scan, and up to it
            usual = raids * often >= 10
            error = times.std(axis=0) / np.sqrt(raids)
            assert (np.abs(times.mean(axis=0) - often)[usual] <= 4.5 * error[usual] + 1e-9).all()


@pytest.mark.parametrize("network", [False, True])
@pytest.mark.parametrize("loss", [(3, 2, 3), (2, 3, 5)])
def test_the_same_of_a_radar_that_blinks(loss: Loss, network: bool) -> None:
    """What is expected of each raid follows from when its radar was silent, which the log tells. Raids in which it was
    at one time are looked at by themselves: over all of them it would not matter when."""
    made, raids = marginal(loss, 18.0, network, count=1, control="hold", blinks=True), 3000
    probs, first_tick, step = scan_probs(made)
    ticks, known = first_tick + step * np.arange(len(probs)), dict[bytes, tuple[Floats, Floats]]()
    counts, chances = np.zeros((2, raids, len(probs))), np.zeros((2, raids, len(probs)))
    silent = np.zeros(raids, bool)
    for k in range(raids):
        _, log = fight_logged(made.arrays, made.force, 1, 0, k, LEAPING)
        counts[:, k] = tracks(log, len(probs), first_tick, step)
        turns = log[(log["sensor"] == 0) & np.isin(log["kind"], [EVENTS.index(name) for name in EMISSION])]
        emits = np.ones(len(probs), bool)
        for turn in turns:
            emits[ticks >= turn["tick"]] = turn["kind"] == EVENTS.index("radar_emits")
        if emits.tobytes() not in known:
            known[emits.tobytes()] = expected(probs * emits, loss)
        chances[:, k], silent[k] = known[emits.tobytes()], not emits[2 * len(emits) // 3]
    assert len(known) > 5
    for those in (silent, ~silent):
        confirmed, lost = chances[:, those].mean(axis=1)
        are_spread(counts[:, those], (confirmed, lost))


@pytest.mark.parametrize("network", [False, True])
@pytest.mark.parametrize("loss", [(3, 2, 3), (2, 3, 5)])
def test_the_same_of_a_radar_that_is_hit_and_mended(loss: Loss, network: bool) -> None:
    made, raids = marginal(loss, 18.0, network, count=1, control="hold", hit=True), 3000
    probs, first_tick, step = scan_probs(made)
    _, log = fight_logged(made.arrays, made.force, 1, 0, 0, LEAPING)
    hit_tick = int(log["tick"][(log["kind"] == EVENTS.index("node_down")) & (log["sensor"] == 0)][0])
    out = range(-((first_tick - hit_tick) // step), -((first_tick - hit_tick - OUT_S) // step))
    chances = expected(probs, loss, out)
    assert out.start > 0 and out.stop < len(probs) - 3 and chances[1][out.start - 1] > 0.2
    counts = np.zeros((2, raids, len(probs)))
    for k in range(raids):
        _, log = fight_logged(made.arrays, made.force, 1, 0, k, LEAPING)
        counts[:, k] = tracks(log, len(probs), first_tick, step)
    are_spread(counts, chances)


@pytest.mark.parametrize("network", [False, True])
@pytest.mark.parametrize(("loss", "seen_km"), [((3, 2, 3), 4.0), ((2, 1, 1), 3.0), ((4, 3, 5), 4.5)])
def test_half_a_percent_more_leakers_would_show(loss: Loss, seen_km: float, network: bool) -> None:
    made, raids = marginal(loss, seen_km, network), 32_000
    plain, leapt = (worlds.leakers(fight(made.arrays, made.force, 5, 0, 0, raids, one)) for one in (BATTLE, LEAPING))
    assert np.mean(plain != leapt) > 0.5  # chance of detection decides
    error = float(np.std(leapt - plain)) / np.sqrt(raids)  # the luck of shots is the same in both
    assert error < 0.005 * plain.mean() / 4, "too few raids to see half a percent"
    assert abs(leapt.mean() - plain.mean()) < 3.5 * error


@settings(FEW, max_examples=40)
@given(all_battles())
def test_a_log_changes_nothing(battle: Battle) -> None:
    unmoved_by_a_log(battle.built())


@pytest.mark.parametrize("number", range(0, 200, 5))
def test_a_log_changes_nothing_in_wide_battles(number: int) -> None:
    unmoved_by_a_log(wide(number))


def unmoved_by_a_log(made: World) -> None:
    got = fight(made.arrays, made.force, 7, 0, 0, 12, LEAPING)
    for k in range(3):
        alone, _ = fight_logged(made.arrays, made.force, 7, 0, k, LEAPING)
        assert all(np.array_equal(mine[k], one[0]) for mine, one in zip(got, alone, strict=True))


def test_where_cross_sections_change_by_chance_every_scan_is_drawn() -> None:
    made = worlds.bundled("ladakh-2020")
    told, got = (fight(made.arrays, made.force, 3, 0, 0, 40, engine) for engine in (BATTLE, LEAPING))
    assert all(np.array_equal(a, b) for a, b in zip(told, got, strict=True))


def test_who_turns_out_of_sight_of_a_radar_leaves_no_hit_behind() -> None:
    """It is seen for certain or not at all, so that leaps give the same events, and is back while hits still count."""
    way = [{"at": {"lat": 30.0, "lon": lon}} for lon in (75.0, 75.6)]
    raid = [{"threat": "bomber", "target": "town", "route": way, "evade": {"warned": 1.0}}]
    town = {"id": "town", "name": "Town", "kind": "depot", "at": {"lat": 30.0, "lon": 75.9}, "value": 1}
    blue = {"sensors": [{"id": "eye", "sensor": "eye", "at": worlds.SITE}], "assets": [town]}
    known = worlds.library(
        sensor={"confirm_hits": 3, "confirm_scans": 12},
        missile={"max_range": "20 km", "mean_speed": "3 km/s", "kill_prob": {"bomber": 0}},
        more={
            "sensors": {"lamp": {"antenna_height": "900 m"}},
            "fire_units": {"far": {"engagement_sensor": "lamp", "launchers": 1}},
            "flyers": {"bomber": {"object_class": "bomber", "height": "10 m"}},
        },
    )
    units = [{"system": "test/far", "at": {"lat": 30.0, "lon": 75.66}}]
    made = worlds.built(worlds.scenario(raid, units, blue=blue), known)
    _, leapt = fight_logged(made.arrays, made.force, 1, 0, 0, LEAPING)
    assert np.array_equal(leapt, worlds.told(made))
    lost = leapt[(leapt["kind"] == EVENTS.index("track_lost")) & (leapt["sensor"] == 0)]["tick"]
    assert lost[0] < leapt[leapt["kind"] == EVENTS.index("turned_back")]["tick"][0] < lost[1]
