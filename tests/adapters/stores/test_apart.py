"""Articles that somebody told apart, kept for their client alone."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.errors import StateError
from tests.clients import ACME, ZETA
from tests.happenings import START


def test_a_pair_is_kept_once_in_whichever_order_for_its_client_alone(tmp_path: Path) -> None:
    with closing(SqliteCalls(tmp_path / "calls.db")) as store:
        assert store.apart.told(ACME) == ()
        assert store.apart.tell(ACME, "b", "a", START)
        assert not store.apart.tell(ACME, "a", "b", START)
        assert store.apart.tell(ACME, "a", "c", START + timedelta(minutes=1))
    with closing(SqliteCalls(tmp_path / "calls.db")) as store:
        assert store.apart.told(ACME) == (("a", "c"), ("a", "b")), "the last told first"
        assert store.apart.told(ZETA) == ()


def test_a_pair_is_taken_back_once_of_its_client_alone_and_told_again(tmp_path: Path) -> None:
    with closing(SqliteCalls(tmp_path / "calls.db")) as store:
        for client in (ACME, ZETA):
            store.apart.tell(client, "a", "b", START)
            store.apart.tell(client, "a", "c", START)
        assert store.apart.take_back(ACME, "b", "a")
        assert not store.apart.take_back(ACME, "a", "b")
        assert (store.apart.told(ACME), len(store.apart.told(ZETA))) == ((("a", "c"),), 2)
        assert store.apart.tell(ACME, "a", "b", START)
        assert len(store.apart.told(ACME)) == 2


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with closing(SqliteCalls(tmp_path / "calls.db")) as store:
        (tmp_path / "calls.db").write_bytes(b"no database" * 1000)
        with pytest.raises(StateError):
            store.apart.told(ACME)
