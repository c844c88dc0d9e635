"""What one client's base lacks, by its calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kbsearch.adapters.library import folder_below
from kbsearch.adapters.library.branches import add_on_branch
from kbsearch.app.patient_embedder import PatientEmbedder
from kbsearch.app.topics import period_in, reader_of
from kbsearch.core.figures import FigureCalls
from kbsearch.core.figures.period import read_period
from kbsearch.core.gaps import Gaps, calls_of_gaps
from kbsearch.core.gaps.drafting import draft as drafted
from kbsearch.core.gaps.drafting import path_of
from kbsearch.core.gaps.over_time import GapsOverTime, before
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.errors import NotFound

if TYPE_CHECKING:
    from kbsearch.app.instance import App

MOST_READ = 1800
"""Different symptoms that are read while somebody waits: a third of a minute, and with the titles of articles no more
vectors than are remembered for one client."""
SLACK = timedelta(days=1)
"""An event that is of a call may be noted a little before the call began."""


def gaps(
    kb: App,
    client: OneClient,
    since: str,
    until: str,
    now: datetime,
    *,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Gaps:
    """Of this client's calls that began on these days, as `read_period` reads them in the client's time zone.

    Reads every event of these calls, and each different symptom with the model: some ten seconds for a thousand. Raises
    `BadRequest` on a wrong day, `StateError` while calls cannot be read, and `ModelMismatch`.
    """
    from kbsearch.flows.gaps import gaps as found  # scikit-learn is for those who ask for this

    snapshot = kb.snapshot(client)
    zone = ZoneInfo(snapshot.client.time_zone)
    period = read_period(since, until, today=now.astimezone(zone).date(), zone=zone)
    calls = kb.calls.each(client, period.begins, period.ends)
    titles = [article.title for article in snapshot.articles]
    return found(client, period, calls, kb.embedder_for(snapshot), titles, progress=progress)


def gaps_compared(
    kb: App, client: OneClient, since: str, until: str, now: datetime, *, progress: Callable[[int, int], None]
) -> GapsOverTime:
    """`gaps` beside the time before, for whoever waits for as long as it takes. Reads the calls of that too, and raises
    alike."""
    from kbsearch.flows.gaps_over_time import gaps_over_time as found

    snapshot = kb.snapshot(client)
    period = period_in(snapshot, since, until, now)
    calls = kb.calls.each(client, (before(period) or period).begins, period.ends)
    return found(client, period, calls, reader_of(kb, snapshot, progress), now)


def gaps_over_time(kb: App, client: OneClient, since: str, until: str, now: datetime) -> GapsOverTime:
    """`gaps` beside the time before, for whoever waits on a page: found once, and kept until a call of these days, the
    base or the model is another, or the day is over. Searches go first, and no more than `MOST_READ` different
    symptoms are read: what is left unread is counted.

    Raises like `gaps`.
    """
    from kbsearch.flows.gaps_over_time import gaps_over_time as found
    from kbsearch.flows.topics import Reader

    snapshot = kb.snapshot(client)
    zone = ZoneInfo(snapshot.client.time_zone)
    period = read_period(since, until, today=now.astimezone(zone).date(), zone=zone)
    begins = (before(period) or period).begins
    embedder = kb.embedder_for(snapshot)
    known_by = embedder.fingerprint if embedder else ""
    mark, today = kb.calls.mark(client, begins - SLACK), now.astimezone(zone).date()
    asked = (period.since, period.until, today, snapshot.generation, known_by, mark)

    def find() -> GapsOverTime:
        titles = [article.title for article in snapshot.articles]
        reader = Reader(PatientEmbedder(embedder, kb) if embedder else None, titles)
        calls = kb.calls.each(client, begins, period.ends)
        return found(client, period, calls, reader, now, most=MOST_READ)

    return kb.found_gaps.get(client, asked, find)


def gap_calls(kb: App, client: OneClient, count: str, since: str, until: str, now: datetime) -> FigureCalls:
    """The calls that one of `core.gaps.COUNTS` is made of. Reads every event of the calls of these days, and none of
    their words with the model. Raises like `gaps`, and `KeyError` for no such count."""
    period = period_in(kb.snapshot(client), since, until, now)
    return calls_of_gaps(client, period, kb.calls.each(client, period.begins, period.ends), count)


@dataclass(frozen=True, slots=True)
class Drafted:
    """The draft of the article that a gap lacks."""

    path: str
    """From the articles folder."""
    text: str
    branch: str
    """Of the repository, with this one file more; empty = it was not committed."""


def draft(
    kb: App,
    client: OneClient,
    gap: str,
    found: Gaps,
    *,
    is_committed: bool,
) -> Drafted:
    """A draft of what the gap of this id in `found` lacks, pre-filled from its calls, on a branch of its own.

    Raises `NotFound` where there is no such gap, `UserError` where the articles are not in Git, or the branch is there
    already.
    """
    require_own(client, (found.client,))
    one = next((one for one in found.gaps if one.id == gap), None)
    if one is None:
        raise NotFound(f"{client.id} has no gap “{gap}” in these days. List them: kbsearch gaps {client.id}")
    snapshot, store = kb.snapshot(client), kb.calls.file()
    calls = [call for id in one.calls if (call := store.call(client, id)) is not None]
    folder = folder_below(kb.settings.articles, client.id)
    path = "/".join(filter(None, (folder, path_of(one))))
    days = (found.period.since.isoformat(), found.period.until.isoformat())
    text = drafted(one, days, calls, snapshot.client.lang)
    branch = f"gap/{client.id}-{one.id}" if is_committed else ""
    if branch:
        add_on_branch(kb.settings.articles, branch, path, text, f"Draft for the gap {one.id}: {len(one.calls)} calls")
    return Drafted(path, text, branch)
