"""Alerts and their webhooks: of each client its own figures, its own secret, and its own posts alone."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from unittest import mock

from kbsearch.adapters.webhooks.post import Post
from kbsearch.app import alerts, webhooks
from kbsearch.core.alerts.deliveries import Fate, State
from kbsearch.core.alerts.failing import Tried, destination
from kbsearch.core.alerts.letters import written, written_test
from kbsearch.core.alerts.nouns import Alert, Count, Kind, Looked
from kbsearch.core.alerts.signing import from_text
from kbsearch.errors import BadSettings
from tests.isolation.desk import expect
from tests.isolation.world import World

_NUMBERS = count()
LONG_AGO = datetime(2024, 6, 12, 12, tzinfo=UTC)


def tells_its_alerts(world: World, client: str, other: str) -> None:
    """Each has another number of calls in its alert, and each is told its own."""
    world.rule = "alerts"
    kb, one = world.kb, world.one(client)
    at = LONG_AGO + timedelta(hours=next(_NUMBERS))
    looked, settled = alerts.check(kb, one, at)
    expect((looked.client, settled.opened) == (client, ()), f"{client} is looked at, and asks for nothing")
    expect(alerts.evaluate(kb, one, at).client == client, f"{client} is looked at")
    expect(alerts.link(one, kb.settings).endswith(f"/c/{client}/alerts"), f"{client} is led to its own page")
    for name in (other, client):
        alert = Alert(Kind.ANSWER_RATE, Count(world.number(name), 100, at, at), 0.85, 20)
        made = Looked(name, at, (Kind.ANSWER_RATE,), (alert,))
        kb.calls.alerts.settle(world.one(name), made, lambda raised: written(raised, "https://kb/"))
    mine = [(client, world.number(client))]
    for found in (alerts.open_alerts(kb, one), kb.calls.alerts.open(one), alerts.page(kb, one, 1)):
        expect([(raised.client, raised.alert.counted.numerator) for raised in found] == mine, f"{client}'s alone")
    base = f"/api/v1/clients/{client}/alerts"
    told = world.ask(client, "GET", f"{base}?limit=1").json
    expect([(told["client"], told["items"][0]["counted"]["numerator"])] == mine, f"{client} is told its own")
    expect(world.ask(client, "GET", f"/api/v1/clients/{other}/alerts").status == 404, f"{other} is not there")
    _posts_its_own(world, client, other, at)
    for name in (other, client):  # as it was before
        for minutes in (1, 2):
            gone = Looked(name, at + timedelta(minutes=minutes), (Kind.ANSWER_RATE,), ())
            kb.calls.alerts.settle(world.one(name), gone, None)


def _posts_its_own(world: World, client: str, other: str, at: datetime) -> None:
    kb, one = world.kb, world.one(client)
    for ask in (webhooks.require_ready, webhooks.add_test):
        try:
            ask(kb, one, at)
        except BadSettings as error:
            expect(client in str(error) and other not in str(error), f"{client} has no webhook: {error}")
    secret = from_text(webhooks.make_secret(kb, one, "terminal:tests", at))
    kept = webhooks.open_secrets(kb.settings)
    expect(kept.keys(one, at)[:1] == (secret,), f"{client}'s secret is {client}'s")
    file = Path(kb.settings.data, "secrets", f"{client}.webhook")
    expect(file.read_bytes().find(_as_kept(secret)) > 0, f"{client}'s secret is in {client}'s file")
    kb.calls.file().deliveries.add(one, f"msg_{client}_{at:%j%H}", b"{}", at)
    for found in (webhooks.outbox(kb, one), kb.calls.file().deliveries.outbox(one)):
        expect(found.client == client and found.waiting > 0, f"{client}'s posts wait: {found}")
    left = set[str]()
    while (held := kb.calls.file().deliveries.claim(one, "me", at)) is not None:
        expect(held.client == client and f"_{client}_" in held.id, f"{client} sends what is {client}'s: {held.id}")
        left.add(held.id)
        expect(
            kb.calls.file().deliveries.settle(one, held.id, "me", Fate(State.SENT, at, "200")),
            f"{client}'s post is settled",
        )
    expect(f"msg_{client}_{at:%j%H}" in left, f"{client}'s post was kept for {client}")
    kb.calls.file().deliveries.add(one, f"msg_{client}_last_{at:%j%H}", written_test(client, "https://kb/", at)[1], at)
    sent = webhooks.deliver_next(kb, one, mock.create_autospec(Post, instance=True), lambda: at)
    expect(sent is not None and sent[0] == f"msg_{client}_last_{at:%j%H}", f"{client}'s post is the next: {sent}")
    _is_disabled_alone(world, client, other, at)


def _is_disabled_alone(world: World, client: str, other: str, at: datetime) -> None:
    """Of each another number of tries failed."""
    kb, one = world.kb, world.one(client)
    store = kb.calls.file()
    for name in (other, client):
        its = world.one(name)
        place = destination("", webhooks.open_secrets(kb.settings).keys(its, at))
        store.deliveries.add(its, f"msg_{name}_gone_{at:%j%H}", b"{}", at)
        while (held := store.deliveries.claim(its, "me", at)) is not None:
            told = "410" if held.id.startswith(f"msg_{name}_gone") else str(world.number(name))
            store.deliveries.settle(its, held.id, "me", Fate(State.FAILED, at, told), Tried(place, at))
    mine = (client, at)
    for found in (store.failing.of(one), webhooks.disabled(kb, one, at)):
        expect(found is not None and (found.client, found.disabled) == mine, f"{client}'s webhook is disabled: {found}")
    expect(webhooks.enable(kb, one, "terminal:tests", at), f"{client}'s webhook is enabled")
    expect(webhooks.disabled(kb, one, at) is None and store.failing.of(one) is None, f"{client}'s is not disabled")
    expect(not store.failing.enable(one, at), f"{client}'s is not enabled twice")
    expect(webhooks.disabled(kb, world.one(other), at) is not None, f"{other}'s stays disabled")
    store.failing.enable(world.one(other), at)


def _as_kept(secret: bytes) -> bytes:
    return base64.b64encode(secret)
