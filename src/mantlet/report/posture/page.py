"""The brief of a posture, from its document alone: what earlier delivery buys, how sure we are, is the ranking safe."""

from __future__ import annotations

import shlex
from pathlib import Path

from mantlet.base.whole import write_whole
from mantlet.evidence.known import NO_CLAIMS, Ground
from mantlet.report import claims
from mantlet.report.markup import Html, element, section, table
from mantlet.report.posture import behind, months, ranking, sceptic
from mantlet.report.posture.facts import Document, Facts
from mantlet.report.posture.summary import summary
from mantlet.report.sheet import sheet

LIMITS = (
    "Every figure is of a raid that comes. How likely one is, is assumed; that a stronger defence may deter it, or "
    "provoke another, is not modelled.",
    "Positions, raids and policies are hypothetical. What a policy asks for is not what it gets: how far a supplier "
    "yields is an assumed interval.",
    "Losses of one raid do not weaken the defence of the next month, and the attacker does not learn; the worst raid "
    "is chosen from those of the file, with its size, by what stands.",
    "Value is that of the assets of the scenarios, in their own unit; other weights are tried where the file gives "
    "some.",
    "Policies are asked about one at a time. What several of them buy may fill the same places or the same stock: what "
    "they save does not add up.",
    "What is bought is promised after a lead time and slips like an order made then; most sellers have no record of "
    "slips to go by. Prices and leads of purchases are as known today. Spares come when they are promised.",
    "Of what the file names no fitness, among it what stands in the raids already, all is always fit.",
    "Nothing comes of what nobody had promised. What stands elsewhere changes nothing in these raids.",
    "Shares count draws consistent with the sources, and are no probabilities: sources do not say how likely the "
    "figures are that they leave open.",
)
READING = (
    "Error is what more draws and raids would shrink: the 95 % interval of a mean.",
    "Chance is what one raid may bring if every number were known: 9 raids of 10. Nothing shrinks it.",
    "Ignorance is how far the mean moves within what the sources leave open, dates of delivery among it, with chance "
    "taken out. Better sources shrink it. Where means scatter no more than chance makes them, it is lost in chance: "
    "too small to be seen, and not nil. The three are never mixed.",
    "An average month is the mean over all the months, raid by raid, before any interval is made. What is saved is "
    "paired: the same draws, the same dice, with and without a policy.",
    "Not told apart is an answer: by the rule the sources do not support an order of the two. It does not say that "
    "they are alike.",
)


def page(answer: Document, ground: Ground = NO_CLAIMS) -> str:
    """The whole page as text, the same for the same document and claims."""
    facts = Facts(answer)
    told: dict[str, Html | None] = {
        "sceptic": sceptic.sceptic(facts),
        "money": sceptic.money(facts),
        "elsewhere": sceptic.elsewhere(facts),
        "came": sceptic.came(facts),
        "months": months.months(facts),
        "leakers": months.leakers(facts),
        "places": months.places(facts),
        "squadrons": behind.squadrons(facts),
        "availability": behind.availability(facts),
        "worth": ranking.worth(facts),
        "drivers": ranking.drivers(facts),
        "ranking": ranking.ranking(facts),
        "backtest": behind.backtest(facts),
        "reading": _listed("reading", "How to read it", READING),
        "limits": _listed("limits", "Limits: what this does not say", LIMITS),
        "repeat": _repeat(facts),
    }
    parts = {name: part for name, part in told.items() if part is not None}
    ahead, behind_it = claims.stale(ground), claims.claims(ground)
    return sheet(answer["title"], (*ahead, summary(facts, set(parts)), *parts.values(), *behind_it))


def write(answer: Document, path: Path | str, ground: Ground = NO_CLAIMS) -> Path:
    """The brief as one file at `path`, which is returned; whole or not at all.

    `ground` is how the claims behind its numbers stand today.
    """
    return write_whole(Path(path), page(answer, ground).encode())


def _listed(anchor: str, heading: str, items: tuple[str, ...]) -> Html:
    return section(anchor, heading, element("ul", *(element("li", item) for item in items)))


def _repeat(facts: Facts) -> Html:
    call = facts["call"]
    said = {name: facts[name] for name in ("draws", "replications", "seed")}
    said |= {"months": call["months"]} if call["months"] else {}
    options = [word for name, value in said.items() for word in (f"--{name}", str(value))]
    options += [word for folder in call["library"] for word in ("--library", folder)]
    words = [repr(call["name"]), *(f"{name}={value!r}" for name, value in said.items())]
    words += [f"library=mantlet.catalog({', '.join(map(repr, call['library']))})"] if call["library"] else []
    rows = [
        ("Command", shlex.join(["mantlet", "posture", call["name"], *options])),
        ("In Python", f"mantlet.posture({', '.join(words)})"),
        ("Outcome, SHA-256", facts["outcome_sha256"]),
        ("Posture file, SHA-256", facts["posture_sha256"]),
        ("Orders, fleets and forces, SHA-256", facts["data_sha256"]),
        ("Library, SHA-256", facts["library_sha256"]),
        ("Raids fought", f"{facts['fights']:,}"),
        ("Draws of the second design", f"{facts['checked_draws']:,}"),
        *((f"Version of {name}", version) for name, version in facts["versions"].items()),
    ]
    asked = table("What was asked", ["Item", "Value"], [[name, element("code", value)] for name, value in rows])
    promised = "The same call, versions and data give the same outcomes, whatever the number of threads."
    return section("repeat", "How to repeat it", element("p", promised), asked)
