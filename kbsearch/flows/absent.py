"""Articles that a call names and its client does not have: kept all the same, as they may have been deleted since."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from kbsearch.core.calls.happenings import Happening, Refused, Tried, Used

NO_ARTICLE = "row-no-article"
"""Code of the warning; its text names the `article`."""
_KINDS: Mapping[type, str] = {Tried: "tried", Refused: "refused", Used: "used"}


def absent(happened: Iterable[Happening], known: Container[str]) -> Iterator[tuple[str, str]]:
    """What was done with each article that is not `known` (`tried`, `refused`, `used`), and its id."""
    for what in happened:
        if isinstance(what, Tried | Refused | Used) and what.article not in known:
            yield _KINDS[type(what)], what.article
