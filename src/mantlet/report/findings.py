"""What a run found, as plain records: everything the brief prints stands here, and nothing here was thought up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mantlet.base.sourced import Sourced, Standing
from mantlet.library.parts import Source
from mantlet.report.fight import Lane
from mantlet.report.inputs import Input, Share
from mantlet.report.scene import View
from mantlet.report.strips import Strip
from mantlet.run.metrics import Interval, Spread


@dataclass(frozen=True)
class ClassRow:
    """One class of object: how many, and how many of them met which fate in a raid, on average."""

    object_class: str
    objects: float
    leakers: Spread
    fates: Mapping[str, float]


@dataclass(frozen=True)
class AssetRow:
    """One asset: what it is worth and what befell it per raid."""

    name: str
    kind: str
    side: str
    value: float
    hits: Spread
    value_lost: Spread
    out_of_action: Spread


@dataclass(frozen=True)
class NodeRow:
    """One part of the defence: how often it was damaged, and how likely it was down at some time of a raid."""

    name: str
    kind: str
    hits: Spread
    down: Spread


@dataclass(frozen=True)
class FlightRow:
    """One flight of fighters of the defence: what it killed and lost, and of that to its own side."""

    name: str
    killed: Spread
    lost: Spread
    fratricides: Spread


@dataclass(frozen=True)
class MissileRow:
    """One interceptor type: rounds fired per raid on average and, where the library has a price, what they cost.

    What is spent is an average over the same drawn prices as the headline's.
    """

    missile_id: str
    name: str
    shots: float
    unit_cost: Sourced | None
    spent_usd: float | None


@dataclass(frozen=True)
class Fight:
    """One replication shown moment by moment."""

    heading: str
    chosen: str  # what makes it typical or bad
    draw: int
    replication: int
    value_lost: float
    lanes: list[Lane]
    strips: list[Strip]


@dataclass(frozen=True)
class Inputs:
    """The library's numbers in this run: how they stand, which of them move value lost, and which no draw changes."""

    ranked: list[Input]
    counts: Mapping[Standing, int]
    shares: Mapping[str, Share]
    sources: Mapping[str, Source]
    draw_count: int
    fixed: Mapping[str, Sourced]


@dataclass(frozen=True)
class Findings:
    """The whole answer of one run."""

    scenario_id: str
    title: str
    summary: str
    date: str
    changes: tuple[str, ...]
    hypothetical: bool
    mutual: bool  # both sides send objects
    complete: bool
    object_count: int
    decoy_count: int
    carrier_count: int
    value_total: float
    draws: int
    replications: int
    metrics: Mapping[str, Spread]
    corrected: Mapping[str, Any]  # by metric, as `wording.corrections` has them
    until: Mapping[str, Any] | None  # how it went where a precision was asked for, as the answer has it
    assumed_prices: frozenset[str]
    causes: Mapping[str, float]
    classes: list[ClassRow]
    assets: list[AssetRow]
    nodes: list[NodeRow]
    flights: list[FlightRow]
    missiles: list[MissileRow]
    leakers: NDArray[np.float64]
    draw_means: NDArray[np.float64]
    fights: list[Fight]
    inputs: Inputs
    views: list[View]
    repeat: list[tuple[str, str]]

    @property
    def raid_range(self) -> Interval:
        """The 5-95 % range of leakers over all recorded raids of all draws: chance and ignorance together."""
        low, high = np.quantile(self.leakers, [0.05, 0.95], method="inverted_cdf").tolist()
        return low, high

    @property
    def raids_vary_by(self) -> str:
        """What makes one recorded raid differ from another."""
        if self.draws == 1:
            return "by chance alone"
        return "chance and ignorance together"


def spread_of(entry: Mapping[str, Any]) -> Spread:
    """A spread as it stands in the JSON document."""
    return Spread(
        mean=float(entry["mean"]),
        error=_interval(entry.get("error")),
        chance=_interval(entry["chance"]),
        ignorance=_interval(entry.get("ignorance")),
        ignorance_kind=entry.get("ignorance_kind"),
        ignorance_coupling=entry.get("ignorance_coupling"),
    )


def _interval(bounds: Any) -> Interval | None:
    return None if bounds is None else (float(bounds[0]), float(bounds[1]))
