"""How many examples a property is tried on: what the run's profile says, or some times that."""

from __future__ import annotations

from typing import Any

from hypothesis import settings

ALL = "all"
"""What a run has if nothing else is said: the same examples each time, so that it fails by a change and not by chance.
No deadline: what takes long is told by benchmarks, beside a yardstick."""
QUICK = "quick"
"""`--hypothesis-profile quick`, for the run after each change: few examples, others each time."""


def register() -> None:
    """Before any test is imported: `examples` reads the profile that is loaded then."""
    settings.register_profile(ALL, deadline=None, derandomize=True, print_blob=True)
    settings.register_profile(QUICK, deadline=None, max_examples=20)
    settings.load_profile(ALL)


def examples(times: float, **told: Any) -> settings:
    """Settings with `times` as many examples as the profile's."""
    return settings(max_examples=round(times * settings().max_examples), **told)
