"""Number plates. Part numbers and alarms have their shape too, so that the words around decide, never the shape alone.

A plate that is kept tells little of its owner; a code that is taken out hides the article that it is the key of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbsearch.core.redaction.context import is_said, is_said_after, is_technical

_LETTERS = "[A-HJ-NP-TV-Z]{2}"
_FRENCH = re.compile(rf"(?<![\w-]){_LETTERS}[ .-]?\d{{3}}[ .-]?{_LETTERS}(?![\w-])", re.IGNORECASE)
_OLD = re.compile(r"(?<![\w-])\d{1,4}[ -]?(?!EUR|CHF)[A-Z]{2,3}[ -]?(?:\d{2}|2[AB]|97\d)(?![\w-])", re.IGNORECASE)
_BELGIAN = re.compile(r"(?<![\w-])[1-9]-[A-Z]{3}-\d{3}(?![\w-])", re.IGNORECASE)
_ABROAD = re.compile(
    r"\b(?i:(?:plaque\s)?(?:d[’'])?immat\w{0,12}\.?|plaque(?:\smin[ée]ralogique)?|(?:licen[cs]e\s|number\s)?plate)"
    r"(?:\s?(?:[:=(]|\b(?i:n[°ºo]|num[ée]ro|est|is)))?\s{0,2}(?P<plate>"
    r"(?i:[A-Z]{2}\d\d[ -]?[A-Z]{3}|[A-Z]\d\d[ -]?[A-Z]{3}|\d[ -]?[A-Z]{3}[ -]?\d{3}|\d{1,3}[ -]?TUN?[ -]?\d{1,4}|"
    r"\d{1,5}-[A-Z]-\d{1,2})|(?!(?:EN|DE|DU|LE|AU)\b)[A-Z]{2}[ -]?(?!(?:19|20)\d\d\b)\d{3}[ ]?\d{1,3}|"
    r"\d{4,5} \d{3} \d\d)(?![\w-])"
)
"""Of neighbours and overseas, right behind a word for the plate: British, Canadian, Belgian, Californian, Tunisian,
Moroccan, Swiss or of Luxembourg, Algerian."""
_SAID = re.compile(
    r"\b(?:immat\w{0,12}|plaque(?! (?:de cuisson|[ée]lectrique|chauffante))|"
    r"voiture|v[ée]hicule|camion\w{0,6}|fourgon\w{0,6}|moto|scooter|parking|carte (?:de )?carburant|remorque|"
    r"poids lourd|garage|barri[èe]re|truck|lorry|vehicle|plate|chauffeuse|chauffeur|livreu(?:r|se)|"
    r"driver|clio|twingo|kangoo|berlingo|m[ée]gane|sc[ée]nic|ducato|sprinter|vito|peugeot|renault|citro[ëe]n)s?\b",
    re.IGNORECASE,
)
_SAID_BESIDE = re.compile(r"\b(?:auto|car|van|utilitaire|bus)\s?[:(]?\s?$", re.IGNORECASE)
"""Other words as well, such as French “car” and “mode auto”: only right before."""
_THING = re.compile(
    r"\b(?:alarmes?|alarms?|d[ée]fauts?|faults?|affich\w{1,5}|messages?|voyants?|anomalies?|capteurs?|sensors?|relais|"
    r"disjoncteurs?|vannes?|moteurs?|variateurs?|automates?|modules?|cartes?|produits?|portes?|pompes?|v[ée]rins?|convoyeurs?|bornes?|shows?|displays?|says?|bo[îi]tiers?|"
    r"indiqu\w{1,5}|signal\w{1,5})(?:\s(?:est|is|le|la|un|une|code|n[°ºo]|the))?\s?[:=«“\"(]?\s?$",
    re.IGNORECASE,
)
"""What a code belongs to, right before it."""
_SHOWN = re.compile(
    r"\s?[)»”\"]?\s?(?:est\s|is\s|reste\s|s[’'])?(?:affich|[àa] l[’'][ée]cran|en d[ée]faut|on screen|shown|displayed)",
    re.IGNORECASE,
)
"""What is said of a code, right behind it."""
_BESIDE = 14
"""Characters in which the car itself is named, whatever is said behind."""
_LIST = re.compile(r"(?:\[[a-z]+\][,;/ (-]{1,3}){2}$")
"""After somebody's other particulars, set out one after another."""


def plates(text: str) -> Iterator[tuple[int, int]]:
    """French plates in every spelling since 2009, older and Belgian ones, near a word for a car or its driver; others
    right behind a word for the plate itself."""
    found = (match for pattern in (_FRENCH, _OLD, _BELGIAN) for match in pattern.finditer(text))
    spans = {match.span() for match in found if _is_a_cars(text, *match.span())}
    spans |= {match.span("plate") for match in _ABROAD.finditer(text)}
    yield from sorted(spans, key=lambda span: (span[0], -span[1]))


def _is_a_cars(text: str, start: int, stop: int) -> bool:
    if is_technical(text, start) or is_said(text, start, _THING):
        return False
    if _SHOWN.match(text, stop):
        return _SAID.search(text[max(0, start - _BESIDE) : start]) is not None
    if is_said(text, start, _SAID) or is_said(text, start, _SAID_BESIDE) or is_said_after(text, stop, _SAID):
        return True
    return "-" in text[start:stop] and is_said(text, start, _LIST)
