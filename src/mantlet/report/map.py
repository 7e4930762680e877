"""The map: ground, what the radars see, who stands where, the ways of the raid, and where it ended."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mantlet.report import labels, relief
from mantlet.report.ink import LIGHT, drawing, inline_svg
from mantlet.report.markup import Html
from mantlet.report.scene import Floats, Frame, Scene, Site, SiteKind, Track
from mantlet.report.wording import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH_IN = 9.6
# class -> (colour, dashes): hue and line both tell the classes apart, so that grey print still does.
CLASS_LINES: dict[str, tuple[str, tuple[float, ...]]] = {
    "fighter": ("blue", ()),
    "bomber": ("blue", (6, 2)),
    "cruise": ("vermillion", ()),
    "srbm": ("purple", ()),
    "quasi_ballistic": ("purple", (4, 2)),
    "uav": ("orange", ()),
    "decoy": ("soft", (1.5, 1.5)),
}
# kind -> (marker, size, fill, edge)
_MARKS: dict[SiteKind, tuple[str, float, str, str]] = {
    "asset": ("s", 6.5, "paper", "ink"),
    "unit": ("^", 7.5, "green", "paper"),
    "radar": ("o", 5.0, "paper", "green"),
    "post": ("D", 4.5, "paper", "green"),
}
_SITE_ORDER: tuple[SiteKind, ...] = ("asset", "unit", "radar", "post")


def map_svg(scene: Scene, frame: Frame, name: str, title: str, description: str) -> Html:
    """The scene inside the frame as inline SVG, about 9.6 inches broad."""
    height_in = WIDTH_IN * frame.half_height_km / frame.half_width_km
    with drawing(WIDTH_IN, height_in + 0.35) as figure:
        share = height_in / (height_in + 0.35)
        axes = figure.add_axes((0.0, 1 - share, 1.0, share))
        axes.set_xlim(-frame.half_width_km, frame.half_width_km)
        axes.set_ylim(-frame.half_height_km, frame.half_height_km)
        axes.set_axis_off()
        if scene.ground is not None:
            _draw_ground(axes, scene, frame)
            _draw_graticule(axes, frame)
        else:
            _draw_kilometres(axes, frame)
            _draw_circles(axes, scene, frame)
        for track in scene.tracks:
            _draw_track(axes, track, frame)
        if len(scene.kills):
            east, north = frame.east_km(scene.kills[:, 1]), frame.north_km(scene.kills[:, 0])
            axes.plot(east, north, "x", color=LIGHT["ink"], markersize=4.5, markeredgewidth=1.0, zorder=6)
        for site in scene.sites:
            _draw_site(axes, site, frame)
        _write_names(axes, scene, frame, height_in)
        _draw_scale(axes, frame)
        _draw_key(figure.add_axes((0.0, 0.0, 1.0, 1 - share)), scene)
        return inline_svg(figure, name, title, description, themed=False)


def _draw_ground(axes: Axes, scene: Scene, frame: Frame) -> None:
    ground = scene.ground
    assert ground is not None
    image = relief.shaded(ground)
    for cover in scene.covers[:1]:
        image = relief.tinted(image, cover.seen, LIGHT["green"])
    west, east = (float(frame.east_km(edge)) for edge in (ground.west_deg, ground.east_deg))
    south, north = (float(frame.north_km(edge)) for edge in (ground.south_deg, ground.north_deg))
    axes.imshow(image, extent=(west, east, south, north), interpolation="none", aspect="auto", zorder=0)
    for cover in scene.covers[1:]:
        rows, columns = cover.seen.shape
        x = west + (np.arange(columns) + 0.5) / columns * (east - west)
        y = north - (np.arange(rows) + 0.5) / rows * (north - south)
        level = relief.smoothed(cover.seen)
        axes.contour(x, y, level, levels=[0.5], colors=[LIGHT["green"]], linewidths=1.1, linestyles="dashed", zorder=2)


def _draw_circles(axes: Axes, scene: Scene, frame: Frame) -> None:
    """Without terrain every radar sees a disc, cut off by its reach or by the horizon."""
    from matplotlib.patches import Circle

    from mantlet.physics.propagation import horizon_m

    for radar in scene.radars:
        centre = float(frame.east_km(radar.lon_deg)), float(frame.north_km(radar.lat_deg))
        for cover, fill, dashes in zip(scene.covers, (True, False), ("solid", "dashed"), strict=False):
            radius_km = min(radar.reach_m, horizon_m(radar.antenna_m, cover.height_m)) / 1e3
            patch = Circle(centre, radius_km, fill=False, edgecolor=LIGHT["green"], linewidth=1.1, linestyle=dashes)
            axes.add_patch(patch)
            if fill:
                axes.add_patch(Circle(centre, radius_km, facecolor=LIGHT["green"], alpha=0.15, linewidth=0))


def _step_up(span: float, pieces: int) -> float:
    """The round step (1, 2 or 5 times a power of ten) that cuts a span into about so many pieces."""
    rough = span / pieces
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= rough)


def _draw_graticule(axes: Axes, frame: Frame) -> None:
    south, north, west, east = frame.bounds_deg
    step = max(_step_up(north - south, 4), 0.1)
    small = {"fontsize": 7, "color": LIGHT["soft"], "zorder": 3}
    for lat in np.arange(math.ceil(south / step) * step, north, step):
        y = float(frame.north_km(float(lat)))
        axes.axhline(y, color=LIGHT["paper"], linewidth=0.5, alpha=0.7, zorder=1)
        axes.text(-frame.half_width_km * 0.992, y, f" {abs(lat):g}° {'N' if lat >= 0 else 'S'}", va="bottom", **small)
    for lon in np.arange(math.ceil(west / step) * step, east, step):
        x = float(frame.east_km(float(lon)))
        axes.axvline(x, color=LIGHT["paper"], linewidth=0.5, alpha=0.7, zorder=1)
        side = "E" if lon >= 0 else "W"
        axes.text(x, frame.half_height_km * 0.985, f" {abs(lon):g}° {side}", va="top", **small)


def _draw_kilometres(axes: Axes, frame: Frame) -> None:
    step = _step_up(2 * frame.half_height_km, 5)
    small = {"fontsize": 7, "color": LIGHT["soft"]}
    for along in _multiples(step, frame.half_height_km):
        axes.axhline(along, color=LIGHT["line"], linewidth=0.5, zorder=0)
        axes.text(-frame.half_width_km * 0.992, along, f" {along:+g} km" if along else " 0", va="bottom", **small)
    for along in _multiples(step, frame.half_width_km):
        axes.axvline(along, color=LIGHT["line"], linewidth=0.5, zorder=0)
        axes.text(along, frame.half_height_km * 0.985, f" {along:+g} km" if along else " 0", va="top", **small)


def _multiples(step: float, half_span: float) -> Iterable[float]:
    most = math.floor(half_span * 0.97 / step)
    return (step * number for number in range(-most, most + 1))


def _draw_track(axes: Axes, track: Track, frame: Frame) -> None:
    colour, dashes = CLASS_LINES.get(track.object_class, ("ink", ()))
    line = axes.plot(
        frame.east_km(track.lon_deg), frame.north_km(track.lat_deg), color=LIGHT[colour], linewidth=0.9, alpha=0.75
    )[0]
    line.set_zorder(4)
    if dashes:
        line.set_dashes(dashes)


def _draw_site(axes: Axes, site: Site, frame: Frame) -> None:
    x, y = float(frame.east_km(site.lon_deg)), float(frame.north_km(site.lat_deg))
    marker, size, fill, edge = _MARKS[site.kind]
    if site.leaked_count > 0.005:
        axes.plot([x], [y], "o", color=LIGHT["vermillion"], alpha=0.3, markersize=14 + 3 * math.sqrt(site.leaked_count))
    axes.plot(
        [x], [y], marker, markersize=size, markerfacecolor=LIGHT[fill], markeredgecolor=LIGHT[edge], zorder=7
    )


def _write_names(axes: Axes, scene: Scene, frame: Frame, height_in: float) -> None:
    points_x = WIDTH_IN * 72 / (2 * frame.half_width_km)
    points_y = height_in * 72 / (2 * frame.half_height_km)
    half_w, half_h = WIDTH_IN * 36, height_in * 36
    wanted: list[tuple[labels.Label, str, str]] = []
    obstacles: list[labels.Box] = [(half_w - 190, -half_h, half_w, -half_h + 30)]  # the scale bar

    def inside(x: float, y: float) -> bool:
        return abs(x) < half_w and abs(y) < half_h

    for site in sorted(scene.sites, key=lambda one: (_SITE_ORDER.index(one.kind), one.name)):
        x, y = float(frame.east_km(site.lon_deg)) * points_x, float(frame.north_km(site.lat_deg)) * points_y
        obstacles.append((x - 5, y - 5, x + 5, y + 5))
        text = f"{site.name} {site.note}".strip()
        if inside(x, y):
            wanted.append((_label(text, x, y, 7.5), "ink", "bold" if site.kind == "asset" else "normal"))
    for first, text, colour in _group_names(scene.tracks):
        lat, lon = _entry(first, frame)
        x, y = float(frame.east_km(lon)) * points_x, float(frame.north_km(lat)) * points_y
        if inside(x, y):
            wanted.append((_label(text, x, y, 7.5), colour, "normal"))
    styles = {id(label): (colour, weight) for label, colour, weight in wanted}
    border = (-half_w + 4, -half_h + 4, half_w - 4, half_h - 4)
    for place in labels.placed([label for label, _, _ in wanted], obstacles, border):
        colour, weight = styles[id(place.label)]
        _write_name(axes, place, (points_x, points_y), LIGHT[colour], weight)


def _write_name(axes: Axes, place: labels.Place, points: tuple[float, float], colour: str, weight: str) -> None:
    from matplotlib.patheffects import withStroke

    x, y = place.x / points[0], place.y / points[1]
    if place.leader:
        anchor_x, anchor_y = place.label.x / points[0], place.label.y / points[1]
        axes.plot([anchor_x, x], [anchor_y, y], color=LIGHT["soft"], linewidth=0.5, zorder=5)
    text = axes.text(
        x, y, place.label.text, fontsize=7.5, color=colour, ha="center", va="center", fontweight=weight, zorder=8
    )
    text.set_path_effects([withStroke(linewidth=2.5, foreground=LIGHT["paper"])])


def _label(text: str, x: float, y: float, size: float) -> labels.Label:
    """Size of a text in points: 0.62 of its height per letter is wider than any face the page may use."""
    return labels.Label(text, x, y, 0.62 * size * len(text), 1.3 * size)


def _group_names(tracks: Sequence[Track]) -> list[tuple[Track, str, str]]:
    """One name per group: its middle track, the words, the colour."""
    groups: dict[str, list[Track]] = {}
    for track in tracks:
        groups.setdefault(track.group, []).append(track)
    return [
        (members[len(members) // 2], f"{group}: {counted(len(members), members[0].object_class)}", _hue(members[0]))
        for group, members in groups.items()
    ]


def _hue(track: Track) -> str:
    return CLASS_LINES.get(track.object_class, ("ink", ()))[0]


def _entry(track: Track, frame: Frame) -> tuple[float, float]:
    """Where the track starts or, if that is off the map, the first point a little inside."""
    east, north = frame.east_km(track.lon_deg), frame.north_km(track.lat_deg)
    within: Floats = (np.abs(east) < 0.93 * frame.half_width_km) & (np.abs(north) < 0.93 * frame.half_height_km)
    first = int(np.argmax(within))
    return float(track.lat_deg[first]), float(track.lon_deg[first])


def _draw_scale(axes: Axes, frame: Frame) -> None:
    length = _step_up(2 * frame.half_width_km, 8)
    right, low = frame.half_width_km * 0.93, -frame.half_height_km * 0.96
    axes.plot([right - length, right], [low, low], color=LIGHT["ink"], linewidth=2.0, solid_capstyle="butt", zorder=9)
    up = frame.half_height_km * 0.02
    axes.text(right - length / 2, low + up, f"{length:g} km", ha="center", va="bottom", fontsize=8, zorder=9)
    arrow = {"arrowstyle": "-|>", "color": LIGHT["ink"], "linewidth": 1.0, "shrinkA": 0, "shrinkB": 0}
    x = frame.half_width_km * 0.965
    axes.annotate("", (x, low + 3.2 * up), (x, low), arrowprops=arrow, zorder=9)
    axes.text(x, low + 3.3 * up, "N", ha="center", va="bottom", fontsize=8, zorder=9)


def _draw_key(axes: Axes, scene: Scene) -> None:
    """One line of signs under the map, only those that occur."""
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH_IN * 72)
    axes.set_ylim(0, 1)
    x = 6.0
    kinds = {site.kind for site in scene.sites}
    entries: list[tuple[str, float, str, str, str]] = [
        (*_MARKS[kind], words)
        for kind, words in zip(_SITE_ORDER, ("asset", "fire unit", "radar", "command post"), strict=True)
        if kind in kinds
    ]
    if any(site.leaked_count > 0.005 for site in scene.sites):
        entries.append(("o", 10, "vermillion", "paper", "leaks on it, on average (area ~ number)"))
    if len(scene.kills):
        entries.append(("x", 5, "ink", "ink", scene.kills_caption))
    for marker, size, fill, edge, words in entries:
        alpha = 0.4 if fill == "vermillion" else 1.0
        style = {"markerfacecolor": LIGHT[fill], "markeredgecolor": LIGHT[edge], "alpha": alpha}
        axes.plot([x + 4], [0.5], marker, markersize=size, **style)
        axes.text(x + 14, 0.5, words, fontsize=7.5, va="center")
        x += 30 + 4.4 * len(words)
