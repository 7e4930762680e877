"""Orders as data: what is known by when, what stays unknown, and mistakes at their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.cli.shelf import check
from mantlet.posture.dates import day, span
from mantlet.posture.months.checked import checked_order
from mantlet.posture.programme import Programme, parsed, programme, programmes

HEAD = """kind: programme
id: order
title: An order
buyer: A
supplier: B
system: s-400
unit: regiment set
ordered: {value: 2, assumed: test}
stage: signed
"""


def _refused(body: str) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        parsed(HEAD + body, "order.yaml")
    return str(caught.value).splitlines()


def test_the_indian_contract() -> None:
    """Five regiment sets of 2018, 15 per cent paid in 2019, three readings of the rounds that come with each."""
    order = programme("india-s400")
    assert order.tracked == (1, 2, 3, 4, 5)
    assert order.pieces_each.values == (2.0,)
    assert order.signature is not None and order.signature.date == span("2018-10-05")
    assert order.payments[0].share is not None and order.payments[0].share.value == 0.15
    assert order.price is not None and order.price.values == (5.0e9, 5.43e9, 5.5e9)
    assert order.rounds_each is not None and order.rounds_each.values == (112.0, 128.0, 256.0)
    assert programme("india-s400-rounds").pieces_each.values == (1.0,)


def test_conflicting_claims_of_an_arrival_all_stay() -> None:
    claims = programme("india-s400").claims(2)
    assert claims == (span("2022-04"), span({"from": "2022-07", "to": "2022-09"}))


def test_what_nobody_reported_is_unknown_and_not_zero() -> None:
    assert programme("india-s400").claims(5) == ()
    assert programme("india-akash-7").claims(1) == ()
    assert programme("india-mrsam").promises_of(1) == []
    assert programme("india-mrsam").absent_until(2) is None
    assert programme("india-mig29-21").promises == () == programme("india-mig29-21").arrivals


@pytest.mark.parametrize(
    ("when", "promised", "came"),
    [
        ("2018-10-04", 0, 0),
        ("2020-06-22", 4, 0),  # the promise of 23 June 2020 is not known yet
        ("2020-06-23", 5, 0),
        ("2022-04-29", 7, 0),  # arrived in December 2021 by a report of April 2022: not known before April is over
        ("2022-04-30", 7, 1),
    ],
)
def test_known_by_a_day(when: str, promised: int, came: int) -> None:
    known = programme("india-s400").known_on(day(when))
    assert len(known.promises_of(1)) == promised
    assert len(known.claims(1)) == came
    assert (known.signature is None) == (day(when) < day("2018-10-05"))


def test_a_claim_made_later_joins_the_one_before() -> None:
    order = programme("india-s400")
    assert order.known_on(day("2022-06-01")).claims(2) == (span("2022-04"),)
    assert len(order.known_on(day("2022-08-01")).claims(2)) == 2


def test_what_is_behind_in_the_queue_had_not_come_either() -> None:
    order = programme("india-s400").known_on(day("2020-06-23"))
    assert {order.absent_until(unit) for unit in order.tracked} == {day("2020-06-23")}
    apart = order.model_copy(update={"in_sequence": False})
    assert apart.absent_until(2) == day("2019-11-07")


def test_every_bundled_programme_reads_and_has_an_order_of_promises() -> None:
    assert len(programmes()) >= 10
    for order in programmes().values():
        for unit in order.tracked:
            made = [promise.asserted.last for promise in order.promises_of(unit)]
            assert made == sorted(made)


def test_a_promise_without_a_date() -> None:
    told = _refused("promises:\n  - {asserted: 2019-01, units: [1], assumed: t}\n")
    assert told == ["order.yaml:11: promises[0]: field 'by' is missing"]


def test_an_arrival_before_the_signature() -> None:
    body = "signature: {date: 2018-10, assumed: t}\narrivals:\n  - {units: [1], date: 2018-09, reported: 2018-10"
    told = _refused(body + ", assumed: t}\n")
    message = "arrivals[0].date: came 2018-09, before the contract was signed (2018-10)"
    assert told == [f"order.yaml:12: {message}"]


def test_an_arrival_in_the_month_of_the_signature_may_be() -> None:
    body = "signature: {date: 2018-10-05, assumed: t}\narrivals:\n  - {units: [1], date: 2018-10, reported: 2018-11"
    assert parsed(HEAD + body + ", assumed: t}\n", "order.yaml").claims(1) == (span("2018-10"),)


def test_one_mistake_does_not_hide_another() -> None:
    told = _refused(
        "signature: {date: 2018-10, assumed: t}\n"
        "promises:\n"
        "  - {asserted: 2019-01, units: [1], assumed: t}\n"
        "  - {asserted: 2019-06, by: 2019-05, units: [1], assumed: t}\n"
        "  - {asserted: 2019-06, by: 2020, units: [3], assumed: t}\n"
        "arrivals:\n"
        "  - {units: [1], date: 2021, reported: 2020, assumed: t}\n"
        "  - {units: [2], date: 2017, reported: 2021, source: NOBODY, confidence: press, verification: read}\n"
    )
    assert [line.split(": ")[1] for line in told] == [
        "promises[0]",
        "promises[1]",
        "promises[2].units",
        "arrivals[0]",
        "arrivals[1]",
        "arrivals[1].date",
    ]
    assert "no source 'NOBODY'" in told[4]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("arrivals:\n  - {units: [1, 1], date: 2020, reported: 2021, assumed: t}\n", "names a unit twice"),
        ("promises:\n  - {asserted: 2019, by: never, units: [1], assumed: t}\n", "got 'never', expected 2021-12-15"),
        ("promises:\n  - {asserted: 2019, by: 2020, units: [1]}\n", "stands on exactly one of: source, assumed"),
        (
            "promises:\n  - {asserted: 2019, by: 2020, units: [1], source: RT19}\n",
            "confidence and verification go with",
        ),
        ("pieces: {value: 1, assumed: t}\n", "got 1 battalion to a regiment set of s-400, expected 2"),
        (
            "arrivals:\n  - {units: [1], date: 2021, reported: 2022, assumed: t}\n"
            "  - {units: [2], date: 2020, reported: 2022, assumed: t}\n",
            "unit 2 came before the one ahead of it",
        ),
        (
            "arrivals:\n  - {units: [1], date: 2020, reported: 2021, assumed: t}\n"
            "unseen: [{units: [1], until: 2024, assumed: t}]\n",
            "order.yaml:12: unseen[0].until: unit 1 had come by then (2020)",
        ),
        (
            "promises:\n  - {asserted: 2019, by: 2020, units: [1], assumed: t}\n"
            "  - {asserted: 2019, by: 2020, units: [1, 2], assumed: t}\n",
            "order.yaml:12: promises[1]: says the same of unit 1 as promises[0]",
        ),
        (
            "arrivals:\n  - {units: [1], date: 2020, reported: 2021, assumed: t}\n"
            "  - {units: [1], date: 2020, reported: 2021, assumed: t}\n",
            "order.yaml:12: arrivals[1]: says the same of unit 1 as arrivals[0]",
        ),
        (
            "payments:\n  - {date: 2019, share: {value: 80 %, assumed: t}, assumed: t}\n"
            "  - {date: 2020, share: {value: 80 %, assumed: t}, assumed: t}\n",
            "order.yaml:12: payments[1].share: with this one 160% of the price are paid",
        ),
        (
            "ready: [{units: [2], date: 2020, reported: 2021, assumed: t}]\n",
            "order.yaml:10: ready[0].units: was ready, but no arrival is told of unit 2",
        ),
    ],
)
def test_what_is_refused(body: str, told: str) -> None:
    assert any(told in line for line in _refused(body))


@pytest.mark.parametrize("stage", ["discussed", "approved", "dropped"])
def test_what_was_not_signed_brings_nothing(stage: str) -> None:
    body = "arrivals: [{units: [1], date: 2020, reported: 2021, assumed: t}]\n"
    with pytest.raises(InvalidInput, match=rf"order.yaml:9: stage: got {stage}, but units came"):
        parsed(HEAD.replace("signed", stage) + body, "order.yaml")


def test_reports_that_contradict_each_other_all_stay() -> None:
    """One says that it came, another that it had not by a later day: who is right is not known."""
    body = (
        "arrivals:\n  - {units: [1], date: 2020, reported: 2021, assumed: t}\n"
        "  - {units: [1], date: 2022, reported: 2022, assumed: t}\n"
        "unseen: [{units: [1], until: 2021, assumed: t}]\n"
    )
    assert len(parsed(HEAD + body, "order.yaml").claims(1)) == 2


def test_a_system_of_the_library_brings_its_own_words() -> None:
    """PATRIOT stands in no table of words: its fire units are words of their own."""
    text = HEAD.replace("s-400", "patriot")
    order = parsed(text.replace("regiment set", "battery-mse"), "order.yaml")
    assert order.pieces_each.value == 1.0
    with pytest.raises(InvalidInput, match=r"order.yaml:7: unit: 'batery-mse' is no unit of patriot. Did you mean"):
        parsed(text.replace("regiment set", "batery-mse"), "order.yaml")


def test_ready_before_it_came() -> None:
    body = "arrivals:\n  - {units: [1], date: 2021-06, reported: 2021-07, assumed: t}\n"
    told = _refused(body + "ready:\n  - {units: [1], date: 2021-05, reported: 2021-07, assumed: t}\n")
    assert told == ["order.yaml:13: ready[0].date: was ready 2021-05, before it came (2021-06)"]


def test_mantlet_check_takes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "order.yaml"
    file.write_text(HEAD, encoding="utf-8")
    assert check(str(file), (), ()) == 0
    assert "a valid posture file (programme)" in capsys.readouterr().out
    file.write_text(HEAD + "arrivals: [{units: [9], date: 2020, reported: 2021, assumed: t}]\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="got unit 9 of 2"):
        check(str(file), (), ())
    file.write_text("# An order.\nkind: program\n", encoding="utf-8")
    kinds = "system, threat, aircraft, facts, sources, programme, force, fleet, posture, words, shocks"
    said = rf"order.yaml:2: kind: got kind 'program', expected one of {kinds}. Did you mean 'programme'"
    with pytest.raises(InvalidInput, match=said):
        check(str(file), (), ())


def test_sources_of_its_own() -> None:
    body = (
        "arrivals:\n  - {units: [1], date: 2020, reported: 2021, source: MINE, confidence: press, verification: read}\n"
        "sources:\n  MINE: {title: a leaflet, date: 2021, confidence: press, verification: read}\n"
    )
    assert isinstance(parsed(HEAD + body, "order.yaml"), Programme)


def test_of_a_day_known_to_the_month_nothing_is_known_before_it_is_over() -> None:
    body = "promises:\n  - {asserted: 2019-01, by: 2020, units: [1], assumed: t}\n"
    body += "payments:\n  - {date: 2019-02, assumed: t}\n"
    body += "arrivals:\n  - {units: [1], date: 2020-12, reported: 2020-12, assumed: t}\n"
    body += "ready:\n  - {units: [1], date: 2021-01, reported: 2021-03, assumed: t}\n"
    order = parsed(HEAD + body, "order.yaml")

    def told(when: str) -> list[int]:
        known = order.known_on(day(when))
        return [len(known.promises), len(known.payments), len(known.ready)]

    days = ("2019-01-30", "2019-01-31", "2019-02-27", "2019-02-28", "2021-03-30", "2021-03-31")
    assert [told(when) for when in days] == [[0, 0, 0], [1, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 0], [1, 1, 1]]


SOURCES = """sources:
  LATER: {title: a look back, date: "2024 (inferred)", confidence: press, verification: read}
  PAGE: {title: a page, date: undated, confidence: press, verification: read}
"""


def _promise(source: str, more: str = "") -> str:
    cited = f"source: {source}, confidence: press, verification: read"
    return f"promises:\n  - {{asserted: 2021-02, {more}by: 2025, units: [1], {cited}}}\n{SOURCES}"


def test_a_promise_that_was_told_later_is_known_later() -> None:
    order = parsed(HEAD + _promise("LATER", "reported: 2024-05-01, "), "order.yaml")
    assert [len(order.known_on(day(when)).promises) for when in ("2021-03-01", "2024-04-30", "2024-05-01")] == [0, 0, 1]


@pytest.mark.parametrize(
    ("source", "more", "told"),
    [
        ("LATER", "", "its source LATER is of 2024 (inferred): say when it was reported"),
        ("PAGE", "", "its source PAGE is of undated: say when it was reported"),
        ("LATER", "reported: 2020, ", "was reported 2020, before it was asserted (2021-02)"),
    ],
)
def test_a_promise_whose_report_is_not_of_its_time(source: str, more: str, told: str) -> None:
    assert any(told in line for line in _refused(_promise(source, more)))


def test_the_stage_of_a_day() -> None:
    """June 2020 knew nothing of what became of the 33 fighters."""
    when = ("2019-01-01", "2020-06-23", "2020-07-02", "2024-12-31")
    fighters, migs = programme("india-su30mki-12"), programme("india-mig29-21")
    assert [fighters.known_on(day(at)).stage for at in when] == ["discussed", "discussed", "approved", "signed"]
    assert [migs.known_on(day(at)).stage for at in when] == ["discussed", "discussed", "approved", "dropped"]
    assert programme("india-s400").known_on(day("2018-01-01")).stage == "discussed"
    assert programme("india-mrsam").known_on(day("2018-01-01")).stage == "signed"  # no day of it was read


def test_stages_lead_to_that_of_today() -> None:
    one, two = "{stage: approved, said: 2020, assumed: t}", "{stage: signed, said: 2021, assumed: t}"
    assert any("got approved as the last" in line for line in _refused(f"stages: [{one}]\n"))
    assert any("in the order of the days" in line for line in _refused(f"stages: [{two}, {one}]\n"))


def test_a_lead_is_known_when_what_it_rests_on_was_told() -> None:
    lead = "induction: {said: 2019-09-15, lead: {value: 3 month, assumed: t}}\n"
    order = parsed(HEAD + lead, "order.yaml")
    assert order.known_on(day("2019-09-14")).induction is None
    assert order.known_on(day("2019-09-15")).induction == order.induction


def test_a_report_of_a_day_to_come_is_told_by_the_check_and_no_answer_hangs_on_the_clock() -> None:
    text = HEAD + "arrivals:\n  - {units: [1], date: 2235, reported: 2235, assumed: t}\n"
    with pytest.raises(
        InvalidInput, match=r"order.yaml:11: arrivals\[0\].reported: was reported 2235: that day has not"
    ):
        checked_order(text, "order.yaml")
    assert parsed(text, "order.yaml").arrivals[0].date.text() == "2235"
