"""Events of one fight become lanes: tracks, shots and ends where they belong."""

from __future__ import annotations

import pyarrow as pa

from mantlet.report.fight import Lane, filled


def events(*rows: tuple[float, str, str | None, str | None]) -> pa.Table:
    names = ("time_s", "kind", "object_id", "sensor_id")
    return pa.table(dict(zip(names, (list(column) for column in zip(*rows, strict=True)), strict=True)))


def test_a_track_is_held_while_any_radar_holds_it() -> None:
    lane = Lane("a", "cruise", 0.0, 100.0, "leaked", "late")
    table = events(
        (10.0, "tracked", "a", "r1"),
        (20.0, "tracked", "a", "r2"),
        (30.0, "track_lost", "a", "r1"),
        (40.0, "track_lost", "a", "r2"),
        (60.0, "tracked", "a", "r1"),
    )
    (found,) = filled([lane], table)
    assert found.tracked_s == [(10.0, 40.0), (60.0, 100.0)]


def test_shots_and_misses_keep_their_moments() -> None:
    lane = Lane("a", "uav", 5.0, 90.0, "killed", "unit-1")
    table = events(
        (5.0, "appeared", "a", None),
        (40.0, "launched", "a", None),
        (60.0, "miss", "a", None),
        (61.0, "launched", "a", None),
        (90.0, "hit", "a", None),
        (95.0, "reload_done", None, None),
    )
    (found,) = filled([lane], table)
    assert (found.launched_s, found.missed_s, found.end_s) == ([40.0, 61.0], [60.0], 90.0)


def test_leakers_come_first_then_kills_then_the_rest_each_by_time() -> None:
    ends = [("a", 50.0, "released"), ("b", 30.0, "killed"), ("c", 90.0, "leaked"), ("d", 20.0, "leaked")]
    lanes = [Lane(name, "cruise", 0.0, end, fate) for name, end, fate in ends]
    found = filled(lanes, events((0.0, "appeared", "a", None)))
    assert [lane.object_id for lane in found] == ["d", "c", "b", "a"]


def test_what_falls_is_tracked_no_longer_than_it_flies() -> None:
    lane = Lane("a", "uav", 0.0, 50.0, "killed", "unit-1")
    (found,) = filled([lane], events((10.0, "tracked", "a", "r1"), (70.0, "track_lost", "a", "r1")))
    assert found.tracked_s == [(10.0, 50.0)]


def test_who_gave_up_and_who_never_left_are_told_apart() -> None:
    lanes = [Lane(name, "cruise", 0.0, 50.0, "aborted") for name in ("a", "b")]
    found = filled(lanes, events((5.0, "appeared", "a", None)))
    assert [lane.reason for lane in found] == ["gave up", "never left"]
