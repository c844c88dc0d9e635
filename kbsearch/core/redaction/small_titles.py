"""Titles in small letters that are other words too: `dr` a drive or a spare site, `me` a pronoun, `m` a metre."""

from __future__ import annotations

import re

from kbsearch.core.redaction.words import NO_DOCTORS, SHORT_FORMS

_REACH = 24
_DOCTOR = "dr"
_SISTER = ("sœur", "soeur")
_SMALL = (_DOCTOR, *_SISTER, "me", "pr", "m", "maître", "maitre")
_SPOKEN_OF = re.compile(
    r"(?:^[ \t]*|[.,;:!?(\n][ \t]*|\b(?:le|du|au|avec|chez|par|pour|et|vu|voir|bonjour|bjr|rdv|cabinet|"
    r"contact\w{0,3}|joindre|r?appel\w{0,3})[ \t]{1,2})$",
    re.IGNORECASE,
)
"""Where a sentence begins, or somebody is meant: a title may stand there."""
_MISTER = "m"
_MISTER_SPOKEN_OF = re.compile(
    r"(?:^[ \t]*|(?<!\b[^\W\d_])[.,;:!?(\n][ \t]*|\b(?:de|pr|à|avec|chez|par|pour|et|vu|voir|bonjour|bjr|rdv|client|"
    r"contact\w{0,3}|joindre|r?appel\w{0,3})[ \t]{1,2})$",
    re.IGNORECASE,
)
"""No article and no other letter: `le m` is a drive, `k, m` are two."""
_MASTER = ("maître", "maitre")
_MASTER_SPOKEN_OF = re.compile(
    r"\b(?:avec|chez|par|pour|bonjour|joindre|contacter|r?appeler|(?:appel|part|poste|cabinet) de)[ \t]{1,2}$",
    re.IGNORECASE,
)
_SLAVES = ("bus", "can", "esclave", "modbus", "plc", "profibus", "profinet")
"""What a device is master of."""
_VOWEL = re.compile("[aeiouy]")
_ELIDED_BEFORE = "aeiouyh"
"""What `m'` stands before, typed without its mark: `pour m envoyer`."""
_MEASURE = re.compile(r"\d[ \t]?$")


def announces(text: str, title: tuple[int, int], word: str, *, is_first: bool, goes_on: bool) -> bool:
    """Whether what stands at `title` is one before `word`, folded.

    `is_first`: the word is a known first name; `goes_on`: and a surname may follow it. After `dr` any word that is
    known for no other serves, where somebody is meant, after `m` one that begins with a consonant, after `maître` only
    where a person is reached; after the others, which are words of every day, first names do: a company has sister
    companies.
    """
    said, before = text[slice(*title)].rstrip("."), text[max(0, title[0] - _REACH) : title[0]]
    if said not in _SMALL or _MEASURE.search(before):
        return False
    is_spoken_of = _SPOKEN_OF.search(before) is not None
    if said == _DOCTOR:
        return is_first or (is_spoken_of and len(word) > 2 and word not in NO_DOCTORS)
    if said == _MISTER and word[0] not in _ELIDED_BEFORE and _MISTER_SPOKEN_OF.search(before):
        return len(word) > 2 and word not in SHORT_FORMS and _VOWEL.search(word) is not None
    if said in _MASTER and _MASTER_SPOKEN_OF.search(before):
        return len(word) > 2 and word not in _SLAVES and word not in SHORT_FORMS
    return is_first and (is_spoken_of or goes_on or said in _SISTER)
