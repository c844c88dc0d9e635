"""Dates of birth, where the words before say that somebody was born then."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DAY = r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s)?"
_WHEN = (
    rf"(?P<date>{_DAY}(?:\d{{1,2}}|1er|1st)[\s./-](?:\d{{1,2}}|[^\W\d_]{{3,10}}\.?)[\s./-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|"
    r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d)(?!\d)(?!(?<=\.\d\d)\.\d)"
)
"""Forms and declarations have it without marks, too: `12031985`; `10.0.12.1` is a version."""
_BORN = r"\b(?:n[ée]e?s?|n[ée]\(e\)s?|n[ée]\.e|n[ée]·e)\s(?:le|un)\s|\bné(?:e|\(e\)|\.e|·e)?s?\s|\bborn(?:\son)?\s"
_NAMED = r"\b(?:date(?: de)? naissance|naissance(?=\s?[:=])|ddn|d\.d\.n\.?|(?:date of )?birth|birth ?(?:date|day)|dob)"
_WHOSE = (
    r"(?:\s(?:de\s|du\s|of\s)?(?:(?:la|le|the|son|sa|d’un|d'un)\s|[ld][’'])?(?:salari[ée]e?|employ[ée]e?|cliente?|assur[ée]e?|"
    r"g[ée]rante?|patiente?|enfant|fille|fils|conjointe?|employee|customer))?"
    r"(?:\s(?:de\s|du\s|of\s)?(?:(?:monsieur|madame|mm?\.?|mr\.?|mme\.?|mlle\.?)\s)?\[name\])?"
)
_HOW = (
    r"(?:\s(?:erron[ée]e|fausse|fauss[ée]e|incorrecte|invers[ée]e|saisie|affich[ée]e|correcte|exacte|indiqu[ée]e|renseign[ée]e|"
    r"enregistr[ée]e|d[ée]clar[ée]e|connue|wrong|entered)){0,2}"
)
_IS = r"(?:\s?[:=(]|\s(?:est|[ée]tait|is|was)\b(?:\sbien)?|\sc[’'](?:est|[ée]tait))?\s?(?:le\s|au\s)?"
_BIRTH = re.compile(rf"(?:(?:{_BORN})|{_NAMED}{_WHOSE}{_HOW}{_IS}){_WHEN}", re.IGNORECASE)
_INSTEAD = re.compile(
    r"\[birth\]\s?(?:au lieu d[ue]|et non(?: pas)?|et pas|mais pas|pas|ou|instead of|and not|not|/|->|→)\s?"
    rf"(?:le\s|the\s)?{_WHEN}",
    re.IGNORECASE,
)
"""The wrong date beside the right one, of which either may be somebody's."""


def births(text: str) -> Iterator[tuple[int, int]]:
    """The date after “né le”, “date de naissance du salarié :” and their like; a date alone is no date of birth."""
    for pattern in (_BIRTH, _INSTEAD):
        for match in pattern.finditer(text):
            yield match.span("date")
