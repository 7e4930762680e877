"""The command that asks what policies buy, month by month."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from mantlet.base.errors import RunFailed, UsageError
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
from mantlet.posture.months.season import View
from mantlet.report.figures import interval, number
from mantlet.report.posture import page
from mantlet.report.posture.behind import pooled
from mantlet.report.posture.facts import Facts
from mantlet.report.posture.first import cost_words
from mantlet.report.posture.months import raid_words
from mantlet.report.posture.sceptic import idle
from mantlet.report.posture.summary import few_draws, few_raids, quotable
from mantlet.run.loops import Way
from mantlet.run.store import read_json

_HEADS: Final[Mapping[View, str]] = {"fixed": "fixed", "saturating": "larger", "worst": "worst"}


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


def backtest(name: str, said: Mapping[str, int | None], kept: Kept, folders: Sequence[Path], as_json: bool) -> int:
    """Only the forecast from the day of the posture beside what came; nothing is fought, nor kept anywhere."""
    idle = {"replications": said["replications"], "months": kept.months, "out": kept.out, "resume": kept.resume or None}
    for option, value in idle.items():
        if value is not None:
            raise UsageError(f"--{option} does nothing with --backtest, which fights and keeps nothing; leave one out")
    amount = asking.Amount(**{key: value for key, value in said.items() if value is not None})
    library = catalog(*folders)
    posture = asking.read(name, library)
    with waiting("standing on every promise date"), laid_over(*library.folders):
        found = backdrop.backtest(posture, amount.seed, amount.draws)
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
    for sentence in quotable(Facts(found)):
        console.print(f"{sentence}\n")
    _print_policies(console, found)
    _print_verdicts(console, found)
    _print_behind(console, found)
    print_backtest(console, found["backtest"])
    aside().print(f"{found['fights']} raids fought; outcome {found['outcome_sha256'][:16]}")


def _print_policies(console: Console, found: Mapping[str, Any]) -> None:
    stake = number(found["value_at_stake"])
    months = found["months"]
    console.print(f"Value of {stake} at stake; a raid of an average month, {months[0]} to {months[-1]}, costs:\n")
    lost = grid("policy", "fixed", "error", "ignorance", *(_HEADS[name] for name in ("saturating", "worst")))
    for policy in found["policies"]:
        views = policy["lost"][RECORD]
        fixed = views["fixed"]
        others = (number(views[name]["mean"]) for name in ("saturating", "worst"))
        lost.add_row(
            policy["title"], number(fixed["mean"]), interval(fixed["error"]), interval(fixed["ignorance"]), *others
        )
    console.print(lost)
    console.print(f"larger: {larger(found)}", style="dim", soft_wrap=True)
    console.print(f"worst: {worst(found)}", style="dim", soft_wrap=True)
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
    if few := few_draws(Facts(dict(found))):
        console.print(f"  {few}", style="dim", soft_wrap=True)


def larger(found: Mapping[str, Any]) -> str:
    """How much larger the larger raids are, and whether they saturate the defence."""
    short = " (does not saturate all that may stand)"
    raids = [raid for raid in found["raids"] if raid["saturating"] and raid["role"] == "reference"]
    return ", ".join(f"{raid['scenario']} x {raid['scale']:g}{'' if raid['saturated'] else short}" for raid in raids)


def worst(found: Mapping[str, Any]) -> str:
    """Which raids of the menu, at which size, cost most under waiting, those longest so first."""
    waits = next(policy for policy in found["policies"] if not policy["levers"])
    chosen: Counter[str] = Counter(waits["series"][RECORD]["worst"]["raid"])
    words = {raid["id"]: raid_words(raid) for raid in found["raids"]}
    return ", ".join(f"{words[name]} in {count} of {chosen.total()} months" for name, count in chosen.most_common())


def _print_verdicts(console: Console, found: Mapping[str, Any]) -> None:
    """Beside waiting, in each form of raid; and what a policy may be regretted by."""
    facts = Facts(dict(found))
    views = list(facts.views)
    words = "\nagainst waiting, by form of raid: verdict; value saved, and share of draws consistent"
    console.print(f"{words}\nwith the sources in which it loses less / more / neither is seen\n", soft_wrap=True)
    table = grid("policy", *(_HEADS[view] for view in views))
    for policy in facts.others:
        cells: list[str] = []
        for view in views:
            saved, (verdict, *shares) = facts.saved(policy, view)["mean"], facts.against(policy, facts.waits, view)
            cells.append(f"{verdict}\n{number(saved)}  {'/'.join(f'{100 * share:.0f}' for share in shares)} %")
        table.add_row(policy["title"], *cells)
    console.print(table)
    console.print(few_raids(facts), style="dim", soft_wrap=True)
    console.print("\nmean regret (lost beyond the best policy of a draw), and share of draws where best\n")
    table = grid("policy", *(_HEADS[view] for view in views))
    plain = found["ranking"]["weights"][0]
    regrets = [{one["policy"]: one for one in view["regret"][plain]} for view in facts.views.values()]
    for policy in facts.policies:
        own = [by[policy["id"]] for by in regrets]
        table.add_row(policy["title"], *(f"{number(one['mean'])}  {one['best_share']:.0%}" for one in own))
    console.print(table)


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
