"""How often an interval that ended a run holds the mean, and what it took: rules of stopping side by side.

Draws are simulated, not fought: each has a mean, and the precision asked is what a given number of draws reaches on
average at a fixed size. See docs/decisions/0015-until.md.
Sources: Stein (1945), Annals of Mathematical Statistics 16, p. 243; Chow and Robbins (1965), the same 36, p. 457;
Jennison and Turnbull (1989), JRSS B 51, p. 305; Waudby-Smith et al. (2024), Annals of Statistics 52, p. 2613.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit  # pyright: ignore[reportMissingTypeStubs]

Matrix = npt.NDArray[np.float64]
Found = tuple[float, float, float]  # where it stopped, its mean, its half-width

TRIALS, FIRST, MOST = 1000, 30, 20
SIZES = (30, 60, 120)


def normal(luck: np.random.Generator, shape: tuple[int, int]) -> Matrix:
    return luck.normal(3.0, 1.0, shape)


def counts(luck: np.random.Generator, shape: tuple[int, int]) -> Matrix:
    """Leakers of 25 raids of a draw, whose rate is gamma distributed."""
    return luck.poisson(25 * luck.gamma(2.0, 1.0, shape)) / 25


def skewed(luck: np.random.Generator, shape: tuple[int, int]) -> Matrix:
    return luck.lognormal(0.0, 1.0, shape)


def rare(luck: np.random.Generator, shape: tuple[int, int]) -> Matrix:
    """One draw in ten lets something through."""
    return (luck.random(shape) < 0.1) * luck.gamma(2.0, 1.0, shape)


MEANS = {normal: 3.0, counts: 2.0, skewed: float(np.exp(0.5)), rare: 0.2}
SPREADS = {
    normal: 1.0,
    counts: (2 + 2 / 25) ** 0.5,
    skewed: float(((np.e - 1) * np.e) ** 0.5),
    rare: (0.6 - 0.04) ** 0.5,
}


class Sample:
    """The draws of one trial: their mean and deviation up to any number."""

    def __init__(self, column: Matrix) -> None:
        size = np.arange(1, len(column) + 1)
        self.most = len(column)
        self.mean = np.cumsum(column) / size
        square = np.cumsum((column - column[0]) ** 2) - size * (self.mean - column[0]) ** 2
        self.column = column
        self.deviation = np.sqrt(np.maximum(square, 0.0) / np.maximum(size - 1, 1))

    def half(self, draws: int, error_prob: float) -> float:
        return float(stdtrit(draws - 1, 1 - error_prob / 2)) * self.deviation[draws - 1] / draws**0.5

    def trusted(self, draws: int) -> float:
        """Draws from which on an interval by the normal law may be trusted: Cochran (1977), chapter 2."""
        rest = self.column[:draws] - self.mean[draws - 1]
        spread = float(np.mean(rest**2))
        return 25 * float(np.mean(rest**3)) ** 2 / spread**3 if spread > 0 else 0.0

    def at(self, draws: int, error_prob: float) -> Found:
        return draws, self.mean[draws - 1], self.half(draws, error_prob)


def growing(first: int, growth: float, most: int) -> Iterator[int]:
    size = first
    while size < most:
        yield size
        size = max(size + 1, int(np.ceil(size * growth)))
    yield most


def fixed(sample: Sample, asked: float, size: int) -> Found:
    return sample.at(size, 0.05)


def naive(first: int, growth: float) -> Callable[[Sample, float, int], Found]:
    def rule(sample: Sample, asked: float, size: int) -> Found:
        for draws in growing(first, growth, sample.most):
            if sample.half(draws, 0.05) <= asked:
                break
        return sample.at(draws, 0.05)

    return rule


def stein(sample: Sample, asked: float, size: int) -> Found:
    bar = float(stdtrit(FIRST - 1, 0.975)) * sample.deviation[FIRST - 1]
    draws = min(sample.most, max(FIRST, int(np.ceil((bar / asked) ** 2))))
    return draws, sample.mean[draws - 1], bar / draws**0.5


def boole(growth: float) -> Callable[[Sample, float, int], Found]:
    def rule(sample: Sample, asked: float, size: int) -> Found:
        looks = list(growing(FIRST, growth, sample.most))
        for draws in looks:
            if sample.half(draws, 0.05 / len(looks)) <= asked:
                break
        return sample.at(draws, 0.05 / len(looks))

    return rule


def asymptotic(sample: Sample, asked: float, size: int) -> Found:
    """Theorem 2.2 with its width least at the size a fixed run would need."""
    draws = np.arange(1, sample.most + 1)
    rho2 = (-2 * np.log(0.05) + np.log(-2 * np.log(0.05) + 1)) / size
    scaled = draws * rho2 + 1
    half = sample.deviation * np.sqrt(2 * scaled / (draws**2 * rho2) * np.log(np.sqrt(scaled) / 0.05))
    reached = np.flatnonzero((half <= asked) & (draws >= FIRST))
    at = int(reached[0]) if len(reached) else sample.most - 1
    return at + 1, sample.mean[at], float(half[at])


def planned(
    spent: tuple[float, ...], margin: float, ahead: float = 2.0, wary: bool = False
) -> Callable[[Sample, float, int], Found]:
    """Sizes from the scatter so far; nothing is asked before a `1/ahead` of the size it foretells has been fought."""

    def rule(sample: Sample, asked: float, size: int) -> Found:
        draws, look = FIRST, 0
        while True:
            need = draws * (sample.half(draws, spent[look]) / asked) ** 2
            if wary:
                need = max(need, sample.trusted(draws) / margin)
            if draws < sample.most and need * margin > draws and need > ahead * draws:
                draws = min(sample.most, int(np.ceil(max(need / ahead, draws * 1.1))))
                continue
            draws = min(sample.most, max(draws, int(np.ceil(need * margin))))
            calm = not wary or sample.trusted(draws) <= draws
            if (calm and sample.half(draws, spent[look]) <= asked) or draws == sample.most:
                return sample.at(draws, spent[look])
            look = min(look + 1, len(spent) - 1)

    return rule


RULES: dict[str, Callable[[Sample, float, int], Found]] = {
    "fixed size": fixed,
    "plain interval, each draw from 2": naive(2, 1.0),
    "plain interval, each draw from 30": naive(FIRST, 1.0),
    "plain interval, by halves": naive(FIRST, 1.5),
    "Stein": stein,
    "Boole over doublings": boole(2.0),
    "asymptotic sequence": asymptotic,
    "planned .05": planned((0.05,), 1.0),
    "planned .05, wary": planned((0.05,), 1.0, 2.0, True),
    "planned .04 .008": planned((0.04, 0.008, 0.001, 0.0005, 0.0002), 1.1),
    "planned .04 .008, wary": planned((0.04, 0.008, 0.001, 0.0005, 0.0002), 1.1, 2.0, True),
    "planned .03 .015, wary": planned((0.03, 0.015, 0.0025, 0.00125, 0.0006), 1.05, 2.0, True),
}


def main() -> None:
    """One line for each rule and size: coverage in per cent and draws over those of a fixed size, by distribution."""
    chosen = sys.argv[1:]
    print(f"{'rule':36}{'size':>5}" + "".join(f"{make.__name__:>16}" for make in MEANS))
    for size in SIZES:
        tried = {
            make: [Sample(column) for column in make(np.random.default_rng(size), (TRIALS, MOST * size))]
            for make in MEANS
        }
        for name, rule in RULES.items():
            if chosen and not any(word in name for word in chosen):
                continue
            told = f"{name:36}{size:5}"
            for make, samples in tried.items():
                asked = float(stdtrit(size - 1, 0.975)) * SPREADS[make] / size**0.5
                found = np.array([rule(sample, asked, size) for sample in samples])
                held = np.mean(np.abs(found[:, 1] - MEANS[make]) <= found[:, 2])
                told += f"{100 * held:9.1f} {found[:, 0].mean() / size:6.2f}"
            print(told, flush=True)


if __name__ == "__main__":
    main()
