"""The client whose line it is, and the queue that a line names."""

from __future__ import annotations

from kbsearch.core.client import Client
from kbsearch.core.levels import Holidays
from kbsearch.core.telephone.lines import Telephone
from kbsearch.flows.telephone import holder, queue_of


def client(id: str, *lines: str, country: str = "FR") -> Client:
    return Client(id, holidays=Holidays(country), telephone=Telephone(lines))


CLIENTS = [
    client("acme", "+33184800010", "accueil"),
    client("belge", "+3225111111", "accueil", country="BE"),
    client("zeta", "+33184800011", "4210"),
]


def test_a_line_is_the_one_client_s_who_has_it() -> None:
    told = {"01 84 80 00 10": "acme", "+33184800011": "zeta", "4210": "zeta", "02 511 11 11": "belge", "0184800012": ""}
    assert {line: holder(line, CLIENTS) for line in told} == told


def test_a_line_of_two_clients_is_nobody_s() -> None:
    assert holder("accueil", CLIENTS) == holder("Accueil ", CLIENTS) == ""
    assert holder("accueil", CLIENTS[:1]) == "acme"
    assert holder("", [client("acme")]) == holder("", []) == ""


def test_a_number_is_no_queue() -> None:
    assert (
        queue_of("01 84 80 00 10", CLIENTS[0]) == queue_of("+3225111111", CLIENTS[0]) == queue_of("", CLIENTS[0]) == ""
    )
    assert queue_of(" Support N1 ", CLIENTS[0]) == "Support N1"
    assert queue_of("02 511 11 11", CLIENTS[1]) == ""
