"""What no single field can tell: ids, references, rules and stocks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mantlet.base.errors import InvalidInput
from mantlet.scenario.load import loads
from scenario_parts import LIBRARY, SCENARIO


def refused(*changes: tuple[str, str]) -> str:
    text = SCENARIO
    for old, new in changes:
        assert old in text, f"nothing to replace: {old}"
        text = text.replace(old, new, 1)
    with pytest.raises(InvalidInput) as caught:
        loads(text, file="x.yaml", library=LIBRARY)
    return str(caught.value)


def test_the_plain_scenario_passes_without_a_notice() -> None:
    assert loads(SCENARIO, library=LIBRARY).notices == ()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("id: second", "id: first", "duplicate id 'first', first at sides.blue.units[0]"),
        ("id: low", "id: field", "duplicate id 'field', first at sides.blue.assets[0]"),
        ("post: post", "post: pots", "no post of this side 'pots'. Did you mean 'post'? There are: post."),
        ("post: post", "post: second", "no post of this side 'second'."),
        ("target: field\n", "target: second\n", "test-cruise has no damage_prob for a radar, so it does no harm there"),
        ("threat: test-cruise\n", "threat: test-criuse\n", "Did you mean 'test-cruise'? List: mantlet list"),
        ("threat: test-cruise\n", "threat: test\n", "'test' is a system, expected a threat or aircraft."),
        ("system: test/battery", "system: test", "expected a fire unit. Did you mean 'test/battery'?"),
        ("carrier: bombers", "carrier: bombrs", "no group with a route 'bombrs'. Did you mean 'bombers'?"),
        ("carrier: bombers", "carrier: bombs", "'bombs' is carried itself"),
        ("release: 1", "release: 2", "got 2, expected a waypoint of 'bombers': 0 to 1"),
        ("release: 1, ", "", "expected release"),
        ("threat: test-bomber", "threat: test-srbm", "'test-srbm' flies a ballistic arc, expected launch"),
        ("carrier: bombers, release: 1, each: 2", "launch: {at: {lat: 31, lon: 75}}", "flies no ballistic arc"),
        ("magazine: 12", "magazine: 0", "got 0, expected greater than or equal to 1"),
        ("magazine: 12", "doctrine: {salvo: 2}", "got salvo 2 with method shoot-look-shoot"),
        ("magazine: 12", "doctrine: {method: salvo, salvo: 3}", "salvo 3 above max_in_flight 2"),
        ("magazine: 12", "doctrine: {method: salvo, salvo: 2, max_shots: 1}", "salvo 2 above max_shots 1"),
        ("magazine: 12", "doctrine: {reserve: {rounds: 2}}", "a reserve of 2 rounds for no class"),
        (
            "magazine: 12",
            "doctrine: {reserve: {rounds: 12, classes: [cruise]}}",
            "a reserve of 12 rounds and 12 rounds",
        ),
        ("magazine: 12", "kill_prob: {srbm: 0.5}", "is fired at class srbm, expected cruise, fighter or all"),
        ("magazine: 12", "kill_prob: 1.5", "kill_prob: got 1.5, expected at"),
        ("magazine: 12", "reaction: 1e9 s", "reaction: got 1e9 s, expected at least 0 s and at most 10 min"),
        ("id: first", "id: 1st", "got '1st', expected a name of letters, digits and _ - that starts with a letter"),
        (
            "threat: test-cruise\n",
            "threat: a/b/c\n",
            "starts with a letter or digit, or two of them with / between",
        ),
        ("magazine: 12", "reaction: {value: 5 s, source: NOBODY}", "needs date, confidence, verification"),
        ("count: 2", "count: 2\n        target: nowhere", "no target on the other side 'nowhere'"),
        (
            "threat: test-cruise, target",
            "threat: test-cruise, count: 3, target",
            "got count, start or arrive with carrier",
        ),
        ("link_delay: 2 s, ", "", "expected either post (from the library) or link_delay"),
        ("tick", "tick", ""),
    ],
)
def test_what_does_not_fit(old: str, new: str, what: str) -> None:
    if old == "tick":
        assert "expected 100000 or fewer" in refused(("duration: 20 min", "duration: 20 h\ntick: 0.05 s"))
        return
    assert what in refused((old, new))


def test_a_source_that_the_library_lacks() -> None:
    figure = "reaction: {value: 5 s, source: NOBODY, date: 2020-01, confidence: press, verification: read}"
    assert "no source 'NOBODY' in the library" in refused(("magazine: 12", figure))


def test_nothing_flies() -> None:
    text = SCENARIO[: SCENARIO.index("    raid:")]
    with pytest.raises(InvalidInput, match="no side sends anything"):
        loads(text, library=LIBRARY)


def test_too_many_objects() -> None:
    group = (
        "      - {id: %s, threat: test-cruise, count: 5000, target: field, approach: {bearing: 0 deg, range: 9 km}}\n"
    )
    text = SCENARIO + "".join(group % f"mass{n}" for n in range(5))
    with pytest.raises(InvalidInput, match="expected 20000 or fewer"):
        loads(text, library=LIBRARY)


def test_a_group_that_carries_nothing_must_fly_somewhere() -> None:
    text = SCENARIO[: SCENARIO.index("      - {id: bombs")]
    with pytest.raises(InvalidInput, match="expected target: this group carries nothing"):
        loads(text, library=LIBRARY)


def test_a_sector_radar_may_go_without_facing() -> None:
    text = SCENARIO.replace("system: test/battery", "system: test/sector-battery", 1)
    assert loads(text, library=LIBRARY).sides["blue"].units[0].facing_rad is None


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("magazine: 12", "magazine: 13", "13 rounds are more than launchers and reserve"),
        ("magazine: 12", "ready_after: 20 min", "never ready"),
        ("    units:\n", "    sensors: [{id: eye, sensor: T1, at: {lat: 30, lon: 75}}]\n    units:\n", "has no post"),
        ("duration: 20 min", "duration: 5 min", "all 4 cannot arrive before the end (300 s) and will expire"),
    ],
)
def test_what_is_allowed_but_probably_not_meant(old: str, new: str, what: str) -> None:
    notices = loads(SCENARIO.replace(old, new, 1), file="x.yaml", library=LIBRARY).notices
    assert any(what in notice and notice.startswith("x.yaml:") for notice in notices)


@pytest.mark.parametrize(
    ("setting", "what"),
    [
        ("kill_prob: 0.7", "kill_prob: set in the scenario: the library's 0.5 to 0.8 is not drawn"),
        (
            "kill_prob: {cruise: 0.7}",
            "kill_prob.cruise: set in the scenario: the library's 0.5 to 0.8 is not",
        ),
        ("reaction: 5 s", "reaction: set in the scenario: the library's 6 s to 12 s is not drawn"),
        ("kill_prob: {fighter: 0.7}", None),
        ("launchers: 2", None),
        ("kill_prob: null", None),
    ],
)
def test_a_setting_before_an_interval_of_the_library(setting: str, what: str | None) -> None:
    """One figure or one of two claims is simply replaced; an interval that is not drawn any more is told."""
    system = LIBRARY.systems["test"]
    given = {"assumed": "test figure"}
    missile = system.missiles["TM"]
    prob = missile.kill_prob["cruise"].model_copy(update={"value": None, "low": 0.5, "high": 0.8} | given)
    round_ = missile.model_copy(update={"kill_prob": missile.kill_prob | {"cruise": prob}})
    unit = system.fire_units["battery"]
    reaction = unit.reaction.model_copy(update={"value": None, "low": 6.0, "high": 12.0} | given)
    units = system.fire_units | {"battery": unit.model_copy(update={"reaction": reaction})}
    changed = system.model_copy(update={"missiles": {"TM": round_}, "fire_units": units})
    library = replace(LIBRARY, systems={"test": changed})
    notices = loads(SCENARIO.replace("magazine: 12", setting), file="x.yaml", library=library).notices
    assert len(notices) == (what is not None)
    assert what is None or what in notices[0]


def test_a_third_side() -> None:
    with pytest.raises(InvalidInput) as caught:
        loads(f"{SCENARIO}  green: {{name: Third}}\n", file="x.yaml", library=LIBRARY)
    assert "sides: at most 2 entries are allowed, got 3" in str(caught.value)
    assert "validation" not in str(caught.value)
