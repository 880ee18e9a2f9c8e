"""Whether two kinds of answer take the same time."""

import statistics

from scipy.stats import ks_2samp


def take_the_same_time(some: list[float], others: list[float], *, comparisons: int = 1) -> bool:
    """Tell whether two samples of seconds could be one: two-sample KS, or medians within 2 ms."""
    close = abs(statistics.median(some) - statistics.median(others)) < 0.002
    return bool(close or ks_2samp(some, others).pvalue > 0.01 / comparisons)
