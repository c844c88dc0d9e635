"""What a French word that no article holds says of the first article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kbsearch.core.answers.clues import Clues
from kbsearch.core.search.ranking import rank
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.ask import understand
from kbsearch.flows.deciding import read_clues, weights_for
from kbsearch.flows.gathering import gather
from tests.fakes import HashingEmbedder
from tests.served import snapshots

FRENCH = {
    "porte": "La porte du four ne ferme plus\n\nNettoyer le rail de la porte, puis refermer doucement.",
    "ticket": "Les tickets sortent blancs\n\nRetourner le rouleau de papier dans l'imprimante.",
}
ENGLISH = {
    "door": "The oven door does not close\n\nClean the rail of the door, then close it and wait for the light.",
    "receipt": "Receipts come out blank\n\nTurn the roll of paper over: only one side of it can be printed on.",
    "till": "The till is frozen\n\nSwitch it off, wait for ten seconds, and switch it on at the back.",
}


def base(folder: Path, articles: dict[str, str]) -> Snapshot:
    (folder / "acme").mkdir(parents=True)
    for name, text in articles.items():
        (folder / "acme" / f"{name}.md").write_text(f"# {text}\n", "utf-8")
    return snapshots(folder, HashingEmbedder())["acme"]


def all_clues(snapshot: Snapshot, symptom: str) -> Iterator[tuple[str, Clues]]:
    """Each candidate with what the evidence would say of it, were it the first."""
    understood = understand(snapshot, symptom, embedder=HashingEmbedder())
    scores = snapshot.keywords.scores(understood.asked.groups)
    evidence, _ = gather(understood, scores)
    order, _ = rank(evidence, weights_for(snapshot, understood.meaning))
    for at in order.tolist():
        yield snapshot.articles[int(evidence.articles[at])].id, read_clues(understood, evidence, at, scores)


@pytest.mark.parametrize(
    ("symptom", "off_subject"),
    [
        ("recette de la tarte", {"porte", "ticket"}),
        ("tarte au four", {"ticket"}),  # the other one holds a word of it
        ("fours et portes", set()),  # forms of words that articles hold
        ("xkqzt wmplk", set()),  # no words: a name, a slip
        ("bonjour", set()),
        ("rien ne fonctionne", set()),  # a trouble, with nothing
        ("grave problème", set()),
        ("the page menu is slow", set()),  # English, though French has most of these
        ("menu de la page", {"porte", "ticket"}),
    ],
)
def test_an_article_without_any_word_of_a_symptom_that_holds_others_is_off_its_subject(
    tmp_path: Path, symptom: str, off_subject: set[str]
) -> None:
    found = dict(all_clues(base(tmp_path, FRENCH), symptom))
    assert set(found) == set(FRENCH)
    assert {article for article, clues in found.items() if clues.off_subject} == off_subject


def test_of_a_base_in_english_french_words_say_nothing(tmp_path: Path) -> None:
    found = dict(all_clues(base(tmp_path / "en", ENGLISH), "recette de la tarte"))
    assert [clues.off_subject for clues in found.values()] == [0.0] * 3
    mixed = dict(all_clues(base(tmp_path / "mixed", {**FRENCH, **ENGLISH}), "recette de la tarte"))
    assert {article for article, clues in mixed.items() if clues.off_subject} == set(FRENCH)
    more = {f"porte-{at}": f"La porte {at} grince\n\nGraisser ses gonds." for at in range(2)}
    few = dict(all_clues(base(tmp_path / "few", {**FRENCH, **more, "door": ENGLISH["door"]}), "recette de la tarte"))
    assert {article for article, clues in few.items() if clues.off_subject} == {*FRENCH, *more, "door"}
