"""Which of a client's open incidents a search is about."""

from __future__ import annotations

from collections.abc import Sequence

from kbsearch.core.incidents import Incident, said_in
from kbsearch.core.ports import Embedder
from kbsearch.core.snapshot import PhraseVectors
from kbsearch.flows.gathering import Understood
from kbsearch.flows.phrases import embed_phrases, meant


class IncidentPhrases:
    """Vectors of the phrases of the incidents that one client has at the moment; made when they change."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[tuple[str, ...], PhraseVectors | None]] = {}

    def matching(
        self, understood: Understood, incidents: Sequence[Incident], embedder: Embedder | None
    ) -> tuple[Incident, ...]:
        """Those that the symptom says, then those that it means; newest first among the first."""
        if not incidents or understood.asked.is_empty:
            return ()
        snapshot = understood.snapshot
        owners = [place for place, incident in enumerate(incidents) for _ in incident.phrases]
        near = meant(snapshot, self._vectors(understood, incidents, embedder), understood.meaning.vector)
        places = [*said_in(incidents, understood.asked.text, snapshot.client.lang), *(owners[at] for at in near)]
        return tuple(incidents[place] for place in dict.fromkeys(places))

    def _vectors(
        self, understood: Understood, incidents: Sequence[Incident], embedder: Embedder | None
    ) -> PhraseVectors | None:
        if embedder is None or understood.meaning.vector is None:
            return None
        snapshot = understood.snapshot
        phrases = tuple(phrase for incident in incidents for phrase in incident.phrases)
        key = (snapshot.generation, embedder.fingerprint, *phrases)
        made = self._made.get(snapshot.client.id)
        if made is None or made[0] != key:
            made = (key, embed_phrases(snapshot, phrases, embedder))
            self._made[snapshot.client.id] = made
        return made[1]
