"""What one word before `at gmail.com` is: somebody's mailbox (`jdupont`, `sophiemartin`), or what is said of the host
(`attachments`, `storage full`).

No list of English words is at hand: a word alone is a mailbox where it is made as words are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kbsearch.core.redaction.words import AMBIGUOUS_FIRST_NAMES, FIRST_NAMES

_INITIAL = re.compile(
    r"(?!b[lr]|c[hlrz]|d[hjrw]|f[lr]|g[hlnrw]|k[hlnrw]|mc|mnemo|ng|p[fhlnrst]|qwer|rh|s[bcfhklmnpqtvwz]|t[chrswz]|vl|"
    r"w[hr]|x|z)(?P<first>[bcdfghj-np-tvwz])(?!(?P=first))[bcdfghj-np-tvwxz][a-z]*?[aeiouy]"
)
"""How no word of French or English begins, but the first letter of a first name and a surname do: `jdupont`."""
_SHORTEST_WITH_INITIAL = 5
_SURNAME = re.compile(
    r"[a-z]{2,}(?:eaux?|ault|aud|oux|ois|evre|(?:gu|[ndp])ez|(?:l|rr)ec|jean|wski|wicz|elli|oui|veira)"
)
"""How surnames end and words of English do not: `clefevre`, `amoreau`."""
_BORROWED = frozenset("applaud assault bureau cloud default fault fraud plateau tableau vault".split())  # noqa: SIM905
_SHORTEST_JOINED = 5
_SHORTEST_OTHER = 4
"""Letters of a first name, and of what is joined to it."""
_SHORT_FIRST_NAMES = ("jean", "paul", "yves", "jose", "john", "lola", "nora")
"""Shorter ones that hardly any word begins with: `jeandurand`."""
_IN_WORDS = frozenset(
    """
    adama agnes aline amadou amina amoin aissa anais andre astou baya craig demet deniz elise emine etienne luisa maxim
    merve monique moussa nancy nasser odile oliver penda peter piera prosper radia ramon recep regis renee roger sedat
    serena victor
    """.split()  # noqa: SIM905
)
"""First names that words begin or end with: `registration`, `pregnancy`, `philharmonique`."""
_LONG_NAMES = tuple(one for one in FIRST_NAMES if len(one) >= _SHORTEST_JOINED and one not in _IN_WORDS)
_NO_INITIALS = "aeiknorst"
"""Letters with which a first name may be another word: `marines`, `mariee`."""
_ENGLISH = re.compile(
    r".*(?:[^aious]s|full|ed|ing|ions?|ments?|ness|ity|ages?|[ae]nce|[ai]ble|[ft]ic|ive|ful|ures?|[dkt]ers?|ally|ackup|ync)"
)


def is_somebodys(folded: str, is_word: Callable[[str], bool]) -> bool:
    """Whether this word is made as mailboxes are: a first name, alone or joined to another, an initial and a surname.

    `is_word`: whether a word, folded, is one of French.
    """
    if folded in FIRST_NAMES:
        return folded not in AMBIGUOUS_FIRST_NAMES
    if folded in _BORROWED or is_word(folded):
        return False
    has_initial = len(folded) >= _SHORTEST_WITH_INITIAL and _INITIAL.match(folded) is not None
    return has_initial or _SURNAME.fullmatch(folded) is not None or _is_joined(folded)


def is_english(folded: str) -> bool:
    """Whether this ends as words of English do, and is no first name."""
    return folded not in FIRST_NAMES and _ENGLISH.fullmatch(folded) is not None


def _is_joined(folded: str) -> bool:
    """Whether it begins or ends with a first name: `sophiemartin`, `durandsophie`, `sophied`."""
    if is_english(folded):
        return False
    if folded[:-1] in _LONG_NAMES and folded[-1] not in _NO_INITIALS:
        return True
    if len(folded) > _SHORTEST_OTHER * 2 and folded.startswith(_SHORT_FIRST_NAMES):
        return True
    if len(folded) < _SHORTEST_JOINED + _SHORTEST_OTHER:
        return False
    return folded[:-_SHORTEST_OTHER].startswith(_LONG_NAMES) or folded[_SHORTEST_OTHER:].endswith(_LONG_NAMES)
