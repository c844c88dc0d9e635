"""Whether an article is one to find: one that says nothing counts as a draft."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from kbsearch.core.articles.wording import without_unseen
from kbsearch.core.faults import FaultLog
from kbsearch.core.model import Article, ArticleState
from kbsearch.core.text import tokens

_IMAGE = re.compile(r"!\[[^\[\]]{0,500}\](?:\([^()]*\)|\[[^\[\]]{0,500}\])|!\[\[[^\[\]]{0,500}\]\]")
"""Also one that Obsidian embeds: `![[scan.png]]`."""


def with_empty_as_draft(article: Article, log: FaultLog) -> Article:
    """`article`, as a draft with a warning where there is nothing to read in it.

    Its title alone would be found first, and the agent would open an empty page. One that lists symptoms or codes was
    written to be found by them.
    """
    if not article.is_searchable or article.symptoms or article.error_codes or has_words(article.body):
        return article
    message = "The article has no words beside its title, so it counts as a draft and is not found."
    log.warning(article.body_line, "empty", message, "Write what it should say; images are not shown.")
    return replace(article, state=ArticleState.DRAFT)


def has_words(body: str) -> bool:
    """Whether there is a word or a number to read, images and tags aside.

    >>> has_words("![Plan](plan.png)"), has_words("Voir le [plan](plan.png).")
    (False, True)
    """
    return any(any(tokens(unescape(without_unseen(_IMAGE.sub(" ", part))))) for part in body.split("\n\n"))
