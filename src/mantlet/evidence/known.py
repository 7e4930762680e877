"""How claims that numbers rest on stand today, by all ledgers that are known: as used, disputed, changed, or unknown.

A number does not say whose review it came from. So every reviewer of every ledger is asked, and any who says otherwise
is heard: who once let the claim stand as it was used, and does no more, has changed it; who never did disputes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, NamedTuple

from mantlet.evidence.claims import Claim
from mantlet.evidence.ledger import HEAD, Accepted, Book, Edited, Proposed, read
from mantlet.evidence.review import Item, review, reviewers, version
from mantlet.evidence.values import claim_text

BUNDLED: Final = Path(__file__).parents[1] / "data" / "evidence" / "ledger"
# Where the commands keep a ledger unless told otherwise.
HERE: Final = Path("evidence.jsonl")


class Told(NamedTuple):
    """How one claim stands, and in words where it was read, what it says and who decided."""

    state: Literal["stands", "disputed", "changed", "unknown"]
    words: str


class Ground(NamedTuple):
    """The claims that some numbers rest on: words for each by its reference, and what is to be said of changed ones."""

    words: Mapping[str, str]
    notice: str | None


NO_CLAIMS: Final = Ground({}, None)
_NOTICES: Final = (
    ("changed", "changed since they were used"),
    ("disputed", "decided otherwise by another reviewer"),
    ("unknown", "in no ledger known here"),
)


@dataclass(frozen=True)
class _View:
    """What one reviewer makes of the proposals of one ledger, and all claims that they ever let stand, by reference."""

    by: str
    ledger: Path
    items: Mapping[str, Item]
    ever: Mapping[str, Claim]

    @property
    def who(self) -> str:
        """The reviewer's name; that of the bundled ledger is no person's."""
        return f"{self.by} (a script of the project)" if BUNDLED in self.ledger.parents else self.by

    def says(self, ref: str) -> bool:
        """Whether the claim stands as a reference has it."""
        name, _, used = ref.partition("@")
        claim = self.items[name].claim if name in self.items else None
        return claim is not None and version(claim) == used

    def made(self, name: str) -> str:
        """What they made of a proposal, in words."""
        item = self.items[name]
        if item.decision is None:
            return f"taken back by {self.who}"
        why = getattr(item.decision, "why", None)
        return f"{item.decision.does} by {self.who} on {item.decision.when[:10]}" + (f": {why}" if why else "")

    def now(self, name: str) -> str:
        """What they let stand of it now, in words, and where they say so."""
        claim = self.items[name].claim
        said = f"now {claim_text(claim)}" if claim is not None else "it holds no more"
        return f"{said}; {self.made(name)} ({self.ledger.name})"


@dataclass(frozen=True)
class Ledgers:
    """Some ledgers as read."""

    books: Sequence[Book]

    @cached_property
    def _views(self) -> list[_View]:
        return [_view(book, by) for book in self.books for by in reviewers(book.events)]

    def claim(self, ref: str) -> Claim | None:
        """The claim of a reference (`id@version`) as it was used, be it standing or not; None where unknown."""
        return next((view.ever[ref] for view in self._views if ref in view.ever), None)

    def told(self, ref: str) -> Told:
        """How the claim of a reference stands: as it was used, for all who decided on it, or not."""
        name = ref.partition("@")[0]
        asked = [view for view in self._views if name in view.items and (view.items[name].decision or ref in view.ever)]
        if not asked:
            return Told("unknown", "in no ledger that is known here")
        standing = [view for view in asked if view.says(ref)]
        others = [view for view in asked if not view.says(ref)]
        changed = [view for view in others if ref in view.ever] or ([] if standing else others)
        still = f"; {standing[0].made(name)} as it was used" if standing else ""
        if changed:
            view = changed[-1]
            return Told("changed", f"{_place(view.items[name])}: CHANGED since it was used; {view.now(name)}{still}")
        item = standing[0].items[name]
        assert item.claim is not None
        words = f"{_place(item)}: {claim_text(item.claim)}; {standing[0].made(name)}"
        if others:
            view = others[-1]
            other = view.items[name].claim
            made = f"{claim_text(other)}; {view.made(name)}" if other is not None else view.made(name)
            return Told("disputed", f"{words}. DISPUTED: {made} ({view.ledger.name})")
        return Told("stands", words)

    def ground(self, refs: Sequence[str]) -> Ground:
        """What numbers that rest on these claims stand on."""
        return Ground({ref: self.told(ref).words for ref in refs}, self.notice(refs))

    def notice(self, refs: Iterable[str]) -> str | None:
        """What is to be said of numbers that rest on these claims, or None where all stand as they were used."""
        found = {ref: self.told(ref).state for ref in refs}
        parts: list[str] = []
        for state, words in _NOTICES:
            names = sorted({ref.partition("@")[0] for ref, its in found.items() if its == state})
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


def _view(book: Book, by: str) -> _View:
    proposed = {event.id: event.what for _, event in book.events if isinstance(event, Proposed)}
    ever: dict[str, Claim] = {}
    for _, event in book.events:
        if event.by == by and isinstance(event, Accepted | Edited):
            what = event.what if isinstance(event, Edited) else proposed.get(event.id)
            if isinstance(what, Claim):
                ever[f"{event.id}@{version(what)}"] = what
    return _View(by, book.path, {item.id: item for item in review(book.events, by).items}, ever)


def _place(item: Item) -> str:
    return f"{item.shown.report}, {item.dated}, characters {item.shown.start} to {item.shown.end}"
