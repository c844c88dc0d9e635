from __future__ import annotations

import errno
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kbsearch.adapters.stores.caller_keys import CallerKeys
from kbsearch.adapters.stores.secret_files import SECRET_BYTES, read_or_make
from kbsearch.errors import StateError
from tests.clients import ACME, ZETA


def test_one_caller_one_key_per_client(tmp_path: Path) -> None:
    keys = CallerKeys(tmp_path / "secrets")
    key = keys.key(ACME, "06 12 34 56 78")
    assert len(key) == 32
    assert keys.key(ACME, "+33612345678") == key
    assert keys.key(ACME, "06 12 34 56 79") != key
    assert keys.key(ZETA, "06 12 34 56 78") != key
    assert keys.key(ACME, "anonymous") == ""
    assert "612345678" not in key


def test_an_agent_s_key_is_no_caller_s(tmp_path: Path) -> None:
    keys = CallerKeys(tmp_path)
    key = keys.agent_key(ACME, "marie")
    assert len(key) == len(keys.key(ACME, "marie"))
    assert key == CallerKeys(tmp_path).agent_key(ACME, "marie")
    assert key not in (keys.key(ACME, "marie"), keys.key(ACME, "agent marie"), keys.tag(ACME, "", b"marie"))
    assert keys.agent_key(ACME, "") == ""
    assert len({key, keys.agent_key(ZETA, "marie"), keys.agent_key(ACME, "marion")}) == 3


def test_a_later_process_gives_the_same_keys_until_the_secret_is_deleted(tmp_path: Path) -> None:
    first = CallerKeys(tmp_path).key(ACME, "0612345678")
    assert CallerKeys(tmp_path).key(ACME, "0612345678") == first
    (tmp_path / "acme.key").unlink()
    assert CallerKeys(tmp_path).key(ACME, "0612345678") != first


def test_the_secret_is_its_owners_alone(tmp_path: Path) -> None:
    CallerKeys(tmp_path / "secrets").key(ACME, "x")
    path = tmp_path / "secrets" / "acme.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert len(path.read_bytes()) == SECRET_BYTES
    assert [one.name for one in path.parent.iterdir()] == ["acme.key"]


def test_makers_at_the_same_moment_agree(tmp_path: Path) -> None:
    for turn in range(20):
        with ThreadPoolExecutor(8) as pool:
            found = set(pool.map(lambda _: CallerKeys(tmp_path / str(turn)).key(ACME, "x"), range(8)))  # noqa: B023
        assert len(found) == 1


def test_a_damaged_or_unreachable_secret_is_told(tmp_path: Path) -> None:
    (tmp_path / "acme.key").write_bytes(b"short")
    with pytest.raises(StateError, match=r"5 bytes.*backup"):
        CallerKeys(tmp_path).key(ACME, "x")
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match="cannot be read or made"):
        CallerKeys(tmp_path / "file").key(ACME, "x")


def test_a_full_disk_leaves_no_half_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks again, as every request does, would leave another one each time."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        for _ in range(3):
            with pytest.raises(OSError, match="No space left"):
                read_or_make(tmp_path / "acme.key")
    assert list(tmp_path.iterdir()) == []
    assert len(read_or_make(tmp_path / "acme.key")) == SECRET_BYTES
