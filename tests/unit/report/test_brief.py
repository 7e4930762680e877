"""The page: whole, self-contained, the same every time, escaped, and true to what was found."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from mantlet.cli.tables import ROWS, print_legend
from mantlet.codes import CAUSES
from mantlet.evidence.known import Ground
from mantlet.report import brief, provenance, sections
from mantlet.report.findings import Findings
from mantlet.report.wording import CAUSE_MEANINGS, METRIC_WORDS, SPREAD_MEANINGS, answer
from mantlet.run.answer import HEADLINES
from mantlet.run.metrics import Spread
from unit.report import standin
from unit.report.test_markup import Reader

EVIL = "<script>alert('raid')</script> $1 & \"co\""
SECTIONS = ("summary", "map", "distribution", "causes", "classes", "shots", "timeline", "inputs", "limits", "repeat")


@pytest.fixture(scope="module")
def found() -> Findings:
    return standin.findings()


@pytest.fixture(scope="module")
def page(found: Findings) -> str:
    return brief.page(found)


@pytest.fixture(scope="module")
def read(page: str) -> Reader:
    return Reader(page)


def test_every_section_is_there_once(read: Reader) -> None:
    ids = [value for name, value in read.attributes if name == "id"]
    assert [anchor for anchor in ids if anchor in SECTIONS] == list(SECTIONS)
    assert len(ids) == len(set(ids)), "an id stands for one thing"


def test_nothing_is_fetched_and_nothing_runs(page: str, read: Reader) -> None:
    assert not {"script", "link", "iframe", "object", "embed"} & set(read.tags)
    for name, _ in read.attributes:
        assert not name.startswith("on"), name
        assert name not in ("src", "xlink:href")
    for image in re.findall(r"<image\b[^>]*>", page):
        assert 'href="data:image/png;base64,' in image
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_claims_behind_the_numbers_are_listed_and_changed_ones_come_first(found: Findings, page: str) -> None:
    assert 'id="claims"' not in page and "Out of date?" not in page
    words = {f"{'a' * 12}@{'0' * 8}": f"r.txt, 2020-06-22, characters 3 to 9: CHANGED {EVIL}"}
    told = brief.page(found, Ground(words, "1 of 1 claims behind it changed"))
    assert "<script" not in told
    text = Reader(told).text
    assert text.index("1 of 1 claims behind it changed.") < text.index("characters 3 to 9: CHANGED")
    assert text.count("aaaaaaaaaaaa") == 1
    assert "Out of date?" not in brief.page(found, Ground(words, None))


def test_the_page_is_small_and_the_same_every_time(page: str) -> None:
    assert len(page.encode()) < 3_000_000
    assert brief.page(standin.findings()) == page


def test_pictures_are_named_for_those_who_do_not_see_them(page: str) -> None:
    within = '<svg role="presentation"'
    pictures = [start for start in re.findall(r"<svg\b[^>]*>", page) if not start.startswith(within)]
    assert len(pictures) > 4
    for picture in pictures:
        assert 'role="img"' in picture
        assert "aria-label" in picture
    for target in re.findall(r'aria-labelledby="([^"]+)"', page):
        for anchor in target.split():
            assert f'id="{anchor}"' in page


def test_references_inside_pictures_are_met(page: str) -> None:
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    wanted = set(re.findall(r'(?:href="#|url\(#)([^")]+)', page))
    assert wanted <= ids


def test_text_of_users_stays_text(found: Findings) -> None:
    view = found.views[0]
    sites = [replace(site, name=EVIL) for site in view.scene.sites]
    tracks = [replace(track, group=EVIL) for track in view.scene.tracks]
    fight = replace(
        found.fights[0], lanes=[replace(lane, object_id=EVIL, reason=EVIL) for lane in found.fights[0].lanes]
    )
    hurt = replace(
        found,
        title=EVIL,
        summary=EVIL,
        views=[view._replace(scene=replace(view.scene, sites=sites, tracks=tracks))],
        assets=[replace(row, name=EVIL) for row in found.assets],
        fights=[fight],
        repeat=[("command", EVIL)],
    )
    page = brief.page(hurt)
    assert "script" not in Reader(page).tags
    assert "<script" not in page
    assert EVIL in Reader(page).text


def test_a_source_with_a_strange_address_is_no_link(found: Findings) -> None:
    odd = {key: source.model_copy(update={"url": "javascript:alert(1)"}) for key, source in standin.SOURCES.items()}
    page = provenance.inputs(replace(found, inputs=replace(found.inputs, sources=odd)))
    assert "export catalogue" in page
    assert "javascript:" not in page


def test_the_answer_names_the_three_spreads(found: Findings) -> None:
    text = answer(found)
    leakers = found.metrics["leakers"]
    assert f"{leakers.mean:.1f} got through" in text
    assert leakers.ignorance is not None
    assert f"{leakers.ignorance[0]:.1f} to {leakers.ignorance[1]:.1f}" in text
    assert "6 decoys" in text


def test_the_answer_and_its_table_give_the_same_figures(found: Findings) -> None:
    """Averages of quantiles are no whole numbers, and are cut in one way."""
    odd = replace(found.metrics["leakers"], chance=(18.25, 25.96), ignorance=(18.0, 23.249))
    told = replace(found, metrics={**found.metrics, "leakers": odd})
    page = str(sections.summary(told))
    assert "18 to 23.2" in answer(told)
    assert page.count("18 to 23.2") == 2
    assert page.count("18.2 to 26") == 1


def test_one_raid_is_promised_what_nine_of_ten_did(found: Findings) -> None:
    """Not `chance`, which knows the numbers: the range over all raids, which is that of the histogram beside it."""
    narrow = replace(found.metrics["leakers"], chance=(6.4, 7.6))
    raids = np.repeat([3.0, 10.0, 20.0], [10, 80, 10])
    told = replace(found, metrics={**found.metrics, "leakers": narrow}, leakers=raids)
    assert "in one raid 3 to 20 (9 of 10 of all raids fought, chance and ignorance together)" in answer(told)
    low, high = found.raid_range
    assert np.mean((found.leakers >= low) & (found.leakers <= high)) >= 0.9
    assert f"9 of 10 lie at {low:.0f} to {high:.0f}" in Reader(sections.distribution(found)).text
    assert "known" in SPREAD_MEANINGS["chance"]


@pytest.mark.parametrize(
    ("leakers", "draws", "said"),
    [
        ([3.0], 1, "Of 46 objects in the raid (6 decoys), 3 got through in the one raid that was fought."),
        ([0.0] * 40, 2, "none got through in any of the 40 raids fought."),
        ([46.0] * 40, 2, "46 got through in each of the 40 raids fought."),
        ([1.0, 2.0, 3.0, 4.0], 1, "in one raid 1 to 4 (9 of 10 of all raids fought, by chance alone)."),
    ],
)
def test_the_answer_says_no_more_than_was_fought(found: Findings, leakers: list[float], draws: int, said: str) -> None:
    settled = Spread(float(np.mean(leakers)), None, None, None, None, None)
    told = replace(found, leakers=np.array(leakers), draws=draws, metrics={"leakers": settled}, inputs=found.inputs)
    assert said in answer(told)
    caption = Reader(sections.distribution(told)).text
    assert ("The one raid that was fought." in caption) == (len(leakers) == 1)
    assert "ignorance band" not in caption


def test_value_and_assets_come_first_as_on_the_terminal(found: Findings) -> None:
    out = Spread(0.925, None, None, None, None, None)
    assert "; in 92 % of the raids at least one asset was put out of action." in answer(
        replace(found, metrics={**found.metrics, "asset_out_prob": out})
    ).replace("\N{NO-BREAK SPACE}", " ")
    shown = [name for name, _, _ in ROWS]
    assert [name for name in METRIC_WORDS if name in shown] == shown


def test_an_average_that_no_source_moves_gets_no_range(found: Findings) -> None:
    fixed = replace(found.metrics["leakers"], ignorance=(7.0, 7.0))
    assert "within the sources" not in answer(replace(found, metrics={"leakers": fixed}))


def test_a_raid_that_is_typical_and_bad_is_shown_once(found: Findings) -> None:
    first, second = found.fights
    assert Reader(sections.timelines(found)).tags.count("h3") == 2
    same = replace(second, draw=first.draw, replication=first.replication)
    once = Reader(sections.timelines(replace(found, fights=[first, same])))
    assert once.tags.count("h3") == 1
    assert "A typical raid" in once.text


def test_a_shown_raid_says_what_it_was_chosen_by(read: Reader) -> None:
    assert "Value lost 22: 19 of 20 lost no more; draw 61, replication 2" in read.text


def test_a_launch_at_what_is_down_already_is_explained(found: Findings) -> None:
    lane = replace(found.fights[0].lanes[-1], fate="killed", reason="akash", end_s=100.0, launched_s=[50.0])
    for last, said in ((60.0, False), (130.0, True)):
        shown = replace(found.fights[0], lanes=[replace(lane, launched_s=[50.0, last])])
        text = Reader(sections.timelines(replace(found, fights=[shown]))).text
        assert ("A launch after a kill" in text) == said


def test_what_a_raid_does_or_not_has_no_range_and_says_so(found: Findings) -> None:
    assert "yes or no" in Reader(sections.summary(found)).text


def test_part_cited_numbers_are_not_counted_as_cited(read: Reader) -> None:
    assert re.search(r"cited inputs explain .*, part cited inputs explain .* and assumed inputs explain", read.text)


def test_without_an_uncited_number_none_is_shown(found: Findings) -> None:
    assert "have no source that was read" in Reader(provenance.limits(found)).text
    sure = replace(found.inputs, counts={"cited": 4, "definition": 1}, ranked=[])
    told = replace(found, inputs=sure)
    assert "have no source" not in Reader(provenance.limits(told)).text
    assert "nothing to rank" in Reader(provenance.inputs(told)).text


def test_the_spreads_are_said_alike_on_paper_and_screen(page: str) -> None:
    screen = io.StringIO()
    print_legend(Console(file=screen, width=80))
    for term, meaning in SPREAD_MEANINGS.items():
        assert f"<dt>{term.capitalize()}</dt><dd>{meaning}</dd>" in page
        assert f"{term:<10} {meaning}\n" in screen.getvalue()


def test_causes_are_all_named_and_add_up_to_the_leakers(found: Findings, read: Reader) -> None:
    assert list(CAUSE_MEANINGS) == list(CAUSES)
    for cause, meaning in CAUSE_MEANINGS.items():
        assert meaning in read.text
        assert cause.replace("_", " ") in read.text
    assert sum(found.causes.values()) == pytest.approx(found.metrics["leakers"].mean)


def test_assumed_numbers_look_assumed_and_cited_ones_do_not(page: str) -> None:
    assert '<span class="assumed">0.5</span> / <span class="assumed">0.9</span>' in page
    assert "<span>340 km</span> / <span>390 km</span>" in page
    assert '<span class="assumed">500 m/s</span> / <span class="assumed">600 m/s</span> / <span>700 m/s</span>' in page


def test_inputs_that_no_draw_changes_are_told_apart(found: Findings, read: Reader) -> None:
    assert "Fixed at their central value in every draw: 1 of them." in read.text
    assert "Inputs fixed at their central value (1)" in read.text
    none = replace(found, inputs=replace(found.inputs, fixed={}))
    assert "central value" not in Reader(provenance.inputs(none)).text


def test_a_single_draw_says_that_ignorance_is_not_known() -> None:
    one = standin.findings(draws=1)
    bare = {name: replace(spread, ignorance=None) for name, spread in one.metrics.items()}
    empty = replace(one.inputs, ranked=[], shares={})
    alone = replace(one, metrics=bare, inputs=empty)
    text = Reader(sections.summary(alone) + provenance.inputs(alone)).text
    assert "nothing can be said about ignorance" in text
    assert "none can be ranked" in text


def test_every_metric_has_words_and_the_words_their_metric() -> None:
    assert set(METRIC_WORDS) == set(HEADLINES)


def test_costs_stand_side_by_side_and_say_what_they_rest_on(found: Findings) -> None:
    text = Reader(sections.summary(found) + sections.shots(found)).text
    assert "Cost of the shots" in text
    assert "44.8 M" in text
    assert text.count("rests on assumed prices") == 1
    assert "Rounds for 44.8 M USD stopped objects worth 2.2 M USD" in text


@pytest.mark.parametrize(
    ("unpriced", "said", "is_summed"),
    [
        (0.0, "Rounds for 44.8 M USD stopped objects worth 2.2 M USD, on average per raid", True),
        (12.0, "12 of the objects killed had no price and are not in that sum.", True),
        (25.0, "What was stopped is not set against that: 25 of the 36 objects killed had no price.", False),
    ],
)
def test_costs_say_what_had_no_price(found: Findings, unpriced: float, said: str, is_summed: bool) -> None:
    counts = {"killed": Spread(36.0, None, None, None, None, None)}
    counts["killed_unpriced"] = Spread(unpriced, None, None, None, None, None)
    changed = replace(found, metrics=dict(found.metrics) | counts)
    text = Reader(sections.summary(changed) + sections.shots(changed)).text
    assert said in text
    assert ("2.2 M" in text) == is_summed
    assert ("Killed without a price" in text) == (unpriced > 0)


def test_a_raid_cut_off_is_no_perfect_defence(found: Findings) -> None:
    cut = Spread(8.4, None, None, None, None, None)
    words = "8.4 of 46 objects had not arrived when the scenario ended, so that leakers are a lower bound."
    assert words in answer(replace(found, metrics={**found.metrics, "expired": cut}))
    whole = replace(cut, mean=0.0)
    assert "lower bound" not in answer(replace(found, metrics={**found.metrics, "expired": whole}))


def test_a_brief_says_of_when_its_scenario_is(found: Findings) -> None:
    assert "Scenario dated 2020-06." in Reader(sections.summary(replace(found, summary=""))).text


def test_figures_of_two_attacks_are_said_to_be_added_up(found: Findings) -> None:
    assert "Both sides attack." in Reader(sections.summary(replace(found, mutual=True))).text
    assert "Both sides attack." not in Reader(sections.summary(found)).text


def test_a_summary_says_that_other_ends_are_not_counted(found: Findings) -> None:
    said = "keeps no row per object"
    assert said not in Reader(sections.classes(found)).text
    short = [replace(found.classes[0], fates={"killed": 15.0, "leaked": 4.9}), *found.classes[1:]]
    assert said in Reader(sections.classes(replace(found, classes=short))).text


def test_a_brief_says_how_far_was_fought_and_what_the_average_is_corrected(found: Findings) -> None:
    told = Reader(sections.summary(found)).text
    assert "Fought until" not in told
    assert "corrected" not in told
    look = {"leakers": {"mean": 7.1, "half_width": 0.337, "asked": 0.5, "corrected": True, "reached": True}}
    look |= {"no_leak_prob": {"mean": 0.031, "half_width": 0.0098, "asked": 0.01, "corrected": False, "reached": True}}
    until = {"asked": ["leakers=0.5", "no_leak_prob=1%"], "reached": True, "most": {"draws": 2000, "replications": 400}}
    until["looks"] = [{"draws": 76, "replications": 20, "error_prob": 0.04, "reached": True, "metrics": look}]
    corrected = {"leakers": {"mean": 7.1, "error": [6.8, 7.4], "worth": 3.31}}
    told = Reader(sections.summary(replace(found, until=until, corrected=corrected))).text
    assert (
        "Fought until leakers=0.5, no_leak_prob=1%: reached with 76 draws of 20 raids: leakers 7.1 ± 0.34, corrected "
        "for where the draws fell; no_leak_prob 3.1 % ± 0.98 %." in told
    )
    assert (
        "Averages corrected for where the draws happened to fall: leakers 7.1 (6.8 to 7.4), as if from 3.3 times the "
        "draws." in told
    )


def test_a_partial_run_and_a_flat_world_say_so() -> None:
    flat = replace(standin.findings(flat=True), complete=False)
    text = Reader(sections.summary(flat) + sections.map_section(flat)).text
    assert "Partial result" in text
    assert "No terrain in this scenario" in text


def test_a_raid_of_nothing_and_of_thousands_can_be_drawn(found: Findings) -> None:
    lanes = [replace(found.fights[0].lanes[0], object_id=f"o-{number}") for number in range(500)]
    many = replace(
        found,
        leakers=found.leakers * 100,
        fights=[replace(found.fights[0], lanes=lanes), replace(found.fights[1], lanes=[])],
    )
    assert "90 of 500 objects are shown" in Reader(sections.timelines(many)).text
    none = replace(found, leakers=found.leakers * 0, draw_means=found.draw_means * 0)
    for drawn in (sections.distribution(many), sections.distribution(none)):
        assert "svg" in Reader(drawn).tags
