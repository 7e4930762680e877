"""The figures of tables in words, the same in the terminal and on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from mantlet.report.wording import amount_words, worth_untold

# Metric, its words, and whether it is a chance or share, to be shown in per cent.
ROWS: Final = (
    ("value_lost", "value lost", False),
    ("asset_out_prob", "asset out of action", True),
    ("leakers", "leakers", False),
    ("leak_share_launched", "leakers of launched", True),
    ("no_leak_prob", "no leak", True),
    ("decoys_leaked", "decoys through", False),
    ("nodes_down", "of the defence down", False),
    ("units_down", "fire units down", False),
    ("killed", "killed, decoys too", False),
    ("shots", "shots", False),
    ("air_shots", "air-to-air shots", False),
    ("aircraft_lost", "own aircraft lost", False),
    ("fratricides", "lost to own fire", False),
    ("shots_per_kill", "shots per kill", False),
    ("shots_cost_usd", "cost of shots, USD", False),
    ("killed_cost_usd", "worth killed, USD", False),
    ("killed_unpriced", "killed, no price", False),
)
_PAIRING: Final = (("correlation", ".2f"), ("worth", ".1f"))
# From which size on a number is told in which unit; up to 9999 it is written out.
_SCALES: Final = ((1e6, 1e6, "M"), (1e4, 1e3, "k"))


# What the columns of a comparison say that their headings do not.
COMPARED: Final = (
    "less in, more in: share of the draws, all consistent with the sources, in which the second has less, or more.",
    "correlation: of paired raids within a draw.",
    "worth: so many times the raids it would have taken without pairing.",
    "pp: percentage points; so are error and ignorance of such a row.",
)


class Row(NamedTuple):
    """What two runs have of one metric, the second less the first, every cell as it is read."""

    words: str
    first: str
    second: str
    change: str
    error: str
    ignorance: str
    less_in: str
    more_in: str
    correlation: str
    worth: str


def compared_rows(found: Mapping[str, Any]) -> list[Row]:
    """The rows of a `mantlet.compare/1` document that say something of both runs."""
    shown, rows = _telling_of_both(found["metrics"]), list[Row]()
    for name, words, is_share in ROWS:
        if (entry := shown.get(name)) is not None:
            first, second = (number(entry[side], is_share) for side in ("first", "second"))
            change = number(entry["difference"], is_share).replace(" %", "pp")
            error, ignorance = (interval(entry[side], is_share).removesuffix(" %") for side in ("error", "ignorance"))
            less_in, more_in = (number(entry[side], True) for side in ("draws_below", "draws_above"))
            paired = ("–" if entry[side] is None else f"{entry[side]:{style}}" for side, style in _PAIRING)
            rows.append(Row(words, first, second, change, error, ignorance, less_in, more_in, *paired))
    return rows


class _Words(NamedTuple):
    less: str
    alike: str
    what: str


_CHANGES: Final = {
    "leakers": _Words("fewer", "as many", "get through"),
    "value_lost": _Words("less", "as much", "value is lost"),
}


def compared_words(found: Mapping[str, Any], first: str, second: str) -> str:
    """What changes from the first run to the second in leakers and value lost; the runs are called as given."""
    entries = ((words, found["metrics"][name]) for name, words in _CHANGES.items())
    told = "; ".join(_change(words, entry) for words, entry in entries if entry is not None)
    return f"{second} beside {first}: {told}."


def _change(words: _Words, entry: Mapping[str, Any]) -> str:
    """By how much it is less or more and how well that is known, or that it is not told apart."""
    before, after, change = (number(entry[name]) for name in ("first", "second", "difference"))
    if entry["difference"] == 0.0 and entry["error"] in (None, [0.0, 0.0]):
        return f"{words.alike} {words.what}, {before} on average"
    way = words.less if entry["difference"] < 0 else "more"
    start = f"{change.removeprefix('-')} {way} {words.what}, {after} instead of {before}"
    if entry["error"] is None:
        return f"{start} in what was fought"
    low, high = entry["error"]
    if low <= 0.0 <= high:
        levels = f"{after} beside {before}, a change of {interval([low, high])}"
        return f"these raids do not tell whether {words.less} {words.what}, or more: {levels}"
    bounds = interval(sorted((abs(low), abs(high)))).replace("–", "to")
    share = number(entry["draws_below" if entry["difference"] < 0 else "draws_above"], True)
    return f"{start} on average ({way} by {bounds}, in {share} of the draws)"


def _telling_of_both(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """The compared metrics that say something of both runs; how many had no price also where that is of one."""
    found = {name: entry for name, entry in metrics.items() if entry is not None}
    first, second = (
        telling({name: {"mean": entry[side]} for name, entry in found.items()}) for side in ("first", "second")
    )
    both = first.keys() & second.keys() | ({"killed_unpriced"} & (first.keys() | second.keys()))
    return {name: entry for name, entry in found.items() if name in both}


def dice(found: Mapping[str, Any]) -> str:
    """From which seed how much was fought, and how its scans were drawn where that is not as usual."""
    skipping = ", sampling skip" if found["sampling"] == "skip" else ""
    return f"seed {found['seed']}, {amount_words(found)}{skipping}"


def number(value: float | None, is_share: bool = False) -> str:
    """Three figures, as a person writes them.

    >>> number(12.345), number(1234.5), number(890093), number(2.5e7), number(0.05432, True), number(0), number(None)
    ('12.3', '1234', '890 k', '25 M', '5.43 %', '0', '–')
    """
    if value is None:
        return "–"
    for least, scale, unit in _SCALES:
        if abs(value) >= least:
            return f"{number(value / scale)} {unit}"
    shown = value * 100 if is_share else value
    text = f"{shown:.0f}" if abs(shown) >= 1000 else f"{shown:.3g}"
    if "e" in text:
        text = f"{shown:.4f}".rstrip("0").rstrip(".")
    return f"{text} %" if is_share else text


def interval(bounds: list[float] | None, is_share: bool = False) -> str:
    """Both ends of a range, in the style of the larger.

    >>> interval([0.25, 0.5], True), interval([-1, 2]), interval(None)
    ('25 – 50 %', '-1 to 2', '–')
    >>> interval([899031, 1.35e6]), interval([9500, 392406])
    ('0.899 – 1.35 M', '9.5 – 392 k')
    """
    if bounds is None:
        return "–"
    for least, scale, unit in _SCALES:
        if max(map(abs, bounds)) >= least:
            return f"{interval([bound / scale for bound in bounds])} {unit}"
    low, high = (number(bound, is_share) for bound in bounds)
    between = "to" if "-" in (low[0], high[0]) else "–"
    return f"{low.removesuffix(' %')} {between} {high}"


def telling(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """The metrics that say something: no price of what was killed where most of it has none, no count of none."""
    found = {name: entry for name, entry in metrics.items() if entry is not None}
    means = {name: entry["mean"] for name, entry in found.items()}
    idle = {"killed_unpriced"} if not means.get("killed_unpriced") else set[str]()
    idle |= {"killed_cost_usd"} if worth_untold(means) else set()
    return {name: entry for name, entry in found.items() if name not in idle}
