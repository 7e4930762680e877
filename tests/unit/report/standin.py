"""A made-up answer with every part the brief prints, so that pages can be written without fighting a raid."""

from __future__ import annotations

from typing import Any

import numpy as np

from mantlet.base.sourced import Sourced, standing_counts
from mantlet.codes import CAUSES
from mantlet.library.parts import Source
from mantlet.report.fight import Lane
from mantlet.report.findings import AssetRow, ClassRow, Fight, Findings, FlightRow, Inputs, MissileRow, NodeRow
from mantlet.report.inputs import GROUPS, Input, explained, group_of
from mantlet.report.scene import Cover, Ground, Radar, Scene, Site, Track, View, frame_around
from mantlet.report.strips import Strip
from mantlet.run.metrics import Spread, influence

DRAWS, REPLICATIONS = 100, 40
SOURCES = {
    "maker-2007": Source(
        title="Air defence system, export catalogue",
        url="https://example.org/catalogue?a=1&b=2",
        date="2007",
        confidence="brochure",
        verification="read",
    )
}


def spread(values: np.ndarray, width: float = 0.3) -> Spread:
    mean = float(values.mean())
    low, high = np.quantile(values, [0.05, 0.95]).tolist()
    return Spread(
        mean, (mean * 0.98, mean * 1.02), (low, high), (mean * (1 - width), mean * (1 + width)), "p05_p95", "comonotone"
    )


def library() -> dict[str, Sourced]:
    cited: dict[str, Any] = {"source": "maker-2007", "date": "2007", "confidence": "brochure", "verification": "read"}
    return {
        "s-400.missiles.48N6E3.kill_prob.cruise": Sourced(
            dimension="ratio", low=0.5, high=0.9, assumed="no figure per shot is published"
        ),
        "s-400.sensors.91N6E.claim.range": Sourced(dimension="length", low=340e3, high=390e3, **cited),
        "s-400.fire_units.battalion.launchers": Sourced(
            dimension="count",
            alternatives=(
                Sourced(dimension="count", value=8.0, **cited),
                Sourced(dimension="count", value=4.0, **cited),
            ),
        ),
        "akash.missiles.akash.mean_speed": Sourced(
            dimension="speed",
            low=500.0,
            best=600.0,
            high=700.0,
            **{**cited, "verification": "read_partial", "cited": ("high",)},
        ),
        "cruise.rcs": Sourced(dimension="area", low=0.05, high=0.5, **{**cited, "verification": "recalled"}),
        "cruise.speed": Sourced(dimension="speed", low=200.0, high=260.0, **{**cited, "verification": "unverified"}),
        "s-400.posts.55K6E.tracks": Sourced(dimension="count", value=300.0, **cited),
        "one.kill_prob": Sourced(dimension="ratio", value=0.7, definition="by construction"),
    }


def lanes(rng: np.random.Generator, count: int = 46) -> list[Lane]:
    found: list[Lane] = []
    for number in range(count):
        start, flight = float(rng.uniform(0, 120)), float(rng.uniform(400, 900))
        tracked = start + flight * float(rng.uniform(0.2, 0.6))
        lane = Lane(f"strike-{number:02d}", "cruise", start, start + flight, "leaked")
        shots = int(rng.integers(0, 4))
        lane.launched_s = [tracked + 40 + 60 * shot for shot in range(shots)]
        if shots and rng.random() < 0.85:
            lane.fate, lane.reason, lane.end_s = "killed", f"akash-{number % 3}", lane.launched_s[-1] + 35
            lane.missed_s = [moment + 35 for moment in lane.launched_s[:-1]]
        else:
            lane.reason = str(rng.choice(CAUSES[2:]))
            lane.missed_s = [moment + 35 for moment in lane.launched_s]
            lane.end_s = max([lane.end_s, *lane.missed_s])
        lane.tracked_s = [(min(tracked, lane.end_s), lane.end_s)]
        found.append(lane)
    return sorted(found, key=lambda lane: (lane.fate != "leaked", lane.end_s, lane.object_id))


def scene(rng: np.random.Generator, *, flat: bool = False) -> Scene:
    sites = [
        Site("asset", "Leh airfield", "blue", 34.136, 77.546, hits_count=2.4),
        Site("asset", "Thoise airfield", "blue", 34.652, 77.376, hits_count=0.7),
        Site("asset", "Nyoma", "blue", 33.204, 78.656, hits_count=4.0),
        Site("unit", "akash-leh", "blue", 34.10, 77.60),
        Site("unit", "pechora-leh", "blue", 34.15, 77.50),
        Site("unit", "s400-1", "blue", 34.05, 77.45),
        Site("post", "leh-post", "blue", 34.12, 77.56),
        Site("radar", "nyoma-radar", "blue", 33.22, 78.60),
    ]
    tracks: list[Track] = []
    groups = (
        ("low", "cruise", (35.6, 80.1), 12),
        ("rocket", "srbm", (34.9, 80.3), 6),
        ("drones", "uav", (33.4, 80.2), 10),
    )
    for (group, kind, start, count), target in zip(groups, sites, strict=False):
        for number in range(count):
            steps = np.linspace(0, 1, 40)
            lat = start[0] + (target.lat_deg - start[0]) * steps + 0.02 * number * (1 - steps)
            lon = start[1] + (target.lon_deg - start[1]) * steps
            tracks.append(Track(f"{group}-{number:02d}", group, kind, lat, lon))
    radars = [
        Radar("91N6E", "blue", 34.05, 77.45, 4200.0, 250e3),
        Radar("nyoma-radar", "blue", 33.22, 78.60, 4300.0, 150e3),
    ]
    kills = np.array([(track.lat_deg[k], track.lon_deg[k]) for k, track in enumerate(tracks, start=5)])
    if flat:
        return Scene(sites, radars, tracks, kills, "kill")
    rows, columns = np.mgrid[0:200, 0:240]
    height = 4000 + 900 * np.sin(rows / 13) * np.cos(columns / 17) + 500 * np.sin((rows + columns) / 5)
    ground = Ground(height, 36.0, 32.8, 76.8, 80.6)
    seen = (rows[:100, :120] - 60) ** 2 + (columns[:100, :120] - 40) ** 2 < 900
    covers = [Cover(100.0, seen), Cover(5000.0, np.roll(seen, 5, axis=1) | seen)]
    return Scene(sites, radars, tracks, kills, "kill in the typical raid", ground, "a made-up grid", covers)


def findings(title: str = "A made-up raid", draws: int = DRAWS, *, flat: bool = False) -> Findings:
    rng = np.random.default_rng(7)
    means = rng.normal(7, 1.5, draws).clip(0)
    leakers = rng.poisson(np.repeat(means, REPLICATIONS)).astype(float)
    values = leakers * 1.8
    numbers = library()
    drawn = {path: rng.uniform(number.values[0], number.values[-1], draws) for path, number in numbers.items()}
    drawn["s-400.missiles.48N6E3.kill_prob.cruise"] = 0.9 - means / 30
    rows: list[Input] = []
    for row in influence(drawn, means):
        low, high = np.quantile(drawn[row.path], [0.05, 0.95]).tolist()
        rows.append(Input(row.path, numbers[row.path], low, high, row.rank_correlation, row.distinguishable))
    groups = {name: [row for row in rows if group_of(row.number) == name] for name in GROUPS}
    shares = rng.dirichlet(np.ones(len(CAUSES)))
    picture = scene(rng, flat=flat)
    places = np.array([(site.lat_deg, site.lon_deg) for site in picture.sites])
    ways = [np.column_stack([track.lat_deg, track.lon_deg]) for track in picture.tracks]
    whole = View(picture, frame_around(np.concatenate([places, *ways])))
    near = View(picture, frame_around(places))
    fought = lanes(rng)
    return Findings(
        scenario_id="made-up",
        title=title,
        summary="Three groups come over the ridge at once.",
        date="2020-06",
        changes=(),
        hypothetical=True,
        mutual=False,
        complete=True,
        object_count=46,
        decoy_count=6,
        carrier_count=0,
        value_total=40.0,
        draws=draws,
        replications=REPLICATIONS,
        metrics={
            "leakers": spread(leakers),
            "value_lost": spread(values),
            "no_leak_prob": Spread(0.0004, (0.0, 0.001), None, (0.0, 0.01), "p05_p95", "independent"),
            "shots": spread(leakers * 9),
            "shots_cost_usd": Spread(44.8e6, (44e6, 46e6), (40e6, 49e6), (30e6, 60e6), "p05_p95", "both"),
            "killed_cost_usd": Spread(2.2e6, (2e6, 2.4e6), (0.9e6, 3e6), (1e6, 5e6), "p05_p95", "both"),
            "shots_per_kill": Spread(1.63, (1.6, 1.66), (1.2, 2.1), (1.4, 1.9), "p05_p95", "independent"),
        },
        corrected={},
        until=None,
        assumed_prices=frozenset({"killed_cost_usd"}),
        causes={cause: float(share * leakers.mean()) for cause, share in zip(CAUSES, shares, strict=True)},
        classes=[
            ClassRow("cruise", 24, spread(leakers * 0.7), {"killed": 19.1, "leaked": 4.9}),
            ClassRow("uav", 16, spread(leakers * 0.3), {"killed": 13.9, "leaked": 2.1}),
            ClassRow("decoy", 6, spread(leakers * 0.1), {"killed": 3.0, "leaked": 2.5, "expired": 0.5}),
        ],
        assets=[
            AssetRow(site.name, "airfield", "blue", 10.0, spread(leakers / 3), spread(values / 3), spread(leakers / 40))
            for site in picture.sites
            if site.kind == "asset"
        ],
        flights=[FlightRow("leh-cap/1", spread(leakers / 9), spread(leakers / 50), spread(leakers / 90))],
        nodes=[NodeRow("leh-akash/rohini", "radar", spread(leakers / 20), spread(leakers / 30))],
        missiles=[
            MissileRow(
                "48N6E3", "48N6E3", 34.2, numbers["cruise.speed"].model_copy(update={"dimension": "money"}), 7900.0
            ),
            MissileRow("akash", "Akash", 12.9, None, None),
        ],
        leakers=leakers,
        draw_means=means,
        fights=[
            Fight("A typical raid", "half lost no more", 3, 14, 12.6, fought, []),
            Fight(
                "A bad raid",
                "19 of 20 lost no more",
                61,
                2,
                22.0,
                lanes(rng),
                [Strip("leh-akash/rohini", {"silent": [(90.0, 200.0)], "down": [(200.0, 600.0)]}, [200.0])],
            ),
        ],
        inputs=Inputs(
            rows,
            standing_counts(numbers.values()),
            {name: explained(part, draws) for name, part in groups.items()},
            SOURCES,
            draws,
            {"91N6E.antenna_height": Sourced(dimension="length", low=4.0, high=12.0, assumed="not published")},
        ),
        views=[whole, near],
        repeat=[("command", "mantlet run made-up --seed 1"), ("outcome_sha256", "0" * 64)],
    )
