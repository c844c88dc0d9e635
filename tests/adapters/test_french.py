"""The words of French that the package carries, and what is made of its list."""

from __future__ import annotations

import gzip
from importlib import metadata
from pathlib import Path

import pytest

from kbsearch.adapters.keywords import french
from kbsearch.adapters.keywords.french import DISTRIBUTION, FRENCH, PIECE, French, packaged


def test_the_installed_list_has_forms_of_french_words_folded_and_no_slips() -> None:
    for word in ("imprimante", "imprimantes", "souviens", "ecole", "oeuvre", "retrouve", "fractionner", "a"):
        assert word in FRENCH, word
    for word in ("conection", "connection", "imprimente", "ecrant", "école", "Imprimante", "", "wifi"):
        assert word not in FRENCH, word


def test_every_word_of_the_list_is_known() -> None:
    path = packaged()
    assert path is not None
    found = len(FRENCH.load())
    with gzip.open(path, "rt", encoding="utf-8") as file:
        words = sum(line.startswith('"') for line in file)
    assert 0.9 * words < found <= words, "some are one word once their accents are gone"


def test_a_list_of_several_pieces_loses_no_word_where_they_meet(tmp_path: Path) -> None:
    words = [f"mot{'abcdefghij'[at % 10]}{'klmnopqrst'[at // 10 % 10]}{'é' * (at // 100)}" for at in range(1000)]
    text = "{\n" + ",\n".join(f'"{word}": {at}' for at, word in enumerate(words)) + "\n}"
    with gzip.open(tmp_path / "list.json.gz", "wt", encoding="utf-8") as file:
        file.write(text * (1 + PIECE // len(text) * 3))
    known = French(lambda: tmp_path / "list.json.gz")
    assert [word for word in words if word.replace("é", "e") not in known] == []
    assert len(known.load()) == len(words)


def test_without_the_package_no_word_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(french.metadata, "files", missing)
    known = French(packaged)
    assert "imprimante" not in known
    assert len(known.load()) == 0


@pytest.mark.parametrize("kept", [0, 9, 200, 50_000])
def test_of_a_damaged_list_no_word_is_known(kept: int, tmp_path: Path) -> None:
    path = packaged()
    assert path is not None
    whole = path.read_bytes()
    (tmp_path / "list.json.gz").write_bytes(whole[:kept] + b"\xff" * 500 + whole[kept + 500 :])
    known = French(lambda: tmp_path / "list.json.gz")
    assert len(known.load()) == 0
    assert "imprimante" not in known


def test_the_version_is_the_one_that_was_read() -> None:
    assert metadata.version(DISTRIBUTION) == "0.9.1"
