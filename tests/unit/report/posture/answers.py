"""A small document of a posture, made by hand: three policies, two places, fourteen months."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]
MONTHS = [f"2020-{month:02d}" for month in range(11, 13)] + [f"2021-{month:02d}" for month in range(1, 13)]
STATES = ("record", "cut", "came")
VIEWS = ("fixed", "saturating", "worst")


def spread(mean: float) -> Document:
    """A mean whose three spreads all differ."""
    bounds = {
        name: [mean - reach, mean + reach] for name, reach in (("error", 0.5), ("chance", 2.0), ("ignorance", 1.25))
    }
    return {"mean": mean, **bounds, "ignorance_kind": "range", "ignorance_coupling": "both"}


def series(means: list[float]) -> Document:
    """The same over the months."""
    found = [spread(mean) for mean in means]
    return {name: [one[name] for one in found] for name in ("mean", "error", "chance", "ignorance")}


def falling(saved: float) -> list[float]:
    """Losses that fall once something has come, by so much more than 10."""
    return [12.0 if at < 6 else 10.0 - saved for at in range(len(MONTHS))]


def policy(name: str, title: str, saved: float, levers: list[str]) -> Document:
    """A policy that saves so much of value in every month from the seventh on."""
    lost = falling(saved)
    seen: Document = {}
    for state in STATES if not levers else STATES[:-1]:
        seen[state] = {view: {"value_lost": series(lost)} for view in VIEWS}
        if levers:
            spared = [less - more for less, more in zip(falling(0.0), lost, strict=True)]
            seen[state] = {view: told | {"saved": series(spared)} for view, told in seen[state].items()}
        for times, view in enumerate(VIEWS, start=2):
            seen[state][view]["leakers"] = series([times * value for value in lost])
        seen[state]["worst"]["raid"] = ["night/saturating"] * 6 + ["dawn"] * (len(MONTHS) - 6)
    for times, view in enumerate(VIEWS, start=1):
        by_class = {"cruise": series([times * value for value in lost]), "bomber": series([0.0] * len(MONTHS))}
        seen["record"][view]["by_class"] = by_class
    seen["record"]["fixed"] |= {
        "by_asset": {"leh": series(lost)},
        "shots": series([30.0] * len(MONTHS)),
    }
    on = {"sources": ["TASS20", "RT19"], "assumed": 0, "part": 1, "of": 3}
    priced = {"price_usd": {"mean": 3e8, "range": [2e8, 4e8]}, "stands_on": on, "usd_per_unit": 6e8}
    unpriced = {"price_usd": None, "stands_on": None, "usd_per_unit": None}
    even = {"break_even_usd": None, "against": None}
    if name == "press":
        even = {"break_even_usd": 1.2e9, "against": "rounds"}
    driver = {
        "path": "delay/india-s400/1",
        "share": 0.5,
        "rank_correlation": -0.71,
        "standing": "drawn",
        "source": None,
        "together": ["delay/india-s400/2"],
    }
    moved = {"ladakh": {"mean": 4.25, "range": [0.0, 9.0]}, "kashmir": {"mean": -3.0, "range": [-5.0, 0.0]}}
    places = ("ladakh", "kashmir", "patrol", "far", "farther")
    still = {place: {"mean": 0.0, "range": [0.0, 0.0]} for place in places}
    return {
        "id": name,
        "title": title,
        "levers": levers,
        "series": seen,
        "lost": {state: {view: spread(11.0 - saved) for view in VIEWS} for state in STATES},
        "saved": {state: {view: spread(saved) for view in VIEWS} for state in STATES},
        "expected_saved": spread(saved / 2),
        "saved_by_raid": {"night": spread(saved), "night/saturating": spread(-saved), "dawn": spread(3.0)},
        "moved": {"forces": 0.25, "ends": 0.1 if saved else 0.0},
        "exposure_months": still | (moved if name == "press" else {}),
        "cost": (priced if name == "rounds" else unpriced) | even,
        "drivers": [driver] if levers else [],
    }


def pair(first: str, second: str, mean: float, verdict: str, view: str = "fixed") -> Document:
    """Two policies in one form of raid."""
    return {
        "view": view,
        "state": "record",
        "first": first,
        "second": second,
        "mean": mean,
        "error": [mean - 0.5, mean + 0.5],
        "ignorance": [mean - 1.25, mean + 1.25],
        "ignorance_kind": "range",
        "first_share": 0.0,
        "second_share": 0.6 if verdict == "second" else 0.1,
        "unseen_share": 0.4 if verdict == "second" else 0.9,
        "correlation": 0.99,
        "verdict": verdict,
        "flips": [
            {
                "name": "48N6E3.kill_prob.cruise",
                "standing": "assumed",
                "t_ratio": 5.0,
                "predicted": [-1.0, 1.0],
                "at": 0.62,
            }
        ],
        "other_weights": {"airfields": "indistinguishable"} if verdict == "second" else {},
    }


def _judged(saved: float, better: float, verdict: str) -> Document:
    return {
        "saved": saved,
        "error": [saved - 0.5, saved + 0.25],
        "first_share": better,
        "second_share": 0.1,
        "unseen_share": 0.9 - better,
        "verdict": verdict,
    }


def asked(name: str) -> Document:
    """A policy that is undone by two kinds of number, where it does more than ask."""
    told, even = "first", "indistinguishable"
    kinds = [
        {
            "family": "kill_prob",
            "whose": "defence",
            "of": 4,
            "numbers": {"48N6E3.kill_prob.cruise": "low", "akash-round.kill_prob.uav": "low"},
            "assumed": ["notional", "not published"],
        },
        {"family": "damage", "whose": "raid", "of": 1, "numbers": {"cj-10.damage_prob": "high"}, "assumed": ["guess"]},
    ]
    adverse = {
        "draws": 30,
        "held": 211,
        "as_drawn": _judged(2.0, 0.8, told),
        "tried": 9,
        "pair": _judged(-0.07, 0.2, even),
        "undone": True,
        "few": {"numbers": 3, "pair": _judged(0.03, 0.25, even), "kinds": kinds},
    }
    return {
        "pair": {"first": name, "second": "wait"},
        "saves_most": name == "press",
        "question": name == "rounds",
        "loses_least_in": ["fixed"] if name == "press" else ["saturating", "worst"],
        "told": True,
        "may_yield_nothing": False,
        "variance": {
            "draws": 60,
            "cited": {"share": 0.31, "standard_error": 0.05},
            "recalled": {"share": 0.12, "standard_error": 0.02},
            "assumed": None,
        },
        "adverse": adverse,
        "map": {
            "raid": "night",
            "kill_shares": [0.0, 0.5, 1.0],
            "scales": [0.5, 1.0, 3.0],
            "saved": [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [0.7, 0.8, 0.9]],
            "standard_error": [[0.01, 0.02, 0.03], [0.04, 0.05, 0.06], [0.07, 0.08, 0.09]],
            "verdict": [[even, even, told], [even, told, told], [told, told, told]],
            "draws": 20,
        },
        "other_maps": [
            {
                "raid": "dusk",
                "kill_shares": [0.5],
                "scales": [1.0, 4.0],
                "saved": [[1.5, -0.25]],
                "standard_error": [[0.3, 0.125]],
                "verdict": [[told, even]],
                "draws": 20,
            }
        ],
        "sentence": f"In its worst corner {name} is not told apart.",
    }


def sceptic() -> list[Document]:
    """The best policy, and the one that the posture is about."""
    return [asked("press"), asked("rounds")]


def backtest() -> Document:
    """The model loses on the day of the posture."""
    told = {"cases": 2, "units": 2, "best": "as promised", "better_units": 0, "coverage": "2 cases: too few"}
    won = told | {"score_month": [3.4, 5.3, 8.1, 9.2], "best": "model", "model_loses": False}
    count = {"date": "2020-10", "what": "usual count", "of": None, "unit": "squadrons", "source": "PRINT20"}
    bounds = {"low": 30.0, "best": 30.0, "high": 30.0, "formed": [29, 31, 33], "effective": [26, 28, 30]}
    case = {
        "programme": "india-s400",
        "unit": "regiment set 1",
        "promised": "2021-12",
        "model": ["2021-09-05", "2022-04-21", "2027-04-17"],
        "as_promised": "2021-12-31",
        "last_slip": "2021-12-31",
        "came": "2021-12",
        "score_month": [4.2, 4.0, 0.0, 0.0],
    }
    return {
        "label": "illustration, not validation",
        "origin": "2020-06-23",
        "forecasts": ["model", "without its own record", "as promised", "last slip"],
        "cases": [case],
        "summary": told | {"score_month": [5.4, 5.3, 3.1, 9.2], "model_loses": True},
        "rolling": won,
        "by_start": [{"year": 2016, **won}],
        "verdict": "It turns with the start.",
        "squadrons": {
            "forecasts": ["model", "as many as counted last"],
            "counts": [count | bounds | {"score": [1.9, 1.5]}],
            "score": [1.9, 1.5],
        },
        "unknown": ["Twelve more fighters: first of 12"],
    }


def squadrons() -> Document:
    """Two years, with a range and a single count."""
    months = [f"20{year}-{month:02d}" for year in (20, 21) for month in range(1, 13)]
    rows = {
        "formed": [[29, 31, 33]] * 24,
        "effective": [[27, 28, 30]] * 24,
        "aircraft": {"mig-29": [[48, 51, 54]] * 24},
    }
    point = {"of": None, "unit": "squadrons", "source": "PRINT20"}
    return {
        "force": "india-fighters",
        "title": "Fighter squadrons",
        "months": months,
        "sanctioned": 42.0,
        "wanted_more": None,
        "per_squadron": [16.0, 17.0, 18.0],
        "known_today": rows,
        "known_then": rows,
        "published": [
            point | {"date": "2020-10", "what": "usual count", "low": 30.0, "best": 30.0, "high": 30.0},
            point | {"date": "2021 to 2022", "what": "projection", "low": 26.0, "best": 28.0, "high": 28.0},
            {"of": "mig-29", "unit": "aircraft", "source": "NET20", "date": "2020-07", "what": "in service"}
            | {"low": 59.0, "best": 61.0, "high": 65.0},
        ],
    }


def backdrop() -> Document:
    """Places, fleets and what stands behind them."""

    def place(name: str, *, stands: bool, in_raids: bool, share: float) -> Document:
        filled = {key: [share] * len(MONTHS) for key in ("wait", "rounds")}
        filled["press"] = [min(1.0, 2 * share)] * len(MONTHS)
        named = {"id": name, "name": name.capitalize(), "takes": "s-400", "stands": stands, "in_raids": in_raids}
        return named | {"filled_share": dict.fromkeys(STATES, filled)}

    fit = {"mean": [0.55] * len(MONTHS), "low": [0.5] * len(MONTHS), "high": [0.6] * len(MONTHS)}
    fits = fit | {"none": [0.53] * len(MONTHS), "full": [0.58] * len(MONTHS)}
    return {
        "places": [
            place("ladakh", stands=False, in_raids=True, share=0.4),
            place("kashmir", stands=False, in_raids=True, share=0.0),
            place("patrol", stands=True, in_raids=True, share=1.0),
            place("far", stands=False, in_raids=False, share=0.3),
            place("farther", stands=False, in_raids=False, share=0.2),
        ],
        "margins": [
            {"kind": "place", "name": "ladakh", "first": spread(2.4), "last": spread(1.7)},
            {"kind": "rounds", "name": "rounds", "first": spread(0.0), "last": spread(0.9)},
        ],
        "squadrons": squadrons(),
        "availability": [
            {"fleet": name, "what": "any", "takes": name, "squadrons": counted, "states": dict.fromkeys(STATES, fits)}
            for name, counted in (("su-30mki", "su-30mki"), ("s-400-radars", None))
        ],
        "backtest": backtest(),
    }


def ranking() -> Document:
    """One policy is better than waiting, the other is not told apart."""
    regret = [
        {"policy": name, "mean": mean, "high": 2 * mean, "high_kind": "greatest", "best_share": share}
        for name, mean, share in (("wait", 1.5, 0.0), ("press", 0.1, 0.9), ("rounds", 1.2, 0.1))
    ]
    information = {
        "needed_draws": 1000,
        "withheld": True,
        "perfect": {"value": 0.037, "bias": 0.01, "standard_error": 0.034},
        "numbers": [],
    }
    by_weights = {"as the scenarios have it": regret, "airfields": regret}
    turned = [entry | {"mean": entry["mean"] / 2, "best_share": 1 - entry["best_share"]} for entry in regret]
    in_larger = {
        "draws": 10,
        "replications": 2,
        "best": "rounds",
        "better_than": [],
        "turned": [["wait", "press"]],
        "regret": dict.fromkeys(by_weights, turned),
        "information": information | {"perfect": {"value": 0.21, "bias": 0.0, "standard_error": 0.05}},
    }
    fixed = {"draws": 40, "replications": 4, "best": "press", "better_than": ["wait"], "turned": []}
    fixed |= {"regret": by_weights, "information": information}
    return {
        "rule": "The rule.",
        "sentence": "“Press” loses less than “Wait” in 60% of the draws consistent with the sources.",
        "across": "No one policy loses least in all forms of raid.",
        "same": False,
        "views": {"fixed": fixed, "saturating": in_larger, "worst": in_larger},
        "weights": ["as the scenarios have it", "airfields"],
        "pairs": [
            pair("wait", "press", 2.0, "second"),
            pair("wait", "rounds", 0.5, "indistinguishable"),
            pair("press", "rounds", -1.5, "indistinguishable"),
            *(
                pair(first, second, mean, verdict, view)
                for view in VIEWS[1:]
                for first, second, mean, verdict in (
                    ("wait", "press", -1.25, "first"),
                    ("wait", "rounds", 0.5, "indistinguishable"),
                    ("press", "rounds", 1.75, "indistinguishable"),
                )
            ),
        ],
        "regret": by_weights,
        "information": information,
    }


def answer() -> Document:
    """The whole document."""
    raid = {
        "scenario": "night",
        "role": "reference",
        "saturating": False,
        "loads_spent": 0.0,
        "leak_share": None,
        "saturated": False,
        "objects": 50,
        "scale": 1.0,
    }
    return {
        "schema": "mantlet.posture/1",
        "posture": "some-2020",
        "call": {"name": "some-2020", "months": None, "library": []},
        "posture_sha256": "a" * 64,
        "data_sha256": "b" * 64,
        "library_sha256": "c" * 64,
        "outcome_sha256": "d" * 64,
        "seed": 7,
        "draws": 40,
        "replications": 4,
        "versions": {"mantlet": "0.1.0"},
        "title": "Regiments for somebody",
        "summary": "What would earlier delivery change?",
        "positions": "hypothetical",
        "as_of": "2020-06-23",
        "known_until": "2026-11-22",
        "fights": 7098,
        "checked_draws": 4,
        "months": MONTHS,
        "raid_per_month": [0.001, 0.005, 0.02],
        "value_at_stake": 33.0,
        "assets": {"leh": 10.0},
        "together": {"delay/india-s400/1": ["delay/india-s400/2"]},
        "raids": [
            raid | {"id": "night", "lost": spread(11.0), "draws": 40},
            raid
            | {"id": "night/saturating", "saturating": True, "scale": 3.0, "objects": 150, "leak_share": 0.4}
            | {"lost": spread(21.0), "draws": 10},
            raid | {"id": "dawn", "role": "menu", "loads_spent": 1.0, "lost": spread(14.0), "draws": 20},
        ],
        "states": [
            {"id": "record", "title": "Slips as the record has them"},
            {"id": "cut", "title": "Supply cut"},
            {"id": "came", "title": "As it came"},
        ],
        "policies": [
            policy("wait", "Wait", 0.0, []),
            policy("press", "Press", 2.0, ["2020-06-24: ask for units 1, 2 of india-s400 12 months earlier"]),
            policy("rounds", "Rounds", 0.5, ["2020-06-24: buy s-400-rounds"]),
        ],
        **backdrop(),
        "ranking": ranking(),
        "sceptic": sceptic(),
    }
