"""Columns of articles in files of calls that hold a text instead, of which nothing may be kept piece by piece."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.calls.imported import each_call
from kbsearch.core.calls.imported_rows import Clock
from kbsearch.core.redaction import redact
from kbsearch.core.redaction.ids import tells_of_somebody
from kbsearch.flows.load_calls import NO_ARTICLE, Known, Loaded, load_calls
from kbsearch.flows.record import Wall
from tests.clients import ACME

WALL = Wall(
    redact=lambda text: redact(text).text,
    caller_key=lambda *_: "",
    agent_key=lambda *_: "",
    is_personal=tells_of_somebody,
)
CLOCK = Clock(UTC, datetime(2026, 11, 30, tzinfo=UTC))
ARTICLES = {"tpe", "chez", "06-12-34-56-78", "mme", "durand"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteCalls]:
    with closing(SqliteCalls(tmp_path / "calls.db")) as made:
        yield made


def load(store: SqliteCalls, column: str, *cells: str) -> Loaded:
    lines = [f"call_id;started_at;{column}"]
    lines += [f'c{at};2026-11-02T09:14:00;"{cell}"' for at, cell in enumerate(cells, 1)]
    found = each_call(io.BytesIO("\n".join(lines).encode()), "csv", client="acme", clock=CLOCK)
    return load_calls(ACME, store, found, WALL, known=Known(ARTICLES))


@pytest.mark.parametrize("column", ["used", "tried", "refused"])
@pytest.mark.parametrize(
    "cell",
    [
        "Mme Zorgandexak, rappeler au 06 98 76 54 32",
        "rappeler Mme Zorgandexak",
        "tpe Mme Zorgandexak",
        "06 98 76 54 32",
        "zorgandexak @ acme.fr",
    ],
)
def test_a_text_about_somebody_is_a_fault_of_its_row(
    store: SqliteCalls, column: str, cell: str, tmp_path: Path
) -> None:
    loaded = load(store, column, "tpe", cell, "tpe")
    assert loaded.calls == 2
    assert [(fault.line, fault.field, fault.code) for fault in loaded.faults] == [(3, column, "row-articles-personal")]
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"Zorgandexak" not in kept
    assert b"zorgandexak" not in kept


def test_ids_are_kept_whatever_they_look_like_together_or_alone(store: SqliteCalls) -> None:
    loaded = load(store, "used", "tpe, chez", "mme durand", "vpn imprimante", "06-12-34-56-78")
    assert (loaded.calls, loaded.faulty) == (4, 0)
    assert [(one.line, one.code) for one in loaded.warnings] == [(4, NO_ARTICLE)] * 2
