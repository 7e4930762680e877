"""The ledger: who proposed, accepted, edited, rejected and took back what, and when. Lines are added, never changed.

One JSON object to a line, `mantlet.ledger/1`. Each line's `chain` is a hash over the line and the chain before it, so a
line that was changed, moved or taken out is noticed. A claim stands with its report's hash and its place there, without
any word of the report. Whoever writes holds a lock, and a line is on disk before anything is said to be done.

A last line that an interruption has torn costs nobody what stands before it: it is told of, and moved to a file beside
the ledger with the next line that is written.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import FileIO
from pathlib import Path
from typing import Annotated, Any, Final, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from mantlet.base.errors import Fault, InvalidInput, RunFailed, UsageError
from mantlet.base.lock import alone
from mantlet.evidence.claims import Claim, Relation, Span, Words
from mantlet.evidence.copies import Sentence

SCHEMA: Final = "mantlet.ledger/1"
# The first line of every ledger.
HEAD: Final = json.dumps({"schema": SCHEMA}).encode()
_PATIENCE_S: Final = 10.0

Name = Annotated[Words, Field(min_length=1, max_length=60)]
ItemId = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
Sha = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Reason = Annotated[Words, Field(min_length=1, max_length=500)]


class Event(BaseModel):
    """Something that `by` did, at `when` (UTC, to the second)."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    by: Name
    when: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")] = Field(
        default_factory=lambda: datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    )


class Proposed(Event):
    """A claim, or a number or date that no claim holds, is put up for review.

    `sha256` is that of its report's text, `dated` the report's date.
    """

    does: Literal["proposed"] = "proposed"
    id: ItemId
    sha256: Sha
    dated: date
    what: Claim | Span

    @field_validator("what", mode="before")
    @classmethod
    def _wordless(cls, what: Any) -> Any:
        return _without_words(what)


class Digested(Event):
    """Of a report, by the SHA-256 of its text, what its sentences are known again by."""

    does: Literal["digested"] = "digested"
    sha256: Sha
    sentences: tuple[Sentence, ...]


class Related(Event):
    """How proposals stand to each other, where it takes the report's words to know."""

    does: Literal["related"] = "related"
    relation: Relation


class Accepted(Event):
    """A claim holds as it was proposed."""

    does: Literal["accepted"] = "accepted"
    id: ItemId


class Edited(Event):
    """What is proposed holds as the claim given here."""

    does: Literal["edited"] = "edited"
    id: ItemId
    what: Claim
    why: Reason | None = None

    @field_validator("what", mode="before")
    @classmethod
    def _wordless(cls, what: Any) -> Any:
        return _without_words(what)


class Rejected(Event):
    """What is proposed is no claim, for the reason given."""

    does: Literal["rejected"] = "rejected"
    id: ItemId
    why: Reason


class Undone(Event):
    """A decision of one's own, by its line in the ledger, is taken back."""

    does: Literal["undone"] = "undone"
    line: Annotated[int, Field(ge=2)]


class Closed(Event):
    """One's review of all that is proposed is complete."""

    does: Literal["closed"] = "closed"


Decision = Accepted | Edited | Rejected
AnyEvent = Proposed | Digested | Related | Decision | Undone | Closed
_ANY: TypeAdapter[AnyEvent] = TypeAdapter(Annotated[AnyEvent, Field(discriminator="does")])


@dataclass(frozen=True)
class Torn:
    """The end of a ledger that no whole line is: where it begins, and what it holds."""

    line: int
    start: int
    content: bytes


@dataclass
class Book:
    """A ledger as read: its events, each at its line (empty ones do not count; the first is 2), and how to go on."""

    path: Path
    events: list[tuple[int, AnyEvent]] = field(default_factory=list[tuple[int, AnyEvent]])
    chain: str = ""
    torn: Torn | None = None

    @property
    def notice(self) -> str | None:
        """What a reader should be told of a torn last line, or None."""
        if self.torn is None:
            return None
        at = f"{self.path}:{self.torn.line}"
        return f"{at}: the last line is torn, as an interrupted write leaves it; what stands before it is whole"


def read(path: Path) -> Book:
    """The ledger in a file; an empty one where there is no file.

    Raises InvalidInput with the line for a file that is no ledger, or was changed after it was written.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        content = b""
    except OSError as error:
        raise InvalidInput([Fault(str(path), 0, "", f"cannot be read: {error.strerror}")]) from None
    return _parsed(path, content)


@dataclass
class Writer:
    """A ledger held for writing."""

    book: Book
    _file: FileIO

    def add(self, events: Iterable[AnyEvent]) -> None:
        """Writes all of them, at once, to the disk, or none: raises RunFailed when the disk will not have them."""
        new = list(events)
        if not new:
            return
        try:
            self._set_aside()
            lines = [] if self.book.chain else [HEAD]
            chain = self.book.chain or _digest("", HEAD)
            for event in new:
                chain, line = _linked(chain, _plain(event))
                lines.append(line)
            _append(self._file, self._end_of_line() + b"\n".join(lines) + b"\n")
        except OSError as error:
            raise RunFailed(f"{self.book.path}: cannot be written ({error.strerror}); nothing was recorded") from error
        first = self.book.events[-1][0] + 1 if self.book.events else 2
        self.book.events += enumerate(new, first)
        self.book.chain = chain

    def _set_aside(self) -> None:
        torn = self.book.torn
        if torn is None:
            return
        with self.book.path.with_name(f"{self.book.path.name}.torn").open("ab", buffering=0) as shelf:
            _append(shelf, torn.content + b"\n")
        self._file.truncate(torn.start)
        self.book.torn = None

    def _end_of_line(self) -> bytes:
        """The end that a last line lacks which is whole but for it."""
        if not self._file.seek(0, os.SEEK_END):
            return b""
        self._file.seek(-1, os.SEEK_END)
        return b"" if self._file.read(1) == b"\n" else b"\n"


@contextmanager
def writing(path: Path) -> Generator[Writer]:
    """The ledger in a file, made where there is none, with nobody else writing to it meanwhile.

    Raises RunFailed when another process holds it for long, or it cannot be written; InvalidInput as `read` does.
    """
    with _held(path):
        is_new = not path.exists()
        try:
            file = path.open("a+b", buffering=0)  # what a full disk refuses is not tried again at the end
        except OSError as error:
            raise _unwritable(path, error) from error
        with file:
            if is_new and os.name == "posix":
                _settle_folder(path.parent)
            file.seek(0)
            yield Writer(_parsed(path, file.readall()), file)


def _parsed(path: Path, content: bytes) -> Book:
    """The book in a file; empty lines, and ends of lines as another system writes them, say nothing."""
    book, start, number = Book(path), 0, 1
    lines = content.split(b"\n")
    for place, line in enumerate(lines, 1):
        said = line.strip()
        if said:
            if place == len(lines) and _is_torn(number, said):
                book.torn = Torn(place, start, line)
                break
            complaint = _taken(book, number, said)
            if complaint is not None:
                raise InvalidInput([Fault(str(path), place, "", complaint)])
            number += 1
        start += len(line) + 1
    return book


def _is_torn(number: int, line: bytes) -> bool:
    """Whether a line without an end is the beginning of one; no part of a JSON object is JSON."""
    if number == 1:
        return line != HEAD and HEAD.startswith(line)
    return _object(line) is None


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        found: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def _taken(book: Book, number: int, line: bytes) -> str | None:
    """Adds what a line says to the book, or says what is wrong with it."""
    if number == 1:
        if line != HEAD:
            return f"is no ledger: expected {HEAD.decode()} in its first line"
        book.chain = _digest("", HEAD)
        return None
    found = _object(line)
    if found is None or "chain" not in found:
        return "is no line of a ledger: expected a JSON object with a chain"
    said = found.pop("chain")
    chain, _ = _linked(book.chain, found)
    if said != chain:
        return "does not follow from the lines before it: it was changed, or a line before it was taken out or put in"
    try:
        book.events.append((number, _ANY.validate_python(found)))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    book.chain = chain
    return None


def _plain(event: AnyEvent) -> dict[str, Any]:
    plain = event.model_dump(mode="json")
    if "what" in plain:
        del plain["what"]["text"]
    return plain


def _without_words(what: Any) -> Any:
    """What is proposed with an empty `text`, from a line or from a claim that still has its words."""
    if isinstance(what, Span):
        return what.model_copy(update={"text": ""})
    return {**cast("dict[str, Any]", what), "text": ""} if isinstance(what, dict) else what


def _linked(chain: str, plain: dict[str, Any]) -> tuple[str, bytes]:
    """The chain with one more line, and that line."""
    body = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    linked = _digest(chain, body.encode())
    return linked, f'{body[:-1]},"chain":"{linked}"}}'.encode()


def _digest(chain: str, content: bytes) -> str:
    return hashlib.sha256(chain.encode() + content).hexdigest()


@contextmanager
def _held(path: Path) -> Generator[None]:
    """Nobody else writes to a ledger meanwhile; raises RunFailed where somebody does so for long."""
    until = time.monotonic() + _PATIENCE_S
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(alone(path))
                break
            except UsageError:
                if time.monotonic() > until:
                    raise RunFailed(f"{path}: another process is writing to it; try again") from None
                time.sleep(0.05)
            except OSError as error:
                raise _unwritable(path, error) from error
        yield


def _unwritable(path: Path, error: OSError) -> RunFailed:
    return RunFailed(f"{path}: cannot be written ({error.strerror}); choose another --ledger")


def _append(file: FileIO, content: bytes) -> None:
    """Puts content at the end and on the disk; what fits but in part is taken off again."""
    size, left = file.seek(0, os.SEEK_END), memoryview(content)
    try:
        while left:
            left = left[file.write(left) :]
        os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            file.truncate(size)
        raise


def _settle_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def decisions(events: Sequence[tuple[int, AnyEvent]], by: str) -> dict[int, Decision]:
    """What one reviewer has decided and not taken back, by line."""
    made: dict[int, Decision] = {}
    for line, event in events:
        if event.by != by:
            continue
        if isinstance(event, Undone):
            made.pop(event.line, None)
        elif isinstance(event, Accepted | Edited | Rejected):
            made[line] = event
    return made
