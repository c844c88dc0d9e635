"""What articles did, of more different wordings than are read while somebody waits: nothing is refused."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from kbsearch.app.topics import freeze, last
from kbsearch.core.topics import Member
from kbsearch.core.topics.collecting import Symptoms
from kbsearch.flows.topics import Assigned, Near
from tests.api.test_figure_effects import _CLOSED, ACME, BADGES, DAYS, OF, PAGE, READER, read
from tests.articles_came import articles_came, day_of, freeze_topics, imported
from tests.pages.test_status import words
from tests.pages.visitor import visitor
from tests.served import Served


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with articles_came(tmp_path_factory) as served:
        freeze_topics(served)
        yield served


def test_more_wordings_than_are_read_at_once_refuse_nothing(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are counted as unread, and read when somebody asks again."""
    imported(desk, BADGES)
    freeze(desk.kb, ACME, "2026-10-01", "2026-10-10", datetime.now(UTC))
    later = {"started_at": "2026-10-13T09:00:00Z", "closed_at": "2026-10-13T09:01:00Z", "caller": "z"}
    said = ("ascenseur bloqué", "fontaine vide", "fontaine vide", "badge refusé")
    imported(desk, [_CLOSED | later | {"call_id": f"d{n}", "symptom": one} for n, one in enumerate(said)])
    monkeypatch.setattr("kbsearch.app.effects.MOST_READ", 0)
    days = {"since": "2026-10-01", "until": "2026-10-25"}
    found = read(desk, **days)
    assert (found["unread_wordings"], found["unread_calls"]) == (2, 3), "a topic's own words need no reading"
    with visitor(desk, READER) as reader:
        shown = reader.http.get(f"{reader.url}{PAGE}?{urlencode(days)}", headers={"accept-language": "en"}).text
    assert "the least frequent (2) were not read, and the calls that have them (3) are of no topic yet" in words(shown)
    monkeypatch.setattr("kbsearch.app.effects.MOST_READ", 1)
    assert (read(desk, **days)["unread_wordings"], read(desk, **days)["unread_wordings"]) == (1, 0)
    assert read(desk, **days)["unread_calls"] == 0


def test_what_was_read_for_somebody_else_is_not_counted_before_the_effect_is(
    judged: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The calls are those that the effect was reckoned from."""
    own, days = last(judged.kb, ACME, datetime.now(UTC)), {"since": DAYS["since"], "until": str(day_of(34))}
    assert own is not None
    assert read(judged, **days)["unread_calls"] == 0, "what came so far is read"
    at = f"{day_of(28)}T16:00:00Z"
    row = _CLOSED | {
        "started_at": at,
        "closed_at": at,
        "caller": "y",
        "call_id": "rarely",
        "symptom": "badge et casque",
    }
    imported(judged, [row])

    def left(near: Near, symptoms: Symptoms) -> Assigned:
        return Assigned((), {call: at for at, ids in enumerate(symptoms.calls) for call in ids})

    monkeypatch.setattr("kbsearch.flows.topics.assign_symptoms", left)
    found = read(judged, **days)
    assert found["unread_calls"] == 1
    topic = found["topics"][0]["topic"]
    judged.kb.calls.topics.assign(ACME, own.frozen, [Member("rarely", topic)])
    answer = judged.http.get(f"{OF.format('acme')}/calls", params=days | {"topic": topic, "side": "after"})
    listed = [*csv.DictReader(answer.text.splitlines())]
    assert len(listed) == found["topics"][0]["after"]["denominator"]
    assert "rarely" not in {one["call"] for one in listed}
