"""Sites of units that move: what is refused, what is noticed, and what stands where."""

from __future__ import annotations

from typing import Any

import pytest

import worlds
from mantlet.base.errors import InvalidInput
from mantlet.scenario.load import load, loads

SPARE = {"id": "spare", "at": {"lat": 30.1, "lon": 75.0}}
TIMES: worlds.Part = {"pack_time": "2 min", "set_up_time": "3 min", "march_speed": "30 km/h"}
MOVES: worlds.Part = {"sites": [SPARE], "after_shots": 4} | TIMES
HARM = {"depot": 1, "radar": 1, "launcher": 1}


def read(moves: worlds.Part, *, raid: Any = None) -> Any:
    text = worlds.scenario([raid or {}], [{"moves": moves}])
    return loads(text, library=worlds.library(flyer={"damage_prob": HARM}))


@pytest.mark.parametrize(
    ("moves", "what"),
    [
        ({"sites": [SPARE]} | TIMES, "expected after_shots or after"),
        (MOVES | {"sites": []}, "sites"),
        (MOVES | {"sites": [SPARE, SPARE]}, "duplicate id 'spare'"),
        (MOVES | {"sites": [SPARE | {"id": "site"}]}, "duplicate id 'site'"),
        (MOVES | {"sites": [SPARE | {"at": worlds.SITE}]}, "'unit' and 'spare' are one place, expected two"),
        ({"sites": [SPARE], "after": "9 s"}, "the library does not say it of test/battery: expected pack_time here"),
    ],
)
def test_what_does_not_fit(moves: worlds.Part, what: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(moves)
    assert what in str(caught.value)


@pytest.mark.parametrize("aim", [None, "radar", "launchers"])
def test_a_site_can_be_aimed_at(aim: str | None) -> None:
    made = read(MOVES, raid={"target": ["unit", "spare"]} | ({"aim": aim} if aim else {}))
    assert made.notices == ()
    assert [site.id for site in made.sides["blue"].units[0].sites] == ["unit", "spare"]


@pytest.mark.parametrize(("own", "noticed"), [("", 0), (", pack_time: 4 min", 1), (", set_up_time: 4 min", 0)])
def test_a_time_of_the_scenario_before_an_interval_of_the_library_is_noticed(own: str, noticed: int) -> None:
    """The library has an interval to pack an S-400, and one published figure to set it up."""
    moves = f"{{sites: [{{id: spare, at: {{lat: 34.0, lon: 77.5}}}}], after_shots: 8{own}}}"
    made = load("sead-2021", overrides=[f"sides.india.units.s400-leh.moves={moves}"])
    assert sum("is not drawn" in notice for notice in made.notices) == noticed


def test_it_reads_back_as_written() -> None:
    made = read(MOVES)
    assert loads(made.canonical(), library=worlds.library()).sha256 == made.sha256
