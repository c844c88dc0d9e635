"""Mail addresses whose sign is told as `at`, before hosts of people's mailboxes and behind names in two parts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kbsearch.app.wiring import is_french_word
from kbsearch.core.redaction import no_word, redact
from tests.core.redaction.gone import goes

READERS = pytest.mark.parametrize("is_word", [no_word, is_french_word], ids=["no dictionary", "a server"])

MAILBOXES = """
jdupont mlopes pdurand clefevre amoreau kerjean nicolasroux dupontjulie bmartin tgarnier fatimabenali jeandurand
lrodriguez sophie sophiemartin mohamed nguyenthierry cbernard hleblanc rdiallo vpetit karimhaddad mdasilva
paulinemoulin dnguyen mdubois jlmorel jpmartin petitjean marieclaire isabelledurand aissatoudiallo catherinev oliveira
""".split()  # noqa: SIM905
SAID_OF_A_HOST = """
attachments | storage full | quota exceeded | verification | filters | newsletter | junk folder | backup | messages
sync | forwarding | rules | delivery delayed | two-factor | password reset | recovery | phishing | signature | default
registration | reception problem | labels | migration | archive | aliases | import contacts | security alert | cloud
subscription | radiation | maximum size | mail attachments | mail storage | e-mail verification | contact sync
bounces | pop-ups | reminders | dmarc failure | mail traffic | pregnancy | pièces jointes | messagerie
connexion impossible | quota dépassé | boutique | réception | filtres | envoi bloqué | brouillons | bureau
accompagnes | philharmonique
""".replace("\n", "|").split("|")


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
        ("sophiemartin at orange.fr", "[email]"),
        ("sophie-m at gmail.com", "[email]"),
        ("son mail est smartin at gmail.com", "son mail est [email]"),
        ("son mail est walker at gmail.com", "son mail est [email]"),
        ("adresse leroy at orange.fr refusée", "adresse [email] refusée"),
        ("contact : boulanger at gmail.com", "contact : [email]"),
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


@READERS
@pytest.mark.parametrize("host", ["gmail.com", "laposte.net", "orange.fr", "gmail dot com"])
def test_one_word_is_a_mailbox_where_it_is_made_as_they_are(host: str, is_word: Callable[[str], bool]) -> None:
    kept = {one: redact(f"{one} at {host} bloqué", is_word).text for one in MAILBOXES}
    assert {one: text for one, text in kept.items() if text != "[email] bloqué"} == {}


@READERS
@pytest.mark.parametrize("host", ["gmail.com", "laposte.net", "orange.fr", "hotmail point fr"])
@pytest.mark.parametrize("before", ["", "user has ", "erreur "])
def test_one_word_is_none_where_words_are_made_so(host: str, before: str, is_word: Callable[[str], bool]) -> None:
    lines = [f"{before}{said.strip()} at {host}" for said in SAID_OF_A_HOST if said.strip()]
    assert [line for line in lines if redact(line, is_word).text != line] == []


def test_a_word_of_french_is_no_mailbox_where_french_is_known() -> None:
    assert redact("anneaux at gmail.com", is_french_word).text == "anneaux at gmail.com"
    assert redact("mail : anneaux at gmail.com", is_french_word).text == "mail : [email]"


def test_a_word_behind_one_for_mail_is_none_either() -> None:
    goes("e-mail: attachments at gmail.com", "e-mail: attachments at gmail.com")
    goes("e-mail is delayed at gmail.com", "e-mail is delayed at gmail.com")
    goes("mail newsletter at gmail dot com", "mail newsletter at gmail dot com")
