"""What a sceptic asks of the best policies, and of the one that the posture is about: do they stand, and on what?

Each test fights the reference raids again under these policies and waiting only, with some numbers held or drawn again
and everything else, luck included, as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from mantlet.base.sourced import Sourced, Standing
from mantlet.library.catalog import Catalog
from mantlet.posture.draws import Dice
from mantlet.posture.information import variance_shares
from mantlet.posture.levers import Press
from mantlet.posture.months.again import Again, lost
from mantlet.posture.months.corner import Search, tries_of
from mantlet.posture.months.fights import Ground
from mantlet.posture.months.numbers import GUESSED, Assumed, Group, assumed, family_words, yields_nothing
from mantlet.posture.months.season import VIEW_WORDS, Column, Losses, View
from mantlet.posture.months.series import Document, interval, quoted, rounded
from mantlet.posture.verdicts import WORSE_SHARE, Pair, pair

RULED_DRAWS: Final = round(1 / WORSE_SHARE)  # of fewer the rule of verdicts lets none be worse
LEAST_SHARED, VERDICT_DRAWS, CELL_DRAWS = 16, RULED_DRAWS, RULED_DRAWS
SHARED_OF: Final = 4  # one draw of so many is drawn again for shares of variance
CHECKED_OF: Final = 5  # one draw of so many at most gives verdicts on corners
KILL_SHARES: Final = (0.0, 0.5, 1.0)
# Numbers by what they stand on: read in a source, in part at least; known from one that was not read again; assumed.
GROUPS: Final[Mapping[str, frozenset[Standing]]] = {
    "cited": frozenset({"cited", "part cited", "definition", "set"}),
    "recalled": frozenset({"recalled"}),
    "assumed": GUESSED,
}
NAMED: Final = 4  # kinds of number that the sentence names


@dataclass(frozen=True)
class Questions:
    """The policies asked about, by number, what the posture's own draws say of them, and what they stand on."""

    again: Again
    policies: tuple[int, ...]
    losses: Losses  # [policy of the posture, draw, replication]
    inputs: Mapping[str, Column]
    known: Mapping[str, Sourced]
    library: Catalog

    @property
    def draws(self) -> int:
        """As many as the posture has."""
        return self.losses.shape[1]

    def drawn(self, policy: int, draws: int) -> Pair:
        """A policy beside waiting, in the first draws of the posture."""
        return pair(self.losses[:, :draws], policy, self.again.ready.posture.waits)

    def gain(self, policy: int) -> Column:
        """What it saves, by draw."""
        lost = self.losses.mean(axis=2)
        return lost[self.again.ready.posture.waits] - lost[policy]


def sceptic(
    again: Again,
    losses: Losses,
    inputs: Mapping[str, Column],
    known: Mapping[str, Sourced],
    library: Catalog,
    bests: Mapping[View, str],
) -> list[Document]:
    """What is found of each policy asked about, from losses by [policy, draw, replication].

    These are the one that saves most, of those told from waiting or else of all, the question of the posture, and the
    `bests`, which lose least in each form of raid.
    """
    posture = again.ready.posture
    names = [policy.id for policy in posture.policies]
    others = [at for at in range(len(names)) if at != posture.waits]
    if not others:
        return []
    told = {at: pair(losses, at, posture.waits).verdict == "first" for at in others}
    best = min(others, key=lambda at: (not told[at], float(losses[at].mean())))
    wanted = [posture.question, *bests.values()]
    about = sorted((at for at in others if posture.policies[at].id in wanted), key=lambda at: wanted.index(names[at]))
    asks = Questions(again, tuple(dict.fromkeys((best, *about))), losses, inputs, known, library)
    variances, maps = _variances(asks), _maps(asks)
    found: list[Document] = []
    for place, policy in enumerate(asks.policies):
        own = posture.policies[policy]
        adverse = _adverse(asks, policy) if told[policy] else None
        vain = yields_nothing(own)
        found.append(
            {
                "pair": {"first": own.id, "second": posture.policies[posture.waits].id},
                "saves_most": policy == best,
                "question": own.id == posture.question,
                "loses_least_in": [view for view, name in bests.items() if name == own.id],
                "told": told[policy],
                "may_yield_nothing": vain,
                "variance": variances[place],
                "adverse": adverse,
                "map": maps[place][0],
                "other_maps": maps[place][1:],
                "sentence": _sentence(own.title, told[policy], vain, adverse),
            }
        )
    return found


def _adverse(asks: Questions, policy: int) -> Document:
    """Every assumed number at an end that goes against the policy, as far as corners were tried.

    Where asking is all that a policy does and may yield nothing, how far it helps is left as it is drawn.
    """
    ready, own = asks.again.ready, asks.again.ready.posture.policies[policy]
    presses = [lever for lever in own.levers if isinstance(lever, Press)]
    left_out = {f"phi/{lever.programme}" for lever in presses} if yields_nothing(own) else set[str]()
    behind = assumed(ready, own, asks.gain(policy), asks.inputs, asks.known, asks.library, left_out)

    def judge(ends: Mapping[str, float], draws: range) -> Pair:
        return pair(asks.again.losses([policy], Dice(ready.dice.seed, ends=ends), draws), 0, 1)

    checked = _checked(asks, policy)
    as_drawn = asks.drawn(policy, checked)
    found: Document = {"draws": checked, "held": len(behind.names), "as_drawn": _pair(as_drawn)}
    if as_drawn.verdict != "first":
        return found | {"tried": 0, "pair": None, "undone": None, "few": None}
    search = Search(judge, behind, checked, tries_of(asks.draws))
    ends, seen = search.worst()
    undone = seen.verdict != "first"
    found |= {"tried": search.tried, "pair": _pair(seen), "undone": undone, "few": None}
    if undone:
        groups, alone = search.few(ends, seen, as_drawn)
        numbers = sum(len(group.names) for group in groups)
        kinds = _kinds(behind, groups, ends, asks.known)
        found["few"] = {"numbers": numbers, "pair": _pair(alone), "kinds": kinds}
    return found


def _checked(asks: Questions, policy: int) -> int:
    """As few draws as tell the policy from waiting where nothing is held: or a corner would be undone by their number.

    No more than are given to it; then they may not tell it at all.
    """
    most = min(asks.draws, max(VERDICT_DRAWS, asks.draws // CHECKED_OF))
    draws = min(VERDICT_DRAWS, most)
    while draws < most and asks.drawn(policy, draws).verdict != "first":
        draws = min(2 * draws, most)
    return draws


def _kinds(
    behind: Assumed, groups: Sequence[Group], ends: Mapping[str, float], known: Mapping[str, Sourced]
) -> list[Document]:
    """Groups put together by family and owner, with the ends that they stand at and the reasons they stand on."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for group in groups:
        kinds.setdefault((group.family, group.whose), []).extend(group.names)
    return [
        {
            "family": family,
            "whose": whose,
            "of": sum(len(one.names) for one in behind.groups if (one.family, one.whose) == (family, whose)),
            "numbers": {name: "high" if ends[name] else "low" for name in names},
            "assumed": list(dict.fromkeys(reason for name in names for reason in _reasons(known[name]))),
        }
        for (family, whose), names in kinds.items()
    ]


def _reasons(number: Sourced) -> list[str]:
    """Why it was taken so: of each of its claims, where it has several; else what was not read in its source."""
    if number.alternatives:
        return [reason for claim in number.alternatives for reason in _reasons(claim)]
    return [number.assumed or number.note or f"{number.source}, not read in it"]


def _pair(seen: Pair) -> Document:
    """A policy beside waiting: value saved, its error, and the verdict."""
    error = None if seen.error is None else (-seen.error[1], -seen.error[0])
    return {
        "saved": rounded(-seen.mean),
        "error": interval(error),
        "first_share": seen.first_share,
        "second_share": seen.second_share,
        "unseen_share": seen.unseen_share,
        "verdict": seen.verdict,
    }


def _variances(asks: Questions) -> list[Document]:
    """Shares of the variance of each gain that go with each of the groups, interactions in all that take part.

    A group is drawn again, and what no longer goes together with the gain before is what it moves. What is left to none
    is how late things come, and luck.
    """
    draws = min(max(LEAST_SHARED, asks.draws // SHARED_OF), asks.draws)
    found: list[Document] = [{"draws": draws} for _ in asks.policies]
    for group, standings in GROUPS.items():
        paths = frozenset(name for name, number in asks.known.items() if number.standing in standings)
        dice = Dice(asks.again.ready.dice.seed, drawn_again=paths)
        again = asks.again.losses(asks.policies, dice, range(draws)).mean(axis=2)
        for place, policy in enumerate(asks.policies):
            kept = variance_shares(asks.gain(policy)[:draws], again[-1] - again[place])
            found[place][group] = (
                None
                if kept is None
                else {"share": rounded(1.0 - kept.share), "standard_error": rounded(kept.standard_error)}
            )
    return found


def _maps(asks: Questions) -> list[list[Document]]:
    """Of each policy a map for each raid that the posture names: gains and verdicts by kill probability and size.

    Down is how far up their intervals kill probabilities stand, across how large the raid is.
    """
    again, draws = asks.again, min(CELL_DRAWS, asks.draws)
    kills = [name for name in asks.known if ".kill_prob" in name]
    mapped = again.ready.mapped
    cells: dict[str, list[Losses]] = {}  # by raid and size: by kill probability
    for share in KILL_SHARES:
        dice = Dice(again.ready.dice.seed, ends=dict.fromkeys(kills, share))
        season = again.season(asks.policies, dice, range(draws), [size for sizes in mapped for size in sizes])
        for name in season.references:
            cells.setdefault(name, []).append(lost(replace(season, references=(name,))))
    return [[_map(sizes, cells, place) for sizes in mapped] for place in range(len(asks.policies))]


def _map(sizes: Sequence[Ground], cells: Mapping[str, Sequence[Losses]], place: int) -> Document:
    """One raid's map of a policy by its place among those asked about, waiting being the last."""
    table = list(zip(*(cells[size.id] for size in sizes), strict=True))
    rows = [[pair(losses, place, len(losses) - 1) for losses in row] for row in table]
    errors = [[_standard_error(losses[-1] - losses[place]) for losses in row] for row in table]
    return {
        "raid": next(size.id for size in sizes if size.scale_ratio == 1.0),
        "kill_shares": list(KILL_SHARES),
        "scales": [size.scale_ratio for size in sizes],
        "draws": table[0][0].shape[1],
        "saved": [[rounded(-cell.mean) for cell in row] for row in rows],
        "standard_error": errors,
        "verdict": [[cell.verdict for cell in row] for row in rows],
    }


def _standard_error(gain: Column) -> float | None:
    """Of a mean of [draw, replication] over the draws; None with one."""
    means: Column = gain.mean(axis=1)
    return rounded(float(np.std(means, ddof=1) / np.sqrt(len(means)))) if len(means) > 1 else None


def _sentence(title: str, told: bool, vain: bool, adverse: Document | None) -> str:
    """What an analyst may quote."""
    name = quoted(title)
    if adverse is None or not told:
        return f"{name} is not told from waiting in {VIEW_WORDS['fixed']}, even with the numbers as they are drawn."
    other = "other " if vain else ""
    said = f"{name} saves nothing where asking yields nothing. " if vain else ""
    if adverse["undone"] is None:
        return f"{said}The {adverse['draws']} draws of the sceptic are too few to tell {name} from waiting at all."
    if not adverse["undone"]:
        return (
            f"{said}{name} stays better than waiting with every {other}assumed number at an end, in the worst of "
            f"{adverse['tried']} corners: none of {adverse['tried']} corners that were tried undoes it."
        )
    undone = (
        f"{said}With every {other}assumed number at an end that goes against it, {name} is no longer told from "
        "waiting: the sources do not support a ranking."
    )
    few, held = adverse["few"], adverse["held"]
    if 2 * few["numbers"] > held:
        return f"{undone} No small part of the {held} numbers was found that does it alone."
    kinds = [f"{family_words(kind['family'])} ({kind['whose']})" for kind in few["kinds"]]
    more = f" and {len(kinds) - NAMED} more kinds" if len(kinds) > NAMED else ""
    return f"{undone} Of {held} such numbers {few['numbers']} are enough: {', '.join(kinds[:NAMED])}{more}."
