"""Asked by any number of threads, stopped, gone on with or failed: the same answer, or what was finished."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mantlet.base.errors import Interrupted, InvalidInput, UsageError
from mantlet.base.lock import alone
from mantlet.library.catalog import catalog
from mantlet.posture.months import ask as asking
from mantlet.posture.months import backdrop, store
from mantlet.posture.months.ask import Amount, ask
from mantlet.posture.months.fights import Fought, Study
from mantlet.posture.months.file import Posture, postures
from mantlet.posture.months.season import spread_over
from mantlet.run.loops import CHECK, RECORDED, Design
from posture_world import TEXT, fought, plain, small

AMOUNT = Amount(draws=4, replications=4, seed=1, threads=1)
TASKS = 8  # half of the second design


def _asked(target: Path, amount: Amount = AMOUNT, posture: Posture | None = None, **more: Any) -> dict[str, Any]:
    return ask(plain() if posture is None else posture, catalog(), amount, target, **more)


def _after(wanted: int, stopped: threading.Event) -> Callable[[int, int], None]:
    def progress(done: int, _: int) -> None:
        if done == wanted:
            stopped.set()

    return progress


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set as Ctrl-C would; what is asked after it was cleared goes on."""
    event = threading.Event()

    @contextmanager
    def heard() -> Iterator[threading.Event]:
        yield event

    monkeypatch.setattr(asking, "interruptible", heard)
    return event


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws are fought and kept, and nothing is made of them."""
    monkeypatch.setattr(asking, "answer", lambda ready, told, recorded, *_: {"draws": len(recorded), **told})


def _draws(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "draws").iterdir())


def test_two_threads_answer_as_one(answered: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    found = _asked(tmp_path / "two", Amount(4, 4, 1, 2))
    assert found["outcome_sha256"] == answered[1]["outcome_sha256"]
    assert found == answered[1]


def test_stopped_and_gone_on_with(
    answered: tuple[Path, dict[str, Any]], tmp_path: Path, stopped: threading.Event
) -> None:
    target, folder = tmp_path / "small", tmp_path / "small.partial"
    with pytest.raises(Interrupted, match=r"kept what was finished in .*small\.partial"):
        _asked(target, progress=_after(2, stopped))
    kept = _draws(folder)  # what was under way is finished
    assert {"comonotone-00000.npz", "independent-00000.npz"} <= set(kept) and len(kept) < TASKS
    assert sorted(path.name for path in folder.iterdir()) == ["begun.json", "draws"]
    assert not target.exists()
    stopped.clear()
    told: list[tuple[int, int]] = []
    found = _asked(target, Amount(4, 4, 1, 2), resume=True, progress=lambda *done: told.append(done))
    assert found == answered[1]
    assert sorted(told) == [(done, TASKS) for done in range(len(kept) + 1, TASKS + 1)]
    assert json.loads((target / "answer.json").read_text("utf-8")) == found
    assert not folder.exists() and len(_draws(target)) == TASKS


def test_the_answer_on_disk_is_the_one_that_is_returned(answered: tuple[Path, dict[str, Any]]) -> None:
    target, found = answered
    assert json.loads((target / "answer.json").read_text("utf-8")) == found
    assert [path.name for path in target.parent.iterdir()] == ["small"]


def test_stopped_after_the_last_draw_keeps_them_all(
    tmp_path: Path, stopped: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "answer", lambda ready, *parts: {"more": parts[-1](ready, 2)})
    with pytest.raises(Interrupted, match="--resume"):
        _asked(tmp_path / "small", progress=_after(TASKS, stopped))
    folder = tmp_path / "small.partial"
    assert len(_draws(folder)) == TASKS and not (folder / "answer.json").exists()


def _stop(tmp_path: Path, stopped: threading.Event) -> Path:
    with pytest.raises(Interrupted):
        _asked(tmp_path / "small", progress=_after(1, stopped))
    stopped.clear()
    return tmp_path / "small.partial"


def _unprepared(*_: object) -> Study:
    raise AssertionError("was made ready")


def test_another_call_is_refused(tmp_path: Path, stopped: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _stop(tmp_path, stopped)
    before = _draws(folder)
    monkeypatch.setattr(asking, "study", _unprepared)
    others = {"draws": Amount(5, 4, 1, 1), "replications": Amount(4, 5, 1, 1), "seed": Amount(4, 4, 2, 1)}
    calls = [(named, amount, plain()) for named, amount in others.items()]
    for named, amount, posture in [*calls, ("posture_sha256", AMOUNT, small(("months: 12", "months: 13")))]:
        with pytest.raises(UsageError, match=f"begun with another {named}; give the same call"):
            _asked(tmp_path / "small", amount, posture, resume=True)
    with pytest.raises(UsageError, match="holds an interrupted study; go on with --resume, or remove it"):
        _asked(tmp_path / "small")
    assert _draws(folder) == before


def test_a_scenario_that_has_changed_is_another_call(tmp_path: Path, stopped: threading.Event, short: None) -> None:
    from mantlet.scenario.load import bundled

    text = bundled()["lab-airspace"].read_text("utf-8")
    own = tmp_path / "own.yaml"
    own.write_text(text, "utf-8")
    posture = small(("scenario: lab-airspace}", f"scenario: {own}}}"))
    with pytest.raises(Interrupted):
        _asked(tmp_path / "small", posture=posture, progress=_after(1, stopped))
    stopped.clear()
    own.write_text(text.replace("interval: 4 s", "interval: 5 s"), "utf-8")
    with pytest.raises(UsageError, match="begun with another raids_sha256"):
        _asked(tmp_path / "small", posture=posture, resume=True)
    own.write_text(text, "utf-8")
    assert _asked(tmp_path / "small", posture=posture, resume=True)["draws"] == 4


def test_nothing_to_resume(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "study", _unprepared)
    with pytest.raises(UsageError, match="nothing to resume there"):
        _asked(tmp_path / "small", resume=True)


def test_what_is_no_answer_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "study", _unprepared)
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "thesis.txt").write_text("years of work", "utf-8")
    with pytest.raises(UsageError, match="holds no answer of a posture"):
        _asked(tmp_path / "small")
    assert [path.name for path in (tmp_path / "small").iterdir()] == ["thesis.txt"]
    (tmp_path / "small" / store.ANSWER).write_text('{"posture": "small"}', "utf-8")
    with pytest.raises(UsageError, match=r"holds thesis\.txt beside an earlier answer; move it"):
        _asked(tmp_path / "small")


def test_the_answer_of_another_posture_is_not_replaced(tmp_path: Path, short: None) -> None:
    target = tmp_path / "here"
    _asked(target, Amount(2, 4, 1, 1))
    kept = (target / store.ANSWER).read_bytes()
    with pytest.raises(UsageError, match="here: holds the answer of small, which stays; choose another folder"):
        _asked(target, posture=small(("id: small", "id: other")))
    assert (target / store.ANSWER).read_bytes() == kept
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_what_has_come_to_its_place_meanwhile_is_not_replaced(tmp_path: Path, short: None) -> None:
    def progress(done: int, _: int) -> None:
        (tmp_path / "small").mkdir(exist_ok=True)
        (tmp_path / "small" / "thesis.txt").write_text("years of work", "utf-8")

    with pytest.raises(UsageError, match="holds no answer of a posture"):
        _asked(tmp_path / "small", progress=progress)
    assert (tmp_path / "small" / "thesis.txt").read_text("utf-8") == "years of work"
    assert len(_draws(tmp_path / "small.partial")) == TASKS


def test_a_folder_that_is_worked_on_is_told_so(
    tmp_path: Path, stopped: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not that what is begun there should be removed."""
    folder = _stop(tmp_path, stopped)
    monkeypatch.setattr(asking, "study", _unprepared)
    for resume in (False, True):
        with alone(tmp_path / "small"), pytest.raises(UsageError, match=r"small: process \d+ is at work on it"):
            _asked(tmp_path / "small", resume=resume)
    assert folder.exists()


def test_the_back_test_stops_as_well(tmp_path: Path, stopped: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*told: Any) -> Any:
        assert told[-1].wait(60)
        raise Interrupted("stopped during the back-test")

    monkeypatch.setattr(backdrop, "backtest", endless)
    with pytest.raises(Interrupted, match="kept what was finished"):
        _asked(tmp_path / "small", progress=_after(TASKS, stopped))


def test_stopped_while_the_answer_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(asking, "answer", pressed)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background of a shell it is not heard
    try:
        with pytest.raises(Interrupted, match=r"kept all draws in .*small\.partial; go on"):
            _asked(tmp_path / "small")
    finally:
        signal.signal(signal.SIGINT, before)
    assert len(_draws(tmp_path / "small.partial")) == TASKS


def test_an_earlier_answer_goes_once_the_new_one_stands(tmp_path: Path, short: None) -> None:
    target = tmp_path / "small"
    _asked(target, Amount(2, 4, 1, 1))
    _asked(target)
    assert json.loads((target / "answer.json").read_text("utf-8"))["draws"] == 4
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


@pytest.mark.parametrize("threads", [1, 2])
def test_an_error_in_a_draw_ends_the_study_with_it(
    threads: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Study.fought

    def faulty(self: Study, design: Design, draw: int) -> Fought:
        if (design, draw) == (RECORDED, 1):
            raise RuntimeError("no luck")
        return whole(self, design, draw)

    monkeypatch.setattr(Study, "fought", faulty)
    with pytest.raises(RuntimeError, match="no luck"):
        _asked(tmp_path / "small", Amount(4, 4, 1, threads))
    kept = _draws(tmp_path / "small.partial")
    assert "comonotone-00001.npz" not in kept and len(kept) < TASKS
    assert all(name.endswith(".npz") for name in kept) and not (tmp_path / "small").exists()


def test_a_draw_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Any, **_: object) -> None:
        file.write(b"half")
        raise OSError("no space left")

    monkeypatch.setattr(np, "savez_compressed", full)
    (tmp_path / "draws").mkdir()
    with pytest.raises(OSError, match="no space left"):
        store.keep(tmp_path, RECORDED, 1, fought(RECORDED, 1))
    assert _draws(tmp_path) == []


def test_a_draw_is_kept_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "draws").mkdir()
    store.keep(tmp_path, CHECK, 1, fought(CHECK, 1))
    found, was = store.kept(tmp_path, CHECK, 1), fought(CHECK, 1)
    for name in ("row", "margin_row", "filled", "fit_prob", "ends_prob"):
        assert np.array_equal(getattr(found, name), getattr(was, name))
        assert getattr(found, name).dtype == getattr(was, name).dtype
    assert found.tables.keys() == was.tables.keys()
    assert all(np.array_equal(found.tables[name], was.tables[name], equal_nan=True) for name in was.tables)
    rest = ("columns", "inputs", "fights")
    assert all(getattr(found, name) == getattr(was, name) for name in rest)


def test_the_hash_is_of_outcomes() -> None:
    one, other = fought(RECORDED, 2), fought(RECORDED, 1)
    found = store.outcome_sha256([one, other])
    backwards = one._replace(tables=dict(reversed(list(one.tables.items()))))
    assert store.outcome_sha256([backwards, other]) == found
    moved = {name: table + (name == "second") for name, table in one.tables.items()}
    for changed in ([other, one], [one._replace(tables=moved), other], [one._replace(row=one.row[::-1]), other], [one]):
        assert store.outcome_sha256(changed) != found


@pytest.mark.parametrize(
    "amount",
    [
        {"draws": 1},
        {"draws": 2.0},
        {"replications": 3},
        {"threads": -1},
        {"seed": -1},
        {"seed": 2**63},
        {"draws": True},
    ],
)
def test_amounts_that_cannot_be(amount: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=f"{next(iter(amount))}: got"):
        Amount(**amount)


def test_tasks_are_all_draws_once() -> None:
    assert len(AMOUNT.tasks) == len(set(AMOUNT.tasks)) == TASKS
    designs: tuple[Design, ...] = (RECORDED, CHECK)
    assert [sum(task.coupling == design for task in Amount(400).tasks) for design in designs] == [400, 100]


@pytest.mark.parametrize(("draws", "second"), [(2, 2), (92, 92), (93, 93), (200, 93), (1000, 250)])
def test_ranges_of_both_designs_are_of_one_kind(draws: int, second: int) -> None:
    """Quantiles of the recorded draws beside the least and the greatest of a few others would be a range of neither."""
    assert Amount(draws).checked == second
    values = np.arange(draws, dtype=float)[:, None, None, None] + np.zeros((1, 1, 4, 1))
    checked = values[:second, :, :2]
    kinds = {spread_over(one).ignorance_kind for one in (values, checked)}
    assert kinds == {spread_over(values, checked).ignorance_kind}
    done = [task.draw for task in Amount(draws).tasks if task.coupling == CHECK]
    assert done == sorted(done)


def test_asked_from_python(tmp_path: Path, short: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file, with nothing left on disk unless it is told where."""
    import mantlet

    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(TEXT, "utf-8")
    assert mantlet.posture("small.yaml", draws=2, replications=4, threads=1)["draws"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["small.yaml"]
    assert mantlet.posture("small.yaml", draws=2, replications=4, threads=1, out="here")["posture"] == "small"
    found = json.loads((tmp_path / "here" / "answer.json").read_text("utf-8"))
    assert found["call"] == {"name": "small.yaml", "months": None, "library": []}


def test_a_posture_by_name() -> None:
    name, record = next(iter(postures().items()))
    assert asking.read(name, catalog()) is record
    with pytest.raises(InvalidInput, match="no posture is called so"):
        asking.read("indai-2020", catalog())
