"""Telephone numbers in spellings that lists, quantities and codes have too: the words before say which."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbsearch.core.redaction.context import REACH, in_equal_steps, is_said, is_technical, is_version
from kbsearch.core.redaction.numbers import PHONE_SAID, is_somebodys
from kbsearch.core.redaction.words import NO_NAMES
from kbsearch.core.text import fold

_COMMAS = re.compile(
    r"(?<![\w+.,|;=*])(?<!\d[.,;] )0[1-79](?P<comma>, ?| ?[|;=*] ?)\d\d(?:(?P=comma)\d\d){3}(?!\w|[.,;|=*] ?\d)"
)
_MARKS = (",", ", ", "|", ";", "=", "*")
"""Any others, with blanks around, stand between the cells of a table, unless a telephone is spoken of."""
_MANY = re.compile(r"\b(?:les|[dc]es|aux|(?P<noun>[^\W\d_]{2,30}[sx]))\s?[:=(]?\s?$", re.IGNORECASE)
"""An article or a noun in the plural right before: several things are listed."""

_MOBILE = r"(?:portable|port(?=\.|\s?:)|mob(?:ile)?|gsm|cell|whatsapp|sms)\b"
"""`port 6,12,24,36,48` are sockets of a switch."""
_ANY_PHONE = (
    r"(?:(?:t[ée]l(?:[ée]phone)?|tph|phone|fixe|fax)\b|(?:rappeler|joindre|joignable|appeler|contacter)(?=\s(?:au|le|sur)\s)|"
    r"\brappeler (?:[^\W\d_]{1,8}\.? )?\[name\](?= au ))"
)
_LINK = r"\.?(?:\s?(?:[:=;]|\b(?:est|is|au|le|sur|pro|perso|direct|num[ée]ro|n[°ºo])\b\.?)){0,3}\s{0,2}"
_NO_MORE = r"(?!\w|[.,/-]?\d|[ .,/-]\d\d(?!\w))"
_PAIRS = rf"(?P<mark>[ .,/-])\d\d(?:(?P=mark)\d\d){{3}}{_NO_MORE}"
_MOBILE_NUMBER = r"[67](?:\d{8}|\d\d(?P<gap>[ .-])(?:\d{3}(?P=gap)\d{3}|\d\d(?P=gap)\d\d(?P=gap)\d\d))(?!\w|[.,-]?\d)"
_OWNER = r"(?:(?:[^\W\d_]{1,9}\.? )?\[name\]|la cliente|l[ea] client|l[’']appelante?|son assistante?)"
_WITHOUT_ZERO = (
    re.compile(rf"\b{_MOBILE}{_LINK}(?P<number>[67]{_PAIRS}|{_MOBILE_NUMBER})", re.IGNORECASE),
    re.compile(rf"\b{_ANY_PHONE}{_LINK}(?P<number>[1-79]{_PAIRS}|[1-79]\d{{8}}(?!\w|[.,-]?\d))", re.IGNORECASE),
    re.compile(rf"\bnum[ée]ro de {_OWNER}{_LINK}(?P<number>{_MOBILE_NUMBER})", re.IGNORECASE),
    re.compile(rf"\[phone\]\s?(?:/|ou|et)\s?(?P<number>{_MOBILE_NUMBER})"),
)
_IN_TWOS_OR_THREES = (
    r"(?:\d{8}|[06]\d{8}|[2-9]\d{9}|\d\d(?P<a>[ .])\d{3}(?P=a)\d{3}|6\d\d(?P<b>[ .])\d{3}(?P=b)\d{3}|"
    r"\d\d(?P<c>[ .])\d\d(?P=c)\d\d(?P=c)\d\d|0\d[ /.-]\d{7})"
)
_ABROAD = re.compile(rf"\b(?:{_MOBILE}|{_ANY_PHONE}){_LINK}(?P<number>{_IN_TWOS_OR_THREES}){_NO_MORE}", re.IGNORECASE)
_PLANS = {8: ("TN", "LU"), 9: ("BE", "DZ", "LU"), 10: ("CA", "US")}
"""Digits → whose plan. In France these would be too few, or begin with a 0."""
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


def with_commas(text: str) -> Iterator[tuple[int, int]]:
    """`06,12,34,56,78`, alone or where a telephone is spoken of; not behind what is called a thing or several things,
    nor where the pairs go up in equal steps: `codes 06,12,34,56,78`, `(01,02,03,04,05)`.
    """
    for match in _COMMAS.finditer(text):
        is_phone = is_said(text, match.start(), PHONE_SAID)
        is_listed = match["comma"] not in _MARKS or _is_listed(text, match)
        if is_version(text, match.start()) or (not is_phone and is_listed):
            continue
        if is_somebodys(re.sub(r"\D", "", match[0]), "FR"):
            yield match.span()


def _is_listed(text: str, match: re.Match[str]) -> bool:
    many = _MANY.search(text[max(0, match.start() - REACH) : match.start()])
    if is_technical(text, match.start()) or (many and (not many["noun"] or fold(many["noun"]) not in NO_NAMES)):
        return True
    return in_equal_steps([int(pair) for pair in re.findall(r"\d\d", match[0])])


def without_zero(text: str) -> Iterator[tuple[int, int]]:
    """`portable 6 12 34 56 78`: five groups right behind a word that names a telephone."""
    for pattern in _WITHOUT_ZERO:
        for match in pattern.finditer(text):
            if is_somebodys("0" + re.sub(r"\D", "", match["number"]), "FR"):
                yield match.span("number")


def abroad(text: str) -> Iterator[tuple[int, int]]:
    """`cell 5145238812`, `fixe 081223344`: without a country's code, right behind a word that names a telephone."""
    for match in _ABROAD.finditer(text):
        number = re.sub(r"\D", "", match["number"])
        if not _DAY.fullmatch(number) and any(is_somebodys(number, region) for region in _PLANS[len(number)]):
            yield match.span("number")
