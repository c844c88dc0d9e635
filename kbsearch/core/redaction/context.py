"""What the words just before a number say it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

REACH = 40
"""Characters before or after a number that are looked at."""

_TECHNICAL = re.compile(
    r"(?:\b(?:s[ée]rie|serial|sn|s/n|imei|iccid|eid|lot|batch|commande|cde|order|r[ée]f|r[ée]f[ée]rence|reference|part|"
    r"pi[èe]ce|licen[cs]e|dossier|ticket|incident|contrat|contract|siret|siren|code|erreur|error|version|firmware|fw|"
    r"build|bl|facture|invoice|colis|ean|gencod|gtin|article|mod[èe]le|model|type|machine|terminal|tpe|caisse|id|uid|"
    r"devis|bordereau|sku|tid|compteur|transaction|rum|ics|nni|matricule|badge|port|pid|asset|inventaire)\b\.?)"
    r"(?:\s?(?:n[°ºo]|num[ée]ro|number|no|#|est|is|:|=|de|du|d[’']|client|machine|s[ée]rie)\.?){0,4}\s?$",
    re.IGNORECASE,
)

_CODE = re.compile(
    r"(?:\b(?:codes|erreurs|errors|r[ée]f[ée]rences|references|pi[èe]ces|produits?|articles|mod[èe]les|lots|trames?)\b|"
    r"\bp/?n\b)(?:\s?(?:n[°ºo]|num[ée]ro|number|no|#|est|is|produit|:|=)\.?){0,3}\s?$",
    re.IGNORECASE,
)

_VERSION = re.compile(r"\b(?:versions?|firmwares?|fw|build|release)\s?:?\s?$", re.IGNORECASE)


_SERIAL = re.compile(
    r"\b(?:s[ée]rie|serial|sn|s/n|imei|iccid|licen[cs]es?|pi[èe]ces?|p/n|part (?:number|no))\b"
    r"(?:\s(?:du|de\sla|de\sl[’']|des?|of\sthe)\s?[^\W\d_]{1,20})?"
    r"(?:\s?(?:n[°ºo]|num[ée]ro|number|no|#|est|is|:|=)\.?){0,3}\s?$",
    re.IGNORECASE,
)
"""No caller is reached at such a number, whatever other words stand around: `numéro de série du portable`."""


def is_serial(text: str, start: int) -> bool:
    """Whether the words right before `start` say that a serial or licence number follows."""
    return _SERIAL.search(text[max(0, start - REACH) : start]) is not None


def is_technical(text: str, start: int) -> bool:
    """Whether the words right before `start` name a thing: a serial number, an order, a version."""
    return _TECHNICAL.search(text[max(0, start - REACH) : start]) is not None


def is_code(text: str, start: int) -> bool:
    """Whether the words right before `start` name what is grouped as numbers of telephones may be: part numbers."""
    return _CODE.search(text[max(0, start - REACH) : start]) is not None


def is_version(text: str, start: int) -> bool:
    """Whether the word right before `start` says that a version follows."""
    return _VERSION.search(text[max(0, start - REACH) : start]) is not None


def is_said(text: str, start: int, words: re.Pattern[str]) -> bool:
    """Whether one of these words stands in the `REACH` characters before `start`."""
    return words.search(text[max(0, start - REACH) : start]) is not None


def is_said_after(text: str, stop: int, words: re.Pattern[str]) -> bool:
    """Whether one of these words stands in the `REACH` characters from `stop` on."""
    return words.search(text[stop : stop + REACH]) is not None


def in_equal_steps(pairs: Sequence[int]) -> bool:
    """Whether the same step leads from each of these to the next: things are counted, `01 02 03 04 05`."""
    return len({after - before for before, after in pairwise(pairs)}) == 1


def beginnings(found: str) -> Iterator[str]:
    """`found`, then what is left without its last group of digits, and so on: another number may stand right behind.

    >>> list(beginnings("4970 1234 09"))
    ['4970 1234 09', '4970 1234', '4970']
    """
    ends = [match.end() for match in re.finditer(r"[^\W_]+", found)]
    yield from (found[:end] for end in reversed(ends))
