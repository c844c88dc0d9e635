"""Which articles hold an exact code of the query.

An agent who types a code has read it off a screen: an article that holds that very code comes before anything that
merely sounds alike. A code counts when an article *declares* it (`error_codes`), or when it stands in few articles'
text; a mention that many articles share (`win10`, `office365`) says nothing. Codes are compared whole: one character
off is another code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
from rapidfuzz.distance import OSA

from kbsearch.core.model import Article
from kbsearch.core.ports import KeywordIndex, Rows
from kbsearch.core.text import CODE_MARK, code_key, code_term

MOST_MENTIONS = 3
"""Articles that may mention an undeclared code for it still to identify them."""
_MEASURE = re.compile(
    r"\d{1,2}h(?:\d\d(?:min|mn)?)?|\d{1,2}(?:am|pm)|"
    r"\d{1,5}(?:ms|sec|min|mn|minutes?|heures?|hours?|jours?|days?|j|ans?|mois|km|cm|mm|kg|"
    r"ko|mo|go|to|kb|mb|gb|tb|k?hz|mhz|ghz|mbps|gbps|dpi|px|volts?|watts?|kw|kva|bars?|eur|euros?|fois|pages?)"
)
"""Keys of what agents type of times and quantities."""
FEWEST_DIGITS = 2
"""An undeclared code with one digit (`pop3`, `c5`) is more often a product or protocol."""


def declared_codes(articles: Iterable[Article]) -> dict[str, list[int]]:
    """Code term → rows of the articles that declare it in their front matter."""
    declared: dict[str, list[int]] = {}
    for row, article in enumerate(articles):
        for code in dict.fromkeys(map(code_key, article.error_codes)):
            declared.setdefault(code_term(code), []).append(row)
    return declared


def exact_matches(codes: Sequence[str], declared: Mapping[str, Sequence[int]], keywords: KeywordIndex) -> Rows:
    """Rows of the articles that hold one of these code terms, ascending.

    A declaration outranks mentions: when anyone declares a code, those who only mention it do not count.
    """
    found: set[int] = set()
    for code in codes:
        if code in declared:
            found.update(declared[code])
        elif is_telling(code):
            mentions = keywords.articles_with(code)
            if len(mentions) <= MOST_MENTIONS:
                found.update(int(row) for row in mentions)
    return np.array(sorted(found), np.int64)


def family(code: str) -> str:
    """The letters that a code begins with: `e` of `#e204`, the empty word of `#0x80070005` or `#51`."""
    return code.removeprefix(CODE_MARK).rstrip("0123456789") if code[-1:].isdigit() else ""


def believable(codes: Iterable[str], guesses: Collection[str], declared: Collection[str]) -> list[str]:
    """Codes that an agent would believe to be one: typed as one, or guessed and like one that some article declares.

    `E 205` is taken for a code where `E-204` is declared; `tpe 12` is not, nor `le 25 novembre`.
    """
    families = {family(code) for code in declared} - {""}
    return [code for code in codes if is_telling(code) and (code not in guesses or family(code) in families)]


def misread(
    codes: Iterable[str], guesses: Collection[str], declared: Collection[str], articles_with: Callable[[str], Rows]
) -> bool:
    """Whether the query holds a code that no article does: one that an agent believes in, or one character off one
    that some article declares. `E-205` is not `E-204`, and `refus 57` not `refus 51`.
    """
    unknown = [code for code in codes if not len(articles_with(code))]
    if believable(unknown, guesses, declared):
        return True
    typed = [code for code in unknown if not is_measure(code)]
    return any(OSA.distance(code, other, score_cutoff=1) == 1 for code in typed for other in declared)


def is_measure(code: str) -> bool:
    """Whether this is a time or a quantity, unless an article declares it: `14h30`, `24h`, `10min`, `500go`."""
    return _MEASURE.fullmatch(code.removeprefix(CODE_MARK)) is not None


def is_telling(code: str) -> bool:
    """Whether an undeclared code could identify an article: letters and at least two digits, and no measure."""
    body = code.removeprefix(CODE_MARK)
    return not is_measure(code) and sum(c.isdigit() for c in body) >= FEWEST_DIGITS and any(c.isalpha() for c in body)
