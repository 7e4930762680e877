"""Running: one hash for any threads and chunks, Ctrl-C and resuming, and nothing half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

from mantlet.base.errors import Interrupted, InvalidInput, RunFailed, UsageError
from mantlet.run import loops, store
from mantlet.run.arrow import compute, pa
from mantlet.run.execute import execute
from mantlet.run.loops import CHECK, RECORDED, Task, Terms
from mantlet.run.plan import Plan
from mantlet.run.recorder import Chunk
from mantlet.run.result import Result, open_result
from unit.run.doubles import Bout

PLAN = Plan(replications=8, draws=6, seed=3, threads=2)


class Interrupting(Bout):
    """Presses Ctrl-C while it fights a certain task, and goes on only once that has arrived."""

    sent = signal.SIGINT

    def __init__(self, coupling: str, draw: int, first: int = 0) -> None:
        super().__init__()
        self.at = (coupling, draw, first)

    def fought(self, task: Task, terms: Terms) -> Chunk:
        if task[:3] == self.at:
            os.kill(os.getpid(), self.sent)
        return super().fought(task, terms)


def _sha(result: Result) -> str:
    return result.answer["outcome_sha256"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return execute(Bout(), PLAN, tmp_path_factory.mktemp("whole") / "bout")


@pytest.mark.parametrize("threads", [1, 3, 8])
def test_threads_leave_no_trace(whole: Result, tmp_path: Path, threads: int) -> None:
    found = execute(Bout(), replace(PLAN, threads=threads), tmp_path / "bout")
    assert found.answer == whole.answer
    assert found.outcomes.to_table().equals(whole.outcomes.to_table())


@pytest.mark.parametrize("size", [1, 3])
def test_chunks_leave_no_trace(whole: Result, tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "CHUNK_REPLICATIONS", size)
    found = execute(Bout(), PLAN, tmp_path / "bout")
    assert found.answer == whole.answer
    assert found.outcomes.to_table().equals(whole.outcomes.to_table())
    assert found.raids.equals(whole.raids)


def test_keeping_less_changes_no_answer(whole: Result, tmp_path: Path) -> None:
    found = execute(Bout(), replace(PLAN, keep="summary"), tmp_path / "bout")
    assert found.answer == whole.answer
    assert found.raids.equals(whole.raids)
    assert not (found.folder / "outcomes").exists()
    with pytest.raises(UsageError, match="keep summary"):
        _ = found.outcomes


def test_another_seed_is_another_raid(whole: Result, tmp_path: Path) -> None:
    assert _sha(execute(Bout(), replace(PLAN, seed=4), tmp_path / "bout")) != _sha(whole)


def test_fewer_draws_are_the_first_ones(whole: Result, tmp_path: Path) -> None:
    found = execute(Bout(), replace(PLAN, draws=4), tmp_path / "bout")
    assert found.raids.equals(whole.raids.filter(compute().less(whole.raids["draw"], 4)))


def test_answer_agrees_with_the_stored_rows(whole: Result) -> None:
    table = whole.outcomes.to_table().to_pydict()
    real = [
        cause
        for fate, cause, kind in zip(table["fate"], table["cause"], table["object_class"], strict=True)
        if fate == "leaked" and kind != "decoy"
    ]
    raids = PLAN.draws * PLAN.replications
    assert whole.metrics["leakers"]["mean"] == pytest.approx(len(real) / raids)
    assert sum(whole.causes.values()) == pytest.approx(whole.metrics["leakers"]["mean"])
    assert whole.causes["late"] == pytest.approx(real.count("late") / raids)
    lost = compute().sum(whole.damage.to_table()["value_lost"]).as_py()
    assert whole.metrics["value_lost"]["mean"] == pytest.approx(lost / raids)
    assert whole.by_asset["base"]["value_lost"]["mean"] + whole.by_asset["town"]["value_lost"]["mean"] == pytest.approx(
        lost / raids
    )


@pytest.mark.parametrize("at", [(RECORDED, 3), (CHECK, 3), (RECORDED, 1)])
def test_interrupted_and_resumed_is_the_same_run(whole: Result, tmp_path: Path, at: tuple[str, int]) -> None:
    plan = replace(PLAN, threads=1)
    partial = execute(Interrupting(*at), plan, tmp_path / "bout")
    assert partial.folder == tmp_path / "bout.partial"
    assert not partial.complete
    assert not (tmp_path / "bout").exists()
    finished = partial.answer["draws"]
    assert at[1] <= finished < PLAN.draws
    assert partial.raids.equals(whole.raids.filter(compute().less(whole.raids["draw"], finished)))
    assert max(partial.draws["draw"].to_pylist()) == finished - 1

    again = execute(Bout(), plan, tmp_path / "bout", resume=True)
    assert again.complete
    assert again.answer == whole.answer
    assert again.outcomes.to_table().equals(whole.outcomes.to_table())
    assert again.draws.equals(whole.draws)
    assert not partial.folder.exists()


def test_interrupted_inside_a_draw_keeps_whole_draws(
    whole: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "CHUNK_REPLICATIONS", 2)
    partial = execute(Interrupting(RECORDED, 2, 2), replace(PLAN, threads=1), tmp_path / "bout")
    finished = partial.answer["draws"]
    assert finished == 2
    rows = partial.outcomes.to_table()
    assert rows.equals(whole.outcomes.to_table().slice(0, rows.num_rows))
    assert rows.num_rows == finished * PLAN.replications * 5
    again = execute(Bout(), PLAN, tmp_path / "bout", resume=True)
    assert again.answer == whole.answer


def test_interrupted_inside_the_first_draw_keeps_its_raids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "CHUNK_REPLICATIONS", 2)
    plan = Plan(replications=20, draws=1, threads=1)
    partial = execute(Interrupting(RECORDED, 0, 6), plan, tmp_path / "bout")
    kept = partial.answer["replications"]
    assert partial.answer["draws"] == 1
    assert 6 <= kept < 20
    assert partial.raids.num_rows == kept
    again = execute(Bout(), plan, tmp_path / "bout", resume=True)
    assert again.answer == execute(Bout(), plan, tmp_path / "straight").answer


def test_interrupted_at_once_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "CHUNK_REPLICATIONS", 1)  # two tasks are out at a time: both of the second design
    with pytest.raises(Interrupted):
        execute(Interrupting(CHECK, 0), replace(PLAN, threads=1), tmp_path / "bout")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("request_to_end", ["SIGTERM", "SIGHUP"])
def test_a_request_to_end_keeps_what_was_fought_and_ends(tmp_path: Path, request_to_end: str) -> None:
    code = f"""
        import signal
        from pathlib import Path
        from unit.run.test_execute import PLAN, RECORDED, Interrupting, execute, replace
        bout = Interrupting(RECORDED, 2)
        bout.sent = signal.{request_to_end}
        execute(bout, replace(PLAN, threads=1), Path({str(tmp_path / "bout")!r}))
        raise SystemExit("it went on")
    """
    tests = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", dedent(code)], cwd=tests, check=False)
    assert done.returncode == -getattr(signal, request_to_end)
    assert not open_result(tmp_path / "bout.partial").complete


def test_who_listens_for_a_request_to_end_goes_on_doing_so(whole: Result, tmp_path: Path) -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: heard.append(number))
    try:
        bout = Interrupting(RECORDED, 2)
        bout.sent = signal.SIGTERM
        assert execute(bout, replace(PLAN, threads=1), tmp_path / "bout").answer == whole.answer
    finally:
        signal.signal(signal.SIGTERM, before)
    assert heard == [signal.SIGTERM]


def test_what_a_killed_run_has_left_goes_with_a_later_one(tmp_path: Path) -> None:
    begun = f"from pathlib import Path; from mantlet.run import store; store.begin(Path({str(tmp_path / 'bout')!r}))"
    subprocess.run([sys.executable, "-c", begun], check=True)  # ends without having finished
    (left,) = tmp_path.iterdir()
    other, mine = store.begin(tmp_path / "bout-2"), store.begin(tmp_path / "bout")
    assert left.exists()  # written just now: it may be at work on another machine of the same name
    os.utime(left, (0, 0))
    again = store.begin(tmp_path / "bout")
    assert set(tmp_path.iterdir()) == {other, mine, again}


class Hasty(Bout):
    """Presses Ctrl-C while the result is being written."""

    def write(self, folder: Path) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        super().write(folder)


def test_interrupted_while_it_is_written_keeps_all_that_was_fought(whole: Result, tmp_path: Path) -> None:
    found = execute(Hasty(), PLAN, tmp_path / "bout")
    assert found.complete
    assert found.answer == whole.answer


def test_outside_the_main_thread_it_runs_as_well(whole: Result, tmp_path: Path) -> None:
    found: list[Result] = []
    thread = threading.Thread(target=lambda: found.append(execute(Bout(), PLAN, tmp_path / "bout")))
    thread.start()
    thread.join()
    assert found[0].answer == whole.answer


def test_resuming_another_run_is_refused(tmp_path: Path) -> None:
    plan = replace(PLAN, threads=1)
    execute(Interrupting(RECORDED, 2), plan, tmp_path / "bout")
    for other, word in ((replace(plan, seed=9), "seed"), (replace(plan, draws=7), "draws")):
        with pytest.raises(UsageError, match=f"begun with {word}"):
            execute(Bout(), other, tmp_path / "bout", resume=True)
    with pytest.raises(UsageError, match="keep all"):
        execute(Bout(), replace(plan, keep="summary"), tmp_path / "bout", resume=True)
    with pytest.raises(UsageError, match="nothing to resume"):
        execute(Bout(), plan, tmp_path / "elsewhere", resume=True)


def test_a_failing_worker_stops_the_run_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match=r"draw 2, replications 0 to \d: ZeroDivisionError: a kernel went wrong"):
        execute(Bout(fail_at=2), PLAN, tmp_path / "bout")
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_result_is_replaced_only_by_a_whole_one(tmp_path: Path) -> None:
    before = execute(Bout(), PLAN, tmp_path / "bout")
    with pytest.raises(RunFailed):
        execute(Bout(fail_at=2), PLAN, tmp_path / "bout")
    assert _sha(open_result(before.folder)) == _sha(before)
    after = execute(Bout(), replace(PLAN, seed=8), tmp_path / "bout")
    assert _sha(open_result(before.folder)) == _sha(after) != _sha(before)
    assert [path.name for path in tmp_path.iterdir()] == ["bout"]


@pytest.mark.parametrize("what", ["file", "folder", "link"])
def test_what_is_no_result_stays(tmp_path: Path, what: str) -> None:
    target = tmp_path / "bout"
    if what == "file":
        target.write_text("mine")
    else:
        home = target if what == "folder" else tmp_path / "home"
        home.mkdir()
        (home / "thesis.txt").write_text("mine")
        if what == "link":
            target.symlink_to(home)
    with pytest.raises(UsageError, match="stays as it is"):
        execute(Bout(), PLAN, target)
    assert "mine" in (target if what == "file" else target / "thesis.txt").read_text()


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "bout").mkdir()
    assert execute(Bout(), PLAN, tmp_path / "bout").complete


def test_progress_counts_every_raid(tmp_path: Path) -> None:
    told: list[tuple[int, int, float]] = []
    execute(Bout(), PLAN, tmp_path / "bout", progress=lambda *now: told.append(now))
    assert told[-1] == (60, 60, 0.0)  # 6 draws of 8 raids, and 2 each of the second design
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)


@pytest.mark.parametrize(
    "change",
    [
        {"replications": 0},
        {"replications": "10"},
        {"draws": True},
        {"draws": -1},
        {"seed": -1},
        {"seed": 2**63},
        {"engine": "other"},
        {"keep": "some"},
        {"sampling": "leap"},
    ],
)
def test_impossible_plans_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=next(iter(change))):
        Plan(**change)


def test_manifest_says_what_was_run(whole: Result) -> None:
    manifest = whole.manifest
    assert manifest["couplings"] == {RECORDED: 8, CHECK: 2}
    assert set(manifest["versions"]) == {
        "mantlet",
        "python",
        "numpy",
        "llvmlite",
        "scipy",
        "pyproj",
        "pyarrow",
    }
    assert manifest["finished"] == {"draws": 6, "replications": 8}
    assert manifest["wall_s"] > 0
    assert manifest["outcome_sha256"] == _sha(whole)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("manifest.json", "{", "cannot be read"),
        ("manifest.json", "[]", "no JSON object"),
        ("manifest.json", '{"schema": "other/9"}', "expected 'mantlet.manifest/1'"),
        ("manifest.json", None, "missing"),
        ("result.json", None, "missing"),
    ],
)
def test_broken_folders_say_what_is_wrong(
    tmp_path: Path, whole: Result, name: str, text: str | None, said: str
) -> None:
    folder = whole.save(tmp_path / "copy")
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text)
    with pytest.raises(InvalidInput, match=said):
        open_result(folder)


def test_saved_and_opened_is_the_same(tmp_path: Path, whole: Result) -> None:
    found = open_result(whole.save(tmp_path / "copy"))
    assert found.answer == whole.answer
    assert json.loads(found.to_json()) == whole.answer
    assert found.outcomes.count_rows() == whole.outcomes.count_rows()


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no such folder"):
        open_result(tmp_path / "nowhere")


def test_moments_are_typical_and_bad_both_in_value_lost_and_in_leakers(tmp_path: Path) -> None:
    """Of a hundred raids whose leakers are a permutation of what they lose, except for two that agree."""
    lost = np.arange(100.0)
    leakers = np.roll(lost, 50)
    leakers[[50, 95]], leakers[[0, 45]] = leakers[[0, 45]], leakers[[50, 95]]
    raids = {"value_lost": lost, "leakers": leakers, "draw": np.arange(100) // 10, "replication": np.arange(100) % 10}
    found = Result(tmp_path, {}, {})
    found.__dict__["raids"] = pa.table(raids)
    assert found.moments() == {"typical": (5, 0), "bad": (9, 5)}


def test_no_interval_leaves_what_is_possible(tmp_path: Path) -> None:
    found = execute(Bout(), replace(PLAN, draws=2, replications=2), tmp_path / "bout").metrics
    for name, entry in found.items():
        if entry is None:  # nothing is aimed at the defence, and it has no fighters
            assert name in ("nodes_down", "units_down", "aircraft_lost", "fratricides", "air_shots")
            continue
        low, high = entry["error"]
        assert 0 <= low <= entry["mean"] <= high, name
        assert high <= 1 or name not in ("no_leak_prob", "asset_out_prob", "leak_share_launched")


def test_without_open_inputs_there_is_no_ignorance(whole: Result, tmp_path: Path) -> None:
    found = execute(Bout(settled=True), PLAN, tmp_path / "bout")
    for entry in filter(None, found.metrics.values()):
        assert entry["ignorance"] == [entry["mean"], entry["mean"]]
    assert found.manifest["settled"]
    assert not whole.manifest["settled"]


def test_drawn_inputs_come_by_draw(whole: Result) -> None:
    assert whole.drawn()["radar.range"].tolist() == [1000.0 + draw for draw in range(PLAN.draws)]


def test_a_single_draw_has_no_second_design(tmp_path: Path) -> None:
    one = execute(Bout(), replace(PLAN, draws=1), tmp_path / "one")
    assert one.drawn(CHECK) == {}
    assert one.influence() == []


def test_a_moment_that_was_not_fought_is_refused(whole: Result) -> None:
    with pytest.raises(UsageError, match="draw: got 6, expected 0 to 5"):
        whole.events(6, 0)
