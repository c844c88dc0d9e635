"""Whoever makes a secret for a client's webhook, and however many at once: each that was given out is signed with."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path
from unittest import mock

import pytest

from kbsearch.adapters.stores import webhook_secrets
from kbsearch.adapters.stores.webhook_secrets import OVERLAP, WebhookSecrets
from kbsearch.errors import StateError
from tests.clients import ACME, ZETA
from tests.happenings import START

MANY = 8


def test_secrets_made_at_once_are_all_signed_with(tmp_path: Path) -> None:
    folder, made, at_once = tmp_path / "secrets", list[bytes](), threading.Barrier(MANY)

    def make() -> None:
        at_once.wait()
        made.append(WebhookSecrets(folder).make(ACME, START))

    for _ in range(5):
        threads = [threading.Thread(target=make) for _ in range(MANY)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(set(made)) == len(made) == 5 * MANY
    kept = WebhookSecrets(folder)
    assert set(kept.keys(ACME, START)) == set(made)
    assert len(kept.keys(ACME, START + OVERLAP)) == 1
    assert kept.keys(ZETA, START) == ()
    assert [path.name for path in folder.iterdir()] == ["acme.webhook"]


def test_who_holds_the_folder_for_long_holds_nobody_up_for_ever(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    kept = WebhookSecrets(folder)
    made = kept.make(ACME, START)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        with (
            mock.patch.object(webhook_secrets, "MOST_WAIT_S", 0.1),
            pytest.raises(StateError, match="cannot be written"),
        ):
            kept.make(ACME, START)
    finally:
        os.close(descriptor)
    assert kept.keys(ACME, START) == (made,)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "secrets").write_bytes(b"no folder")
    with pytest.raises(StateError, match="cannot be written"):
        WebhookSecrets(tmp_path / "secrets").make(ACME, START)
