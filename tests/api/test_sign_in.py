"""People with a password: one answer for whatever is wrong, longer and longer waits, a new session each time."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from unittest import mock

import httpx
import pytest
from argon2 import PasswordHasher

from kbsearch.api.access.sign_in import own_path
from kbsearch.app import App
from kbsearch.app.accounts import Accounts, NewAccount
from kbsearch.app.sign_ins import Attempt
from kbsearch.core.access.patience import BackOff
from kbsearch.core.access.principals import read_roles
from tests.served import Served, session_of

PASSWORD = "quatre tasses en faience"  # noqa: S105
OPENED = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
FROM_OURS = {"Sec-Fetch-Site": "same-origin", "Origin": "null", **OPENED}
"""What Chromium says of a form that a page without a referrer posts to its own server."""


def add_account(kb: App, *roles: str, id: str = "marie") -> None:
    asked = NewAccount(id, id.title(), read_roles(roles or ["acme=agent"]), PASSWORD)
    Accounts(kb.access).add("terminal:tests", datetime.now(UTC), asked)


@pytest.fixture
def browser(desk: Served) -> Iterator[httpx.Client]:
    add_account(desk.kb)
    with httpx.Client(base_url=desk.url, trust_env=False, headers=FROM_OURS, timeout=30) as http:
        yield http


def sign_in(http: httpx.Client, account: str = "marie", password: str = PASSWORD, **more: str) -> httpx.Response:
    return http.post("/sign-in", data={"account": account, "password": password, **more})


def trail(served: Served) -> list[tuple[str, str, str, str, str]]:
    entries = (json.loads(one.body) for one in served.kb.access.file.trail())
    return [(e["actor"], e["action"], e["result"], e["object"], e["detail"]) for e in entries]


@pytest.mark.parametrize(("lang", "words"), [("fr", "Mot de passe"), ("en", "Password")])
def test_the_form_works_without_a_script(desk: Served, lang: str, words: str) -> None:
    page = desk.http.get("/sign-in", headers={"Accept-Language": lang})
    assert words in page.text
    assert '<form class="sign-in" method="post" action="/sign-in">' in page.text
    assert "<script" not in page.text


def test_a_password_opens_a_session_with_the_accounts_roles(desk: Served, browser: httpx.Client) -> None:
    answer = sign_in(browser, " Marie ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.get("/c/acme").status_code == 200
    assert browser.get("/c/zeta").status_code == 404
    assert trail(desk)[-1] == ("person:marie", "session.begin", "done", "", "password")


def test_each_sign_in_makes_a_new_session_and_ends_the_one_before(desk: Served, browser: httpx.Client) -> None:
    planted = session_of(desk.kb)
    browser.cookies.set("kbsearch", planted, domain="127.0.0.1")
    sign_in(browser)
    own = browser.cookies["kbsearch"]
    assert own != planted
    assert httpx.get(f"{desk.url}/", cookies={"kbsearch": planted}, trust_env=False).status_code == 401
    sign_in(browser)
    assert browser.cookies["kbsearch"] != own
    made_up = "x" * 43
    assert httpx.get(f"{desk.url}/", cookies={"kbsearch": made_up}, trust_env=False).status_code == 401


def test_a_link_ends_the_session_that_the_browser_had_and_a_used_one_leaves_it(desk: Served) -> None:
    before, other, link = session_of(desk.kb), session_of(desk.kb), desk.kb.access.make_link(datetime.now(UTC))

    def asked(path: str, session: str) -> httpx.Response:
        return httpx.get(f"{desk.url}{path}", cookies={"kbsearch": session}, trust_env=False)

    answer = asked(f"/sign-in?link={link}", before)
    assert answer.status_code == 303
    own = answer.cookies["kbsearch"]
    assert own not in (before, other)
    assert [entry[1] for entry in trail(desk)[-2:]] == ["session.begin", "session.end"]
    assert asked(f"/sign-in?link={link}", other).status_code == 401
    assert [asked("/", session).status_code for session in (before, own, other)] == [401, 200, 200]


def test_only_the_head_of_a_link_leaves_it_as_it_is(desk: Served, browser: httpx.Client) -> None:
    link, own = desk.kb.access.make_link(datetime.now(UTC)), session_of(desk.kb)
    before = trail(desk)
    browser.cookies.set("kbsearch", own, domain="127.0.0.1")
    for _ in range(2):
        head = browser.head("/sign-in", params={"link": link})
        assert (head.status_code, head.content, head.headers.get("set-cookie")) == (200, b"", None)
    assert browser.head("/sign-in", params={"link": "x" * 43}).status_code == 200, "nor does it say which holds"
    assert trail(desk) == before
    assert browser.get("/").status_code == 200, "still signed in"
    assert browser.get("/sign-in", params={"link": link}).status_code == 303
    assert browser.get("/sign-in", params={"link": link}).status_code == 401


def test_unknown_wrong_disabled_and_too_early_are_one_answer_after_the_same_work(
    desk: Served, browser: httpx.Client
) -> None:
    add_account(desk.kb, id="paul")
    Accounts(desk.kb.access).set_disabled("terminal:tests", datetime.now(UTC), "paul", is_disabled=True)
    desk.kb.sign_ins._clock = lambda: 0.0
    answers = []
    with mock.patch.object(PasswordHasher, "verify", autospec=True, side_effect=PasswordHasher.verify) as verified:
        for account, password in (("nobody", PASSWORD), ("marie", "wrong wrong wrong"), ("paul", PASSWORD)):
            answers.append(sign_in(browser, account, password))
        answers.append(sign_in(browser, "not an account at all!", "x" * 300))
        answers.append(sign_in(browser, "", ""))  # the fifth
        answers.append(sign_in(browser))  # right, and too early
        assert verified.call_count == len(answers)
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert answers[-1].headers["retry-after"] == answers[-2].headers["retry-after"] == "1"
    assert not browser.cookies


def test_an_account_waits_longer_and_longer_wherever_the_guesses_come_from_and_is_never_shut_for_good(
    desk: Served,
) -> None:
    add_account(desk.kb)
    clock, now = 0.0, datetime.now(UTC)
    desk.kb.sign_ins._clock = lambda: clock
    at_home = Attempt("marie", PASSWORD, "192.0.2.1")
    assert desk.kb.sign_ins.by_password(at_home, now).session
    waits = []
    for number in range(20):
        outcome = desk.kb.sign_ins.by_password(Attempt("marie", "guess guess guess", f"203.0.113.{number}"), now)
        waits.append(outcome.retry_after_s)
        clock += outcome.retry_after_s
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, *[900] * 6]
    desk.kb.sign_ins.by_password(Attempt("marie", "guess guess guess", "203.0.113.99"), now)
    assert desk.kb.sign_ins.by_password(at_home, now).session, "where she always comes from, she comes in"
    elsewhere = Attempt("marie", PASSWORD, "198.51.100.7")
    refused = desk.kb.sign_ins.by_password(elsewhere, now)
    assert not refused.session
    for _ in range(5):  # asking on does not put the end off
        assert not desk.kb.sign_ins.by_password(Attempt("marie", "guess guess guess", "203.0.113.5"), now).session
    clock += refused.retry_after_s
    assert desk.kb.sign_ins.by_password(elsewhere, now).session


def test_an_address_waits_too_whatever_accounts_it_tries_and_not_for_long(desk: Served) -> None:
    clock, now = 0.0, datetime.now(UTC)
    desk.kb.sign_ins._clock = lambda: clock
    waits = []
    for number in range(14):
        outcome = desk.kb.sign_ins.by_password(Attempt(f"account{number}", "guess guess guess", "203.0.113.5"), now)
        waits.append(outcome.retry_after_s)
        clock += outcome.retry_after_s
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_guesses_at_once_are_not_all_the_first(desk: Served) -> None:
    add_account(desk.kb)
    begun = threading.Barrier(12)

    def guess(number: int) -> None:
        begun.wait(20)
        desk.kb.sign_ins.by_password(
            Attempt("marie", f"guess number {number}", f"203.0.113.{number}"), datetime.now(UTC)
        )

    asked: list[str | None] = []
    passwords = desk.kb.sign_ins.passwords

    def is_right(kept: str | None, password: str) -> bool:
        asked.append(kept)
        return False

    with mock.patch.object(passwords, "is_right", is_right), ThreadPoolExecutor(12) as pool:
        list(pool.map(guess, range(12)))
    assert len(asked) == 12
    assert len([kept for kept in asked if kept is not None]) == 5, "the others were not even compared"


def test_what_is_remembered_of_failures_is_bounded() -> None:
    back_off = BackOff(900, most=100)
    for number in range(1_000):
        back_off.begin(str(number), 0.0)
    assert len(back_off) == 100


def test_a_password_or_a_mistyped_account_is_kept_nowhere_and_floods_are_counted(
    desk: Served, browser: httpx.Client
) -> None:
    clock = 0.0
    desk.kb.sign_ins._clock = lambda: clock
    for _ in range(3):
        sign_in(browser, "my-secret-sentence", "another-secret-one")
        sign_in(browser, "marie", "another-secret-one")
    clock = 61.0
    sign_in(browser, "marie", "another-secret-one")
    refused = [(object, detail) for actor, _, result, object, detail in trail(desk) if result == "refused"]
    names, details = zip(*refused, strict=True)
    assert re.fullmatch(r"unknown:[0-9a-f]{12}", names[0])
    assert names == (names[0], "marie", names[0], "marie", "marie")
    assert details == ("", "", "2 times", "2 times", "")
    sign_in(browser, "marie", "another-secret-one")
    desk.kb.sign_ins.settle(datetime.now(UTC))
    assert trail(desk)[-1] == ("nobody", "session.begin", "refused", "marie", "")
    kept = b"".join(path.read_bytes() for path in sorted(desk.kb.settings.data.rglob("*")) if path.is_file())
    assert b"secret" not in kept.replace(b"secrets", b"")


def test_a_flood_of_names_fills_no_disk(desk: Served) -> None:
    before = len(trail(desk))
    for number in range(300):
        desk.kb.sign_ins.note_failure(f"unknown:{number}", datetime.now(UTC))
    assert len(trail(desk)) - before <= 61


def test_a_flood_of_sign_ins_waits_in_a_line_of_its_own_and_searching_goes_on(
    desk: Served, browser: httpx.Client
) -> None:
    held = threading.Event()
    waiting = [desk.kb.sign_ins.pool.submit(lambda: held.wait(30)) for _ in range(21)]
    try:
        refused = sign_in(browser)
        assert refused.status_code == 503
        assert refused.headers["retry-after"] == "1"
        assert desk.search("vpn").status_code == 200
    finally:
        held.set()
    assert all(one.result(30) for one in waiting)
    assert sign_in(browser).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {},
    ],
)
def test_only_our_own_form_signs_in(desk: Served, headers: dict[str, str]) -> None:
    add_account(desk.kb)
    form = {"account": "marie", "password": PASSWORD}
    refused = httpx.post(f"{desk.url}/sign-in", data=form, headers=headers, trust_env=False)
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example", "https://evil.example", "/\\evil.example", "/%5c/evil.example", "\\\\evil.example",
        "/c//evil.example", "/c/../../evil", "javascript:alert(1)", "/\t/evil.example", "/c/acme\r\nSet-Cookie: a=b",
        "/c/acme?x=//evil", "/sign-out", "/@evil.example", "",
    ],
)  # fmt: skip
def test_signing_in_leads_to_our_own_pages_only(browser: httpx.Client, elsewhere: str) -> None:
    assert sign_in(browser, next=elsewhere).headers["location"] == "/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(desk: Served, browser: httpx.Client) -> None:
    asked = browser.get("/c/acme/a/reseau/vpn", headers={"Accept": "text/html"})
    assert asked.status_code == 401
    found = re.search(r'name="next" value="([^"]+)"', asked.text)
    assert found is not None
    assert sign_in(browser, next=found[1]).headers["location"] == "/c/acme/a/reseau/vpn"
    assert own_path("/c/acme/") == "/c/acme/"


def test_without_a_provider_there_is_no_such_way(desk: Served) -> None:
    for path in ("/sign-in/oidc", "/sign-in/oidc/callback"):
        assert desk.http.get(path).status_code == 404
    assert "/sign-in/oidc" not in desk.http.get("/sign-in").text
