"""What articles did, once the oldest calls are deleted: those that a topic is told by may be among them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from kbsearch.app.effects import EffectRead, effect
from kbsearch.app.folding import fold_all
from kbsearch.app.topics import freeze
from kbsearch.cli.effect import show
from kbsearch.core.access.principals import Role
from kbsearch.core.one_client import OneClient
from kbsearch.core.topics import Topics
from tests.articles_came import CAME, FROZEN, MONDAY, THINGS, WEEKS, articles_came, day_of
from tests.pages.test_status import words
from tests.pages.visitor import visitor
from tests.served import Served

ACME = OneClient("acme")
ARTICLES = THINGS[::2]
TREATED = len(ARTICLES)
DAYS = str(MONDAY), str(day_of(WEEKS))


@pytest.fixture
def came(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with articles_came(tmp_path_factory) as served:
        yield served


def frozen_until(served: Served, week: int) -> Topics:
    return freeze(served.kb, ACME, str(MONDAY), str(day_of(week - 1)), datetime.now(UTC)).topics


def judged(served: Served) -> EffectRead:
    fold_all(served.kb, ACME)
    return effect(served.kb, ACME, DAYS, {}, datetime.now(UTC))


def erase(served: Served, before: int, *things: str) -> None:
    """The calls of the weeks before that one; `things`: of these alone."""
    ids = [f"{thing}-{week}-{n}" for thing in things or THINGS for week in range(before) for n in range(5)]
    assert served.kb.calls.erase(ACME, ids).calls == len(ids)


def test_a_topic_is_told_while_any_week_is_kept_that_it_was_frozen_from(came: Served) -> None:
    """Each of these things is always told in the same word."""
    topics = frozen_until(came, FROZEN)
    whole = judged(came)
    assert whole.effect.treated == TREATED
    erase(came, 10)
    cut = judged(came)
    about = {one.article: one.topic for one in cut.published_within}
    assert [about[thing] for thing in ARTICLES] == [topics.of_call[f"{thing}-{FROZEN - 1}-0"] for thing in ARTICLES]
    assert (cut.effect.treated, cut.effect.compared) == (TREATED, whole.effect.compared)
    assert cut.effect.points is not None
    assert cut.effect.points.low < 30 < cut.effect.points.high
    assert not cut.forgotten


def test_a_topic_without_a_word_left_is_on_neither_side(came: Served, capsys: pytest.CaptureFixture[str]) -> None:
    """An article about it cannot be known as such: it would be compared with as if it had none."""
    frozen = CAME - 15
    topics = frozen_until(came, frozen)
    whole = judged(came).effect
    of_thing = {thing: topics.of_call[f"{thing}-0-0"] for thing in THINGS}
    of_things = [*of_thing.values()]
    thing = next(one for one in ARTICLES if of_things.count(of_thing[one]) == 1)
    assert of_thing[thing] in {one.topic for one in whole.changes if one.is_judged}
    erase(came, frozen, thing)
    found = judged(came)
    assert of_thing[thing] not in {one.topic for one in (*found.effect.changes, *found.effect.comparison)}
    assert (found.effect.treated, found.effect.compared) == (whole.treated - 1, whole.compared)
    assert found.forgotten == {of_thing[thing]}
    with visitor(came, {"acme": (Role.SUPERVISOR,)}) as supervisor:
        said = words(supervisor.get(f"/c/acme/figures/effects?since={DAYS[0]}&until={DAYS[1]}"))
    assert "Les appels qui disaient ce qu’est 1 sujet sont effacés" in said
    show(found)
    assert "1 topic on neither side: the calls that told what it is are deleted" in capsys.readouterr().out
