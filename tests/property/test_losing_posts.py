"""Losing posts does not help the defence: bundled scenarios as they are and with links broken, on paired draws."""

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
# A link lost on the way of the raid is worse than one lost before it, which whoever had it knows by then. In
# `lab-supplies` one is: it is looked at with its relay left alone, and as it is below.
UNHIT = {"lab-supplies": ["mechanisms.suppression=false"]}
WARY = ["sides.blue.doctrine.alone_after=0 s"]


def central(name: str) -> World:
    """The world of a bundled scenario at the central value of every number."""
    return worlds.bundled(name, *UNHIT.get(name, []))


def leaked(made: World, fates: np.ndarray) -> np.ndarray:
    """Leakers of each raid that are no decoys."""
    return ((fates == LEAKED) & (made.arrays.objects["class_code"] != DECOY)).sum(axis=1)


def cut(made: World, posts: list[int] | None = None) -> World:
    """The same with every link to these posts, or to any, broken from the start."""
    stations = made.arrays.stations.copy()
    stations["link_prob"][np.isin(stations["post"], posts) if posts else stations["post"] >= 0] = 0.0
    return made._replace(arrays=made.arrays._replace(stations=stations))


def not_below(more: np.ndarray) -> bool:
    """Whether the mean difference is not below zero by more than 4 of its standard errors."""
    return bool(more.mean() >= -4.0 * more.std(ddof=1) / np.sqrt(len(more)))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(bundled()))
def test_losing_posts_does_not_lower_leakers(name: str) -> None:
    """Each post by itself, and all of them."""
    made = central(name)
    posts = [int(post) for post in np.unique(made.arrays.stations["post"]) if post >= 0]
    if not posts:
        return
    kept = worlds.fought(made, RAIDS)
    for some in ([[post] for post in posts] if len(posts) > 1 else []) + [posts]:
        lost = worlds.fought(cut(made, some), RAIDS)
        more = (leaked(made, lost.fate) - leaked(made, kept.fate)).astype(float)
        if name in SPENDS_MORE:
            assert not not_below(more) and lost.missile_shots.sum() > 1.9 * kept.missile_shots.sum()
        else:
            assert not_below(more), (some, more.mean())


def test_a_link_lost_on_the_way_costs_more_than_one_that_never_was() -> None:
    """The battery that loses its relay stands idle while it finds out; had it known before, it would have fought."""
    made, at_once = worlds.bundled("lab-supplies"), worlds.bundled("lab-supplies", *WARY)
    for one, costs in ((made, True), (at_once, False)):
        more = leaked(one, worlds.fought(cut(one), RAIDS).fate) - leaked(one, worlds.fought(one, RAIDS).fate)
        assert not_below(more.astype(float)) != costs


@pytest.mark.slow
@pytest.mark.parametrize("errs", [True, False])
@pytest.mark.parametrize("name", ["ladakh-2020", "ladakh-2021", "sead-2021"])
def test_nor_does_it_whatever_the_numbers_are(name: str, errs: bool) -> None:
    """Over draws on the whole. In a single draw only where nobody errs who looks at a target: a network shares its
    errors, and gives up for good what one of its units took for killed, while units cut off each look for themselves.
    """
    laid, all_more = geometry(load(name), catalog()), list[np.ndarray]()
    for draw in range(8):
        made = world(laid, Draw(1, draw, "independent"))
        if not errs:
            made.arrays.units["miss_called_kill_prob"] = 0.0
            made.arrays.units["kill_called_miss_prob"] = 0.0
        kept, lost = (worlds.fought(each, 100, draw=draw).fate for each in (made, cut(made)))
        all_more.append((leaked(made, lost) - leaked(made, kept)).astype(float))
        assert errs or not_below(all_more[-1])
    assert not_below(np.concatenate(all_more))
