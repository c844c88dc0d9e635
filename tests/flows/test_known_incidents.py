"""What a search means of the incidents there are, with the real model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.ports import Embedder, Vectors
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.ask import understand
from kbsearch.flows.known_incidents import IncidentPhrases

pytestmark = pytest.mark.model


def incident_of(title: str) -> Incident:
    return Incident("acme", "INC-1", title, (), "", datetime(2026, 11, 2, tzinfo=UTC))


def is_shown(snapshot: Snapshot, embedder: GraphEmbedder, title: str, said: str) -> bool:
    incident = incident_of(title)
    understood = understand(snapshot, said, embedder=embedder)
    return bool(IncidentPhrases().matching(understood, [incident], embedder))


@pytest.mark.parametrize("said", ["panneau", "panneau de commande", "le panneau du client est cassé", "incendie"])
def test_one_word_has_no_meaning_beside_itself(sample: dict[str, Snapshot], embedder: GraphEmbedder, said: str) -> None:
    assert not is_shown(sample["caissio"], embedder, "Panne", said)


def test_a_search_of_one_word_is_no_meaning_either(sample: dict[str, Snapshot], embedder: GraphEmbedder) -> None:
    assert not is_shown(sample["caissio"], embedder, "Panne générale", "panneau")


def test_several_words_are_compared_by_meaning(sample: dict[str, Snapshot], embedder: GraphEmbedder) -> None:
    assert is_shown(sample["caissio"], embedder, "magasin sans électricité", "plus de courant dans la boutique")
    assert is_shown(sample["caissio"], embedder, "Panne", "la caisse est en panne")


def test_an_outage_is_known_by_its_name_whatever_words_it_is_told_in(
    sample: dict[str, Snapshot], embedder: GraphEmbedder
) -> None:
    for said in ("zyxel freeze", "zyxel ne s'ouvre plus", "plus rien ne marche dans Zyxel"):
        assert is_shown(sample["caissio"], embedder, "Zyxel indisponible", said)
    assert not is_shown(sample["caissio"], embedder, "Zyxel indisponible", "la douchette est bloquée")


class FailsOnce:
    """An embedder whose first request fails; it counts all of them."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder, self.asked = embedder, 0
        self.fingerprint, self.dim, self.max_tokens = embedder.fingerprint, embedder.dim, embedder.max_tokens
        self.embed_documents, self.token_count = embedder.embed_documents, embedder.token_count

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.asked += 1
        if self.asked == 1:
            raise RuntimeError("Failed to allocate memory")
        return self._embedder.embed_queries(texts)


def test_a_model_that_failed_is_asked_again_by_the_next_search(
    sample: dict[str, Snapshot], embedder: GraphEmbedder
) -> None:
    incident, model, phrases = incident_of("magasin sans électricité"), FailsOnce(embedder), IncidentPhrases()
    understood = understand(sample["caissio"], "plus de courant dans la boutique", embedder=embedder)
    found = [phrases.matching(understood, [incident], model) for _ in range(3)]
    assert (found, model.asked) == ([(), (incident,), (incident,)], 2), "and what it made is kept"
