"""What other tools write within a line: attributes, keys, marked words, wiki links, comments and footnotes.

Each becomes what GitHub's flavour has for it, or its words alone; code stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kbsearch.core.articles.columns import columns_of

_SET = r"\{:?[ \t]{0,3}(?:[.#][\w:-]|[\w-]{1,40}=)[^{}\n]{0,300}\}"
"""`{ .class #id width="300" }`."""
_SPAN = re.compile(
    r"(?P<code>(?P<ticks>`{1,3})(?!`).{1,400}?(?<!`)(?P=ticks)(?!`)|\\.)"
    rf"|\[(?P<spanned>[^\[\]]{{0,300}})\]{_SET}|(?<=\)){_SET}"
    rf"|[ \t]?:(?:material|octicons|fontawesome|simple)-[\w-]{{1,60}}:(?:{_SET})?"
    r"|(?<![\w+])\+\+(?P<keys>[\w\"-]{1,30}(?:\+[\w\"-]{1,30}){0,5})\+\+(?![\w+])"
    r"|(?<![=\w])==(?P<marked>[^\s=](?:[^=]{0,300}[^\s=])?)==(?![=\w])"
    r"|(?<![%\w])%%[^%]{1,1000}%%(?![%\w])"
    r"|(?P<image>!?)\[\[(?=[^\s|!^])(?P<target>[^\[\]|<>\\]{1,300})(?:\\?\|(?P<words>[^\[\]|]{1,300}))?\]\](?![(\[:])"
    r"|(?:^[ \t]{0,3}\[\^(?P<told>[\w-]{1,60})\]:|\[\^(?P<note>[\w-]{1,60})\])"
    r"|(?:^|[ \t]{1,9})\{:?[ \t]{0,3}\.[\w-][^{}#\n]{0,300}\}[ \t]*$"
    r"|[ \t]\^[A-Za-z][\w-]{0,60}$"
)
_NOTE = re.compile(r"[ \t]{0,3}\[\^([\w-]{1,60})\]:")
_COMMENT = re.compile(r"[ \t]*%%[ \t]*$")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp|avif|pdf|mp4)$", re.IGNORECASE)
MAY_BE = re.compile(
    r"[\])]\{|\{:?[ \t]{0,3}\.|:(?:material|octicons|fontawesome|simple)-|\+\+[\w\"]|==[^\s=]|%%|\[\[|\[\^|[ \t]\^"
)
"""Whether there may be anything to do."""


def in_github(lines: Sequence[str]) -> Iterator[str]:
    """As many lines. A footnote is read where the text has its words too; a comment between lines of `%%` goes."""
    notes = {found[1] for line in lines if (found := _NOTE.match(line))}
    columns = list(columns_of(lines))
    marks = [at for at, line in enumerate(lines) if columns[at] is not None and _COMMENT.match(line)]
    unseen = {at for first, last in zip(marks[::2], marks[1::2], strict=False) for at in range(first, last + 1)}
    for at, line in enumerate(lines):
        if at in unseen:
            yield ""
        elif columns[at] is None or not MAY_BE.search(line):
            yield line
        else:
            yield _SPAN.sub(lambda found: _written(found, notes), line)


def _written(found: re.Match[str], notes: set[str]) -> str:
    if found["code"]:
        return found[0]
    if found["target"]:
        return _link(found["target"].strip(), (found["words"] or "").strip(), is_image=bool(found["image"]))
    if note := found["told"] or found["note"]:
        return f"\\[{note}\\]" if note in notes else found[0]
    if found["keys"]:
        return "+".join(key.strip('"').capitalize() for key in found["keys"].split("+"))
    return found["spanned"] or found["marked"] or ""


def _link(target: str, words: str, *, is_image: bool) -> str:
    """A wiki link as Markdown. Obsidian writes the page first, GitHub's wikis the words: `[[Paper jam|Paper-jam]]`."""
    if words and target.replace(" ", "-") == words:
        words, target = target, words
    page, _, heading = target.partition("#")
    if is_image and _PICTURE.search(page):
        return f"![{page.rpartition('.')[0]}](<{page}>)"
    heading = "" if heading.startswith("^") else heading.rpartition("#")[2]
    words = words or " › ".join(filter(None, (page.rpartition("/")[2], heading)))
    return f"[{words}](<{page}{'#' if heading else ''}{heading}>)" if page or heading else words
