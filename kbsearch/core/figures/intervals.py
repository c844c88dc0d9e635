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

    # the test itself, which nobody asks for, takes a twentieth of the time where the share is the one observed
    tested = binomtest(numerator, denominator, numerator / denominator)
    found = tested.proportion_ci(confidence, method="wilson")
    return float(found.low), float(found.high)


def difference(now: tuple[int, int], before: tuple[int, int], confidence: float) -> tuple[float, float]:
    """Newcombe's interval of one share less another, each as its numerator and denominator: both ends in [−1, 1].

    R. G. Newcombe, “Interval estimation for the difference between independent proportions”, Statistics in Medicine 17
    (1998), method 10: made of Wilson's intervals of the two. His first example:

    >>> [round(end, 4) for end in difference((56, 70), (48, 80), 0.95)]
    [0.0524, 0.3339]
    """
    one, other = now[0] / now[1], before[0] / before[1]
    return of_difference(one, wilson(*now, confidence), other, wilson(*before, confidence))


def of_difference(
    one: float, of_one: tuple[float, float], other: float, of_other: tuple[float, float]
) -> tuple[float, float]:
    """The same, of two shares with their intervals at hand."""
    (low, high), (other_low, other_high) = of_one, of_other
    least = one - other - ((one - low) ** 2 + (other_high - other) ** 2) ** 0.5
    most = one - other + ((high - one) ** 2 + (other - other_low) ** 2) ** 0.5
    return least, most


def tail(numerator: int, denominator: int, share: float) -> float:
    """How probable `numerator` or more of `denominator` are, in [0, 1], where each is so with probability `share`.

    The binomial distribution's, `0 ≤ numerator ≤ denominator`, `denominator ≥ 1`.

    >>> round(tail(2, 10, 0.05), 4)
    0.0861
    """
    from scipy.stats import binom

    return float(binom.sf(numerator - 1, denominator, share))


def either_tail(numerator: int, denominator: int, share: float) -> float:
    """How probable what is no more probable than `numerator` of `denominator` is, in [0, 1]: the exact binomial test,
    on both sides, where each is so with probability `share`; `0 ≤ numerator ≤ denominator`, `denominator ≥ 1`.

    Of two counts of Poisson's, of spans that are as long, the first is such a numerator of their sum, with 1/2.
    J. Przyborowski, H. Wilenski, “Homogeneity of results in testing samples from Poisson series”, Biometrika 31 (1940).

    >>> [round(either_tail(one, 10, 0.5), 4) for one in (5, 8, 10)]
    [1.0, 0.1094, 0.002]
    """
    from scipy.stats import binomtest

    return float(binomtest(numerator, denominator, share).pvalue)


def balance(above: int, against: int, count: int, confidence: float) -> tuple[float, float]:
    """Interval of the mean of `count` ≥ 2 answers, `above` of them 1, `against` of them −1, the others 0: both ends in
    [−1, 1].

    The normal one of a mean, whose variance is p + d − (p − d)², p and d the shares of the two. Where all say the same
    it has no width, which few answers do not warrant: read it with how many there are.

    >>> [round(end, 3) for end in balance(50, 20, 100, 0.95)]
    [0.147, 0.453]
    """
    from scipy.stats import norm

    mean = (above - against) / count
    error = max(0.0, ((above + against) / count - mean**2) / count) ** 0.5
    if not error:
        return mean, mean  # of no width, `scipy` knows no distribution
    low, high = norm.interval(confidence, mean, error)
    return max(-1.0, float(low)), min(1.0, float(high))


def student(mean: float, deviation: float, count: int, confidence: float) -> tuple[float, float]:
    """Student's interval of the mean of `count` ≥ 2 values with this sample standard deviation: lower and upper end.

    Student, “The probable error of a mean”, Biometrika 6 (1908).

    >>> [round(end, 2) for end in student(900.0, 424.2641, 2, 0.95)]
    [-2911.86, 4711.86]
    """
    from scipy.stats import t

    if not deviation:
        return mean, mean  # as for `balance`
    low, high = t.interval(confidence, count - 1, mean, deviation / count**0.5)
    return float(low), float(high)
