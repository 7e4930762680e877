"""The mean over draws, corrected for where the draws happened to fall.

Every family of numbers moves by one score, a standard normal one whose mean is known to be 0. A hundred draws do not
average 0 in each; what that shifts the mean of an outcome by, as far as it goes in a straight line, is taken off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mantlet.library.sampling import share
from mantlet.run.metrics import Column, Interval, student_quantile

Scores = NDArray[np.float64]  # (draws, families)

# With fewer draws to a family the coefficients cost more than they bring: design/variance_factors.py.
DRAWS_PER_FAMILY: Final = 2


@dataclass(frozen=True)
class Corrected:
    """A mean corrected for where the draws fell."""

    mean: float
    error: Interval
    worth_ratio: float | None  # variance of the plain mean over that of this one; None where nothing is left over
    rest: Column  # of each draw, what no score explains

    def record(self) -> dict[str, Any]:
        """As it stands in the JSON document."""
        return {"mean": self.mean, "error": list(self.error), "worth": self.worth_ratio}


def scores(seed: int, families: Sequence[str], draws: int) -> Scores:
    """The score of each family in the first so many draws of the recorded design."""
    from scipy.special import ndtri  # pyright: ignore[reportMissingTypeStubs]

    shares = [[share(seed, draw, family) for family in families] for draw in range(draws)]
    return np.asarray(ndtri(np.array(shares, float).reshape(draws, len(families))))


def least_draws(families: int) -> int:
    """With how many draws a mean is corrected by the scores of so many families."""
    return DRAWS_PER_FAMILY * (families + 1)


def corrected(means: Column, controls: Scores | None, error_prob: float = 0.05) -> Corrected | None:
    """Mean of the draw means by linear regression on the scores, where those average 0, with its Student interval.

    None with fewer than DRAWS_PER_FAMILY draws to a family, where nothing scatters, or where some draws say nothing.
    Exact for means and scores that are normal together; else its bias and what the interval lacks fall with the number
    of draws (design/control_coverage.py).
    Source: Lavenberg and Welch (1981), Management Science 27, p. 322.
    """
    if controls is None or len(controls) != len(means) or np.ptp(means) == 0:
        return None
    count, families = controls.shape
    free = count - families - 1
    if families == 0 or count < least_draws(families):
        return None
    design = np.column_stack([np.ones(count), controls])
    inverse: Scores = np.asarray(np.linalg.pinv(design), np.float64)
    coefficients = inverse @ means
    rest: Column = means - design @ coefficients
    variance = float(rest @ rest) / free * float(inverse[0] @ inverse[0])
    plain = float(np.var(means, ddof=1)) / count
    mean, reach = float(coefficients[0]), student_quantile(free, 1 - error_prob / 2) * variance**0.5
    return Corrected(mean, (mean - reach, mean + reach), plain / variance if variance > 0 else None, rest)
