"""A client's closed calls → what its answers' clues were, and whether the first article was the right one.

    call → its last search that showed what served, or its last of all, else its last described symptom
         → asked again of today's articles → clues, right or wrong

A call that was handed over says that its first article was wrong, unless that was read or tried in it and not refused:
it may have been the right one for what N1 could do, or not; other tools name an article only where it solved the call.

Asking again puts every call on the footing of the articles, the evidence and the ranker that the weights will serve;
only what the call itself and its caller's other calls taught is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from kbsearch.core.answers.recalibration import Outcome
from kbsearch.core.calls.call import Call
from kbsearch.core.calls.happenings import Outcome as End
from kbsearch.core.learning.evidence import Rules, same_caller, served_in, solutions
from kbsearch.core.model import Mode
from kbsearch.core.search.ranking import rank
from kbsearch.flows.deciding import read_clues, weights_for
from kbsearch.flows.gathering import Understood, gather

ESCALATED = {End.ESCALATED_N2, End.ESCALATED_N3, End.ESCALATED_ON_CALL}

Understand = Callable[[str, Mode], Understood]
"""A text read against the client's snapshot, with the model or without."""


def outcomes(calls: Sequence[Call], understand: Understand, now: datetime, rules: Rules) -> Iterator[Outcome]:
    """One row a call and mode, of one client's calls that say at `now` whether the first article was right.

    `calls`: all of the time looked at, each once, so that call-backs are among them. `rules`: see `Rules.within`.
    """
    solved, callers = solutions(calls, now, rules), same_caller(calls)
    for call in calls:
        text = asked_last(call, rules)
        if not text or call.closed_at is None or not says_anything(call, solved, rules):
            continue
        for mode in ("hybrid", "keyword"):
            unaware = _unaware(understand(text, mode), callers[call.id])
            row = _outcome(call, served_in(call, rules), unaware)
            if row is not None and row.mode == mode:
                yield replace(row, caller=min(callers[call.id]))


def asked_last(call: Call, rules: Rules | None = None) -> str:
    """What the call was about in the end, empty when nothing was typed: the last search that showed what served, else
    the last search, else the last symptom. What was looked for afterwards is another matter."""
    served = served_in(call, rules)
    shown = [row.at for row in call.shown if row.what.article in served]
    searches = [one for one in call.searches if one.what.query.strip()]
    found = [one.what.query for one in searches if shown and one.at <= shown[-1]]
    searched = [one.what.query for one in searches]
    described = [one.what.symptom for one in call.described if one.what.symptom.strip()]
    return next((texts[-1] for texts in (found, searched, described) if texts), "")


def says_anything(call: Call, solved: Collection[str], rules: Rules | None = None) -> bool:
    """Whether the outcome judges an article: one of the `solved` calls, with one, or handed over without any. One that
    was used and ruled out afterwards is none.

    A call resolved without an article, or given back, abandoned, misdirected or part of an incident, says nothing of
    the search; neither does one whose window is not over, whose caller called again or denies that it was solved.
    """
    if call.incident:
        return False
    if call.outcome is End.RESOLVED:
        return bool(served_in(call, rules)) and call.id in solved
    return call.outcome in ESCALATED and not served_in(call, rules)


def _unaware(understood: Understood, calls: Collection[str]) -> Understood:
    """The same as if these calls had taught nothing."""
    memory = understood.memory
    return understood if memory is None else replace(understood, memory=memory.without(calls))


def _outcome(call: Call, served: Collection[str], understood: Understood) -> Outcome | None:
    snapshot, asked = understood.snapshot, understood.asked
    if asked.is_empty or not snapshot.articles or call.closed_at is None:
        return None
    scores = snapshot.keywords.scores(asked.groups)
    evidence, _ = gather(understood, scores)
    if not len(evidence.articles):
        return None
    first = int(rank(evidence, weights_for(snapshot, understood.meaning))[0][0])
    article = snapshot.articles[int(evidence.articles[first])].id

    def names_it(articles: Collection[str]) -> bool:
        return any(snapshot.successors.get(one, one) == article for one in articles)

    if not served and names_it({*call.opened, *call.tried} - call.ruled_out):
        return None
    read = read_clues(understood, evidence, first, scores)
    return Outcome(call.closed_at, understood.mode, read, names_it(served), is_handed_over=not served)
