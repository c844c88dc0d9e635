"""Stop words that are nouns as well: *son casque* is somebody's headset, *pas de son* says that nothing is heard.

Articles are indexed with them wherever they stand. In a query they are looked up where nothing follows that they could
belong to.
"""

from __future__ import annotations

from collections.abc import Sequence

from kbsearch.core.text import BROKEN, NOUNS_TOO, WORKS, Token

_ARTICLES = frozenset(("le", "du", "un", "aucun", "au", "ce"))
"""Folded, before a noun alone: no `de` or `sans`, for *sans son badge* is a badge."""


def noun_places(found: Sequence[Token], text: str) -> set[int]:
    """Where in `found`, tokens of `text`, one of `NOUNS_TOO` is the noun: at the end, before a comma or another word
    that carries no symptom, before *marche* or *hs*, or behind an article."""
    return {at for at, token in enumerate(found) if token.folded in NOUNS_TOO and _is_noun(found, at, text)}


def _is_noun(found: Sequence[Token], at: int, text: str) -> bool:
    if at and found[at - 1].folded in _ARTICLES:
        return True
    if at + 1 == len(found):
        return True
    after = found[at + 1]
    is_apart = not text[found[at].end : after.start].isspace()
    return is_apart or after.is_stop_word or after.folded in WORKS or after.folded in BROKEN
