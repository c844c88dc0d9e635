"""What an article is called that has no title in its front matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice, pairwise, takewhile

from markdown_it.token import Token

from kbsearch.core.articles import fields, frontmatter, markdown
from kbsearch.core.articles.sections import section_role
from kbsearch.core.faults import FaultLog, shown
from kbsearch.core.slugs import slug, without_extension
from kbsearch.core.text import stem, tokens

_FEWEST_WORDS = 5
_MOST_PARAGRAPHS = 50
_LINK = re.compile(r"!?\[[^\[\]]{0,500}\]\([^()]{0,2000}\)")
_FRONT_PAGES = ("index", "readme")
"""Names of files that stand for their folder."""
_NAMELESS = re.compile(r"(?:_?index|readme|home|untitled|new|page|sans[ _-]titre)[ _-]?\d{0,9}", re.IGNORECASE)
"""What is left of a file's name that says nothing of what it holds."""
_OPENINGS = """
    contexte, objet, objectif, objectifs, but, prerequis, pre-requis, introduction, intro, presentation, description,
    resume, generalites, preambule, domaine d'application, sommaire, table des matieres,
    context, purpose, goal, goals, prerequisites, requirements, overview, summary, background, scope, about,
    before you begin, before you start, contents, table of contents
"""
"""Headings that open a page of whatever subject, beside those of sections that have a role."""
_ANYONES = frozenset(map(slug, _OPENINGS.split(",")))


def title(parts: frontmatter.Parts, path: str, log: FaultLog) -> str:
    """The first heading, or the file's name made readable where there is none, with a warning.

    So it is where the first heading is that of a section, and the name says something else: `## In general` with text
    above it, or with more headings of its level or above (`# Safety` with one of them next); and `Symptoms` or
    `Overview`, which any page may have. But for those, a name is to have two words or more.
    """
    blocks = markdown.blocks(parts.body)
    headings = markdown.headings(blocks)
    named = _name_as_title(path)
    for level, raw, (line, _) in headings:
        words = markdown.heading_words(raw)
        if not words:
            continue
        below = islice(headings, 1 if level == 1 else None)
        is_section = any(other <= level for other, _, _ in below) or (level > 1 and _has_text_above(line, blocks))
        may_open = _is_anyones(words) and not _is_anyones(named)
        if not (may_open or is_section) or not _says_else(named, words, 1 if may_open else 2):
            return words[: fields.MOST_TEXT]
        message = f"The first heading is that of a section; the article is called {shown(named)} after its file."
        break
    else:
        message = f"The article has no title and no heading; it is called {shown(named)} after its file."
    log.warning(parts.body_line, "no-title", message, "Begin the body with a line “# Title”.")
    return named


def _is_anyones(heading: str) -> bool:
    """Whether it does not tell one page from another."""
    return section_role(heading) is not None or slug(heading).lstrip("0123456789-") in _ANYONES


def _has_text_above(line: int, blocks: Sequence[Token]) -> bool:
    """A paragraph of more than links, images and tags: banners, badges and the way to a page stand above its title."""
    pairs = takewhile(lambda pair: pair[0].map is None or pair[0].map[0] < line, pairwise(blocks))
    paragraphs = (inside.content for opening, inside in pairs if opening.type == "paragraph_open" and not opening.level)
    told = (markdown.heading_words(_LINK.sub("", content)) for content in islice(paragraphs, _MOST_PARAGRAPHS))
    return any(len(words.split()) >= _FEWEST_WORDS for words in told)


def _says_else(name: str, heading: str, fewest: int) -> bool:
    """Whether less than two thirds of the words of `name`, `fewest` or more, are in `heading`.

    `index` and its like say nothing.
    """
    if _NAMELESS.fullmatch(name):
        return False
    words = {stem(token.folded) for token in tokens(name) if not token.is_stop_word and token.folded.isalpha()}
    return len(words) >= fewest and 3 * len(words & {stem(token.folded) for token in tokens(heading)}) < 2 * len(words)


def _name_as_title(path: str) -> str:
    """`second screen` of `screens/second_screen.md`, and of `second-screen/index.md`."""
    *folders, last = unicodedata.normalize("NFC", path).split("/")
    name = _readable(last)
    if folders and name.casefold() in _FRONT_PAGES:
        name = _readable(folders[-1])
    return name[: fields.MOST_TEXT] or path.rsplit("/", 1)[-1]


def _readable(name: str) -> str:
    """A hyphen stands for a blank where there is none: `Peut-on voter` keeps its own."""
    words = without_extension(name).replace("_", " ")
    return " ".join((words if " " in name else words.replace("-", " ")).split())
