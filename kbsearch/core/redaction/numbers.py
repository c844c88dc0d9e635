"""Telephone numbers: French ones in every spelling, others as their country writes them or with its code."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from kbsearch.core.redaction.context import is_said, is_technical

_SEP = r"[\s.\-/_]{0,2}"
_FREE = r"(?<![\w+])(?<!\d[.,])"
"""Not in the middle of a word, or of a version."""
_FRENCH = re.compile(
    rf"{_FREE}(?:(?:\+|00){_SEP}33{_SEP}(?:\(0\){_SEP}|0{_SEP})?|33{_SEP}(?=[67])|\(?0\)?{_SEP})"
    rf"[1-9](?:{_SEP}\d){{8}}(?![\w]|[.,-]\d)"
)
_ABROAD = re.compile(rf"{_FREE}(?:\+|00){_SEP}[1-9](?:{_SEP}(?:\(0\){_SEP})?\d){{6,13}}(?![\w])")
_NEIGHBOURS = re.compile(rf"{_FREE}0\d{{1,3}}[ /.]\d{{2,3}}[ .]\d{{2}}[ .]?\d{{2,3}}(?![\w]|[.,-]\d)")
_AMERICAN = re.compile(
    rf"{_FREE}(?<!-)(?:1[ .-])?(?:\([2-9]\d{{2}}\) ?|[2-9]\d{{2}}[ .-])[2-9]\d{{2}}[ .-]\d{{4}}(?![\w]|[.,-]\d)"
)
_NEIGHBOUR_REGIONS = ("BE", "CH")
_SERVICE = (
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.UAN,
)
_PHONE_SAID = re.compile(
    r"\b(?:t[ée]l|t[ée]l[ée]phone|phone|portable|mobile|fixe|ligne|rappel\w{0,5}|joign\w{0,6}|joindre|call(?:\s?back)?|"
    r"num[ée]ro|appel\w{0,4}|cell|sms)\b",
    re.IGNORECASE,
)


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Numbers that exist in their country's plan. Service numbers stay, and bare digits that the words call a thing."""
    spans = [*_found(text, _FRENCH, ("FR",)), *_found(text, _ABROAD, (None,))]
    spans += [*_found(text, _NEIGHBOURS, _NEIGHBOUR_REGIONS), *_found(text, _AMERICAN, ("CA", "US"))]
    yield from sorted(spans, key=lambda span: (span[0], -span[1]))


def _found(text: str, pattern: re.Pattern[str], regions: tuple[str | None, ...]) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        is_bare = match[0].isdigit()
        if is_bare and is_technical(text, match.start()) and not is_said(text, match.start(), _PHONE_SAID):
            continue
        if any(_is_somebodys(match[0], region) for region in regions):
            yield match.span()


def _is_somebodys(number: str, region: str | None) -> bool:
    compact = re.sub(r"[^\d+]", "", number.replace("(0)", ""))
    if region == "FR" and compact.startswith("33"):
        compact = f"+{compact}"
    if compact.startswith("00"):
        compact = f"+{compact[2:]}"
    if region == "FR" and compact.startswith("+330"):
        compact = f"+33{compact[4:]}"
    try:
        parsed = phonenumbers.parse(compact, region)
    except NumberParseException:
        return False
    if not phonenumbers.is_valid_number(parsed):
        return False
    return phonenumbers.number_type(parsed) not in _SERVICE
