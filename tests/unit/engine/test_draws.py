"""Keyed draws: the generator they are made of, a twin in NumPy, evenness, and independence between neighbours."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from mantlet.engine import draws

Words = NDArray[np.uint64]
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MANY = 1_000_000
# Compiled code hands 64-bit words to Python as plain integers; on the way back they have to be words again.
FIGHT = np.uint64(draws.replication_key(1, 0, 0))


def mixed(word: Words) -> Words:
    """SplitMix64's finaliser, over arrays."""
    with np.errstate(over="ignore"):
        word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return word ^ (word >> np.uint64(31))


def replication_keys(seed: Words, draw: Words, replication: Words) -> Words:
    with np.errstate(over="ignore"):
        return mixed(mixed(mixed(seed + GOLDEN) ^ (draw + GOLDEN)) ^ (replication + GOLDEN))


def pair_keys(kind: Words, actor: Words, thing: Words) -> Words:
    with np.errstate(over="ignore"):
        return mixed(mixed(kind * GOLDEN + actor) ^ thing)


def uniforms(fight: Words, pair: Words, occasion: Words) -> NDArray[np.float64]:
    with np.errstate(over="ignore"):
        word = mixed(fight ^ mixed(pair + occasion * GOLDEN))
    return ((word >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53


def words(*numbers: int) -> Words:
    return np.array(numbers, np.uint64)


def test_splitmix64() -> None:
    """Published outputs for seed 1234567: the finaliser of seed + n times the golden ratio."""
    published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]
    with np.errstate(over="ignore"):
        states = np.uint64(1234567) + GOLDEN * np.arange(1, 5, dtype=np.uint64)
    assert [int(draws.mixed(state)) for state in states] == published
    assert mixed(states).tolist() == published


def test_keys_of_all_pairs() -> None:
    actors, things = words(3, 2**63), words(5, 7, 2**64 - 1)
    keys = np.zeros((2, 3), np.uint64)
    draws.pair_keys(draws.DETECT, actors, things, keys)
    assert keys.tolist() == pair_keys(np.array(draws.DETECT), actors[:, None], things).tolist()


def test_twin() -> None:
    """The compiled functions and the arrays agree to the bit."""
    chance = np.random.default_rng(0)
    for row in chance.integers(0, 2**63, (50, 6), np.uint64):
        seed, draw, replication = (int(word >> np.uint64(1)) for word in row[:3])
        key = np.uint64(draws.replication_key(seed, draw, replication))
        assert key == replication_keys(*(words(n) for n in (seed, draw, replication)))[0]
        pair = np.uint64(draws.pair_key(draws.KILL, row[3], row[4]))
        assert pair == pair_keys(*(words(int(n)) for n in (draws.KILL, row[3], row[4])))[0]
        occasion = int(row[5] % np.uint64(10**6))
        assert draws.uniform(key, pair, occasion) == uniforms(words(int(key)), words(int(pair)), words(occasion))[0]


def named(count: int) -> Words:
    return np.array([draws.name_key(f"group-{n:03d}") for n in range(count)], np.uint64)


N = np.arange(MANY, dtype=np.uint64)
PAIR = words(int(draws.pair_key(draws.DETECT, np.uint64(draws.name_key("a/eye")), np.uint64(draws.name_key("b-001")))))
FAMILIES: dict[str, Callable[[], NDArray[np.float64]]] = {
    "ticks": lambda: uniforms(words(int(FIGHT)), PAIR, N),
    "replications": lambda: uniforms(replication_keys(words(1), words(0), N), PAIR, words(0)),
    "draws": lambda: uniforms(replication_keys(words(1), N, words(0)), PAIR, words(0)),
    "seeds": lambda: uniforms(replication_keys(N, words(0), words(0)), PAIR, words(0)),
    "pairs": lambda: uniforms(
        words(int(FIGHT)),
        pair_keys(words(int(draws.KILL)), np.repeat(named(1000), 1000), np.tile(named(1000), 1000)),
        words(0),
    ),
}


def chi_square_score(cells: NDArray[np.int64]) -> float:
    """Standard score of a chi-square statistic against equal cells."""
    expected = cells.sum() / cells.size
    freedom = cells.size - 1
    return float((np.square(cells - expected).sum() / expected - freedom) / np.sqrt(2.0 * freedom))


@pytest.mark.parametrize("family", FAMILIES)
def test_evenness(family: str) -> None:
    """High and low bits fall evenly into 1,000 bins; nothing is 0 or 1."""
    found = FAMILIES[family]()
    assert found.min() > 0.0 and found.max() < 1.0
    for part in (found, found * 2**20 % 1.0):
        assert abs(chi_square_score(np.bincount((part * 1000).astype(int), minlength=1000))) < 4.5
    assert len(np.unique(found)) > MANY - 5


@pytest.mark.parametrize("lag", [1, 2, 1000])
@pytest.mark.parametrize("family", FAMILIES)
def test_neighbours_know_nothing_of_each_other(family: str, lag: int) -> None:
    """Pairs of neighbours fall evenly into 32 by 32 cells."""
    found = (FAMILIES[family]() * 32).astype(int)
    assert abs(chi_square_score(np.bincount(found[:-lag] * 32 + found[lag:], minlength=1024))) < 4.5


def test_kinds_know_nothing_of_each_other() -> None:
    """The same tick, unit and object: the luck of seeing says nothing of the luck of hitting."""
    kinds = (draws.DETECT, draws.KILL, draws.ASSESS, draws.BIAS)
    fights = replication_keys(words(1), words(0), N[:200_000])
    rows = [uniforms(fights, pair_keys(words(int(kind)), words(7), words(9)), words(3)) for kind in kinds]
    off_diagonal = np.asarray(np.corrcoef(rows))[np.triu_indices(len(kinds), 1)]
    assert np.all(np.abs(off_diagonal) < 4.5 / np.sqrt(200_000))


def test_order_of_actor_and_thing_matters() -> None:
    assert draws.pair_key(draws.KILL, np.uint64(1), np.uint64(2)) != draws.pair_key(
        draws.KILL, np.uint64(2), np.uint64(1)
    )


def test_normal_moments() -> None:
    found = np.array([draws.normal(FIGHT, np.uint64(PAIR[0]), n) for n in range(100_000)])
    assert abs(found.mean()) < 4 / np.sqrt(len(found))
    assert abs(found.var() - 1) < 4 * np.sqrt(2 / len(found))
    assert abs((found**3).mean()) < 4 * np.sqrt(15 / len(found))
    assert abs((found**4).mean() - 3) < 4 * np.sqrt(96 / len(found))


def test_names_are_stable() -> None:
    """Keys of ids never change: saved answers hang on them."""
    assert draws.name_key("threat-001") == 3687108202072886662
    assert len({draws.name_key(f"x-{n}") for n in range(10_000)}) == 10_000
