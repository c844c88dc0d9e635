"""Bytes as machines print them, five of which may look like a telephone number: `01 06 00 01 00 03 9A 9B`."""

from __future__ import annotations

import re

from kbsearch.core.redaction.context import REACH

_PAIRS = re.compile(r"\d\d(?:[ :-]\d\d){4}")
_BEFORE = re.compile(r"(?<![\w:-])(?:[0-9A-F]{2}[ :-]){1,16}$")
_AFTER = re.compile(r"(?:[ :-][0-9A-F]{2}){1,16}(?!\w)")
_LETTER = re.compile(r"\d[A-F]|[A-F]\d")
_ENOUGH = 2
"""Bytes beside, one with a letter in it, that need no word for it: a single one may be a floor or a shelf, `B2`."""
_SAID = re.compile(
    r"\b(?:trames?|octets?|bytes?|hexa?(?:d[ée]cimale?)?|modbus|registres?|registers?|frames?|payload|mac)"
    r"(?:\s(?:modbus|rtu|tcp|re[çc]u\w{0,2}|envoy[ée]\w{0,2}|received|sent|address))?\s?:?\s?$",
    re.IGNORECASE,
)


def are_octets(text: str, found: re.Match[str]) -> bool:
    """Whether the pairs of digits `found` stand among more bytes, which a letter or a word before tells from a number:
    five pairs alone are a telephone's behind any word (*sur Mac 06 12 34 56 78*)."""
    if not _PAIRS.fullmatch(found[0]):
        return False
    before = text[max(0, found.start() - 2 * REACH) : found.start()]
    head, tail = _BEFORE.search(before), _AFTER.match(text, found.end())
    beside = (head[0] if head else "") + (tail[0] if tail else "")
    is_said = _SAID.search(before[: head.start()] if head else before) is not None
    is_told_by_letters = len(beside) // 3 >= _ENOUGH and _LETTER.search(beside) is not None
    return is_told_by_letters or (is_said and beside != "")
