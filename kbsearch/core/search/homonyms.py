"""Stop words that are nouns as well: *son casque* is somebody's headset, *pas de son* says that nothing is heard.

Articles are indexed with them wherever they stand. In a query they are looked up where nothing follows that they could
belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kbsearch.core.articles.products import products_in
from kbsearch.core.faults import shown
from kbsearch.core.model import Article, Fault, Severity
from kbsearch.core.text import BROKEN, NOUNS_TOO, PART, WORKS, Token, fold, is_stop_word

_ARTICLES = frozenset(("le", "du", "un", "aucun", "au", "ce"))
"""Folded, before a noun alone: no `de` or `sans`, for *sans son badge* is a badge."""


def noun_places(found: Sequence[Token], text: str) -> set[int]:
    """Where in `found`, tokens of `text`, one of `NOUNS_TOO` is the noun: at the end, before a comma or another word
    that carries no symptom, before *marche* or *hs*, or behind an article."""
    return {at for at, token in enumerate(found) if token.folded in NOUNS_TOO and _is_noun(found, at, text)}


def name_faults(articles: Iterable[Article]) -> Iterator[Fault]:
    """A warning for each product whose name begins with a stop word in capitals (*ONT ON-200*: *ils ont*), at the
    first of its articles: searches pass over it."""
    seen: set[tuple[str, str]] = set()
    for article in articles:
        for name in products_in(article.product):
            word = next(iter(PART.findall(name)), "")
            folded = fold(word)
            is_name = len(word) > 1 and word.isupper() and folded not in NOUNS_TOO and is_stop_word(folded)
            if is_name and (article.owner, folded) not in seen:
                seen.add((article.owner, folded))
                yield _name_fault(article, name, word)


def _name_fault(article: Article, name: str, word: str) -> Fault:
    message = (
        f"Searches pass over {shown(word)} of the product {shown(name)}: “{word.lower()}” is an ordinary little word."
    )
    hint = "Call it by another word as well, in title, symptoms or keywords: what it is, or its name in full."
    return Fault(f"{article.owner}/{article.path}", 1, "product-passed-over", message, hint, Severity.WARNING)


def _is_noun(found: Sequence[Token], at: int, text: str) -> bool:
    if at and found[at - 1].folded in _ARTICLES:
        return True
    if at + 1 == len(found):
        return True
    after = found[at + 1]
    is_apart = not text[found[at].end : after.start].isspace()
    return is_apart or after.is_stop_word or after.folded in WORKS or after.folded in BROKEN
