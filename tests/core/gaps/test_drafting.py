"""The draft of what a gap lacks: all that its calls say, in a file that reads as an article."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kbsearch.core.articles.reading import parse
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.gaps import Gap
from kbsearch.core.gaps.drafting import draft, path_of
from kbsearch.core.model import ArticleState
from kbsearch.core.ports import SourceFile
from tests.abuse.hostile import HOSTILE

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAYS = ("2026-11-01", "2026-11-30")


def gap(label: str, *wordings: str) -> Gap:
    return Gap("1f0c9a3e", label, ("c1", "c2", "c3"), 3, 1, 2, 30.0, 3, wordings, {})


def called(name: str, day: int, *happened: ev.Happening) -> Call:
    at = AT + timedelta(days=day)
    return fold(Event(f"{name}:{n}", "acme", name, at + timedelta(minutes=n), what) for n, what in enumerate(happened))


CALLS = [
    called("c1", 0, ev.Answered("Quel portail ?", "nord"), ev.Escalated("N2", "x"), ev.Closed(ev.Outcome.ESCALATED_N2)),
    called(
        "c2", 1, ev.Answered("Quel portail ?", "sud"), ev.Closed(ev.Outcome.ESCALATED_N2, comment="Lecteur remplacé.")
    ),
    called("c3", 2, ev.Answered("Depuis quand ?", "hier"), ev.Closed(ev.Outcome.RESOLVED, comment="Badge réencodé.")),
]


def test_it_says_what_was_said_asked_and_came_of_it() -> None:
    text = draft(gap("badge refusé", "badge refusé au portail"), DAYS, CALLS)
    assert text.splitlines()[:7] == [
        "---", 'title: "Badge refusé"', "symptoms:", '  - "badge refusé"', '  - "badge refusé au portail"', "lang: fr",
        "state: draft",
    ]  # fmt: skip
    assert "1. Quel portail ? (réponses : nord, sud)\n2. Depuis quand ? (réponses : hier)" in text
    assert "- Badge réencodé.\n- Lecteur remplacé." in text
    assert "- N2 : 2 appels sur 3" in text
    assert "du 2026-11-01 au 2026-11-30 (manque 1f0c9a3e)" in text
    assert "Questions to ask" in draft(gap("badge refused"), DAYS, CALLS, "en")


def test_calls_without_anything_leave_the_places_to_fill() -> None:
    text = draft(gap("badge"), DAYS, [called("c1", 0, ev.Closed(ev.Outcome.RESOLVED))])
    assert "Aucune question n’a été posée" in text
    assert "Aucun de ces appels n’a été passé." in text
    assert "Notes de fin" not in text


@pytest.mark.parametrize(
    "words", [HOSTILE, '"guillemets": [a, b]\n---\nstate: validated', "# titre\n\n- a", "é" * 500, "???"]
)
def test_it_is_an_article_that_nobody_is_served_whatever_was_said(words: str) -> None:
    calls = [called("c1", 0, ev.Answered(words, words), ev.Closed(ev.Outcome.RESOLVED, comment=words))]
    one = gap(" ".join(words.split()), words)
    article, _ = parse(SourceFile(path_of(one), draft(one, DAYS, calls).encode(), "0" * 40), "acme")
    assert article is not None
    assert article.state is ArticleState.DRAFT
    assert not article.is_searchable
    assert article.id == path_of(one).removesuffix(".md")
    assert [heading for heading in article.body.splitlines() if heading.startswith("## ")] == [
        "## Symptômes", "## Questions à poser", "## Résolution", "## Escalade",
    ]  # fmt: skip
