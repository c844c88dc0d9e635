"""A typed query, read once for both retrievers.

    text        normalised, as shown back
    dense       what is embedded, see `embedded`
    groups      what the keyword side looks up: per word, every way of writing it with a weight; of no word that only
                says since when
    codes       index terms of the codes it may hold (`E 30` and `e-30` both give `#e30`), see `typed_codes`

An abbreviation with digits in it (`m365`, where a client has it) is a word and no code, unless an article declares it.

No word is ever replaced, but for accents and capitals in what is embedded. A correction is an *addition*, only for a
word that no article holds, and is reported, so that the agent sees what was tried.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kbsearch.core.languages import leans_english
from kbsearch.core.model import Suggestion
from kbsearch.core.ports import TermGroup, Vocabulary, WeightedTerm
from kbsearch.core.search.embedded import embedded
from kbsearch.core.search.homonyms import noun_places
from kbsearch.core.search.long_queries import searchable
from kbsearch.core.search.near_codes import ended, offered, said_for
from kbsearch.core.search.passed_over import passed_over
from kbsearch.core.search.read_words import ReadWord, completed, read_word
from kbsearch.core.search.since import without_since
from kbsearch.core.search.typed_codes import calls_a_code, held_numbers, named_things, typed_codes
from kbsearch.core.text import (
    BROKEN,
    CODE_PART,
    DENIES,
    MAX_QUERY_CHARS,
    MOST_OWN_DIGITS,
    PART,
    PASSED_OVER,
    RUN,
    WORKS,
    Token,
    code_term,
    fold,
    is_stop_word,
    looks_like_code,
    stem,
    tokens,
)

CORRECTION_WEIGHT = 0.8
COMPLETION_WEIGHT = 0.8
_TROUBLES = """
aide bloque bloquee bloques bloquees bug bugs ennui ennuis grave impossible panne pannes probleme problemes souci soucis
urgence urgent urgente
"""
TROUBLES = frozenset(_TROUBLES.split()) | PASSED_OVER | WORKS | DENIES | BROKEN
"""Folded words that say that there is a trouble, and not with what."""


@dataclass(frozen=True, slots=True)
class Query:
    """See the module's head."""

    text: str
    dense: str
    groups: tuple[TermGroup, ...]
    others: tuple[TermGroup, ...]
    """Beside codes, what `groups` has of words that are no part of one, nor only say that there is one."""
    runs: int
    """Words and codes as typed, stop words that are no nouns there aside: `wi-fi` is one."""
    is_broken: bool
    """It says that something does not work, in words that `groups` does without."""
    words: frozenset[str]
    """Folded words as typed and as meant: what a passage highlights, by stem."""
    codes: tuple[str, ...]
    guesses: frozenset[str]
    """Those of `codes` that are a word and a separate number (`E 30`, but also `tpe 12`): perhaps no code at all."""
    suggestions: tuple[Suggestion, ...]
    has_absent_word: bool
    """Of what it is about, a French word stands in no article, in no form. Not in a query that reads as English, nor of
    abbreviations, words cut short and words that only call something a code or a trouble."""
    was_cut: bool
    """The query was longer than `MAX_QUERY_CHARS` and its end was not searched."""

    @property
    def is_empty(self) -> bool:
        return not self.groups

    @property
    def length(self) -> int:
        """Words and codes that say something; 1 where one was typed, however written and whatever it stands for."""
        return len(self.groups) + self.is_broken if self.runs > 1 or self.codes else 1


def read(
    typed: str,
    vocabulary: Vocabulary,
    abbreviations: Mapping[str, str],
    declared: Collection[str] = (),
    *,
    holds: Callable[[str], bool] = lambda _: False,
    longer: Callable[[str], Iterable[str]] = lambda _: (),
) -> Query:
    """Read a query against one client's vocabulary. Any string is fine, an empty one gives no groups.

    `declared`: index terms of the codes that the client's articles declare; `holds`: whether an article has an index
    term at all; `longer`: those of its codes that begin with a term.
    """
    text = searchable(typed)
    symptom = without_since(text)
    found = list(tokens(symptom))
    spoken = list(_words(found, abbreviations))
    as_nouns = noun_places(spoken, symptom)
    words = [read_word(token, vocabulary, abbreviations, is_noun=at in as_nouns) for at, token in enumerate(spoken)]
    if words and symptom[-1:].isalnum() and typed[-1:].isalnum():
        words[-1] = completed(words[-1], vocabulary)
    codes = typed_codes(found, symptom, declared, abbreviations, vocabulary.is_french)
    named = named_things(found, symptom, codes, declared)
    nouns = [noun for noun in named if holds(code_term(noun.folded))]
    unknown = {code: is_guess for code, is_guess in codes.items() if not (code in declared or holds(code))}
    meant = {code: said_for(code, declared) or ended(code, longer) for code in unknown}
    passed = passed_over(spoken, symptom)
    content = _without_numbers(_content(words, passed), found, [code for code in codes if code not in unknown])
    dotted = held_numbers(found, codes, holds)
    whole = [_code_group(code, meant.get(code)) for code in (*(code_term(token.folded) for token in dotted), *codes)]
    groups = (*_groups(_outside(content, [*nouns, *dotted])), *whole)
    corrected = (_suggestion(text, word) for word in words if word.is_correction and _words_of(word.meant))
    return Query(
        text=text,
        dense=embedded(text, found, words, vocabulary, declared, [code for code in codes if code not in unknown]),
        groups=tuple(dict.fromkeys(groups)),
        others=tuple(dict.fromkeys(_groups(_content(_beside(words, found), passed)))) if codes else (),
        runs=_runs(symptom, {spoken[at].start for at in as_nouns}),
        is_broken=any(words[at] not in content for at in _broken(words)),
        words=frozenset(_all_words(words, unless=set(words).difference(content))),
        codes=tuple(codes),
        guesses=frozenset(code for code, is_guess in codes.items() if is_guess),
        suggestions=(*corrected, *offered(unknown, meant, text, found, declared)),
        has_absent_word=not leans_english(word.token.folded for word in words)
        and any(_is_absent(word, holds) for word in content),
        was_cut=len(typed) > MAX_QUERY_CHARS,
    )


def _is_absent(word: ReadWord, holds: Callable[[str], bool]) -> bool:
    folded = word.token.folded
    is_subject = word.is_absent and folded not in TROUBLES and not calls_a_code(folded)
    return is_subject and not any(holds(way.term) for way in _terms(folded, 1.0))


def _words(found: Iterable[Token], abbreviations: Collection[str]) -> Iterator[Token]:
    """All but codes, and but the parts of abbreviations: `M-365` is the word `m365` where that is one."""
    inside = 0
    for token in found:
        if token.start < inside:
            continue
        if _is_mixed(token.folded, abbreviations):
            inside = token.end
            yield token._replace(is_code=False)
        elif not token.is_code:
            yield token


def _is_mixed(folded: str, abbreviations: Collection[str]) -> bool:
    """Whether this is an abbreviation that would be a code were it none."""
    return folded in abbreviations and looks_like_code(folded)


def _suggestion(text: str, word: ReadWord) -> Suggestion:
    start, end = word.token.start, word.token.end
    return Suggestion(text[start:end], word.meant, (start, end))


def _beside(words: Sequence[ReadWord], found: Sequence[Token]) -> list[ReadWord]:
    """Those that are no part of a code, nor only say that there is one."""
    own = [word for word in words if not calls_a_code(word.token.folded)]
    return _outside(own, [token for token in found if token.is_code])


def _outside(words: Sequence[ReadWord], codes: Sequence[Token]) -> list[ReadWord]:
    """Those that are no part of one of these codes."""
    inside = [(token.start, token.end) for token in codes]
    return [word for word in words if not any(start <= word.token.start < end for start, end in inside)]


def _without_numbers(content: Sequence[ReadWord], found: Sequence[Token], known: Collection[str]) -> list[ReadWord]:
    """Without the short numbers of codes that an article has: `F28` and `F 28` ask for no 28."""
    whole = [token for token in found if token.is_code and code_term(token.folded) in known]
    apart = {
        number.start
        for before, number in pairwise(found)
        if len(number.folded) <= MOST_OWN_DIGITS and code_term(before.folded + number.folded) in known
    }
    numbers = [word for word in content if word.token.is_its_number]
    dropped = {word.token for word in numbers}.difference(word.token for word in _outside(numbers, whole))
    return [word for word in content if word.token not in dropped and word.token.start not in apart]


def _runs(text: str, nouns: Collection[int]) -> int:
    """Unbroken pieces, and what a slash or a colon separates in them, that are not stop words throughout. `nouns`:
    where one stands that is a noun."""
    parts = (part.span() for run in RUN.finditer(text) for part in CODE_PART.finditer(text, *run.span()))
    words = (PART.finditer(text, *part) for part in parts)
    return sum(any(word.start() in nouns or not is_stop_word(fold(word.group())) for word in part) for part in words)


def _content(words: Sequence[ReadWord], passed: Collection[Token]) -> list[ReadWord]:
    """Those that say something; of words that say nothing, all. `passed`: those that are passed over."""
    content = [word for word in words if not word.is_stop_word]
    broken = _broken(words)
    said = [word for at, word in enumerate(words) if at not in broken and not word.is_stop_word]
    return [word for word in said if word.token not in passed] or content or list(words)


def _broken(words: Sequence[ReadWord]) -> set[int]:
    """Places of what only says that something does not work: `hs`, `ne marche`, `marche plus`, `not working`."""
    denied = {at + by for at, word in enumerate(words) if word.token.folded in DENIES for by in (-1, 1)}
    folded = [word.token.folded for word in words]
    return {at for at, word in enumerate(folded) if word in BROKEN or (word in WORKS and at in denied)}


def _groups(words: Iterable[ReadWord]) -> Iterator[TermGroup]:
    for word in words:
        typed = _typed(word)
        meant = _words_of(word.meant)
        if word.meant and not meant:  # it stands for stop words (`pk`, `pourqoi`): one that is no word says nothing
            yield (WeightedTerm(code_term(word.token.folded)), *typed)
        elif word.is_correction:
            yield _merged([*typed, *(t for m in meant for t in _terms(m, CORRECTION_WEIGHT))])
        elif meant:
            for m in meant:
                yield _merged([*typed, *_terms(m, 1.0)])
        else:
            yield _merged([*typed, *(t for c in word.completions for t in _terms(c, COMPLETION_WEIGHT))])


def _code_group(code: str, meant: str | None) -> TermGroup:
    return (WeightedTerm(code), *([WeightedTerm(meant, CORRECTION_WEIGHT)] if meant else []))


def _typed(word: ReadWord) -> list[WeightedTerm]:
    """An abbreviation that looks like a code is looked up as articles have it: `M365` as well as `M-365`."""
    folded = word.token.folded
    whole = [WeightedTerm(code_term(folded))] if word.meant and looks_like_code(folded) else []
    return [*_terms(folded, 1.0), *whole]


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


def _all_words(words: Sequence[ReadWord], *, unless: Collection[ReadWord]) -> Iterator[str]:
    """`unless`: those that nothing was looked up for, as typed alone: *hs* is no word for every *hors*."""
    for word in words:
        if not word.is_stop_word:
            yield word.token.folded
            if word not in unless:
                yield from _words_of(word.meant)
                yield from word.completions
