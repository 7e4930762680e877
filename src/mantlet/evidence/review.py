"""A review as its ledger tells it: what is proposed, what one reviewer made of it, and what is still undecided.

A review is one person's. It can be closed once every claim is decided, and every number or date outside the claims is
inside a claim that holds or has been dismissed with a reason: nothing of a report is passed over in silence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import ValidationError

from mantlet.base.errors import UsageError
from mantlet.evidence.claims import Claim, Relation, Span
from mantlet.evidence.copies import Sentence
from mantlet.evidence.ledger import (
    Accepted,
    AnyEvent,
    Closed,
    Decision,
    Digested,
    Edited,
    Proposed,
    Rejected,
    Related,
    Undone,
    decisions,
)
from mantlet.evidence.relations import between
from mantlet.evidence.sums import checked
from mantlet.evidence.text import Report
from mantlet.evidence.values import EDITABLE, changed

Standing = Literal["accepted", "edited", "rejected", "undecided"]
_SAID = ("kind", "subject", "value", "unit", "event_time", "date_asserted", "attribution", "modality", "flags")


@dataclass(frozen=True)
class Item:
    """One proposal and what the reviewer made of it; `proposed` is a bare place where no claim holds a number."""

    id: str
    sha256: str
    dated: date
    proposed: Claim | Span
    decision: Decision | None = None

    @property
    def standing(self) -> Standing:
        """What was decided of it."""
        return self.decision.does if self.decision is not None else "undecided"

    @property
    def claim(self) -> Claim | None:
        """The claim that holds; None for what is undecided, rejected or none."""
        if isinstance(self.decision, Edited):
            return self.decision.what
        return self.proposed if isinstance(self.decision, Accepted) and isinstance(self.proposed, Claim) else None

    @property
    def shown(self) -> Claim | Span:
        """The claim that holds, else what was proposed."""
        return self.claim or self.proposed


@dataclass(frozen=True)
class Review:
    """One reviewer's view of a ledger; items in the order of the reports, by date and name, and of their text.

    `kept` are relations that the ledger keeps, `digests` the sentences of reports by the SHA-256 of their text.
    """

    by: str
    items: tuple[Item, ...]
    kept: tuple[Relation, ...]
    digests: Mapping[str, Sequence[Sentence]]
    closed: bool

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """How all claims that are not rejected stand to each other now, whenever each was proposed."""
        shown = [(item.sha256, item.dated, item.shown) for item in self.items if item.standing != "rejected"]
        claims = {claim.id: claim for _, _, claim in shown if isinstance(claim, Claim)}
        dates = {what.report: dated for _, dated, what in shown}
        sentences = {what.report: self.digests.get(sha, ()) for sha, _, what in shown}
        found = between(claims.values(), dates, sentences)
        known = {(relation.kind, relation.claims) for relation in found}
        more = (_renewed(relation, claims) for relation in sorted(self.kept, key=_by_claims))
        return (*found, *(one for one in more if one is not None and (one.kind, one.claims) not in known))

    @cached_property
    def undecided(self) -> tuple[Item, ...]:
        """What stands in the way of closing: claims not decided, numbers neither claimed nor dismissed."""
        held = [(item.sha256, item.shown.start, item.shown.end) for item in self.items if item.claim is not None]
        return tuple(item for item in self.items if item.decision is None and not _inside(item, held))

    def item(self, name: str) -> Item:
        """The item of an id, or of the beginning of one that is only its own. Raises UsageError."""
        found = [item for item in self.items if item.id.startswith(name)] if len(name) >= 4 else []
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"'{name}' begins {len(found)} ids; write one of {', '.join(item.id for item in found)}")
        raise UsageError(f"nothing proposed has the id '{name}'; 'mantlet evidence review' lists what there is")

    def relations_of(self, item: Item) -> list[Relation]:
        """How it stands to others."""
        return [relation for relation in self.relations if item.id in relation.claims]


def review(events: Sequence[tuple[int, AnyEvent]], by: str) -> Review:
    """What a ledger says of one reviewer's work; any number of proposals is undecided for who has done nothing yet."""
    made = {decision.id: decision for decision in decisions(events, by).values()}
    proposed = [event for _, event in events if isinstance(event, Proposed)]
    proposed.sort(key=lambda event: (event.dated, event.what.report, event.what.start, event.what.end, event.id))
    items = tuple(Item(event.id, event.sha256, event.dated, event.what, made.get(event.id)) for event in proposed)
    kept = tuple(event.relation for _, event in events if isinstance(event, Related))
    digests = {event.sha256: event.sentences for _, event in events if isinstance(event, Digested)}
    own = [event for _, event in events if isinstance(event, Proposed) or _is_own(event, by)]
    return Review(by, items, kept, digests, closed=bool(own) and isinstance(own[-1], Closed))


def _is_own(event: AnyEvent, by: str) -> bool:
    """Whether it is something that this reviewer decided, took back or closed."""
    return event.by == by and not isinstance(event, Proposed | Digested | Related)


def _renewed(relation: Relation, claims: Mapping[str, Claim]) -> Relation | None:
    """A relation that a ledger keeps, as the claims are now; None where they leave nothing of it.

    A sum that its report spells out is known by the report's words, and so was a copy before digests were kept.
    """
    held = [claims[name] for name in relation.claims if name in claims]
    if len(held) < len(relation.claims):
        return None
    if relation.kind == "sum_check":
        is_sum = all(claim.value.op == "eq" and claim.value.low == claim.value.high for claim in held)
        return checked(held[0], held[1:]) if is_sum else None
    is_copy = relation.kind == "derived" and len({claim.report for claim in held}) > 1
    return relation if is_copy else None


def _by_claims(relation: Relation) -> tuple[str, ...]:
    return relation.claims


def reviewers(events: Sequence[tuple[int, AnyEvent]]) -> list[str]:
    """Who has decided or closed anything, in the order in which they began."""
    return list(dict.fromkeys(event.by for _, event in events if _is_own(event, event.by)))


def accept(item: Item, by: str) -> Accepted:
    """The decision that a claim holds as proposed. Raises UsageError for a number that no claim holds."""
    if not isinstance(item.proposed, Claim):
        raise UsageError(f"{item.id} is a number without a claim: say what it is (edit), or why it is none (reject)")
    return Accepted(by=by, id=item.id)


def edit(
    item: Item, by: str, changes: Mapping[str, str], why: str | None = None, report: Report | None = None
) -> Edited:
    """The decision that it holds with changes, `field: text`; with its report at hand, at another place of it as well.

    Raises UsageError for what the claim's model refuses.
    """
    if not changes:
        raise UsageError(f"{item.id}: nothing to change; give FIELD=VALUE with one of {', '.join(EDITABLE)}")
    if report is not None and report.sha256 != item.sha256:
        raise UsageError(f"{item.id} is of another report than {report.name}")
    size = None if report is None else len(report.text)
    claim = changed(item.shown, said_unless_told(item.id, item.dated), changes, size)
    return Edited(by=by, id=item.id, what=claim, why=why)


def said_unless_told(name: str, dated: date) -> dict[str, object]:
    """What a claim of a reviewer says unless told otherwise."""
    said = {"unit": None, "event_time": None, "attribution": "report_voice", "modality": "done"}
    return {"id": name, "date_asserted": dated.isoformat(), "rule": "reviewer", **said}


def reject(item: Item, by: str, why: str) -> Rejected:
    """The decision that it is no claim. Raises UsageError without a reason."""
    if not why.strip():
        raise UsageError(f"{item.id}: a rejection needs its reason (--why)")
    try:
        return Rejected(by=by, id=item.id, why=why)
    except ValidationError as error:
        raise UsageError(f"--why: {error.errors(include_url=False)[0]['msg']}") from None


def undo(events: Sequence[tuple[int, AnyEvent]], by: str) -> tuple[Undone, Decision]:
    """Takes back the reviewer's last decision that still stands; also says which. Raises UsageError without any."""
    made = decisions(events, by)
    if not made:
        raise UsageError(f"{by} has decided nothing that could be taken back")
    line = max(made)
    return Undone(by=by, line=line), made[line]


def close(state: Review) -> Closed:
    """The statement that the review is complete. Raises UsageError with what is not decided."""
    if not state.items:
        raise UsageError("nothing has been proposed: there is no review to close")
    left = state.undecided
    if left:
        bare = sum(not isinstance(item.proposed, Claim) for item in left)
        words = f"undecided claims: {len(left) - bare}, numbers neither claimed nor dismissed: {bare}"
        named = " ".join(item.id for item in left[:12]) + (" …" if len(left) > 12 else "")
        raise UsageError(f"cannot be closed; {words} ({named})")
    return Closed(by=state.by)


def version(claim: Claim) -> str:
    """What tells a claim from the same claim once changed: 8 hex digits over what it says, not over where."""
    return _hashed(claim, _SAID)


def content(claim: Claim) -> str:
    """What tells a claim from one that says something else: as `version`, but for its flags, which are about it."""
    return _hashed(claim, _SAID[:-1])


def _hashed(claim: Claim, fields: Sequence[str]) -> str:
    said = claim.model_dump(mode="json", include=set(fields))
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:8]


def reference(claim: Claim) -> str:
    """How a number names a claim that it rests on: its id, and what it said then."""
    return f"{claim.id}@{version(claim)}"


@dataclass(frozen=True)
class Difference:
    """One proposal of which two reviewers made different things."""

    first: Item
    second: Item

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields in which the claims differ that both let stand; none where one of them let none stand."""
        one, other = self.first.claim, self.second.claim
        if one is None or other is None:
            return ()
        return tuple(name for name in _SAID if getattr(one, name) != getattr(other, name))


def differences(first: Review, second: Review) -> list[Difference]:
    """Proposals that two reviewers decided differently, or only one of them decided, in the order of the first's."""
    others = {item.id: item for item in second.items}
    pairs = [Difference(item, others[item.id]) for item in first.items if item.id in others]
    return [pair for pair in pairs if _outcome(pair.first) != _outcome(pair.second)]


def _outcome(item: Item) -> tuple[str, str]:
    return ("holds", version(item.claim)) if item.claim is not None else (item.standing, "")


def _inside(item: Item, held: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a bare number lies in a claim that holds."""
    if isinstance(item.proposed, Claim):
        return False
    start, end = item.proposed.start, item.proposed.end
    return any(sha == item.sha256 and first <= start and end <= last for sha, first, last in held)


def as_json(state: Review) -> dict[str, Any]:
    """`mantlet.review/1`: what `review --json` prints."""
    return {
        "schema": "mantlet.review/1",
        "by": state.by,
        "closed": state.closed,
        "undecided": [item.id for item in state.undecided],
        "items": list(_told(state)),
        "relations": [relation.model_dump(mode="json") for relation in state.relations],
    }


def _told(state: Review) -> Iterator[dict[str, Any]]:
    for item in state.items:
        shown = item.shown.model_dump(mode="json", exclude={"text"})
        why = item.decision.why if isinstance(item.decision, Edited | Rejected) else None
        origin = {"sha256": item.sha256, "dated": item.dated.isoformat()}
        yield {"id": item.id, "standing": item.standing, "why": why, **origin, **shown}
