"""What goes wrong with one client's post is no other's trouble."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from kbsearch.adapters.webhooks.post import Post
from kbsearch.app.webhooks import Sending, add_test, make_secret
from kbsearch.core.alerts.deliveries import Answer
from kbsearch.core.alerts.rules import AlertRules
from tests.alerts.conftest import NOON, give
from tests.clients import ACME, ZETA
from tests.served import UNLIMITED, make_app


class Breaking(Post):
    """Throws what nobody expects at one address."""

    def __init__(self) -> None:
        super().__init__((), ())
        self.sent: list[str] = []

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        if "acme" in url:
            raise ValueError("a bug")
        self.sent.append(url)
        return Answer(200)


def test_a_post_that_breaks_keeps_no_other_clients_waiting(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made, live = make_app(tmp_path, overrides={**UNLIMITED, "webhook_hosts": "hooks.example"})
    with closing(made) as kb, caplog.at_level(logging.ERROR, "kbsearch.webhooks"):
        for client in (ACME, ZETA):
            give(live, client.id, AlertRules(is_on=True, webhook=f"https://hooks.example/{client.id}"))
            make_secret(kb, client, "terminal:tests", NOON)
            add_test(kb, client, NOON)
        post = Breaking()
        Sending(kb, post, now=lambda: NOON).run_once()
        assert post.sent == ["https://hooks.example/zeta"]
        assert "a webhook of acme waits" in caplog.text
