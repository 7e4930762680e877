"""Assumed numbers behind what a policy saves: whose they are, in groups that can be turned round, and their ends.

An end is a share of the way up a number's interval: 0 or 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from mantlet.base.sourced import Sourced, Standing
from mantlet.library.catalog import Catalog
from mantlet.library.sampling import optimism, together
from mantlet.posture.levers import Buy, Policy, Press, Spares
from mantlet.posture.months import fitness
from mantlet.posture.months.fights import Study
from mantlet.posture.months.season import Column
from mantlet.run.metrics import influence

Whose = Literal["raid", "defence", "upkeep", "lever"]
Ends = Mapping[str, float]
# What stands on no source: assumed, or a wide guess for which no publication could be named.
GUESSED: Final[frozenset[Standing]] = frozenset({"assumed", "unverified"})
_LEVERS: Final = ("phi/", "buy/", "spares/")
_AGAINST_PURCHASES: Final[Ends] = {
    "spend": 0.0,
    "price": 1.0,
    "lead": 1.0,
    "induction/lead": 1.0,
    "induction/at_once": 0.0,
    "induction/sites_ready": 0.0,
    "induction/site_time": 1.0,
}
_FAMILIES: Final = {
    "kill_prob": "chance to kill",
    "air_kill": "chance to kill of fighters",
    "air_radar": "radar range of fighters",
    "air_reach": "reach of fighters' missiles",
    "air_speed": "speed of fighters' missiles",
    "air_speed_own": "speed of fighters",
    "claim_range": "claimed detection range",
    "claim_prob": "probability behind a claimed range",
    "claim_rcs": "cross-section behind a claimed range",
    "rcs": "cross-section",
    "rcs_bias": "bias of cross-sections",
    "rcs_decorrelation": "how long that bias lasts",
    "confirm": "scans to confirm or drop a track",
    "damage": "damage done by what arrives",
    "launch": "time between launches",
    "ballistic": "speed of ballistic missiles",
    "instrumented": "instrumented range",
    "sector": "sector of radars",
    "elevation": "elevation limits of radars",
    "boost": "boost of missiles",
    "assessment": "assessment of shots",
    "channels": "channels of batteries",
}


@dataclass(frozen=True)
class Group:
    """Numbers of one thing that are drawn together, such as all chances to kill of one missile.

    `correlation` is the rank correlation with the gain of the number that goes with it most closely, over the draws.
    """

    family: str
    thing: str
    whose: Whose
    names: tuple[str, ...]
    correlation: float


@dataclass(frozen=True)
class Assumed:
    """What is assumed behind one policy; levers that it does not pull are left out.

    `defined` are ends that go against it by what they mean, `told` those that the draws tell from chance.
    """

    groups: tuple[Group, ...]
    defined: Ends
    told: Ends

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(name for group in self.groups for name in group.names)

    def corner(self, best: Collection[Whose]) -> dict[str, float]:
        """Everything at an end: as defined, as told, or else best for these owners and worst for all others.

        What flatters nobody goes to the end that goes with the lesser gain over the draws, told from chance or not.
        """
        ends = {name: _end(name, group, group.whose in best) for group in self.groups for name in group.names}
        return {**ends, **self.told, **self.defined}


def _end(name: str, group: Group, is_best: bool) -> float:
    flatters = optimism(name)
    if flatters is None:
        return 0.0 if group.correlation > 0 else 1.0
    return float((flatters == "high") == is_best)


def assumed(
    ready: Study,
    policy: Policy,
    gain: Column,
    inputs: Mapping[str, Column],
    known: Mapping[str, Sourced],
    library: Catalog,
    left_out: Collection[str],
) -> Assumed:
    """The numbers that are assumed and drawn, by their part in what `policy` saves (`gain`, by draw)."""
    defined = adverse_ends(policy)
    open_ = {
        name: known[name]
        for name in inputs
        if name in known
        and known[name].standing in GUESSED
        and not known[name].exact
        and name not in left_out
        and (name in defined or not name.startswith(_LEVERS))
    }
    seen = {one.path: one for one in influence({name: inputs[name] for name in open_}, gain)}
    told = {path: float(one.rank_correlation < 0) for path, one in seen.items() if one.distinguishable}
    raiders, kept = _raiders(ready, library), fitness.numbers(ready.posture)
    members: dict[tuple[str, str], list[str]] = {}
    for name, number in open_.items():
        members.setdefault((together(name, number), thing_of(name)), []).append(name)
    groups: list[Group] = []
    for (family, thing), names in members.items():
        whose: Whose = "raid" if thing in raiders else "defence"
        if names[0] in defined or names[0] in kept:
            whose = "lever" if names[0] in defined else "upkeep"
        correlations = [seen[name].rank_correlation for name in names if name in seen]
        groups.append(Group(family, thing, whose, tuple(names), max(correlations, key=abs, default=0.0)))
    return Assumed(tuple(groups), {name: end for name, end in defined.items() if name in open_}, told)


def adverse_ends(policy: Policy) -> dict[str, float]:
    """Ends that go against a policy by what they mean: asking yields least, purchases are few, dear and ready late."""
    ends: dict[str, float] = {}
    for lever in policy.levers:
        if isinstance(lever, Press):
            ends[f"phi/{lever.programme}"] = 0.0
        elif isinstance(lever, Buy):
            ends |= {f"{lever.key}/{name}": end for name, end in _AGAINST_PURCHASES.items()}
        elif isinstance(lever, Spares):
            ends |= {f"{lever.key}/{name}": end for name, end in (("spend", 0.0), ("lead", 1.0))}
    return ends


def yields_nothing(policy: Policy) -> bool:
    """Whether all that a policy does is to ask, and asking may yield nothing."""
    presses = [lever for lever in policy.levers if isinstance(lever, Press)]
    return len(presses) == len(policy.levers) and all(lever.phi.quantile(0.0) == 0.0 for lever in presses)


def thing_of(name: str) -> str:
    """What a number is a figure of; a lever's is all its own.

    >>> thing_of("48N6E3.kill_prob.cruise"), thing_of("akash/battery.reaction"), thing_of("buy/mrsam/lead")
    ('48N6E3', 'akash/battery', 'buy/mrsam/lead')
    """
    return name.split(".")[0]


def _raiders(ready: Study, library: Catalog) -> frozenset[str]:
    """What flies against the side of the posture; `group` are the raid's own figures."""
    sides = [ground.battle.geometry.scenario.sides[ready.posture.side] for ground in ready.grounds]
    own = {flight.aircraft for side in sides for flight in side.fighters}
    return frozenset({*library.flyers, "group"} - own)


def order_of(groups: Iterable[Group]) -> list[Group]:
    """Those first of which the draws say most, and upkeep, most of whose numbers move little, behind all others."""
    return sorted(
        groups, key=lambda group: (group.whose == "upkeep", -abs(group.correlation), group.family, group.thing)
    )


def path_words(path: str) -> tuple[str, str]:
    """A number by what it is and whose it is.

    >>> path_words("delay/india-s400/2"), path_words("48N6E3.kill_prob.cruise"), path_words("buy/spyder/price")
    (('month in which unit 2 is ready', 'india-s400'), ('kill prob · cruise', '48N6E3'), ('price', 'buy spyder'))
    >>> path_words("induction/india-s400/site_time"), path_words("s-400/battalion.reaction")
    (('site time', 'induction india-s400'), ('reaction', 's-400/battalion'))
    >>> path_words("delay/buy/spyder/2"), path_words("buy/spyder/induction/at_once")
    (('month in which unit 2 is ready', 'buy spyder'), ('at once', 'buy spyder induction'))
    """
    kind, _, rest = path.partition("/")
    if kind == "delay":
        programme, _, unit = rest.rpartition("/")
        return f"month in which unit {unit} is ready", programme.replace("/", " ")
    if kind == "phi":
        return "how far asking for an earlier day helps", rest
    owner, _, what = path.partition(".")
    if not what and rest:
        owner, _, what = path.rpartition("/")
        owner = owner.replace("/", " ")
    return what.replace("_", " ").replace(".", " · ") or "figure", owner


def family_words(family: str) -> str:
    """Numbers that are drawn together, in words; of one that is drawn alone what it is and whose.

    >>> family_words("kill_prob"), family_words("min_range"), family_words("buy/spyder/lead")
    ('chance to kill', 'min range', 'lead of buy spyder')
    """
    if "/" in family or "." in family:
        return " of ".join(path_words(family))
    return _FAMILIES.get(family, family.replace("_", " "))
