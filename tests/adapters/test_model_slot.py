"""What the operator sees of a model that does not load, fails at its work, and recovers."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import pytest

from kbsearch.adapters.embedders.slot import ModelSlot, UnusableVectorsError, WatchedEmbedder
from kbsearch.core.ports import Vectors
from kbsearch.errors import ModelMissing
from tests.fakes import HashingEmbedder


class Moody(HashingEmbedder):
    """Fails as told: with an exception that quotes the text, or with vectors of nothing."""

    mood = "well"

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        if self.mood == "raising":
            raise RuntimeError(f"cannot embed {texts}")
        vectors = super().embed_queries(texts)
        return vectors if self.mood == "well" else vectors * np.float32("nan")


def watched() -> tuple[Moody, ModelSlot, WatchedEmbedder]:
    moody, slot = Moody(), ModelSlot()
    slot.load(lambda: moody)
    return moody, slot, WatchedEmbedder(moody, slot)


@pytest.mark.parametrize(("mood", "kind"), [("raising", RuntimeError), ("nan", UnusableVectorsError)])
def test_a_failure_is_seen_said_once_without_the_query_and_gets_over(
    mood: str, kind: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    moody, slot, embedder = watched()
    moody.mood = mood
    for _ in range(3):
        with pytest.raises(kind):
            embedder.embed_queries(["madame Dupont"])
    assert (slot.state, slot.cause) == ("failed", kind.__name__)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert kind.__name__ in caplog.text
    moody.mood = "well"
    assert embedder.embed_queries(["vpn"]).shape == (1, embedder.dim)
    assert (slot.state, slot.why, slot.cause) == ("ready", "", "")
    assert caplog.records[-1].getMessage() == "The model works again."
    assert len(caplog.records) == 2
    assert "Dupont" not in caplog.text + slot.why


def test_a_model_that_does_not_load_in_the_background_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def missing() -> HashingEmbedder:
        raise ModelMissing("Not prepared.", remedy="kbsearch model prepare")

    slot = ModelSlot()
    slot.load_in_background(missing)
    slot.close()
    assert (slot.state, slot.cause) == ("missing", "ModelMissing")
    assert "Run: kbsearch model prepare" in caplog.text


def test_it_stands_for_its_model() -> None:
    moody, _, embedder = watched()
    assert (embedder.fingerprint, embedder.dim) == (moody.fingerprint, moody.dim)
    assert np.array_equal(embedder.embed_documents(["vpn"]), moody.embed_documents(["vpn"]))
