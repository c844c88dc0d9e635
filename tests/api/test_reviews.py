"""What the API says of an article's level and review, where it is found and where it is read."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kbsearch.core.model import Article
from kbsearch.core.snapshot import Snapshot
from tests.served import Served

VPN = "/api/v1/clients/acme/articles/reseau/vpn"


def changed(server: Served, **fields: Any) -> None:
    """The article about the VPN as if its front matter said otherwise; no other snapshot's dates are known yet."""
    snapshot = server.live.entries["acme"]
    assert isinstance(snapshot, Snapshot)

    def other(article: Article) -> Article:
        return dataclasses.replace(article, **fields) if article.id == "reseau/vpn" else article

    server.live.entries["acme"] = dataclasses.replace(snapshot, articles=tuple(map(other, snapshot.articles)))


def found(server: Served) -> dict[str, Any]:
    [row] = [one for one in server.search("vpn").json()["results"] if one["article"] == "reseau/vpn"]
    return dict(row)


def told(answer: dict[str, Any]) -> tuple[object, ...]:
    return answer["level"], answer["review_due"], answer["review_overdue"]


def test_what_is_not_written_is_not_said(server: Served) -> None:
    assert told(found(server)) == told(server.http.get(VPN).json()) == ("", None, False)
    assert found(server)["next_level"] == "N2"
    others = [one for one in server.search("imprimante").json()["results"] if one["article"] != "reseau/vpn"]
    assert {one["next_level"] for one in others} == {""}


@pytest.mark.parametrize(("days_ago", "is_overdue"), [(91, True), (89, False)])
def test_a_review_is_overdue_after_its_last_day(server: Served, days_ago: int, is_overdue: bool) -> None:
    reviewed = datetime.now(UTC).date() - timedelta(days=days_ago)
    changed(server, level="N1", reviewed=reviewed, review_every_days=90)
    due = (reviewed + timedelta(days=90)).isoformat()
    assert told(found(server)) == told(server.http.get(VPN).json()) == ("N1", due, is_overdue)


def test_an_article_that_becomes_overdue_is_sent_again(server: Served) -> None:
    changed(server, reviewed=date.today(), review_every_days=90)
    before = server.http.get(VPN).headers["etag"]
    assert server.http.get(VPN, headers={"If-None-Match": before}).status_code == 304
    changed(server, reviewed=date(2020, 1, 1), review_every_days=90)
    assert server.http.get(VPN, headers={"If-None-Match": before}).status_code == 200


def test_the_day_is_the_one_that_was_asked_about(server: Served) -> None:
    changed(server, reviewed=date(2026, 9, 14), review_every_days=90)
    for at, is_overdue in (("2026-12-13T23:00:00+01:00", False), ("2026-12-14T00:30:00+01:00", True)):
        body = {"query": "vpn", "at": at}
        [row] = [
            one
            for one in server.http.post("/api/v1/clients/acme/search", json=body).json()["results"]
            if one["article"] == "reseau/vpn"
        ]
        assert row["review_overdue"] is is_overdue, at
