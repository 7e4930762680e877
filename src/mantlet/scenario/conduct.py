"""Whether what groups of a raid do beside flying their way is possible: who aborts, who evades, who arrives."""

from __future__ import annotations

from collections.abc import Iterator

from mantlet.base.errors import did_you_mean
from mantlet.base.marked import Place
from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.scenario.check import Finding
from mantlet.scenario.models import Scenario, Side
from mantlet.scenario.raid import Group

AIRCRAFT = ("fighter", "bomber")


def findings(scenario: Scenario, library: Catalog, *, unread: frozenset[str] = frozenset()) -> list[Finding]:
    """Faults about abort, evade and arrival_prob. `unread` holds ids of parts too faulty to be read."""
    found: list[Finding] = []
    for name, side in scenario.sides.items():
        for index, group in enumerate(side.raid):
            place: Place = ("sides", name, "raid", index)
            found += _turns(place, group, library)
            found += _package(place, group, side, unread)
            if not group.target and group.arrival_prob is not None:
                message = "got a chance to find a target and no target; give it to the weapons that this group carries"
                found.append(Finding((*place, "arrival_prob"), message))
    return found


def _turns(place: Place, group: Group, library: Catalog) -> Iterator[Finding]:
    flyer = library.find(group.threat)
    if not isinstance(flyer, Flyer) or flyer.object_class in AIRCRAFT:
        return
    for field in ("abort", "evade"):
        if getattr(group, field) is not None:
            message = f"'{group.threat}' is a {flyer.object_class}, expected a {' or '.join(AIRCRAFT)}: nobody turns it"
            yield Finding((*place, field), message)


def _package(place: Place, group: Group, side: Side, unread: frozenset[str]) -> Iterator[Finding]:
    known = [other.id for other in side.raid]
    for n, name in enumerate(group.abort.of if group.abort is not None else ()):
        if name not in known and name not in unread:
            message = f"no group of this side '{name}'.{did_you_mean(name, known)} There are: {', '.join(known[:12])}."
            yield Finding((*place, "abort", "of", n), message)
