"""How the articles of one client fare: what calls did with them, after which of them callers call again, which nobody
needs, and which are to be read again by those who keep them."""

from kbsearch.core.health.alike import ALIKE, Alike, Pair, Told, alike, pair_of, told_apart
from kbsearch.core.health.by_article import (
    DONE,
    SOLVED_AS,
    all_solved_with,
    calls_done_with,
    calls_solved_with,
    count_by_article,
)
from kbsearch.core.health.counting import count_health
from kbsearch.core.health.nouns import (
    ANY,
    FEWEST,
    NOT_CALLED_BACK,
    UNATTACHED,
    UNRIPE,
    ArticleHealth,
    ByArticle,
    Due,
    Health,
)
from kbsearch.core.health.returning import is_above
from kbsearch.core.health.searching import SearchHealth, calls_searched
from kbsearch.core.health.upkeep import SOON, is_verified, reviews_due, verified_share

__all__ = [
    "ALIKE",
    "ANY",
    "DONE",
    "FEWEST",
    "NOT_CALLED_BACK",
    "SOLVED_AS",
    "SOON",
    "UNATTACHED",
    "UNRIPE",
    "Alike",
    "ArticleHealth",
    "ByArticle",
    "Due",
    "Health",
    "Pair",
    "SearchHealth",
    "Told",
    "alike",
    "all_solved_with",
    "calls_done_with",
    "calls_searched",
    "calls_solved_with",
    "count_by_article",
    "count_health",
    "is_above",
    "is_verified",
    "pair_of",
    "reviews_due",
    "told_apart",
    "verified_share",
]
