"""Orders, fleets and forces of one's own, in a folder of library files: known to all that names them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.cli.shelf import check
from mantlet.library.catalog import BUNDLED, catalog
from mantlet.posture.dates import day
from mantlet.posture.files import alike, laid, laid_over
from mantlet.posture.forecast import bundled_outlook
from mantlet.posture.months.ask import posture, read
from mantlet.posture.programme import programme, programmes
from mantlet.posture.supply.fleet import fleets
from posture_world import changed

ORDER = """kind: programme
id: some-patriot
title: PATRIOT for somebody
buyer: Somebody
supplier: Elsewhere
system: patriot
unit: battery-mse
ordered: {value: 2, assumed: test}
stage: signed
promises: [{asserted: 2020-01, by: 2022, units: [1, 2], source: MINE, confidence: press, verification: read}]
"""
SOURCES = "kind: sources\nsources: {MINE: {title: a leaflet, date: 2020, confidence: press, verification: read}}\n"
FORCE = """kind: force
id: some-fighters
title: Fighters of somebody
per_squadron: {value: 18, assumed: test}
forming: {value: 6 month, definition: test}
winding_down: {value: 3 month, definition: test}
squadrons:
  - type: fighter
    begins: [{after: {programme: some-patriot, unit: 2, lag: {value: 1 month, assumed: t}}, said: 2020, assumed: t}]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with an order, its source, a fleet and a force."""
    folder = tmp_path / "own"
    folder.mkdir()
    fleet = (BUNDLED / "fleets/mig-29.yaml").read_text("utf-8").replace("id: mig-29\n", "id: some-fleet\n")
    texts = {"order": ORDER, "sources": SOURCES, "force": FORCE, "fleet": fleet}
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def test_a_force_and_a_posture_may_name_them(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = changed(
        ("supply:\n", "force: some-fighters\nsupply:\n  - {programme: some-patriot, fills: own}\n"),
        ("{fleet: mig-29, ", "{fleet: some-fleet, squadrons: fighter, "),
        ("suppliers: [Russia]", "suppliers: [Elsewhere]"),
    )
    (tmp_path / "small.yaml").write_text(asked, "utf-8")
    for path in (tmp_path / "small.yaml", *own.glob("*.yaml")):
        assert check(str(path), (), [own]) == 0
    assert "small.yaml: a valid posture file (posture)" in capsys.readouterr().out.replace("\n", "")
    assert read(tmp_path / "small.yaml", catalog(own)).force == "some-fighters"
    with laid_over(own):
        assert bundled_outlook(day("2020-06-23")).programmes["some-patriot"].tracked == (1, 2)
    with pytest.raises(InvalidInput, match="no programme 'some-patriot'"):
        check(str(tmp_path / "small.yaml"), (), ())
    assert "some-patriot" not in bundled_outlook(day("2020-06-23")).programmes
    assert "some-patriot" not in programmes() and "some-fleet" not in fleets()


def test_one_of_the_same_id_takes_the_place_of_the_bundled_one(own: Path) -> None:
    (own / "order.yaml").write_text(ORDER.replace("some-patriot", "india-s400"), "utf-8")
    (own / "force.yaml").unlink()
    with laid_over(own):
        assert programme("india-s400").buyer == "Somebody"
        with laid_over():
            assert programme("india-s400").buyer == "India"
        assert programme("india-s400").buyer == "Somebody"
    assert programme("india-s400").buyer == "India"


def test_a_file_that_was_changed_is_read_again(own: Path) -> None:
    with laid_over(own):
        assert programme("some-patriot").tracked == (1, 2)
    (own / "order.yaml").write_text(ORDER.replace("ordered: {value: 2", "ordered: {value: 3"), "utf-8")
    with laid_over(own):
        assert programme("some-patriot").tracked == (1, 2, 3)


def test_their_faults_are_told_at_their_lines(own: Path) -> None:
    (own / "order.yaml").write_text(ORDER.replace("MINE", "MINO"), "utf-8")
    with (
        laid_over(own),
        pytest.raises(InvalidInput, match=r"order.yaml:10: promises\[0\]: no source 'MINO'. Did you mean 'MINE'"),
    ):
        programmes()
    (own / "order.yaml").write_text(ORDER, "utf-8")
    (own / "twice.yaml").write_text(ORDER, "utf-8")
    with (
        laid_over(own),
        pytest.raises(InvalidInput, match=r"twice.yaml:2: id: the id 'some-patriot' is already that of .*order.yaml"),
    ):
        programmes()


def test_two_that_ask_at_once_do_not_meet(own: Path) -> None:
    """A thread sees what was laid over where its work was made, and leaves nothing behind."""
    with ThreadPoolExecutor(1) as pool:
        with laid_over(own):
            assert pool.submit(alike(programmes)).result().keys() - {"some-patriot"} < programmes().keys()
            assert "some-patriot" in pool.submit(alike(programmes)).result()
            assert "some-patriot" not in pool.submit(programmes).result()
        assert "some-patriot" not in pool.submit(alike(programmes)).result()
    assert laid().folders == ()


def test_a_fault_leaves_nothing_laid_over(own: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("kind: posture\n", "utf-8")
    with pytest.raises(InvalidInput):
        read(tmp_path / "broken.yaml", catalog(own))
    assert laid().folders == () and "some-patriot" not in programmes()


def test_threads_that_fight_know_them(own: Path, tmp_path: Path) -> None:
    """The fleet of a folder is asked for in every draw, on whichever thread."""
    asked = changed(("{fleet: mig-29, ", "{fleet: some-fleet, "))
    (tmp_path / "small.yaml").write_text(asked, "utf-8")
    found = posture(tmp_path / "small.yaml", draws=2, library=catalog(own))
    assert "some-fleet" in [entry["fleet"] for entry in found["availability"]]
