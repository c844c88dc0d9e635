"""Which of a client's open incidents a search is about."""

from __future__ import annotations

from collections.abc import Sequence

from kbsearch.core.calls.incidents import Incident, is_telling, said_in
from kbsearch.core.calls.outages import broken_alike
from kbsearch.core.escalation.hearing import heard
from kbsearch.core.escalation.phrases import Phrase, phrases_of
from kbsearch.core.ports import Embedder
from kbsearch.core.snapshot import PhraseVectors
from kbsearch.flows.gathering import Understood
from kbsearch.flows.phrases import embed_phrases, meant


class IncidentPhrases:
    """Vectors of the phrases of the incidents that one client has at the moment; made when they change."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[tuple[str, ...], PhraseVectors]] = {}

    def matching(
        self, understood: Understood, incidents: Sequence[Incident], embedder: Embedder | None
    ) -> tuple[Incident, ...]:
        """Those that the symptom says, those of what it says to be out of order too, then those that it means; newest
        first among the first and the second.

        By meaning only texts of two telling words and more are compared.
        """
        if not incidents or understood.asked.is_empty:
            return ()
        snapshot = understood.snapshot
        text, lang = understood.asked.text, snapshot.client.lang
        telling = [
            (place, phrase)
            for place, one in enumerate(incidents)
            for phrase in phrases_of(one.phrases, lang)
            if is_telling(phrase.text)
        ]
        symptom = heard(text, lang).with_denials()
        phrases = [phrase for _, phrase in telling] if is_telling(text) else []
        near = meant(snapshot, self._vectors(understood, phrases, embedder), understood.meaning.vector, symptom)
        said = (*said_in(incidents, symptom, lang), *broken_alike(incidents, text, lang))
        places = [*said, *(telling[at][0] for at in near)]
        return tuple(incidents[place] for place in dict.fromkeys(places))

    def _vectors(
        self, understood: Understood, phrases: Sequence[Phrase], embedder: Embedder | None
    ) -> PhraseVectors | None:
        if embedder is None or understood.meaning.vector is None or not phrases:
            return None
        snapshot = understood.snapshot
        key = (snapshot.generation, embedder.fingerprint, *(phrase.text for phrase in phrases))
        known = self._made.get(snapshot.client.id)
        if known is not None and known[0] == key:
            return known[1]
        made = embed_phrases(snapshot, phrases, embedder)
        if made is not None:
            self._made[snapshot.client.id] = (key, made)
        return made
