"""One Markdown file → one article, or the reasons why not, each with its line."""

from __future__ import annotations

import re

from kbsearch.core.articles import bodies, fields, frontmatter, states, titles
from kbsearch.core.articles.keys import KEYS, note_unknown
from kbsearch.core.articles.nodes import Mapping, Node, Scalar
from kbsearch.core.articles.replacements import KEY
from kbsearch.core.faults import FaultLog, shown
from kbsearch.core.levels import LEVELS, READERS
from kbsearch.core.model import Article, ArticleState, Audience, Escalation, Fault
from kbsearch.core.ports import SourceFile
from kbsearch.core.slugs import id_from_path, is_article_id, is_markdown, without_extension
from kbsearch.core.text import NEWLINE, as_typed

MOST_BYTES = 256 * 1024
"""Of one article. More is an error: parsing time grows with it."""

_ESCALATION_KEYS = ("level", "group", "when", "facts")
_ROOT_ONLY = ("readme", "contributing")
_AROUND = ("_sidebar", "_footer", "_header", "_navbar", "_coverpage")


def is_article(path: str) -> bool:
    """Whether the file at `path`, from its owner's folder, is an article.

    Not: files that are no Markdown, hidden files, anything below a folder that begins with `_` or `.`, what stands
    around every page, and the owner's own `README.md` and `CONTRIBUTING.md`.
    """
    *folders, name = path.split("/")
    if not is_markdown(name) or name.startswith(".") or any(f.startswith(("_", ".")) for f in folders):
        return False
    if stands_around(path):
        return False
    return bool(folders) or without_extension(name).lower() not in _ROOT_ONLY


def stands_around(path: str) -> bool:
    """Whether the file is what a wiki or a site shows around every page: `_Sidebar.md`."""
    return is_markdown(path) and without_extension(path.rpartition("/")[2]).lower() in _AROUND


def parse(source: SourceFile, owner: str, *, plain: bool = False) -> tuple[Article | None, tuple[Fault, ...]]:
    """The article of one file, and everything wrong with it. No article when one of the faults is an error.

    A file without front matter is fine. Keys that are not known here are one warning; a known key with a value that
    can be understood is read with a warning. One that cannot is an error, but in a `plain` folder, which nobody laid
    out for kbsearch, among keys that mean nothing here: there it is another tool's (`audience: ITPro`), and ignored
    with a warning.
    """
    log = FaultLog(f"{owner}/{source.path}")
    text = _decoded(source.data, log)
    if text is None:
        return None, log.all()
    parts = frontmatter.split(text)
    if parts.unclosed:
        hint = "Add a line --- after the last key, or delete the first line if this file has no front matter."
        log.error(1, "front-matter-unclosed", "The front matter opened on line 1 is never closed.", hint)
    header = parts.header
    misplaced = frontmatter.misplaced(text, KEYS) if header is None and not parts.unclosed else None
    if misplaced is not None:
        is_shown = plain or frontmatter.misplaced(text, KEYS, 2) is None  # nobody laid it out; or words between rules
        told = log.warning if is_shown else log.error
        told(misplaced, "front-matter-misplaced", *frontmatter.MISPLACED)
    read = frontmatter.read(header, log, is_toml=parts.is_toml) if header is not None else Mapping(line=1)
    if read is None or (header is None and log.failed):
        return None, log.all()
    bodies.note(parts, log)
    meant = states.with_state(read, log)
    is_foreign = note_unknown(meant, KEYS, log) or meant is not read
    if plain and is_foreign and not log.failed:
        log.excuse()
    article = _article(meant, source, owner, parts, log)
    return (None if log.failed else states.with_empty_as_draft(article, log)), log.all()


def key_line(source: SourceFile, *keys: str) -> int:
    """File line of a front matter key, or of one in the mapping below it; 1 where it is not written."""
    log, line = FaultLog(source.path), 1
    parts = frontmatter.split(_decoded(source.data, log) or "")
    node: Node | None = frontmatter.read(parts.header or "", log, is_toml=parts.is_toml)
    for key in keys:
        if isinstance(node, Mapping) and key in node.entries:
            line, node = node.key_lines[key], node.entries[key]
    return line


def _decoded(data: bytes, log: FaultLog) -> str | None:
    """The file as text without a byte order mark, written as queries are read: a Mac writes accents otherwise, a word
    processor hyphens. Its lines are the file's own. `None` after noting why it cannot be read."""
    if len(data) > MOST_BYTES:
        message = f"The file is {len(data)} bytes; at most {MOST_BYTES} are read."
        log.error(1, "too-large", message, "Cut it into several articles.")
        return None
    try:
        text = as_typed(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n?|\n", data[: error.start])) + 1
        message = f"Byte {error.start + 1} (0x{data[error.start]:02x}) is not valid UTF-8."
        log.error(line, "not-utf-8", message, "Save the file as UTF-8.")
        return None
    nul = text.find("\0")
    if nul >= 0:
        line = len(NEWLINE.findall(text, 0, nul)) + 1
        log.error(line, "nul-character", "The file holds a NUL character.", "Delete it, or save the file as UTF-8.")
        return None
    return text


def _article(read: Mapping, source: SourceFile, owner: str, parts: frontmatter.Parts, log: FaultLog) -> Article:
    folder = as_typed(source.path.split("/")[0]) if "/" in source.path else ""
    state = fields.choice(read, "state", [*ArticleState], log)
    audience = fields.choice(read, "audience", [*Audience], log)
    return Article(
        id=_id(read, source.path, log),
        owner=owner,
        path=source.path,
        title=fields.text(read, "title", log) or titles.title(parts, source.path, log),
        body=parts.body,
        body_line=parts.body_line,
        symptoms=fields.texts(read, "symptoms", log, separators=""),
        error_codes=fields.texts(read, "error_codes", log),
        product=fields.text(read, "product", log, separator=","),
        versions=fields.texts(read, "versions", log),
        sites=fields.texts(read, "sites", log),
        category=fields.text(read, "category", log) or folder,
        keywords=fields.texts(read, "keywords", log),
        lang=_lang(read, log),
        state=ArticleState(state) if state else ArticleState.VALIDATED,
        audience=Audience(audience) if audience else Audience.INTERNAL,
        steward=fields.text(read, "owner", log),
        reviewed=fields.day(read, "reviewed", log),
        review_every_days=fields.days(read, "review_every", log),
        level=_level(read, log),
        escalation=_escalation(read, log),
        blob=source.blob,
        replaces=_replaces(read, log),
    )


def _id(read: Mapping, path: str, log: FaultLog) -> str:
    value = fields.text(read, "id", log)
    if not value:
        return id_from_path(path)
    if not is_article_id(value):
        hint = f"Lower-case letters, digits, - . _ and /; for instance {id_from_path(value)}."
        log.error(read.key_lines["id"], "front-matter-id", f"{shown(value)} cannot be an id.", hint)
        return id_from_path(path)
    return value


def _replaces(read: Mapping, log: FaultLog) -> tuple[str, ...]:
    """Ids of articles that are no more; what can be none is a warning: nobody asks for it."""
    given = fields.texts(read, KEY, log)
    for value in given:
        if not is_article_id(value):
            message = f"{shown(value)} in “{KEY}” cannot be the id of an article."
            hint = f"Write the id that the old file had: its path without .md, for instance {id_from_path(value)}."
            log.warning(read.key_lines[KEY], "replaces-id", message, hint)
    return tuple(filter(is_article_id, given))


def _lang(read: Mapping, log: FaultLog) -> str:
    """`fr` or `en`, also from `fr-FR` or `en_US`; another language is a warning and counts as not said."""
    value = fields.text(read, "lang", log)
    short = re.split("[-_]", value.lower())[0]
    if short in ("fr", "en", ""):
        return short
    message = f"“lang” is {shown(value)}; only fr and en are known, so the article counts as having none."
    log.warning(read.key_lines["lang"], "front-matter-lang", message, "Write lang: fr or lang: en.")
    return ""


def _level(read: Mapping, log: FaultLog) -> str:
    """One of `READERS`; anything else is a warning and counts as not said: plain notes have levels of their own."""
    node = read.entries.get("level")
    value = node.text.strip() if isinstance(node, Scalar) else "" if node is None else "no text"
    if value.upper() in (*READERS, "", "~", "NULL"):
        return value.upper() if value.upper() in READERS else ""
    message = f"“level” is {shown(value)}, not one of {', '.join(READERS)}, so the article counts as having none."
    hint = "Write the level that carries the procedure out; who takes over next stands below escalation:."
    log.warning(read.key_lines["level"], "front-matter-level", message, hint)
    return ""


def _escalation(read: Mapping, log: FaultLog) -> Escalation | None:
    node = read.entries.get("escalation")
    if isinstance(node, Scalar) and node.text.upper() in LEVELS:
        message = "“escalation” is one text; read as its level."
        log.warning(
            node.line, "front-matter-list", message, f"Write “  level: {node.text}” on a line below escalation:"
        )
        return Escalation(level=node.text.upper())
    if not isinstance(node, Mapping):
        if fields.text(read, "escalation", log):
            message = "“escalation” is not a mapping of level, group, when, facts."
            log.error(read.key_lines["escalation"], "front-matter-type", message, "Indent its keys below it.")
        return None
    note_unknown(node, _ESCALATION_KEYS, log)
    return Escalation(
        level=fields.choice(node, "level", LEVELS, log),
        group=fields.text(node, "group", log),
        when=fields.text(node, "when", log),
        facts=fields.texts(node, "facts", log, separators=";"),
    )
