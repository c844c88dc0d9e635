"""What is posted, how it is signed, and when it is tried again; whatever the other side does."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import ssl
import time
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
import trustme

from kbsearch.adapters.webhooks.post import Post
from kbsearch.app import App
from kbsearch.app.webhooks import Sending, add_test, deliver_next, make_secret, open_post, open_secrets, require_ready
from kbsearch.core.alerts.deliveries import BACK_OFF, Answer, State
from kbsearch.core.alerts.letters import written, written_test
from kbsearch.core.alerts.nouns import Alert, Count, Kind, Looked
from kbsearch.core.alerts.rules import AlertRules
from kbsearch.core.alerts.signing import as_text, from_text, signed
from kbsearch.errors import BadSettings, StateError
from tests.alerts.conftest import NOON, give
from tests.alerts.receiver import Answering, Receiver, dripping, endless, receiving, silent
from tests.clients import ACME, ZETA
from tests.served import MemoryLive, make_app

ALERT = Alert(Kind.ANSWER_RATE, Count(10, 40, NOON, NOON), 0.85, 20)


def raise_one(kb: App) -> None:
    kb.calls.alerts.settle(ACME, Looked("acme", NOON, tuple(Kind), (ALERT,)), lambda one: written(one, "https://kb/"))


def send(kb: App, after: timedelta = timedelta(), post: Post | None = None) -> tuple[str, State, str, timedelta] | None:
    """What became of it; when it is tried again, from `NOON`."""
    sent = deliver_next(kb, ACME, post or open_post(kb.settings), lambda: NOON + after)
    return sent and (sent[0], sent[1].state, sent[1].told, sent[1].due - NOON)


@pytest.mark.parametrize(
    ("id", "seconds", "body", "signature"),
    [
        (
            "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}',
            "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
        ("msg_1", 1763800000, b'{"a":1}', "2fu+8Hw2oH4jlfaWSioA7VfrAsmQ4HK3wpnKT5uFGLQ="),
    ],
)  # fmt: skip
def test_signatures_are_those_of_standard_webhooks(id: str, seconds: int, body: bytes, signature: str) -> None:
    key = from_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert signed(id, seconds, body, [key]) == {
        "webhook-id": id, "webhook-timestamp": str(seconds), "webhook-signature": f"v1,{signature}",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "MfKQ9r8G", "whsec_*", "whsec_abc"])
def test_what_is_no_secret_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_text(text)
    assert from_text(as_text(b"key")) == b"key"


def test_an_alert_arrives_signed_and_says_figures_alone(kb: App, receiver: Receiver) -> None:
    secret = make_secret(kb, ACME, "terminal:tests", NOON)
    raise_one(kb)
    id = f"msg_acme_answer_rate-{int(NOON.timestamp()) * 1_000_000}_opened"
    assert send(kb) == (id, State.SENT, "200", timedelta())
    ((path, headers, body),) = receiver.came
    assert path == "/hook"
    stamp = headers["webhook-timestamp"]
    content = f"{id}.{stamp}.".encode() + body
    digest = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), content, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    assert (headers["webhook-id"], stamp, headers["content-type"]) == (
        id,
        str(int(NOON.timestamp())),
        "application/json",
    )
    counted = {"numerator": 10, "denominator": 40, "since": "2026-11-02T12:00:00Z", "until": "2026-11-02T12:00:00Z"}
    assert json.loads(body) == {
        "type": "alert.opened",
        "timestamp": "2026-11-02T12:00:00Z",
        "data": {
            "client": "acme", "link": "https://kb/", "alert": id.removeprefix("msg_acme_").removesuffix("_opened"),
            "kind": "answer_rate", "counted": counted, "before": None, "threshold": 0.85, "at_least": 20,
            "opened": "2026-11-02T12:00:00Z", "closed": None,
        },
    }  # fmt: skip
    assert send(kb) is None, "once"


def test_both_secrets_sign_for_a_day_when_one_takes_the_others_place(kb: App, receiver: Receiver) -> None:
    first = make_secret(kb, ACME, "terminal:tests", NOON)
    second = make_secret(kb, ACME, "terminal:tests", NOON + timedelta(hours=1))
    assert first != second
    path = kb.settings.data / "secrets" / "acme.webhook"
    assert path.stat().st_mode & 0o777 == 0o600
    keys = open_secrets(kb.settings)
    assert keys.keys(ACME, NOON + timedelta(hours=2)) == (from_text(second), from_text(first))
    assert keys.keys(ACME, NOON + timedelta(hours=26)) == (from_text(second),)
    assert keys.keys(ZETA, NOON) == ()
    raise_one(kb)
    send(kb, timedelta(hours=2))
    ((_, headers, body),) = receiver.came
    told = headers["webhook-signature"].split(" ")
    seconds = int(headers["webhook-timestamp"])
    assert told == [
        signed(headers["webhook-id"], seconds, body, [from_text(one)])["webhook-signature"] for one in (second, first)
    ]
    path.write_bytes(b"{")
    with pytest.raises(StateError, match="restore them from a backup"):
        make_secret(kb, ACME, "terminal:tests", NOON)


def test_what_fails_is_sent_again_under_the_same_id_with_the_same_bytes(kb: App, receiver: Receiver) -> None:
    make_secret(kb, ACME, "terminal:tests", NOON)
    receiver.answers = [(500, {}, b"down"), (200, {}, b"")]
    raise_one(kb)
    first = send(kb)
    assert first is not None
    assert first[1:] == (State.PENDING, "500", BACK_OFF[0])
    assert send(kb, timedelta(seconds=4)) is None, "not yet"
    second = send(kb, timedelta(seconds=5))
    assert second is not None
    assert second[1:3] == (State.SENT, "200")
    (_, one, body), (_, other, again) = receiver.came
    assert (one["webhook-id"], body) == (other["webhook-id"], again)
    assert one["webhook-timestamp"] != other["webhook-timestamp"], "each try is signed anew"


@pytest.mark.parametrize(
    ("answer", "state", "told", "wait"),
    [
        ((410, {}, b""), State.FAILED, "410", 0),
        ((429, {"Retry-After": "77"}, b""), State.PENDING, "429", 77),
        ((503, {"Retry-After": "9999999"}, b""), State.PENDING, "503", 21600),
        ((503, {"Retry-After": "-1"}, b""), State.PENDING, "503", 5),
        ((200, {"Content-Encoding": "gzip"}, b"no gzip"), State.SENT, "200", 0),  # what is not read is not unpacked
        ((204, {}, b""), State.SENT, "204", 0),
    ],
)
def test_what_the_other_side_says_is_heard(
    kb: App, receiver: Receiver, answer: tuple[int, dict[str, str], bytes], state: State, told: str, wait: int
) -> None:
    make_secret(kb, ACME, "terminal:tests", NOON)
    receiver.answers = [answer]
    raise_one(kb)
    sent = send(kb)
    assert sent is not None
    assert sent[1:] == (state, told, timedelta(seconds=wait))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(kb: App, receiver: Receiver, status: int) -> None:
    make_secret(kb, ACME, "terminal:tests", NOON)
    with receiving() as elsewhere:
        receiver.answers = [(status, {"Location": elsewhere.url}, b"")]
        raise_one(kb)
        sent = send(kb)
        assert sent is not None
        assert sent[1:3] == (State.PENDING, str(status))
        assert elsewhere.came == []


@pytest.mark.parametrize(("answer", "told"), [(dripping, "200"), (endless, "200"), (silent, "too slow")])
def test_no_answer_holds_it_up_or_fills_it(kb: App, receiver: Receiver, answer: Answering, told: str) -> None:
    """The body is not read: a head is all that is waited for."""
    make_secret(kb, ACME, "terminal:tests", NOON)
    receiver.answers = [answer]
    raise_one(kb)
    post = Post([receiver.place], ["127.0.0.1/32"], lasts_s=0.6)
    began = time.monotonic()
    sent = send(kb, post=post)
    assert time.monotonic() - began < 2
    assert sent is not None
    assert sent[2] == told


def test_nothing_listens(kb: App) -> None:
    make_secret(kb, ACME, "terminal:tests", NOON)
    raise_one(kb)
    sent = send(kb, post=Post([kb.settings.webhook_hosts[0]], []))
    assert sent is not None
    assert sent[1:3] == (State.PENDING, "not reached"), "a network of our own that is not allowed"


def test_over_tls_the_certificate_counts() -> None:
    authority = trustme.CA()
    server, trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(server)
    authority.configure_trust(trust)
    with receiving(server) as receiver:
        allowed = ([receiver.place], ["127.0.0.1/32"])
        headers = signed("msg_1", 1, b"{}", [b"key"])
        assert Post(*allowed, tls=trust).send(receiver.url, headers, b"{}") == Answer(200)
        assert Post(*allowed).send(receiver.url, headers, b"{}") == Answer(0, why="not reached")
        assert receiver.ids == ["msg_1"]


def test_the_environment_leads_nowhere(kb: App, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://{proxy.place}")
        make_secret(kb, ACME, "terminal:tests", NOON)
        raise_one(kb)
        send(kb)
        assert (len(receiver.came), proxy.came) == (1, [])


def test_a_server_sends_by_itself_and_logs_no_body(
    kb: App, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    secret = make_secret(kb, ACME, "terminal:tests", NOON)
    raise_one(kb)
    with caplog.at_level(logging.DEBUG):
        Sending(kb, now=lambda: NOON).run_once()
    assert len(receiver.came) == 1
    assert "opened sent (200)" in caplog.text
    assert receiver.place not in "".join(one.getMessage() for one in caplog.records if one.name.startswith("kbsearch"))
    assert "numerator" not in caplog.text
    assert secret.removeprefix("whsec_") not in caplog.text


def test_nothing_is_made_or_sent_before_anything_was_kept(tmp_path: Path) -> None:
    kb, _ = make_app(tmp_path)
    Sending(kb).run_once()
    assert not kb.calls.holds_any()
    kb.close()


def test_without_its_libraries_it_says_what_to_install(kb: App, caplog: pytest.LogCaptureFixture) -> None:
    make_secret(kb, ACME, "terminal:tests", NOON)
    raise_one(kb)
    with mock.patch.dict("sys.modules", {"kbsearch.adapters.webhooks.post": None}):
        with pytest.raises(BadSettings, match=r"pip install 'kbsearch\[webhooks\]'"):
            open_post(kb.settings)
        sending = Sending(kb, now=lambda: NOON)
        sending.run_once()
        sending.run_once()
    assert caplog.text.count("pip install 'kbsearch[webhooks]'") == 1, "once, however often it is tried"
    assert send(kb) is not None, "it waits"


def test_what_is_missing_is_said_before_a_test_is_sent(tmp_path: Path, receiver: Receiver) -> None:
    kb, live = make_app(tmp_path)
    with pytest.raises(BadSettings, match="has no webhook"):
        add_test(kb, ACME, NOON)
    give(live, "acme", AlertRules(is_on=True, webhook=receiver.url))
    with pytest.raises(BadSettings, match="not among webhook_hosts"):
        require_ready(kb, ACME, NOON)
    kb.close()
    allowed = {"webhook_hosts": receiver.place, "webhook_networks": "127.0.0.1"}
    kb, live = make_app(tmp_path, overrides=allowed)
    give(live, "acme", AlertRules(is_on=True, webhook=receiver.url))
    with pytest.raises(StateError, match="Run: kbsearch alerts secret acme"):
        add_test(kb, ACME, NOON)
    make_secret(kb, ACME, "terminal:tests", NOON)
    id = add_test(kb, ACME, NOON)
    assert send(kb) == (id, State.SENT, "200", timedelta())
    assert json.loads(receiver.came[0][2])["type"] == "alert.test"
    kb.close()


@pytest.mark.parametrize("body", [written_test("zeta", "https://kb/", NOON)[1], b"{}", b"", b"\xff"])
def test_what_is_not_this_clients_by_its_own_words_never_leaves(kb: App, receiver: Receiver, body: bytes) -> None:
    make_secret(kb, ACME, "terminal:tests", NOON)
    kb.calls.file().deliveries.add(ACME, "msg_1", body, NOON)
    Sending(kb, now=lambda: NOON).run_once()
    assert (receiver.came, kb.calls.file().deliveries.waiting()) == ([], [])
    assert kb.violations.since_start == 1


def test_a_client_without_webhook_or_secret_keeps_it_until_there_is_one(kb: App, receiver: Receiver) -> None:
    raise_one(kb)
    sent = send(kb)
    assert sent is not None
    assert sent[1:3] == (State.PENDING, "no secret")
    make_secret(kb, ACME, "terminal:tests", NOON)
    live = kb._live
    assert isinstance(live, MemoryLive)
    give(live, "acme", AlertRules(is_on=True))
    sent = send(kb, timedelta(minutes=1))
    assert sent is not None
    assert sent[1:3] == (State.PENDING, "no webhook")
    assert receiver.came == []
