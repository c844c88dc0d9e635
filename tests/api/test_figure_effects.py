"""What articles did, over HTTP and on a page: a planted effect comes back, and what is missing is said."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from statistics import mean
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from kbsearch.api.effects.shapes import EXAMPLE
from kbsearch.api.effects.topics import CALLS_EXAMPLE
from kbsearch.app.topics import last
from kbsearch.client import Kbsearch
from kbsearch.core.access.principals import Role
from kbsearch.core.one_client import OneClient
from kbsearch.flows import effects
from tests.articles_came import CAME, articles_came, day_of, freeze_topics, imported
from tests.pages.test_status import words
from tests.pages.visitor import visitor
from tests.served import Served, master_key

OF = "/api/v1/clients/{}/figures/effects"
PAGE = "/c/acme/figures/effects"
ACME = OneClient("acme")
READER, SUPERVISOR, AGENT = ({"acme": (role,)} for role in (Role.CLIENT_READER, Role.SUPERVISOR, Role.AGENT))
DAYS = {"since": str(day_of(3)), "until": str(date.today())}
ASKED = urlencode(DAYS)
"""Named to the page as well: today may be another day by then, and is one at the client."""
_CLOSED = {"outcome": "resolved", "started_at": "2026-10-05T09:00:00Z", "closed_at": "2026-10-05T09:01:00Z"}
BADGES: list[dict[str, object]] = [
    _CLOSED | {"call_id": f"c{n}", "symptom": "badge refusé", "caller": f"poste {n}"} for n in range(6)
]


@pytest.fixture(scope="module")
def came(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with articles_came(tmp_path_factory) as served:
        yield served


def read(served: Served, client: str = "acme", **asked: str) -> dict[str, Any]:
    answer = served.http.get(OF.format(client), params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert {*found} == {*EXAMPLE}
    return found


def test_without_topics_it_says_until_when_to_freeze_them(came: Served) -> None:
    found = read(came, **DAYS)
    first = day_of(CAME) - timedelta(days=1)
    assert (found["frozen"], found["freeze_before"], found["unknown"]) == (None, str(first), "few_treated")
    assert (found["points"], found["topics"], found["treated"]) == (None, [], 0)
    assert len(found["articles"]) == 12
    with visitor(came, SUPERVISOR) as supervisor:
        said = words(supervisor.get(f"{PAGE}?{ASKED}"))
    assert f"kbsearch topics freeze acme --until {first - timedelta(days=1)}" in said
    assert "Pas assez de données : il faut 8 sujets avec un article que l’on puisse juger, et on en compte 0." in said


@pytest.fixture(scope="module")
def judged(came: Served) -> Served:
    freeze_topics(came)
    return came


def test_what_was_planted_comes_back_with_all_that_it_stands_on(judged: Served) -> None:
    found = read(judged, **DAYS)
    assert (found["unknown"], found["why"], found["treated"], found["undated"]) == (None, "", 12, [])
    interval = found["points"]["interval"]
    assert (interval["level"], interval["method"]) == (0.95, "welch")
    assert 15 < interval["low"] < 30 < interval["high"]
    assert found["per_use"]["value"] == pytest.approx(found["points"]["value"] / found["used"])
    assert (found["per_use"]["interval"]["method"], found["per_use_unknown"]) == ("fieller", None)
    assert found["per_use"]["interval"]["high"] <= 100
    assert {*found["placebo"]} == {*found["pre_trend"]} == {*EXAMPLE["placebo"]}
    assert found["before_since"] == str(day_of(3))
    assert found["could_show"] < 10
    assert {one["points"]: one["calls"] for one in found["needed"]} == {3: 3551, 5: 1248, 10: 291}
    assert [*found["topics"][0]] == [*EXAMPLE["topics"][0]]
    rises = [one["after"]["value"] - one["before"]["value"] for one in found["topics"] if one["judged"]]
    assert len(rises) == 12
    assert sum(rises) / len(rises) > 0.2
    assert all(one["articles"] for one in found["topics"])
    first = found["topics"][0]["before"]
    assert (first["name"], first["interval"]["method"]) == ("fcr_no_call_back", "wilson")
    dated = {one["article"]: (one["published"][:10], bool(one["topic"])) for one in found["articles"]}
    assert dated["badge"] == (str(day_of(CAME) - timedelta(days=1)), True)
    assert "vpn" not in dated, "it came before these days"
    kept = judged.kb.found_effects.of(ACME)[-1].read
    assert kept is not None
    assert kept.wordings == {}, "words go with their calls, and are read anew"
    assert all(one["wordings"] for one in found["topics"])
    usual = read(judged)
    assert usual["since"] < found["since"], "a year"
    assert {one["article"] for one in usual["articles"]} == {*dated, "vpn"}


def test_it_is_found_once_until_a_call_that_has_a_say_is_another(
    judged: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    times, original = list[int](), effects.effect

    def told(*given: Any) -> Any:
        times.append(1)
        return original(*given)

    monkeypatch.setattr(effects, "effect", told)
    known = read(judged, **DAYS)
    assert read(judged, **DAYS) == known
    today = datetime.now(UTC)
    row = {
        "call_id": "today",
        "started_at": today.isoformat(),
        "outcome": "resolved",
        "symptom": "badge",
        "caller": "z",
    }
    imported(judged, [row | {"closed_at": today.isoformat()}])
    assert read(judged, **DAYS) == known
    assert len(times) <= 1, "of today's calls nobody knows yet who calls again"
    old = f"{day_of(30)}T15:00:00Z"
    imported(judged, [row | {"call_id": "old", "started_at": old, "closed_at": old}])
    later = read(judged, **DAYS)
    assert len(times) >= 1
    assert sum(one["after"]["denominator"] for one in later["topics"]) == 1 + sum(
        one["after"]["denominator"] for one in known["topics"]
    )


def lines(served: Served, **asked: str) -> list[dict[str, str]]:
    answer = served.http.get(f"{OF.format('acme')}/calls", params=DAYS | asked)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/csv"), answer.text
    assert answer.headers["content-disposition"].endswith(f'"acme-effects-{DAYS["since"]}-{DAYS["until"]}.csv"')
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text.splitlines()[0] == CALLS_EXAMPLE.splitlines()[0]
    return [*csv.DictReader(answer.text.splitlines())]


def test_the_shares_of_each_topic_are_counted_from_its_calls_again(judged: Served) -> None:
    found = read(judged, **DAYS)
    assert len(found["compared_topics"]) == found["compared"] >= 8
    shares = [(one["topic"], side, one[side]) for one in found["topics"] for side in ("before", "after")]
    shares += [(one["topic"], side, one[side]) for one in found["compared_topics"] for side in ("before", "meanwhile")]
    for topic, side, share in shares:
        listed = lines(judged, topic=topic, side=side)
        assert {(one["topic"], one["side"]) for one in listed} == {(topic, side)}
        assert sum(int(one["counted"]) for one in listed) == share["numerator"]
        assert len(listed) == share["denominator"] > 0
    every = lines(judged)
    assert len(every) == len({one["call"] for one in every}) == sum(share["denominator"] for _, _, share in shares)
    topic = found["topics"][0]["topic"]
    assert lines(judged, topic=topic) == [one for one in every if one["topic"] == topic]
    assert lines(judged, topic="absent") == lines(judged, topic=topic, side="meanwhile") == []
    wrong = judged.http.get(f"{OF.format('acme')}/calls", params={"side": "beside"})
    assert [one["field"] for one in wrong.json()["errors"]] == ["side"]


def test_the_effect_and_the_use_are_reckoned_from_the_calls_again(judged: Served) -> None:
    """As the formula says it, with nothing of ours but the lines."""
    found, every = read(judged, **DAYS), lines(judged)
    heaps = defaultdict[tuple[str, str], list[float]](list)
    waiting = defaultdict[str, dict[str, list[float]]](lambda: defaultdict(list))
    for one in every:
        heaps[one["topic"], one["side"]].append(float(one["counted"]))
        if one["side"] == "meanwhile":
            waiting[one["week"]][one["topic"]].append(float(one["counted"]))
    before = {topic: mean(told) for (topic, side), told in heaps.items() if side == "before"}
    others = {
        week: mean(mean(told) - before[topic] for topic, told in topics.items()) for week, topics in waiting.items()
    }
    changes, used = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    for one in every:
        if one["side"] == "after":
            changes[one["topic"]].append(float(one["counted"]) - before[one["topic"]] - others[one["week"]])
            used[one["topic"]].append(float(one["used"]))
    assert {*changes} == {one["topic"] for one in found["topics"] if one["judged"]}
    assert 100 * mean(map(mean, changes.values())) == pytest.approx(found["points"]["value"])
    assert mean(map(mean, used.values())) == pytest.approx(found["used"])


def test_while_topics_are_frozen_again_no_call_is_counted_for_others(
    judged: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = last(judged.kb, ACME, datetime.now(UTC))
    assert known is not None
    monkeypatch.setattr("kbsearch.app.effects.last", lambda *_: replace(known, frozen=datetime.now(UTC)))
    answer = judged.http.get(f"{OF.format('acme')}/calls", params=DAYS)
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems#not-ready")


def test_without_topics_no_call_is_counted(desk: Served) -> None:
    imported(desk, BADGES)
    assert lines(desk) == []


def test_the_page_has_the_effect_its_interval_its_test_and_each_topic(judged: Served) -> None:
    found = read(judged, **DAYS)
    with visitor(judged, SUPERVISOR) as supervisor, visitor(judged, READER) as reader:
        page = supervisor.get(f"{PAGE}?{ASKED}")
        address = f"{reader.url}{PAGE}?{ASKED}"
        english = words(reader.http.get(address, headers={"accept-language": "en"}).text)
        plain = reader.get(f"{PAGE}?{ASKED}")
        assert f'href="{PAGE}"' in supervisor.get("/c/acme/figures")
    said, points = words(page), found["points"]

    def told(value: float) -> str:
        return f"+{value:.1f} points".replace(".", ",")

    low, high = points["interval"]["low"], points["interval"]["high"]
    assert f"Effet sur le FCR sans rappel {told(points['value'])} de {told(low)} à {told(high)} moyenne, sur" in said
    assert "Placebo" in said
    assert "Pente d’avant" in said
    assert "Sujets avec un article, jugés 12" in said
    assert "3 551 pour +3,0 points" in said.replace("\u202f", " ")
    first = next(one for one in found["topics"] if one["articles"] == ["badge"])
    before, after = first["before"], first["after"]
    assert f"{before['numerator']} sur {before['denominator']}" in said
    assert f"{after['numerator']} sur {after['denominator']}" in said
    of = f"{OF.format('acme')}/calls?since={DAYS['since']}&amp;until={DAYS['until']}&amp;topic={first['topic']}"
    assert f'href="{of}&amp;side=before"' in page
    assert f'href="{of}&amp;side=after"' in page
    assert page.count("&amp;side=meanwhile") == len(found["compared_topics"])
    assert "Tous les appels comptés, en CSV" in said
    assert 'href="/c/acme/a/badge"' in page
    assert "/a/badge" not in plain, "the client's own people read no articles"
    assert re.search(r"Effect on FCR without call-back \+\d\d\.\d points from", english)
    assert "Pas assez" not in said


def test_a_wrong_day_stands_by_its_field_and_who_may_not_is_refused(judged: Served) -> None:
    with visitor(judged, SUPERVISOR) as supervisor, visitor(judged, AGENT) as agent:
        wrong = supervisor.get(f"{PAGE}?since=2026-11-10&until=2026-11-01", 400)
        assert 'aria-describedby="since-fault"' in wrong
        agent.get(PAGE, 403)
    assert judged.http.get(OF.format("acme"), params={"since": "hier"}).status_code == 400
    assert read(judged, until="2000-06-01")["since"] == "2000-01-01"


def test_while_calls_are_still_to_be_counted_it_says_when_to_come_back(
    desk: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(desk, BADGES)
    monkeypatch.setattr("kbsearch.app.effects.MOST_TO_FOLD", 2)
    answer = desk.http.get(OF.format("acme"), params=DAYS)
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.json()["type"] == "/problems#not-ready"
    with visitor(desk, READER) as reader:
        assert reader.http.get(f"{reader.url}{PAGE}").headers["retry-after"] == answer.headers["retry-after"]
    read(desk, **DAYS)


def test_where_git_does_not_answer_nothing_is_known_of_articles_and_nothing_is_told(desk: Served) -> None:
    found = read(desk, **DAYS)
    assert found["undated"] == ["impression/imprimante", "reseau/vpn", "windows/session"]
    assert (found["points"], found["articles"]) == (None, [])
    assert desk.kb.found_effects.of(ACME) == [], "it may answer the next time"
    with visitor(desk, READER) as reader:
        said = words(reader.get(f"{PAGE}?{ASKED}"))
    assert "De 3 articles, on ne sait pas depuis quand ils sont servis" in said
    assert f"kbsearch topics freeze acme --until {found['until']}" in said, "none came: until today"


def test_the_client_library_reads_it(judged: Served) -> None:
    key = master_key(judged.kb)
    with Kbsearch(judged.url, client="acme", key=key) as kb:
        found = kb.figure_effects(since=day_of(3))
    assert found.points is not None
    assert found.points.interval.low > 15
    assert found.topics[0].before.unit == "share"
    with Kbsearch(judged.url, client="acme", key=key) as kb:
        listed = kb.figure_effect_calls(since=day_of(3), topic=found.topics[0].topic, side="after")
    assert len(listed.splitlines()) == 1 + found.topics[0].after.denominator


def test_of_days_to_come_nobody_is_told_to_freeze_what_nobody_said_yet(desk: Served) -> None:
    days = {"since": "2030-01-01", "until": "2030-02-01"}
    found = desk.http.get("/api/v1/clients/acme/figures/effects", params=days).json()
    assert found["freeze_before"] <= (datetime.now(ZoneInfo("Europe/Paris")) + timedelta(days=1)).date().isoformat()
