"""What the model reads of an article: its passages, and the short lines a caller might have said.

Two kinds of text, because a call has two kinds of match. A *passage* is a piece of the body below its title and
headings, embedded as a document: it answers the query. A *label* is a title, a heading or a symptom in callers' words,
embedded as a query: it *is* the query, said by someone else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.common.utils import unescapeAll

from kbsearch.core.articles import callouts
from kbsearch.core.articles import markdown as parser
from kbsearch.core.articles.layout import TAG
from kbsearch.core.articles.sections import section_role
from kbsearch.core.model import Article, Chunk, ChunkKind
from kbsearch.core.text import bare

VERSION = 10
"""Raised when the same article gives other texts than before: part of the snapshot's configuration."""

MOST_LABELS = 64
"""Per article. A release note can have hundreds of headings; the first ones say what it is about."""
MOST_LABEL_CHARACTERS = 300

# Every repetition is bounded or cannot overlap with what follows: a chunk can be 256 kB of brackets, blanks or hashes.
_TARGET = r"\(\s{0,9}+(?:<[^<>\n]{0,2000}+>|[^\s)]{0,2000}+)(?:\s{1,9}+[\"'][^)]{0,500}+)?\s{0,9}+\)"
_LINK = re.compile(rf"\[([^\]]{{0,500}})\](?:{_TARGET}|\[[^\]]{{0,500}}\])")
_IMAGE = re.compile(rf"!\[([^\]]{{0,500}})\]{_TARGET}")
_UNSEEN = re.compile(rf"`[^`]{{1,400}}`|(?P<unseen>{TAG.pattern}|<!--[^<>]{{0,500}}-->)", re.IGNORECASE)
"""Code, which stays, a tag or a comment."""
_ADDRESS = re.compile(r"<([a-z][a-z0-9+.-]{1,31}:[^\s<>]{1,2000}|[^\s<>@]{1,200}@[^\s<>@]{1,200})>", re.IGNORECASE)
_RULE = re.compile(r"^[-:| ]{3,}$|^={2,} *$", re.MULTILINE)
"""Of a table, between sections, below a heading."""
_MARKS = re.compile(
    rf"\[!(?:[\w-]+|(?P<words>{callouts.WORDS}))\](?:[+-](?=\s))?"
    r"|^[^\S\n]*(?:#{1,6}|>+|[-+*])\s+(?:\[[ xX]\]\s)?"
    r"|[*`|~\\]+|(?<!\w)_+|(?<!_)_+(?!\w)",
    re.MULTILINE,
)
"""An underscore within a word is part of it: `ERR_3012`."""
_EMPHASIS = re.compile(r"(?<=[^\W\d_])(\*{1,3})([^\W\d_]{1,40})\1|(\*{1,3})([^\W\d_]{1,40})\3(?=[^\W\d_])")
"""Of a part of a word, which stays one: `re**dé**marrer`."""
_IDS = re.compile(parser.ID_AT_END, re.MULTILINE)
_SPACES = re.compile(r"\s+")


def plain(markdown: str) -> str:
    """The words of a piece of Markdown on one line: no marks, links and images by their text, no ids of headings."""
    text = _ADDRESS.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub(r"\1", _IDS.sub("", without_unseen(markdown)))))
    text = _EMPHASIS.sub(r"\2\4", _RULE.sub(" ", text))
    return _SPACES.sub(" ", _MARKS.sub(_unmarked, unescapeAll(text))).strip()


def _unmarked(found: re.Match[str]) -> str:
    """A blank for a mark; several words that are the kind of no box stay."""
    return found.group() if found["words"] and not callouts.is_known(found["words"]) else " "


def without_unseen(markdown: str) -> str:
    """Without comments, nor the tags that only lay out."""
    return _UNSEEN.sub(lambda found: " " if found["unseen"] else found.group(), markdown)


def document_text(article: Article, chunk: Chunk) -> str:
    """The passage that is embedded for a chunk: title and headings, then the words."""
    return " › ".join(map(plain, (article.title, *chunk.heading))) + "\n" + plain(chunk.text)


def labels(article: Article, chunks: Sequence[Chunk]) -> Iterator[tuple[int, str]]:
    """`(ordinal of the chunk it leads to, text)`: the title, each symptom, each heading; no text twice.

    Headings that every article has (Symptômes, Résolution…) say nothing of their own and are left out.
    """
    seen: set[str] = set()
    for ordinal, text in _label_candidates(article, chunks):
        short = bare(text[:MOST_LABEL_CHARACTERS])
        if short and short not in seen and len(seen) < MOST_LABELS:
            seen.add(short)
            yield ordinal, short


def _label_candidates(article: Article, chunks: Sequence[Chunk]) -> Iterator[tuple[int, str]]:
    title = plain(article.title)
    yield 0, title
    for symptom in article.symptoms:
        yield 0, plain(symptom)
    for chunk in chunks:
        if chunk.kind is ChunkKind.SECTION:
            for heading in map(plain, headings(chunk.text)):
                if heading != title and section_role(heading) is None:
                    yield chunk.ordinal, f"{title} › {heading}"


def headings(markdown: str) -> Iterator[str]:
    """Headings of a chunk. It begins with its own; merged ones hold several."""
    return (raw for _, raw, _ in parser.headings(parser.blocks(markdown)))
