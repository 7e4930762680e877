"""What a mention comes to by its rule: its kind, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from mantlet.evidence.claims import Kind, Modality
from mantlet.evidence.cues import Cues
from mantlet.evidence.mentions import Mention
from mantlet.evidence.modes import modality
from mantlet.evidence.tables import Rule

_DENIED_BEHIND: Final = 9  # tokens
_BY_IT: Final = 6  # words from a number to the verb that says what was done with it
_UNDONE: Final = ("planned", "considered", "requested", "denied")
# Kinds that hold of a system or force whenever the report speaks: the time of something else near by is not theirs.
TIMELESS: Final[frozenset[Kind]] = frozenset(
    ("unit_price", "range", "launchers_per_battery", "missiles_per_launcher", "squadron_size", "squadron_authorised")
)
# What is planned, promised or asked for is not done, unless a verb by it says so.
_BY_KIND: Final[Mapping[Kind, Modality]] = {
    "quantity_planned": "planned",
    "quantity_promised": "planned",
    "quantity_requested": "requested",
}
# States and events that nobody asks for, though something is asked for near by.
STATES: Final[frozenset[Kind]] = frozenset(("squadron_strength", "fleet_strength", "casualties", "captured"))


def outcome(
    cues: Cues, mention: Mention, rule: Rule, today: date, *, told: bool, listed: Modality | None
) -> tuple[Kind, Modality]:
    """Kind and modality of a mention; `told` where a verb says which by what was done with it.

    `listed` is the modality of the number that it stands in one list with: one verb governs them all.
    """
    ahead = mention.when is not None and mention.when.low > today
    how = listed or modality(cues, mention.first, mention.last, ahead=ahead)
    how = _settled(rule, mention, how, today)
    if told:
        how = "denied" if _is_denied_behind(cues, mention, rule, how) else "done" if how in _UNDONE else how
    kind = rule.turned.get(how, rule.kind)
    if how == "done" and kind in _BY_KIND and not _is_told_done(cues, mention):
        how = _BY_KIND[kind]
    return kind, how


def _is_denied_behind(cues: Cues, mention: Mention, rule: Rule, how: Modality) -> bool:
    """True where a denial stands behind: of the verb that says which (two frigates that it has not received), or of
    another one, where that is what makes the number denied (the 12 jets ordered in 2018 were not delivered)."""
    verb = cues.nearest([f"cue.{name}" for name in rule.near], mention.first, mention.last)
    behind = cues.inside("cue.negation", mention.last + 1, mention.last + _DENIED_BEHIND)
    return bool(behind) and (how == "denied" or (verb is not None and behind[0].first < verb.hit.first))


def _is_told_done(cues: Cues, mention: Mention) -> bool:
    """True where a verb right by a number says that it was done."""
    near = cues.nearest(("mode.done",), mention.first, mention.last)
    return near is not None and near.score <= _BY_IT


def _settled(rule: Rule, mention: Mention, how: Modality, today: date) -> Modality:
    """What a thing is like is as it is, whoever wants it otherwise; what was signed on a day gone by is signed.

    A day to come is not done, also where something has slipped to it.
    """
    when = mention.when
    if how in ("denied", "declined"):
        return how
    if rule.modality is not None:
        return rule.modality
    if how == "done" and mention.dimension == "time" and when is not None and when.low > today:
        return "planned"
    gone = mention.dimension in ("time", "share") and when is not None and when.high < today and not when.side
    if gone and (rule.kind == "contract_date" or how in ("planned", "requested")):
        return "done"
    of_system = rule.kind == "other" and rule.subject == "system" and mention.dimension != "share"
    if rule.kind in TIMELESS or of_system:
        return how if how == "considered" else "done"
    return "done" if rule.kind in STATES and how == "requested" else how
