"""Draws the validation plot of every page in this folder: `python docs/physics/plots.py` writes the SVG files anew.

Lines are what the package computes, dots what is published or integrated independently.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy import special
from scipy.integrate import solve_ivp

from mantlet.physics import (
    atmosphere,
    ballistic,
    detection,
    flyout,
    geodesy,
    jamming,
    kill,
    line_of_sight,
    propagation,
    radar,
    rain,
    terrain,
)
from mantlet.physics.formula import over_arrays
from mantlet.physics.roots import root_between

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "tests" / "published" / "data"
# Okabe and Ito: told apart with any colour vision.
BLUE, ORANGE, GREEN, RED, PURPLE, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#666666"
DOT = {"linestyle": "none", "marker": "o", "color": "black", "markersize": 4, "zorder": 5}


def published(name: str) -> list[dict[str, str]]:
    """Rows of a published data file."""
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def column(name: str, key: str) -> npt.NDArray[np.float64]:
    """One numeric column of a published data file."""
    return np.array([float(row[key]) for row in published(name)])


def panels(count: int = 2) -> tuple[Figure, list[Axes]]:
    """Panels side by side."""
    figure, axes = plt.subplots(1, count, figsize=(8.4, 3.2) if count > 1 else (5.6, 3.2))
    return figure, list(np.atleast_1d(axes))


def draw_atmosphere() -> Figure:
    """Temperature, and how far each quantity is from the tables."""
    figure, (left, right) = panels()
    heights = np.linspace(-1e3, 85e3, 400)
    left.plot(over_arrays(atmosphere.standard)(heights)[0], heights / 1e3, color=BLUE)
    left.plot(column("us_standard_1976.csv", "temperature_k"), column("us_standard_1976.csv", "height_m") / 1e3, **DOT)
    left.set(xlabel="temperature, K", ylabel="height, km", title="Dots: US Standard Atmosphere 1976")
    points = column("us_standard_1976.csv", "height_m")
    values = over_arrays(atmosphere.standard)(points)
    for name, value, colour in zip(
        ("temperature_k", "pressure_pa", "density_kg_m3"), values, (BLUE, ORANGE, GREEN), strict=True
    ):
        error = np.abs(value / column("us_standard_1976.csv", name) - 1.0)
        label = name.rsplit("_", 1)[0].removesuffix("_kg").replace("_", " ")
        right.semilogy(points / 1e3, np.maximum(error, 1e-8), "o", color=colour, label=label)
    right.axhline(1e-4, color=GREY, linestyle="--", label="accepted")
    right.set(xlabel="height, km", ylabel="relative difference", title="Rounding of the tables is what is left")
    right.legend(fontsize=8)
    return figure


def draw_geodesy() -> Figure:
    """Error of the distance beside that of a sphere."""
    figure, (axes,) = panels(1)
    rows = published("geodesic_wgs84.csv")
    lengths = column("geodesic_wgs84.csv", "s12_m")
    ends = [[float(row[key]) for key in ("lat1", "lon1", "lat2", "lon2")] for row in rows]
    ours = [abs(geodesy.inverse(*end)[0] - length) for end, length in zip(ends, lengths, strict=True)]
    sphere = [abs(line_of_sight.ground_distance_m(*end) - length) for end, length in zip(ends, lengths, strict=True)]
    axes.semilogy(lengths / 1e6, np.maximum(ours, 1e-10), "o", color=BLUE, label="ellipsoid (this package)")
    axes.semilogy(lengths / 1e6, sphere, "s", color=ORANGE, label="sphere of 6371 km")
    axes.axhline(1e-6, color=GREY, linestyle="--", label="accepted: 1 µm")
    axes.set(xlabel="distance, thousand km", ylabel="error against Karney's test set, m")
    axes.legend(fontsize=8)
    return figure


def draw_line_of_sight() -> Figure:
    """The horizon beside published and exact distances; one profile over Ladakh with the lowest ray that clears it."""
    figure, (left, right) = panels()
    target_m = np.linspace(0.0, 10e3, 200)
    for ratio, colour, label in ((4.0 / 3.0, BLUE, "4/3"), (1.0, ORANGE, "1 (no refraction)")):
        left.plot(
            target_m / 1e3, over_arrays(propagation.horizon_m)(20.0, target_m, ratio) / 1e3, color=colour, label=label
        )
        some_m, radius_m = np.array([1e3, 2.5e3, 5e3, 10e3]), ratio * propagation.EARTH_RADIUS_M
        arc_m = radius_m * (np.arccos(radius_m / (radius_m + some_m)) + math.acos(radius_m / (radius_m + 20.0)))
        left.plot(some_m / 1e3, arc_m / 1e3, **DOT)
    worked = [row for row in published("horizon.csv") if row["quantity"] == "los_horizon_m"]  # 20 m and 50 m
    left.plot([0.05] * len(worked), [float(row["value"]) / 1e3 for row in worked], **DOT)
    left.set(
        xlabel="target height, km", ylabel="horizon of a radar 20 m up, km", title="Dots: published, and exact tangents"
    )
    left.legend(title="earth ratio", fontsize=8)
    _draw_profile(right)
    return figure


def _draw_profile(axes: Axes) -> None:
    ground = terrain.load()
    start, end = (34.00, 77.40), (34.55, 78.55)
    along, heights = ground.profile_m(*start, *end)
    radar_m = ground.height_m(*start) + 20.0
    lowest = next(h for h in np.arange(heights[-1], 12e3, 10.0) if ground.visible(*start, radar_m, *end, float(h)))
    bulge = along * (along[-1] - along) / (2.0 * 4.0 / 3.0 * line_of_sight.EARTH_RADIUS_M)
    axes.fill_between(along / 1e3, 2800.0, heights, color="#b8a88a", linewidth=0)
    for height, colour, label in (
        (lowest, BLUE, f"lowest seen: {lowest:.0f} m"),
        (lowest - 800.0, RED, "800 m lower: hidden"),
    ):
        ray = radar_m + (height - radar_m) * along / along[-1] - bulge
        axes.plot(along / 1e3, ray, color=colour, label=label)
    axes.set(xlabel="distance, km", ylabel="height above sea level, m", ylim=(2800.0, None))
    axes.set_title("Ray over a 4/3 earth, on flat ground")
    axes.legend(fontsize=8)


def draw_knife_edge() -> Figure:
    """The approximation and the exact integral."""
    figure, (left, right) = panels()
    nu = np.linspace(-1.5, 10.0, 300)
    sine, cosine = special.fresnel(nu)
    exact = -10.0 * np.log10(0.5 * ((0.5 - cosine) ** 2 + (0.5 - sine) ** 2))
    ours = over_arrays(propagation.knife_edge_db)(nu)
    left.plot(nu, ours, color=BLUE, label="P.526 eq. 31")
    left.plot(column("knife_edge_p526.csv", "nu"), column("knife_edge_p526.csv", "J_exact_fresnel_db"), **DOT)
    left.set(xlabel="ν", ylabel="one-way loss, dB", title="Dots: exact Fresnel integral")
    right.plot(nu, ours - exact, color=BLUE)
    right.axhspan(-0.15, 0.15, color=GREY, alpha=0.2)
    right.set(xlabel="ν", ylabel="difference, dB", title="Within 0.15 dB from ν = −0.7 up", ylim=(-1.5, 1.5))
    return figure


def draw_gas() -> Figure:
    """Specific attenuation, and the loss of a search radar's way."""
    figure, (left, right) = panels()
    ghz = np.geomspace(1.0, 350.0, 500)
    left.loglog(ghz, over_arrays(propagation.gas_db_per_km)(ghz * 1e9, 101325.0, 288.15, 7.5e-3), color=BLUE)
    rows = published("itu_p676_13_gamma.csv")
    total = [float(row["oxygen_db_per_km"]) + float(row["water_db_per_km"]) for row in rows]
    left.loglog([float(row["frequency_ghz"]) for row in rows], total, **DOT)
    left.set(xlabel="frequency, GHz", ylabel="dB per km, one way", title="Dots: ITU-R validation examples")
    ranges = np.linspace(0.0, 400e3, 81)
    for frequency_hz, colour in ((1.3e9, GREEN), (3e9, BLUE), (10e9, ORANGE)):
        for height_m, style in ((10e3, "-"), (25e3, "--")):
            loss = propagation.two_way_gas_db(frequency_hz, 20.0, ranges, np.array([height_m]))[:, 0]
            label = f"{frequency_hz / 1e9:g} GHz, {height_m / 1e3:g} km"
            right.plot(ranges / 1e3, loss, color=colour, linestyle=style, label=label)
    right.set(xlabel="ground range, km", ylabel="two-way loss, dB", title="To targets at 10 and 25 km")
    right.legend(fontsize=7)
    return figure


def draw_rain() -> Figure:
    """Specific attenuation, and how far a radar still sees what it sees at 100 km in clear air."""
    figure, (left, right) = panels()
    ghz = np.geomspace(1.0, 100.0, 300)
    for rate_mm_h, colour in ((5.0, GREEN), (25.0, BLUE), (100.0, ORANGE)):
        loss = over_arrays(rain.rain_db_per_km)(ghz * 1e9, rate_mm_h / 3.6e6)
        left.loglog(ghz, loss, color=colour, label=f"{rate_mm_h:g} mm/h")
    table = "itu_p838_3_table5.csv"
    k_h, k_v, alpha_h, alpha_v = (column(table, name) for name in ("k_h", "k_v", "alpha_h", "alpha_v"))
    k = 0.5 * (k_h + k_v)
    left.loglog(column(table, "frequency_ghz"), k * 25.0 ** (0.5 * (k_h * alpha_h + k_v * alpha_v) / k), **DOT)
    left.set(xlabel="frequency, GHz", ylabel="dB per km, one way", title="Dots: table 5 at 25 mm/h")
    left.legend(fontsize=8)
    rates = np.linspace(0.0, 60.0, 61)
    for band, frequency_hz, colour in (("S", 3e9, GREEN), ("C", 6e9, BLUE), ("X", 10e9, ORANGE)):
        seen = [_wet_range_m(rain.rain_db_per_km(frequency_hz, float(rate) / 3.6e6)) / 1e3 for rate in rates]
        right.plot(rates, seen, color=colour, label=f"{band} band, {frequency_hz / 1e9:g} GHz")
    right.set(xlabel="rain rate, mm/h", ylabel="range, km", title="Seen at 100 km when dry; wet all the way")
    right.set_ylim(0.0, None)
    right.legend(fontsize=8)
    return figure


def _wet_range_m(db_per_km: float) -> float:
    def excess(range_m: float) -> float:
        return 40.0 * math.log10(100e3 / range_m) - 2.0 * db_per_km * range_m / 1e3

    return root_between(excess, 1e3, 100e3)


def draw_jamming() -> Figure:
    """Burn-through over power, in the side lobes and the main lobe, and of a jammer on the target."""
    figure, (left, right) = panels()
    densities = np.geomspace(1e-9, 1e-2, 200)
    for down_db, colour, label in ((30.0, BLUE, "side lobes, 30 dB down"), (0.0, ORANGE, "main lobe")):
        jam = over_arrays(jamming.jam_to_noise_ratio)(densities, 3e9, 10 ** (3.5 - down_db / 10), 500.0, 150e3)
        seen = over_arrays(jamming.standoff_burn_through_m)(100e3, jam)
        left.loglog(densities * 1e6, seen / 1e3, color=colour, label=label)
    left.set(xlabel="power density, W/MHz", ylabel="burn-through range, km", title="Jammer 150 km away")
    left.legend(fontsize=8)
    densities = np.geomspace(1e-12, 1e-5, 200)
    even = over_arrays(jamming.even_range_m)(densities, 3e9, 10**3.5, 500.0)
    seen = over_arrays(jamming.self_burn_through_m)(100e3, even)
    right.loglog(densities * 1e6, seen / 1e3, color=BLUE, label="exact")
    loud = even > 100e3
    right.loglog(densities[loud] * 1e6, 1e7 / even[loud], color=GREY, linestyle="--", label="own noise left out")
    right.loglog(densities[::25] * 1e6, [_even_echo_m(float(part)) / 1e3 for part in even[::25]], **DOT)
    right.set(xlabel="power density, W/MHz", title="Jammer on the target; dots: by bisection")
    right.legend(fontsize=8)
    return figure


def _even_echo_m(even_m: float) -> float:
    """Where the echo, seen at 100 km without jamming, is as far above noise and jamming as it was there above noise."""
    return root_between(lambda range_m: (100e3 / range_m) ** 4 - 1.0 - (even_m / range_m) ** 2, 1.0, 100e3 + 1.0)


def draw_detection() -> Figure:
    """The five cases for ten pulses."""
    figure, (axes,) = panels(1)
    snr_db = np.linspace(-2.0, 20.0, 150)
    for swerling, colour in enumerate((GREY, BLUE, ORANGE, GREEN, PURPLE)):
        seen = over_arrays(detection.detection_prob)(10.0 ** (snr_db / 10.0), 1e-6, 10, swerling)
        axes.plot(snr_db, seen, color=colour, label=f"Swerling {swerling}")
    axes.plot(column("required_snr_n10.csv", "snr_exact_db"), column("required_snr_n10.csv", "pd"), **DOT)
    axes.set(xlabel="signal-to-noise of one pulse, dB", ylabel="detection probability")
    axes.set_title("10 pulses, false alarms 1e-6; dots: independent exact values", fontsize=10)
    axes.legend(fontsize=8)
    return figure


def draw_cfar() -> Figure:
    """Loss against the number of reference cells."""
    figure, (axes,) = panels(1)
    cells = np.unique(np.geomspace(6, 200, 60).astype(int))
    known = detection.required_snr_ratio(0.9, 1e-6, 1, 1)
    loss = [10.0 * math.log10(_cfar_snr(int(count)) / known) for count in cells]
    axes.semilogx(cells, loss, color=BLUE)
    axes.semilogx([8, 16, 24, 32, 64, 128], [4.27, 2.01, 1.31, 0.97, 0.48, 0.24], **DOT)
    axes.set(xlabel="reference cells", ylabel="extra signal needed, dB")
    axes.set_title("Detection 0.9, false alarms 1e-6, Swerling 1", fontsize=10)
    return figure


def _cfar_snr(cells: int) -> float:
    low_db, high_db = 0.0, 60.0
    for _ in range(60):
        middle_db = 0.5 * (low_db + high_db)
        seen = detection.cfar_detection_prob(10.0 ** (middle_db / 10.0), 1e-6, cells)
        low_db, high_db = (middle_db, high_db) if seen < 0.9 else (low_db, middle_db)
    return 10.0 ** (low_db / 10.0)


def draw_radar() -> Figure:
    """What one claim says about other objects, read as single-scan and as cumulative."""
    figure, (axes,) = panels(1)
    ranges = np.linspace(20e3, 520e3, 200)
    for rcs_m2, colour in ((4.0, BLUE), (1.0, GREEN), (0.1, ORANGE), (0.01, RED)):
        for step_m, style in ((0.0, "-"), (2500.0, "--")):
            claim = radar.RangeClaim(400e3, 4.0, 0.9, closing_step_m=step_m)
            snr = [radar.claim_snr_ratio(claim, float(part), rcs_m2) for part in ranges]
            seen = over_arrays(detection.detection_prob)(snr, 1e-6, 1, 1)
            label = f"{rcs_m2:g} m²" if step_m == 0.0 else None
            axes.plot(ranges / 1e3, seen, color=colour, linestyle=style, label=label)
    axes.plot([400.0], [0.9], **DOT)
    axes.set(xlabel="range, km", ylabel="detection in one scan")
    axes.set_title("Claim (dot): 400 km on 4 m², 0.9; dashed: meant cumulatively", fontsize=10)
    axes.legend(fontsize=8, bbox_to_anchor=(1.0, 1.0), loc="upper left")
    return figure


def draw_ballistic() -> Figure:
    """Three arcs of 300 km with integrated motion as dots."""
    figure, (axes,) = panels(1)
    least_m = ballistic.minimum_energy(300e3)[1]
    for apogee_m, colour, label in (
        (0.5 * least_m, ORANGE, "depressed"),
        (least_m, BLUE, "least energy"),
        (2.0 * least_m, GREEN, "lofted"),
    ):
        arc = ballistic.arc(300e3, apogee_m)
        axes.plot(300.0 * arc.range_frac, arc.height_m / 1e3, color=colour, label=label)
        speed_mps, angle_rad, flight_s = ballistic.from_apogee(300e3, apogee_m)
        axes.plot(*_integrated(speed_mps, angle_rad, flight_s), **DOT)
    axes.set(xlabel="ground range, km", ylabel="height, km")
    axes.legend(fontsize=8)
    return figure


def _integrated(speed_mps: float, angle_rad: float, flight_s: float) -> tuple[list[float], list[float]]:
    radius = 6_371_000.0

    def motion(_: float, state: npt.NDArray[np.float64]) -> list[float]:
        pull = -ballistic.GRAVITATION_M3_S2 / math.hypot(state[0], state[1]) ** 3
        return [state[2], state[3], pull * state[0], pull * state[1]]

    start = [0.0, radius, speed_mps * math.cos(angle_rad), speed_mps * math.sin(angle_rad)]
    flown = solve_ivp(motion, (0, flight_s), start, t_eval=np.linspace(0, flight_s, 12), rtol=1e-9, atol=1e-3)
    x, y = flown.y[0], flown.y[1]
    return list(radius * np.arctan2(x, y) / 1e3), list((np.hypot(x, y) - radius) / 1e3)


def draw_flyout() -> Figure:
    """Time to range at two heights, closed form and integrated motion with density point by point."""
    figure, (axes,) = panels(1)
    claim = flyout.FlyoutClaim(1200.0, 250e3, 27e3, max_speed_mps=2000.0, boost_s=12.0)
    ranges = np.linspace(1e3, 250e3, 100)
    claimed_s = math.hypot(claim.reference_range_m, claim.reference_height_m) / claim.mean_speed_mps
    drag = root_between(lambda part: _flown_s(claim, part, 250e3, 27e3) - claimed_s, 1e-6, 2e-5)
    for height_m, colour in ((500.0, ORANGE), (10e3, GREEN), (27e3, BLUE)):
        taken = [flyout.flight_s(claim, float(part), height_m) for part in ranges]
        axes.plot(ranges / 1e3, taken, color=colour, label=f"{height_m / 1e3:g} km")
        dots = np.linspace(30e3, 250e3, 8)
        axes.plot(dots / 1e3, [_flown_s(claim, drag, float(part), height_m) for part in dots], **DOT)
    axes.set(xlabel="ground range, km", ylabel="seconds from launch")
    axes.set_title("Dots: integrated motion, density of every point", fontsize=10)
    axes.legend(title="height", fontsize=8)
    return figure


def _flown_s(claim: flyout.FlyoutClaim, drag_per_m: float, range_m: float, height_m: float) -> float:
    """Arrival with the density of every point on the way, for a drag in sea-level air."""
    slant_m, top_mps = math.hypot(range_m, height_m), claim.max_speed_mps or claim.mean_speed_mps
    climb_m = max(height_m, claim.loft_ratio * range_m)
    drag = drag_per_m / atmosphere.standard(0.0)[2]

    def motion(t: float, state: npt.NDArray[np.float64]) -> list[float]:
        if t < claim.boost_s:
            return [state[1], top_mps / claim.boost_s]
        density = atmosphere.standard(climb_m * min(state[0] / slant_m, 1.0))[2]
        return [state[1], -drag * density * state[1] ** 2]

    def arrived(_: float, state: npt.NDArray[np.float64]) -> float:
        return state[0] - slant_m

    arrived.terminal = True  # pyright: ignore[reportFunctionMemberAccess]
    flown = solve_ivp(motion, (0, 1e3), [0.0, 0.0], events=arrived, rtol=1e-7, atol=1e-3, max_step=2.0)
    return float(flown.t_events[0][0])


def draw_kill() -> Figure:
    """Common-mode tracking, and a finite magazine."""
    figure, (left, right) = panels()
    sizes = np.arange(1, 31)
    for per_raid, colour, label in ((False, BLUE, "track per object"), (True, ORANGE, "track per raid")):
        none = [kill.raid_outcome(int(size), 0.8, 2, 0.9, per_raid).no_leak_prob for size in sizes]
        left.plot(sizes, none, color=colour, label=label)
    left.plot([20, 20], [0.053737, 0.397802], **DOT)
    left.set(xlabel="objects in the raid", ylabel="chance of no leak", title="Same mean, p 0.8, 2 shots, track 0.9")
    left.legend(fontsize=8)
    rounds = np.arange(0, 17)
    for looks, colour in ((1, GREY), (2, BLUE), (3, GREEN)):
        leak = [kill.shoot_look_shoot(4, int(count), 0.7, looks).leakers_mean_count for count in rounds]
        right.plot(rounds, leak, color=colour, label=f"{looks} look{'s' * (looks > 1)}")
    table = "shoot_look_shoot_finite_magazine.csv"
    right.plot(column(table, "inventory"), column(table, "E_leakers"), **DOT)
    right.set(xlabel="rounds", ylabel="leakers of 4", title="Shoot-look-shoot, p 0.7")
    right.legend(fontsize=8)
    return figure


PLOTS: dict[str, Callable[[], Figure]] = {
    name.removeprefix("draw_"): draw for name, draw in dict(globals()).items() if name.startswith("draw_")
}


def main() -> None:
    """Writes every plot beside its page, the same bytes each time."""
    mpl.use("Agg")
    mpl.rcParams.update({"svg.hashsalt": "mantlet", "svg.fonttype": "none", "path.simplify_threshold": 0.1})
    mpl.rcParams.update({"axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 10, "font.size": 9})
    for name, draw in PLOTS.items():
        figure = draw()
        figure.tight_layout()
        figure.savefig(HERE / f"{name}.svg", metadata={"Date": None, "Creator": None})
        plt.close(figure)


if __name__ == "__main__":
    main()
