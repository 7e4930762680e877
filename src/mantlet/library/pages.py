"""What `mantlet list` and `mantlet show` print: every number with its standing, source, date and confidence.

How a number stands is said by a mark and a word as well as by colour, so that a pipe or a colour-blind reader sees the
same: an assumption looks like one everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel
from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from mantlet.base.marked import path_text
from mantlet.base.sourced import STANDING_MEANINGS, Bound, Sourced, Standing, Verification, standing_counts
from mantlet.base.units import UNITS, show
from mantlet.library.catalog import Catalog
from mantlet.library.flyers import Flyer
from mantlet.library.models import (
    FactSheet,
    FireUnit,
    Formation,
    Missile,
    Post,
    Sensor,
    System,
    below,
    claims_behind,
    numbers,
)
from mantlet.library.parts import DatedFact, Day, Fact, Source

Kind = Literal["systems", "aircraft", "threats", "facts"]

MARKS: dict[Standing, tuple[str, str]] = {
    "cited": ("✓", "bold green"),
    "part cited": ("✓?", "green"),
    "recalled": ("~", "cyan"),
    "assumed": ("?", "italic yellow"),
    "unverified": ("!", "italic yellow"),
    "definition": ("=", "dim"),
    "set": (">", "bold"),
}
# How a statement stands that gives a date and no figure.
STANDING_OF: dict[Verification, Standing] = {
    "read": "cited",
    "read_partial": "part cited",
    "seed": "cited",
    "computed": "cited",
    "recalled": "recalled",
    "unverified": "unverified",
}


@dataclass(frozen=True)
class Row:
    """One line of a parameter table; `note` says why for an assumption, `claims` what it was read from."""

    parameter: str
    figures: str
    standing: Standing
    source: str
    note: str
    claims: tuple[str, ...] = ()


def list_page(catalog: Catalog, kind: Kind | None = None) -> RenderableType:
    """Tables of what the library holds; `kind` picks one of them."""
    systems = list(catalog.systems.values())
    flyers = list(catalog.flyers.values())
    parts: dict[Kind, Iterable[System | Flyer | FactSheet]] = {
        "systems": systems,
        "aircraft": [flyer for flyer in flyers if flyer.kind == "aircraft"],
        "threats": [flyer for flyer in flyers if flyer.kind == "threat"],
        "facts": list(catalog.sheets.values()),
    }
    tables = [_list_table(name, items) for name, items in parts.items() if kind == name or (kind is None and items)]
    marks = ", ".join(f"{MARKS[standing][0]} {standing}" for standing in STANDING_MEANINGS if standing != "set")
    said = f"{marks}\nOne of them with every number and its source: mantlet show ID\n"
    return Group(*tables, Text(said, style="dim"))


def show_page(catalog: Catalog, ref: str, claims: Mapping[str, str] | None = None) -> RenderableType:
    """Everything known of one item: its structure, then a table of each part; raises InvalidInput on an unknown name.

    `claims` says of each claim of a ledger where it was read and how it stands.
    """
    item = catalog.item(ref)
    parts: list[RenderableType] = []
    if isinstance(item, System):
        parts += [_header(item.name, item.id, item.summary), _structure(item, catalog)]
        for found in (item.formations, item.posts, item.sensors, item.missiles, item.fire_units):
            parts += [_parameter_table(name, part) for name, part in found.items()]
    elif isinstance(item, FactSheet):
        parts.append(_header(item.name, item.id, item.summary))
    elif isinstance(item, Flyer):
        parts += [_header(item.name, item.id, item.summary), _parameter_table(item.id, item)]
    else:
        parts += [_header(item.name, ref, _kind_of(item)), _parameter_table(ref, item)]
    rows = fact_rows(item.facts) if isinstance(item, System | Flyer | FactSheet) else []
    rows += day_rows(item.dates) if isinstance(item, FactSheet) else []
    if rows:
        parts.append(table_of("Published figures that the model does not use", rows))
    return Group(*parts, *behind(item, catalog.sources, claims or {}), legend(item))


def behind(record: BaseModel, sources: Mapping[str, Source], claims: Mapping[str, str]) -> list[RenderableType]:
    """What numbers and statements of a record rest on: its publications, and its claims by what `claims` says of them.

    A claim that nothing is said of is in no ledger that is known.
    """
    used = {key for _, part in below(record) if isinstance(key := getattr(part, "source", None), str)}
    tables: list[RenderableType] = [_source_table(sources, used)] if used else []
    refs = claims_behind(record)
    if refs:
        table = _titled("Claims")
        table.add_column("claim", no_wrap=True)
        table.add_column("report and place; what it says there, who decided", ratio=1, overflow="fold")
        for ref in refs:
            table.add_row(ref.partition("@")[0], claims.get(ref, "in no ledger that is known here"))
        tables.append(table)
    return tables


def parameter_rows(record: BaseModel) -> list[Row]:
    """One row for each number of a record, conflicting claims one below the other, then what is a choice of the model.

    Facts are left to `fact_rows`.
    """
    rows: list[Row] = []
    for place, number in numbers(record):
        if place[0] != "facts":
            rows += _number_rows(path_text(place), number, drawn=True)
    return rows + list(_choices(record))


def fact_rows(facts: Iterable[Fact]) -> list[Row]:
    """Rows of published figures that the model does not use."""
    return [row for fact in facts for row in _number_rows(fact.label, fact.number, drawn=False)]


def day_rows(facts: Iterable[DatedFact]) -> list[Row]:
    """Rows of published dates, conflicting ones one below the other."""
    return [
        _day_row(fact.label if place == 0 else "   or", day) for fact in facts for place, day in enumerate(fact.dates)
    ]


def _day_row(name: str, day: Day) -> Row:
    source = f"{day.source}, {day.date}, {day.confidence}"
    return Row(name, day.when, STANDING_OF[day.verification], source, day.note or "", day.claims or ())


def _number_rows(name: str, number: Sourced, *, drawn: bool) -> list[Row]:
    if number.alternatives:
        first, *others = number.alternatives
        rows = [_row(name, first, drawn=False), *(_row("   or", claim, drawn=False) for claim in others)]
        return [*rows, Row("", "", number.standing, "", number.note)] if number.note else rows
    return [_row(name, number, drawn=drawn)]


def _row(name: str, number: Sourced, *, drawn: bool) -> Row:
    source = ", ".join(part for part in (number.source, number.date, number.confidence) if part)
    spread = f"one figure, drawn ±{number.default_spread:.0%}" if drawn and not number.exact and number.value else None
    reason = number.assumed or number.definition
    note = "; ".join(filter(None, (reason, number.note, spread)))
    return Row(name, figures(number), number.standing, source, note, number.claims or ())


def figures(number: Sourced) -> str:
    """Low, best and high in one unit; in a partly cited number each bears its own mark.

    >>> figures(Sourced(dimension="length", low=240e3, high=250e3, assumed="x"))
    '240 … 250 km'
    """
    bounds: tuple[Bound, ...] = number.bounds
    if not bounds:
        return number.text()
    unit = show(max(number.values, key=abs), number.dimension).partition(" ")[2]
    shown = [f"{getattr(number, bound) / UNITS[number.dimension][unit]:.4g}" for bound in bounds]
    if number.standing == "part cited":
        shown = [text + MARKS[number.bound_standing(bound)][0] for text, bound in zip(shown, bounds, strict=True)]
    between = " / " if len(shown) == 3 else " or " if number.dimension == "count" else " … "
    return f"{between.join(shown)} {unit}".strip()


def _choices(record: BaseModel) -> Iterator[Row]:
    """Fields that are choices of the model rather than figures of the world."""
    why = "choice of the model"
    if isinstance(record, Sensor):
        if record.claim is not None:
            yield Row("claim.swerling", str(record.claim.swerling), "assumed", "", why)
            yield Row("claim.kind", record.claim.kind.replace("_", " "), "assumed", "", why)
        yield Row("autonomous", "yes" if record.autonomous else "no: needs another radar's track", "assumed", "", why)
    elif isinstance(record, FireUnit):
        load = ", ".join(f"{part.missile} {part.share:.0%}" for part in record.load)
        yield Row("load", load, _load_standing(record), "", record.load_basis.partition(": ")[2] or record.load_basis)
    elif isinstance(record, Flyer):
        yield Row("swerling", str(record.swerling), "assumed", "", why)
        if record.homing is not None:
            yield Row("homing", record.homing, "assumed", "", why)


def _list_table(title: str, items: Iterable[System | Flyer | FactSheet]) -> Table:
    table = _titled(title)
    for heading in ("id", "name", "what", "numbers"):
        table.add_column(heading, no_wrap=heading != "name", style="bold" if heading == "id" else "")
    for item in items:
        if isinstance(item, System):
            what = ",\n".join(item.formations or item.fire_units or item.posts)
        else:
            what = item.object_class if isinstance(item, Flyer) else "figures of reports"
        counted = standing_counts(number for _, number in numbers(item))
        mix = " ".join(f"{counted[standing]}{mark}" for standing, (mark, _) in MARKS.items() if standing in counted)
        table.add_row(item.id, Text(item.name), what.replace("_", "-"), mix)
    return table


def _header(name: str, ref: str, summary: str) -> Text:
    return Text.assemble((name, "bold"), f"  {ref}\n", (summary, "dim"), "\n")


def _kind_of(item: Sensor | Missile | Post | FireUnit | Formation) -> str:
    kinds = {
        Sensor: "radar",
        Missile: "interceptor",
        Post: "command post",
        FireUnit: "fire unit",
        Formation: "formation",
    }
    return kinds[type(item)]


def _structure(system: System, catalog: Catalog) -> RenderableType:
    root = Tree(Text(system.id, style="bold"))
    for name, formation in system.formations.items():
        branch = root.add(Text(f"{name}: {formation.name}"))
        if formation.post is not None:
            branch.add(Text(f"{formation.post}: command post"))
        for ref in formation.sensors:
            branch.add(Text(f"{ref}: {catalog.sensors[ref].role} radar, {catalog.sensors[ref].band} band"))
        for ref, count in formation.fire_units.items():
            unit = system.fire_units[ref]
            _grow(branch.add(Text(f"{_marked(count)} x {ref}: {unit.name}")), unit, catalog)
    if not system.formations:
        for name, unit in system.fire_units.items():
            _grow(root.add(Text(f"{name}: {unit.name}")), unit, catalog)
        for name, post in system.posts.items():
            root.add(Text(f"{name}: {post.name}"))
    return Padding(root, (0, 0, 1, 0))


def _grow(branch: Tree, unit: FireUnit, catalog: Catalog) -> None:
    for ref in (unit.engagement_sensor, *unit.sensors):
        branch.add(Text(f"{ref}: {catalog.sensors[ref].role} radar, {catalog.sensors[ref].band} band"))
    launchers = branch.add(Text(f"{_marked(unit.launchers)} launchers of {_marked(unit.rounds_per_launcher)} rounds"))
    for part in unit.load:
        reach = _marked(catalog.missiles[part.missile].max_range)
        packed = "" if part.rounds_per_launcher is None else f", {_marked(part.rounds_per_launcher)} rounds each"
        share = f"{part.share:.0%}{MARKS[_load_standing(unit)][0]}"
        launchers.add(Text(f"{part.missile}: to {reach}, on {share}{packed}"))


def _marked(number: Sourced) -> str:
    """The figures with the mark of their standing, as in the table below."""
    if number.alternatives:
        return " or ".join(_marked(claim) for claim in number.alternatives)
    return figures(number) + ("" if number.standing == "part cited" else MARKS[number.standing][0])


def _load_standing(unit: FireUnit) -> Standing:
    return "definition" if unit.load_basis.startswith("definition") else "assumed"


def _parameter_table(name: str, record: BaseModel) -> Table:
    title = getattr(record, "name", name)
    return table_of(name if title == name else f"{name}: {title}", parameter_rows(record))


def table_of(title: str, rows: Iterable[Row], heading: str = "low / best / high") -> Table:
    """A table of parameters, what is under `heading`, how it stands and where it comes from."""
    table = _titled(title)
    shown = list(rows)
    names = [_jointed(row.parameter) for row in shown]
    whole = all(len(line) <= 26 for name in names for line in name.split("\n"))  # else labels in words, which wrap
    table.add_column("parameter", max_width=26, no_wrap=whole, overflow="fold")
    table.add_column(heading, max_width=24, overflow="fold")
    table.add_column("standing", no_wrap=True)
    table.add_column("source; note", overflow="fold")
    for name, row in zip(names, shown, strict=True):
        mark, style = MARKS[row.standing]
        said = Text(row.source)
        if row.note:
            said.append("\n" if row.source else "").append(row.note, style="dim")
        if row.claims:
            said.append(f"\nclaim {', '.join(ref.partition('@')[0] for ref in row.claims)}", style="dim")
        word = Text(f"{mark} {row.standing}", style=style) if row.figures else Text("")
        table.add_row(Text(name), Text(row.figures, style=style), word, said)
    return table


def _jointed(name: str) -> str:
    """The name of a field, broken behind a joint where it is too long for the column."""
    if len(name) <= 25 or " " in name:
        return name
    joint = max(name.rfind(mark, 0, 25) for mark in "._") + 1
    return f"{name[:joint]}\n  {name[joint:]}"


def _source_table(sources: Mapping[str, Source], used: Iterable[str]) -> Table:
    table = _titled("Sources")
    table.add_column("key", no_wrap=True)
    table.add_column("publication, date; how it was checked", ratio=1, overflow="fold")
    for key in sorted(used):
        source = sources[key]
        named = Text(f"{source.title}, {source.date}; {source.verification}")
        if source.url:
            named.append(f"\n{source.url}", style="dim")
        if source.sha256:
            named.append(f"\nSHA-256 of its text: {source.sha256[:12]} and on", style="dim")
        table.add_row(key, named)
    return table


def _titled(title: str) -> Table:
    """An empty table with its title; narrow gaps, so that 80 columns hold it."""
    return Table(
        title=Text(title),
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )


def legend(item: BaseModel) -> RenderableType:
    """How many numbers of a record stand how, and what that means."""
    counted = standing_counts(number for _, number in numbers(item))
    grid = Table.grid(padding=(0, 1))
    for standing, (mark, style) in MARKS.items():
        if standing in counted:
            grid.add_row(
                Text(mark, style=style),
                Text(standing, style=style),
                str(counted[standing]),
                STANDING_MEANINGS[standing],
            )
    return Group(Text(f"{sum(counted.values())} numbers", style="bold"), grid)
