"""Events to test with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.events import Event
from kbsearch.core.model import AnswerState

COMMIT = "c" * 40
START = datetime(2026, 11, 2, 9, tzinfo=UTC)

ARTICLES = st.sampled_from(["reseau/vpn", "caisse/cloture-z", "tpe"])
VERSIONS = st.sampled_from([None, COMMIT])
TIMES = st.integers(0, 9).map(lambda minute: START + timedelta(minutes=minute))
HAPPENINGS: st.SearchStrategy[ev.Happening] = st.one_of(
    st.builds(
        ev.Started,
        channel=st.sampled_from(["", "phone", "téléphone"]),
        ivr=st.sampled_from([(), ("1", "3"), ("1", "réseau")]),
        caller=st.sampled_from(["", "k1", "k2"]),
        agent=st.sampled_from(["", "a1", "a2"]),
        lang=st.sampled_from(["", "fr", "en"]),
    ),
    st.builds(
        ev.Telephoned,
        **{
            name: st.none() | TIMES
            for name in ("received_at", "offered_at", "answered_at", "ended_at", "wrapup_ended_at")
        },
        disposition=st.none() | st.sampled_from(ev.Disposition),
    ),
    st.builds(ev.Described, symptom=st.text("aé", max_size=5)),
    st.builds(
        ev.Searched,
        query=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        mode=st.sampled_from(["hybrid", "keyword"]),
        commit=st.just(COMMIT),
        generation=st.just("g1"),
        state=st.sampled_from([None, *AnswerState]),
    ),
    st.builds(
        ev.Displayed,
        article=ARTICLES,
        rank=st.integers(1, 10),
        version=st.just(COMMIT),
        chunk=st.just("tpe#1"),
        search=st.sampled_from([None, "e0"]),
    ),
    *[st.builds(kind, article=ARTICLES, version=VERSIONS) for kind in (ev.Opened, ev.Copied, ev.Tried, ev.Refused)],
    st.builds(ev.Ticked, article=ARTICLES, step=st.integers(1, 9), version=VERSIONS),
    st.builds(ev.Used, article=ARTICLES, version=VERSIONS, created=st.booleans()),
    st.builds(ev.Unused, article=ARTICLES),
    st.builds(ev.Answered, question=st.just("Depuis quand ?"), answer=st.text("aé", max_size=5)),
    st.builds(
        ev.Escalated,
        level=st.sampled_from(["N2", "N3", "on-call"]),
        group=st.just("réseau"),
        priority=st.sampled_from([None, "P1", "P4"]),
        facts=st.sampled_from([(), (ev.Fact("numéro du poste", "PC-12"),)]),
    ),
    st.builds(ev.Reviewed, level=st.just("N2"), n1_could=st.booleans(), article=st.none() | ARTICLES),
    st.builds(ev.Flagged, reason=st.text("aé", max_size=5), article=st.none() | ARTICLES),
    st.builds(
        ev.Closed,
        outcome=st.sampled_from(ev.Outcome),
        incident=st.sampled_from([None, "inc-1"]),
        comment=st.text("aé", max_size=5),
    ),
    st.builds(ev.Reopened),
    st.builds(ev.Confirmed, solved=st.booleans()),
    st.builds(ev.Rated, st.none() | st.integers(1, 5), st.none() | st.integers(0, 10)),
)


def event(id: str, what: ev.Happening, *, client: str = "acme", call: str = "call-1", minute: float = 0) -> Event:
    """What happened `minute` minutes after `START`."""
    return Event(id, client, call, START + timedelta(minutes=minute), what)


@st.composite
def calls(draw: st.DrawFn) -> list[Event]:
    """The events of one call, several at the same minute."""
    happenings = draw(st.lists(HAPPENINGS, min_size=1, max_size=12))
    minutes = st.integers(0, 4)
    return [event(f"e{at}", what, minute=draw(minutes)) for at, what in enumerate(happenings)]
