"""Numbers with a checksum: bank accounts, social security, payment cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban, luhn
from stdnum.fr import nir, siret

from kbsearch.core.redaction.context import beginnings, is_said

_IBAN = re.compile(r"(?<![^\W_])(?=([A-Za-z]{2}\d{2}(?:[ .-]?[A-Za-z0-9]){11,30}))")
"""Looked for at every word, inside others' finds too: `rejet AC04 sur FR76…` has the shape of one from `AC04` on."""
_SHORTEST_IBAN = 15
_IBAN_SAID = re.compile(r"\b(?:iban|rib|virement|compte)\b", re.IGNORECASE)
_FRENCH_IBAN = re.compile(r"FR\d{2}(?:[ .-]?[A-Z0-9]){23}", re.IGNORECASE)
_NIR = re.compile(
    r"(?<![\w.])[12][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d{2}|2[ABab])[ .-]?\d{3}[ .-]?\d{3}"
    r"(?:[ ./-]{0,3}(?P<key>\d{2}))?(?![\w])"
)
_NIR_SAID = re.compile(
    r"\b(?:nir|s[ée]cu|s[ée]curit[ée] sociale|n[°ºo] ?ss|insee|num[ée]ro ss|immatriculation|assur[ée]e?|"
    r"salari[ée]e?)\b",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\w.])(?<!\d[ -])(?:\d[ .-]?){13,24}\d(?![\w])")
_CARD_SAID = re.compile(r"\b(?:carte|cb|card|visa|mastercard|amex|pan)\b", re.IGNORECASE)
_SERIAL_SAID = re.compile(r"\b(?:s[ée]rie|serial|sn|s/n|imei|iccid|ean|gtin|gencod|siret|siren|lot)\b", re.IGNORECASE)
_ISSUERS = re.compile(r"(?:4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|6\d{15,18}|5[0678]\d{14,17}|3[47]\d{13}|3[068]\d{12})$")
"""First digits and lengths of payment cards, as the schemes publish them."""


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """Valid ones, in any spelling; and the right length for France where the words say what it is, mistyped or not."""
    for match in _IBAN.finditer(text):
        if end := _valid_iban(match[1]):
            yield match.start(), match.start() + end
        elif is_said(text, match.start(), _IBAN_SAID) and (french := _FRENCH_IBAN.match(match[1])):
            yield match.start(), match.start() + french.end()


def _valid_iban(found: str) -> int:
    """Length of the longest beginning that is valid, 0 if none is: other words may stand right behind."""
    return next((len(part) for part in beginnings(found) if _is_iban(part)), 0)


def _is_iban(found: str) -> bool:
    """Whether length, form and check digits hold. Banks are not looked up: no list of them is complete."""
    compact = re.sub("[ .-]", "", found)
    return len(compact) >= _SHORTEST_IBAN and bool(iban.is_valid(compact, check_country=False))


def social_security(text: str) -> Iterator[tuple[int, int]]:
    """With a key that holds, or written in its groups, or named before."""
    for match in _NIR.finditer(text):
        compact = re.sub(r"[ ./-]", "", match[0])
        in_groups = len(re.findall(r"[ .-]", match[0])) >= 4
        holds = match["key"] is not None and bool(nir.is_valid(compact))
        if holds or in_groups or is_said(text, match.start(), _NIR_SAID):
            yield match.span()


def cards(text: str) -> Iterator[tuple[int, int]]:
    """A number of a card's length and first digits whose check digit holds, or that is called a card."""
    for match in _CARD.finditer(text):
        said = is_said(text, match.start(), _CARD_SAID)
        serial = is_said(text, match.start(), _SERIAL_SAID)
        for found in beginnings(match[0]):
            digits = re.sub(r"\D", "", found)
            if not _ISSUERS.match(digits) or (len(digits) == 14 and siret.is_valid(digits)):
                continue
            if said or (luhn.is_valid(digits) and not serial):
                yield match.start(), match.start() + len(found)
                break
