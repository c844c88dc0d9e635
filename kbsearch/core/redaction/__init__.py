"""Text as typed → text that may be kept: personal data out, error codes and part numbers untouched.

Shelf of recognisers, in the order in which they are asked: what one has found, the next ones do not see. Each stands
for its finds with a word in brackets, the same in every language, which no recogniser takes for anything. What carries
a checksum is believed only when it holds, or where the words before say what it is.

Left alone on purpose: service numbers (0800…, 3949, an extension), SIRET, IMEI and ICCID, addresses and accounts of
machines (`10.0.12.1`, `root@srv01`), companies, and what has the shape of a plate where no car is meant. A name after a
title goes even where it is a product's, and a card number whose check digit holds even after “commande”. Rules miss
names that no title, greeting or first name announces, and numbers glued to a word, which is how codes are written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kbsearch.core.redaction import (
    abroad_ids,
    accounts,
    births,
    callers,
    letters,
    numbers,
    odd_numbers,
    places,
    plates,
    spelled_mail,
    spoken,
)
from kbsearch.core.redaction.name_ends import name_end
from kbsearch.core.redaction.names import announced, full_names, titled
from kbsearch.core.redaction.seen import see

Span: TypeAlias = tuple[int, int]
"""Half-open range of characters."""
Recogniser: TypeAlias = Callable[[str], Iterator[Span]]

MOST_PASSES = 4
"""What stood beside something that was taken out may itself be recognised then; two passes are enough for real text."""

RECOGNISERS: tuple[tuple[str, Recogniser], ...] = (
    ("secret", letters.passwords),
    ("email", spelled_mail.spelled_mail),
    ("email", letters.emails),
    ("iban", accounts.ibans),
    ("iban", accounts.ribs),
    ("nir", accounts.social_security),
    ("nir", abroad_ids.social_numbers),
    ("card", accounts.cards),
    ("card", accounts.card_checks),
    ("birth", births.births),
    ("phone", numbers.phones),
    ("phone", odd_numbers.with_commas),
    ("phone", odd_numbers.without_zero),
    ("phone", odd_numbers.abroad),
    ("phone", spoken.in_words),
    ("plate", plates.plates),
    ("address", places.addresses),
    ("name", letters.logins),
    ("name", titled),
    ("name", announced),
    ("name", full_names),
    ("name", callers.callers),
)

_TITLE = (
    r"\b(?:mm?|mr|mrs|ms|md?me|mmes|mlles?|dr|pr|me|mgr|miss|mister|sir|monsieur|madame|mademoiselle|messieurs|mesdames|"
    r"docteur|professeur|ma[iî]tre|s(?:œ|oe)ur|herr|frau|signora|signore?|sig\.(?:ra|na)|sr(?:a|ta)?|se[ñn]or(?:a|ita)?|"
    r"d[ñn]a|mevr(?:ouw)?|dhr|meneer)\b\.?"
)
_FOUND = re.compile(
    rf"(?:{_TITLE}\s+(?:et|and|&)\s+)?(?:{_TITLE}\s*)?\[name\](?:\s*(?:,|et|and|ou|or|&)\s*(?:{_TITLE}\s*)?\[name\])*|"
    rf"\[(?:{'|'.join(dict.fromkeys(kind for kind, _ in RECOGNISERS))})\]",
    re.IGNORECASE,
)
"""What stands for finds, names with the titles that announced them."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text that may be kept."""

    text: str
    counts: Mapping[str, int]
    """Kind → how many were taken out; never what."""


def no_word(folded: str) -> bool:
    """No word of any language is known."""
    return False


def redact(text: str, is_word: Callable[[str], bool] = no_word) -> Redacted:
    """`text` with every find replaced by its kind in brackets. Redacting again changes nothing.

    `is_word`: whether a word, folded, is one of the language, however it is written: names end before it
    (`MME ROUX BOURRAGE PAPIER`), and none is taken for a mailbox (`boutique at gmail.com`).

    >>> redact("Mme Durand, rappeler au 06 12 34 56 78, erreur 0x80070005").text
    'Mme [name], rappeler au [phone], erreur 0x80070005'
    """
    counts: Counter[str] = Counter()
    for _ in range(MOST_PASSES):
        before = text
        seen = see(text)
        for kind, recogniser in RECOGNISERS:
            if recogniser is spelled_mail.spelled_mail:
                spans = spelled_mail.spelled_mail(seen.text, is_word)
            else:
                spans = recogniser(seen.text)
            if kind == "name":
                spans = ((start, name_end(seen.text, start, stop, is_word)) for start, stop in spans)
            text, found = _replaced(text, kind, [seen.typed(*span) for span in spans])
            if found:
                counts[kind] += found
                seen = see(text)
        if text == before:
            break
    return Redacted(text, dict(counts))


def without_finds(text: str) -> str:
    """A redacted text without what stands for its finds, and without the titles that announced them.

    >>> without_finds("VPN coupé chez M. et Mme [name] [phone], tunnel bloqué")
    'VPN coupé chez , tunnel bloqué'
    """
    return " ".join(_FOUND.sub(" ", text).split())


def _replaced(text: str, kind: str, spans: Sequence[Span]) -> tuple[str, int]:
    pieces: list[str] = []
    at = found = 0
    for start, stop in spans:
        if start < at:
            continue  # inside what was just taken out
        pieces += (text[at:start], f"[{kind}]")
        at = stop
        found += 1
    return "".join((*pieces, text[at:])), found
