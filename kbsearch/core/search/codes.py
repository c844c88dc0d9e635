"""Which articles hold an exact code of the query.

An agent who types a code has read it off a screen: an article that holds that very code comes before anything that
merely sounds alike. A code counts when an article *declares* it (`error_codes`), or when it stands in few articles'
text and these are about the rest of the query too: what many share (`win10`), or one names in passing (`rj45`), says
nothing. Codes are compared whole: one character off is another code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from rapidfuzz.distance import OSA

from kbsearch.core.model import Article
from kbsearch.core.ports import KeywordIndex, Rows, TermGroup
from kbsearch.core.search.typed_codes import CALLS
from kbsearch.core.search.units import SHORT, SINGLE, UNITS
from kbsearch.core.text import CODE_MARK, DOTTED, PART, code_key, code_term, fold, tokens

MOST_MENTIONS = 3
"""Articles that may mention an undeclared code for it still to identify them."""
LEAST_SHARED = 0.75
"""Of what the article that holds most of the query's other words has of them: less, and a mention is in passing."""
_MEASURE = re.compile(
    r"\d{1,2}h(?:\d\d(?:min|mn)?)?|(?:\d{1,2}h?(?:\d\d)?){1,2}\d{1,2}h(?:\d\d)?|\d{1,2}(?:am|pm)|"
    r"\d{1,2}(?:janv?|fevr?|mars|avr|avril|mai|juin|juil|juillet|aout|sept?|oct|nov|dec)\d{0,4}|"
    r"\d{1,4}(?:er|re|e|eme|ieme|nde?|st|rd|th)|a[3-6]|x(?:2|3|4|5|10|100|1000)|\d{1,3}x|"
    rf"\d{{1,5}}(?:{'|'.join(map(re.escape, sorted((UNITS | SINGLE | SHORT) - {'h', 'x'})))})"
)
"""Keys of what agents type of times, dates, ranks, sizes of paper and quantities."""
_RATING = re.compile(
    r"\d{1,5}(?:m?a|[km]?ah|amperes?|mv|v(?:ac|dc)|k?ohms?|psi|kn|nm|c|[cdm]l|[cdm]?m[23]|tr|rpm|db|p)"
)
"""The same of what stands on machines, where codes may look like it: `16A`, `3C`."""
_LETTERS = re.compile(r"^[a-z]+(?=\d+$)")
_NUMBER_FIRST = re.compile(r"#\d+[a-z]+")
"""`16A`, and codes that look like it."""
FEWEST_DIGITS = 2
"""An undeclared code with one digit (`pop3`, `c5`) is more often a product or protocol."""
SHORTEST_FAMILY = 2
"""Letters that undeclared codes have in common: one is no name (`N2`, `L1`)."""


def declared_terms(code: str) -> list[str]:
    """Index terms of a declared code: whole, and without the words before it that only call it one.

    >>> declared_terms("ERR_CONNECTION_RESET"), declared_terms("Code erreur 51"), declared_terms("E-204")
    (['#errconnectionreset', '#connectionreset'], ['#codeerreur51', '#51'], ['#e204'])
    """
    return list(_written(code))


def _written(code: str) -> dict[str, str]:
    """`declared_terms`, each with how it is written."""
    words = list(PART.finditer(code))
    called = next((at for at, word in enumerate(words) if fold(word.group()) not in CALLS), 0)
    whole = {at: code_term(code_key(code[words[at].start() : words[-1].end()])) for at in (called, 0)}
    return {term: code[words[at].start() :].strip() if words else code for at, term in reversed(whole.items())}


def declared_codes(articles: Iterable[Article]) -> dict[str, list[int]]:
    """Code term → rows of the articles that declare it in their front matter."""
    declared: dict[str, list[int]] = {}
    for row, article in enumerate(articles):
        for term in dict.fromkeys(term for code in article.error_codes for term in declared_terms(code)):
            declared.setdefault(term, []).append(row)
    return declared


def written_codes(articles: Iterable[Article]) -> dict[str, str]:
    """Code term → as the first article that declares it writes it: what a screen shows, `PAY-1060`."""
    written: dict[str, str] = {}
    for article in articles:
        for term, form in (pair for code in article.error_codes for pair in _written(code).items()):
            written.setdefault(term, form)
    return written


def product_codes(articles: Iterable[Article]) -> frozenset[str]:
    """Code terms in the names of products: `#r10` of *Scanto R10*."""
    named = {article.product for article in articles if article.product}
    return frozenset(code_term(token.folded) for name in named for token in tokens(name) if token.is_code)


def titled_versions(articles: Iterable[Article]) -> dict[str, list[int]]:
    """Terms of the dotted numbers in titles → rows of these articles: `#4.6` of *Notes de version 4.6*."""
    titled: dict[str, list[int]] = {}
    for row, article in enumerate(articles):
        for term in dict.fromkeys(code_term(token.folded) for token in tokens(article.title) if token.is_code):
            if DOTTED.fullmatch(term.removeprefix(CODE_MARK)):
                titled.setdefault(term, []).append(row)
    return titled


def exact_matches(
    codes: Sequence[str],
    declared: Mapping[str, Sequence[int]],
    keywords: KeywordIndex,
    others: Sequence[TermGroup] = (),
    products: Collection[str] = (),
    titled: Mapping[str, Sequence[int]] = MappingProxyType({}),
) -> Rows:
    """Rows of the articles that hold one of these code terms, ascending.

    A declaration outranks mentions: when anyone declares a code, those who only mention it do not count. `others`: the
    query's words that are no part of a code, which an article that only mentions one must be about too. `products`:
    terms that name products (`product_codes`) and identify no article. `titled`: of a version that many mention, the
    articles that are about it (`titled_versions`).
    """
    found: set[int] = set()
    mentioned: set[int] = set()
    for code in codes:
        if code in declared:
            found.update(declared[code])
        elif is_telling(code) and code not in products:
            mentions = keywords.articles_with(code)
            mentioned.update(map(int, mentions if len(mentions) <= MOST_MENTIONS else titled.get(code, ())))
    if mentioned and others:
        held = keywords.scores(others).coverage
        mentioned = {row for row in mentioned if held[row] >= LEAST_SHARED * held.max()}
    found |= mentioned
    return np.array(sorted(found), np.int64)


def family(code: str) -> str:
    """The letters that a code begins with: `e` of `#e204`, the empty word of `#0x80070005` or `#51`."""
    return code.removeprefix(CODE_MARK).rstrip("0123456789") if code[-1:].isdigit() else ""


def believable(
    codes: Iterable[str],
    guesses: Collection[str],
    declared: Collection[str],
    codes_from: Callable[[str], Iterable[str]] = lambda _: (),
) -> list[str]:
    """Codes that an agent would believe to be one: typed as one, or guessed and like one that some article declares.

    `E 205` is taken for a code where `E-204` is declared; `tpe 12` is not, nor `le 25 novembre`. One with a single
    digit is believed where articles have others of its letters: `UPD-8` beside `UPD-9`, but not `pop3`.

    `codes_from`: the codes of articles that begin with a term.
    """
    families = {family(code) for code in declared} - {""}

    def is_believed(code: str) -> bool:
        if is_telling(code):
            return code not in guesses or family(code) in families
        return code not in guesses and not is_measure(code) and _has_siblings(code, families, codes_from)

    return [code for code in codes if is_believed(code)]


def _has_siblings(code: str, families: Collection[str], codes_from: Callable[[str], Iterable[str]]) -> bool:
    own = family(code)
    if own in families or len(own) < SHORTEST_FAMILY:
        return own in families
    begin = code_term(own)
    return any(other != code and other.removeprefix(begin).isdigit() for other in codes_from(begin))


def more_exact(code: str, codes_from: Callable[[str], Iterable[str]]) -> list[str]:
    """Of a version, those that an article has and that are of it: `#4.6.0` of `#4.6`."""
    is_version = DOTTED.fullmatch(code.removeprefix(CODE_MARK)) is not None
    return [other for other in codes_from(code) if other.startswith(f"{code}.")] if is_version else []


def misread(
    codes: Iterable[str],
    guesses: Collection[str],
    declared: Collection[str],
    articles_with: Callable[[str], Rows],
    codes_from: Callable[[str], Iterable[str]] = lambda _: (),
) -> bool:
    """Whether the query holds a code that no article does: one that an agent believes in, or one character off one
    that some article declares, or the number of one. `E-205` is not `E-204`, `refus 57` not `refus 51`, and `erreur
    417` may be another code than `E-0417`. A quantity is none, but `3C` may be where `3B` is declared.
    """
    unknown = [code for code in codes if not (len(articles_with(code)) or more_exact(code, codes_from))]
    if believable(unknown, guesses, declared, codes_from):
        return True
    return any(
        is_near(code, other, is_guess=code in guesses) or is_number_of(code, other)
        for code in unknown
        for other in declared
        if not is_measure(code) or (_is_rating(code) and _NUMBER_FIRST.fullmatch(other))
    )


def is_near(code: str, other: str, *, is_guess: bool) -> bool:
    """Whether one index term is one character off the other: of a guess another number, of a number one with as many
    digits, more than one. `5` is near `05`: the same number. A number is near no code with letters: `24` is no `U4`."""
    body, whole = code.removeprefix(CODE_MARK), other.removeprefix(CODE_MARK)
    if body.isdigit() and whole.isdigit():
        is_same = body.lstrip("0") == whole.lstrip("0")
        return is_same or (len(body) == len(whole) > 1 and OSA.distance(body, whole, score_cutoff=1) == 1)
    if body.isdigit() or whole.isdigit():
        return False
    if OSA.distance(code, other, score_cutoff=1) > 1:
        return False
    return not is_guess or family(code) == family(other)


def is_number_of(code: str, other: str) -> bool:
    """Whether `code` is the number behind the letters of `other`: `417` of `E-0417`."""
    body, whole = code.removeprefix(CODE_MARK), other.removeprefix(CODE_MARK)
    behind = _LETTERS.sub("", whole)
    return body.isdigit() and behind != whole and len(body) > 1 and behind.lstrip("0") == body.lstrip("0")


def is_measure(code: str) -> bool:
    """Whether this is a time, a date, a rank, a size of paper or a quantity, unless an article declares it: `14h30`,
    `13e`, `A4`, `x100`, `500go`."""
    return _MEASURE.fullmatch(code.removeprefix(CODE_MARK)) is not None or _is_rating(code)


def _is_rating(code: str) -> bool:
    return _RATING.fullmatch(code.removeprefix(CODE_MARK)) is not None


def is_telling(code: str) -> bool:
    """Whether an undeclared code could identify an article: letters and at least two digits, and no measure; or a
    number with dots, which is none unless it is called a code or a version (`typed_codes`)."""
    body = code.removeprefix(CODE_MARK)
    has_both = sum(c.isdigit() for c in body) >= FEWEST_DIGITS and any(c.isalpha() for c in body)
    return DOTTED.fullmatch(body) is not None or (has_both and not is_measure(code))
