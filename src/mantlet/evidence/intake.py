"""What goes up for review: what a reading of reports adds to a ledger, and claims of a reviewer's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from mantlet.base.errors import UsageError
from mantlet.evidence.claims import Claim, Reading, Relation, Span, claim_id
from mantlet.evidence.copies import Sentence, sentences_of
from mantlet.evidence.ledger import Accepted, AnyEvent, Digested, Edited, Proposed, Related
from mantlet.evidence.relations import between
from mantlet.evidence.review import Review, content, said_unless_told
from mantlet.evidence.text import Report
from mantlet.evidence.values import changed


class Origin(NamedTuple):
    """What a ledger keeps of a report: the SHA-256 of its text, its date, and what its sentences are known again by."""

    sha256: str
    dated: date
    sentences: tuple[Sentence, ...] = ()


def origin_of(report: Report) -> Origin:
    """What a ledger keeps of this report."""
    return Origin(report.sha256, report.date, sentences_of(report))


def proposals(
    reading: Reading, origins: Mapping[str, Origin], known: Sequence[tuple[int, AnyEvent]], by: str
) -> list[AnyEvent]:
    """What a reading of reports, by their names, adds to a ledger that holds `known`.

    What is known at a place as a kind, and now read to say something else, is a second proposal. Raises UsageError for
    another report of a known name, ValueError for two claims with one id.
    """
    _refuse_namesakes(origins, known)
    contents = _contents(known)
    names: dict[str, str] = {}
    owners: dict[str, str] = {}
    new: list[AnyEvent] = []
    for what in (*reading.claims, *reading.unassigned):
        origin = origins[what.report]
        bare = claim_id(origin.sha256, what.start, what.end, "unassigned")
        name = what.id if isinstance(what, Claim) else bare
        if owners.setdefault(name, what.report) != what.report:
            continue  # the same text in two files
        if name in names:
            raise ValueError(f"two proposals have the id {name}")
        names[name] = name
        if isinstance(what, Claim) and name in contents and content(what) not in contents[name]:
            other = _other_id(origin.sha256, what)
            names[name], what = other, what.model_copy(update={"id": other})
        if names[name] not in contents:
            new.append(Proposed(by=by, id=names[name], sha256=origin.sha256, dated=origin.dated, what=what))
    told = [event.relation for _, event in known if isinstance(event, Related)]
    sums = (
        one.model_copy(update={"claims": tuple(names[claim] for claim in one.claims)})
        for one in _by_words(reading, origins)
    )
    new += [Related(by=by, relation=one) for one in sums if one not in told]
    return new + _digests(origins, known, by)


def _refuse_namesakes(origins: Mapping[str, Origin], known: Sequence[tuple[int, AnyEvent]]) -> None:
    for _, event in known:
        if isinstance(event, Proposed):
            same = origins.get(event.what.report)
            if same is not None and same.sha256 != event.sha256:
                raise UsageError(
                    f"{event.what.report}: its text is not the one in the ledger under that name, which was put up for "
                    "review before; if it changed since, save the new text under another name"
                )


def _contents(known: Sequence[tuple[int, AnyEvent]]) -> dict[str, set[str]]:
    """What is proposed or was edited under each id."""
    found: dict[str, set[str]] = {}
    for _, event in known:
        if isinstance(event, Proposed | Edited):
            said = found.setdefault(event.id, set())
            if isinstance(event.what, Claim):
                said.add(content(event.what))
    return found


def _digests(origins: Mapping[str, Origin], known: Sequence[tuple[int, AnyEvent]], by: str) -> list[AnyEvent]:
    """The sentences of reports that the ledger has not got yet."""
    old = {event.sha256 for _, event in known if isinstance(event, Digested)}
    found = {one.sha256: one.sentences for one in origins.values() if one.sentences and one.sha256 not in old}
    return [Digested(by=by, sha256=sha256, sentences=sentences) for sha256, sentences in found.items()]


def _by_words(reading: Reading, origins: Mapping[str, Origin]) -> Iterator[Relation]:
    """The relations of a reading that its claims alone do not tell: sums that a report spells out."""
    dates = {name: origin.dated for name, origin in origins.items()}
    sentences = {name: origin.sentences for name, origin in origins.items()}
    yield from Counter(reading.relations) - Counter(between(reading.claims, dates, sentences))


def _other_id(sha256: str, claim: Claim) -> str:
    """The id of what is said otherwise at a known place as a known kind."""
    return claim_id(sha256, claim.start, claim.end, f"{claim.kind}:{content(claim)}")


def own(state: Review, report: Report, place: tuple[int, int], changes: Mapping[str, str]) -> list[Proposed | Accepted]:
    """A claim of the reviewer's own at a place of a report that has been read: put up, and accepted.

    Raises UsageError for a place outside the report, what the claim's model refuses, and what is proposed already.
    """
    known = [item for item in state.items if item.sha256 == report.sha256]
    if not known:
        raise UsageError(f"{report.name} has not been read into this ledger: mantlet evidence review {report.name}")
    span = Span(report=known[0].proposed.report, start=max(place[0], 0), end=max(place[1], 0), text="")
    claim = changed(span, said_unless_told("", report.date), changes, len(report.text))
    if not report.text[claim.start : claim.end].strip():
        raise UsageError(f"nothing stands at {claim.start} to {claim.end} of {report.name}")
    there = {item.id: content(item.proposed) for item in known if isinstance(item.proposed, Claim)}
    name = claim_id(report.sha256, claim.start, claim.end, claim.kind)
    if name in there and there[name] != content(claim):
        name = _other_id(report.sha256, claim)
    if name in there:
        raise UsageError(f"that is proposed already: {name}")
    what = claim.model_copy(update={"id": name})
    proposed = Proposed(by=state.by, id=name, sha256=report.sha256, dated=known[0].dated, what=what)
    return [proposed, Accepted(by=state.by, id=name)]
