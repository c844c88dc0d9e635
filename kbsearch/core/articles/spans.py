"""What other tools write within a line: attributes, keys, marked words, wiki links, comments and footnotes.

Each becomes what GitHub's flavour has for it, or its words alone; code stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import quote

from kbsearch.core.articles.columns import columns_of

_PART = r"(?:[.#][A-Za-z_:-][\w:.-]{0,60}|[\w-]{1,40}=(?:\"[^\"{}\n]{0,200}\"|'[^'{}\n]{0,200}'|[^\s\"'{}]{1,200}))"
_SET = rf"\{{:?[ \t]{{0,3}}{_PART}(?:[ \t]{{1,3}}{_PART}){{0,9}}[ \t]{{0,3}}\}}"
"""`{ .class #id width="300" }`."""
_SPAN_SET = r"\{:?[ \t]{0,3}(?:[.#][A-Za-z_:-]|[\w-]{1,40}=\")[^{}\n]{0,300}\}"
"""Behind words in brackets, where `{id=3}` may be text."""
_HELD = r"[ \t>]{0,40}(?:(?:[-+*]|\d{1,9}[.)])[ \t]{1,4}[ \t>]{0,9})?"
"""What stands before a text in quotes and in an item."""
_SPAN = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`{1,8})(?!`)(?s:.{1,400}?)(?<!`)(?P=ticks)(?!`)|\\.)"
    rf"|(?<!\])\[(?P<spanned>[^\[\]]{{0,300}})\]{_SPAN_SET}"
    rf"|(?P<linked>\]\([^()\n]{{0,500}}\)){_SET}"
    rf"|[ \t]?:(?:material|octicons|fontawesome|simple)-[\w-]{{1,60}}:(?:{_SET})?"
    r"|(?<![\w+])\+\+(?P<keys>[\w\"-]{1,30}(?:\+[\w\"-]{1,30}){0,5})\+\+(?![\w+])"
    r"|(?<![=\w])==(?P<marked>[^\s=](?:[^=\n]{0,300}[^\s=])?)==(?![=\w])"
    r"|(?<![%\w])(?<!\d[ \t])%%[ \t][^%\n]{1,1000}(?<!\d)[ \t]%%(?![%\w])"
    r"|(?P<image>!?)(?<!\w)\[\[(?![\s|!^:]|\d+\]\])(?P<target>[^\[\]|<>\\\n]{1,300})"
    r"(?:\\?\|(?P<words>[^\[\]|\n]{1,300}))?\]\](?![(\[:]|\.\[)"
    rf"|(?:^(?P<before>{_HELD})\[\^(?P<told>[\w-]{{1,60}})\]:|\[\^(?P<note>[\w-]{{1,60}})\])",
    re.MULTILINE,
)
_CLASSES = re.compile(
    r"(?P<heading>^[ \t]{0,3}#{1,6}[ \t].{0,500}?|^)[ \t]{0,9}"
    r"\{(?::[ \t]{0,3}|[ \t]{1,3})\.[A-Za-z][\w-]{0,60}(?:[ \t]{1,3}\.[A-Za-z][\w-]{0,60}){0,9}[ \t]{0,3}\}[ \t]*$"
)
"""At the end of a heading, or alone on a line: `{ .wide }`, `{: .wide }`; not `{.env}`, which may be a file."""
_NEW_BLOCK = re.compile(r"[ \t]*(?:#{1,6}[ \t]|[-+*][ \t]|\d{1,9}[.)][ \t]|\|)")
_NOTE = re.compile(rf"{_HELD}\[\^([\w-]{{1,60}})\]:")
_COMMENT = re.compile(r"[ \t]*%%[ \t]*$")
PICTURE = r"\.(?:png|jpe?g|gif|svg|webp|bmp|avif|pdf|mp4)"
"""How the name of a file ends that `![[…]]` shows; that of a page has no end."""
_PICTURE = re.compile(rf"{PICTURE}$", re.IGNORECASE)
MAY_BE = re.compile(
    r"[\])]\{|\{(?::|[ \t])[ \t]{0,3}\.|:(?:material|octicons|fontawesome|simple)-|\+\+[\w\"]|==[^\s=]|%%|\[\[|\[\^"
)
"""Whether there may be anything to do."""


def in_github(lines: Sequence[str]) -> Iterator[str]:
    """As many lines. A footnote is read where the text has its words too; a comment between lines of `%%` goes."""
    columns = list(columns_of(lines))
    told = (_NOTE.match(line) for line, column in zip(lines, columns, strict=True) if column is not None)
    notes = {found[1] for found in told if found}
    marks = [at for at, line in enumerate(lines) if columns[at] is not None and _COMMENT.match(line)]
    unseen = {at for first, last in zip(marks[::2], marks[1::2], strict=False) for at in range(first, last + 1)}
    for first, after in _paragraphs(lines, columns, unseen):
        text = "\n".join(lines[first:after])
        if first in unseen:
            yield ""
        elif columns[first] is None or not MAY_BE.search(text):
            yield from lines[first:after]
        else:
            for line in _SPAN.sub(lambda found: _written(found, notes), text).split("\n"):
                yield _CLASSES.sub(lambda found: found["heading"].rstrip(), line)


def _paragraphs(
    lines: Sequence[str], columns: Sequence[int | None], unseen: Collection[int]
) -> Iterator[tuple[int, int]]:
    """First line and the one behind of each run in which inline code may go on over a line's end."""
    first = 0
    for at in range(1, len(lines) + 1):
        is_apart = at == len(lines) or columns[at - 1] is None or columns[at] is None
        if is_apart or at in unseen or at - 1 in unseen or _NEW_BLOCK.match(lines[at]):
            yield first, at
            first = at


def _written(found: re.Match[str], notes: set[str]) -> str:
    if found["code"]:
        return found[0]
    if found["target"]:
        return _link(found["target"].strip(), (found["words"] or "").strip(), is_image=bool(found["image"]))
    if note := found["told"] or found["note"]:
        return f"{found['before'] or ''}\\[{note}\\]" if note in notes else found[0]
    if found["keys"]:
        return "+".join(key.strip('"').capitalize() for key in found["keys"].split("+"))
    if found["linked"]:
        return found["linked"]
    return found["spanned"] or found["marked"] or ""


def _link(target: str, words: str, *, is_image: bool) -> str:
    """A wiki link as Markdown. Obsidian writes the page first, GitHub's wikis the words: `[[Paper jam|Paper-jam]]`."""
    if words and target.replace(" ", "-") == words:
        words, target = target, words
    page, _, heading = target.partition("#")
    if is_image and _PICTURE.search(page):
        return f"![{page.rpartition('.')[0]}]({_address(page)})"
    heading = "" if heading.startswith("^") else heading.rpartition("#")[2]
    words = words or " › ".join(filter(None, (page.rpartition("/")[2], heading)))
    return f"[{words}]({_address(page)}{'#' if heading else ''}{_address(heading)})" if page or heading else words


def _address(name: str) -> str:
    """Not between `<` and `>`, where a name such as *Table* would be taken for a tag."""
    return quote(name, safe="/:%", errors="replace")
