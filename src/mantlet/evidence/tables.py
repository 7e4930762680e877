"""The shape of a lexicon file. Each section is a list or mapping, so that files are laid over one another by adding."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from mantlet.base.sourced import STRICT, Line
from mantlet.evidence.claims import Attribution, Kind, Modality

Phrase = Annotated[Line, Field(min_length=1, max_length=80)]
Phrases = tuple[Phrase, ...]
Period = Literal["day", "week", "month", "quarter", "year", "decade"]
Number = float | int


class Row(BaseModel):
    """One entry of a table."""

    model_config = STRICT


class Numerals(Row):
    """Words for numbers; `unsaid` are phrases for one not given.

    Behind `lasting` words and in front of `lasted` ones "a year" is a length, as one of `lengths` is anywhere. Behind
    `pricing` words "300m" is a sum, and "hundred" behind `several` ones is a number that is not said.
    """

    cardinals: dict[str, Number] = {}
    ordinals: dict[str, Number] = {}
    scales: dict[str, Number] = {}
    short_scales: dict[str, Number] = {}
    glued_scales: dict[str, Number] = {}
    fractions: dict[str, Number] = {}
    vague: Phrases = ()
    unsaid: Phrases = ()
    others: dict[str, Number] = {}
    lasting: Phrases = ()
    lasted: Phrases = ()
    adding: Phrases = ()
    lengths: Phrases = ()
    several: Phrases = ()
    pricing: Phrases = ()
    labels: Phrases = ()


class Bounds(Row):
    """Comparatives in front of a number and behind it, `unbound` phrases that end like a bound and are none.

    `comparing` are the words that "than" may follow; one of `compared` by itself in front of a number is a damaged
    comparative, but not behind a number or one of `uncompared`.
    """

    above: Phrases = ()
    below: Phrases = ()
    above_after: Phrases = ()
    below_after: Phrases = ()
    unbound: Phrases = ()
    about: Phrases = ()
    about_after: Phrases = ()
    comparing: Phrases = ()
    compared: Phrases = ()
    uncompared: Phrases = ()


class Unit(Row):
    """A unit or a thing that is counted; `before` are words in front of the number, as in Mach 3.

    `again` says that its words stand for whatever was counted before, and for the unit only where nothing was; `part`
    that a number without a unit counts it in the sentence that names it only, or where it was counted last. What is
    counted in units that stand `apart` is of no system that is counted otherwise: no tanks of an aircraft.
    """

    unit: Phrase
    dimension: Phrase
    words: Phrases
    before: Phrases = ()
    again: bool = False
    part: bool = False
    apart: Phrase | None = None


class Currency(Row):
    """Signs and words of one currency in front of a figure and behind it."""

    unit: Phrase
    before: Phrases = ()
    after: Phrases = ()


class Moment(Row):
    """Phrases for a period counted from the report's date."""

    phrases: Phrases
    shift: int
    of: Period


class Part(Row):
    """Phrases for a part of the period that follows, as shares of its length."""

    model_config = STRICT | {"populate_by_name": True}
    phrases: Phrases
    since: float | int = Field(alias="from")
    until: float | int = Field(alias="to")


class System(Row):
    """A system by its names; `unit` is what a bare number of it counts."""

    name: Phrase
    maker: Phrase | None = None
    unit: Phrase = "system"
    words: Phrases
    variants: Phrases = ()


class Force(Row):
    """An armed force and its country."""

    name: Phrase
    country: Phrase
    words: Phrases


class Country(Row):
    """A country or alliance by the names of its people, capital and forces."""

    name: Phrase
    words: Phrases


class Voice(Row):
    """Phrases that tell who speaks; of two that are found, that of the earlier entry counts."""

    attribution: Attribution
    phrases: Phrases


class Speech(Row):
    """Verbs of speech (no speech behind a `passive`), and words that go on with what somebody said.

    `speakers` are nouns without a name by what their voice is; `telling` are verbs that are speech beside one of these.
    What is `unspoken` is no speech, what is `unasked` no request, and who stays `nameless` declines nothing.
    """

    verbs: Phrases = ()
    telling: Phrases = ()
    speakers: dict[Attribution, Phrases] = {}
    passive: Phrases = ()
    according: Phrases = ()
    pronouns: Phrases = ()
    unspoken: Phrases = ()
    unasked: Phrases = ()
    nameless: Phrases = ()
    carrying: Phrases = ()


class Mode(Row):
    """Phrases that tell how far a thing has come; those of `rank` 0 are auxiliaries, which say least."""

    modality: Modality
    rank: int = 1
    phrases: Phrases


class Rule(Row):
    """How a mention comes by its kind: what it measures (`of`: units or dimensions) and the cues near by.

    A cue in the sentence counts by its distance, times `behind` where it follows, and up to `within`; `needs` lists
    groups of which each has to be in the sentence as well, `bars` those that must not stand within
    `bar_reach` steps, where it is not said within seven and nearer than the rule's own cue. `weight` is added to
    the distance, so that the lower goes first. `turned` gives other kinds by modality; `modality` is that of all that
    the rule reads, but of what is denied. In `of`, `count` means whatever is counted but people. `needs_system` asks
    for a system's name in the paragraph, `priced` for a sum of money behind (180 tanks for $3 billion), `whole_of` for
    a part in front that is one of these kinds (two of the 24). `besides` is the kind of what comes on top of others (10
    more). `bare` lets a rule read a number that has its unit from before.
    """

    rule: Phrase
    kind: Kind
    besides: Kind | None = None
    of: Phrases
    near: Phrases = ()
    needs: Phrases = ()
    bars: Phrases = ()
    bar_reach: int | None = None
    within: int = 40
    behind: float | int = 1.2
    weight: float | int = 0
    subject: Literal["trade", "system", "force", "people"] = "trade"
    needs_system: bool = False
    bare: bool = True
    turned: dict[Modality, Kind] = {}
    priced: bool = False
    whole_of: tuple[Kind, ...] = ()
    modality: Modality | None = None


class Statement(Row):
    """What is said without a number: cues that stand together within so many words, in any order.

    `tail` takes the rest of the clause in, as for a cause; `modality` is what the words themselves say. It is no claim
    where a number of its sentence makes one of the kinds `unless`.
    """

    rule: Phrase
    kind: Kind
    all_of: Phrases
    within: int = 8
    tail: bool = False
    subject: Literal["trade", "system", "force", "people"] = "trade"
    modality: Modality | None = None
    unless: tuple[Kind, ...] = ()


class Tables(Row):
    """A lexicon file. All of its sections are optional."""

    kind: Literal["lexicon"]
    numerals: Numerals = Numerals()
    bounds: Bounds = Bounds()
    phrase_ends: Phrases = ()
    adverbs: Phrases = ()
    units: tuple[Unit, ...] = ()
    currencies: tuple[Currency, ...] = ()
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    moments: tuple[Moment, ...] = ()
    parts: tuple[Part, ...] = ()
    seasons: dict[str, tuple[int, int]] = {}
    seasonal: Phrases = ()
    feasts: dict[str, tuple[int, int]] = {}
    listed: Phrases = ()
    decades: dict[str, int] = {}
    half_day: Phrases = ()
    clock: Phrases = ()
    fiscal: Phrases = ()
    dating: Phrases = ()
    open_end: dict[str, Literal["before", "after", "at"]] = {}
    ago: Phrases = ()
    hence: Phrases = ()
    ahead: Phrases = ()
    past: Phrases = ()
    systems: tuple[System, ...] = ()
    countries: tuple[Country, ...] = ()
    forces: tuple[Force, ...] = ()
    cues: dict[str, Phrases] = {}
    voices: tuple[Voice, ...] = ()
    speech: Speech = Speech()
    modes: tuple[Mode, ...] = ()
    rules: tuple[Rule, ...] = ()
    statements: tuple[Statement, ...] = ()
    parting: Phrases = ()
    summing: Phrases = ()
    times_of: dict[Kind, tuple[Kind, ...]] = {}
