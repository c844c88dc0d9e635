"""How far a share of few calls, or the mean of few, may be from that of many."""

from __future__ import annotations


def wilson(numerator: int, denominator: int, confidence: float) -> tuple[float, float]:
    """Wilson's interval of a share, `0 ≤ numerator ≤ denominator`, `denominator ≥ 1`: lower and upper end in [0, 1].

    E. B. Wilson, “Probable inference, the law of succession, and statistical inference”, JASA 22 (1927), without a
    correction for continuity.

    >>> [round(end, 4) for end in wilson(3, 7, 0.95)]
    [0.1582, 0.7495]
    """
    from scipy.stats import binomtest  # takes half a second and 70 MB: for whoever asks for figures alone

    found = binomtest(numerator, denominator).proportion_ci(confidence, method="wilson")
    return float(found.low), float(found.high)


def tail(numerator: int, denominator: int, share: float) -> float:
    """How probable `numerator` or more of `denominator` are, in [0, 1], where each is so with probability `share`.

    The binomial distribution's, `0 ≤ numerator ≤ denominator`, `denominator ≥ 1`.

    >>> round(tail(2, 10, 0.05), 4)
    0.0861
    """
    from scipy.stats import binom

    return float(binom.sf(numerator - 1, denominator, share))


def student(mean: float, deviation: float, count: int, confidence: float) -> tuple[float, float]:
    """Student's interval of the mean of `count` ≥ 2 values with this sample standard deviation: lower and upper end.

    Student, “The probable error of a mean”, Biometrika 6 (1908).

    >>> [round(end, 2) for end in student(900.0, 424.2641, 2, 0.95)]
    [-2911.86, 4711.86]
    """
    from scipy.stats import t

    half = float(t.ppf((1 + confidence) / 2, count - 1)) * deviation / count**0.5
    return mean - half, mean + half
