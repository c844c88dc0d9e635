"""What a search means of the incidents there are, with the real model."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.ask import understand
from kbsearch.flows.known_incidents import IncidentPhrases

pytestmark = pytest.mark.model


def is_shown(snapshot: Snapshot, embedder: GraphEmbedder, title: str, said: str) -> bool:
    incident = Incident("acme", "INC-1", title, (), "", datetime(2026, 11, 2, tzinfo=UTC))
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
