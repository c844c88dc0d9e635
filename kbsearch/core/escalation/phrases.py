"""What callers are expected to say of one thing: a trigger's phrases, an incident's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kbsearch.core.escalation.hearing import Heard, clauses_of, is_negation, units
from kbsearch.core.escalation.scope import Scope, is_of_another, scope_of
from kbsearch.core.text import STOP_WORDS, looks_like_code, stem, tokens


@dataclass(frozen=True, slots=True)
class Phrase:
    """One of them, made ready to be compared."""

    text: str
    stems: frozenset[str]
    """Of its words that say something; of all of them where none does."""
    is_negation: bool
    """It says itself that something is not: what a symptom denies counts too."""
    is_code: bool
    """It names a code and hardly anything else: another code would be as near in meaning."""
    topic: frozenset[str]
    """Stems of all phrases of the same thing that are no negations."""
    scope: Scope
    """What it says of how many and whose."""
    lang: str

    def is_said(self, symptom: Heard) -> bool:
        """Whether all its telling words stand in the symptom, in whatever order, folded and stemmed."""
        heard = symptom.all_said | symptom.all_denied if self.is_negation else symptom.all_said
        return bool(self.stems) and self.stems <= heard

    def is_told(self, symptom: Heard) -> bool:
        """The same of a danger: also whether it is said of all, or of another's, where the phrase is."""
        return self._is_named(symptom) and self.scope.is_met(symptom.clauses, self.lang)

    def is_barred(self, symptom: Heard) -> bool:
        """Whether the symptom says the contrary of how many or whose, so that the phrase cannot be meant; or all its
        telling words and of nobody else, where the phrase is about another's."""
        if not symptom.clauses:
            return False
        is_unmet = self._is_named(symptom) and self.scope.is_other and not is_of_another(symptom.clauses)
        return is_unmet or self.scope.is_barred(symptom.clauses, self.topic | self.stems, self.lang)

    def _is_named(self, symptom: Heard) -> bool:
        named = self.stems - frozenset(stem(word, self.lang) for word in self.scope.words) or self.stems
        heard = symptom.all_said | symptom.all_denied if self.is_negation else symptom.all_said
        if self.scope.is_total:  # `aucune ne marche` is told of many: `les caisses marchent plus`
            named, heard = frozenset(map(_of_one, named)), frozenset(map(_of_one, heard))
        return bool(named) and named <= heard


def phrases_of(texts: Sequence[str], lang: str) -> list[Phrase]:
    """The phrases of one thing."""
    stems = [content_stems(text, lang) for text in texts]
    negations = [is_negation(text) for text in texts]
    topic = frozenset[str]().union(*(own for own, negates in zip(stems, negations, strict=True) if not negates))
    return [
        Phrase(text, own, negates, _is_code(text), topic, scope_of(clauses_of(text), lang), lang)
        for text, own, negates in zip(texts, stems, negations, strict=True)
    ]


def content_stems(text: str, lang: str) -> frozenset[str]:
    """Stems of the words that say something; of all of them where none does."""
    return frozenset(stem(word, lang) for word in content_words(text))


def content_words(text: str) -> frozenset[str]:
    """The words that say something, folded, all of them where none does; a hyphenated pair is one."""
    words = frozenset(unit[0] for unit in units(text))
    return words - STOP_WORDS or words


def _of_one(stemmed: str) -> str:
    """The stem of a French verb's singular, from that of its plural: *marchent* keeps its end."""
    return stemmed[:-3] if stemmed.endswith("ent") and len(stemmed) > 5 else stemmed


def _is_code(text: str) -> bool:
    words = [word for word in text.split() if not {token.folded for token in tokens(word)} <= STOP_WORDS]
    codes = sum(map(looks_like_code, words))
    return bool(codes) and len(words) - codes <= 1
