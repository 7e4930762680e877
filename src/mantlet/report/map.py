"""The map: ground, what the radars see, who stands where, the ways of the raid, and where it ended."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from mantlet.report import labels, relief
from mantlet.report.coverage import HIGH_M, LOW_M
from mantlet.report.ink import LIGHT, Axes, drawing, inline_svg
from mantlet.report.markup import Html
from mantlet.report.scene import Floats, Frame, Scene, Site, SiteKind, Track
from mantlet.report.wording import counted

WIDTH_IN = 9.6
_LIGHT_GREEN, _PALE_GREEN = "#b5dfd3", "#e0f3ed"
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
    "fighters": ("v", 6.0, "paper", "blue"),
}
_SITE_ORDER: tuple[SiteKind, ...] = ("asset", "unit", "radar", "post", "fighters")


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
        _draw_tracks(axes, scene.tracks, frame)
        if len(scene.kills):
            east, north = frame.east_km(scene.kills[:, 1]), frame.north_km(scene.kills[:, 0])
            axes.plot(east, north, "x", color=LIGHT["ink"], markersize=4.5, markeredgewidth=1.0, zorder=6)
        for radar in scene.radars:
            if radar.leg is not None:
                east, north = frame.east_km(radar.leg[:, 1]), frame.north_km(radar.leg[:, 0])
                axes.plot(east, north, color=LIGHT["green"], linewidth=1.6, zorder=5)
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
    for cover, strength in zip(scene.covers, (0.34, 0.12), strict=False):
        image = relief.tinted(image, cover.seen, LIGHT["green"], strength)
    west, east = (float(frame.east_km(edge)) for edge in (ground.west_deg, ground.east_deg))
    south, north = (float(frame.north_km(edge)) for edge in (ground.south_deg, ground.north_deg))
    axes.imshow(image, extent=(west, east, south, north), interpolation="none", aspect="auto", zorder=0)
    for cover in scene.covers[1:]:
        rows, columns = (int(size) for size in cover.seen.shape)
        x = west + (np.arange(columns) + 0.5) / columns * (east - west)
        y = north - (np.arange(rows) + 0.5) / rows * (north - south)
        level = relief.smoothed(cover.seen)
        axes.contour(x, y, level, levels=[0.5], colors=[LIGHT["green"]], linewidths=1.1, linestyles="dashed", zorder=2)


def _draw_circles(axes: Axes, scene: Scene, frame: Frame) -> None:
    """Without terrain every radar sees a disc or a sector of one, cut off by its reach or by the horizon."""
    from matplotlib.patches import Wedge

    from mantlet.physics.propagation import horizon_m

    # Opaque, the far ones first: what several radars see looks the same as what one sees.
    for height_m, colour, dashes in ((HIGH_M, _PALE_GREEN, "dashed"), (LOW_M, _LIGHT_GREEN, "solid")):
        for radar in scene.radars:
            centre = float(frame.east_km(radar.lon_deg)), float(frame.north_km(radar.lat_deg))
            radius_km = min(radar.reach_m, horizon_m(radar.antenna_m, height_m, scene.earth_ratio)) / 1e3
            left_deg, right_deg = 0.0, 360.0
            if radar.facing_rad is not None and radar.limited:
                middle_deg, half_deg = 90 - math.degrees(radar.facing_rad), math.degrees(radar.sector_rad) / 2
                left_deg, right_deg = middle_deg - half_deg, middle_deg + half_deg
            axes.add_patch(Wedge(centre, radius_km, left_deg, right_deg, facecolor=colour, linewidth=0, zorder=-1))
            outline = Wedge(centre, radius_km, left_deg, right_deg, fill=False, edgecolor=LIGHT["green"])
            outline.set(linewidth=0.9, linestyle=dashes, zorder=1)
            axes.add_patch(outline)


def _step_up(span: float, pieces: int) -> float:
    """The round step (1, 2 or 5 times a power of ten) that cuts a span into about so many pieces."""
    rough = span / pieces
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= rough)


def _draw_graticule(axes: Axes, frame: Frame) -> None:
    south, north, west, east = frame.bounds_deg
    step = max(_step_up(north - south, 4), 0.1)
    small = {"fontsize": 7, "color": LIGHT["soft"], "zorder": 3}
    margin = 0.04 * (north - south)
    for lat in np.arange(math.ceil(south / step) * step, north - margin, step):
        y = float(frame.north_km(float(lat)))
        axes.axhline(y, color=LIGHT["paper"], linewidth=0.5, alpha=0.7, zorder=1)
        axes.text(-frame.half_width_km * 0.992, y, f" {abs(lat):g}° {'N' if lat >= 0 else 'S'}", va="bottom", **small)
    for lon in np.arange(math.ceil((west + margin) / step) * step, east - margin, step):
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


def _draw_tracks(axes: Axes, tracks: Sequence[Track], frame: Frame) -> None:
    from matplotlib.collections import LineCollection

    for kind in dict.fromkeys(track.object_class for track in tracks):
        colour, dashes = CLASS_LINES.get(kind, ("ink", ()))
        lines = [
            np.column_stack([frame.east_km(track.lon_deg), frame.north_km(track.lat_deg)])
            for track in tracks
            if track.object_class == kind
        ]
        style = (0, dashes) if dashes else "solid"
        axes.add_collection(
            LineCollection(lines, colors=LIGHT[colour], linewidths=0.9, alpha=0.75, linestyles=style, zorder=4)
        )


def _draw_site(axes: Axes, site: Site, frame: Frame) -> None:
    x, y = float(frame.east_km(site.lon_deg)), float(frame.north_km(site.lat_deg))
    marker, size, fill, edge = _MARKS[site.kind]
    if site.hits_count > 0.005:
        axes.plot([x], [y], "o", color=LIGHT["vermillion"], alpha=0.3, markersize=14 + 3 * math.sqrt(site.hits_count))
    axes.plot([x], [y], marker, markersize=size, markerfacecolor=LIGHT[fill], markeredgecolor=LIGHT[edge], zorder=7)


def _write_names(axes: Axes, scene: Scene, frame: Frame, height_in: float) -> None:
    points_x = WIDTH_IN * 72 / (2 * frame.half_width_km)
    points_y = height_in * 72 / (2 * frame.half_height_km)
    half_w, half_h = WIDTH_IN * 36, height_in * 36
    wanted: list[tuple[labels.Label, str, str]] = []
    obstacles: list[labels.Box] = [(half_w - 190, -half_h, half_w, -half_h + 30)]  # the scale bar

    lines: list[labels.Box] = []

    def inside(x: float, y: float) -> bool:
        return abs(x) < half_w and abs(y) < half_h

    for site in sorted(scene.sites, key=lambda one: (_SITE_ORDER.index(one.kind), one.name)):
        x, y = float(frame.east_km(site.lon_deg)) * points_x, float(frame.north_km(site.lat_deg)) * points_y
        obstacles.append((x - 5, y - 5, x + 5, y + 5))
        if inside(x, y):
            wanted.append((_label(site.name, x, y, 7.5), "ink", "bold" if site.kind == "asset" else "normal"))
    for first, text in _group_names(scene.tracks):
        lat, lon = _entry(first, frame)
        x, y = float(frame.east_km(lon)) * points_x, float(frame.north_km(lat)) * points_y
        if inside(x, y):
            wanted.append((_label(text, x, y, 7.5), "ink", "normal"))
    for track in scene.tracks:
        lines += _along(frame.east_km(track.lon_deg) * points_x, frame.north_km(track.lat_deg) * points_y)
    styles = {id(label): (colour, weight) for label, colour, weight in wanted}
    border = (-half_w + 4, -half_h + 4, half_w - 4, half_h - 4)
    for place in labels.placed([label for label, _, _ in wanted], obstacles, border, lines=lines):
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


def _along(x: Floats, y: Floats) -> list[labels.Box]:
    """Small boxes every few points along a way, so that names keep off it."""
    length = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    steps = np.arange(0.0, float(length[-1]), 6.0)
    spots = np.column_stack([np.interp(steps, length, x), np.interp(steps, length, y)])
    return [(east - 2.5, north - 2.5, east + 2.5, north + 2.5) for east, north in spots.tolist()]


def _entry(track: Track, frame: Frame) -> tuple[float, float]:
    """Where the track starts or, if that is off the map, the first point a little inside."""
    east, north = frame.east_km(track.lon_deg), frame.north_km(track.lat_deg)
    within = (np.abs(east) < 0.93 * frame.half_width_km) & (np.abs(north) < 0.93 * frame.half_height_km)
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
        for kind, words in zip(_SITE_ORDER, ("asset", "fire unit", "radar", "command post", "fighters"), strict=True)
        if kind in kinds
    ]
    if any(site.hits_count > 0.005 for site in scene.sites):
        entries.append(("o", 10, "vermillion", "paper", "damaging hits per raid (larger: more)"))
    if len(scene.kills):
        entries.append(("x", 5, "ink", "ink", scene.kills_caption))
    for marker, size, fill, edge, words in entries:
        alpha = 0.4 if fill == "vermillion" else 1.0
        style = {"markerfacecolor": LIGHT[fill], "markeredgecolor": LIGHT[edge], "alpha": alpha}
        axes.plot([x + 4], [0.5], marker, markersize=size, **style)
        axes.text(x + 14, 0.5, words, fontsize=7.5, va="center")
        x += 30 + 4.4 * len(words)
