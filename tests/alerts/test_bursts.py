"""Many callers of one hour who bring the same: what is usual, what is alike, and what is read for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kbsearch.app import App
from kbsearch.app.alerts import check, evaluate
from kbsearch.core.alerts.looking import usual_hours
from kbsearch.core.alerts.nouns import Count, Kind
from kbsearch.core.alerts.rules import AlertRules, Burst, Change, Limit
from kbsearch.core.calls.happenings import Disposition, Searched
from kbsearch.core.model import AnswerState
from kbsearch.core.one_client import OneClient
from tests.alerts.conftest import NOON
from tests.alerts.test_looking import COMMIT, DAY, HOUR, MINUTE, NUMBERS, call, phoned, rules
from tests.clients import ACME
from tests.fakes import HashingEmbedder

UNLIKE = (
    "badge refusé au portail", "imprimante muette", "casque sans son", "facture en double", "chauffage coupé",
    "douchette perdue", "virement rejeté", "mot de passe oublié", "parking fermé", "café froid",
)  # fmt: skip
ALIKE = ("le vpn tombe", "vpn tombe", "le vpn tombe encore", "vpn qui tombe", "le vpn tombe tout le temps")


def asked(
    kb: App, at: datetime, many: int, state: AnswerState, client: OneClient = ACME, words: Sequence[str] = ALIKE[:1]
) -> None:
    for number in range(many):
        searched = Searched(words[number % len(words)], "hybrid", COMMIT, "g1", state)
        call(kb, at, searched, caller=f"k{next(NUMBERS)}", client=client)


def test_a_burst_is_more_than_the_usual_of_that_hour(kb: App) -> None:
    rules(kb, AlertRules(True, unanswered_burst=Burst(at_least=6)))
    asked(kb, NOON - HOUR / 2, 6, AnswerState.NOTHING_RELIABLE)
    asked(kb, NOON - HOUR / 2, 4, AnswerState.SURE)
    assert evaluate(kb, ACME, NOON).alerts == (), "nothing is known of what is usual"
    weeks = usual_hours(NOON - HOUR / 2, ZoneInfo("Europe/Paris"))
    for at in weeks[:4]:
        asked(kb, at, 4, AnswerState.SURE)
    asked(kb, weeks[0], 1, AnswerState.NOTHING_RELIABLE)
    asked(kb, NOON - HOUR / 2 - DAY, 30, AnswerState.NOTHING_RELIABLE)  # another day of the week
    (found,) = evaluate(kb, ACME, NOON).alerts
    assert (found.kind, found.counted) == (Kind.UNANSWERED_BURST, Count(6, 10, NOON - HOUR, NOON))
    assert found.before is not None
    assert (found.before.numerator, found.before.denominator, found.threshold) == (1, 4, 6)
    asked(kb, weeks[1], 20, AnswerState.NOTHING_RELIABLE)
    assert evaluate(kb, ACME, NOON).alerts == (), "that is usual here"


def known_hours(kb: App) -> None:
    """Four usual hours in which everybody was answered."""
    for at in usual_hours(NOON - HOUR / 2, ZoneInfo("Europe/Paris"))[:4]:
        asked(kb, at, 4, AnswerState.SURE)


OFF = Change(is_on=False)
BURST = AlertRules(True, Limit(85, is_on=False), Limit(10, is_on=False), OFF, OFF, Burst())


def test_at_an_hour_at_which_hardly_anybody_calls_the_latest_hours_are_the_usual_ones(kb: App) -> None:
    rules(kb, AlertRules(True, unanswered_burst=Burst(at_least=6)))
    night = NOON.replace(hour=2)
    asked(kb, night - HOUR / 2, 8, AnswerState.NOTHING_RELIABLE, words=ALIKE)
    asked(kb, night - 49.5 * HOUR, 2, AnswerState.SURE)
    asked(kb, night - 20.5 * HOUR, 2, AnswerState.SURE)
    assert evaluate(kb, ACME, night).alerts == (), "one hour of the two days before is too few"
    for hours in (8.5, 12.5, 30.5):
        asked(kb, night - hours * HOUR, 2, AnswerState.SURE)
    (found,) = evaluate(kb, ACME, night).alerts
    assert found.before is not None
    assert (found.before.numerator, found.before.denominator) == (0, 4)
    assert found.before.since == night - 49 * HOUR


@pytest.mark.parametrize("has_model", [True, False])
def test_ten_who_bring_ten_things_are_no_burst_and_ten_who_bring_one_are(kb: App, has_model: bool) -> None:
    rules(kb, BURST)
    known_hours(kb)
    if not has_model:
        kb.model.embedder = None
    asked(kb, NOON - HOUR / 2, 10, AnswerState.NOTHING_RELIABLE, words=UNLIKE)
    assert evaluate(kb, ACME, NOON).alerts == ()
    asked(kb, NOON - HOUR / 3, 10, AnswerState.NOTHING_RELIABLE, words=ALIKE)
    (found,) = evaluate(kb, ACME, NOON).alerts
    assert (found.kind, found.counted) == (Kind.UNANSWERED_BURST, Count(10, 20, NOON - HOUR, NOON))
    assert found.before is not None
    assert (found.before.numerator, found.before.denominator) == (0, 4)


def test_what_is_usual_of_other_things_does_not_hide_it(kb: App) -> None:
    rules(kb, BURST)
    known_hours(kb)
    for at in usual_hours(NOON - HOUR / 2, ZoneInfo("Europe/Paris"))[:4]:
        asked(kb, at, 8, AnswerState.NOTHING_RELIABLE, words=UNLIKE[:1])
    asked(kb, NOON - HOUR / 2, 8, AnswerState.NOTHING_RELIABLE, words=UNLIKE[:1])
    assert evaluate(kb, ACME, NOON).alerts == ()
    asked(kb, NOON - HOUR / 2, 6, AnswerState.NOTHING_RELIABLE, words=ALIKE[:2])
    (found,) = evaluate(kb, ACME, NOON).alerts
    assert (found.counted.numerator, found.counted.denominator) == (6, 14)


def test_a_burst_is_opened_once_and_closed_at_the_second_look_without_it(kb: App) -> None:
    rules(kb, replace(BURST, webhook="https://hooks.example.org"))
    known_hours(kb)
    asked(kb, NOON - HOUR / 2, 10, AnswerState.NOTHING_RELIABLE, words=ALIKE)
    said = [check(kb, ACME, NOON + minute * MINUTE)[1] for minute in (0, 1, 40, 41, 42)]
    assert [(len(one.opened), len(one.closed)) for one in said] == [(1, 0), (0, 0), (0, 0), (0, 1), (0, 0)]
    posted = kb.calls.file().deliveries.claim(ACME, "me", NOON + HOUR)
    assert posted is not None
    assert b"unanswered_burst" in posted.body
    assert b"vpn" not in posted.body, "never what they said"


def test_words_are_read_only_where_there_may_be_a_burst_and_once(kb: App, monkeypatch: pytest.MonkeyPatch) -> None:
    read = list[str]()
    model = kb.model.embedder
    assert isinstance(model, HashingEmbedder)
    original = model.embed_queries
    monkeypatch.setattr(model, "embed_queries", lambda texts: (read.extend(texts), original(texts))[1])
    rules(kb, BURST)
    known_hours(kb)
    asked(kb, NOON - HOUR / 2, 4, AnswerState.NOTHING_RELIABLE)
    evaluate(kb, ACME, NOON)
    assert read == []
    asked(kb, NOON - HOUR / 2, 6, AnswerState.NOTHING_RELIABLE, words=ALIKE)
    for minute in range(3):
        evaluate(kb, ACME, NOON + minute * MINUTE)
    assert len(read) == len(set(read)) > len(ALIKE), "and the titles, that say what is common"


def test_a_model_that_fails_leaves_letters_and_the_other_kinds(kb: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(texts: Sequence[str]) -> object:
        raise RuntimeError(f"cannot read {texts}")

    monkeypatch.setattr(kb.model.embedder, "embed_queries", failing)
    rules(kb, replace(BURST, abandonment_rate=Limit(10)))
    known_hours(kb)
    asked(kb, NOON - HOUR / 2, 10, AnswerState.NOTHING_RELIABLE, words=ALIKE)
    phoned(kb, NOON - HOUR, 30, Disposition.ABANDONED_IN_QUEUE)
    assert {one.kind for one in evaluate(kb, ACME, NOON).alerts} == {Kind.UNANSWERED_BURST, Kind.ABANDONMENT_RATE}
    assert kb.model.state == "failed", "as for a search"
