"""Fire channels as an Erlang loss system: Poisson arrivals, one tick each to be taken on, nothing waits."""

import numpy as np
import pytest

import worlds
from mantlet.physics.kill import erlang_b
from mantlet.world import World

ARRIVALS = 500  # groups a scenario may have
RAIDS = 8
SERVICE_TICKS = 60  # from assignment to the end of the look
WARM_UP = 10


def poisson_raid(seed: int, offered_erlang: float) -> str:
    """Objects at the times of a Poisson process that can be fired at in one tick of their flight only."""
    gaps_s = np.random.default_rng(seed).exponential(SERVICE_TICKS / offered_erlang, ARRIVALS)
    starts = np.floor(np.cumsum(gaps_s)).astype(int)
    raid = [{"id": f"g{n:03d}", "start": f"{start} s"} for n, start in enumerate(starts)]
    raid = [group | {"approach": {"bearing": "0 deg", "range": "4 km"}} for group in raid]
    return worlds.scenario(raid, [{"kill_prob": 1.0, "magazine": 1000}], duration=f"{starts[-1] + 400} s")


def one_moment_each(offered_erlang: float) -> list[World]:
    """Worlds whose missiles reach a shell that an object crosses in one tick."""
    known = worlds.library(
        missile={"min_range": "1.4 km", "max_range": "2.4 km"}, unit={"assess_delay": f"{SERVICE_TICKS - 1} s"}
    )
    made = [worlds.built(poisson_raid(seed, offered_erlang), known) for seed in range(RAIDS)]
    for world in made:
        launches = world.arrays.launches
        assert np.all(launches["first_tick"] == launches["last_tick"])
    return made


@pytest.fixture(scope="module")
def raids() -> list[World]:
    return one_moment_each(3.0)


def blocked_share(made: World, channels: int) -> np.ndarray:
    """1 for each arrival that found every channel busy, in the order of arrival."""
    units = made.arrays.units.copy()
    units["target_channels"] = channels
    outcomes = worlds.fought(made._replace(arrays=made.arrays._replace(units=units)), 1)
    lost = worlds.leakers(outcomes)[0]
    assert lost == np.count_nonzero(outcomes.fate[0] != 0)
    assert worlds.causes(outcomes) <= {"no_channel"}
    return (outcomes.fate[0] != 0)[WARM_UP:]


@pytest.mark.parametrize("channels", [1, 2, 3, 5])
def test_blocking(raids: list[World], channels: int) -> None:
    """Within 4 standard errors of batch means.

    Two arrivals of one tick come one after the other, so a channel is held for the service and half a tick.
    """
    blocked = np.concatenate([blocked_share(made, channels) for made in raids])
    batches = blocked[: len(blocked) // 70 * 70].reshape(-1, 70).mean(axis=1)
    expected = erlang_b(3.0 * (SERVICE_TICKS + 0.5) / SERVICE_TICKS, channels)
    assert worlds.within(batches, expected)


def test_as_many_channels_as_targets_block_nobody(raids: list[World]) -> None:
    assert not blocked_share(raids[0], ARRIVALS).any()


def test_a_look_after_the_target_got_through_frees_its_channel() -> None:
    """The object fired at is gone after 4 s; its unit looks 20 s after the miss and then turns to the other."""
    raid = [
        {"id": name, "approach": {"bearing": "0 deg", "range": far}} for name, far in (("a", "4 km"), ("b", "40 km"))
    ]
    known = worlds.library(unit={"assess_delay": "20 s", "target_channels": 1}, missile={"kill_prob": {"cruise": 0.0}})
    made = worlds.built(worlds.scenario(raid, [{"magazine": 2}]), known)
    first, second = (int(event["tick"]) for event in worlds.events(made, "assigned"))
    looked = [int(event["tick"]) for event in worlds.events(made, "assessed_missed")]
    assert (looked[0] - first, second - looked[0]) == (21, 1)
