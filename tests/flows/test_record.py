from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.events import Event
from kbsearch.core.redaction import redact
from kbsearch.errors import BadRequest
from kbsearch.flows.menu_path import KEYED
from kbsearch.flows.record import ARTICLES, IDS, LABELS, TYPED, CameIn, Wall, described, keepable, started, told
from tests.clients import ACME, ZETA
from tests.happenings import HAPPENINGS, START, event

CODES = {"a": "-", "é": "-"}
WALL = Wall(
    redact=lambda text: "".join(CODES.get(char, char) for char in text),
    caller_key=lambda client, caller: f"key of {caller} at {client.id}" if caller else "",
    agent_key=lambda client, agent: f"agent {agent} at {client.id}" if agent else "",
    is_personal=lambda id: "durand" in id,
)


def test_no_kind_has_a_typed_text_that_is_not_redacted() -> None:
    """A text of up to 2,000 characters is something that a person typed, whatever kind it is added to."""
    for kind in ev.KINDS.values():
        fields = {
            field.name
            for field in msgspec.inspect.type_info(kind).fields  # type: ignore[attr-defined]
            if isinstance(field.type, msgspec.inspect.StrType) and field.type.max_length == 2000
        }
        assert fields == set(TYPED.get(kind, ())), kind
    assert msgspec.inspect.type_info(ev.Fact).fields[1].name == "value"  # type: ignore[attr-defined]


def test_no_kind_has_a_text_of_which_nobody_knows_what_becomes() -> None:
    """Whatever may hold any words is redacted, refused, or made a key, in whatever kind it is added."""
    for kind in set(ev.KINDS.values()) - {ev.Started}:
        known = {*TYPED.get(kind, ()), *LABELS.get(kind, ()), *IDS.get(kind, ()), *ARTICLES}
        for field in msgspec.inspect.type_info(kind).fields:  # type: ignore[attr-defined]
            types = field.type.types if isinstance(field.type, msgspec.inspect.UnionType) else (field.type,)
            open_ = [one for one in types if isinstance(one, msgspec.inspect.StrType) and one.pattern != ev.VERSION]
            assert not open_ or field.name in known, (kind, field.name)


def test_the_group_of_an_escalation_and_the_name_of_an_index_are_redacted() -> None:
    searched = ev.Searched("x", "hybrid", "c" * 40, "gén", memory="é")
    assert keepable(ACME, searched, WALL) == ev.Searched("x", "hybrid", "c" * 40, "g-n", memory="-")
    assert keepable(ACME, ev.Escalated("N3", "Mme é"), WALL) == ev.Escalated("N3", "Mme -")


@pytest.mark.parametrize(
    "kind", [kind for kind in ev.KINDS.values() if "article" in kind.__struct_fields__], ids=lambda kind: kind.__name__
)
def test_an_article_is_redacted_unless_it_is_one_or_nothing_is_found_in_it(kind: type[ev.Opened]) -> None:
    needed = {
        "rank": 1, "version": "c" * 40, "chunk": "é#1", "step": 1, "reason": "x", "level": "N2", "n1_could": True,
    }  # fmt: skip
    more = {name: value for name, value in needed.items() if name in kind.__struct_fields__}
    for said, kept in (("é", "-"), ("tpe", "tpe"), ("a/b", "-/b")):
        assert keepable(ACME, kind(article=said, **more), WALL).article == kept  # type: ignore[union-attr, arg-type]
    own = keepable(ACME, kind(article="é", **more), WALL, {"é": 1})  # type: ignore[arg-type]
    assert own == kind(article="é", **more)  # type: ignore[arg-type]


def test_a_passage_stays_only_if_it_is_one_of_an_article_of_the_clients() -> None:
    def kept(chunk: str) -> str:
        return keepable(ACME, ev.Displayed("tpe", 1, "c" * 40, chunk), WALL, {"é": 1}).chunk  # type: ignore[union-attr]

    assert [kept(chunk) for chunk in ("é#1", "é#1é", "é#é", "é", "a#1")] == ["é#1", "-#1-", "-#-", "é", "-#1"]


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("id", Event("durand", "acme", "c", START, ev.Reopened())),
        ("call", Event("e", "acme", "durand", START, ev.Reopened())),
        ("what.incident", Event("e", "acme", "c", START, ev.Closed(ev.Outcome.RESOLVED, "durand"))),
        ("what.search", Event("e", "acme", "c", START, ev.Displayed("tpe", 1, "c" * 40, "tpe#1", "durand"))),
    ],
)
def test_an_id_that_tells_of_a_person_is_refused_by_the_name_of_its_field(field: str, sent: Event) -> None:
    with pytest.raises(BadRequest) as refused:
        told(ACME, [event("1", ev.Reopened()), sent], None, WALL)
    assert refused.value.field == field
    assert "durand" not in str(refused.value)


def test_the_labels_of_a_call_are_redacted_and_stay_labels() -> None:
    told_ = ev.Started("é", "é" * 128, ("é1", "1", "4242", "4 2-4.2#4", "code ６１２３４５"), "k")
    longer = Wall(lambda text: text.replace("é", "[name]"), lambda *_: "", lambda *_: "", is_personal=lambda _: False)
    kept = keepable(ACME, told_, longer)
    assert kept == ev.Started("[name]", ("[name]" * 22)[:128], ("[name]1", "1", KEYED, KEYED, f"code {KEYED}"), "")
    assert keepable(ACME, kept, longer) == kept
    escalated = ev.Escalated("N2", "réseau", facts=(ev.Fact("é" * 128, "é"),))
    assert keepable(ACME, escalated, longer) == ev.Escalated(
        "N2", "r[name]seau", facts=(ev.Fact(("[name]" * 22)[:128], "[name]"),)
    )


@given(HAPPENINGS)
def test_nothing_typed_is_kept_as_typed(what: ev.Happening) -> None:
    kept = keepable(ACME, what, WALL)
    texts = [getattr(kept, name) for name in TYPED.get(type(kept), ())]
    texts += [text for fact in getattr(kept, "facts", ()) for text in (fact.name, fact.value)]
    texts += [*getattr(kept, "ivr", ()), getattr(kept, "queue", ""), getattr(kept, "channel", "")]
    assert not any(char in text for text in texts for char in CODES)
    if isinstance(what, ev.Started):
        assert kept.caller == WALL.caller_key(ACME, what.caller)  # type: ignore[union-attr]
        assert kept.agent == WALL.agent_key(ACME, what.agent)  # type: ignore[union-attr]
    else:
        assert keepable(ACME, kept, WALL) == kept


def test_a_longer_placeholder_never_makes_an_event_unreadable() -> None:
    wall = Wall(lambda text: text * 2, lambda *_: "", lambda *_: "", is_personal=lambda _: False)
    flagged = keepable(ACME, ev.Flagged("x" * 1500), wall)
    assert flagged == ev.Flagged("x" * 2000)


def test_a_symptom_that_is_too_long_is_not_cut_through_a_number() -> None:
    wall = Wall(lambda text: redact(text).text, lambda *_: "", lambda *_: "", is_personal=lambda _: False)
    said = ("imprimante bloquée " * 110)[:1986] + " 06 12 34 56 78 merci"
    (event,) = described(ACME, "c", said, START, wall).events
    assert event.what == ev.Described(said[:1986])


def test_a_call_said_twice_begins_once_and_its_name_hides_the_number() -> None:
    start = ev.Started("phone", caller="0612345678", began=START.astimezone(timezone(timedelta(hours=1))))
    first = started(ACME, "c1", CameIn(start), START, WALL).events[0]
    again = started(ACME, "c1", CameIn(start), START + timedelta(minutes=1), WALL).events[0]
    assert first.id == again.id
    assert first.what == ev.Started("phone", caller="key of 0612345678 at acme", began=START)
    others = [
        started(ACME, "c2", CameIn(start), START, WALL),
        started(ACME, "c1", CameIn(ev.Started("chat", caller="0612345678")), START, WALL),
        started(ZETA, "c1", CameIn(start), START, WALL),
    ]
    assert len({first.id, *(other.events[0].id for other in others)}) == 4


@pytest.mark.parametrize("what", [ev.Opened("tpe"), ev.Reopened()])
def test_without_a_snapshot_events_are_kept_without_screens(what: ev.Happening) -> None:
    recording = told(ACME, [event("1", what)], None, WALL)
    assert recording.events == (event("1", what),)
    assert recording.shown == {}


def test_the_time_and_the_id_are_the_posters() -> None:
    at = datetime(2026, 3, 29, 2, 30, tzinfo=UTC)
    assert told(ACME, [Event("é1", "acme", "c", at, ev.Flagged("é"))], None, WALL).events == (
        Event("é1", "acme", "c", at, ev.Flagged("-")),
    )
