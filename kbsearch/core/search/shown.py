"""A passage as a reader sees it, in one line: the parser's tokens without what only they mean.

Links and images show their words, code shows as it is, HTML that only lays out is gone. The cells of a table come
between ` · `, its rows between ` ; `, a heading ends like a sentence, and so does an alert's own title. Numbers of
steps stay; bullets, boxes and titles that only say what kind of alert it is go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

from kbsearch.core.articles import callouts, markdown

CELL, ROW = " · ", " ; "
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";", ",")


def shown_markdown(text: str, definitions: markdown.Definitions | None = None) -> str:
    """`text` in one line. `definitions` are those of the article that it is a part of."""
    return _one_line("".join(_pieces(markdown.tokens(text, definitions))))


def shown_card(title: str, others: Sequence[str]) -> str:
    """A title and what else a card says, none of it Markdown."""
    return _one_line(f"{sentence(title)} {CELL.join(others)}")


def sentence(heading: str) -> str:
    """A heading or title in one line, as it is told from the text that follows: `Panne` → `Panne.`."""
    line = _one_line(heading)
    return line if not line or line.endswith(_SENTENCE_ENDS) else f"{line}."


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _pieces(tokens: Sequence[Token]) -> Iterator[str]:
    """What each block shows, with what joins it to the one before."""
    joint = " "
    for opening, token in pairwise([Token("", "", 0), *tokens]):
        match token.type:
            case "list_item_open" if token.info:
                yield f" {token.info}{token.markup}"
            case "fence" | "code_block":
                yield f" {token.content}"
            case "tr_close" if joint == CELL:
                joint = ROW
            case "table_close":
                joint = " "
            case "inline" if _is_said(opening) and (words := _words(opening, token)):
                yield joint + words
                joint = CELL if opening.type in ("th_open", "td_open") else " "


def _is_said(opening: Token) -> bool:
    return opening.type != "alert_title_open" or callouts.OWN_TITLE in opening.meta


def _words(opening: Token, token: Token) -> str:
    """A heading as in the path of the sections below it, of which a row shows the last beside this text."""
    if opening.type == "alert_title_open":
        return sentence(markdown.words(token))
    if opening.type != "heading_open":
        return markdown.words(token).strip()
    return sentence(markdown.heading_words(token.content) if "{" in token.content else markdown.words(token))
