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

from mantlet.run.course import Course
from mantlet.run.metrics import Draws, error, share_error
from mantlet.run.until import MOST_DRAWS, MOST_REPLICATIONS, SCOUT_DRAWS, SCOUT_RAIDS, Amount, targets
from mantlet.run.until import Sample as Taken

Matrix = npt.NDArray[np.float64]
Found = tuple[float, float, float]  # where it stopped, its mean, its half-width

TRIALS, FIRST, MOST = 1000, 30, 20
SIZES = (30, 60, 120, 300)


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


Rule = Callable[[Sample, float, int], Found]


def growing(first: int, growth: float, most: int) -> Iterator[int]:
    size = first
    while size < most:
        yield size
        size = max(size + 1, int(np.ceil(size * growth)))
    yield most


def fixed(sample: Sample, asked: float, size: int) -> Found:
    return sample.at(size, 0.05)


def naive(first: int, growth: float) -> Rule:
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


def boole(growth: float) -> Rule:
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


def planned(error_prob: float, wary: bool, *, spend: bool) -> Rule:
    """Sizes from the scatter so far; no look before half of what it foretells has been fought."""

    def rule(sample: Sample, asked: float, size: int) -> Found:
        draws, look = FIRST, 0
        while True:
            spent = error_prob * (0.8 * 0.2**look if spend else 1.0)
            need = draws * (sample.half(draws, spent) / asked) ** 2
            trusted = sample.trusted(draws) if wary else 0.0
            need = max(need * (1.1 if spend else 1.0), trusted)
            if draws < sample.most and need > 2 * draws:
                draws = min(sample.most, int(np.ceil(min(need / 2, 4 * draws))))
                continue
            draws = min(sample.most, max(draws, int(np.ceil(need))))
            calm = not wary or sample.trusted(draws) <= draws
            if (calm and sample.half(draws, spent) <= asked) or draws == sample.most:
                return sample.at(draws, spent)
            look += 1

    return rule


RULES: dict[str, Rule] = {
    "fixed size": fixed,
    "plain interval, each draw from 2": naive(2, 1.0),
    "plain interval, each draw from 30": naive(FIRST, 1.0),
    "plain interval, by halves from 30": naive(FIRST, 1.5),
    "two stages (Stein)": stein,
    "Boole over doublings": boole(2.0),
    "asymptotic sequence": asymptotic,
    "planned sizes, plain interval": planned(0.05, wary=False, spend=False),
    "planned sizes, error spent": planned(0.05, wary=False, spend=True),
    "the same, and not before 25 G²": planned(0.05, wary=True, spend=True),
}


class Simulated:
    """Raids of a scenario whose draws have a rate each, as a `Course` meets them: leakers are counted, or a chance."""

    families = ()

    def __init__(self, luck: np.random.Generator, rates: Matrix, metric: str) -> None:
        self.luck, self.rates, self.metric = luck, rates, metric
        self.sums, self.squares, self.amount = np.zeros(0), np.zeros(0), Amount(0, 0)
        first = self._raids(rates[:SCOUT_DRAWS, None], (SCOUT_DRAWS, SCOUT_RAIDS))
        self.scouts = [{metric: row} for row in first]
        self.first = first

    def _raids(self, rates: Matrix, shape: tuple[int, ...]) -> Matrix:
        throw = self.luck.poisson if self.metric == "leakers" else lambda rate, size: self.luck.random(size) < rate
        return throw(rates, shape).astype(float)

    def advance(self, amount: Amount) -> bool:
        """Raids of a draw are thrown at once; the scouts' are among them."""
        done = len(self.sums)
        fresh = self._raids(self.rates[done : amount.draws, None], (amount.draws - done, amount.raids))
        if done == 0:
            fresh[: len(self.first), : self.first.shape[1]] = self.first
        self.sums = np.append(self.sums, fresh.mean(axis=1))
        self.squares = np.append(self.squares, fresh.var(axis=1, ddof=1))
        self.amount = amount
        return True

    def sample(self, metric: str, draws: int) -> Taken:
        return Taken(Draws(self.sums, self.squares, self.sums, self.sums, self.amount.raids), False)


WORLDS = {  # rates of draws, metric, what is asked
    "counts, draws differ": (lambda luck: luck.gamma(4.0, 1.0, MOST_DRAWS), 4.0, "leakers"),
    "counts, draws differ little": (lambda luck: luck.gamma(100.0, 0.04, MOST_DRAWS), 4.0, "leakers"),
    "counts, draws alike": (lambda luck: np.full(MOST_DRAWS, 4.0), 4.0, "leakers"),
    "counts, draws skewed": (lambda luck: luck.lognormal(0.0, 1.0, MOST_DRAWS), float(np.exp(0.5)), "leakers"),
    "chance of one half": (lambda luck: luck.beta(2.0, 2.0, MOST_DRAWS), 0.5, "no_leak_prob"),
    "chance of one in fifty": (lambda luck: luck.beta(0.5, 24.5, MOST_DRAWS), 0.02, "no_leak_prob"),
}
ASKED = {
    "leakers": ("leakers=0.5", "leakers=5%", "leakers=0.15"),
    "no_leak_prob": ("no_leak_prob=5%", "no_leak_prob=1%"),
}


def courses() -> None:
    """The rule as it is built, with scouts and the split between draws and raids."""
    for name, (rates, truth, metric) in WORLDS.items():
        for asked in ASKED[metric]:
            held, reached, draws, raids = [], [], [], []
            for trial in range(TRIALS):
                luck = np.random.default_rng((trial, 7))
                field = Simulated(luck, rates(luck), metric)
                course = Course(targets(asked), Amount(MOST_DRAWS, MOST_REPLICATIONS))
                course.sized(field.scouts)
                course.fought(field)
                look = course.record()["looks"][-1]
                sample = field.sample(metric, 0).draws
                found = share_error if metric.endswith("_prob") else error
                low, high = found(sample, error_prob=look["error_prob"])
                held.append(low <= truth <= high)
                reached.append(look["reached"])
                draws.append(look["draws"])
                raids.append(look["replications"])
            print(
                f"{name:28} {asked:16} held {100 * np.mean(held):5.1f}, reached {100 * np.mean(reached):5.1f},"
                f" draws {np.median(draws):5.0f}, raids of each {np.median(raids):4.0f}",
                flush=True,
            )


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
    courses()
