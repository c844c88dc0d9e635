"""French telephone numbers of which some or all is written in words: `zéro six 12 34 56 78`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbsearch.core.redaction.context import in_equal_steps, is_said, is_serial, is_technical, is_version
from kbsearch.core.redaction.numbers import PHONE_SAID, is_somebodys
from kbsearch.core.text import fold

_UNITS = ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_TEENS = ("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize")
_TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
_VALUES = {word: value for value, word in enumerate((*_UNITS, *_TEENS))} | {"une": 1} | _TENS

_SEP = r"[\s.,\-/_]{0,3}"
_STOP = r"(?![^\W\d_])"
_AND = r"[\s-](?:et[\s-])?"
_UNIT = rf"(?:une?|{'|'.join(_UNITS[2:])}){_STOP}"
_TEEN = rf"(?:dix[\s-](?:sept|huit|neuf)|{'|'.join(_TEENS)}){_STOP}"
_EIGHTY = r"quatre[\s-]vingts?"
_FIRST = rf"(?:z[ée]ro{_STOP}|{_UNIT}|\d)"
_DIGIT = rf"(?:z[ée]ro{_STOP}|{_UNIT}|(?<!\d)\d(?!\d))"
_PAIR = (
    rf"(?:(?:soixante|{_EIGHTY}){_AND}{_TEEN}|(?:{_EIGHTY}|{'|'.join(_TENS)})(?:{_AND}{_UNIT}|{_STOP})|{_TEEN}|"
    rf"\d\d|{_DIGIT}{_SEP}{_DIGIT})"
)
_COUNTRY = rf"(?:\+|00|plus\b|z[ée]ro{_SEP}z[ée]ro){_SEP}(?:33|trente[\s-]trois){_SEP}"
_NUMBER = re.compile(
    rf"(?<![\w+])(?<!\d[.,-])(?:{_COUNTRY}(?:\(0\)|0|z[ée]ro)?|0|z[ée]ro){_SEP}"
    rf"({_FIRST}){_SEP}({_PAIR}){_SEP}({_PAIR}){_SEP}({_PAIR}){_SEP}({_PAIR})(?!\w|[.,-]\d)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


def in_words(text: str) -> Iterator[tuple[int, int]]:
    """Those that the country's plan has; not a serial number, nor what is listed: `zéro, un, deux, trois…`."""
    for match in _NUMBER.finditer(text):
        if not _WORD.search(match[0]) or is_serial(text, match.start()) or is_version(text, match.start()):
            continue
        digits = [_digits(part) for part in match.groups()]
        is_phone = is_said(text, match.start(), PHONE_SAID) or not _is_listed(text, match, digits)
        if digits[0] not in "08" and is_phone and is_somebodys("0" + "".join(digits), "FR"):
            yield match.span()


def _is_listed(text: str, match: re.Match[str], digits: list[str]) -> bool:
    """With commas behind what names a thing, or in equal steps."""
    is_counted = in_equal_steps([int(pair) for pair in digits])
    return is_counted or ("," in match[0] and is_technical(text, match.start()))


def _digits(part: str) -> str:
    """One digit or two.

    >>> [_digits(part) for part in ("six", "12", "soixante-dix-huit", "zéro neuf", "5 un", "Quatre-vingt-onze")]
    ['6', '12', '78', '09', '51', '91']
    """
    told = [word for word in re.findall(r"\d|[^\W\d_]+", fold(part)) if word != "et"]
    values = [int(word) if word.isdigit() else _VALUES[word] for word in told]
    if max(values) < len(_UNITS):
        return "".join(map(str, values))
    is_eighty = len(values) > 1 and values[1] == _TENS["vingt"]
    return str(values[0] * values[1] + sum(values[2:]) if is_eighty else sum(values))
