"""Losing a post does not help the defence: every bundled scenario with posts, on paired draws and beyond noise."""

import numpy as np
import pytest

import worlds
from mantlet.codes import DECOY, LEAKED
from mantlet.compile import geometry, world
from mantlet.library.catalog import catalog
from mantlet.library.sampling import Draw
from mantlet.scenario.load import bundled, load
from mantlet.world import World

RAIDS = 300
# Rounds at one object are counted over a whole network. In `lab-luck` two are all that may be fired at each, and twice
# as many lie on the launchers: without a post each battery fires two of its own. Loss of the post buys leakers with
# rounds there, by the letter of the doctrine.
SPENDS_MORE = {"lab-luck"}


def central(name: str) -> World:
    """The world of a bundled scenario at the central value of every number."""
    return world(geometry(load(name), catalog()), Draw(0, 0, "central"))


def fought(made: World) -> tuple[np.ndarray, float]:
    """(leakers of each raid that are no decoys, mean rounds fired)."""
    outcomes = worlds.fought(made, RAIDS)
    leaked = (outcomes.fate == LEAKED) & (made.arrays.objects["class_code"] != DECOY)
    return leaked.sum(axis=1), float(outcomes.missile_shots.sum(axis=1).mean())


def cut(made: World, posts: list[int]) -> World:
    """The same with every link to these posts broken from the start."""
    stations = made.arrays.stations.copy()
    stations["link_prob"][np.isin(stations["post"], posts)] = 0.0
    return made._replace(arrays=made.arrays._replace(stations=stations))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(bundled()))
def test_losing_posts_does_not_lower_leakers(name: str) -> None:
    """Each post by itself, and all of them."""
    made = central(name)
    posts = [int(post) for post in np.unique(made.arrays.stations["post"]) if post >= 0]
    if not posts:
        return
    kept, rounds = fought(made)
    for lost in ([[post] for post in posts] if len(posts) > 1 else []) + [posts]:
        leaked, fired = fought(cut(made, lost))
        more = (leaked - kept).astype(float)
        error = more.std(ddof=1) / np.sqrt(RAIDS)
        if name in SPENDS_MORE:
            assert more.mean() < -4 * error and fired > 1.9 * rounds
        else:
            assert more.mean() >= -4 * error, (lost, more.mean(), error)
