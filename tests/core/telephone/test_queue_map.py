from __future__ import annotations

import pytest

from kbsearch.core.telephone.queue_map import queue_key, read_queue_map
from kbsearch.errors import BadSettings


def test_queues_and_their_clients() -> None:
    data = '\ufeff[queues]\nSupport-Acme = "acme"\n"600" = "acme"\n" support-zeta " = "zeta"\n'.encode()
    assert read_queue_map(data) == {"support-acme": "acme", "600": "acme", "support-zeta": "zeta"}
    assert queue_key(" SUPPORT-Acme ") == "support-acme"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "names no queue"),
        (b"[queues]\n", "names no queue"),
        (b"queues = 3\n", "names no queue"),
        (b'support = "acme"\n[queues]\nx = "acme"\n', "holds “support” beside"),
        (b"[queues]\nsupport = 3\n", "“support” is no text"),
        (b'[queues]\nsupport = "acme"\nSupport = "zeta"\n', "two clients"),
        (b"[queues\n", "is not TOML"),
        (b"\xff\n", "is not UTF-8"),
        (b"x = " + b"[" * 100_000, "is not TOML"),
        (b"#" * 1_000_001, "at most 1000000"),
    ],
)
def test_what_is_wrong_with_a_map_is_said(data: bytes, words: str) -> None:
    with pytest.raises(BadSettings, match=words):
        read_queue_map(data)
