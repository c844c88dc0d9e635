"""The labelled symptoms of the sample base find their triggers as well as they did when the limit was chosen."""

from __future__ import annotations

import json

import pytest

from benchmarks.escalation.__main__ import LABELLED, counts, measured, relative
from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.phrases import LIMIT

ROWS = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]


def test_the_labels_name_triggers_and_are_halved_fairly() -> None:
    assert len(ROWS) >= 80
    for half in (ROWS[0::2], ROWS[1::2]):
        assert {row["client"] for row in half} == {"caissio", "embalor", "soldea"}
        assert sum(bool(row["trigger"]) for row in half) >= 20
        assert sum(not row["trigger"] for row in half) >= 20


@pytest.mark.model
def test_the_held_out_half_is_found(sample: dict[str, Snapshot], embedder: GraphEmbedder) -> None:
    held_out = [measured(sample[row["client"]], embedder, row["symptom"], row["trigger"]) for row in ROWS[1::2]]
    right, fired, meant, alarms = counts(held_out, relative(LIMIT))
    assert right / fired >= 0.9
    assert right / meant >= 0.65
    assert alarms <= 2
