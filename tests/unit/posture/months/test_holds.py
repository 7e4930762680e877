"""A wrong map of units is caught end to end: in the order, in the posture, and where the posture is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.library.catalog import BUNDLED, catalog
from mantlet.posture.check import check_file
from mantlet.posture.months.ask import read
from mantlet.posture.months.checked import checked
from mantlet.posture.months.file import postures
from posture_world import TEXT, changed

ORDER = BUNDLED / "programmes" / "india-s400.yaml"
TOLD = "ladakh has 2, kashmir has 2, karu has 2 in india-2020"
UNLIKE = ", unlike: batteries stand in for regiments"
WRONG = {
    "battalion": "unit: battalion\n",
    "battery": 'unit: battery\npieces: {value: 1, assumed: "a battery is a battalion"}\n',
}


def _line(text: str, start: str) -> int:
    return next(at for at, line in enumerate(text.splitlines(), 1) if line.startswith(start))


@pytest.mark.parametrize("word", WRONG)
def test_a_wrong_word_in_the_order_of_a_bundled_posture(word: str, tmp_path: Path) -> None:
    text = ORDER.read_text("utf-8").replace("unit: regiment set\n", WRONG[word])
    (tmp_path / "order.yaml").write_text(text, "utf-8")
    with pytest.raises(InvalidInput) as by_order:
        check_file(tmp_path / "order.yaml", "programme")
    (fault,) = by_order.value.faults
    assert (fault.line, fault.path) == (_line(text, "unit:"), "unit")
    said = f"a {word} of india-s400 is 1 s-400/battalion by the unit words, but {TOLD}"
    assert fault.message == f"{said}; mend either, or say why they differ (unlike)"

    asked = BUNDLED / "postures" / "india-2020.yaml"
    line = _line(asked.read_text("utf-8"), "  - {programme: india-s400,")
    for reading in (
        lambda: check_file(asked, "posture", tmp_path),
        lambda: read("india-2020", catalog(tmp_path)),  # bundled, but beside an order that was laid over
    ):
        with pytest.raises(InvalidInput) as by_posture:
            reading()
        (fault,) = by_posture.value.faults
        assert (fault.line, fault.path) == (line, "supply[0]") and TOLD in fault.message
    assert read("india-2020", catalog()).id == "india-2020"


@pytest.mark.parametrize("name", sorted(postures()))
def test_bundled_postures_and_their_orders_fit(name: str) -> None:
    """Each lies in a file of its name, which is how it is read anew beside own orders."""
    path = BUNDLED / "postures" / f"{name}.yaml"
    assert checked(path.read_text("utf-8"), str(path)) == postures()[name]
    for entry in postures()[name].supply:
        check_file(BUNDLED / "programmes" / f"{entry.programme}.yaml", "programme")


def test_a_place_of_another_system_is_told_unless_it_says_why() -> None:
    text = changed((UNLIKE, ""))
    with pytest.raises(InvalidInput) as error:
        checked(text, "small.yaml")
    (fault,) = error.value.faults
    assert fault.line == _line(text, "  - {programme: india-s400")
    assert "is 2 s-400/battalion by the unit words, but west has 0, east has 0 in small; mend" in fault.message
    assert checked(TEXT, "small.yaml").supply[0].unlike == "batteries stand in for regiments"


def test_two_battalions_are_a_regiment_set() -> None:
    """Places outside the raids need no pieces, and what stands already is filled by no order."""
    changes = [(UNLIKE, ""), ("  - {id: middle", "  - {id: outside, name: Outside, takes: battery}\n  - {id: middle")]
    for place in ("west", "east"):
        start = f"      - {{id: {place}-battery, system: "
        more = f"{start.replace('-battery', '-second')}s-400/battalion, at: {{lat: 30, lon: 75}}, post: post}}\n"
        changes += [(f"{start}akash/battery", f"{more}{start}s-400/battalion")]
    assert checked(changed(*changes), "small.yaml").places[2].id == "outside"
    with pytest.raises(InvalidInput, match="but east has 3 in small"):
        checked(changed(*changes, (more, more + more.replace("east-second", "east-third"))), "small.yaml")


def test_what_is_bought_is_laid_beside_its_places_too() -> None:
    """Seven orders of one battery each would fill a place; a squadron of two does not."""
    buy = """- lever: buy
        on: 2020-07-01
        spend: {value: 40 MUSD, assumed: for tests}
        brings: battery
        like: LIKE
        lead: {value: 10 month, assumed: for tests}
      - lever: spares"""
    text = changed(("- lever: spares", buy)).replace("LIKE", "india-akash-7")
    with pytest.raises(InvalidInput) as error:
        checked(text, "small.yaml")
    (fault,) = error.value.faults
    assert (fault.path, fault.line) == ("policies[2].levers[1]", _line(text, "        brings: battery") - 3)
    assert "a squadron of india-akash-7 is 2 akash/battery by the unit words, but west has 1, east has 1" in str(error)
    with pytest.raises(InvalidInput, match="2 squadron of india-akash-7 is 4 akash/battery"):
        checked(text.replace("like: india-akash-7", "like: india-akash-7\n        units: 2"), "small.yaml")
    second = (
        "      - {id: X-second, system: akash/battery, at: {lat: 30, lon: 75}, post: post}\n      - {id: X-battery,"
    )
    for place in ("west", "east"):
        text = text.replace(f"      - {{id: {place}-battery,", second.replace("X", place))
    assert checked(text, "small.yaml").orders == {"india-s400", "india-akash-7", "india-s400-rounds"}


@pytest.mark.parametrize(("count", "fits"), [(15, False), (16, True), (18, True), (19, False)])
def test_a_squadron_of_sixteen_to_eighteen_aircraft(count: int, fits: bool, tmp_path: Path) -> None:
    order = "kind: programme\nid: more\ntitle: More\nbuyer: A\nsupplier: Russia\nsystem: mig-29\nunit: squadron\n"
    (tmp_path / "more.yaml").write_text(f"{order}stage: signed\n", "utf-8")
    flight = f"{{id: wing, aircraft: mig-29, count: {count}, at: {{lat: 30, lon: 75}}}}"
    more = f"  - {{id: wing, name: Wing, takes: wing, fighters: [{flight}]}}\n"
    text = changed(
        ("supply:\n", "supply:\n  - {programme: more, fills: wing}\n"), ("  - {id: sky,", f"{more}  - {{id: sky,")
    )
    (tmp_path / "small.yaml.txt").write_text(text, "utf-8")
    if fits:
        check_file(tmp_path / "small.yaml.txt", "posture", tmp_path)
    else:
        with pytest.raises(InvalidInput, match=f"is 16 to 18 mig-29 aircraft by the unit words, but wing has {count}"):
            check_file(tmp_path / "small.yaml.txt", "posture", tmp_path)
