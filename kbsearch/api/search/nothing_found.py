"""What no article answers, as a plain form reports it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from kbsearch.api.calls.closing import minute, named
from kbsearch.api.catalogue import Lang, text
from kbsearch.api.requests.forms import Form
from kbsearch.api.requests.last_asked import LastQuestion, read_question
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Flagged, Happening, Started
from kbsearch.core.one_client import OneClient
from kbsearch.core.redaction.cuts import cut
from kbsearch.core.text import MAX_QUERY_CHARS
from kbsearch.errors import BadRequest

MOST_MISSING_CHARS = 500


@dataclass(frozen=True, slots=True)
class Gap:
    """What the form says."""

    call: str
    begins: bool
    """No call was begun before: this one begins with it."""
    question: LastQuestion
    missing: str
    """What would have helped; empty = not said."""
    mark: str
    """The same for the same form, sent twice within a minute."""

    def events(self, client: OneClient, at: datetime, lang: Lang) -> list[Event]:
        """In the words of the console: `Rien trouvé : … — …`."""
        query = cut(self.question.query.strip(), MAX_QUERY_CHARS)
        reason = text(lang, "c-gap-reason", query=query or self.missing)
        if query and self.missing:
            reason = text(lang, "c-gap-missed", reason=reason, missing=self.missing)
        what: dict[str, Happening] = {"begun": Started("phone")} if self.begins else {}
        what[self.mark] = Flagged(" ".join(reason.split()))  # as typed, without the typesetter's spaces
        return [Event(f"{self.call}:gap:{name}", client.id, self.call, at, one) for name, one in what.items()]


def read_gap(form: Form, session: str, at: datetime) -> Gap:
    """`session`: its secret. Raises `BadRequest` where nothing was asked and nothing is said to be missing."""
    question, missing = read_question(form.fields), cut(form.one("missing"), MOST_MISSING_CHARS)
    if not question.query.strip() and not missing:
        raise BadRequest("The form was not filled in as it should be.", field="query")
    name = named(session, msgspec.json.encode((question.query, missing, question.call, minute(at))))
    return Gap(question.call or name, not question.call, question, missing, name.partition("-")[2])
