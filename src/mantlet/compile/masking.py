"""Jammers as the engine's records, and what else hides objects from radars besides the ground."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mantlet.compile.plan import Plan, Radar, Thing
from mantlet.compile.ticks import ticks_up
from mantlet.library.sampling import Draw
from mantlet.physics.jamming import jam_to_noise_ratio
from mantlet.scenario.jammer import Jammer
from mantlet.scenario.models import Rain, Scenario
from mantlet.world import JAMMER, Records


def jammer_of(plan: Plan, thing: Thing) -> Jammer | None:
    """What an object jams with; None where jamming is switched off."""
    return thing.group.jammer if plan.mechanisms.jamming else None


def falling(scenario: Scenario) -> Rain | None:
    """The rain of a scenario; None where it is switched off."""
    return scenario.environment.rain if scenario.mechanisms.rain else None


def jammer_records(plan: Plan, tick_s: float) -> Records:
    """JAMMER records in the order of the objects."""
    found: list[tuple[int, int, int]] = []
    for o, thing in enumerate(plan.things):
        jammer = jammer_of(plan, thing)
        if jammer is not None:
            last = np.iinfo(np.int64).max if jammer.until_s is None else ticks_up(jammer.until_s, tick_s) - 1
            found.append((o, ticks_up(jammer.from_s or 0.0, tick_s), last))
    return np.array(found, JAMMER)


def jam_strengths_m2(plan: Plan, jammers: Records, draw: Draw, sensors: Records) -> NDArray[np.float64]:
    """(R, J) jamming over noise at 1 m from each radar, its main lobe on the jammer; fills in the radars' antennas.

    Figures of an antenna are drawn only where a jammer covers the radar's frequency (at its central value).
    """
    carried: list[Thing] = [plan.things[int(o)] for o in jammers["object"]]
    strengths = np.zeros((len(plan.radars), len(carried)))
    for r, radar in enumerate(plan.radars):
        for j, thing in enumerate(carried):
            jammer = thing.group.jammer
            if jammer is None or thing.side == radar.side or not _heard(radar, jammer):
                continue
            gain_db, noise_k = _antenna(radar, draw, sensors[r])
            density_w_hz = draw.value(f"group.{thing.group.id}.power_density", jammer.power_density)
            frequency_hz = radar.sensor.frequency.central
            strengths[r, j] = jam_to_noise_ratio(density_w_hz, frequency_hz, 10.0 ** (gain_db / 10.0), noise_k, 1.0)
    return strengths


def _heard(radar: Radar, jammer: Jammer) -> bool:
    return radar.sensor.claim is not None and jammer.covers(radar.sensor.frequency.central)


def _antenna(radar: Radar, draw: Draw, record: Records) -> tuple[float, float]:
    """(gain in dB, noise temperature in K); the rest goes into the radar's record."""
    sensor, ref = radar.sensor, radar.ref
    assert sensor.antenna_gain is not None and sensor.noise_temperature is not None  # the check saw to it
    assert sensor.beamwidth is not None and sensor.sidelobe_level is not None
    record["beamwidth_rad"] = draw.value(f"{ref}.beamwidth", sensor.beamwidth)
    record["sidelobe_db"] = draw.value(f"{ref}.sidelobe_level", sensor.sidelobe_level)
    noise_k = draw.value(f"{ref}.noise_temperature", sensor.noise_temperature)
    return draw.value(f"{ref}.antenna_gain", sensor.antenna_gain), noise_k
