"""The answer in small: one run, or two compared, as tables of a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Container, Iterable, Mapping
from typing import Any

from rich.console import Console

from mantlet.cli.screen import grid
from mantlet.report.figures import COMPARED, ROWS, compared_rows, dice, interval, number, telling
from mantlet.report.wording import SPREAD_MEANINGS, amount_words, assumed_prices, corrections, until_words
from mantlet.run.answer import counts_to_one
from mantlet.run.metrics import QUANTILE_RAIDS
from mantlet.run.result import Result

_TOGETHER = "\N{NO-BREAK SPACE}"


def print_result(console: Console, result: Result, title: str) -> None:
    """Headline with its spreads, classes, causes, missiles, assets, standing of the inputs, and the hashes."""
    answer = result.answer
    console.print(f"{title}\n", style="bold")
    if result.manifest["changes"]:
        console.print(f"with {', '.join(result.manifest['changes'])}\n", soft_wrap=True)
    if not result.complete:
        how = "were wanted" if result.until is None else "at most were wanted"
        console.print(f"PARTIAL: interrupted; {amount_words(result.manifest)} {how}\n")
    _print_scale(console, result)
    print_headline(console, result.metrics, assumed_prices(answer["prices"]))
    _print_legend(console, result)
    _print_corrected(console, result.metrics)
    print_until(console, result.until)
    told = (_sides, _classes, _causes, _missiles, _assets, _nodes, _flights)
    for table in (part(answer) for part in told):
        if table is not None:
            console.print(table)
            console.print()
    console.print(_standing(answer, console.width))
    console.print(
        f"{dice(answer)}, engine {answer['engine']}\n"
        f"scenario {answer['scenario_sha256'][:16]}, library {answer['library_sha256'][:16]}, "
        f"outcome {answer['outcome_sha256'][:16]}"
    )


def print_comparison(console: Console, found: dict[str, Any]) -> None:
    """Differences with their intervals, and what pairing achieved."""
    first, second = (found[side]["scenario"] for side in ("first", "second"))
    console.print(f"{second} less {first}", style="bold")
    for side in ("first", "second"):
        if found[side]["folder"] is not None:
            console.print(f"{side}: {found[side]['folder']}", soft_wrap=True)
        if found[side]["changes"]:
            console.print(f"{side} with {', '.join(found[side]['changes'])}", soft_wrap=True)
    console.print()
    levels = grid("per raid", "first", "second", "change", "error", "ignorance")
    paired = grid("on paired draws", "less in", "more in", "correlation", "worth")
    for row in compared_rows(found):
        levels.add_row(*row[: len(levels.columns)])
        paired.add_row(row.words, *row[len(levels.columns) :])
    console.print(levels)
    console.print()
    console.print(paired)
    console.print()
    _print_corrected(console, found["metrics"])
    print_until(console, found["until"], "change of ")
    for line in (*COMPARED, dice(found)):
        console.print(line)


def _print_scale(console: Console, result: Result) -> None:
    """Of how many objects the figures speak."""
    objects, launched = (number(result.metrics[name]["mean"]) for name in ("objects", "launched"))
    things = "object" if objects == "1" else "objects"
    often = f"on average {launched}" if "." in launched else launched
    console.print(f"{objects} {things}, of which {often} were launched at an asset and are no decoys\n")
    if expired := result.metrics["expired"]["mean"]:
        left = f"{number(expired)} of {objects} objects had not ended when the scenario did"
        console.print(f"{left}:\nleakers are a lower bound (see: duration)\n", style="bold")


def print_headline(console: Console, metrics: Mapping[str, Any], assumed: Container[str] = ()) -> None:
    """Every headline metric with its three spreads; an asterisk at those that rest on assumed prices."""
    table = grid("per raid", "mean", "error", "chance", "ignorance")
    shown = telling(metrics)
    for name, words, is_share in ROWS:
        entry = shown.get(name)
        if entry is None:
            continue
        one_raid = "yes or no" if name.endswith("_prob") else interval(entry["chance"], is_share)
        spreads = interval(entry["error"], is_share), one_raid, interval(entry["ignorance"], is_share)
        table.add_row(words + "*" * (name in assumed), number(entry["mean"], is_share), *spreads)
    console.print(table)
    if any(name in assumed for name in shown):
        console.print("* rests on assumed prices", style="dim")


def _print_legend(console: Console, result: Result) -> None:
    kinds = {entry["ignorance_kind"] for entry in result.metrics.values() if entry is not None}
    console.print()
    print_legend(console)
    draws, raids = result.answer["draws"], result.answer["replications"]
    if "range" in kinds:
        console.print(f"{'':13}(least and greatest of {draws} draws)", style="dim")
    elif kinds == {None}:
        console.print(f"{'':13}(unknown from one {'draw' if draws == 1 else 'raid of each draw'})", style="dim")
    if 1 < raids < QUANTILE_RAIDS:
        console.print(f"{'':13}(chance: least and greatest of the {raids} raids of a draw)", style="dim")
    console.print()


def print_legend(console: Console) -> None:
    """What the three spreads are, one line each."""
    for name, words in SPREAD_MEANINGS.items():
        console.print(f"  {name:<10} {words}", style="dim")


def _print_corrected(console: Console, metrics: Mapping[str, Any]) -> None:
    """Averages corrected for where the draws fell."""
    found, table = corrections(metrics), grid("corrected", "mean", "error", "worth")
    for name, words, _ in ROWS:
        if (one := found.get(name)) is not None:
            table.add_row(words, number(one["mean"]), interval(one["error"]), f"{one['worth']:.1f}")
    if table.row_count:
        console.print(table)
        console.print("  for where the draws happened to fall; as if from so many times the draws\n", style="dim")


def print_until(console: Console, until: Mapping[str, Any] | None, of: str = "") -> None:
    """How it went where a precision was asked for; `of` says what else than a mean it is of."""
    if until is not None:
        told = until_words(until, lambda metric, value: number(value, counts_to_one(metric)), of)
        console.print(f"until {', '.join(until['asked'])}: {told}\n", soft_wrap=True)


def _sides(answer: dict[str, Any]) -> Any:
    """Whose objects they were, where both sides send some."""
    return _counted("sent by", answer["by_side"]) if answer["by_side"] else None


def _classes(answer: dict[str, Any]) -> Any:
    return _counted("by class", answer["by_class"])


def _counted(heading: str, entries: dict[str, Any]) -> Any:
    table = grid(heading, "objects", "leakers", "error", "chance", "killed")
    for kind, entry in entries.items():
        leakers = entry["leakers"]
        table.add_row(
            kind.replace("_", " "),
            str(entry["objects"]),
            number(leakers["mean"]),
            interval(leakers["error"]),
            interval(leakers["chance"]),
            number(entry["killed"]["mean"]),
        )
    return table


def _causes(answer: dict[str, Any]) -> Any:
    total = sum(answer["causes"].values())
    if total == 0:
        return None
    table = grid("why they got through", "leakers", "share")
    for cause, mean in _largest_first(answer["causes"].items()):
        if mean > 0:
            table.add_row(cause.replace("_", " "), number(mean), number(mean / total, True))
    return table


def _missiles(answer: dict[str, Any]) -> Any:
    if not answer["shots_by_missile"]:
        return None
    table = grid("shots by missile", "shots")
    for missile, mean in _largest_first(answer["shots_by_missile"].items()):
        table.add_row(missile, number(mean))
    return table


def _assets(answer: dict[str, Any]) -> Any:
    if not answer["by_asset"]:
        return None
    table = grid("by asset", "hits", "value lost", "chance", "out of action")
    for asset, entry in answer["by_asset"].items():
        lost = entry["value_lost"]
        out = number(entry["out_of_action_prob"]["mean"], True)
        table.add_row(asset, number(entry["hits"]["mean"]), number(lost["mean"]), interval(lost["chance"]), out)
    return table


def _nodes(answer: dict[str, Any]) -> Any:
    """Parts of the defence that were hit, or failed with what they need."""
    touched = {node: entry for node, entry in answer["by_node"].items() if entry["down_prob"]["mean"] > 0}
    touched |= {node: entry for node, entry in answer["by_node"].items() if entry["hits"]["mean"] > 0}
    if not touched:
        return None
    table = grid("by part of the defence", "hits", "down at some time")
    for node, entry in sorted(touched.items()):
        table.add_row(node, number(entry["hits"]["mean"]), number(entry["down_prob"]["mean"], True))
    return table


def _flights(answer: dict[str, Any]) -> Any:
    """What the fighters of the defence did, and what it cost them."""
    if not answer["by_flight"]:
        return None
    table = grid("by flight of fighters", "killed", "aircraft lost", "of these to own fire")
    for flight, entry in answer["by_flight"].items():
        table.add_row(flight, *(number(entry[name]["mean"]) for name in ("killed", "lost", "fratricides")))
    return table


def _standing(answer: dict[str, Any], width: int) -> str:
    inputs = answer["inputs"]
    counts = _largest_first((standing, count) for standing, count in inputs["by_standing"].items() if count)
    parts = (f"{count} {standing}".replace(" ", _TOGETHER) for standing, count in counts)
    aside = f"; {inputs['fixed']} of them fixed at their central value" if inputs["fixed"] else ""
    lines = textwrap.wrap(f"{inputs['count']} numbers went in: {', '.join(parts)}{aside}", width)
    return "\n".join(lines).replace(_TOGETHER, " ") + "\n"


def _largest_first(entries: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(entries, key=lambda entry: -entry[1])
