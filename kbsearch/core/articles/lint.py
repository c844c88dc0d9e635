"""What is doubtful in an article's body: warnings for its editor, none of which hides the article."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias
from urllib.parse import unquote

from kbsearch.core.articles import markdown, render
from kbsearch.core.articles.layout import LAYOUT, bare_keys
from kbsearch.core.articles.links import target_path
from kbsearch.core.articles.long_passages import MOST_TOKENS, about_tokens, too_long
from kbsearch.core.articles.wording import document_text, without_unseen
from kbsearch.core.faults import FaultLog, shown
from kbsearch.core.languages import without_callers_words
from kbsearch.core.model import Article, Chunk, Fault, Severity
from kbsearch.core.slugs import is_markdown

Exists: TypeAlias = Callable[[str], bool]
"""Whether there is a file or a folder at a path from the articles folder; with a `/` at its end, a folder."""

MOST_WORDS = 350
"""Of French, in what the default model reads of one passage."""

_CODE = re.compile(r"`[^`]{1,400}`")
_HTML = re.compile(
    r"</?(a|abbr|audio|b|base|body|br|button|center|details|div|dl|embed|font|form|frame|h[1-6]|head|hr|html|i|iframe|img"
    r"|input|kbd|li|link|math|meta|object|ol|p|pre|script|small|span|strong|style|sub|summary|sup|svg|table|tbody|td|th"
    r"|thead|tr|u|ul|video)(?=[\s/>])",
    re.IGNORECASE,
)
_MOST_OF_TAG = 12_000
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_TOP = ("#", "#top")
"""Where HTML leads to the top of the page."""
_NO_IMAGES = "Say in words what it shows, or link to where it can be opened: [words](https://…)."
"""Images are not shown, wherever they are."""
_SAFE = frozenset({"http", "https", "mailto", "tel"})


def doubts(article: Article, exists: Exists, cut: Callable[[Article], Sequence[Chunk]]) -> tuple[Fault, ...]:
    """All of them, of the body and of the chunks that it is cut into."""
    return (*body_faults(article, exists), *_long_passages(article, cut(article)[1:]))


def body_faults(article: Article, exists: Exists) -> tuple[Fault, ...]:
    """Raw HTML, unsafe or dead links, images and files that are not served, headings that links miss; each with its
    file line."""
    log = FaultLog(f"{article.owner}/{article.path}")
    _note_html(article, log)
    anchors: set[str] | None = None
    for link in markdown.links(article.body):
        line = article.body_line + link.line
        if link.target.lower() in _TOP:
            continue
        if link.target.startswith("#"):
            if anchors is None:
                anchors = {section.id for section in render.outline(article.body)}
            if render.anchor(unquote(link.target[1:])) not in anchors:
                message = f"No heading of this article has the anchor {shown(link.target)}."
                log.warning(line, "dead-anchor", message, "Write the heading's words in lower case, with hyphens.")
        else:
            _note_target(article, link, line, exists, log)
    return log.all()


def callers_words_faults(articles: Sequence[Article], lang: str) -> Iterator[Fault]:
    """The articles that callers who speak `lang` will hardly find: see `languages.without_callers_words`."""
    names = {"fr": "French", "en": "English"}
    for article in without_callers_words(articles, lang):
        message = f"No symptom of this article is in {names[lang]}, which its callers speak: they hardly find it."
        hint = "Add to its `symptoms:` two or three lines as those callers say it."
        yield Fault(f"{article.owner}/{article.path}", 1, "callers-words", message, hint, Severity.WARNING)


def _long_passages(article: Article, passages: Sequence[Chunk]) -> Iterator[Fault]:
    """Passages not cut short enough for the model to read to their end, one fault for those that share a line."""
    for found in too_long((chunk, about_tokens(document_text(article, chunk))) for chunk in passages):
        message = (
            f"{found.place[0].upper()}{found.place[1:]}: one step, quote, line or code block of about {found.tokens} "
            f"tokens; search by meaning reads {MOST_TOKENS} of a passage."
        )
        hint = f"That is about {MOST_WORDS} words of plain text, fewer of code: cut it into several steps or sections."
        path = f"{article.owner}/{article.path}"
        yield Fault(path, found.lines[0], "long-passage", message, hint, Severity.WARNING)


def _note_target(article: Article, link: markdown.Link, line: int, exists: Exists, log: FaultLog) -> None:
    scheme = _SCHEME.match(link.target)
    if scheme and scheme[1].lower() not in _SAFE:
        message = f"The link {shown(link.target)} has the scheme “{scheme[1][:20]}:” and is shown without its address."
        log.warning(line, "unsafe-link", message, "Use https:, http:, mailto: or tel:, or put the text in backquotes.")
    elif link.kind == "image" and (scheme or link.target.startswith(("//", "\\"))):
        message = f"The image {shown(link.target)} is on another host and is not shown."
        log.warning(line, "remote-image", message, _NO_IMAGES)
    elif not scheme and not link.target.startswith("//"):
        path = target_path(article, link.target)
        if path is None:
            message = f"The link {shown(link.target)} leads out of {article.owner}/."
            log.warning(line, "outside-link", message, "Link only to files of the same client, or of _shared.")
        elif not exists(path):
            message = f"The link {shown(link.target)} leads to {shown(path, most=120)}, which does not exist."
            log.warning(line, "dead-link", message, "Correct the path; it is relative to this file.")
        elif posixpath.splitext(path)[1] and not is_markdown(path) and not exists(f"{path}/"):
            what = "image" if link.kind == "image" else "file"
            message = f"The {what} {shown(link.target)} is not served: pages show its words without it."
            hint = _NO_IMAGES if what == "image" else "Link to where it can be opened (https://…), or say where it is."
            log.warning(line, "not-served", message, hint)


def _note_html(article: Article, log: FaultLog) -> None:
    """Tags outside code, the first of each name."""
    seen: set[str] = set()
    for line, name, becomes in _tags(article.body):
        if name not in seen:
            seen.add(name)
            message = f"The HTML tag <{name}> is {becomes}: raw HTML is off."
            log.warning(article.body_line + line, "raw-html", message, "Write it in Markdown, or put it in backquotes.")


def _tags(body: str) -> Iterator[tuple[int, str, str]]:
    """Line, name in small letters, and what becomes of the tag."""
    for token in markdown.blocks(body):
        if token.type == "inline" and token.map:
            text = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), token.content)
            keys = bare_keys(token.content) if "<" in text else ()
            for match in _HTML.finditer(text):
                name, is_bare = match[1].lower(), text.startswith(">", match.end()) and match[0][1] != "/"
                is_text = name not in LAYOUT or (is_bare and name in keys)
                line = token.map[0] + text.count("\n", 0, match.start())
                yield line, name, "shown as text" if is_text or not _only_lays_out(text, match) else "left out"


def _only_lays_out(text: str, begun: re.Match[str]) -> bool:
    """Whether the tag that begins there is read as one: not `<div hidden>`, nor what has a handler."""
    end = text.find(">", begun.end(), begun.end() + _MOST_OF_TAG) + 1
    return end > 0 and not without_unseen(text[begun.start() : end]).strip()
