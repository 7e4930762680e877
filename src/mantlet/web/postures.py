"""What a page says of the answer of a posture: in words as its brief does, and month by month as figures to draw."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mantlet.base.errors import InvalidInput, UsageError
from mantlet.posture.months.answer import SCHEMA
from mantlet.posture.months.season import VIEW_WORDS
from mantlet.posture.months.store import ANSWER
from mantlet.report.posture.behind import pooled
from mantlet.report.posture.facts import CAME_STROKE, Document, Facts, reach, shares, told
from mantlet.report.posture.ranking import pair_rows
from mantlet.report.posture.summary import conditional, few_raids, quotable, seen_from, words
from mantlet.run.store import read_json


def read(folder: Path) -> Document:
    """The answer in a folder; UsageError where it is of another kind."""
    found = read_json(folder / ANSWER)
    if found.get("schema") != SCHEMA:
        raise UsageError(f"{folder / ANSWER}: is no {SCHEMA} document; ask anew with mantlet posture")
    return found


def listed(table: Mapping[str, Path]) -> list[dict[str, Any]]:
    """What a list says of each: its title, or what is wrong with it."""
    return [{"posture": name, **_listed(folder)} for name, folder in list(table.items())]


def _listed(folder: Path) -> dict[str, Any]:
    try:
        return {"title": read(folder)["title"]}
    except (InvalidInput, UsageError) as fault:
        return {"fault": str(fault)}


def document(answer: Document) -> dict[str, Any]:
    """The answer as a page has it."""
    facts = Facts(answer)
    return {
        "title": facts["title"],
        "summary": f"{facts['summary']} {seen_from(facts)}",
        "heads": _heads(facts),
        "quotable": quotable(facts),
        "words": words(facts),
        "conditional": conditional(facts),
        "rule": f"{facts['ranking']['rule']} {few_raids(facts)}",
        "amount": f"{facts['draws']} draws of what the sources leave open × {facts['replications']} raids each",
        "stake": told(facts["value_at_stake"]),
        "months": answer["months"],
        "raids": [{"id": raid["id"], "words": _raid_words(raid)} for raid in facts["raids"] if not raid["saturating"]],
        "mean_of": _mean_of(facts),
        "views": _views(facts),
        "best": None if facts.best is None else facts.best["id"],
        "policies": [_policy(facts, policy) for policy in facts.policies],
        "came": _came(facts),
        "pairs": _pairs(facts),
        "squadrons": _squadrons(facts),
        "fleets": _fleets(facts),
    }


def _heads(facts: Facts) -> list[dict[str, Any]]:
    """What stands first: what waiting loses in an average month, and what saves most against it."""
    lost, stake = facts.waits["lost"][facts.record]["fixed"], told(facts["value_at_stake"])
    heads: list[dict[str, Any]] = [
        {
            "label": f"lost in a raid by who waits, of {stake}",
            "figure": told(lost["mean"]),
            "lines": [("within the sources", reach(lost["ignorance"])), ("average of", facts.period)],
        }
    ]
    if facts.best is not None and (saved := facts.saved(facts.best))["mean"] > 0:
        spreads = ("in one raid", "chance"), ("within the sources", "ignorance")
        heads.append(
            {
                "label": f"saved at most, by “{facts.best['title']}”",
                "figure": told(saved["mean"]),
                "lines": [(words, reach(saved[name])) for words, name in spreads],
            }
        )
    return heads


def _raid_words(raid: Document) -> str:
    return f"{raid['id']}, {raid['objects']} objects" + ("" if raid["role"] == "reference" else f" ({raid['role']})")


def _mean_of(facts: Facts) -> str:
    """Over which raids the raid as it is is a mean; empty where it is one raid."""
    own = [raid["id"] for raid in facts["raids"] if raid["role"] == "reference" and not raid["saturating"]]
    return f"The raid as it is: mean over {', '.join(own[:-1])} and {own[-1]}." if len(own) > 1 else ""


def _views(facts: Facts) -> list[dict[str, str]]:
    """What can be shown of each month: the raids as the record goes on, and the raid as it is in other states."""
    seen = [(f"{facts.record}/{view}", text) for view, text in VIEW_WORDS.items()]
    seen += [(f"{state['id']}/fixed", state["title"]) for state in facts.other_states]
    return [{"id": name, "words": f"{text[0].upper()}{text[1:]}"} for name, text in seen]


def _policy(facts: Facts, policy: Document) -> dict[str, Any]:
    stroke = facts.stroke(policy)
    return {
        "id": policy["id"],
        "title": policy["title"],
        "levers": policy["levers"],
        "colour": stroke.colour,
        "dashes": stroke.dashes,
        "saved": None if policy is facts.waits else _saved(facts, policy),
        "series": {one["id"]: _series(policy, *one["id"].split("/")) for one in _views(facts)},
    }


def _saved(facts: Facts, policy: Document) -> dict[str, str]:
    """What it saves in an average month, as the headline of the brief has it."""
    saved, seen = facts.saved(policy), facts.against(policy, facts.waits)
    spreads = {name: reach(saved[name]) for name in ("error", "chance", "ignorance")}
    return {"mean": told(saved["mean"]), **spreads, "verdict": seen.verdict, "shares": shares(seen)}


def _series(policy: Document, state: str, view: str) -> dict[str, Any]:
    """Value lost and saved and, of the raid as it is, what gets through, each with its bands by month."""
    found = policy["series"][state][view]
    names = {"lost": "value_lost", "saved": "saved", "through": "leakers"}
    kept = ("mean", "error", "ignorance")
    return {name: {end: found[key][end] for end in kept} for name, key in names.items() if key in found}


def _came(facts: Facts) -> dict[str, Any] | None:
    """Value lost under waiting as it came, where anything of it is known."""
    if not facts.knows_what_came:
        return None
    lost = facts.waits["series"][facts.came]["fixed"]["value_lost"]
    title = facts["states"][-1]["title"]
    return {"title": title, "mean": lost["mean"], "colour": CAME_STROKE.colour, "dashes": CAME_STROKE.dashes}


def _pairs(facts: Facts) -> list[dict[str, Any]]:
    """Every pair of policies in the raid as it is, as the record goes on."""
    pairs = facts["ranking"]["pairs"]
    rows = pair_rows(facts, [pair for pair in pairs if (pair["view"], pair["state"]) == ("fixed", facts.record)])
    return [row._asdict() for row in rows]


def _squadrons(facts: Facts) -> dict[str, Any] | None:
    """Squadrons by month: low, middle, high of those formed and effective by what is known today."""
    found = facts["squadrons"]
    if found is None:
        return None
    now = found["known_today"]
    return {"title": found["title"], "months": found["months"]} | {name: now[name] for name in ("formed", "effective")}


def _fleets(facts: Facts) -> dict[str, Any]:
    """The chance by month that one of each fleet is fit, under waiting, as the record goes on."""
    kept = [entry for entry in facts["availability"] if not entry.get("share")]
    own = [(entry, entry["states"][facts.record]) for entry in kept]
    fit = [
        {"title": f"{entry['fleet']}: {entry['what']}"} | {name: state[name] for name in ("mean", "low", "high")}
        for entry, state in own
    ]
    return {"fit": fit, "words": pooled(facts.document).strip()}
