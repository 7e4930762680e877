"""What a run leaves in words: the answer, and the manifest that says how it came about."""

from __future__ import annotations

import platform
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mantlet.base.whole import write_whole
from mantlet.run import store
from mantlet.run.answer import Grounds, answer
from mantlet.run.controls import least_draws, scores
from mantlet.run.course import Course
from mantlet.run.loops import CHECK, RECORDED
from mantlet.run.recorder import Recorder
from mantlet.run.until import ERROR_PROB


def write_answer(
    folder: Path, recorder: Recorder, run: dict[str, Any], standings: dict[str, Any], course: Course | None
) -> None:
    """Answer and manifest of a run: what was asked of it, and what its recorder holds."""
    recorded = [summary for summary in recorder.summaries if summary.coupling == RECORDED]
    finished = {"draws": len(recorded), "replications": recorded[0].replications}
    names = ("scenario", "scenario_sha256", "library_sha256", "seed")
    about = {name: run[name] for name in names} | finished
    about |= {name: run[name] for name in ("engine", "sampling", "complete", "outcome_sha256")}
    about |= {"until": None if course is None else course.record()} | standings
    enough = finished["draws"] >= least_draws(len(run["families"]))
    controls = scores(run["seed"], run["families"], finished["draws"]) if enough else None
    grounds = Grounds(run["settled"], controls, ERROR_PROB if course is None else course.error_prob)
    store.write_json(folder / "result.json", answer(about, recorder.summaries, grounds))
    manifest = {
        "schema": store.SCHEMA,
        **run,
        "finished": finished,
        "couplings": {CHECK: 0} | {summary.coupling: summary.replications for summary in recorder.summaries},
        "machine": platform.machine(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": _command(sys.argv),
    }
    store.write_json(folder / store.MANIFEST, manifest)


def note_claims(folder: Path, claims: list[str], notice: str | None) -> None:
    """Adds to the manifest of a run the claims behind its numbers, and what was to be said of them on its day.

    Raises OSError; the manifest is as it was then.
    """
    manifest = {**store.read_manifest(folder), "claims": claims, "claims_notice": notice}
    write_whole(folder / store.MANIFEST, store.json_text(manifest).encode())


def _command(called: list[str]) -> str:
    """The call as a person writes it, without where on this machine the program lies.

    >>> _command(["/opt/venv/bin/mantlet", "run", "my raid.yaml"]), _command(["/src/mantlet/__main__.py", "list"])
    ("mantlet run 'my raid.yaml'", 'mantlet list')
    """
    program = Path(called[0])
    itself = program.stem == "mantlet" or program.parts[-2:] == ("mantlet", "__main__.py")
    return shlex.join(["mantlet", *called[1:]] if itself else called)
