"""Commands that change something: who is at this terminal, and the audit trail of what they do."""

from __future__ import annotations

import getpass
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from kbsearch import app
from kbsearch.core.access.audit import Act, Action


def operator() -> str:
    """As the audit trail names whoever sits at this terminal."""
    try:
        return f"terminal:{getpass.getuser()}"
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "terminal:unknown"


def acting(kb: app.App, action: Action, client: str, object: str = "") -> AbstractContextManager[list[str]]:
    """The block is on the audit trail before it begins; it is not begun when that cannot be written."""
    return accounted(kb.access, action, client, object)


def accounted(access: app.Access, action: Action, client: str, object: str = "") -> AbstractContextManager[list[str]]:
    """`acting`, without the rest of an instance."""
    return access.audited(Act(operator(), action, client, object, datetime.now(UTC)))
