"""Whether an article is one to find: what another tool's front matter says of that, and whether it says anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from kbsearch.core.articles import spans
from kbsearch.core.articles.nodes import Mapping, Node, Scalar
from kbsearch.core.articles.wording import without_unseen
from kbsearch.core.faults import FaultLog, shown
from kbsearch.core.model import Article, ArticleState
from kbsearch.core.text import tokens

_IMAGE = re.compile(
    r"!\[(?P<alt>[^\[\]]{0,500})\](?:\([^()]*\)|\[[^\[\]]{0,500}\])"
    rf"|!\[\[[^\[\]|#]{{0,500}}{spans.PICTURE}(?:[|#][^\[\]]{{0,500}})?\]\]",
    re.IGNORECASE,
)
"""Also one that Obsidian embeds: `![[scan.png]]`, not `![[another page]]`."""
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")
_ELSEWHERE = (
    (ArticleState.ARCHIVED, "archived", _TRUE),
    (ArticleState.ARCHIVED, "status", ("archived", "deprecated")),
    (ArticleState.DRAFT, "draft", _TRUE),
    (ArticleState.DRAFT, "published", _FALSE),
    (ArticleState.DRAFT, "unlisted", _TRUE),
    (ArticleState.DRAFT, "status", ("draft",)),
)
"""How Docusaurus, Hugo, Jekyll and others say it: what is meant, the key, its values."""


def with_state(read: Mapping, log: FaultLog) -> Mapping:
    """`read`, with a `state` in the place of a key that says in another tool's words that an article is a draft or
    archived, and a warning: what such a tool does not publish is not for agents either. A `state` goes before."""
    told = [(state, key) for state, key, values in _ELSEWHERE if _is_one_of(read.entries.get(key), values)]
    if _is_given(read.entries.get("state")) or not told:
        return read
    state, key = told[0]
    node = read.entries[key]
    said = shown(f"{key}: {node.text.strip()}" if isinstance(node, Scalar) else key)
    message = f"{said} is read as “state: {state}”: the article is not found."
    hint = f"Write state: {state} in its place, or state: validated to have it found."
    log.warning(read.key_lines[key], "front-matter-state", message, hint)
    others = {name: other for name, other in read.entries.items() if name not in [key for _, key in told]}
    lines = {**read.key_lines, "state": read.key_lines[key]}
    return replace(read, entries={**others, "state": Scalar(state, node.line)}, key_lines=lines)


def _is_given(node: Node | None) -> bool:
    """Not a key that was left empty, as a template has it."""
    return node is not None and not (isinstance(node, Scalar) and not node.text.strip())


def _is_one_of(node: Node | None, values: Sequence[str]) -> bool:
    return isinstance(node, Scalar) and node.text.strip().lower() in values


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
    """Whether there is a word or a number to read, tags aside; of an image, what its writer says that it shows.

    >>> has_words("![](plan.png)"), has_words("![Plan du bac](plan.png)")
    (False, True)
    """
    return any(any(tokens(unescape(without_unseen(_IMAGE.sub(_alt, part))))) for part in body.split("\n\n"))


def _alt(image: re.Match[str]) -> str:
    return f" {image['alt'] or ''} "
