"""What pages say stands in the catalogue, as each language writes it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kbsearch.api.access.admin_texts import ADMIN_TEXTS
from kbsearch.api.calls.texts import CALL_TEXTS
from kbsearch.api.catalogue import TEXTS
from kbsearch.api.dashboard.texts import DASHBOARD_TEXTS
from kbsearch.api.figures.texts import FIGURE_TEXTS
from kbsearch.api.local_words import age, counted, moment, number
from kbsearch.api.pages.console_texts import CONSOLE_TEXTS
from kbsearch.api.pages.desk_texts import DESK_TEXTS
from kbsearch.api.pages.texts import PAGE_TEXTS
from kbsearch.core.articles.typography import spaced

PAGES = Path(__file__).parents[2] / "web" / "pages"
OURS = (
    *("article", "articles", "calls", "chart", "dashboard", "faults", "fields", "incident", "incidents"),
    *("key-made", "key-revoke", "key-rotate", "keys", "nav", "page", "people", "person", "person-disable", "status"),
)
NAMES = {"kbsearch", "Authorization: Bearer kbs_…"}
NOW = datetime(2026, 11, 2, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize("name", OURS)
def test_no_word_stands_in_a_template(name: str) -> None:
    source = (PAGES / f"{name}.html").read_text("utf-8")
    bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", source, flags=re.DOTALL)
    said = {" ".join(text.split()) for text in re.findall(r">([^<>]*)<", bare)}
    assert {text for text in said if re.search(r"\w", text.strip("–· "))} - {"– kbsearch"} <= NAMES
    spoken = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', bare)
    assert [one for one in spoken if one.strip()] == []


def test_french_marks_stand_apart_and_stay_on_the_line() -> None:
    console = {**CONSOLE_TEXTS, **DESK_TEXTS}
    for key in {**PAGE_TEXTS, **ADMIN_TEXTS, **console, **CALL_TEXTS, **FIGURE_TEXTS, **DASHBOARD_TEXTS}:
        french = TEXTS[key][0]
        assert not re.search(r" [:;!?»]|« ", french), key
        assert not re.search(r"[^\W\d]([:;!?»])(?!\w)", french), key
    assert spaced("À quoi sert « x » ? À rien !") == "À quoi sert «\u00a0x\u00a0»\u00a0? À rien\u00a0!"


def test_apostrophes_are_curly_and_percent_signs_stand_as_each_language_has_them() -> None:
    for key, (french, english) in TEXTS.items():
        assert "'" not in french + english, key
        assert not re.search(r"[\d}]%", french), key
        assert not re.search(r"[\d}]\s%", english), key


@pytest.mark.parametrize(
    ("since", "french", "english"),
    [
        (timedelta(seconds=-90), "à l’instant", "just now"),
        (timedelta(seconds=59), "à l’instant", "just now"),
        (timedelta(minutes=1), "il y a 1 minute", "1 minute ago"),
        (timedelta(minutes=59), "il y a 59 minutes", "59 minutes ago"),
        (timedelta(hours=23, minutes=59), "il y a 23 heures", "23 hours ago"),
        (timedelta(days=1), "il y a 1 jour", "1 day ago"),
        (timedelta(days=60), "il y a 2 mois", "2 months ago"),
        (timedelta(days=800), "il y a 2 ans", "2 years ago"),
    ],
)
def test_ages(since: timedelta, french: str, english: str) -> None:
    assert (age(NOW - since, NOW, "fr"), age(NOW - since, NOW, "en")) == (french, english)


def test_numbers_and_times() -> None:
    assert (number(12500, "fr"), number(12500, "en")) == ("12\u202f500", "12,500")
    assert (counted(0, "calls-count", "fr"), counted(0, "calls-count", "en")) == ("0 appel", "0 calls")
    assert (counted(1, "calls-count", "fr"), counted(1, "calls-count", "en")) == ("1 appel", "1 call")
    paris = ZoneInfo("Europe/Paris")
    assert (moment(NOW, paris, "fr"), moment(NOW, paris, "en")) == ("02/11/2026 à 10:05", "2026-11-02 10:05")
