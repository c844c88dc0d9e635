from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given

from kbsearch.core import happenings as ev
from kbsearch.core.events import Event
from kbsearch.flows.record import KEYED, TYPED, Wall, keepable, started, told
from tests.clients import ACME, ZETA
from tests.happenings import HAPPENINGS, START, event

CODES = {"a": "-", "é": "-"}
WALL = Wall(
    redact=lambda text: "".join(CODES.get(char, char) for char in text),
    caller_key=lambda client, caller: f"key of {caller} at {client.id}" if caller else "",
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


def test_the_labels_of_a_call_are_redacted_and_stay_labels() -> None:
    told_ = ev.Started("é", "é" * 128, ("é1", "1", "4242", "4 2-4.2#4", "code ６１２３４５"), "k")
    longer = Wall(redact=lambda text: text.replace("é", "[name]"), caller_key=lambda *_: "")
    kept = keepable(ACME, told_, longer)
    assert kept == ev.Started("[name]", ("[name]" * 22)[:128], ("[name]1", "1", "4242", KEYED, f"code {KEYED}"), "")
    assert keepable(ACME, kept, longer) == kept
    escalated = ev.Escalated("N2", "réseau", facts=(ev.Fact("é" * 128, "é"),))
    assert keepable(ACME, escalated, longer) == ev.Escalated(
        "N2", "réseau", facts=(ev.Fact(("[name]" * 22)[:128], "[name]"),)
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
    else:
        assert keepable(ACME, kept, WALL) == kept


def test_a_longer_placeholder_never_makes_an_event_unreadable() -> None:
    wall = Wall(redact=lambda text: text * 2, caller_key=lambda *_: "")
    flagged = keepable(ACME, ev.Flagged("x" * 1500), wall)
    assert flagged == ev.Flagged("x" * 2000)


def test_a_call_said_twice_begins_once_and_its_name_hides_the_number() -> None:
    start = ev.Started("phone", caller="0612345678", began=START.astimezone(timezone(timedelta(hours=1))))
    first = started(ACME, "c1", start, START, WALL).events[0]
    again = started(ACME, "c1", start, START + timedelta(minutes=1), WALL).events[0]
    assert first.id == again.id
    assert first.what == ev.Started("phone", caller="key of 0612345678 at acme", began=START)
    others = [
        started(ACME, "c2", start, START, WALL),
        started(ACME, "c1", ev.Started("chat", caller="0612345678"), START, WALL),
        started(ZETA, "c1", start, START, WALL),
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
