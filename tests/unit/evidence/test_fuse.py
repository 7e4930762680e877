"""Claims fused: their intersection where all meet, else kept apart; never an average, in whatever order they come."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mantlet.evidence.claims import ON_TOP, Claim, Relation, Value
from mantlet.evidence.fuse import Fused, fused


def said(value: Value, unit: str | None = "km", **fields: Any) -> Claim:
    place = fields.pop("at", 10)
    return Claim.model_validate(
        {
            "report": "a.txt",
            "start": place,
            "end": place + 3,
            "text": "",
            "id": f"{place:012x}",
            "kind": "range",
            "subject": "Lance",
            "value": value,
            "unit": unit,
            "event_time": None,
            "date_asserted": date(2021, 3, 4),
            "attribution": "on_record",
            "modality": "done",
            "rule": "by hand",
            **fields,
        }
    )


def eq(low: float, high: float | None = None) -> Value:
    return Value(low=low, high=low if high is None else high, op="eq" if high is None else "range")


def one(*claims: Claim, **options: Any) -> Fused:
    (found,) = fused(claims, **options)
    return found


def ends(found: Fused) -> list[tuple[float, float]]:
    return [part[:2] for part in found.parts]


def test_where_all_meet_it_is_the_intersection() -> None:
    found = one(said(eq(100, 200)), said(eq(150, 300), at=20), said(Value(low=120, op="gt"), at=30))
    assert ends(found) == [(150e3, 200e3)]
    assert (found.warning, found.left, len(found.parts[0].claims)) == (None, None, 3)
    assert found.hull == (100e3, math.inf)
    assert found.text(*found.parts[0][:2]) == "150 km to 200 km"


def test_where_they_do_not_each_claim_stays_whole() -> None:
    """Also those that meet: when somebody is wrong, nobody is narrowed by another."""
    claims = [said(eq(100, 200)), said(eq(150, 300), at=20), said(eq(400), at=30), said(eq(400), at=40)]
    found = one(*claims)
    assert ends(found) == [(100e3, 200e3), (150e3, 300e3), (400e3, 400e3)]
    assert [len(part.claims) for part in found.parts] == [1, 1, 2], "said twice is one alternative"
    assert found.warning is not None and "They span 100 km to 400 km" in found.warning
    assert {part.weight for part in found.parts} == {None}


def test_an_open_claim_bounds_and_is_not_closed() -> None:
    found = one(said(Value(low=100, op="gt")), said(Value(low=300, op="gt"), at=20))
    assert ends(found) == [(300e3, math.inf)] and found.parts[0].open
    assert found.text(*found.parts[0][:2]) == "at least 300 km"
    assert ends(one(said(Value(low=100, op="gt")), said(Value(high=100, op="lt"), at=20))) == [(100e3, 100e3)]
    apart = one(said(eq(150)), said(eq(400), at=20), said(Value(low=100, op="gt"), at=30))
    assert ends(apart) == [(150e3, 150e3), (400e3, 400e3)]
    assert [claim.start for claim in apart.bounds] == [30]
    alone = one(said(eq(150)), said(Value(low=300, op="gt"), at=20))
    assert ends(alone) == [(150e3, 150e3), (300e3, math.inf)] and not alone.bounds


def test_bounds_are_said_and_weighed_and_span_nothing() -> None:
    claims = [said(eq(100)), said(eq(300), at=20), said(Value(low=250, op="gt"), at=30, attribution="anonymous")]
    found = one(*claims)
    assert ends(found) == [(100e3, 100e3), (300e3, 300e3)] and found.hull == (100e3, 300e3)
    assert found.warning is not None and "At least 250 km speaks against 100 km" in found.warning
    weighed = one(*claims, weights={"anonymous": 0.5})
    assert [part.weight for part in weighed.parts] == [1.0, 1.5]


def test_bounds_that_exclude_each_other_conflict() -> None:
    claims = [said(eq(0, 1)), said(Value(low=1, op="gt"), at=20), said(Value(high=0, op="lt"), at=30)]
    found = one(*claims)
    assert len(found.parts) == 3 and not found.bounds and found.warning is not None


def test_the_unknown_stays_unknown() -> None:
    assert fused([said(Value(op="unknown"))]) == []
    found = one(said(Value(op="unknown")), said(eq(100), at=20))
    assert ends(found) == [(100e3, 100e3)]
    assert (len(found.claims), len(found.parts[0].claims)) == (2, 1)


def test_what_is_denied_is_no_figure() -> None:
    assert ends(one(said(eq(100)), said(eq(400), modality="denied", at=20))) == [(100e3, 100e3)]
    assert one(said(eq(400), modality="denied")).left == "nothing of it is claimed, only denied"


def test_units_are_converted_or_refused() -> None:
    assert ends(one(said(eq(1852), "m"), said(eq(1), "nmi", at=20))) == [(1852, 1852)]
    for first, second in (("battery", "km"), ("battery", "launcher"), ("EUR", "USD")):
        found = one(said(eq(8), first), said(eq(8), second, at=20))
        assert found.left is not None and f"do not fit together ({first}, {second})" in found.left
        assert not found.parts
    left, other = fused([said(eq(8), "EUR"), said(eq(8), "USD", at=20), said(eq(8), subject="Pike", at=30)])
    assert left.left and ends(other) == [(8e3, 8e3)], "what does not fit together costs nothing else"
    for unit in ("INR", "missile/year", "Mach"):
        assert one(said(eq(3), unit)).left == f"the library has no place for a figure in {unit}"


def test_counts_are_whole() -> None:
    found = one(said(Value(low=96.5, high=103.2, op="eq"), "missile", kind="quantity_ordered"))
    assert (ends(found), found.label) == ([(97, 103)], "quantity ordered, missile: Lance")
    assert ends(one(said(eq(5.5), "squadron"))) == [(5, 6)]
    assert ends(one(said(Value(low=5.5, op="gt"), "squadron"))) == [(6, math.inf)]


def test_dates_are_days() -> None:
    month = {"kind": "delivery_date", "unit": None, "value": Value(op="unknown")}
    found = one(said(**month, event_time="2021-12"), said(**month, event_time="../2021-12-10", at=20))
    assert found.text(*found.parts[0][:2]) == "2021-12-01/2021-12-10"
    apart = one(said(**month, event_time="2021-12"), said(**month, event_time="2020", at=20))
    assert apart.warning is not None and "2020 or 2021-12" in apart.warning
    open_end = one(said(**month, event_time="../2021-12"))
    assert open_end.text(*open_end.parts[0][:2]) == "at most 2021-12-31"


def test_claims_of_different_times_are_not_made_one() -> None:
    strength = {"kind": "squadron_strength", "unit": "squadron"}
    claims = [said(eq(32), **strength, event_time="2020"), said(eq(31), **strength, event_time="2022", at=20)]
    assert one(*claims).left is not None and "different times (2020, 2022)" in str(one(*claims).left)
    assert ends(one(claims[0])) == [(32, 32)]


def test_parts_of_a_sum_are_no_other_opinion_of_it() -> None:
    claims = [said(eq(figure), "battery", at=figure) for figure in (8, 5, 3)]
    whole = Relation(kind="sum_check", claims=tuple(claim.id for claim in claims), note="5 + 3 = 8")
    assert "parts of another (5 + 3 = 8)" in str(one(*claims, relations=[whole]).left)
    apart = [claims[0], claims[1].model_copy(update={"subject": "Pike"}), claims[2]]
    assert [ends(found) for found in fused(apart, [whole])] == [[(3, 3), (8, 8)], [(5, 5)]]


def test_what_is_told_anew_replaces_only_where_that_is_asked_for() -> None:
    strength = {"kind": "squadron_strength", "unit": "squadron"}
    old, same = said(eq(32), **strength), said(eq(32), **strength, at=20)
    new = said(eq(29, 31), **strength, at=30, date_asserted=date(2022, 5, 6))
    plain = one(old, same, new)
    assert ends(plain) == [(29, 31), (32, 32)] and "--latest counts only that" in str(plain.warning)
    late = one(new, old, same, latest=True)
    assert (ends(late), late.warning, late.replaced) == ([(29, 31)], None, (old, same))
    wider = said(eq(28, 40), **strength, at=30, date_asserted=date(2022, 5, 6))
    assert ends(one(old, wider, latest=True)) == [(32, 32)], "what meets the earlier claim does not replace it"
    ranges = [said(eq(100)), said(eq(400), at=20, date_asserted=date(2022, 5, 6))]
    assert one(*ranges, latest=True).replaced == (), "how far something reaches does not change with time"
    assert "--latest" not in str(one(*ranges).warning)


def test_kinds_and_subjects_stay_apart() -> None:
    found = fused([said(eq(1)), said(eq(2), subject="Pike", at=20), said(eq(3), kind="other", at=30)])
    assert [(one.subject, ends(one)) for one in found] == [("Lance", [(1e3, 1e3)]), ("Pike", [(2e3, 2e3)])]


def test_weights_are_the_users_and_a_copy_counts_once() -> None:
    claims = [
        said(eq(100), attribution="anonymous"),
        said(eq(100), attribution="anonymous", report="b.txt", at=20),
        said(eq(400), at=30),
    ]
    plain = one(*claims, weights={})
    assert [part.weight for part in plain.parts] == [2.0, 1.0]
    copied = Relation(kind="derived", claims=(claims[1].id, claims[0].id), note="the same words")
    assert [part.weight for part in one(*claims, relations=[copied], weights={}).parts] == [1.0, 1.0]
    told = one(*claims, relations=[copied], weights={"anonymous": 0.25, "b.txt": 2.0})
    assert [part.weight for part in told.parts] == [0.5, 1.0]


value = st.one_of(
    st.integers(0, 20).map(lambda low: eq(low)),
    st.tuples(st.integers(0, 20), st.integers(0, 5)).map(lambda ends: eq(ends[0], ends[0] + ends[1])),
    st.integers(0, 20).map(lambda low: Value(low=low, op="gt")),
    st.integers(0, 20).map(lambda high: Value(high=high, op="lt")),
    st.just(Value(op="unknown")),
)
group = st.lists(value, min_size=1, max_size=6).map(
    lambda values: [
        said(value, at=10 * place, report=f"{place % 3}.txt", attribution=("anonymous", "on_record")[place % 2])
        for place, value in enumerate(values)
    ]
)


@given(group, st.data())
def test_order_never_matters(claims: list[Claim], data: st.DataObject) -> None:
    dated = [
        claim.model_copy(update={"kind": "squadron_strength", "date_asserted": date(2021, 3, 4 + place % 3)})
        for place, claim in enumerate(claims)
    ]
    copied = [Relation(kind="derived", claims=(claims[0].id, claims[-1].id), note="")]
    for group, weights, latest in ((claims, None, False), (claims, {"anonymous": 0.3}, False), (dated, None, True)):
        shuffled = data.draw(st.permutations(group))
        found = fused(group, copied, weights, latest=latest)
        assert found == fused(shuffled, copied[::-1], weights, latest=latest)


@given(group)
def test_a_number_holds_what_was_claimed_and_nothing_else(claims: list[Claim]) -> None:
    """Found by asking figure by figure: what nobody claims is in no part, what all claim is the only part."""
    spoken = [claim for claim in claims if claim.value.op != "unknown"]
    found = fused(claims)
    assert bool(found) == bool(spoken)
    if not found:
        return
    holds = [
        [
            (claim.value.low is None or claim.value.low <= figure / 4)
            and (claim.value.high is None or figure / 4 <= claim.value.high)
            for claim in spoken
        ]
        for figure in range(-4, 120)
    ]
    inside = [any(part.low <= 250.0 * figure <= part.high for part in found[0].parts) for figure in range(-4, 120)]
    if any(map(all, holds)):
        assert inside == list(map(all, holds)) and len(found[0].parts) == 1
    else:
        assert len(found[0].parts) > 1 and found[0].warning
        for figure, by in zip(inside, holds, strict=True):
            assert not figure or any(by)
        alone = [claim for claim in spoken if claim.value.op in ("eq", "range")]
        for claim in alone:
            assert (claim.value.low, claim.value.high) in [(low / 1e3, high / 1e3) for low, high in ends(found[0])]


def test_what_comes_on_top_is_no_alternative() -> None:
    ordered, option = said(eq(22), "aircraft"), said(eq(4), "aircraft", at=20, flags=(ON_TOP,))
    found = one(ordered, option)
    assert found.left is not None
    assert "on top of others (000000000014)" in found.left
    assert ends(one(option)) == [(4, 4)]


def test_what_is_only_asked_for_is_no_alternative_to_what_is_so() -> None:
    has, asked = said(eq(22), "aircraft"), said(eq(40), "aircraft", at=20, modality="requested")
    found = one(has, asked)
    assert found.left is not None
    assert "only weighed or asked for (000000000014)" in found.left
    assert ends(one(has, said(Value(low=20, op="gt"), "aircraft", at=20, modality="requested"))) == [(22, 22)]
