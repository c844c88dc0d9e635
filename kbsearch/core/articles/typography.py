"""French as it is set: marks of two parts stand apart from their word, and stay on its line; « d’ » before a vowel."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kbsearch.core.text import fold

NO_BREAK = "\u00a0"
_BEFORE, _AFTER = re.compile(r" (?=[:;!?»])"), re.compile(r"(?<=«) ")


def spaced(french: str) -> str:
    """With spaces that no line breaks at before `: ; ! ? »` and after `«`, where a space is written.

    >>> spaced("Lancez : « build »").count(NO_BREAK)
    3
    """
    return _AFTER.sub(NO_BREAK, _BEFORE.sub(NO_BREAK, french))


def elided(french: str, name: object) -> str:
    """A text that has `de {name}`, for that name: before an h nobody knows, so it is left.

    >>> [elided("Chiffres de {name}", name) for name in ("Caissio", "Embalor", "Émile", "Hénon")]
    ['Chiffres de {name}', 'Chiffres d’{name}', 'Chiffres d’{name}', 'Chiffres de {name}']
    """
    return french.replace("de {name}", "d’{name}") if fold(str(name))[:1] in set("aeiou") else french


def typeset(texts: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Key → (French as it is set, English)."""
    return {key: (spaced(french), english) for key, (french, english) in texts.items()}
