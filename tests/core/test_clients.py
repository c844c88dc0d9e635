"""`client.toml` in, a client and its faults out."""

from __future__ import annotations

import pytest

from kbsearch.core import clients
from kbsearch.core.client import Client
from kbsearch.core.levels import Level
from kbsearch.core.model import Fault
from kbsearch.core.ports import SourceFile

GOOD = """
name = "Caissio"
trade = "Caisses"
lang = "en"
time_zone = "Europe/Brussels"
shared = ["windows", "reseau"]

[[levels]]
level = "n2"
group = "support"
contact = "poste 4210"
channel = "téléphone"
delay_minutes = 30
facts = ["site"]

[[levels]]
level = "on-call"
group = "astreinte"
"""


def parse(text: str | bytes) -> tuple[Client, tuple[Fault, ...]]:
    data = text.encode() if isinstance(text, str) else text
    return clients.parse(SourceFile("client.toml", data, "0"), "caissio")


def test_a_good_file() -> None:
    client, faults = parse(GOOD)
    assert faults == ()
    assert (client.id, client.name, client.trade, client.lang) == ("caissio", "Caissio", "Caisses", "en")
    assert (client.time_zone, client.shared) == ("Europe/Brussels", ("windows", "reseau"))
    assert client.levels == (
        Level("N2", "support", "poste 4210", "téléphone", 30, ("site",)),
        Level("on-call", "astreinte"),
    )


def test_an_empty_file_is_a_client_with_defaults() -> None:
    assert parse("") == (Client("caissio"), ())


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ('name = "a"\nshred = ["x"]', 2, "client-unknown-key"),
        ('name = "a"\nshared = "windows"', 2, "client-list"),
        ("name = 3", 1, "client-value"),
        ('\n\nlang = "de"', 3, "client-value"),
        ('time_zone = "../etc/passwd"', 1, "client-value"),
        ('[[levels]]\nlevel = "N2"', 1, "client-levels"),
        ('[[levels]]\nlevel = "N2"\ngroup = "a"\n[[levels]]\nlevel = "N8"\ngroup = "b"', 5, "client-levels"),
        ('[[levels]]\nlevel = "N2"\ngroup = "a"\ndelay_minutes = -1', 4, "client-levels"),
        ('[[levels]]\nlevel = "N2"\ngroup = "a"\ndelay_minutes = true', 4, "client-levels"),
        ('levels = "x"', 1, "client-levels"),
        ("shared = 3", 1, "client-shared"),
        ('name = "a"\nname = "b"', 2, "client-syntax"),
        ("name = caissio", 1, "client-syntax"),
        ('name = "a', 1, "client-syntax"),
        (f"retention_days = {'9' * 5000}", 1, "client-syntax"),
        ("a = " + "[" * 20_000, 1, "client-too-deep"),
        ('name = "a"\n\n\n\n\n[abbreviations]\n"a b" = "c"', 7, "client-value"),
        ("name = 'a'\n[abbreviations]\n'a b' = 'c'", 3, "client-value"),
        ('name = "a"\n[abbreviations]\n"\\u0061 b" = "c"', 2, "client-value"),
        ('name = "a"\nabbreviations = { "a b" = "c" }', 2, "client-value"),
        ('name = "a"\nabbreviations.pb = 3', 2, "client-value"),
        ('name = "a"\n\n[ abbreviations ]\npb = 3', 4, "client-value"),
        (b'name = "\xe9"', 1, "not-utf-8"),
        (b"#" * 70_000, 1, "too-large"),
    ],
)
def test_what_is_wrong_has_its_line(text: str | bytes, line: int, code: str) -> None:
    client, faults = parse(text)
    assert client.id == "caissio"
    assert [(fault.line, fault.code) for fault in faults] == [(line, code)]
    assert faults[0].hint


def test_an_abbreviation_is_one_word_which_may_have_digits_in_it() -> None:
    text = '[abbreviations]\nm365 = "microsoft 365"\n"2FA" = "double authentification"\npb = "problème"\n"v2.0" = "x"'
    client, faults = parse(text)
    assert client.abbreviations == (
        ("m365", "microsoft 365"),
        ("2fa", "double authentification"),
        ("pb", "problème"),
    )
    assert [(fault.line, fault.code) for fault in faults] == [(5, "client-value")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name = ", True),
        ("shared = [1]", True),
        ("[[levels]]\nlevel = 'N2'", True),
        (b"\xff", True),
        ("name = 3", False),
        ("[abbreviations]\nshared = 3", False),
        ("shared = 'windows'", False),
        ("shred = ['windows']", False),
    ],
)
def test_what_may_hide_articles_or_groups_stops_a_build(text: str | bytes, expected: bool) -> None:
    faults = parse(text)[1]
    assert [clients.stops_build(fault, "caissio") for fault in faults] == [expected]
    assert not any(clients.stops_build(fault, "other") for fault in faults)


def test_an_unknown_key_is_told_which_was_meant() -> None:
    assert parse('shred = ["x"]')[1][0].hint == "Did you mean shared?"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("acme", True),
        ("a-1_b", True),
        ("Acme", False),
        ("_shared", False),
        ("é", False),
        ("a" * 65, False),
        ("", False),
    ],
)
def test_client_folder_names(name: str, expected: bool) -> None:
    assert clients.is_client_id(name) is expected


def test_calls_are_kept_a_year_unless_the_file_says_otherwise() -> None:
    assert parse("")[0].retention_days == 365
    assert parse("retention_days = 30")[0].retention_days == 30
    for wrong in ("0", "4000", '"30"', "true", "1.5"):
        client, faults = parse(f"name = 'x'\nretention_days = {wrong}")
        assert client.retention_days == 365
        assert [(fault.line, fault.code) for fault in faults] == [(2, "client-value")]


@pytest.mark.parametrize(
    "origin",
    [
        "https://crm.example.com",
        "https://crm.example.com:8443",
        "https://10.1.2.3",
        "https://[2001:db8::1]:9443",
        "http://localhost:3000",
        "http://127.0.0.1",
        "http://[::1]:8080",
    ],
)
def test_an_origin_is_kept_as_it_is_written(origin: str) -> None:
    client, faults = parse(f'[api]\norigins = ["{origin}"]\n')
    assert (client.origins, faults) == ((origin,), ())


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "https://*.example.com",
        "null",
        "http://crm.example.com",
        "http://localhost.example.com",
        "https://crm.example.com/",
        "https://crm.example.com/page",
        "https://CRM.example.com",
        "https://crm.example.com:443",
        "http://localhost:80",
        "https://crm.example.com:70000",
        "https://crm.example.com:0",
        "https://user@crm.example.com",
        "https://crm.exämple.com",
        "https://-crm.example.com",
        "crm.example.com",
        "ftp://crm.example.com",
        "https://",
    ],
)
def test_a_faulty_origin_is_left_out_and_named_with_its_line(origin: str) -> None:
    client, faults = parse(f'name = "Caissio"\n\n[api]\norigins = ["https://ok.example.com", "{origin}"]\n')
    assert client.origins == ("https://ok.example.com",)
    assert [(fault.path, fault.line, fault.code) for fault in faults] == [("caissio/client.toml", 4, "client-value")]
    assert origin in faults[0].message


def test_no_list_is_no_origin() -> None:
    assert parse("")[0].origins == ()
    client, faults = parse('[api]\norigin = ["https://a.example"]\n')
    assert client.origins == ()
    assert [(fault.line, fault.code) for fault in faults] == [(2, "client-unknown-key")]
