"""Compiled scalar kernels that the engines call: normal distribution, table lookups.

Only this file and `line_of_sight` hold compiled code, so importing the other physics modules costs nothing.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from mantlet.physics.jit import compiled

_SQRT_HALF = math.sqrt(0.5)
Table = npt.NDArray[np.float64]


@compiled
def normal_cdf(x: float) -> float:
    """Standard normal distribution function, accurate in both tails.

    >>> round(normal_cdf(1.96), 6)
    0.975002
    """
    return 0.5 * math.erfc(-x * _SQRT_HALF)


@compiled
def normal_quantile(prob: float) -> float:
    """Standard normal quantile, relative error about 1e-16; minus or plus infinity at 0 and 1, nan outside.

    Source: Wichura 1988, Applied Statistics 37:477, algorithm AS 241 (PPND16).

    >>> round(normal_quantile(0.975), 9)
    1.959963985
    """
    if not 0.0 <= prob <= 1.0:
        return math.nan
    if prob == 0.0:
        return -math.inf
    if prob == 1.0:
        return math.inf
    q = prob - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        upper = 2.5090809287301226727e3
        upper = upper * r + 3.3430575583588128105e4
        upper = upper * r + 6.7265770927008700853e4
        upper = upper * r + 4.5921953931549871457e4
        upper = upper * r + 1.3731693765509461125e4
        upper = upper * r + 1.9715909503065514427e3
        upper = upper * r + 1.3314166789178437745e2
        upper = upper * r + 3.3871328727963666080e0
        lower = 5.2264952788528545610e3
        lower = lower * r + 2.8729085735721942674e4
        lower = lower * r + 3.9307895800092710610e4
        lower = lower * r + 2.1213794301586595867e4
        lower = lower * r + 5.3941960214247511077e3
        lower = lower * r + 6.8718700749205790830e2
        lower = lower * r + 4.2313330701600911252e1
        return q * upper / (lower * r + 1.0)
    tail = prob if q < 0.0 else 1.0 - prob
    value = _tail_quantile(math.sqrt(-math.log(tail)))
    return -value if q < 0.0 else value


@compiled
def _tail_quantile(r: float) -> float:
    """The outer two rational forms of AS 241, in r = sqrt(-log(tail probability))."""
    if r <= 5.0:
        r -= 1.6
        upper = 7.74545014278341407640e-4
        upper = upper * r + 2.27238449892691845833e-2
        upper = upper * r + 2.41780725177450611770e-1
        upper = upper * r + 1.27045825245236838258e0
        upper = upper * r + 3.64784832476320460504e0
        upper = upper * r + 5.76949722146069140550e0
        upper = upper * r + 4.63033784615654529590e0
        upper = upper * r + 1.42343711074968357734e0
        lower = 1.05075007164441684324e-9
        lower = lower * r + 5.47593808499534494600e-4
        lower = lower * r + 1.51986665636164571966e-2
        lower = lower * r + 1.48103976427480074590e-1
        lower = lower * r + 6.89767334985100004550e-1
        lower = lower * r + 1.67638483018380384940e0
        lower = lower * r + 2.05319162663775882187e0
        return upper / (lower * r + 1.0)
    r -= 5.0
    upper = 2.01033439929228813265e-7
    upper = upper * r + 2.71155556874348757815e-5
    upper = upper * r + 1.24266094738807843860e-3
    upper = upper * r + 2.65321895265761230930e-2
    upper = upper * r + 2.96560571828504891230e-1
    upper = upper * r + 1.78482653991729133580e0
    upper = upper * r + 5.46378491116411436990e0
    upper = upper * r + 6.65790464350110377720e0
    lower = 2.04426310338993978564e-15
    lower = lower * r + 1.42151175831644588870e-7
    lower = lower * r + 1.84631831751005468180e-5
    lower = lower * r + 7.86869131145613259100e-4
    lower = lower * r + 1.48753612908506148525e-2
    lower = lower * r + 1.36929880922735805310e-1
    lower = lower * r + 5.99832206555887937690e-1
    return upper / (lower * r + 1.0)


@compiled
def table_value(table: Table, x: float, x_step: float, y: float, y_step: float) -> float:
    """Bilinear interpolation in a 2-D table whose entry [i, j] stands at (i * x_step, j * y_step); clamped.

    The table has two rows and two columns at least.

    An infinite entry rules the cells around it, never its finite neighbours' own places.
    """
    x_place = min(max(x / x_step, 0.0), table.shape[0] - 1.0)
    y_place = min(max(y / y_step, 0.0), table.shape[1] - 1.0)
    # Unsigned, so that nothing is spent on indices from the end.
    i = np.uint64(min(int(x_place), table.shape[0] - 2))
    j = np.uint64(min(int(y_place), table.shape[1] - 2))
    i_next, j_next = i + np.uint64(1), j + np.uint64(1)
    x_frac, y_frac = x_place - float(i), y_place - float(j)
    near = table[i, j] + y_frac * (table[i, j_next] - table[i, j])
    far = table[i_next, j] + y_frac * (table[i_next, j_next] - table[i_next, j])
    value = near + x_frac * (far - near)
    if math.isfinite(value):
        return value
    # Only here can an infinite entry have met a weight of zero.
    near = _between(table[i, j], table[i, j_next], y_frac)
    far = _between(table[i_next, j], table[i_next, j_next], y_frac)
    return _between(near, far, x_frac)


@compiled
def pattern_db(off_axis_rad: float, beamwidth_rad: float, sidelobe_db: float) -> float:
    """Gain of an antenna off its axis over that on it, in dB (0 or less): a parabola, then the level of the side lobes.

    `beamwidth_rad` is the full width at half power, `sidelobe_db` how far below the main lobe the side lobes lie on
    average. Round beams only; single side lobes and the notches between them are left out.

    Source: Adamy 2021, Space Electronic Warfare, section 10.5.3: 12 (angle / beamwidth)^2 dB off the axis.

    >>> [round(pattern_db(off, 2.0, 30.0), 9) for off in (0.0, 1.0, 2.0, 90.0)]
    [-0.0, -3.0, -12.0, -30.0]
    """
    return -min(12.0 * (off_axis_rad / beamwidth_rad) ** 2, sidelobe_db)


@compiled
def _between(a: float, b: float, frac: float) -> float:
    # The two ends are taken apart because 0 * inf is nan.
    if frac <= 0.0:
        return a
    if frac >= 1.0:
        return b
    return a * (1.0 - frac) + b * frac
