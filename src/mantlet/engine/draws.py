"""Draws keyed by what they decide, so that threads, chunks and other units move nobody's luck.

A draw is a pure function of (seed, draw, replication) and (kind, actor, object, occasion). Two rounds of the
SplitMix64 finaliser (Steele, Lea and Flood 2014, OOPSLA) make the hash; ids are hashed names, never indices.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from mantlet.physics.jit import compiled, inlined
from mantlet.physics.kernels import normal_quantile

DETECT, KILL, ASSESS, BIAS, DAMAGE, LUCK_RAID, LUCK_UNIT, TRACK, LINKED, STRUCK = (np.uint64(n) for n in range(1, 11))
AIR_KILL, AIR_RETURN, WENT_ASTRAY, OWN_KILL = np.uint64(31), np.uint64(32), np.uint64(33), np.uint64(34)
ARRIVAL, WARNED = np.uint64(41), np.uint64(42)
SEDUCED, PHASE = np.uint64(51), np.uint64(52)
CUED_WITHIN = np.uint64(11)
DISCRIMINATE = np.uint64(61)
LUCK_DAY = np.uint64(71)
HIT_LEAP, MISS_LEAP = np.uint64(81), np.uint64(82)
NOBODY = np.uint64(0)
Keys = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_TO_UNIT = 1.0 / 9007199254740992.0  # 2**-53


def name_key(name: str) -> int:
    """64-bit key of an id: the same on every machine and in every order."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


@inlined
def mixed(word: np.uint64) -> np.uint64:
    """SplitMix64's finaliser: every input bit reaches every output bit."""
    word = (word ^ (word >> np.uint64(30))) * _MIX_1
    word = (word ^ (word >> np.uint64(27))) * _MIX_2
    return word ^ (word >> np.uint64(31))


@compiled
def replication_key(seed: int, draw: int, replication: int) -> np.uint64:
    """Key of one fight."""
    key = mixed(np.uint64(seed) + _GOLDEN)
    key = mixed(key ^ (np.uint64(draw) + _GOLDEN))
    return mixed(key ^ (np.uint64(replication) + _GOLDEN))


@inlined
def pair_key(kind: np.uint64, actor: np.uint64, thing: np.uint64) -> np.uint64:
    """Key of what is decided between two things; order matters."""
    return mixed(mixed(kind * _GOLDEN + actor) ^ thing)


@compiled
def pair_keys(kind: np.uint64, actors: Keys, things: Keys, keys: Keys) -> None:
    """Fill in `keys` (actors, things)."""
    for a in range(len(actors)):
        for b in range(len(things)):
            keys[a, b] = pair_key(kind, actors[a], things[b])


@inlined
def uniform(fight: np.uint64, pair: np.uint64, occasion: int) -> float:
    """Uniform in (0, 1), never either end."""
    word = mixed(fight ^ mixed(pair + np.uint64(occasion) * _GOLDEN))
    return (np.float64(word >> np.uint64(11)) + 0.5) * _TO_UNIT


@compiled
def normal(fight: np.uint64, pair: np.uint64, occasion: int) -> float:
    """Standard normal by inversion of the same uniform."""
    return normal_quantile(uniform(fight, pair, occasion))
