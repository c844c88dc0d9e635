"""Which passage of an article is shown: the one that helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbsearch.flows.ask import ask
from tests.fakes import HashingEmbedder
from tests.served import snapshots

ARTICLE = """# La barre ne chauffe plus

## Résolution

Contrôler la barre, puis la température de la zone.

## À dire au client

La barre de la zone : un technicien rappelle dans l'heure.

## Escalade

Transmettre la barre et la zone au N2, avec le numéro de série de la machine.
"""


@pytest.mark.parametrize(
    ("symptom", "heading"),
    [("barre zone", "Résolution"), ("technicien rappelle", "À dire au client"), ("numéro de série", "Escalade")],
)
def test_what_to_do_comes_before_what_to_say_and_whom_to_ask(tmp_path: Path, symptom: str, heading: str) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "barre.md").write_text(ARTICLE, "utf-8")
    snapshot = snapshots(tmp_path, HashingEmbedder())["acme"]
    answer = ask(snapshot, symptom, embedder=None)
    assert answer.results[0].passage.heading == (heading,)
    aside = {
        chunk.heading[-1:] or ("card",)
        for chunk, is_aside in zip(snapshot.chunks, snapshot.is_aside, strict=True)
        if is_aside
    }
    assert aside == {("card",), ("À dire au client",), ("Escalade",)}
