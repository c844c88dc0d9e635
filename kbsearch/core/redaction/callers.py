"""People of whom nothing but what they did says that they are people: `E. Durand a appelé`, `paul martin rappelle`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbsearch.core.redaction.name_lists import name_in
from kbsearch.core.redaction.name_words import PLACE, words_at
from kbsearch.core.redaction.words import AMBIGUOUS_FIRST_NAMES, PARTICLES

_REACH = 48
_VERBS = ("appel", "demande", "phon")
_CALLED = r"[ \t]{1,2}(?:(?:(?:nous|vous) |[mt][’'])?a (?:r?appel[ée]|t[ée]l[ée]phon[ée])|r?appelle"
_CALLS = re.compile(rf"{_CALLED})", re.IGNORECASE)
_CALLS_OR_ASKS = re.compile(rf"{_CALLED}|(?:a )?demand[ée])", re.IGNORECASE)
_INITIAL = re.compile(r"(?<![\w.\[’'-])[A-ZÀ-Þ]\.(?:[ -]?[A-ZÀ-Þ]\.)? ?(?=[A-ZÀ-Þ])")
_SMALL = re.compile(r"(?<![\w'’\[@./-])[^\W\d_A-ZÀ-Þ](?=[^\W\d_]{2})")


def callers(text: str) -> Iterator[tuple[int, int]]:
    """An initial and a capitalised name that called; a known first name and another word, in small letters, too.

    Programs ask for things as well: an initial before `demande` says nothing.
    """
    lowered = text.lower()
    if not any(verb in lowered for verb in _VERBS):
        return
    for match in _INITIAL.finditer(text):
        words = words_at(text, match.start())
        for span in name_in(words):
            family = [word for word in words[1:] if word.stop <= span[1]]
            if family and family[-1].may_be_family and _CALLS.match(text, span[1]):
                yield span
    at = 0
    for verb in _CALLS_OR_ASKS.finditer(text):
        yield from _before(text, max(at, verb.start() - _REACH), verb.start())
        at = verb.end()


def _before(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The name in small letters that ends at `stop`, if one does."""
    for match in _SMALL.finditer(text, start, stop):
        words = [word for word in words_at(text, match.start()) if word.stop <= stop]
        if len(words) < 2 or not words[0].is_first_name or words[0].folded in AMBIGUOUS_FIRST_NAMES:
            continue
        others = [word for word in words[1:] if word.folded not in PARTICLES]
        is_name = others and all(word.may_be_family and not word.is_capital for word in others)
        if is_name and others[-1].stop == stop and not PLACE.search(text[max(0, match.start() - 16) : match.start()]):
            yield words[0].start, stop
            return
