"""`[alerts]` of `client.toml` in, rules and faults with their lines out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbsearch.core import clients
from kbsearch.core.alerts.rules import NO_ALERTS, AlertRules, Burst, Change, Limit
from kbsearch.core.client import Client
from kbsearch.core.model import Fault
from kbsearch.core.ports import SourceFile

GOOD = """
[alerts]
[alerts.answer_rate]
under = 90
at_least = 50
[alerts.abandonment_rate]
on = false
[alerts.fcr_drop]
days = 14
[alerts.n3_share]
days = 7
at_least = 300
on = true
[alerts.unanswered_burst]
at_least = 8
[alerts.webhook]
url = "https://hooks.example.org/kb"
"""


def parse(text: str) -> tuple[Client, tuple[Fault, ...]]:
    return clients.parse(SourceFile("client.toml", text.encode(), "0"), "caissio")


def test_a_good_table() -> None:
    client, faults = parse(GOOD)
    assert faults == ()
    assert client.alerts == AlertRules(
        True,
        Limit(90, 50),
        Limit(10, is_on=False),
        Change(14),
        Change(7, 300),
        Burst(8),
        "https://hooks.example.org/kb",
    )


def test_without_the_table_there_are_none_and_an_empty_one_asks_for_all() -> None:
    assert parse("")[0].alerts == NO_ALERTS
    assert parse("[alerts]")[0].alerts == AlertRules(is_on=True)
    assert (AlertRules().answer_rate.percent, AlertRules().webhook) == (85, "")


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("alerts = 3", 1, "client-value"),
        ("[alerts]\nanswer_rate = 85", 2, "client-value"),
        ("[alerts]\nanwser_rate = {}", 2, "client-unknown-key"),
        ("[alerts.answer_rate]\nover = 85", 2, "client-unknown-key"),
        ("[alerts.answer_rate]\n\nunder = 0", 3, "client-value"),
        ("[alerts.answer_rate]\nunder = 101", 2, "client-value"),
        ("[alerts.abandonment_rate]\nover = 0.1", 2, "client-value"),
        ("[alerts.abandonment_rate]\nover = true", 2, "client-value"),
        ("[alerts.fcr_drop]\ndays = 91", 2, "client-value"),
        ('[alerts.n3_share]\non = "no"', 2, "client-value"),
        ("[alerts.unanswered_burst]\nat_least = 0", 2, "client-value"),
        ("[alerts.webhook]\nurl = 3", 2, "client-value"),
        ('[alerts.webhook]\nurl = "http://hooks.example.org/"', 2, "client-value"),
        ('[alerts.webhook]\nurl = "https://me:pw@hooks.example.org/"', 2, "client-value"),
        ('[alerts.webhook]\nuri = "https://hooks.example.org/"', 2, "client-unknown-key"),
    ],
)
def test_a_fault_names_its_line_and_the_usual_value_is_used(text: str, line: int, code: str) -> None:
    client, faults = parse(text)
    assert [(one.line, one.code) for one in faults] == [(line, code)]
    assert client.alerts in (NO_ALERTS, AlertRules(is_on=True))
    assert not any("me:pw" in one.message for one in faults)


def test_the_sample_asks_for_alerts_and_posts_to_nobody() -> None:
    articles = Path(__file__).parent.parent.parent / "articles"
    for path in sorted(articles.glob("*/client.toml")):
        client, faults = clients.parse(SourceFile("client.toml", path.read_bytes(), "0"), path.parent.name)
        assert not [one for one in faults if "alert" in one.message], path
        assert client.alerts.webhook == ""
    data = (articles / "caissio" / "client.toml").read_bytes()
    sample, _ = clients.parse(SourceFile("client.toml", data, "0"), "caissio")
    assert sample.alerts == AlertRules(True, Limit(88, 30), n3_share=Change(14))
