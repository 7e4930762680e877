"""What a keyed draw costs: two rounds of SplitMix64 as the engine uses it, beside Philox4x32-10.

Nanoseconds of processor per draw, each with a fresh key; see docs/decisions/0010-keyed-draws.md.
Source of Philox: Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC'11.
"""

from __future__ import annotations

import time

import numpy as np

from mantlet.engine.draws import pair_key, replication_key, uniform
from mantlet.physics.jit import compiled

COUNT = 20_000_000
LOW = np.uint64(0xFFFFFFFF)
TO_UNIT = 2.0**-53


@compiled
def philox_uniform(fight: np.uint64, pair: np.uint64, occasion: int) -> float:
    """Uniform in (0, 1): key from the fight, counter from the pair and the occasion, ten rounds."""
    key0, key1 = fight & LOW, fight >> np.uint64(32)
    c0, c1, c2, c3 = pair & LOW, pair >> np.uint64(32), np.uint64(occasion) & LOW, np.uint64(0)
    for _ in range(10):
        product0, product1 = np.uint64(0xD2511F53) * c0, np.uint64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = (
            (product1 >> np.uint64(32)) ^ c1 ^ key0,
            product1 & LOW,
            (product0 >> np.uint64(32)) ^ c3 ^ key1,
            product0 & LOW,
        )
        key0, key1 = (key0 + np.uint64(0x9E3779B9)) & LOW, (key1 + np.uint64(0xBB67AE85)) & LOW
    word = (c0 << np.uint64(32)) | c1
    return (np.float64(word >> np.uint64(11)) + 0.5) * TO_UNIT


@compiled
def total_splitmix(fight: np.uint64, pair: np.uint64, count: int) -> float:
    """Sum of `count` draws, so that none can be left out."""
    total = 0.0
    for occasion in range(count):
        total += uniform(fight, pair, occasion)
    return total


@compiled
def total_philox(fight: np.uint64, pair: np.uint64, count: int) -> float:
    """The same with Philox."""
    total = 0.0
    for occasion in range(count):
        total += philox_uniform(fight, pair, occasion)
    return total


def main() -> None:
    """Prints one line per generator, best of five."""
    fight, pair = replication_key(1, 2, 3), pair_key(np.uint64(1), np.uint64(7), np.uint64(9))
    for name, total in (("SplitMix64, two rounds", total_splitmix), ("Philox4x32-10", total_philox)):
        mean = total(fight, pair, COUNT) / COUNT
        spent: list[float] = []
        for _ in range(5):
            begun = time.process_time()
            total(fight, pair, COUNT)
            spent.append(time.process_time() - begun)
        print(f"{name}: {min(spent) / COUNT * 1e9:.2f} ns a draw, mean {mean:.5f}")


if __name__ == "__main__":
    main()
