"""How claims that numbers rest on stand today, by all ledgers that are known: as used, changed, or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, NamedTuple

from mantlet.evidence.ledger import HEAD, Book, read
from mantlet.evidence.review import Item, Review, review, reviewers, version
from mantlet.evidence.values import claim_text

BUNDLED: Final = Path(__file__).parents[1] / "data" / "evidence" / "ledger"
# Where the commands keep a ledger unless told otherwise.
HERE: Final = Path("evidence.jsonl")


class Told(NamedTuple):
    """How one claim stands, and in words where it was read, what it says and who decided."""

    state: Literal["stands", "changed", "unknown"]
    words: str


class Ground(NamedTuple):
    """The claims that some numbers rest on: words for each by its reference, and what is to be said of changed ones."""

    words: Mapping[str, str]
    notice: str | None


NO_CLAIMS: Final = Ground({}, None)


@dataclass(frozen=True)
class Ledgers:
    """Some ledgers as read."""

    books: Sequence[Book]

    @cached_property
    def _reviews(self) -> list[Review]:
        return [review(book.events, by) for book in self.books for by in reviewers(book.events)]

    def told(self, ref: str) -> Told:
        """How the claim of a reference (`id@version`) stands: as it was, in at least one review, or not any more."""
        name, _, used = ref.partition("@")
        seen = [(one.by, item) for one in self._reviews for item in one.items if item.id == name and item.decision]
        standing = [(by, item, item.claim) for by, item in seen if item.claim is not None]
        for by, item, claim in standing:
            if version(claim) == used:
                return Told("stands", f"{_place(item)}: {claim_text(claim)}; {_decided(by, item)}")
        if not seen:
            return Told("unknown", "in no ledger that is known here")
        by, item = seen[-1]
        now = f"now {claim_text(item.claim)}" if item.claim is not None else "it holds no more"
        return Told("changed", f"{_place(item)}: CHANGED since it was used; {now}; {_decided(by, item)}")

    def ground(self, refs: Sequence[str]) -> Ground:
        """What numbers that rest on these claims stand on."""
        return Ground({ref: self.told(ref).words for ref in refs}, self.notice(refs))

    def notice(self, refs: Iterable[str]) -> str | None:
        """What is to be said of numbers that rest on these claims, or None where all stand as they were used."""
        found = {ref.partition("@")[0]: self.told(ref).state for ref in refs}
        parts: list[str] = []
        for state, words in (("changed", "changed since they were used"), ("unknown", "in no ledger known here")):
            names = sorted(name for name, its in found.items() if its == state)
            if names:
                more = ", …" if len(names) > 8 else ""
                parts.append(f"{len(names)} of {len(found)} claims behind it {words}: {', '.join(names[:8])}{more}")
        return "; ".join(parts) or None


def ledgers(folders: Iterable[Path] = ()) -> Ledgers:
    """The bundled ledgers, all those in `folders` and the one that lies here; raises InvalidInput for a broken one."""
    places = [BUNDLED, *folders]
    paths = [path for place in places for path in sorted(place.rglob("*.jsonl"))] + [HERE]
    kept = {path.resolve(): path for path in paths if _is_ledger(path)}
    return Ledgers([read(path) for path in kept.values()])


def _is_ledger(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(HEAD)) == HEAD
    except OSError:
        return False


def _place(item: Item) -> str:
    return f"{item.proposed.report}, {item.dated}, characters {item.proposed.start} to {item.proposed.end}"


def _decided(by: str, item: Item) -> str:
    assert item.decision is not None
    why = getattr(item.decision, "why", None)
    return f"{item.decision.does} by {by} on {item.decision.when[:10]}" + (f": {why}" if why else "")
