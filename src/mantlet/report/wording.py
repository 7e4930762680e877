"""What the brief says in words: causes, classes, spreads and limits, each in one plain line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mantlet.report.findings import Findings

# class -> (one, many)
CLASS_WORDS: dict[str, tuple[str, str]] = {
    "fighter": ("fighter", "fighters"),
    "bomber": ("bomber", "bombers"),
    "cruise": ("cruise missile", "cruise missiles"),
    "srbm": ("ballistic missile", "ballistic missiles"),
    "quasi_ballistic": ("quasi-ballistic missile", "quasi-ballistic missiles"),
    "uav": ("one-way drone", "one-way drones"),
    "decoy": ("decoy", "decoys"),
}

# fate -> how it reads behind a number
FATE_WORDS: dict[str, str] = {
    "leaked": "leaked",
    "killed": "killed",
    "aborted": "gave up or never left",
    "released": "turned back",
    "expired": "ran out of time",
}

# What one raid does or does not, so that its chance has no range.
YES_OR_NO = frozenset({"no_leak_prob", "asset_out_prob"})

# In the order in which a unit's gates stand; the first that stays shut is the cause.
CAUSE_MEANINGS: dict[str, str] = {
    "outside": "no missile of any unit could have met it: too far, out of sight, or not made for it",
    "unit_down": "the unit in reach was not ready in time",
    "undetected": "in reach, but the unit's engagement radar had no track in time",
    "late": "tracked, but too late to react and fly out to it",
    "held": "in reach and tracked, but the rules held fire",
    "no_missile": "no missile loaded, or none that fits this target",
    "no_channel": "every fire channel was busy, or the last launch too recent",
    "assessed_killed": "missed, but taken for a kill and let go",
    "missed": "shot at, and missed",
}

# The three spreads, as brief and terminal say them; each fits a line of a terminal.
SPREAD_MEANINGS: dict[str, str] = {
    "error": "95 % interval of the average: more draws and raids shrink it",
    "chance": "9 raids of 10, if the numbers were known: nothing shrinks it",
    "ignorance": "where the sources let the average be: better sources shrink it",
}

LIMITS: tuple[str, ...] = (
    "Guidance, seekers, fuzes, warheads and countermeasures are not modelled. A shot is a kill probability, an "
    "interval, and most of these intervals are assumed: for most missiles no figure per shot is published. It is the "
    "same everywhere inside a missile's reach.",
    "Objects fly their planned routes at one steady speed, without limits of fuel. They abort or evade only where the "
    "scenario says so; jammers add noise and no more. Posts, radars, launchers and links of the defence are hit or "
    "fail, its radars fall silent and its units move only where the scenario says so. Its fighters shoot beyond visual "
    "range only.",
    "A draw changes how fast an object flies along its route, never the route or its height, nor what hides it there. "
    "Turns are rounded within some 500 m.",
    "A radar is scaled from one claimed range on one cross-section, read as that of a single scan for a target 10 km "
    "up; where the claim names no target, one is assumed. A radar without a stated direction looks all round.",
    "Cross-sections are the same from every side; their slow bias is constant for a time and then jumps. Air and "
    "refraction are standard; a ridge hides or does not.",
    "The defence foresees the way of what it tracks, which flatters it, and knows its class and target: identification "
    "is only a delay. Decoys draw fire like anything else and own fighters are safe, unless a scenario says otherwise.",
    "A meeting needs the engagement radar's line of sight, save for rounds that guide themselves and leave on another "
    "radar's track, where a scenario says so; flyout times are those of a launcher at sea level, on a lofted way.",
    "What a unit wrongly believes is not corrected: a miss called a kill is let go, a kill called a miss may be shot "
    "at until it would have arrived.",
    "Causes are bookkeeping: each leaker is counted under the first gate that stayed shut at the unit that got "
    "deepest. One that arrives before anybody has looked after a miss counts as missed.",
    "Absolute levels carry every assumption; differences between two forces fought on the same draws carry far fewer.",
)


def counted(number: int, object_class: str) -> str:
    """A number of objects in words.

    >>> counted(1, "srbm"), counted(12, "cruise")
    ('1 ballistic missile', '12 cruise missiles')
    """
    one, many = CLASS_WORDS.get(object_class, (object_class, object_class))
    return f"{number} {one if number == 1 else many}"


def short(value: float) -> str:
    """A count or value for reading: three figures, no needless decimals.

    >>> short(7.0666), short(123.4), short(0.01234), short(0.0)
    ('7.1', '123', '0.012', '0')
    """
    size = abs(value)
    if size >= 99.95:
        return f"{value:.0f}"
    if size >= 0.995:
        return f"{value:.1f}".removesuffix(".0") if size >= 9.95 else f"{value:.1f}"
    return f"{value:.2g}" if size >= 1e-4 else "0"


def whole_or_short(value: float) -> str:
    """A bound that is a whole number without decimals, else as `short`.

    >>> whole_or_short(2.0), whole_or_short(2.04)
    ('2', '2.0')
    """
    return f"{value:.0f}" if value == round(value) else short(value)


def percent(share_frac: float) -> str:
    """A share as percent; what is neither nothing nor all is never rounded to it.

    >>> [percent(share).replace("\N{NO-BREAK SPACE}", " ") for share in (0.153, 0.0, 0.0004, 0.9999)]
    ['15 %', '0 %', '< 1 %', '> 99 %']
    """
    if 0 < share_frac < 0.005:
        text = "< 1 %"
    elif 0.995 < share_frac < 1:
        text = "> 99 %"
    else:
        text = f"{100 * share_frac:.0f} %"
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def between(interval: tuple[float, float], as_share: bool = False) -> str:
    """Both ends of a range, or the one number it is.

    >>> between((2.0, 6.56)), between((3.0, 3.0)), between((0.0, 0.0362), True).replace("\N{NO-BREAK SPACE}", " ")
    ('2 to 6.6', '3', '0 % to 4 %')
    """
    low, high = (percent(bound) if as_share else whole_or_short(bound) for bound in interval)
    return f"{low} to {high}" if low != high else low


# metric -> (label, what it is); in the order of the headline table, which is that of the terminal.
METRIC_WORDS: dict[str, tuple[str, str]] = {
    "value_lost": ("Value lost", "of {value} defended, in the scenario's own unit of value"),
    "asset_out_prob": ("Chance that an asset is out of action", "at least one, for this raid"),
    "leakers": ("Leakers", "objects that got through, decoys not counted"),
    "leak_share_launched": ("Share that leaks", "of those launched at a target"),
    "no_leak_prob": ("Chance of no leak", "nothing but decoys gets through"),
    "decoys_leaked": ("Decoys through", "harmless themselves"),
    "nodes_down": ("Parts of the defence down", "posts, radars, launchers and supplies, at some time"),
    "units_down": ("Fire units down", "their radar or last launcher was down at some time"),
    "killed": ("Killed", "decoys included"),
    "shots": ("Shots", "interceptors fired"),
    "air_shots": ("Air-to-air shots", "of these, missiles of fighters"),
    "aircraft_lost": ("Own aircraft lost", "fighters of the defence"),
    "fratricides": ("Lost to own fire", "of these, shot down by the own side"),
    "shots_per_kill": ("Shots per kill", "all shots over all kills"),
    "shots_cost_usd": ("Cost of the shots", "USD, at the prices of the rounds fired"),
    "killed_cost_usd": ("Price of what was killed", "USD, counting what the library has a price for"),
    "killed_unpriced": ("Killed without a price", "of those killed; nothing is known of what they cost"),
    "objects": ("Objects", "all that fly"),
    "launched": ("Launched", "could leak and did leave; no decoys, no carriers that turn back"),
    "expired": ("Cut off", "had not ended when the scenario did"),
    "assets_out": ("Assets out of action", "hit as often as their hardness"),
}


# Which averages are told corrected for where the draws fell, and from which gain on; the JSON document has every count.
_CORRECTED = ("value_lost", "leakers")
_WORTH_SAYING = 1.3


def corrections(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """Averages corrected for where the draws fell, by metric, where that is worth a third more draws or better."""
    entries: dict[str, Any] = {name: metrics[name] for name in _CORRECTED if metrics.get(name) is not None}
    found: dict[str, Any] = {name: entry.get("corrected") for name, entry in entries.items()}
    return {name: one for name, one in found.items() if one is not None and (one["worth"] or 0.0) >= _WORTH_SAYING}


def amount_words(found: Mapping[str, Any]) -> str:
    """How much was fought.

    >>> amount_words({"draws": 1, "replications": 50})
    '1 draw of 50 raids'
    """
    draws, raids = found["draws"], found["replications"]
    return f"{draws} draw{'s' if draws > 1 else ''} of {raids} raid{'s' if raids > 1 else ''}"


def until_words(until: Mapping[str, Any], number: Callable[[str, float | None], str], of: str = "") -> str:
    """How it went where a precision was asked for; `number` writes one of a metric, `of` says what it is a mean of."""
    if not until["looks"]:
        return "interrupted before the first look"
    most, look = until["most"], until["looks"][-1]
    known: list[str] = []
    for metric, one in look["metrics"].items():
        how = ", corrected for where the draws fell" if one["corrected"] else ""
        known.append(f"{of}{metric} {number(metric, one['mean'])} ± {number(metric, one['half_width'])}{how}")
    if until["reached"]:
        how = f"reached with {amount_words(look)}"
    elif look["draws"] == most["draws"] and (most["draws"] > 1 or look["replications"] == most["replications"]):
        what = "draws" if most["draws"] > 1 else "raids"
        how = f"NOT REACHED with {amount_words(look)}, all {what} that may be fought"
    else:
        how = f"interrupted; at the last look, with {amount_words(look)}"
    return f"{how}: {'; '.join(known)}"


def assumed_prices(prices: Mapping[str, Mapping[str, int]]) -> frozenset[str]:
    """The costs that rest on at least one price without a source; `prices` counts those behind each by standing."""
    return frozenset(cost for cost, counts in prices.items() if counts.get("assumed") or counts.get("unverified"))


def worth_untold(mean_by_metric: Mapping[str, float]) -> bool:
    """Whether most of what was killed has no price, so that the sum of the others would say little.

    >>> worth_untold({"killed": 9.0, "killed_unpriced": 5.0}), worth_untold({"killed": 9.0, "killed_unpriced": 4.0})
    (True, False)
    """
    return mean_by_metric.get("killed_unpriced", 0.0) > 0.5 * mean_by_metric.get("killed", 0.0)


def money(interval: tuple[float, ...]) -> str:
    """US dollars, one sum or the two ends of a range, in the unit of the larger.

    >>> money((6.67e9,)), money((44.83e6,)), money((899031.0, 1.35e6)), money((392406.0,)), money((950.0,))
    ('6.7 bn', '44.8 M', '0.9 to 1.4 M', '392 k', '950')
    """
    large = max(map(abs, interval))
    scale, unit = next(
        ((scale, unit) for scale, unit in ((1e9, " bn"), (1e6, " M"), (1e3, " k")) if large >= scale), (1.0, "")
    )
    return " to ".join(dict.fromkeys(short(bound / scale) for bound in interval)) + unit


def answer(found: Findings) -> str:
    """The answer in two or three sentences: the average, all that one raid may bring, and how far the average moves."""
    harmless = [
        f"{count} {words}"
        for count, words in ((found.decoy_count, "decoys"), (found.carrier_count, "carriers that turn back"))
        if count
    ]
    aside = f" ({', '.join(harmless)})" if harmless else ""
    objects = "object" if found.object_count == 1 else "objects"
    text = f"Of {found.object_count} {objects} in the raid{aside}, {_got_through(found)}"
    lost = found.metrics.get("value_lost")
    if lost is not None and found.value_total > 0:
        average = " on average" if len(found.leakers) > 1 else ""
        text += f". Of the value defended, {percent(lost.mean / found.value_total)} was lost{average}"
        if average and (out := found.metrics.get("asset_out_prob")) is not None:
            text += f"; in {percent(out.mean)} of the raids at least one asset was put out of action"
    expired = found.metrics.get("expired")
    if expired is not None and expired.mean > 0:
        cut_off = f"{short(expired.mean)} of {found.object_count} objects"
        text += f". {cut_off} had not arrived when the scenario ended, so that leakers are a lower bound"
    return text + "."


def _got_through(found: Findings) -> str:
    """How many did: a range of single raids, and one of the average, where there is any."""
    leakers, raids = found.metrics["leakers"], found.leakers
    if raids.min() == raids.max():
        many = f"{raids[0]:.0f}" if raids[0] else "none"
        if len(raids) == 1:
            text = f"{many} got through in the one raid that was fought"
        else:
            text = f"{many} got through in {'each' if raids[0] else 'any'} of the {len(raids):,} raids fought"
    else:
        text = f"{short(leakers.mean)} got through on average; in one raid {between(found.raid_range)}"
        text += f" (9 of 10 of all raids fought, {found.raids_vary_by})"
    if leakers.ignorance is not None and len(set(map(whole_or_short, leakers.ignorance))) > 1:
        text += f"; within the sources the average may be {between(leakers.ignorance)}"
    return text


def reasons(causes: Mapping[str, float], most: int = 3) -> str:
    """Why they get through, the commonest causes first; empty where nothing does.

    >>> reasons({"late": 1.0, "no_channel": 3.0, "held": 0.0}).replace("\N{NO-BREAK SPACE}", " ")
    'Of the leaks 75 %: every fire channel was busy, or the last launch too recent. 25 %: tracked, but too late to \
react and fly out to it.'
    """
    told = [f"{percent(share)}: {CAUSE_MEANINGS[cause]}." for cause, share in cause_shares(causes)[:most]]
    return f"Of the leaks {' '.join(told)}" if told else ""


def cause_shares(causes: Mapping[str, float]) -> list[tuple[str, float]]:
    """Which part of the leaks each cause has, the commonest first; without those that have none.

    >>> cause_shares({"late": 1.0, "no_channel": 3.0, "held": 0.0})
    [('no_channel', 0.75), ('late', 0.25)]
    """
    total = sum(causes.values())
    return [(cause, -mean / total) for mean, cause in sorted((-mean, cause) for cause, mean in causes.items() if mean)]


def fight_words(fates: Mapping[str, int], reasons: Mapping[str, int], decoys_leaked: int = 0) -> str:
    """One fight in words: how many ended how, and the commonest reason for a leak.

    >>> fight_words({"killed": 30, "leaked": 7}, {"no_channel": 5, "late": 2})
    '7 leaked, 30 killed. Most often (5 of 7 leaks): every fire channel was busy, or the last launch too recent.'
    """
    told = [f"{fates[fate]} {words}" for fate, words in FATE_WORDS.items() if fates.get(fate)]
    if decoys_leaked:
        told[0] += f" ({decoys_leaked} of them {'decoys' if decoys_leaked > 1 else 'a decoy'})"
    text = ", ".join(told)
    if reasons:
        cause, most = max(reasons.items(), key=lambda pair: (pair[1], pair[0]))
        meaning = CAUSE_MEANINGS.get(cause, cause)
        leaked = fates.get("leaked", most)
        return f"{text}. Most often ({most} of {leaked} leaks): {meaning}." if leaked > 1 else f"{text}: {meaning}."
    return text + "."
