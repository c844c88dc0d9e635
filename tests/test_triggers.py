"""The labelled symptoms of the sample base find their triggers as well as they did when the limit was chosen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cut_down import cut_down
from benchmarks.escalation.__main__ import LABELLED, ROOT, counts, measured, read, relative
from kbsearch.adapters import vectors
from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows import escalate
from kbsearch.flows.phrases import LIMIT

SENTENCES = 108
"""Labelled first."""
ROWS = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]


def test_the_labels_name_triggers_and_are_halved_fairly() -> None:
    assert len(ROWS) >= 250
    for half in (ROWS[0::2], ROWS[1::2]):
        assert {row["client"] for row in half} == {"caissio", "embalor", "soldea"}
        assert sum(bool(row["trigger"]) for row in half) >= 20
        assert sum(not row["trigger"] for row in half) >= 20
        assert sum(not row["trigger"] and len(row["symptom"].split()) <= 2 for row in half) >= 40


@pytest.mark.model
def test_the_held_out_half_is_found(sample: dict[str, Snapshot], embedder: GraphEmbedder) -> None:
    """Of the sentences that were labelled first, then of all: greetings, topics, short dangers and denials too."""
    held_out = [measured(sample[row["client"]], embedder, row["symptom"], row["trigger"]) for row in ROWS[1::2]]
    for rows, least, most in ((held_out[: SENTENCES // 2], 0.65, 2), (held_out, 0.74, 3)):
        right, fired, meant, alarms = counts(rows, relative(LIMIT))
        assert right / fired >= 0.9
        assert right / meant >= least
        assert alarms <= most


@pytest.mark.model
def test_a_base_of_five_articles_does_not_hear_triggers_everywhere(tmp_path: Path) -> None:
    """One of six symptoms that mean none, where it was one of two before what such a base has not was counted."""
    held_out = list(read(cut_down(ROOT / "articles", tmp_path, 5, seed=1)))[1::2]
    right, fired, meant, alarms = counts(held_out, relative(LIMIT))
    assert right / meant >= 0.75
    assert right / fired >= 0.65
    assert alarms <= 18


@pytest.mark.model
def test_a_base_without_an_article_hears_no_trigger_in_what_is_said_every_day(
    sample: dict[str, Snapshot], embedder: GraphEmbedder
) -> None:
    none = vectors.build("flat", np.empty((0, embedder.dim), np.float32))
    bare = replace(sample["embalor"], labels=none, trigger_vectors={})
    escalate.prepare(bare, embedder)

    def fired(symptom: str) -> bool:
        return bool(escalate.matches(bare, symptom, embedder.embed_queries([symptom])[0]))

    assert not any(map(fired, ("écran", "le VPN est lent", "mot de passe oublié", "imprimante hors ligne")))
    assert fired("il y a de la fumée qui sort de l'armoire")


@pytest.mark.model
@pytest.mark.parametrize(
    ("client", "symptom"),
    [
        ("soldea", "bonjour"),
        ("soldea", "problème"),
        ("soldea", "bulletin"),
        ("soldea", "virement"),
        ("embalor", "machine"),
        ("embalor", "opérateur"),
        ("embalor", "porte ouverte"),
        ("embalor", "changer"),
        ("caissio", "erreur"),
        ("caissio", "clavier bloqué"),
    ],
)
def test_nothing_fires_while_a_greeting_or_a_topic_is_typed(
    sample: dict[str, Snapshot], embedder: GraphEmbedder, client: str, symptom: str
) -> None:
    snapshot = sample[client]
    escalate.prepare(snapshot, embedder)
    typed = [symptom[:end] for end in range(3, len(symptom) + 1)]
    vectors = embedder.embed_queries(typed)
    found = {text: escalate.matches(snapshot, text, vector) for text, vector in zip(typed, vectors, strict=True)}
    assert [text for text, fired in found.items() if fired] == []


@pytest.mark.model
def test_an_article_says_it_better(sample: dict[str, Snapshot], embedder: GraphEmbedder) -> None:
    snapshot, symptom = sample["embalor"], "changer de mot de passe"
    escalate.prepare(snapshot, embedder)
    assert escalate.matches(snapshot, symptom, embedder.embed_queries([symptom])[0]) == ()


@pytest.mark.model
@pytest.mark.parametrize(
    ("symptom", "is_danger"),
    [
        ("pas de fumée", False),
        ("aucune odeur de brûlé dans le coffret", False),
        ("plus de fumée depuis hier", False),
        ("le moteur ne fume pas", False),
        ("no smoke", False),
        ("personne n'est blessé", False),
        ("de la fumée", True),
        ("ça ne marche pas, il y a de la fumée", True),
        ("aucune odeur de brûlé dans l'armoire mais de la fumée sort", True),
        ("aucune machine ne marche, il y a de la fumée qui sort de l'armoire", True),
        ("l'arrêt d'urgence n'arrête pas la machine", True),
        ("plus de réaction doigt coincé", True),
        ("plus de courant fumée dans l'armoire", True),
    ],
)
def test_what_is_denied_is_not_meant_either(
    sample: dict[str, Snapshot], embedder: GraphEmbedder, symptom: str, is_danger: bool
) -> None:
    snapshot = sample["embalor"]
    escalate.prepare(snapshot, embedder)
    assert bool(escalate.matches(snapshot, symptom, embedder.embed_queries([symptom])[0])) is is_danger


@pytest.mark.model
@pytest.mark.parametrize(
    ("client", "symptom", "is_danger"),
    [
        ("caissio", "une seule caisse arretee", False),
        ("caissio", "la caisse 3 est arrêtée", False),
        ("caissio", "une caisse ne marche plus dans le magasin", False),
        ("caissio", "les caisses sont toutes HS", True),
        ("caissio", "plus une caisse ne marche", True),
        ("caissio", "les 3 caisses arrêtées", True),
        ("caissio", "caisses toutes bloquées", True),
        ("soldea", "salarie voit sa paie sur son tel", False),
        ("soldea", "le salarié ne voit pas sa paie", False),
        ("soldea", "le salarié voit la paie d'un collègue", True),
        ("soldea", "un employé voit les salaires de tout le monde", True),
    ],
)
def test_one_is_not_all_and_ones_own_is_no_other_s(
    sample: dict[str, Snapshot], embedder: GraphEmbedder, client: str, symptom: str, is_danger: bool
) -> None:
    snapshot = sample[client]
    escalate.prepare(snapshot, embedder)
    place = {"caissio": 3, "soldea": 0}[client]
    found = escalate.matches(snapshot, symptom, embedder.embed_queries([symptom])[0])
    assert (place in [match.trigger for match in found]) is is_danger


@pytest.mark.model
def test_a_code_is_a_trigger_by_itself_only(sample: dict[str, Snapshot], embedder: GraphEmbedder) -> None:
    snapshot = sample["caissio"]
    escalate.prepare(snapshot, embedder)
    for text, by in (("CX-44", "words"), ("cx 44", "words"), ("CX-05", ""), ("CX-4", ""), ("x", "")):
        found = escalate.matches(snapshot, text, embedder.embed_queries([text])[0])
        assert [match.by for match in found if match.phrase == "CX-44"] == [by] * bool(by), text
