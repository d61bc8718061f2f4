"""Which of many units of different size stand out: a funnel with over-dispersion."""

import numpy as np
import pandas as pd

from metrics.signal.shifts import Array

LIMIT = 3.0  # standard deviations: about one in 370 by chance
_WINSORISED = 0.1  # the share at each end that is drawn in, so that the odd ones widen nothing
_FEWEST = 10  # with fewer units their spread is not known


def judge_funnel(rows: pd.DataFrame) -> pd.DataFrame:
    """Say which units lie further from the common level than their size explains.

    The level is all units' days over all units' employees. Were days independent of each other,
    a unit's figure would vary by the root of level / employees. They are not: a few people have
    most of them. The limits are therefore widened by one common factor, estimated from how much
    the units do vary (multiplicative over-dispersion: the mean square of their z-scores, with the
    outer tenth at each end drawn in), and never narrowed. All is done on square roots, where the
    spread of a count depends on the size of the unit alone; so the limits lie closer below than
    above.

    Args:
        rows: `key`, `value` in dagsværk per employee (a quarter or a rolling figure, the same for
            all), and `employees`, a row a unit. A row whose value is NaN or
            negative, or without employees, takes no part.

    Returns:
        `key, lower, upper, outside`, in the order given, in the unit of `value`. The limits are
        NaN where a row takes no part, and everywhere where fewer than ten do. They tell a unit's
        size: show them no more than the size itself.

    Source: Spiegelhalter, Funnel plots for comparing institutional performance (2005).
    """
    value = rows["value"].to_numpy(dtype=float, na_value=np.nan)
    employees = rows["employees"].to_numpy(dtype=float, na_value=np.nan)
    counts = (value >= 0) & np.isfinite(value) & (employees > 0)
    lower, upper = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    if counts.sum() >= _FEWEST:
        lower[counts], upper[counts] = _compute_limits(value[counts], employees[counts])
    outside = (value < lower) | (value > upper)
    return pd.DataFrame({"key": rows["key"], "lower": lower, "upper": upper, "outside": outside})


def _compute_limits(value: Array, employees: Array) -> tuple[Array, Array]:
    level = np.sqrt(np.average(value, weights=employees))
    spread = 0.5 / np.sqrt(employees)  # of the root of a count per employee, by Poisson
    z = (np.sqrt(value) - level) / spread
    drawn_in = np.clip(z, *np.quantile(z, [_WINSORISED, 1 - _WINSORISED]))
    reach = LIMIT * spread * np.sqrt(max(1.0, float(np.mean(drawn_in**2))))
    return np.maximum(level - reach, 0.0) ** 2, (level + reach) ** 2
