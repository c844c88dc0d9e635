"""A client's monthly report in a browser, as a file that somebody was sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kbsearch.api.catalogue import Lang
from kbsearch.api.pages.web import open_web
from kbsearch.api.report.words import page
from kbsearch.app.report import report
from kbsearch.app.topics import freeze
from kbsearch.core.alerts.nouns import Alert, Count, Kind, Raised
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.incidents import Incident
from tests.clients import ACME
from tests.e2e.axe import needs_axe, violations
from tests.served import make_app

BEGUN, MADE = datetime(2026, 10, 5, 8, tzinfo=UTC), datetime(2026, 11, 3, 8, tzinfo=UTC)


def events() -> Iterator[Event]:
    """Twenty calls that were answered; every fourth is handed over."""
    for n in range(20):
        at, call = BEGUN + timedelta(hours=n, days=-30 * (n % 3)), f"c{n}"
        is_over = n % 4 == 0
        told = [
            ev.Started(caller=f"poste {n}", queue="support-des-caisses-et-des-terminaux"),
            ev.Telephoned(offered_at=at, answered_at=at, ended_at=at + timedelta(minutes=n + 1)),
            ev.Described("le scanner ne lit plus rien du tout"),
            *([] if is_over else [ev.Used("reseau/vpn")]),
            ev.Closed(ev.Outcome.ESCALATED_N2 if is_over else ev.Outcome.RESOLVED),
        ]
        yield from (Event(f"{call}-{at_}", "acme", call, at, one) for at_, one in enumerate(told))


@pytest.fixture
def made(tmp_path: Path) -> dict[Lang, Path]:
    """Its pages as files, in both languages."""
    kb, _ = make_app(tmp_path)
    kb.calls.record(ACME, [*events()], None)
    kb.calls.open_incident(ACME, Incident("acme", "i", "Autorisations bancaires en panne", (), "", BEGUN))
    freeze(kb, ACME, "2026-08-01", "2026-10-31", MADE)
    low = Alert(Kind.ANSWER_RATE, Count(31, 40, BEGUN, MADE), 0.88, 30)
    found = replace(report(kb, ACME, "2026-10", MADE), alerts=(Raised("acme", low, BEGUN),))
    kb.close()
    files: dict[Lang, Path] = {"fr": tmp_path / "fr.html", "en": tmp_path / "en.html"}
    for lang, path in files.items():
        path.write_text(page(open_web(), ACME, found, lang), "utf-8")
    return files


@needs_axe
@pytest.mark.parametrize("width", [1000, 320])
def test_anybody_can_read_it_at_any_width(browser: Browser, made: dict[Lang, Path], width: int) -> None:
    for lang, title in (("fr", "Acme & Fils, octobre 2026"), ("en", "Acme & Fils, October 2026")):
        shown = browser.new_page(viewport={"width": width, "height": 900})
        asked: list[str] = []
        shown.on("request", lambda request, asked=asked: asked.append(request.url))
        shown.goto(made[lang].as_uri())
        expect(shown.get_by_role("heading", level=1)).to_have_text(title)
        expect(shown.get_by_role("img")).to_have_count(3)
        assert violations(shown) == []
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        assert asked == [made[lang].as_uri()]
        shown.close()
