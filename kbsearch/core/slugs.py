"""Names made safe: article ids from paths, anchors from headings."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable

MOST_ID = 160
"""Characters of the longest article id."""

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
_EXTENSION = re.compile(r"\.(?:md|markdown|mdown)$", re.IGNORECASE)


def is_article_id(text: str) -> bool:
    """Whether `text` can be an article id: lower-case ASCII segments between `/`, at most `MOST_ID` characters."""
    return len(text) <= MOST_ID and _ID.fullmatch(text) is not None


def is_markdown(path: str) -> bool:
    """Whether the file's name says that it is Markdown.

    >>> [is_markdown(name) for name in ("vpn.md", "VPN.Markdown", "vpn.txt")]
    [True, True, False]
    """
    return _EXTENSION.search(path) is not None


def without_extension(path: str) -> str:
    """`reseau/vpn` of `reseau/vpn.md`."""
    return _EXTENSION.sub("", path)


def slug(text: str, *, keep: str = "-") -> str:
    """`text` in lower-case ASCII letters, digits, `-` and the characters of `keep`; may be empty.

    >>> slug("Procédure N1 : œil & main")
    'procedure-n1-oeil-main'
    """
    folded = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(rf"[^a-z0-9{re.escape(keep)}]+", "-", letters).strip("-" + keep)


def id_from_path(path: str, *, is_taken: Callable[[str], bool] = lambda _: False) -> str:
    """The id of an article that states none: its path without its extension.

    A path that is not already a valid id is folded and gets six hexadecimal digits of its own hash, so that two paths
    (`A b.md`, `a-b.md`) never meet in one id and the id never depends on other files. So does one that `is_taken`.

    >>> id_from_path("reseau/vpn.md")
    'reseau/vpn'
    """
    stem = without_extension(path)
    if is_article_id(stem) and not is_taken(stem):
        return stem
    segments = [slug(segment, keep="-._") for segment in stem.split("/")]
    readable = "/".join(segment for segment in segments if segment)[: MOST_ID - 8].rstrip("/-._")
    digest = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{readable}-{digest}" if readable else f"article-{digest}"
