"""The gates of a leaker agree with the cause under which the engine counts it."""

from __future__ import annotations

import itertools

import pytest

import mantlet
from mantlet.codes import CAUSES
from mantlet.report.fight import columns
from mantlet.run.aloft import flights
from mantlet.run.result import Result
from mantlet.web.gates import FLIGHT_MEANINGS, QUESTIONS, why
from mantlet.web.replay import Replay, replayed
from mantlet.web.spells import Spell
from mantlet.web.tracks import Leg, moments
from mantlet.web.units import engagements

RAIDS = [(draw, k) for draw in (0, 1) for k in range(4)]
# Causes with which the unit was never in time to shoot.
NEVER_IN_TIME = {"outside", "unit_down", "undetected", "late"}
MISSED = {"missed", "assessed_killed"}


@pytest.fixture(scope="module")
def intercepted() -> Result:
    return mantlet.run(mantlet.load("air-superiority-2020"), draws=2, replications=2, threads=1)


def both(one: list[Spell], other: list[Spell]) -> float:
    """For how long both were open."""
    return sum(last - first for first, last in overlaps(one, other))


def overlaps(one: list[Spell], other: list[Spell]) -> list[Spell]:
    """When both were open."""
    return [(max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d)]


def replays(result: Result) -> list[Replay]:
    return [replayed(result, *place) for place in RAIDS]


@pytest.mark.parametrize("name", ["valley", "suppressed"])
def test_the_gate_that_stayed_shut_was_shut(request: pytest.FixtureRequest, name: str) -> None:
    met: set[str] = set()
    for replay in replays(request.getfixturevalue(name)):
        for one in replay.told()["objects"]:
            if one["fate"] != "leaked":
                continue
            told = why(replay, one["id"])
            cause, opened = told["cause"], {gate["gate"]: gate["open"] for gate in told["gates"]}
            assert cause == one["cause"]
            assert told["shut"] in QUESTIONS
            met.add(cause)
            in_time = overlaps(opened["late"], opened["no_missile"])
            if cause in NEVER_IN_TIME:
                assert both(opened["late"], opened["late"]) == 0, one["id"]
            elif cause == "no_missile":
                assert not in_time, one["id"]
            elif cause == "no_channel":  # it may look free between two launches
                assert both(in_time, opened["no_channel"]) < both(in_time, in_time) / 2, one["id"]
            elif cause in MISSED:
                assert told["shut"] == "missed" and opened["engaged"] and not opened["missed"]
    assert met <= set(CAUSES) and len(met) > (4 if name == "suppressed" else 0)
    assert name == "valley" or met >= {"held", "no_channel", "missed"}


def test_what_was_detected_and_never_tracked_is_not_called_unseen(suppressed: Result) -> None:
    found = 0
    for replay in replays(suppressed):
        kinds: dict[str, set[str]] = {}
        for kind, name in columns(replay.events, "kind", "object_id"):
            kinds.setdefault(name, set()).add(kind)
        for one in replay.told()["objects"]:
            if one["start_s"] is None:
                continue
            gate = why(replay, one["id"])["gates"][0]
            (detected,) = (line["value"] for line in gate["numbers"] if line["words"] == "first detected")
            assert gate["asks"] == "Tracked by any radar?"
            assert bool(gate["open"]) == ("tracked" in kinds[one["id"]])
            assert (detected != "never") == ("detected" in kinds[one["id"]])
            found += detected != "never" and not gate["open"]
    assert found, "no object that a radar found and did not track"


def test_no_missile_ready_is_told_apart_from_those_behind_the_launchers(suppressed: Result) -> None:
    behind: list[int] = []
    for replay in replays(suppressed):
        for one in replay.told()["objects"]:
            if one["cause"] == "no_missile":
                gate = next(gate for gate in why(replay, one["id"])["gates"] if gate["gate"] == "no_missile")
                told = {line["words"]: line["value"] for line in gate["numbers"]}
                assert told["fit for it and ready, at the least while it was in reach"].startswith("0 at ")
                behind.append(int(told["behind the launchers then, not loaded"]))
    assert max(behind) > 0 and min(behind) >= 0


def test_what_the_rules_held_has_no_spells_but_words(suppressed: Result) -> None:
    replay = replayed(suppressed, 0, 0)
    held = next(one for one in replay.told()["objects"] if one["cause"] == "held")
    told = why(replay, held["id"])
    assert told["shut"] == "held"
    gate = next(gate for gate in told["gates"] if gate["gate"] == "held")
    assert gate["open"] is None
    assert ("rules of fire", "held it") in [(line["words"], line["value"]) for line in gate["numbers"]]
    other = next(unit for unit in told["units"] if unit != told["unit"])
    lines = [line for gate in why(replay, held["id"], other)["gates"] for line in gate["numbers"]]
    assert "rules of fire" not in [line["words"] for line in lines], "they held it at the unit that got deepest"


@pytest.mark.parametrize("name", ["air-superiority-2020", "lab-waves"])
def test_a_flight_that_got_deepest_is_named_with_what_held_it(name: str) -> None:
    replay = replayed(mantlet.run(mantlet.load(name), draws=2, replications=1, threads=1), 1, 0)
    fire_units = replay.world.names.unit_ids[: len(replay.world.arrays.units)]
    leaked = [one for one in replay.told()["objects"] if one["fate"] == "leaked" and one["unit"] is not None]
    flown = [one for one in leaked if one["unit"] not in fire_units]
    assert flown
    for one in flown:
        told = why(replay, one["id"])
        assert (told["flight"], told["deepest"], told["counted"]) == (True, one["unit"], one["cause"])
        assert told["meaning"] == FLIGHT_MEANINGS[one["cause"]]
        assert told["shut"] is None and told["unit"] in (fire_units or (None,))
    assert set(FLIGHT_MEANINGS) == set(CAUSES)


def held_at_flights(replay: Replay) -> dict[str, dict[str, list[Spell]]]:
    """What held the flights that got deepest, by object."""
    names = [one["id"] for one in replay.told()["objects"] if one["cause"] == "held"]
    told = {name: why(replay, name)["holds"] for name in names}
    return {name: {hold["words"]: hold["open"] for hold in holds} for name, holds in told.items() if holds is not None}


def test_what_held_a_flight_is_told_with_when(intercepted: Result) -> None:
    """No flight of this scenario may shoot west of 78 degrees."""
    found = 0
    for k in range(2):
        replay = replayed(intercepted, 1, k)
        for name, holds in held_at_flights(replay).items():
            ((words, spells),) = holds.items()
            assert words == "not to be met inside its zone"
            first, last = why(replay, name)["life"]
            assert all(first <= begin < end <= last for begin, end in spells)
            assert replay.place(replay.index[name], spells[-1][1])[0] < 78.0
            found += 1
    assert found


@pytest.mark.parametrize(
    ("change", "words"),
    [("engage=[fighter]", "of a class that its rules leave alone"), ("weapons_control=hold", "weapons control: hold")],
)
def test_rules_that_hold_a_flight_are_told_apart(change: str, words: str) -> None:
    scenario = mantlet.load("lab-waves", overrides=[f"sides.blue.doctrine.{change}"])
    holds = held_at_flights(replayed(mantlet.run(scenario, draws=1, replications=1), 0, 0))
    assert holds and all([*found] == [words] for found in holds.values())


def test_a_target_is_left_to_whom_events_say_it_belongs() -> None:
    result = mantlet.run(mantlet.load("lab-fighters"), draws=1, replications=1)
    replay = replayed(result, 0, 0)
    names, units = replay.world.names, len(replay.world.arrays.units)
    pairs = list(itertools.product(range(len(names.unit_ids) - units), range(len(names.object_ids))))
    last = round(replay.end_s / replay.tick_s)
    left = {"flight": 0, "unit": 0}
    for (_, o), holds in flights(replay.world, 1, 0, 0, last, pairs).holds.items():
        for words, ticks in holds.items():
            kind, _, name = words.rpartition(" ")
            whose = engagements(replay.deeds.get(name, [])) if kind == "engaged by" else chases(replay, name)
            mine = [(a, replay.end_s if b is None else b) for target, a, b in whose if target == names.object_ids[o]]
            assert all(any(a <= tick * replay.tick_s <= b for a, b in mine) for tick in ticks), words
            left["unit" if kind == "engaged by" else "flight"] += 1
    assert min(left.values()) > 0


def chases(replay: Replay, flight: str) -> list[tuple[str, float, float | None]]:
    """What a flight went for, from when until when."""
    found: list[tuple[str, float, float | None]] = []
    for deed in replay.deeds.get(flight, []):
        if deed.kind == "committed":
            found.append((deed.target or "", deed.moment_s, None))
        elif deed.kind == "disengaged":
            found[-1] = found[-1][0], found[-1][1], deed.moment_s
    return found


def test_what_held_a_flight_that_is_not_followed_is_not_told() -> None:
    scenario = mantlet.load("lab-waves", overrides=["sides.blue.doctrine.weapons_control=hold"])
    replay = replayed(mantlet.run(scenario, draws=1, replications=1, sampling="skip"), 0, 0)
    holds = held_at_flights(replay)
    assert holds and not any(holds.values())


def test_a_hit_opens_the_last_gate_at_the_unit_that_killed(suppressed: Result) -> None:
    replay = replayed(suppressed, 0, 3)
    hits = [shot for shot in replay.shots if shot.hit]
    assert hits
    for shot in hits:
        gate = why(replay, shot.target, shot.unit)["gates"][-1]
        assert (gate["gate"], gate["open"]) == ("missed", [(shot.end_s, shot.end_s)])


def test_spells_lie_within_the_flight_and_in_order(suppressed: Result) -> None:
    replay = replayed(suppressed, 0, 0)
    for one in replay.told()["objects"]:
        if one["start_s"] is None:
            continue
        told = why(replay, one["id"])
        first, last = told["life"]
        for gate in told["gates"]:
            ends = [end for spell in gate["open"] or () for end in spell]
            assert ends == sorted(ends) and all(first <= end <= last for end in ends), gate["gate"]


def test_another_unit_can_be_asked(valley: Result) -> None:
    replay = replayed(valley, 0, 0)
    told = why(replay, "low-valley-001", "east")
    assert told["unit"] == "east"
    assert told["units"] == ["east", "west"]
    if told["deepest"] != "east":
        assert told["cause"] is None, "the cause is that of the unit that got deepest"


def test_who_is_left_out_has_no_gates(valley: Result) -> None:
    scenario = mantlet.load("cs-3", overrides=["sides.blue.units.0.present=false"])
    replay = replayed(mantlet.run(scenario, draws=1, replications=1), 0, 0)
    flown = [name for name, o in replay.index.items() if replay.legs[o]]
    assert {why(replayed(valley, 0, 0), name)["unit"] for name in flown} == {"east", "west"}
    assert {(told["unit"], *told["units"]) for told in (why(replay, name) for name in flown)} == {("east", "east")}


@pytest.mark.parametrize(("ready", "counted"), [("400 s", {None, "missed"}), ("2 h", {"unit_down"})])
def test_a_unit_that_is_ready_later_is_not_ready_sooner(ready: str, counted: set[str | None]) -> None:
    changes = [f"sides.blue.units.{n}.ready_after={ready}" for n in (0, 1)]
    replay = replayed(mantlet.run(mantlet.load("cs-3", overrides=changes), draws=1, replications=1), 0, 0)
    found: set[str | None] = set()
    for name, o in replay.index.items():
        if not replay.legs[o]:
            continue
        told = why(replay, name)
        (spells,) = (gate["open"] for gate in told["gates"] if gate["gate"] == "unit_down")
        assert [first for first, _ in spells] == ([] if told["cause"] == "unit_down" else [400.0])
        found.add(told["cause"])
    assert found == counted


def test_an_object_that_turned_is_where_it_was_twice() -> None:
    legs = [Leg(10, 30, 100, 1), Leg(30, 40, 120, -1), Leg(40, 80, 110, 1)]
    assert moments(legs, 115, 118, 2.0) == [(50.0, 56.0), (64.0, 70.0), (90.0, 96.0)]
    assert [leg.own(leg.last_tick) for leg in legs] == [120, 110, 150]
