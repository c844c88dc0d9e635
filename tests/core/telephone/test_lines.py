"""`[telephone]` of `client.toml` in, lines and menu out; and which entry a path through the menu means."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbsearch.core import clients
from kbsearch.core.calls.callers import is_number, line_key
from kbsearch.core.client import Client
from kbsearch.core.model import Fault
from kbsearch.core.ports import SourceFile
from kbsearch.core.telephone.lines import USUAL, MenuEntry, ServiceGoal, Telephone

GOOD = """
[holidays]
country = "BE"

[telephone]
lines = ["+33 1 84 80 00 10", "Caissio-N1", "02 511 11 11", "0033184800010"]
[[telephone.menu]]
path = ["1"]
product = "TPE Move C3"
[[telephone.menu]]
path = ["1", "1"]
product = "Caisse"
lang = "en"
"""


def parse(text: str) -> tuple[Client, tuple[Fault, ...]]:
    return clients.parse(SourceFile("client.toml", text.encode(), "0"), "caissio")


def test_a_good_table() -> None:
    client, faults = parse(GOOD)
    assert faults == ()
    assert client.telephone.lines == ("+33184800010", "caissio-n1", "+3225111111")
    assert client.telephone.menu == (MenuEntry(("1",), "TPE Move C3"), MenuEntry(("1", "1"), "Caisse", "en"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("telephone = 3", 1),
        ("[telephone]\nlines = [3]", 2),
        ('[telephone]\n\nlines = ["+33 1 84"]', 3),
        ('[telephone]\nlines = ["00 33 1 84 80 00"]', 2),
        (f'[telephone]\nlines = ["{"x" * 129}"]', 2),
        (f"[telephone]\nlines = {[f'x{n}' for n in range(201)]}", 2),
        ('[[telephone.menu]]\npath = []\nproduct = "a"', 2),
        ('[[telephone.menu]]\npath = "1"\nproduct = "a"', 2),
        ('[[telephone.menu]]\npath = [1]\nproduct = "a"', 2),
        ('[[telephone.menu]]\npath = ["1", " "]\nproduct = "a"', 2),
        ('[[telephone.menu]]\npath = ["1"]', 1),
        ('[[telephone.menu]]\npath = ["1"]\nproduct = "a"\nlang = "de"', 4),
        ('[[telephone.menu]]\npath = ["1"]\nproduct = "a"\n[[telephone.menu]]\npath = ["1"]\nproduct = "b"', 5),
        ("[telephone]\nmenu = 3", 2),
        ("[telephone]\nservice_level = 80", 2),
        ("[telephone.service_level]\n\npercent = 0", 3),
        ("[telephone.service_level]\npercent = 101", 2),
        ("[telephone.service_level]\npercent = 0.8", 2),
        ("[telephone.service_level]\npercent = true", 2),
        ('[telephone.service_level]\nseconds = "90"', 2),
        ("[telephone.service_level]\npercent = 85\nseconds = 0", 3),
        ("[telephone.service_level]\nseconds = 3601", 2),
    ],
)
def test_what_cannot_be_used_is_a_fault_at_its_line_that_stops_no_build(text: str, line: int) -> None:
    client, faults = parse(text)
    assert [(fault.line, fault.code) for fault in faults] == [(line, "client-value")]
    assert all(fault.hint for fault in faults)
    assert not any(clients.stops_build(fault, "caissio") for fault in faults)
    assert len(client.telephone.lines) in (0, 200)
    assert [entry.product for entry in client.telephone.menu] in ([], ["a"])


def test_a_key_that_means_nothing_is_told() -> None:
    _, faults = parse('[telephone]\nline = ["x"]\n[[telephone.menu]]\npath = ["1"]\nproduct = "a"\nlanguage = "fr"')
    assert [(fault.line, fault.code) for fault in faults] == [(2, "client-unknown-key"), (6, "client-unknown-key")]
    assert faults[0].hint == "Did you mean lines?"


def test_lines_compare_as_numbers_where_they_are_some_else_as_written() -> None:
    same = (
        "01 84 80 00 10",
        "+33184800010",
        "0033 1 84 80 00 10",
        "sip:+33184800010@operateur.example",
        "01.84.80.00.10",
    )
    assert {line_key(one, region="FR") for one in same} == {"+33184800010"}
    assert line_key("01 84 80 00 10", region="BE") != "+33184800010"
    assert line_key(" Été-N1 ", region="FR") == "été-n1"
    assert line_key("Ete-N1", region="FR") != line_key("Été-N1", region="FR")
    assert line_key("4210", region="FR") == "4210"
    assert line_key("  ", region="FR") == ""
    assert [is_number(one) for one in ("+33184800010", "4210", "+", "caissio-n1", "+33 1")] == [True, *[False] * 4]


def test_the_longest_entry_that_a_path_begins_with_is_meant() -> None:
    short, long, other = (MenuEntry(path, "a") for path in (("1",), ("1", "2"), ("2", "2", "2")))
    menu = Telephone(menu=(short, long, other))
    assert [menu.chosen(path) for path in (["1"], ["1", "3"], ["1", "2"], ["1", "2", "9"])] == [
        short,
        short,
        long,
        long,
    ]
    assert [menu.chosen(path) for path in ([], ["2"], ["2", "2"], ["12"])] == [None] * 4


def test_how_soon_calls_are_to_be_answered_is_the_clients_own_or_what_the_trade_aims_at() -> None:
    assert ServiceGoal(80, 90) == USUAL
    for text in ("", "[telephone]\nlines = []", "[telephone.service_level]"):
        assert (parse(text)[0].telephone.service_level, parse(text)[1]) == (USUAL, ())
    for percent, seconds in ((1, 1), (95, 20), (100, 3600)):
        client, faults = parse(f"[telephone.service_level]\npercent = {percent}\nseconds = {seconds}")
        assert (client.telephone.service_level, faults) == (ServiceGoal(percent, seconds), ())
    assert parse("[telephone.service_level]\nseconds = 20")[0].telephone.service_level == ServiceGoal(80, 20)


def test_a_wrong_number_of_the_service_level_says_how_to_mend_it_and_leaves_the_other() -> None:
    client, faults = parse("[telephone.service_level]\npercent = 800\nseconds = 20\nsecond = 3")
    assert client.telephone.service_level == ServiceGoal(80, 20)
    assert [(fault.line, fault.code, fault.message, fault.hint) for fault in faults] == [
        (2, "client-value", "“percent” is “800”, not a whole number of percent from 1 to 100.", "Write percent = 80."),
        (4, "client-unknown-key", "The key “second” is not known and is ignored.", "Did you mean seconds?"),
    ]


def test_of_the_sample_clients_one_aims_at_more() -> None:
    articles = Path(__file__).parents[3] / "articles"
    found = {
        owner: clients.parse(SourceFile("client.toml", (articles / owner / "client.toml").read_bytes(), "0"), owner)
        for owner in ("caissio", "soldea")
    }
    assert {owner: client.telephone.service_level for owner, (client, _) in found.items()} == {
        "caissio": ServiceGoal(85, 60),
        "soldea": USUAL,
    }
    assert [faults for _, faults in found.values()] == [(), ()]
