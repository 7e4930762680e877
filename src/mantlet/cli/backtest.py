"""The back-test on the screen: what was forecast on a day of the past, and what came."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from mantlet.cli.screen import grid
from mantlet.report.posture.behind import NOTHING_CAME, counts_verdict

Document = dict[str, Any]

_FORECASTS = ("model", "no own record", "as promised", "last slip")  # short for those of the document


def print_backtest(console: Console, found: Document) -> None:
    """What was forecast for each unit and of the squadrons, what came, and how far the model is worth its use."""
    console.print(f"\nforecast on {found['origin']} ({found['label']})\n")
    if found["cases"]:
        _print_cases(console, found)
    else:
        console.print(NOTHING_CAME)
    if found["squadrons"] is not None:
        _print_counts(console, found["squadrons"])
    table = grid("promises", "units", *_FORECASTS, "within 90 %")
    for start in found["by_start"]:
        scores = (f"{score:.1f}" for score in start["score_month"])
        coverage = start["coverage"].removesuffix(" within 90 %").replace(" cases", "")
        table.add_row(f"{start['year']} on", str(start["units"]), *scores, coverage)
    if table.row_count:
        console.print("\nall orders, from every promise on: mean score in months, less is better\n")
        console.print(table)
    console.print(f"\n{found['verdict']}")
    if found["unknown"]:
        console.print(f"Nothing was promised by then of: {'; '.join(found['unknown'])}: unknown, not none")


def _print_cases(console: Console, found: Document) -> None:
    several = len({case["programme"] for case in found["cases"]}) > 1
    dated = grid("unit", "promised", "model, 5–95 %", "last slip", "came")
    scored = grid("score in months", *_FORECASTS)
    for case in found["cases"]:
        low, _, high = case["model"]
        unit = f"{case['programme']} {case['unit']}" if several else case["unit"]
        seen = _months(f"{low} to {high}")
        dated.add_row(unit, _months(case["promised"]), seen, _months(case["last_slip"]), _months(case["came"]))
        scored.add_row(unit, *(f"{score:.1f}" for score in case["score_month"]))
    part = found["summary"]
    scored.add_row("mean", *(f"{score:.1f}" for score in part["score_month"]))
    console.print(dated)
    console.print()
    console.print(scored)
    beaten = f"the model is better than both naive ones on {part['better_units']} of {part['units']} units"
    console.print(f"\nbest: {part['best']}; {beaten}; within 90 %: {part['coverage']}")


def _months(dates: str) -> str:
    """Dates to the month, short enough for a table."""
    return "–".join(date if date == "not seen" else date[:7] for date in dates.split(" to "))


def _print_counts(console: Console, found: Document) -> None:
    table = grid("squadrons", "whose count", "count", "formed", "effective", "score", "last count's")
    for count in found["counts"]:
        ends = dict.fromkeys(f"{count[end]:g}" for end in ("low", "high"))
        bands = (f"{low}–{high}" for low, _, high in (count["formed"], count["effective"]))
        table.add_row(
            count["date"], count["what"], "–".join(ends), *bands, *(f"{score:.1f}" for score in count["score"])
        )
    console.print()
    console.print(table)
    console.print(f"\n{counts_verdict(found)}")
