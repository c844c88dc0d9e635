"""Keys and sessions on a real file."""

from __future__ import annotations

import hashlib
import hmac
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from kbsearch.app.access import Access, NewKey
from kbsearch.core.access.people import AT_THE_MACHINE, IDLE, LINK_LASTS
from kbsearch.core.access.principals import EVERY_CLIENT, Scope
from kbsearch.errors import BadRequest, NotFound, StateError
from tests.access.keeping import HOUR, SEARCH, T0, actions, opened


def test_a_key_is_recognised_with_its_clients_and_scopes(access: Access) -> None:
    made, text = access.create_key("terminal:me", T0, SEARCH)
    principal = access.by_key(text, T0)
    assert principal is not None
    assert (principal.actor, principal.grants) == (f"key:{made.id}", {"acme": frozenset({Scope.SEARCH})})
    assert text.startswith(f"kbs_{made.id}_")


@pytest.mark.parametrize(
    "wrong",
    ["", "kbs_", "Bearer", "kbs_aaaaaaaaaa_" + "a" * 43, "x" * 10_000, "kbs_aaaaaaaaaa_" + "é" * 43, "\udcff"],
)
def test_anything_else_is_nobody(access: Access, wrong: str) -> None:
    access.create_key("terminal:me", T0, SEARCH)
    assert access.by_key(wrong, T0) is None


def test_another_secret_of_the_same_key_and_the_same_secret_of_another_are_nobody(access: Access) -> None:
    first, one = access.create_key("terminal:me", T0, SEARCH)
    second, two = access.create_key("terminal:me", T0, SEARCH)
    assert access.by_key(one.replace(first.id, second.id), T0) is None
    assert access.by_key(two[:-1] + ("a" if two[-1] != "a" else "b"), T0) is None


def test_a_key_ends_when_it_expires_or_is_revoked_and_stays_so(access: Access, tmp_path: Path) -> None:
    expiring = NewKey("GLPI", ("acme",), frozenset({Scope.SEARCH}), expires=T0 + HOUR)
    _, short = access.create_key("terminal:me", T0, expiring)
    assert access.by_key(short, T0 + HOUR - timedelta(seconds=1)) is not None
    assert access.by_key(short, T0 + HOUR) is None
    made, text = access.create_key("terminal:me", T0, SEARCH)
    assert access.by_key(text, T0) is not None
    other = opened(tmp_path)  # as another process, while this one has the file open
    other.revoke_key("terminal:me", T0 + HOUR, made.id)
    other.close()
    assert access.by_key(text, T0 + HOUR) is None
    access.revoke_key("terminal:me", T0 + 2 * HOUR, made.id)
    found = access.keys.find(made.id, T0)
    assert found is not None
    assert found[0].revoked == T0 + HOUR
    with pytest.raises(BadRequest, match="revoked"):
        access.rotate_key("terminal:me", T0 + 2 * HOUR, made.id, HOUR)


def test_rotating_gives_a_second_secret_and_ends_the_first_after_the_overlap(access: Access) -> None:
    made, old = access.create_key("terminal:me", T0, SEARCH)
    new = access.rotate_key("terminal:me", T0, made.id, HOUR)
    for text in (old, new):
        principal = access.by_key(text, T0 + HOUR - timedelta(seconds=1))
        assert principal is not None
        assert principal.id == made.id
    assert access.by_key(old, T0 + HOUR) is None
    assert access.by_key(new, T0 + HOUR) is not None
    at_once = access.rotate_key("terminal:me", T0 + HOUR, made.id, timedelta(0))
    assert access.by_key(new, T0 + HOUR) is None
    assert access.by_key(at_once, T0 + HOUR) is not None


def test_a_later_rotation_never_gives_an_old_secret_more_time(access: Access) -> None:
    made, first = access.create_key("terminal:me", T0, SEARCH)
    access.rotate_key("terminal:me", T0, made.id, HOUR)
    access.rotate_key("terminal:me", T0, made.id, 48 * HOUR)
    assert access.by_key(first, T0 + HOUR) is None


@pytest.mark.parametrize(
    ("key", "field"),
    [
        (NewKey("", ("acme",), frozenset({Scope.SEARCH})), "name"),
        (NewKey("a\nb", ("acme",), frozenset({Scope.SEARCH})), "name"),
        (NewKey("x", (), frozenset({Scope.SEARCH})), "client"),
        (NewKey("x", ("../acme",), frozenset({Scope.SEARCH})), "client"),
        (NewKey("x", ("acme",), frozenset()), "scope"),
        (NewKey("x", ("acme",), frozenset({Scope.SEARCH}), T0), "expires"),
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(access: Access, key: NewKey, field: str) -> None:
    with pytest.raises(BadRequest) as caught:
        access.create_key("terminal:me", T0, key)
    assert caught.value.field == field
    assert access.keys.all() == []


def test_unknown_keys_are_said_so(access: Access) -> None:
    with pytest.raises(NotFound):
        access.revoke_key("terminal:me", T0, "aaaaaaaaaa")
    with pytest.raises(NotFound):
        access.rotate_key("terminal:me", T0, "aaaaaaaaaa", HOUR)
    assert actions(access) == []  # neither was done, so neither is told


def test_the_secret_is_in_no_file(access: Access, tmp_path: Path) -> None:
    _, text = access.create_key("terminal:me", T0, SEARCH)
    session = access.sign_in_by_link(link := access.make_link(T0), T0)
    assert session is not None
    assert access.by_key(text, T0) is not None
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    for secret in (text.split("_", 2)[2], text, link, session):
        assert secret.encode() not in kept


def test_when_a_key_was_last_used_is_kept_to_the_minute(access: Access, tmp_path: Path) -> None:
    _, text = access.create_key("terminal:me", T0, SEARCH)
    for second in range(0, 50, 10):
        access.by_key(text, T0 + timedelta(seconds=second))
    access.close()
    again = opened(tmp_path)
    assert again.keys.all()[0].last_used == T0
    again.by_key(text, T0 + timedelta(seconds=60))
    again.close()
    last = opened(tmp_path)
    assert last.keys.all()[0].last_used == T0 + timedelta(seconds=60)
    last.close()


def test_a_link_signs_in_once(access: Access) -> None:
    link = access.make_link(T0)
    session = access.sign_in_by_link(link, T0)
    assert session is not None
    assert access.sign_in_by_link(link, T0) is None
    signed_in = access.by_session(session, T0)
    assert signed_in is not None
    assert signed_in.principal.may_everywhere(Scope.ADMIN)
    assert access.sign_in_by_link(access.make_link(T0), T0 + LINK_LASTS) is None
    assert access.sign_in_by_link("x" * 43, T0) is None
    assert access.by_session(link, T0) is None


def test_one_link_and_many_hands_make_one_session(access: Access) -> None:
    link, found = access.make_link(T0), []

    def try_it() -> None:
        found.append(access.sign_in_by_link(link, T0))

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(session is not None for session in found) == 1


def test_a_session_ends_by_itself_by_signing_out_and_with_its_person(access: Access) -> None:
    session = access.sign_in_by_link(access.make_link(T0), T0)
    assert session is not None
    assert access.by_session(session, T0 + IDLE) is None
    signed_in = access.by_session(session, T0 + IDLE - timedelta(seconds=1))
    assert signed_in is not None
    access._notes.submit(lambda: None).result()  # what was noted before it is on disk
    assert access.by_session(session, T0 + IDLE) is not None  # it was in use
    access.sign_out(session, T0 + IDLE)
    assert access.by_session(session, T0 + IDLE) is None
    assert '"session.end"' in actions(access)[-1]
    assert AT_THE_MACHINE.principal().may_everywhere(Scope.ADMIN)


def test_a_key_for_every_client_enters_those_that_come_later(access: Access) -> None:
    _, text = access.create_key("terminal:me", T0, NewKey("all", (EVERY_CLIENT,), frozenset({Scope.SEARCH})))
    principal = access.by_key(text, T0)
    assert principal is not None
    assert principal.may(Scope.SEARCH, "made-next-year")


def test_what_is_kept_of_a_secret_can_be_made_with_the_pepper_alone(access: Access, tmp_path: Path) -> None:
    """A plain hash of a short or guessed text could be tried by whoever copies the file."""
    _, key = access.create_key("terminal:me", T0, SEARCH)
    session = access.sign_in_by_link(link := access.make_link(T0), T0)
    assert session is not None
    pepper = (tmp_path / "data" / "secrets" / ".access.key").read_bytes()
    rows = {
        secret: access.file.read(f"SELECT digest FROM {table}")  # noqa: S608 - three names of ours
        for secret, table in ((key, "secrets"), (link, "links"), (session, "sessions"))
    }
    for secret, found in rows.items():
        assert found == [(hmac.new(pepper, secret.encode(), hashlib.sha256).digest(),)]


def test_whether_a_key_is_right_is_decided_in_constant_time(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever `hmac.compare_digest` says is so: nothing else compares, before it or after it."""
    made, right = access.create_key("terminal:me", T0, SEARCH)
    access.rotate_key("terminal:me", T0, made.id, HOUR)
    wrong = right[:-1] + ("a" if right[-1] != "a" else "b")
    unknown = right.replace(made.id, "a" * 10)
    asked: list[tuple[bytes, bytes]] = []

    def say(answer: bool) -> None:
        def compare(one: bytes, other: bytes) -> bool:
            asked.append((one, other))
            return answer

        monkeypatch.setattr(hmac, "compare_digest", compare)

    say(False)
    assert access.by_key(right, T0) is None
    assert len(asked) == 2, "every secret that holds, the first that fits or not"
    say(True)
    assert access.by_key(wrong, T0) is not None
    asked.clear()
    assert access.by_key(unknown, T0) is None
    assert len(asked) == 1, "the same work for a key that is not there"


def test_a_lost_secret_is_said_and_not_made_anew(access: Access, tmp_path: Path) -> None:
    access.create_key("terminal:me", T0, SEARCH)
    access.close()
    path = tmp_path / "data" / "secrets" / ".access.key"
    kept = path.read_bytes()
    path.unlink()
    for ask in (Access.verify, lambda one: one.create_key("terminal:me", T0, SEARCH), lambda one: one.make_link(T0)):
        again = opened(tmp_path)
        with pytest.raises(StateError, match="kbsearch backup restore") as refused:
            ask(again)
        assert "access.db" in str(refused.value), "how to start anew"
        again.close()
    assert not path.exists()
    path.write_bytes(kept)
    back = opened(tmp_path)
    assert back.verify().broken is None
    back.close()
    path.unlink()
    (tmp_path / "data" / "access.db").rename(tmp_path / "access.db.old")
    anew = opened(tmp_path)
    anew.create_key("terminal:me", T0, SEARCH)
    assert path.read_bytes() != kept
    anew.close()


def test_many_that_start_at_once_in_an_empty_folder_share_one_secret(tmp_path: Path) -> None:
    for turn in range(20):
        many = [opened(tmp_path / str(turn)) for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            made = list(pool.map(lambda one: one.create_key("terminal:me", T0, SEARCH)[1], many))
        assert all(many[0].by_key(text, T0) for text in made)
        assert many[0].verify().entries == 8
        for one in many:
            one.close()
