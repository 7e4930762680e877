"""One fight as the defence had it: when each of its parts was down, silent, alone, away or engaged, and hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mantlet.report.fight import columns

# what -> (the event that begins it, the one that ends it), mildest first: the graver is drawn over the milder
SPELLS: dict[str, tuple[str, str]] = {
    "engages": ("committed", "disengaged"),
    "alone": ("link_lost", "link_back"),
    "silent": ("radar_silent", "radar_emits"),
    "not set up": ("unit_packs", "unit_ready"),
    "down": ("node_down", "node_up"),
}
_BEGINS = {begins: what for what, (begins, _) in SPELLS.items()}
_ENDS = {ends: what for what, (_, ends) in SPELLS.items()}
_HITS = ("node_hit", "aircraft_lost")


@dataclass
class Strip:
    """A post, radar, unit or flight to which something happened: spells and moments in seconds."""

    name: str
    spells_s: dict[str, list[tuple[float, float]]] = field(default_factory=dict[str, list[tuple[float, float]]])
    hit_s: list[float] = field(default_factory=list[float])
    launched_s: list[float] = field(default_factory=list[float])

    def moments_s(self) -> list[float]:
        """When something ended or happened."""
        return [*self.hit_s, *self.launched_s, *(last for spells in self.spells_s.values() for _, last in spells)]


def strips(events: Any, end_s: float, nodes: Sequence[str], stations: Sequence[str]) -> list[Strip]:
    """What befell each part of the defence up to the end, by name; parts to which nothing happened are left out.

    `events` is the table of the fight; `nodes` and `stations` are what its values count, where an event has no radar
    or unit. A spell that ends before it began has lasted from the start.
    """
    found: dict[str, Strip] = {}
    since_s: dict[tuple[str, str], float] = {}
    flights: set[str] = set()
    for moment, kind, sensor, unit, value in columns(events, "time_s", "kind", "sensor_id", "unit_id", "value"):
        if (
            kind not in _BEGINS
            and kind not in _ENDS
            and kind not in _HITS
            and not (kind == "launched" and unit in flights)
        ):
            continue
        counted = stations if kind.startswith("link") else nodes
        name = sensor or unit or counted[int(value)]
        strip = found.setdefault(name, Strip(name))
        if kind in _BEGINS:
            since_s.setdefault((name, _BEGINS[kind]), moment)
        elif kind in _ENDS:
            what = _ENDS[kind]
            strip.spells_s.setdefault(what, []).append((since_s.pop((name, what), 0.0), moment))
        elif kind == "launched":
            strip.launched_s.append(moment)
        else:
            strip.hit_s.append(moment)
        if kind == "committed":
            flights.add(name)
    for (name, what), moment in since_s.items():
        found[name].spells_s.setdefault(what, []).append((moment, end_s))
    return [found[name] for name in sorted(found)]
