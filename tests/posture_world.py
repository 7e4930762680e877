"""A posture of the smallest kind: textbook raids on a smooth earth, real orders and fleets, fought in milliseconds."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mantlet.library.catalog import catalog
from mantlet.posture.draws import Dice
from mantlet.posture.levers import Policy
from mantlet.posture.months import ask as asking
from mantlet.posture.months import backdrop, sceptic
from mantlet.posture.months.fights import Fought, Study
from mantlet.posture.months.file import Posture, parsed
from mantlet.posture.months.prepare import study
from mantlet.run.loops import Design

# Two batteries come as the first two units of an order do; a patrol, a battery and a radar stand already.
TEXT = """\
kind: posture
id: small
title: Small
summary: Two batteries on order
positions: hypothetical
as_of: 2020-06-23
known_until: 2026-11-22
months: {first: 2021-09, last: 2022-08}
side: blue
supply:
  - {programme: india-s400, fills: battery, unlike: batteries stand in for regiments}
places:
  - id: west
    name: West
    takes: battery
    units:
      - {id: west-battery, system: akash/battery, at: {lat: 30.02, lon: 74.97}, post: post}
  - id: east
    name: East
    takes: battery
    units:
      - {id: east-battery, system: akash/battery, at: {lat: 30.02, lon: 75.03}, post: post}
  - {id: middle, name: Middle, takes: own, stands: true, parts: [battery, watch]}
  - {id: sky, name: Sky, takes: flight, stands: true, parts: [patrol]}
fitness:
  - {fleet: s-400-launchers, takes: battery, what: launchers, supplier: Russia}
  - {fleet: s-400-radars, takes: battery, what: radars, supplier: Russia}
  - {fleet: mig-29, takes: flight, what: aircraft}
rounds: {takes: battery, programme: india-s400, bought_as: rounds}
raids:
  - {id: raid, scenario: lab-airspace}
  - {id: second, scenario: lab-airspace, scale: 1.5, loads_spent: 10.5, role: menu}
scales: [2.0, 3.0]
raid_per_month: {low: 0.01, best: 0.02, high: 0.1, assumed: for tests}
states:
  - {id: cut, title: Nothing from Russia, suppliers: [Russia], on: 2021-10-01, months: 9}
policies:
  - {id: wait, title: Waiting}
  - id: sooner
    title: Asking early
    levers:
      - lever: press
        on: 2020-07-01
        programme: india-s400
        units: [1, 2]
        months: 12
        phi: {low: 0, high: 1, assumed: for tests}
      - {lever: first, on: 2020-07-01, places: [east]}
  - id: buy
    title: Rounds and spares
    levers:
      - lever: buy
        on: 2020-07-01
        spend: {value: 40 MUSD, assumed: for tests}
        unit_price: {low: 0.5 MUSD, high: 1 MUSD, assumed: for tests}
        brings: rounds
        like: india-s400-rounds
        lead: {low: 10 month, high: 20 month, assumed: for tests}
      - lever: spares
        on: 2020-07-01
        spend: {value: 20 MUSD, assumed: for tests}
        fleet: s-400-launchers
        lead: {low: 10 month, high: 20 month, assumed: for tests}
weights:
  airfields: {field: 2}
"""


def lean(patch: pytest.MonkeyPatch) -> None:
    """Two draws to a cell of the sceptic's map, and no forecast from every promise date, which has tests of its own."""
    patch.setattr(sceptic, "CELL_DRAWS", 2)
    patch.setattr(backdrop, "_rolled", lambda *_: ())


def small(*changes: tuple[str, str]) -> Posture:
    """The posture, with texts replaced."""
    return parsed(changed(*changes), "small.yaml")


def changed(*changes: tuple[str, str]) -> str:
    """Its file, with texts replaced."""
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@cache
def plain() -> Posture:
    """The posture as it is."""
    return small()


@cache
def ready(draws: int = 4, replications: int = 4) -> Study:
    """The posture ready to be fought."""
    return study(plain(), catalog(), Dice(1, told={}), draws, replications)


@cache
def fought(design: Design, draw: int) -> Fought:
    """One draw of it, as an answer has it."""
    return ready().in_design(design).fought(design, draw)


def policy(*levers: dict[str, Any]) -> Policy:
    """A policy of these levers, pulled on the day of the posture unless they say otherwise."""
    return Policy.model_validate(
        {"id": "tested", "title": "Tested", "levers": [{"on": "2020-06-23", **lever} for lever in levers]}
    )


def answered(home: Path) -> Path:
    """A folder below `home` with the answer of the small posture, asked from a file there."""
    file = home / "small.yaml"
    file.write_text(TEXT, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        lean(patch)
        amount, call = asking.Amount(draws=3, threads=1), asking.Call(str(file))
        asking.ask(asking.read(file, catalog()), catalog(), amount, home / "out" / "small", call=call)
    return home / "out"
