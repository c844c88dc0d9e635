"""From calls in a real store to a search that knows what solved them; and what cannot be done to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np
import pytest

from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.learning.evidence import REFUSED, SOLVED, Rules, evidence
from kbsearch.core.learning.memory import Memory, Trust
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.ask import ask
from kbsearch.flows.learn import Learned, Models, Replay, Verdict, as_of, counted_now, judge, learn

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ODD = "le truc vert du comptoir fait la tête"
"""Words that no article holds."""
OTHERS = (
    "le truc vert du comptoir boude",
    "le machin vert du comptoir fait la tête",
    "truc vert au comptoir qui fait la tête",
    "le truc vert du comptoir fait encore la tête",
)


def happenings(symptom: str, article: str, caller: str) -> tuple[ev.Happening, ...]:
    return (ev.Started(caller=caller), ev.Described(symptom), ev.Used(article), ev.Closed(Outcome.RESOLVED))


def keep(store: SqliteCalls, id: str, days: float, what: Sequence[ev.Happening], *, client: str = "caissio") -> None:
    start = NOW - timedelta(days=days)
    events = [Event(f"{id}-{at}", client, id, start + timedelta(minutes=at), one) for at, one in enumerate(what)]
    store.append(OneClient(client), events)


def kept(store: SqliteCalls) -> Sequence[Call]:
    return store.calls(OneClient("caissio"), NOW - timedelta(days=730), NOW)


@pytest.fixture
def store(tmp_path: Path) -> SqliteCalls:
    return SqliteCalls(tmp_path / "calls.db")


@pytest.fixture
def caissio(sample: dict[str, Snapshot]) -> Snapshot:
    return sample["caissio"]


def article_of(snapshot: Snapshot, embedder: GraphEmbedder, place: int) -> str:
    """The article that stands there for `ODD` without evidence."""
    return ask(snapshot, ODD, embedder=embedder).results[place].article


def learned(store: SqliteCalls, snapshot: Snapshot, embedder: GraphEmbedder) -> Learned:
    return learn(kept(store), snapshot, Models(embedder), NOW)


@pytest.mark.model
def test_what_solved_calls_comes_first_when_it_is_proved(
    store: SqliteCalls, caissio: Snapshot, embedder: GraphEmbedder
) -> None:
    wanted = article_of(caissio, embedder, 4)
    for at in range(24):
        keep(store, f"c{at}", 100 - at, happenings(OTHERS[at % 4], wanted, f"k{at}"))
    found = learned(store, caissio, embedder)
    assert (found.solved, found.verdict, found.replay.count) == (24, Verdict.NOT_WORSE, 6)
    assert found.replay.with_evidence["top-1"] > found.replay.without["top-1"]
    first = ask(caissio, ODD, embedder=embedder, memory=found.memory).results[0]
    assert first.article == wanted
    assert first.signals.solved_calls is not None
    assert first.signals.solved_calls >= 2
    store.close()


@pytest.mark.model
@pytest.mark.parametrize(("days", "solved"), [(1, 7), (7, 4), (30, 1)])
def test_what_counts_as_solved_waits_as_long_as_the_clients_figures(
    store: SqliteCalls, caissio: Snapshot, embedder: GraphEmbedder, days: int, solved: int
) -> None:
    """Of seven callers; one of them calls again after three days, and six did not yet, for 2 to 40 days."""
    wanted = article_of(caissio, embedder, 4)
    for at, ago in enumerate((2, 4, 8, 9, 20, 40)):
        keep(store, f"c{at}", ago, happenings(OTHERS[at % 4], wanted, f"k{at}"))
    keep(store, "first", 41, happenings(OTHERS[0], wanted, "again"))
    keep(store, "second", 38, (ev.Started(caller="again"),))
    client = dataclasses.replace(caissio.client, window=timedelta(days=days))
    agreed = dataclasses.replace(caissio, client=client)
    assert learned(store, agreed, embedder).solved == solved
    store.close()


@pytest.mark.model
def test_evidence_is_measured_only_where_it_was_asked(
    store: SqliteCalls, caissio: Snapshot, sample: dict[str, Snapshot], embedder: GraphEmbedder
) -> None:
    wanted = article_of(caissio, embedder, 4)
    for at in range(6):
        keep(store, f"c{at}", 20 + at, happenings(OTHERS[at % 4], wanted, f"k{at}"))
    memory = learned(store, caissio, embedder).memory
    assert ask(caissio, ODD, embedder=embedder).results[0].signals.solved is None
    with_it = ask(caissio, ODD, embedder=embedder, memory=memory).results
    assert {result.signals.solved is None for result in with_it} == {False}
    by_words = ask(caissio, "terminal hors ligne", embedder=None, memory=memory)
    assert by_words == ask(caissio, "terminal hors ligne", embedder=None)
    other = ask(sample["embalor"], ODD, embedder=embedder, memory=memory)
    assert other == ask(sample["embalor"], ODD, embedder=embedder)
    store.close()


@pytest.mark.model
@pytest.mark.parametrize("way", ["one caller, 50 calls", "one call, sent 1,000 times"])
def test_nobody_can_stuff_it(store: SqliteCalls, caissio: Snapshot, embedder: GraphEmbedder, way: str) -> None:
    query = "terminal carte hors ligne"
    plain = [result.article for result in ask(caissio, query, embedder=embedder).results]
    what = happenings(query, plain[-1], "k1")
    if way == "one caller, 50 calls":
        for at in range(50):
            keep(store, f"stuffed{at}", 10 + 8 * at, what)
    else:
        for _ in range(1000):
            keep(store, "resent", 9, what)
    found = learned(store, caissio, embedder)
    results = ask(caissio, query, embedder=embedder, memory=found.memory).results
    assert results[0].article == plain[0]
    assert plain[-1] in [result.article for result in results]
    store.close()


@pytest.mark.model
def test_an_article_that_is_gone_drops_its_evidence(
    store: SqliteCalls, caissio: Snapshot, embedder: GraphEmbedder
) -> None:
    keep(store, "c1", 20, happenings(ODD, "no/such-article", "k1"))
    found = learned(store, caissio, embedder)
    assert (found.solved, found.gone, found.memory.rows) == (0, 1, ())
    assert ask(caissio, ODD, embedder=embedder, memory=found.memory) == ask(caissio, ODD, embedder=embedder)
    store.close()


@pytest.mark.model
def test_an_exact_code_stays_first(store: SqliteCalls, caissio: Snapshot, embedder: GraphEmbedder) -> None:
    coded = next(article for article in caissio.articles if article.error_codes)
    query = f"erreur {coded.error_codes[0]}"
    other = next(article.id for article in caissio.articles if coded.error_codes[0] not in article.error_codes)
    for at in range(30):
        keep(store, f"c{at}", 10 + at, happenings(query, other, f"k{at}"))
    found = learned(store, caissio, embedder)
    answer = ask(caissio, query, embedder=embedder, memory=found.memory)
    assert answer.results[0].signals.exact_code
    assert other in [result.article for result in answer.results]
    store.close()


def test_the_verdict_needs_calls_and_no_loss() -> None:
    def replay(count: int, before: float, after: float, served: float | None = None) -> Replay:
        used = {} if served is None else {"nDCG@10": served}
        return Replay(count, NOW, {"nDCG@10": before}, used, {"nDCG@10": after})

    assert judge(replay(4, 0.5, 0.9)) is Verdict.TOO_FEW
    assert judge(replay(5, 0.5, 0.5)) is Verdict.NOT_WORSE
    assert judge(replay(5, 0.5, 0.49)) is Verdict.WORSE
    assert judge(replay(5, 0.5, 0.6, served=0.6)) is Verdict.NOT_WORSE
    assert judge(replay(5, 0.5, 0.6, served=0.61)) is Verdict.WORSE
    assert judge(replay(5, 0.5, 0.49, served=0.4)) is Verdict.WORSE


def test_what_is_used_now_knew_a_call_no_sooner_than_evidence_does(store: SqliteCalls) -> None:
    """Begun on day 0 and closed on day 9, it had not stood for the window on day 10."""
    for id, closed in (("early", 1), ("late", 9)):
        what = happenings(ODD, "tpe", id)
        events = [Event(f"{id}-{at}", "caissio", id, NOW, one) for at, one in enumerate(what)]
        events[-1] = msgspec.structs.replace(events[-1], at=NOW + timedelta(days=closed))
        store.append(OneClient("caissio"), events)
    calls = store.calls(OneClient("caissio"), NOW, NOW + timedelta(days=30))
    rows = evidence(calls, NOW + timedelta(days=20))
    served = Memory("caissio", "", "f", rows, np.eye(2, dtype=np.float32))
    before = evidence(calls, NOW + timedelta(days=10))
    assert ([row.call for row in rows], as_of(served, before)) == (["early", "late"], before)
    assert [row.call for row in before] == ["early"]
    store.close()


@pytest.mark.model
def test_what_is_used_now_is_asked_the_same_calls(
    store: SqliteCalls, caissio: Snapshot, embedder: GraphEmbedder
) -> None:
    wanted = article_of(caissio, embedder, 4)
    for at in range(24):
        keep(store, f"c{at}", 100 - at, happenings(OTHERS[at % 4], wanted, f"k{at}"))
    good = learned(store, caissio, embedder).memory
    models = Models(embedder)
    again = learn(kept(store), caissio, models, NOW, served=good)
    assert again.replay.served == again.replay.with_evidence
    assert again.verdict is Verdict.NOT_WORSE
    deaf = dataclasses.replace(good, trust=Trust(0.999, 5.6))
    no_say = "the trust in use was fitted to the calls that are asked again, and would win by that alone"
    assert learn(kept(store), caissio, models, NOW, served=deaf).replay == again.replay, no_say
    better = learn(kept(store), caissio, models, NOW, served=good.only([]))
    assert better.replay.served["top-1"] < better.replay.with_evidence["top-1"]
    assert better.replay.served == better.replay.without
    foreign = learn(kept(store), caissio, models, NOW, served=dataclasses.replace(good, fingerprint="0" * 64))
    assert foreign.replay.served == {}
    store.close()


@pytest.mark.model
def test_a_callers_own_calls_do_not_prove_themselves(
    store: SqliteCalls, caissio: Snapshot, embedder: GraphEmbedder
) -> None:
    wanted = article_of(caissio, embedder, 4)
    for at in range(24):  # one caller, every ten days
        keep(store, f"c{at}", 300 - 10 * at, happenings(ODD, wanted, "k1"))
    found = learned(store, caissio, embedder)
    assert (found.solved, found.replay.count) == (24, 6)
    assert found.replay.with_evidence == found.replay.without
    store.close()


@pytest.mark.parametrize(
    ("first", "then", "counted"),
    [
        (ev.Refused("old"), ev.Used("new"), [("new", SOLVED, 0.8, ODD)]),
        (ev.Used("old"), ev.Refused("new"), [("new", SOLVED, 0.8, "autre")]),
        (ev.Used("old"), ev.Used("new"), [("new", SOLVED, 0.8, ODD)]),
        (ev.Used("new"), ev.Used("old"), [("new", SOLVED, 0.8, ODD)]),
        (ev.Used("old"), ev.Used("older"), [("new", SOLVED, 0.8, "autre")]),
        (ev.Used("old"), ev.Used("other"), [("new", SOLVED, 0.4, "autre"), ("other", SOLVED, 0.4, "autre")]),
        (ev.Refused("old"), ev.Refused("new"), [("new", REFUSED, 0.5, ODD)]),
        (ev.Refused("old"), ev.Used("other"), [("new", REFUSED, 0.5, "autre"), ("other", SOLVED, 0.8, "autre")]),
    ],
)
def test_a_call_with_an_article_and_the_one_that_it_replaces_counts_once_for_that(
    store: SqliteCalls,
    first: ev.Happening,
    then: ev.Happening,
    counted: list[tuple[str, int, float, str]],
) -> None:
    """In the words that the new one was found by, where it was."""
    shown = (ev.Searched(ODD, "hybrid", "c" * 40, "g"), ev.Displayed("new", 1, "c" * 40, "new#1", search="s"))
    for at in range(2):
        what = (ev.Started(caller=f"k{at}"), *shown, ev.Described("autre"), first, then, ev.Closed(Outcome.RESOLVED))
        keep(store, f"c{at}", 10 + at, what)
    said = evidence(kept(store), NOW, Rules(half_life_days=1e9))
    rows = counted_now({"old": "new", "older": "new"}, said)
    assert [*dict.fromkeys(row.call for row in rows)] == ["c1", "c0"], "oldest first, as they were"
    for call in ("c0", "c1"):
        found = [(row.article, row.sign, round(row.weight, 3), row.symptom) for row in rows if row.call == call]
        assert sorted(found) == counted
    store.close()


@pytest.mark.model
def test_what_was_said_of_an_article_that_is_replaced_is_kept_for_the_new_one(
    store: SqliteCalls, caissio: Snapshot, embedder: GraphEmbedder
) -> None:
    wanted = article_of(caissio, embedder, 4)
    for at in range(24):
        keep(store, f"c{at}", 100 - at, happenings(OTHERS[at % 4], ("plus-ancien", "ancien")[at % 2], f"k{at}"))
    lost = learned(store, caissio, embedder)
    assert (lost.solved, lost.gone) == (0, 24)
    articles = tuple(
        dataclasses.replace(one, replaces=("ancien", "plus-ancien")) if one.id == wanted else one
        for one in caissio.articles
    )
    replaced = dataclasses.replace(caissio, articles=articles)
    assert {"ancien", "plus-ancien", wanted} <= replaced.known_ids
    found = learned(store, replaced, embedder)
    assert (found.solved, found.gone, found.verdict) == (24, 0, Verdict.NOT_WORSE)
    assert {row.article for row in found.memory.rows} == {wanted}
    told = ask(replaced, ODD, embedder=embedder, memory=found.memory)
    assert told.results[0].article == wanted
    before = dataclasses.replace(
        found.memory, rows=tuple(dataclasses.replace(row, article="ancien") for row in found.memory.rows)
    )
    assert ask(replaced, ODD, embedder=embedder, memory=before).results[0].article == wanted, (
        "before it was learned anew"
    )
    again = learn(kept(store), replaced, Models(embedder), NOW, served=before)
    assert again.replay.served["top-1"] > again.replay.without["top-1"]
    refused = tuple(dataclasses.replace(row, article="plus-ancien", sign=REFUSED) for row in before.rows)
    both = dataclasses.replace(before, rows=(*refused, *before.rows), vectors=np.tile(before.vectors, (2, 1)))
    outweighed = learn(kept(store), replaced, Models(embedder), NOW, served=both)
    assert outweighed.replay.served == again.replay.served, "refused as the older one, in the same calls"
