"""Whether the rules of a side hold together, can be followed, and change anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mantlet.base.marked import Place
from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.library.models import FireUnit, Missile
from mantlet.scenario.check import Finding
from mantlet.scenario.doctrine import Doctrine
from mantlet.scenario.models import Scenario, Side
from mantlet.scenario.places import UnitPlace

MOST_SOLVED_RAIDS: Final = 1000  # with assignment optimal


def findings(scenario: Scenario, library: Catalog) -> list[Finding]:
    """Faults and notices about doctrine."""
    found: list[Finding] = []
    for name, side in scenario.sides.items():
        base: Place = ("sides", name)
        broken = list(_contradictions(base, side))
        found += broken
        if not any(finding.grave for finding in broken):
            for place, stated, units in _statements(base, side):
                found += _idle(place, stated, _followed(stated, units, side))
                found += _classes(place, stated, units, side, library)
                found += _lower(place, stated, units, side, library)
                found += _solved(place, stated, scenario)
    return found


def _contradictions(base: Place, side: Side) -> Iterator[Finding]:
    rules: Place = (*base, "doctrine")
    own = side.doctrine.contradiction()
    if own is not None:
        yield Finding(rules, own, rests_on=(rules,))
        return
    for index, unit in enumerate(side.units):
        message = unit.doctrine_under(side.doctrine).contradiction()
        if message is not None:
            place: Place = (*base, "units", index, "doctrine")
            yield Finding(place, message, rests_on=(place, rules))
        elif unit.post is None and unit.doctrine_under(side.doctrine).authority == "post":
            yield Finding((*base, "units", index), "authority post without a post: decides for itself", grave=False)


def _statements(base: Place, side: Side) -> Iterator[tuple[Place, Doctrine, list[UnitPlace]]]:
    """Each place where rules are stated, with the units they are stated for."""
    if side.units or side.fighters:
        yield (*base, "doctrine"), side.doctrine, list(side.units)
    for index, unit in enumerate(side.units):
        if unit.doctrine is not None:
            yield (*base, "units", index, "doctrine"), unit.doctrine, [unit]


def _followed(stated: Doctrine, units: list[UnitPlace], side: Side) -> list[Doctrine]:
    """The rules as they are in force for those units; fighters follow those of the side as they stand."""
    whole = [unit.doctrine_under(side.doctrine) for unit in units]
    return [*whole, stated] if stated is side.doctrine and (side.fighters or not units) else whole


def _idle(place: Place, stated: Doctrine, followed: list[Doctrine]) -> Iterator[Finding]:
    """Notices about what is stated and changes nothing for anyone."""
    for name, message in _without_effect(followed[0]).items():
        said = name in stated.model_fields_set and getattr(stated, name) != Doctrine.model_fields[name].default
        if said and all(name in _without_effect(rules) for rules in followed):
            yield Finding((*place, name.removesuffix("_s")), message, grave=False)


def _without_effect(rules: Doctrine) -> dict[str, str]:
    """Fields that change nothing under these rules, and what they wait for."""
    idle = {
        "weapons_control": (
            rules.weapons_control == "tight" and not rules.identification_s,
            "tight is as free without a time to identify: expected identification as well",
        ),
        "identification_s": (
            rules.weapons_control != "tight",
            "has no effect unless weapons are tight: expected weapons_control: tight",
        ),
        "urgent_s": (not rules.leave_for_lower, "has no effect where nothing is left: expected leave_for_lower: true"),
        "class_order": (rules.ranking != "class", "has no effect: expected ranking: class"),
        "method": (rules.method == "salvo" and rules.salvo == 1, "a salvo of 1 is shoot-look-shoot: expected salvo"),
    }
    return {name: message for name, (so, message) in idle.items() if so}


def _classes(place: Place, stated: Doctrine, units: list[UnitPlace], side: Side, library: Catalog) -> Iterator[Finding]:
    """Classes nobody can fire at: a fault where nothing else may be engaged, idle where rounds are kept for them."""
    if "engage" in stated.model_fields_set and not stated.engage:
        message = "got no class, expected at least one, or weapons_control: hold for a unit that may not fire"
        yield Finding((*place, "engage"), message)
        return
    known = [_engaged(unit, library) for unit in units]
    if stated is side.doctrine:
        aircraft = [library.find(fighters.aircraft) for fighters in side.fighters]
        known += [_shot_at(flyer) for flyer in aircraft]
    if None in known:
        return  # it is said elsewhere that the library does not have one of them
    able = {name for classes in known for name in classes or ()}
    if "engage" in stated.model_fields_set and able.isdisjoint(stated.engage):
        message = f"nobody here has a missile that is fired at {', '.join(stated.engage)}"
        yield Finding((*place, "engage"), f"{message}, expected some of {', '.join(sorted(able))}")
    if "reserve" in stated.model_fields_set and stated.reserve.rounds and able.isdisjoint(stated.reserve.classes):
        message = f"keeps rounds for {', '.join(stated.reserve.classes)}, at which nobody here can fire any: no effect"
        yield Finding((*place, "reserve"), message, grave=False)


def _engaged(unit: UnitPlace, library: Catalog) -> set[str] | None:
    """Classes that some missile of a unit is fired at; None where the library does not say."""
    missiles = _missiles(unit, library)
    return None if missiles is None else {name for missile in missiles for name in missile.kill_prob}


def _shot_at(flyer: object) -> set[str] | None:
    return set(flyer.fighter.kill_prob) if isinstance(flyer, Flyer) and flyer.fighter is not None else None


def _missiles(unit: UnitPlace, library: Catalog) -> list[Missile] | None:
    system = library.find(unit.system)
    if not isinstance(system, FireUnit):
        return None
    return [item for load in system.load if isinstance(item := library.find(load.missile), Missile)]


def _lower(place: Place, stated: Doctrine, units: list[UnitPlace], side: Side, library: Catalog) -> Iterator[Finding]:
    """A notice where objects are to be left to lower units and there are none."""
    leaving = [unit for unit in units if unit.doctrine_under(side.doctrine).leave_for_lower]
    reaches = {unit.id: _reach_m(unit, library) for unit in side.units}
    if "leave_for_lower" not in stated.model_fields_set or not leaving or None in reaches.values():
        return
    networks = {unit.id: side.network_of(unit.post, unit.id) for unit in side.units}
    for unit in leaving:
        for other in side.units:
            upper, lower = reaches[unit.id], reaches[other.id]
            unlike = other.system != unit.system and networks[other.id] == networks[unit.id]
            if unlike and upper and lower and lower[0] < upper[1]:
                return
    message = "no unit of the same network has a shorter reach, so nothing is left to anyone"
    yield Finding((*place, "leave_for_lower"), message, grave=False)


def _reach_m(unit: UnitPlace, library: Catalog) -> tuple[float, float] | None:
    """The least and the most that its farthest missile may reach; None where the library does not say."""
    reaches = [missile.max_range.values for missile in _missiles(unit, library) or ()]
    return (max(reach[0] for reach in reaches), max(reach[-1] for reach in reaches)) if reaches else None


def _solved(place: Place, stated: Doctrine, scenario: Scenario) -> Iterator[Finding]:
    if stated.assignment == "optimal" and scenario.mechanisms.doctrine:
        message = (
            f"optimal is worked out anew at every moment, so a run may have {MOST_SOLVED_RAIDS} raids at most, such as "
            "--draws 1 --replications 200"
        )
        yield Finding((*place, "assignment"), message, grave=False)
