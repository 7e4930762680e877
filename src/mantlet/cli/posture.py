"""The command that asks what policies buy, month by month."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from mantlet.base.errors import RunFailed
from mantlet.cli.backtest import print_backtest
from mantlet.cli.fight import made_ready
from mantlet.cli.screen import aside, counted, grid, paper, waiting
from mantlet.cli.standing import told, told_beside
from mantlet.cli.tables import print_legend
from mantlet.evidence.known import Ground
from mantlet.library.catalog import catalog
from mantlet.posture.files import laid_over
from mantlet.posture.months import ask as asking
from mantlet.posture.months import backdrop, store
from mantlet.posture.months.answer import RECORD, SCHEMA
from mantlet.report.figures import interval, number
from mantlet.report.posture import page
from mantlet.report.posture.behind import pooled
from mantlet.report.posture.facts import Facts
from mantlet.report.posture.first import cost_words
from mantlet.report.posture.sceptic import idle
from mantlet.run.loops import Way
from mantlet.run.store import read_json


@dataclass(frozen=True)
class Kept:
    """Over which months it is asked, where the answer goes, and whether an interrupted one is gone on with."""

    months: str | None
    out: Path | None
    resume: bool


def ask(name: str, said: Mapping[str, int | None], kept: Kept, folders: Sequence[Path], as_json: bool) -> int:
    """Fights all draws, writes the answer and its brief, prints it; the exit code."""
    amount = asking.Amount(**{key: value for key, value in said.items() if value is not None})
    library = catalog(*folders)
    posture = asking.read(name, library, kept.months)
    target = kept.out if kept.out is not None else Path("out") / posture.id
    made_ready(Way())
    words = f"{posture.id}: {amount.draws} draws and {amount.checked} of the second design"
    call = asking.Call(name, kept.months, library.folders)
    with counted(words) as shown:
        progress = None if shown is None else _timed(shown)
        found = asking.ask(posture, library, amount, target, call=call, resume=kept.resume, progress=progress)
    ground = told(found["claims"], folders)
    if as_json:
        sys.stdout.write(json.dumps(told_beside(found, found["claims"], ground)) + "\n")
    else:
        print_answer(paper(), found)
        paper().print(f"\nanswer: {target / store.ANSWER}", soft_wrap=True)
    sys.stdout.flush()
    brief = _drawn(found, target, ground)
    if not as_json:
        paper().print(f"brief: {brief}", soft_wrap=True)
    return 0


def backtest(name: str, said: Mapping[str, int | None], folders: Sequence[Path], as_json: bool) -> int:
    """Only the forecast from the day of the posture beside what came; nothing is fought."""
    amount = asking.Amount(**{key: value for key, value in said.items() if value is not None})
    library = catalog(*folders)
    posture = asking.read(name, library)
    with waiting("standing on every promise date"), laid_over(*library.folders):
        found = backdrop.backtest(posture, amount.seed, asking.BACKTEST_DRAWS)
    if as_json:
        sys.stdout.write(json.dumps({"schema": SCHEMA, "posture": posture.id, "backtest": found}) + "\n")
    else:
        print_backtest(paper(), found)
    return 0


def holds_answer(folder: Path) -> bool:
    """Whether a folder is that of a posture."""
    return (folder / store.ANSWER).is_file()


def report(folder: Path, folders: Sequence[Path]) -> int:
    """Writes the brief of an answer that is kept; tells of claims behind its numbers that have changed since."""
    found = read_json(folder / store.ANSWER)
    ground = told(found.get("claims", []), folders)
    paper().print(f"brief: {_drawn(found, folder, ground)}", soft_wrap=True)
    return 0


def _timed(shown: Any) -> asking.Progress:
    """A bar that tells the time left from the draws done."""
    began = time.monotonic()

    def progress(done: int, wanted: int) -> None:
        shown(done, wanted, (time.monotonic() - began) / done * (wanted - done))

    return progress


def _drawn(found: dict[str, Any], folder: Path, ground: Ground) -> Path:
    path = folder / store.BRIEF
    try:
        with waiting("drawing the brief"):
            return page.write(found, path, ground)
    except OSError as fault:
        raise RunFailed(f"{path}: could not be written ({fault.strerror}); the answer itself stands") from fault


def print_answer(console: Console, found: dict[str, Any]) -> None:
    """The answer in small: the sentence, what each policy saves, who is told apart, and what stands behind it."""
    console.print(f"{found['title']}\n", style="bold")
    console.print(f"{found['ranking']['sentence']}\n")
    for asked in found["sceptic"]:
        console.print(f"{asked['sentence']}\n")
    _print_policies(console, found)
    _print_verdicts(console, found)
    _print_behind(console, found)
    print_backtest(console, found["backtest"])
    aside().print(f"{found['fights']} raids fought; outcome {found['outcome_sha256'][:16]}")


def _print_policies(console: Console, found: Mapping[str, Any]) -> None:
    stake = number(found["value_at_stake"])
    months = found["months"]
    console.print(f"Value of {stake} at stake; a raid of an average month, {months[0]} to {months[-1]}, costs:\n")
    lost = grid("policy", "fixed", "error", "ignorance", "larger", "worst")
    for policy in found["policies"]:
        views = policy["lost"][RECORD]
        fixed = views["fixed"]
        others = (number(views[name]["mean"]) for name in ("saturating", "worst"))
        lost.add_row(
            policy["title"], number(fixed["mean"]), interval(fixed["error"]), interval(fixed["ignorance"]), *others
        )
    console.print(lost)
    console.print(f"larger: {larger(found)}", style="dim", soft_wrap=True)
    fewer = "larger and worst are met in fewer draws than fixed, and less often: compare down a column, not along a row"
    console.print(fewer, style="dim", soft_wrap=True)
    console.print("\nsaved against waiting, in the same raids:\n")
    saved = grid("policy", "mean", "error", "chance", "ignorance")
    for policy in found["policies"]:
        if policy["levers"]:
            one = policy["saved"][RECORD]["fixed"]
            spreads = (interval(one[name]) for name in ("error", "chance", "ignorance"))
            saved.add_row(policy["title"], number(one["mean"]), *spreads)
    console.print(saved)
    for policy in found["policies"]:
        for why in idle(policy) if policy["levers"] else ():
            console.print(f"{policy['title']}: {why}", style="dim", soft_wrap=True)
    costs = cost_words(Facts(dict(found)))
    if costs:
        console.print(f"in dollars: {costs}", style="dim", soft_wrap=True)
    print_legend(console)


def larger(found: Mapping[str, Any]) -> str:
    """How much larger the larger raids are, and whether they saturate the defence."""
    short = " (does not saturate all that may stand)"
    raids = [raid for raid in found["raids"] if raid["saturating"]]
    return ", ".join(f"{raid['scenario']} x {raid['scale']:g}{'' if raid['saturated'] else short}" for raid in raids)


def _print_verdicts(console: Console, found: Mapping[str, Any]) -> None:
    titles = {policy["id"]: policy["title"] for policy in found["policies"]}
    idle = next(policy["id"] for policy in found["policies"] if not policy["levers"])
    console.print("\nagainst waiting, share of draws consistent with the sources in which it is\n")
    table = grid("policy", "better", "worse", "not told apart", "verdict")
    for one in found["ranking"]["pairs"]:
        if one["view"] != "fixed" or one["state"] != RECORD or idle not in (one["first"], one["second"]):
            continue
        is_first = one["second"] == idle
        own, better, worse = (
            (one["first"], one["first_share"], one["second_share"])
            if is_first
            else (one["second"], one["second_share"], one["first_share"])
        )
        verdict = one["verdict"]
        words = verdict if verdict == "indistinguishable" else "better" if (verdict == "first") == is_first else "worse"
        table.add_row(titles[own], f"{better:.0%}", f"{worse:.0%}", f"{one['unseen_share']:.0%}", words)
    console.print(table)
    seen = f"each draw has seen {found['replications']} raids a month: few for a verdict of its own"
    console.print(seen, style="dim", soft_wrap=True)


def _print_behind(console: Console, found: Mapping[str, Any]) -> None:
    """Squadrons and serviceability on the day of the posture and in the last month."""
    table = grid("behind it", "first month", "last month")
    told = found["squadrons"]
    if told is not None:
        at = [told["months"].index(found["months"][end]) for end in (0, -1)]
        bands = (told["known_today"]["formed"][place] for place in at)
        table.add_row("squadrons formed, 5 to 95 %", *(f"{low} to {high}" for low, _, high in bands))
    for fleet in found["availability"]:
        own = fleet["states"][RECORD]
        ends = (f"{own['low'][end]:.0%} to {own['high'][end]:.0%}" for end in (0, -1))
        table.add_row(f"fit of {fleet['fleet']} ({fleet['what']})", *ends)
    if table.row_count:
        console.print()
        console.print(table)
    limits = f"{pooled(found)} What policies save does not add up: purchases may overlap."
    console.print(limits.strip(), style="dim", soft_wrap=True)
