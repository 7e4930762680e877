"""The ledger: only added to, changed lines noticed, torn ends set aside, one writer at a time."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evidence_samples import CAME, PRICE, SPOKE, TEXT, accepting, proposed
from mantlet.base.errors import InvalidInput, RunFailed
from mantlet.evidence import ledger
from mantlet.evidence.ledger import Accepted, Closed, Proposed, Rejected, read, writing


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "evidence.jsonl"
    with writing(path) as book:
        book.add(proposed())
        book.add(accepting(PRICE.id, CAME.id))
    return path


def test_what_is_written_is_read_again(path: Path) -> None:
    book = read(path)
    assert [event for _, event in book.events] == [*proposed(), *accepting(PRICE.id, CAME.id)]
    assert [line for line, _ in book.events] == list(range(2, 9))
    assert (book.torn, book.notice) == (None, None)


def test_a_missing_ledger_is_empty_and_reading_makes_none(tmp_path: Path) -> None:
    assert read(tmp_path / "none.jsonl").events == []
    assert list(tmp_path.iterdir()) == []


def test_no_word_of_the_report_is_kept(path: Path) -> None:
    kept = path.read_text()
    for words in ("$3.2 billion", "STRELSAU", "Four", "five"):
        assert words in TEXT and words not in kept
    assert f'"start":{PRICE.start}' in kept


def test_lines_are_only_added(path: Path) -> None:
    before = path.read_bytes()
    with writing(path) as book:
        book.add([Closed(by="anna")])
    assert path.read_bytes().startswith(before)


def changed(line: int, path: Path, old: str, new: str) -> None:
    lines = path.read_text().splitlines(keepends=True)
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new)
    path.write_text("".join(lines))


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [(2, "3250000000", "3350000000"), (7, '"anna"', '"anne"'), (8, '"accepted"', '"closed"')],
)
def test_a_changed_line_is_noticed(path: Path, line: int, old: str, new: str) -> None:
    changed(line, path, old, new)
    with pytest.raises(InvalidInput, match=rf"evidence.jsonl:{line}: does not follow"):
        read(path)
    with pytest.raises(InvalidInput), writing(path):
        pass


def test_a_line_taken_out_put_in_or_moved_is_noticed(path: Path) -> None:
    lines = path.read_text().splitlines(keepends=True)
    for damaged in ([*lines[:4], *lines[5:]], [*lines[:4], lines[3], *lines[4:]], [*lines[:2], lines[3], lines[2]]):
        path.write_text("".join(damaged))
        with pytest.raises(InvalidInput, match="does not follow"):
            read(path)


def test_a_line_that_says_something_impossible_is_told(path: Path) -> None:
    book = read(path)
    _, line = ledger._linked(book.chain, {"by": "anna", "does": "acepted", "when": "2021-01-01T00:00:00Z"})
    path.write_bytes(path.read_bytes() + line + b"\n")
    with pytest.raises(InvalidInput, match=r"evidence.jsonl:9: .*acepted"):
        read(path)


@pytest.mark.parametrize("content", ["a diary\n", "a diary", "{}\n", '{"schema": "mantlet.ledger/2"}\n'])
def test_what_is_no_ledger_is_refused_and_stays(tmp_path: Path, content: str) -> None:
    path = tmp_path / "diary.txt"
    path.write_text(content)
    with pytest.raises(InvalidInput, match=r"diary.txt:1: is no ledger"), writing(path) as book:
        book.add(proposed())
    assert path.read_text() == content
    assert [found.name for found in tmp_path.iterdir()] == ["diary.txt"]


def test_every_torn_end_costs_only_its_own_line(path: Path) -> None:
    whole = path.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    for cut in range(last + 1, len(whole) - 1):
        path.write_bytes(whole[:cut])
        book = read(path)
        assert len(book.events) == 6
        assert book.notice is not None and f"{path}:8: the last line is torn" in book.notice
    with writing(path) as writer:
        writer.add(accepting(SPOKE.id))
    book = read(path)
    assert [event for _, event in book.events] == [*proposed(), *accepting(PRICE.id, SPOKE.id)]
    assert path.read_bytes().startswith(whole[:last])
    assert path.with_name("evidence.jsonl.torn").read_bytes() == whole[last : len(whole) - 2] + b"\n"


def test_a_torn_head_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "evidence.jsonl"
    path.write_text('{"sche')
    with writing(path) as book:
        book.add(proposed())
    assert len(read(path).events) == 5


def test_a_last_line_that_lacks_only_its_end_is_whole(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])
    assert len(read(path).events) == 7
    with writing(path) as book:
        book.add([Closed(by="anna")])
    assert len(read(path).events) == 8


@pytest.mark.parametrize("end", [b"\n", b"\n \n\n", b"  "])
def test_empty_lines_and_foreign_ends_of_lines_cost_nothing(path: Path, end: bytes) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + end)
    assert (len(read(path).events), read(path).notice) == (7, None)
    with writing(path) as book:
        book.add([Closed(by="anna")])
    assert read(path).events[-1][0] == 9 and isinstance(read(path).events[-1][1], Closed)


def test_a_write_that_the_disk_refuses_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RunFailed, match="No space left on device"), writing(path) as book:
        book.add([Closed(by="anna")])


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a file's size are not there")
def test_what_fits_but_in_part_is_not_recorded(path: Path) -> None:
    import resource

    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 40, hard))
    try:
        with pytest.raises(RunFailed, match="nothing was recorded"), writing(path) as book:
            book.add([Closed(by="anna"), Closed(by="anna")])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert read(path).notice is None


def test_an_interruption_while_writing_records_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()

    def interrupted(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt), writing(path) as book:
        book.add([Closed(by="anna")])
    assert path.read_bytes() == before


def _accept_many(path: Path, by: str, count: int) -> None:
    for _ in range(count):
        with writing(path) as book:
            book.add(accepting(PRICE.id, by=by))


def test_writers_at_once_lose_nothing(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    names = ("anna", "boris", "chen")
    workers = [context.Process(target=_accept_many, args=(path, name, 12)) for name in names]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    events = [event for _, event in read(path).events]
    assert [sum(event.by == name for event in events[7:]) for name in names] == [12, 12, 12]


def test_who_waits_too_long_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_PATIENCE_S", 0.1)
    with writing(path), pytest.raises(RunFailed, match="another process is writing"), writing(path):
        pass


def test_a_killed_writer_leaves_a_ledger_that_goes_on(path: Path) -> None:
    """Killed at any moment, whatever it had said to be written is there."""
    script = (
        "import sys; from pathlib import Path; from evidence_samples import PRICE, accepting\n"
        "from mantlet.evidence.ledger import writing\n"
        "while True:\n"
        "    with writing(Path(sys.argv[1])) as book: book.add(accepting(PRICE.id, by='boris'))\n"
        "    print(len(book.book.events), flush=True)\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(["src", "tests"])}
    worker = subprocess.Popen(
        [sys.executable, "-c", script, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[3],
    )
    with worker:
        assert worker.stdout is not None and worker.stdout.readline()
        time.sleep(0.2)
        worker.kill()
        said = [int(line) for line in worker.stdout.read().splitlines()]
    assert len(read(path).events) >= max(said, default=8)
    with writing(path) as book:
        book.add([Closed(by="anna")])
    assert isinstance(read(path).events[-1][1], Closed)


def test_events_are_typed() -> None:
    with pytest.raises(ValueError, match="why"):
        Rejected(by="anna", id=PRICE.id, why="")
    with pytest.raises(ValueError, match="control character"):
        Accepted(by="an\x1b[2Jna", id=PRICE.id)
    assert json.loads(proposed()[0].model_dump_json())["dated"] == "2021-03-04"
    assert isinstance(proposed()[0], Proposed)
