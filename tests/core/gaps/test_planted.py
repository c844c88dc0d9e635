"""Ten topics that no article solves, planted in five thousand searches: found, with the real model."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core.figures import Period
from kbsearch.core.gaps import Gap, Gaps
from kbsearch.core.text import fold
from kbsearch.flows.gaps import gaps
from tests.clients import ACME
from tests.core.gaps.planted import ANSWERED, TOPICS, planted

pytestmark = pytest.mark.slow

FIRST = 12
PERIOD = Period(date(2026, 9, 1), date(2026, 11, 29), ZoneInfo("Europe/Paris"))
CALLS = 5000


@dataclass(frozen=True)
class Month:
    """Calls, what was planted in them, and what was found."""

    found: Gaps
    topics: dict[str, str]
    """Call → the topic that was planted in it."""

    def topic_of(self, gap: Gap) -> str:
        """What most of its calls are about; empty = nothing that was planted."""
        return Counter(self.topics.get(one, "") for one in gap.calls).most_common(1)[0][0]


@pytest.fixture(scope="module", params=[1, 2, 3])
def month(request: pytest.FixtureRequest, embedder: GraphEmbedder) -> Month:
    letters = {spelt(words): topic for topic, said in TOPICS.items() for words in said}
    calls = [*planted(PERIOD.begins, 90, CALLS, request.param)]
    topics = {one.id: letters.get(spelt(one.searches[0].what.query), "") for one in calls}
    found = gaps(ACME, PERIOD, calls, embedder, ANSWERED)
    return Month(found, {call: topic for call, topic in topics.items() if topic})


def spelt(words: str) -> str:
    """Whatever slips there are: they swap letters."""
    return "".join(sorted(fold(words)))


@pytest.mark.model
def test_nine_of_ten_are_in_the_first_twelve(month: Month) -> None:
    assert {*month.topics.values()} == {*TOPICS}
    first = [month.topic_of(gap) for gap in month.found.gaps[:FIRST]]
    assert len({*first} - {""}) >= 9, first


@pytest.mark.model
def test_a_gap_is_about_one_topic_and_most_of_a_topic_is_in_one_gap(month: Month) -> None:
    largest = {month.topic_of(gap): gap for gap in reversed(month.found.gaps)}
    sizes = Counter(month.topics.values())
    shares = []
    for topic in {*largest} - {""}:
        own = sum(month.topics.get(call) == topic for call in largest[topic].calls)
        shares.append((own / len(largest[topic].calls), own / sizes[topic]))
    pure, whole = (sum(share) / len(share) for share in zip(*shares, strict=True))
    assert pure > 0.85
    assert whole > 0.6


@pytest.mark.model
def test_nothing_that_an_article_solved_is_in_it(month: Month) -> None:
    found = month.found
    assert found.looked_at == CALLS
    assert not {gap.label for gap in found.gaps} & {fold(one) for one in ANSWERED}
    assert sum(len(gap.calls) for gap in found.gaps) == found.unsolved - found.wordless
