"""Numbers with a checksum: bank accounts, social security, payment cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban, luhn
from stdnum.fr import nir, siret

from kbsearch.core.redaction.context import beginnings, is_code, is_said, is_said_after, is_serial, is_technical

_GAP = r"[\s._/-]{0,3}"
_NO_GAP = re.compile(r"[\s._/-]+")
_IBAN = re.compile(rf"(?:(?<![^\W_])|(?<=(?i:iban)))(?=([A-Za-z]{{2}} ?\d{{2}}(?:{_GAP}[A-Za-z0-9]){{11,30}}))")
"""Looked for at every word, inside others' finds too: `rejet AC04 sur FR76…` has the shape of one from `AC04` on."""
_SHORTEST_IBAN = 15
_IBAN_SAID = re.compile(r"\b(?:iban|rib|virement|compte)\b", re.IGNORECASE)
_FRENCH_IBAN = re.compile(rf"FR ?\d{{2}}(?:{_GAP}[A-Z0-9]){{23}}", re.IGNORECASE)
_RIB = re.compile(
    rf"(?<![\w.-])(?P<bank>\d{{5}})(?P<gap>{_GAP})(?P<branch>\d{{5}}){_GAP}(?P<account>[A-Z0-9]{{11}}){_GAP}"
    r"(?P<key>\d{2})(?![\w-])",
    re.IGNORECASE,
)
_RIB_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
_NIR = re.compile(
    rf"(?<![\w.])[12]{_GAP}\d{{2}}{_GAP}(?:0[1-9]|1[0-2]|[2-9]\d){_GAP}(?:\d{{2}}|2[ABab]){_GAP}\d{{3}}{_GAP}\d{{3}}"
    rf"(?:{_GAP}(?P<key>\d{{2}}))?(?!\w|-[A-Za-z])"
)
_GROUPS = 5
_AS_IN_PATHS = re.compile(r"[/_\n]")
_NIR_SAID = re.compile(
    r"\b(?:nir|s[ée]cu|s[ée]curit[ée] sociale|n[°ºo] ?ss|insee|num[ée]ro ss|immatriculation|assur[ée]e?|"
    r"salari[ée]e?)\b",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\w.])(?<!\d[ -])(?:\d[ .-]?){13,24}\d(?![\w])")
_CARD_IN_FOURS = re.compile(r"(?<![\w.])\d{4}(?P<gap>[ ./_-]{1,3})\d{4}(?P=gap)\d{4}(?P=gap)\d{3,4}(?![\w])")
_CARD_IN_CELLS = re.compile(
    r"(?<!\w)(?<!\d\s)(?:\d{4}(?P<gap>[ \t\n]{1,2})\d{4}(?P<other>[ \t\n]{1,2})\d{4}(?P=gap)\d{4}|"
    r"3[47]\d\d(?P<cell>[\t\n])\d{6}(?P=cell)\d{5})(?!\s?\d|\w)"
)
"""Parted by tabs or ends of lines, as lists of numbers are too."""
_CVV = re.compile(
    r"\b(?:cvv2?|cvc2?|cryptogramme(?: visuel)?|(?P<short>crypto))(?:(?P<mark>\s?[:=]|\s(?:est|is))\s{0,2}|\s{1,2})"
    r"(?P<digits>\d{3,4})(?![\w,.-]?\w)",
    re.IGNORECASE,
)
_CARD_FOUND = re.compile(r"\[card\]")
_CARD_SAID = re.compile(
    r"\b(?:carte(?! (?:m[èe]re|r[ée]seau|graphique|son|sim|sd|vid[ée]o|[ée]lectronique))|"
    r"cb|card|visa|mastercard|amex|pan)\b",
    re.IGNORECASE,
)
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
    compact = _NO_GAP.sub("", found)
    return len(compact) >= _SHORTEST_IBAN and bool(iban.is_valid(compact, check_country=False))


def ribs(text: str) -> Iterator[tuple[int, int]]:
    """French accounts as banks print them: bank, branch, account, key. The key holds in one of 97 by chance, so that it
    is believed in groups, or where the words say what it is; there a mistyped one goes too.
    """
    for match in _RIB.finditer(text):
        said, holds = is_said(text, match.start(), _IBAN_SAID), _rib_key_holds(match)
        if (said and (holds or match["gap"])) or (holds and match["gap"]):
            yield match.span()


def _rib_key_holds(rib: re.Match[str]) -> bool:
    """(89 bank + 15 branch + 3 account + key) mod 97 = 0, letters of the account as the French banks number them."""
    account = int(rib["account"].upper().translate(_RIB_LETTERS))
    return (89 * int(rib["bank"]) + 15 * int(rib["branch"]) + 3 * account + int(rib["key"])) % 97 == 0


def social_security(text: str) -> Iterator[tuple[int, int]]:
    """With a key that holds, or written in its groups, or named before."""
    for match in _NIR.finditer(text):
        compact = _NO_GAP.sub("", match[0])
        in_groups = len(_NO_GAP.findall(match[0])) >= _GROUPS - 1
        holds = match["key"] is not None and bool(nir.is_valid(compact))
        in_groups = in_groups and not _AS_IN_PATHS.search(match[0]) and not is_serial(text, match.start())
        if holds or in_groups or is_said(text, match.start(), _NIR_SAID):
            yield match.span()


def cards(text: str) -> Iterator[tuple[int, int]]:
    """A number of a card's length and first digits whose check digit holds, or that is called a card.

    After “commande” too: order numbers seldom have sixteen digits, one in ten that begins like a card has its check
    digit, and a card that is kept does more harm than an order that has to be asked for again.
    """
    yield from _in_cells(text)
    for match in sorted((*_CARD.finditer(text), *_CARD_IN_FOURS.finditer(text)), key=lambda match: match.start()):
        said = is_said(text, match.start(), _CARD_SAID)
        if is_serial(text, match.start()):
            continue
        serial = is_said(text, match.start(), _SERIAL_SAID)
        for found in beginnings(match[0]):
            digits = re.sub(r"\D", "", found)
            if not _ISSUERS.match(digits) or (len(digits) == 14 and siret.is_valid(digits)):
                continue
            if said or (luhn.is_valid(digits) and not serial):
                yield match.start(), match.start() + len(found)
                break


def _in_cells(text: str) -> Iterator[tuple[int, int]]:
    """Those in a table's cells or in lines, unless the words before or equal beginnings say that numbers are listed."""
    for match in _CARD_IN_CELLS.finditer(text):
        groups = match[0].split()
        digits = "".join(groups)
        is_listed = is_technical(text, match.start()) or is_code(text, match.start())
        is_listed = is_listed or len({group[:2] for group in groups}) == 1
        if _ISSUERS.match(digits) and luhn.is_valid(digits) and not is_listed:
            yield match.span()


def card_checks(text: str) -> Iterator[tuple[int, int]]:
    """The three or four digits from a card's back, where a card is spoken of or a mark stands between."""
    for match in _CVV.finditer(text):
        beside = (is_said(text, match.start(), words) for words in (_CARD_FOUND, _CARD_SAID))
        if (match["mark"] and not match["short"]) or any(beside) or is_said_after(text, match.end(), _CARD_FOUND):
            yield match.span("digits")
