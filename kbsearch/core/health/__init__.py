"""How the articles of one client fare: what calls did with them, after which of them callers call again, which nobody
needs, and which are to be read again by those who keep them."""

from kbsearch.core.health.counting import count_health
from kbsearch.core.health.nouns import FEWEST, ArticleHealth, Due, Health
from kbsearch.core.health.returning import is_above
from kbsearch.core.health.upkeep import SOON, is_verified, reviews_due

__all__ = [
    "FEWEST",
    "SOON",
    "ArticleHealth",
    "Due",
    "Health",
    "count_health",
    "is_above",
    "is_verified",
    "reviews_due",
]
