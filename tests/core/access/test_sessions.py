from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kbsearch.core.access.people import AT_THE_MACHINE, IDLE, LONGEST, Session

T0 = datetime(2026, 11, 2, 9, tzinfo=UTC)
SESSION = Session(AT_THE_MACHINE, T0, T0)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("session", "now", "is_open"),
    [
        (SESSION, T0, True),
        (SESSION, T0 + IDLE - SECOND, True),
        (SESSION, T0 + IDLE, False),
        (replace(SESSION, seen=T0 + LONGEST - SECOND), T0 + LONGEST - SECOND, True),
        (replace(SESSION, seen=T0 + LONGEST - SECOND), T0 + LONGEST, False),
        (replace(SESSION, ended=T0), T0, False),
        (replace(SESSION, person=replace(AT_THE_MACHINE, is_disabled=True)), T0, False),
        (SESSION, T0 - timedelta(hours=1), False),
    ],
)
def test_when_a_session_holds(session: Session, now: datetime, is_open: bool) -> None:
    assert session.is_open(now) is is_open
