"""Telephone numbers: French ones in every spelling, others as their country writes them or with its code."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from kbsearch.core.redaction.context import (
    REACH,
    beginnings,
    in_equal_steps,
    is_code,
    is_said,
    is_serial,
    is_technical,
    is_version,
)
from kbsearch.core.redaction.moments import is_stamp, moments
from kbsearch.core.redaction.octets import are_octets

_SEP = r"[\s.\-/_·•‧∙⋅]{0,3}"
_FREE = r"(?<![\w+])(?:(?<!\d[.,])|(?<=\d\d[\d ./-]\d\d,))"
"""Not in the middle of a word, or of a version; right behind another number."""
_END = r"(?:(?=x\d{1,5}(?!\w))|(?![\w]|[.,-]\d)|(?=[.,-]0[1-9](?:[ ./-]?\d){8}(?!\d)))"
"""Before an extension (`x12`), before another number, or before what is no part of a number."""
_LETTER_O = r"[Oo](?=[1-79](?P<gap>[ .-])\d\d(?:(?P=gap)\d\d){3})"
_FRENCH = re.compile(
    rf"{_FREE}(?:(?:\((?:\+|00){_SEP}33\)|(?:\+|00){_SEP}33){_SEP}(?:\(0\){_SEP}|0{_SEP})?|(?P<no_mark>33){_SEP}|"
    rf"\(0(?=[1-9]\))|(?:\(0\)|0|{_LETTER_O}){_SEP})(?P<zone>[1-9])\)?(?:{_SEP}\d){{8}}{_END}"
)
_OVERSEAS = {"26": ("RE", "YT"), "59": ("GP", "GF", "MQ"), "63": ("YT",), "69": ("GP", "GF", "MQ", "RE")}
"""First digits → whose plan: numbers there are typed like those of the mainland, but stand in plans of their own."""
_ABROAD = re.compile(
    rf"{_FREE}(?:\((?:\+|00){_SEP}[1-9]\d{{0,2}}\)|(?:\+|00){_SEP}[1-9])(?:{_SEP}(?:\(0\){_SEP})?\d){{6,13}}"
    r"(?![^\Wx]|x(?!\d{1,5}(?!\w)))"
)
_NEIGHBOURS = re.compile(rf"{_FREE}(?:\(0\d{{1,3}}\) ?|0\d{{1,3}}[ /.])\d{{2,3}}[ .]\d{{2}}[ .]?\d{{2,3}}{_END}")
_AMERICAN = re.compile(
    rf"{_FREE}(?<!-)(?:\+?1[ .-])?(?:\([2-9]\d{{2}}\) ?|[2-9]\d{{2}}[ .-])[2-9]\d{{2}}[ .-]\d{{4}}{_END}"
)
_NEIGHBOUR_REGIONS = ("BE", "CH")
_BRITISH = re.compile(
    rf"{_FREE}(?:\(0\d{{2,4}}\) ?\d{{3,4}}[ -]?\d{{3,4}}|0(?:7\d{{3}}[ -]?\d{{3}}[ -]?\d{{3}}|"
    rf"2\d[ -]?\d{{4}}[ -]?\d{{4}}|1(?:1\d|\d1)[ -]?\d{{3}}[ -]?\d{{4}}|1\d{{3}}[ -]?\d{{3}}[ -]?\d{{3}})){_END}"
)
_SERVICE = (
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.UAN,
)
PHONE_SAID = re.compile(
    r"\b(?:t[ée]l|t[ée]l[ée]phone|phone|portable|mobile|fixe|fax|whatsapp|ligne|rappel\w{0,5}|joign\w{0,6}|joindre|"
    r"call(?:\s?back)?|num[ée]ro|appel\w{0,4}|cell|gsm|port|mob|sms)\b",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?<![^\W_])([A-Z]{2,4}|(?:lic|sn|ref|cmd|inv|inc|bl)|[A-Z]{1,4}[-/_]?(?:19|20)\d\d(?:[-/_]?(?:0[1-9]|1[0-2]))?)[-/#]$"
)
"""The beginning of a code, right before digits, also with the year or the month that documents are numbered by."""
_LISTED = re.compile(r"(?:(?<!\d)\d{6,14}\s?[,;/]\s?)+$")
"""Other numbers of the same kind: `réf 0612345678, 0798765432`."""
_GROUPS = re.compile(r"(?<![\w.-])[12](?P<gap>[ ._-])\d\d(?P=gap)(?:\d\d(?P=gap))?$")
"""The beginning of a number in other groups, of which the end looks like a telephone: `serial 1 85 05 78 006 084`."""
_LONGEST_SPOKEN = 2
"""Digits that a French number begins with, and that each of its pairs has."""
_PAIRS, _PAIR = 5, re.compile(r"[ .-](\d\d)(?!\d)")
_MANY = re.compile(r"\b[^\W\d_]{2,30}[sx]\s?:?\s?$", re.IGNORECASE)
_DATE = re.compile(r"\d{2}([/.-])\d{2}\1(?:19|20)\d{2}(?!\d)")
_LEADING = re.compile(r"0[1-79] (?=0[1-9])")
"""A number of two digits, a shop's or a county's, before one that begins like a telephone."""
_BEHIND = re.compile(rf"[\s,;]{{0,3}}{_FRENCH.pattern}")
_LONGEST_UNKNOWN, _SHORTEST_UNKNOWN = 15, 11
"""Digits after `+` that are believed without a country's plan, which changes faster than any list of it."""


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Numbers that exist in their country's plan. Service numbers stay, and bare digits that the words call a thing."""
    spans = [*_french(text), *_found(text, _ABROAD, (None,))]
    spans += [*_found(text, _NEIGHBOURS, _NEIGHBOUR_REGIONS), *_found(text, _AMERICAN, ("CA", "US"))]
    spans += _british(text)
    people = (span for span in spans if not _DATE.match(text, span[0]) and not is_version(text, span[0]))
    for start, stop in sorted(people, key=lambda span: (span[0], -span[1])):
        is_open = text[start] == "(" and ")" not in text[start:stop]
        yield start + is_open, stop


def _french(text: str) -> Iterator[tuple[int, int]]:
    for match in _beside_moments(text):
        if _is_a_things(text, match) or _is_grouped_as_a_code(text, match) or match["zone"] == "8":
            continue
        if is_stamp(text, match.start()):
            continue
        said = is_said(text, match.start(), PHONE_SAID)
        if are_octets(text, match) and not said:
            continue
        is_doubtful = match["gap"] or (match["no_mark"] and match["zone"] not in "67") or _is_counted(text, match)
        if is_doubtful and not said:
            continue
        if _is_in_a_french_plan(match):
            yield match.span()


def _is_in_a_french_plan(match: re.Match[str]) -> bool:
    national = "0" + re.sub(r"\D", "", match[0])[-9:]
    return any(is_somebodys(national, region) for region in ("FR", *_OVERSEAS.get(national[1:3], ())))


def _beside_moments(text: str) -> Iterator[re.Match[str]]:
    """What has the shape of a French number, and does not begin with the end of a date or of a time of day, nor with
    a number of two digits that is no part of it: `magasin 04 06 12 34 56 78`."""
    known, at = [*moments(text)], 0
    while (match := _FRENCH.search(text, at)) is not None:
        at = match.end()
        moment = next((one for one in known if one.start <= match.start() < one.stop), None)
        if moment and (moment.has_year or _BEHIND.match(text, moment.stop)):
            at = moment.stop
            continue
        first = _LEADING.match(match[0])
        behind = _FRENCH.match(text, match.start() + first.end()) if first else None
        is_thing = is_technical(text, match.start()) or is_code(text, match.start()) or _is_counted(text, match)
        if behind and not is_thing and not _is_in_a_french_plan(match):
            at, match = behind.end(), behind
        yield match


def _is_counted(text: str, match: re.Match[str]) -> bool:
    """Whether pairs go up in equal steps behind a noun in the plural, or on: `voyants 01 02 03 04 05`."""
    more = _PAIR.match(text, match.end())
    pairs = [int(pair) for pair in (*re.findall(r"\d+", match[0]), *(more.groups() if more else ()))]
    is_even = len(pairs) >= _PAIRS and in_equal_steps(pairs)
    return is_even and (len(pairs) > _PAIRS or is_said(text, match.start(), _MANY))


def _british(text: str) -> Iterator[tuple[int, int]]:
    """Eleven bare digits have the shape of too many serial numbers: they must be called a telephone number."""
    for match in _BRITISH.finditer(text):
        said = is_said(text, match.start(), PHONE_SAID)
        if _is_a_things(text, match) or (not said and (match[0].isdigit() or is_technical(text, match.start()))):
            continue
        if is_somebodys(re.sub(r"\D", "", match[0]), "GB"):
            yield match.span()


def _found(text: str, pattern: re.Pattern[str], regions: tuple[str | None, ...]) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        if _is_a_things(text, match):
            continue
        for found in beginnings(match[0]):
            compact = re.sub(r"[^\d+]", "", found.replace("(0)", ""))
            if any(is_somebodys(compact, region) for region in regions):
                yield match.start(), match.start() + len(found)
                break


def _is_a_things(text: str, match: re.Match[str]) -> bool:
    """Whether this is a serial number, bare digits of a code (`LIC-0612345678`), or in no groups but those that parts
    have too of what is called a thing."""
    before = text[max(0, match.start() - 2 * REACH) : match.start()]
    before = _GROUPS.sub("", _LISTED.sub("", before))
    if is_serial(before, len(before)):
        return True
    said = any(word[0][:3].lower() != "num" for word in PHONE_SAID.finditer(before, max(0, len(before) - REACH)))
    if not match[0].isdigit():
        is_thing = is_technical(before, len(before)) or is_code(before, len(before))
        is_bare = match.re is _AMERICAN and match[0][:1].isdigit()
        is_bare = is_bare or (match.re in (_ABROAD, _NEIGHBOURS) and match[0].startswith("(0"))
        return is_bare and is_thing and not said
    if (code := _CODE.search(before)) and not PHONE_SAID.fullmatch(code[1]):
        return True
    return is_technical(before, len(before)) and not said


def _is_grouped_as_a_code(text: str, match: re.Match[str]) -> bool:
    """Whether what is called a thing is grouped as no French number is spoken: `code erreur 0612 345 678`.

    Spoken are one digit or two and any others, and pairs behind any first group.
    """
    first, *others = re.findall(r"\d+", match[0])
    if not others or len(first) <= _LONGEST_SPOKEN or not first.startswith("0") or first.startswith("00"):
        return False
    clause = re.split(r"[,;]", text[max(0, match.start() - REACH) : match.start()])[-1]
    is_spoken = all(len(group) == _LONGEST_SPOKEN for group in others)
    is_thing = is_technical(text, match.start()) or is_code(text, match.start())
    return not is_spoken and is_thing and not PHONE_SAID.search(clause)


def is_somebodys(number: str, region: str | None) -> bool:
    """Whether that country's plan has this number, for anybody but a service."""
    try:
        parsed = phonenumbers.parse(re.sub(r"^00", "+", number), region)
    except NumberParseException:
        return False
    kind = phonenumbers.number_type(parsed)
    if kind != PhoneNumberType.UNKNOWN:
        return kind not in _SERVICE
    is_long = number.startswith("+") and _SHORTEST_UNKNOWN <= len(number) - 1 <= _LONGEST_UNKNOWN
    return is_long and phonenumbers.is_possible_number(parsed)
