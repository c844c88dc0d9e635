"""Quotes that are warnings and notes: `> [!danger] Title` as Obsidian writes them, and GitHub's older `> **Warning**`.

GitHub's own five, bare, are the parser's. The others become the same tokens: what shows an alert shows them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbsearch.core.text import fold

OWN_TITLE = "own_title"
"""In the `meta` of an alert's title that its writer gave: to be shown as it is."""

_KINDS = {
    "tip": "tip hint astuce conseil indice",
    "important": "important",
    "warning": "warning attention failure fail missing bug avertissement mise-en-garde precaution alerte echec",
    "caution": "caution danger error prudence erreur peril",
}
"""In lower case without accents, `-` for a blank: see `_key`."""
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
PLAIN = "note"
"""What any other word is: *info*, *example*, *question*, or one of the writer's own."""
_PLAIN_WORDS = "note info todo abstract summary tldr success check done question help faq example quote cite"
_PLAIN_WORDS_FR = "remarque nota information informations infos a-noter"
_WORDS = frozenset((*_KIND_OF, *_PLAIN_WORDS.split(), *_PLAIN_WORDS_FR.split()))

WORD = r"[^\W\d_][\w-]{0,40}"
"""How the word for a kind is written."""
WORDS = rf"{WORD}(?:[ \t]{WORD}){{0,3}}"
"""Several have to be known ones, as *mise en garde* is."""
_MARKER = re.compile(rf"\[!({WORDS})\][+-]?(?:[ \t]+(\S.*))?[ \t]*(?:\n|$)")
_OLDER = re.compile(r"\*\*(Note|Warning)\*\*[ \t]*(?:\n|$)")


def kind_of(words: str) -> str:
    """Which of GitHub's five a word stands for."""
    return _KIND_OF.get(_key(words), PLAIN)


def is_known(words: str) -> bool:
    """Whether they say by themselves what the box is: *danger*, *Mise en garde*."""
    return _key(words) in _WORDS


def _key(words: str) -> str:
    return "-".join(fold(words).replace("_", " ").split())


def as_alerts(state: StateCore) -> None:
    """A rule for right after the blocks are found: quotes that begin with a marker become alerts."""
    if not any(token.type == "blockquote_open" for token in state.tokens):
        return
    made: list[Token] = []
    open_quotes: list[bool] = []
    skipped = 0
    for at, token in enumerate(state.tokens):
        if token.type == "blockquote_open":
            found = _marker(state.tokens[at : at + 3])
            open_quotes.append(found is not None)
            if found is not None:
                skipped = at + 1 + (3 if not _without_marker(state.tokens[at + 1], state.tokens[at + 2], found) else 0)
                made.extend(_opening(token, found))
                continue
        elif token.type == "blockquote_close" and open_quotes.pop():
            token.type, token.tag = "alert_close", "div"
        if at >= skipped:
            made.append(token)
    state.tokens = made


def _marker(opening: Sequence[Token]) -> re.Match[str] | None:
    if len(opening) < 3 or opening[1].type != "paragraph_open":
        return None
    content = opening[2].content
    found = _MARKER.match(content)
    is_one = found is not None and (not re.search(r"\s", found[1]) or is_known(found[1]))
    return found if is_one else _OLDER.match(content)


def _without_marker(paragraph: Token, inside: Token, found: re.Match[str]) -> bool:
    """Take the marker's line off its paragraph; whether anything is left of it."""
    inside.content = inside.content[found.end() :]
    for token in (paragraph, inside):
        token.map = [token.map[0] + 1, token.map[1]] if token.map else None
    return bool(inside.content)


def _opening(quote: Token, found: re.Match[str]) -> tuple[Token, Token, Token, Token]:
    word = found[1]
    kind = kind_of(word)
    own = (found[2] if found.re is _MARKER else "") or ("" if is_known(word) else word)
    attributes = {"class": f"markdown-alert markdown-alert-{kind}"}
    inner = quote.level + 1
    line = [quote.map[0], quote.map[0] + 1] if quote.map else None
    alert = Token("alert_open", "div", 1, dict(attributes), quote.map, quote.level, markup=">", info=kind.upper())
    opening = Token("alert_title_open", "p", 1, {"class": "markdown-alert-title"}, level=inner)
    opening.meta = {OWN_TITLE: True} if own else {}
    title = Token("inline", "", 0, level=inner + 1, content=own or kind.capitalize(), children=[], map=line)
    closing = Token("alert_title_close", "p", -1, level=inner)
    for token in (alert, opening, title, closing):
        token.block = True
    return alert, opening, title, closing
