"""A prepared model's card that is not what was written is refused, whatever stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbsearch.adapters.embedders import prepared
from kbsearch.adapters.embedders.prepared import CARD, GRAPH, ModelChoice
from kbsearch.errors import ModelMissing


@pytest.mark.parametrize("card", [b"[]", b"null", b"1", b'"x"', b"{}", b"", b"{", b"\xff", b"[" * 100_000])
def test_a_card_that_cannot_be_used_is_a_missing_model(tmp_path: Path, card: bytes) -> None:
    folder = tmp_path / ModelChoice().key()
    folder.mkdir()
    (folder / GRAPH).write_bytes(b"graph")
    (folder / CARD).write_bytes(card)
    with pytest.raises(ModelMissing, match=r"cannot be read. Run: kbsearch model prepare --again"):
        prepared.load(tmp_path, ModelChoice())


def test_a_folder_that_is_not_there_is_not_prepared(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"not prepared in .* Run: kbsearch model prepare$"):
        prepared.load(tmp_path, ModelChoice())
