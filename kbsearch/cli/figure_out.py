"""A figure as the JSON of a command has it."""

from __future__ import annotations

from typing import Any

from kbsearch.core.figures import Figure


def figure_out(figure: Figure) -> dict[str, Any]:
    interval = figure.interval
    return {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "interval": None if interval is None else [interval.low, interval.high],
    }
