"""Mail addresses whose sign is told as `at`, before hosts of people's mailboxes and behind names in two parts."""

from __future__ import annotations

import pytest

from tests.core.redaction.gone import goes


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("jdupont at gmail.com", "[email]"),
        ("jdupont at gmail dot com", "[email]"),
        ("jdupont AT GMAIL POINT COM refusé", "[email] refusé"),
        ("mail jdupont at orange.fr refusé", "mail [email] refusé"),
        ("jdupont78 at wanadoo.fr", "[email]"),
        ("le compte tardif.j at laposte.net est plein", "le compte [email] est plein"),
        ("j.dupont at acme.fr", "[email]"),
        ("s dot morel at gmail.com", "[email]"),
        ("son mail : jdupont at acme.fr", "son mail : [email]"),
        ("jean_dupont at acme point fr", "[email]"),
        ("jdupont arobase gmail.com", "[email]"),
        ("jdupont (at) gmail point com", "[email]"),
    ],
)
def test_a_mailbox_goes(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "error at gmail.com",
        "cannot log in at outlook.com",
        "login page at live.com",
        "mailbox unreachable at gmail dot com",
        "err404 at gmail.com",
        "http404 at outlook.com",
        "error 0x80070005 at outlook.com",
        "code e204 at gmail.com",
        "code abcde204 at gmail.com",
        "KB5034441 at outlook.com",
        "PAY-1060 at yahoo.fr",
        "INC0012345678 at gmail.com",
        "setup.exe at acme.fr",
        "printer offline at acme.fr",
        "jdupont at gmail.com/inbox",
        "meeting at orange.fr",
        "rendezvous at outlook.com",
        "mail server at acme.fr",
        "mail delivery at acme.com",
    ],
)
def test_what_is_said_of_a_host_stays(typed: str) -> None:
    goes(typed, typed)
