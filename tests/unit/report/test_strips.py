"""Events of one fight become strips: what befell each part of the defence, and when."""

from __future__ import annotations

import pyarrow as pa

from mantlet.report.strips import strips

NAMES = ("time_s", "kind", "sensor_id", "unit_id", "value")
Row = tuple[float, str, str | None, str | None, float | None]


def events(*rows: Row) -> pa.Table:
    return pa.table(dict(zip(NAMES, (list(column) for column in zip(*rows, strict=True)), strict=True)))


def test_spells_begin_and_end_at_their_events_or_with_the_fight() -> None:
    table = events(
        (10.0, "radar_silent", "eye", None, 0.0),
        (30.0, "radar_emits", "eye", None, 0.0),
        (40.0, "node_hit", "eye", None, 1.0),
        (40.0, "node_down", "eye", None, 1.0),
        (50.0, "unit_ready", None, "second-site", 0.0),
        (60.0, "reload_done", None, "battery", None),
    )
    eye, site = strips(table, 100.0, ["post", "eye"], [])
    assert (eye.name, eye.spells_s, eye.hit_s) == ("eye", {"silent": [(10.0, 30.0)], "down": [(40.0, 100.0)]}, [40.0])
    assert (site.name, site.spells_s) == ("second-site", {"not set up": [(0.0, 50.0)]})


def test_what_has_no_radar_or_unit_is_named_by_its_number() -> None:
    table = events((5.0, "node_down", None, None, 0.0), (5.0, "link_lost", None, None, 2.0))
    found = {strip.name: strip.spells_s for strip in strips(table, 9.0, ["post"], ["post", "eye", "battery"])}
    assert found == {"post": {"down": [(5.0, 9.0)]}, "battery": {"alone": [(5.0, 9.0)]}}


def test_only_flights_show_their_shots() -> None:
    table = events(
        (1.0, "launched", None, "battery", 9.0),
        (2.0, "committed", None, "patrol/1", 20.0),
        (8.0, "launched", None, "patrol/1", 20.0),
        (20.0, "aircraft_lost", None, "patrol/1", 0.0),
        (21.0, "disengaged", None, "patrol/1", 0.0),
    )
    (flight,) = strips(table, 30.0, [], [])
    assert (flight.spells_s, flight.launched_s, flight.hit_s) == ({"engages": [(2.0, 21.0)]}, [8.0], [20.0])
