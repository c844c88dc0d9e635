"""A typed query, read once for both retrievers.

    text        normalised, as shown back
    dense       what is embedded: the text with its abbreviations spelled out, beside those that are words of the base,
                without `?` or `!` at its end
    groups      what the keyword side looks up: per word, every way of writing it with a weight
    codes       index terms of the codes it may hold (`E 30` and `e-30` both give `#e30`)

No word is ever replaced. A correction is an *addition* on the keyword side, only for a word that no article holds, and
is reported, so that the agent sees what was tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kbsearch.core.ports import TermGroup, Vocabulary, WeightedTerm
from kbsearch.core.suggestions import Suggestion
from kbsearch.core.text import (
    APOSTROPHES,
    HELPER_VERBS,
    MAX_QUERY_CHARS,
    Token,
    bare,
    code_key,
    code_term,
    fold,
    is_elision,
    looks_like_code,
    normalise,
    stem,
    tokens,
)

CORRECTION_WEIGHT = 0.8
COMPLETION_WEIGHT = 0.8
SHORTEST_CORRECTED = 5
"""Letters. Shorter unknown words are too often names, units or codes."""
SHORTEST_COMPLETED = 2
MOST_COMPLETIONS = 24
MOST_CODE_PREFIX = 5
"""Letters before a separate number that may belong to one code: `CX 17`, `ERR 3012`."""


_CODE_WORDS = ("cod", "err", "refus", "alarm", "defaut", "fault", "messag", "msg", "num", "statu")
"""How words begin that call a number beside them a code, in French and English, folded."""
_NUMBER_SIGNS = {"n", "no", "nr"}
_JOINTS = re.compile(rf"[{APOSTROPHES}:/]+")
"""What stands between codes, or before one, rather than within."""


@dataclass(frozen=True, slots=True)
class Query:
    """See the module's head."""

    text: str
    dense: str
    groups: tuple[TermGroup, ...]
    words: frozenset[str]
    """Folded words as typed and as meant: what a passage highlights, by stem."""
    codes: tuple[str, ...]
    guesses: frozenset[str]
    """Those of `codes` that are a word and a separate number (`E 30`, but also `tpe 12`): perhaps no code at all."""
    suggestions: tuple[Suggestion, ...]
    was_cut: bool
    """The query was longer than `MAX_QUERY_CHARS` and its end was not searched."""

    @property
    def is_empty(self) -> bool:
        return not self.groups


@dataclass(frozen=True, slots=True)
class _Read:
    """One word of the query with what it becomes on each side."""

    token: Token
    meant: str = ""
    """Spelled out abbreviation or correction; empty = as typed."""
    is_correction: bool = False
    is_known: bool = False
    """An abbreviation that stands in the articles as a word too: in one base `net` is a salary."""
    completions: tuple[str, ...] = ()


def read(typed: str, vocabulary: Vocabulary, abbreviations: Mapping[str, str]) -> Query:
    """Read a query against one client's vocabulary. Any string is fine, an empty one gives no groups."""
    text = normalise(typed)
    found = list(tokens(text))
    words = [_read_word(token, vocabulary, abbreviations) for token in found if not token.is_code]
    if words and typed[-1:].isalnum():
        words[-1] = _completed(words[-1], vocabulary)
    codes: dict[str, bool] = {}
    for code, is_guess in _codes(found, text):
        codes[code] = is_guess and codes.get(code, True)
    groups = (*_groups(words), *((WeightedTerm(code),) for code in codes))
    suggestions = tuple(_suggestion(text, word) for word in words if word.is_correction)
    return Query(
        text=text,
        dense=bare(_spelled_out(text, words)),
        groups=tuple(dict.fromkeys(groups)),
        words=frozenset(_all_words(words)),
        codes=tuple(codes),
        guesses=frozenset(code for code, is_guess in codes.items() if is_guess),
        suggestions=suggestions,
        was_cut=len(typed) > MAX_QUERY_CHARS,
    )


def _read_word(token: Token, vocabulary: Vocabulary, abbreviations: Mapping[str, str]) -> _Read:
    meaning = abbreviations.get(token.folded)
    if meaning:
        return _Read(token, meaning, is_known=token.folded in vocabulary)
    correctable = len(token.folded) >= SHORTEST_CORRECTED and token.folded.isalpha() and not token.is_stop_word
    if not correctable or token.folded in vocabulary:
        return _Read(token)
    near = [word for word, _ in vocabulary.near(token.folded)][:1]
    if not near or stem(near[0]) == stem(token.folded):
        return _Read(token)  # nothing close, or only another form of the same word, which the stem finds by itself
    return _Read(token, near[0], is_correction=True)


def _suggestion(text: str, word: _Read) -> Suggestion:
    start, end = word.token.start, word.token.end
    return Suggestion(text[start:end], word.meant, (start, end))


def _completed(word: _Read, vocabulary: Vocabulary) -> _Read:
    """The last word may be unfinished: everything it could become, unless it stands in the articles as it is."""
    folded = word.token.folded
    if len(folded) < SHORTEST_COMPLETED or folded in vocabulary or (word.meant and not word.is_correction):
        return word
    completions = tuple(vocabulary.completions(folded, MOST_COMPLETIONS))
    return _Read(word.token, completions=completions) if completions else word


def _codes(found: Sequence[Token], text: str) -> Iterator[tuple[str, bool]]:
    """Index term, and whether it is a guess: whole codes, numbers called a code, letters before a separate number."""
    inside = 0
    for at, token in enumerate(found):
        if token.is_code:
            inside = token.end
            is_number = not any(map(str.isalpha, token.folded))  # a date, a version, a half: 5/4, 3.0, 1/2
            if not is_number or _is_called_a_code([other for other in found if not _is_within(other, token)], token):
                yield from _whole_codes(text[token.start : token.end])
        elif token.folded.isdigit() and token.start >= inside:  # the digits of a whole code are no code of their own
            if _is_called_a_code(found, token):
                yield code_term(token.folded), False
            before = found[at - 1] if at else None
            joins = before and text[before.end : token.start].strip(" -.:°nN") == "" and before.end < token.start
            if before and joins and before.folded.isalpha() and len(before.folded) <= MOST_CODE_PREFIX:
                yield code_term(code_key(before.folded + token.folded)), True


def _whole_codes(run: str) -> Iterator[tuple[str, bool]]:
    """The codes of one unbroken piece of text: `l'E-204` and `erreur:E-204` hold one, `E-204/E-206` two. What they
    make together is a code too where an article declares it."""
    parts = [part for part in _JOINTS.split(run) if part]
    is_elided = len(parts) > 1 and is_elision(parts[0])
    parts = parts[is_elided:]
    called = ["", *parts]
    whole = [
        code_key(part)
        for before, part in zip(called, parts, strict=False)
        if looks_like_code(part) or (part.isdigit() and fold(before).startswith(_CODE_WORDS))
    ]
    if len(parts) > 1 and not is_elided:
        yield code_term(code_key(run)), bool(whole)
    for key in whole:
        yield code_term(key), False


def _is_within(token: Token, other: Token) -> bool:
    return token is not other and other.start <= token.start and token.end <= other.end


def _is_called_a_code(found: Sequence[Token], token: Token) -> bool:
    """Whether a number stands alone or near a word such as *code* or *refus*: in `caisse 12`, 12 is only a number."""
    at = found.index(token)
    near = [*found[max(0, at - 2) : at], *found[at + 1 : at + 2]]
    is_alone = all(other.is_stop_word for place, other in enumerate(found) if place != at)
    return is_alone or any(other.folded in _NUMBER_SIGNS or other.folded.startswith(_CODE_WORDS) for other in near)


def _groups(words: Sequence[_Read]) -> Iterator[TermGroup]:
    content = [word for word in words if not word.token.is_stop_word]
    content = [word for word in content if word.token.folded not in HELPER_VERBS] or content or list(words)
    for word in content:
        typed = _terms(word.token.folded, 1.0)
        meant = _words_of(word.meant)
        if word.is_correction:
            yield _merged([*typed, *(t for m in meant for t in _terms(m, CORRECTION_WEIGHT))])
        elif meant:
            for m in meant:
                yield _merged([*typed, *_terms(m, 1.0)])
        else:
            yield _merged([*typed, *(t for c in word.completions for t in _terms(c, COMPLETION_WEIGHT))])


def _words_of(meaning: str) -> list[str]:
    return [t.folded for t in tokens(meaning) if not t.is_code and not t.is_stop_word] if meaning else []


def _terms(folded: str, weight: float) -> list[WeightedTerm]:
    """French and English stems: the language of a query of three words is anybody's guess."""
    return [WeightedTerm(s, weight) for s in dict.fromkeys((stem(folded, "fr"), stem(folded, "en")))]


def _merged(terms: Sequence[WeightedTerm]) -> TermGroup:
    best: dict[str, float] = {}
    for term in terms:
        best[term.term] = max(term.weight, best.get(term.term, 0.0))
    return tuple(WeightedTerm(term, weight) for term, weight in best.items())


def _spelled_out(text: str, words: Sequence[_Read]) -> str:
    """The text with each abbreviation as meant. `CX 44` stays: before a number, letters may be part of a code."""
    parts, last = [], 0
    for word in words:
        start, end = word.token.start, word.token.end
        if word.meant and not word.is_correction and start >= last and not text[end:].lstrip(" -")[:1].isdigit():
            typed = f"{text[start:end]} " if word.is_known else ""
            parts += [text[last:start], typed, word.meant]
            last = end
    return "".join([*parts, text[last:]])


def _all_words(words: Sequence[_Read]) -> Iterator[str]:
    for word in words:
        if not word.token.is_stop_word:
            yield word.token.folded
            yield from _words_of(word.meant)
            yield from word.completions
