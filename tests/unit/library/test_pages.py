"""What is printed: an assumption looks like one with and without colour, and words of a file are never markup."""

import io
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from mantlet.base.sourced import Sourced
from mantlet.library.catalog import catalog
from mantlet.library.models import System, numbers
from mantlet.library.pages import MARKS, fact_rows, figures, list_page, parameter_rows, show_page

LIBRARY = catalog()


def printed(page: RenderableType, *, width: int = 100, colour: bool = False) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, force_terminal=colour, color_system="truecolor" if colour else None).print(page)
    return stream.getvalue()


@pytest.mark.parametrize(
    "ref", [*LIBRARY.systems, *LIBRARY.flyers, "91N6E", "48N6E3", "s-400/battalion", "s-400/regiment", "55K6E"]
)
def test_every_page_fits_and_counts_its_numbers(ref: str) -> None:
    text = printed(show_page(LIBRARY, ref))
    assert max(len(line) for line in text.splitlines()) <= 100
    assert "\x1b" not in text
    assert f"{len(numbers(LIBRARY.item(ref)))} numbers" in text


@pytest.mark.parametrize("ref", [*LIBRARY.systems, *LIBRARY.flyers])
def test_eighty_columns_lose_nothing_and_break_no_name(ref: str) -> None:
    item = LIBRARY.item(ref)
    text = printed(show_page(LIBRARY, ref), width=80)
    words = {word for line in text.splitlines() for word in line.split()}
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "…" not in text.replace(" … ", " ")  # between two bounds it is meant
    assert {place[-1] for place, _ in numbers(item) if len(place) == 1} <= words
    for part in (item.sensors.values(), item.missiles.values()) if isinstance(item, System) else ():
        for record in part:
            assert {row.parameter for row in parameter_rows(record) if " " not in row.parameter} <= words
            for row in parameter_rows(record):
                assert set(row.note.split()) <= words


def test_a_long_name_of_a_field_is_broken_at_a_joint() -> None:
    words = set(printed(show_page(LIBRARY, "s-400/battalion"), width=80).split())
    assert {"reload_rounds_per_", "load[2].rounds_per_", "launcher", "miss_called_kill_prob"} <= words


def test_every_number_has_a_row_with_its_standing() -> None:
    for record in (*LIBRARY.systems.values(), *LIBRARY.flyers.values()):
        rows = [*parameter_rows(record), *fact_rows(record.facts)]
        claims = [claim for _, number in numbers(record) for claim in number.alternatives or (number,)]
        assert len([row for row in rows if row.figures and row.note != "choice of the model"]) >= len(claims)
        for standing in MARKS:
            shown = sum(row.standing == standing for row in rows if row.figures)
            assert shown >= sum(claim.standing == standing for claim in claims)


def test_an_assumption_is_marked_in_words_and_in_colour() -> None:
    plain = printed(show_page(LIBRARY, "s-400"))
    (line,) = (line for line in plain.splitlines() if line.startswith(" launch_interval"))
    assert "? assumed" in line
    bright = printed(show_page(LIBRARY, "s-400"), colour=True)
    (line,) = (line for line in bright.splitlines() if "launch_interval" in line)
    assert "\x1b[3;33m" in line


def test_partly_cited_bounds_bear_their_own_marks() -> None:
    assert figures(LIBRARY.missiles["48N6E3"].max_range) == "240? / 250✓ / 250✓ km"
    assert figures(LIBRARY.missiles["40N6E"].unit_cost or Sourced(dimension="money")) == "3.8 / 4.1 / 7 MUSD"


def test_conflicting_claims_are_listed_one_by_one() -> None:
    rows = parameter_rows(LIBRARY.systems["s-400"].fire_units["battalion"])
    start = next(index for index, row in enumerate(rows) if row.parameter == "launchers")
    assert [(row.figures, row.source.partition(",")[0]) for row in rows[start : start + 2]] == [
        ("8", "PRINT22"),
        ("4", "TASS16"),
    ]
    assert not any(row.figures == "6" and row.parameter == "launchers" for row in rows)


def test_a_default_spread_is_labelled() -> None:
    (row,) = (row for row in parameter_rows(LIBRARY.missiles["9M96E2"]) if row.parameter == "max_range")
    assert "drawn ±20%" in row.note
    assert not any("drawn" in row.note for row in fact_rows(LIBRARY.systems["s-400"].facts))


def test_the_structure_shows_the_regiment() -> None:
    text = printed(show_page(LIBRARY, "s-400"))
    for word in (
        "regiment",
        "2✓ x battalion",
        "8✓ or 4✓ launchers of 4✓ rounds",
        "9M96E2: to 120 km✓, on 25%?, 4? or 16~ rounds each",
        "55K6E",
        "92N6E: engagement radar, X band",
    ):
        assert word in text


def test_lists() -> None:
    text = printed(list_page(LIBRARY), width=80)
    assert all(name in text for name in [*LIBRARY.systems, *LIBRARY.flyers])
    assert "…" not in text
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "✓ cited, ✓? part cited, ~ recalled, ? assumed, ! unverified, = definition" in text
    only = printed(list_page(LIBRARY, "aircraft"))
    assert "su-30mki" in only
    assert "cj-10" not in only
    assert "s-400" not in only


def test_words_of_a_file_are_not_markup(tmp_path: Path) -> None:
    text = (
        "kind: system\nid: odd\nname: '[red]Odd[/nothing]'\nsummary: '[link=x]y'\n"
        "posts:\n  odd-post:\n    name: '[bold]p'\n"
        "    link_delay: {value: 2 s, assumed: '[blink]'}\n    tracks: {value: 10, assumed: x}\n"
    )
    (tmp_path / "odd.yaml").write_text(text, encoding="utf-8")
    found = catalog(tmp_path)
    assert "[red]Odd[/nothing]" in printed(list_page(found, "systems"))
    page = printed(show_page(found, "odd"))
    assert all(word in page for word in ("[red]Odd[/nothing]", "[link=x]y", "[bold]p", "[blink]"))


def test_what_homes_on_radars_says_so() -> None:
    rows = {row.parameter: row for row in parameter_rows(LIBRARY.item("anti-radiation-missile"))}
    assert rows["homing"].figures == "anti-radiation" and "memory_ratio" in rows
    assert "homing" not in {row.parameter for row in parameter_rows(LIBRARY.item("cj-10"))}
