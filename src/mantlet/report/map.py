"""The map: ground, what the radars see, who stands where, the ways of the raid, and where it ended."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from mantlet.physics.propagation import horizon_m
from mantlet.report import labels, relief
from mantlet.report.coverage import HIGH_M, LOW_M
from mantlet.report.drawing import Drawing, Letters, Point, Sign, Stroke, polyline, round_step
from mantlet.report.ink import LIGHT
from mantlet.report.markup import Html
from mantlet.report.scene import Floats, Frame, Radar, Scene, Site, SiteKind, Track
from mantlet.report.wording import counted

WIDTH = 692.0
_KEY = 25.0
_LIGHT_GREEN, _PALE_GREEN = "#b5dfd3", "#e0f3ed"
# class -> (colour, dashes): hue and line both tell the classes apart, so that grey print still does.
CLASS_LINES: dict[str, tuple[str, tuple[float, ...]]] = {
    "fighter": ("blue", ()),
    "bomber": ("blue", (5.4, 1.8)),
    "cruise": ("vermillion", ()),
    "srbm": ("purple", ()),
    "quasi_ballistic": ("purple", (3.6, 1.8)),
    "uav": ("orange", ()),
    "decoy": ("soft", (1.4, 1.4)),
}
_MARKS: dict[SiteKind, Sign] = {
    "asset": Sign("square", 6.5, "paper", "ink"),
    "unit": Sign("up", 7.5, "green", "paper"),
    "radar": Sign("disc", 5.0, "paper", "green"),
    "post": Sign("diamond", 4.5, "paper", "green"),
    "fighters": Sign("down", 6.0, "paper", "blue"),
}
_SITE_ORDER: tuple[SiteKind, ...] = ("asset", "unit", "radar", "post", "fighters")
_SITE_WORDS = ("asset", "fire unit", "radar", "command post", "fighters")
_KILL = Sign("cross", 4.5, "none", "ink")
_LEAST_HITS = 0.005  # per raid, to be shown
_HAIR, _NAME = Stroke("soft", 0.5), Letters(7.5, side="middle", height="middle", halo=True)


@dataclass(frozen=True)
class _Sheet:
    """A drawing of what lies inside a frame."""

    drawing: Drawing
    frame: Frame

    @property
    def scale(self) -> float:
        """Points to a kilometre."""
        return WIDTH / (2 * self.frame.half_width_km)

    @property
    def height(self) -> float:
        return 2 * self.frame.half_height_km * self.scale

    def way(self, lat_deg: Floats, lon_deg: Floats) -> list[Point]:
        """Where places lie."""
        east = (self.frame.half_width_km + self.frame.east_km(lon_deg)) * self.scale
        south = (self.frame.half_height_km - self.frame.north_km(lat_deg)) * self.scale
        return list(zip(east.tolist(), south.tolist(), strict=True))

    def at(self, lat_deg: float, lon_deg: float) -> Point:
        """Where a place lies."""
        return self.way(np.array([lat_deg]), np.array([lon_deg]))[0]

    def down(self, x: float, words: str, stroke: Stroke) -> None:
        """A line from top to bottom and what it is called."""
        self.drawing.lines([[(x, 0), (x, self.height)]], stroke)
        self.drawing.words((x + 2, 3), words, Letters(7, "soft", height="below"))

    def across(self, y: float, words: str, stroke: Stroke) -> None:
        """A line from left to right and what it is called."""
        self.drawing.lines([[(0, y), (WIDTH, y)]], stroke)
        self.drawing.words((5, y), words, Letters(7, "soft", height="above"))


def map_svg(scene: Scene, frame: Frame, name: str, title: str, description: str) -> Html:
    """The scene inside the frame as inline SVG, about 9.6 inches broad."""
    height = WIDTH * frame.half_height_km / frame.half_width_km
    drawing = Drawing(WIDTH, height + _KEY)
    sheet = _Sheet(drawing, frame)
    if scene.ground is not None:
        _draw_ground(sheet, scene)
        _draw_graticule(sheet)
    else:
        _draw_discs(sheet, scene)
    _draw_tracks(sheet, scene.tracks)
    flights = [radar.leg for radar in scene.radars if radar.leg is not None]
    drawing.lines((sheet.way(leg[:, 0], leg[:, 1]) for leg in flights), Stroke("green", 1.6))
    drawing.marks(sheet.way(scene.kills[:, 0], scene.kills[:, 1]), _KILL)
    for site in scene.sites:
        _draw_site(sheet, site)
    _write_names(sheet, scene)
    _draw_scale(sheet)
    drawing.cut(height)
    _draw_key(drawing, scene, height + _KEY / 2)
    return drawing.svg(name, title, description)


def _draw_ground(sheet: _Sheet, scene: Scene) -> None:
    ground = scene.ground
    assert ground is not None
    image = relief.shaded(ground)
    for cover, strength in zip(scene.covers, (0.34, 0.12), strict=False):
        image = relief.tinted(image, cover.seen, LIGHT["green"], strength)
    left, top = sheet.at(ground.north_deg, ground.west_deg)
    right, foot = sheet.at(ground.south_deg, ground.east_deg)
    sheet.drawing.image(image, (left, top, right - left, foot - top))
    for cover in scene.covers[1:]:
        lines = (line * (right - left, foot - top) + (left, top) for line in relief.outlines(cover.seen))
        sheet.drawing.lines((line.tolist() for line in lines), Stroke("green", 1.1, (4.1, 1.8)))


def _draw_discs(sheet: _Sheet, scene: Scene) -> None:
    """Without terrain every radar sees a disc or a sector of one, cut off by its reach or by the horizon."""
    high, low = (
        "".join(_sector(sheet, radar, height_m, scene.earth_ratio) for radar in scene.radars)
        for height_m in (HIGH_M, LOW_M)
    )
    # Opaque, the far ones first: what several radars see looks the same as what one sees.
    sheet.drawing.shape(high, _PALE_GREEN)
    sheet.drawing.shape(low, _LIGHT_GREEN)
    frame, grid, step = sheet.frame, Stroke("line", 0.5), round_step(2 * sheet.frame.half_height_km, 5)
    for along in _multiples(step, frame.half_height_km):
        sheet.across((frame.half_height_km - along) * sheet.scale, f"{along:+g} km" if along else "0", grid)
    for along in _multiples(step, frame.half_width_km):
        sheet.down((frame.half_width_km + along) * sheet.scale, f"{along:+g} km" if along else "0", grid)
    sheet.drawing.shape(high, edge=Stroke("green", 0.9, (3.3, 1.4)))
    sheet.drawing.shape(low, edge=Stroke("green", 0.9))


def _sector(sheet: _Sheet, radar: Radar, height_m: float, earth_ratio: float) -> str:
    """Outline of what a radar sees of a target that high above a smooth earth."""
    x, y = sheet.at(radar.lat_deg, radar.lon_deg)
    radius = min(radar.reach_m, horizon_m(radar.antenna_m, height_m, earth_ratio)) / 1e3 * sheet.scale
    if radar.facing_rad is None or not radar.limited:
        apex, left_rad, right_rad = [], 0.0, 2 * math.pi
    else:
        apex = [(x, y)]
        left_rad, right_rad = radar.facing_rad - radar.sector_rad / 2, radar.facing_rad + radar.sector_rad / 2
    turns = np.linspace(left_rad, right_rad, 181).tolist()
    return polyline([*apex, *((x + radius * math.sin(turn), y - radius * math.cos(turn)) for turn in turns)]) + "z"


def _multiples(step: float, half_span: float) -> Iterable[float]:
    most = math.floor(half_span * 0.97 / step)
    return (step * number for number in range(-most, most + 1))


def _draw_graticule(sheet: _Sheet) -> None:
    south, north, west, east = sheet.frame.bounds_deg
    step = max(round_step(north - south, 4), 0.1)
    grid, margin = Stroke("paper", 0.5, (), 0.7), 0.04 * (north - south)
    for lat in np.arange(math.ceil(south / step) * step, north - margin, step).tolist():
        sheet.across(sheet.at(lat, west)[1], f"{abs(lat):g}° {'N' if lat >= 0 else 'S'}", grid)
    for lon in np.arange(math.ceil((west + margin) / step) * step, east - margin, step).tolist():
        sheet.down(sheet.at(north, lon)[0], f"{abs(lon):g}° {'E' if lon >= 0 else 'W'}", grid)


def _draw_tracks(sheet: _Sheet, tracks: Sequence[Track]) -> None:
    for kind in dict.fromkeys(track.object_class for track in tracks):
        colour, dashes = CLASS_LINES.get(kind, ("ink", ()))
        ways = (sheet.way(track.lat_deg, track.lon_deg) for track in tracks if track.object_class == kind)
        sheet.drawing.lines(ways, Stroke(colour, 0.9, dashes, 0.85))


def _draw_site(sheet: _Sheet, site: Site) -> None:
    place = sheet.at(site.lat_deg, site.lon_deg)
    if site.hits_count > _LEAST_HITS:
        sheet.drawing.marks([place], Sign("disc", 14 + 3 * math.sqrt(site.hits_count), "vermillion", "none"), 0.3)
    sheet.drawing.marks([place], _MARKS[site.kind])


def _write_names(sheet: _Sheet, scene: Scene) -> None:
    breadth, height = WIDTH, sheet.height
    wanted: list[tuple[labels.Label, bool]] = []
    obstacles: list[labels.Box] = [(breadth - 190, height - 34, breadth, height)]  # the scale bar
    for site in sorted(scene.sites, key=lambda one: (_SITE_ORDER.index(one.kind), one.name)):
        x, y = sheet.at(site.lat_deg, site.lon_deg)
        obstacles.append((x - 5, y - 5, x + 5, y + 5))
        wanted.append((_label(site.name, x, y), site.kind == "asset"))
    for first, text in _group_names(scene.tracks):
        wanted.append((_label(text, *sheet.at(*_entry(first, sheet.frame))), False))
    inside = [(label, bold) for label, bold in wanted if 0 < label.x < breadth and 0 < label.y < height]
    lines = [box for track in scene.tracks for box in _along(sheet.way(track.lat_deg, track.lon_deg))]
    bold = {id(label) for label, is_bold in inside if is_bold}
    border = (4, 4, breadth - 4, height - 4)
    for place in labels.placed([label for label, _ in inside], obstacles, border, lines=lines):
        if place.leader:
            sheet.drawing.lines([[(place.label.x, place.label.y), (place.x, place.y)]], _HAIR)
        letters = _NAME._replace(bold=id(place.label) in bold)
        sheet.drawing.words((place.x, place.y), place.label.text, letters)


def _label(text: str, x: float, y: float) -> labels.Label:
    """Size of a text in points: 0.62 of its height per letter is wider than any face the page may use."""
    return labels.Label(text, x, y, 0.62 * _NAME.size * len(text), 1.3 * _NAME.size)


def _group_names(tracks: Sequence[Track]) -> list[tuple[Track, str]]:
    """One name per group: its middle track and the words."""
    groups: dict[str, list[Track]] = {}
    for track in tracks:
        groups.setdefault(track.group, []).append(track)
    named: list[tuple[Track, str]] = []
    for group, members in groups.items():
        words = counted(len(members), members[0].object_class)
        words += ", jamming" if members[0].jams else ""
        named.append((members[len(members) // 2], words if words.endswith(f" {group}") else f"{group}: {words}"))
    return named


def _along(way: Sequence[Point]) -> list[labels.Box]:
    """Small boxes every few points along a way, so that names keep off it."""
    places: Floats = np.array(way, np.float64)
    x, y = places[:, 0], places[:, 1]
    length = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    steps = np.arange(0.0, float(length[-1]), 6.0)
    spots = zip(np.interp(steps, length, x).tolist(), np.interp(steps, length, y).tolist(), strict=True)
    return [(east - 2.5, south - 2.5, east + 2.5, south + 2.5) for east, south in spots]


def _entry(track: Track, frame: Frame) -> tuple[float, float]:
    """Where the track starts or, if that is off the map, the first point a little inside."""
    east, north = frame.east_km(track.lon_deg), frame.north_km(track.lat_deg)
    within = (np.abs(east) < 0.93 * frame.half_width_km) & (np.abs(north) < 0.93 * frame.half_height_km)
    first = int(np.argmax(within))
    return float(track.lat_deg[first]), float(track.lon_deg[first])


def _draw_scale(sheet: _Sheet) -> None:
    drawing, foot = sheet.drawing, sheet.height - 12
    length_km = round_step(2 * sheet.frame.half_width_km, 8)
    right, length = 0.965 * WIDTH, length_km * sheet.scale
    drawing.lines([[(right - length, foot), (right, foot)]], Stroke("ink", 2.0))
    drawing.words((right - length / 2, foot - 4), f"{length_km:g} km", Letters(8, side="middle", height="above"))
    x = 0.9825 * WIDTH
    drawing.lines([[(x, foot), (x, foot - 16)]], Stroke("ink", 1.0))
    drawing.shape(polyline([(x, foot - 20), (x + 2.2, foot - 14), (x - 2.2, foot - 14)]) + "z", "ink")
    drawing.words((x, foot - 20), "N", Letters(8, side="middle", height="above"))


def _draw_key(drawing: Drawing, scene: Scene, y: float) -> None:
    """One line of signs under the map, only those that occur."""
    kinds = {site.kind for site in scene.sites}
    named = zip(_SITE_ORDER, _SITE_WORDS, strict=True)
    entries = [(_MARKS[kind], words, 1.0) for kind, words in named if kind in kinds]
    if any(site.hits_count > _LEAST_HITS for site in scene.sites):
        entries.append((Sign("disc", 10, "vermillion", "none"), "damaging hits per raid (larger: more)", 0.4))
    if len(scene.kills):
        entries.append((_KILL, scene.kills_caption, 1.0))
    x = 6.0
    for sign, words, cover_frac in entries:
        drawing.marks([(x + 4, y)], sign, cover_frac)
        drawing.words((x + 14, y), words, Letters(7.5, height="middle"))
        x += 30 + 4.4 * len(words)
