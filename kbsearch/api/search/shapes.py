"""What the API takes and gives. Fields are added, never renamed or removed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls.bodies import StemId
from kbsearch.api.catalogue import Lang, text
from kbsearch.api.incidents.shapes import IncidentShown, incident_shown
from kbsearch.api.search.path_shapes import At, CallPriority, PathOut, ReasonOut
from kbsearch.api.search.question_shapes import Choices, QuestionOut, question_out
from kbsearch.app import Reply
from kbsearch.core.articles.reviews import is_overdue
from kbsearch.core.calls.happenings import AddressId
from kbsearch.core.levels import DEFAULT_PRIORITY
from kbsearch.core.model import Result
from kbsearch.core.one_client import OneClient
from kbsearch.core.search.excerpt import segments
from kbsearch.core.text import MAX_QUERY_CHARS

MAX_LIMIT = 50

Query = Annotated[
    str,
    Meta(
        max_length=MAX_QUERY_CHARS,
        description="The symptom in the caller's words, a code, or the beginning of a word. Never logged.",
        examples=["imprimante hors ligne", "E-204"],
    ),
]
Limit = Annotated[int, Meta(ge=1, le=MAX_LIMIT, description="Most articles to return.", examples=[10])]
Range = Annotated[tuple[int, int], Meta(description="Half-open range of characters, `text[start:end]`.")]
Segment = Annotated[tuple[str, bool], Meta(description="A piece of plain text, and whether it matched the query.")]
Lines = Annotated[tuple[int, int], Meta(description="First and last line of the file, from 1.")]


class SearchIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A search for one client."""

    query: Query
    limit: Limit = 10
    call: Annotated[
        AddressId | None,
        Meta(description="Your id of the call it is for: the search and its answer are kept, the query redacted."),
    ] = None
    choices: Choices = ()
    event: Annotated[
        StemId | None, Meta(description="Your idempotency key of that search; made when left out. Only with `call`.")
    ] = None
    at: At = ""
    priority: CallPriority = DEFAULT_PRIORITY
    kept: Annotated[
        bool,
        Meta(
            description="False = the query is still being typed: answered as the call's own search would be, and "
            "nothing of it is recorded. Only with `call`."
        ),
    ] = True


class PassageOut(msgspec.Struct, frozen=True):
    """The best piece of an article for the query. `text` is Markdown, to be shown as text, never as HTML.

    `excerpt` is what a row of results shows of it: the sentence that matches best, as plain text without Markdown's
    marks. Joined, its pieces are one line of at most 184 characters; those that matched are to be marked.
    """

    chunk: str
    heading: tuple[str, ...]
    text: str
    highlights: tuple[Range, ...]
    lines: Lines
    commit: str
    excerpt: tuple[Segment, ...]


class SignalsOut(msgspec.Struct, frozen=True):
    """Raw evidence, before fusion. What the model measures is null when only words were compared.

    The `english_…` cosines are a second model's, for English queries to a base of plain English documents; else null.
    `solved` weighs the solved calls whose symptom is near the query (below 0: refusals outweigh them), `solved_calls`
    counts them, each once; null when evidence was not asked.
    """

    cosine: float | None
    passages: float | None
    article: float | None
    label: float | None
    bm25: float
    coverage: float
    exact_code: bool
    english_passages: float | None
    english_article: float | None
    solved: float | None = None
    solved_calls: int | None = None


class ResultOut(msgspec.Struct, frozen=True):
    """One article. `score` only compares within one answer; higher is better."""

    article: str
    path: str
    title: str
    score: float
    state: str
    lang: str
    product: str
    category: str
    passage: PassageOut
    signals: SignalsOut
    reviewed: date | None = None
    level: Annotated[
        str, Meta(description="Who carries the procedure out: `N1`, `N2` or `N3`; empty = the article does not say.")
    ] = ""
    next_level: Annotated[
        str, Meta(description="Who takes over when it does not solve the call, where the article says so; else empty.")
    ] = ""
    review_due: Annotated[
        date | None, Meta(description="The last day on which its review still holds; null = none was set.")
    ] = None
    review_overdue: Annotated[bool, Meta(description="Whether that day is over, where the client is.")] = False


class SuggestionOut(msgspec.Struct, frozen=True):
    """A word that no article of this client holds, and the closest one that some do.

    `range` is where the word stands in the answer's `query`: it may also be a part of another word before.
    """

    word: str
    instead: str
    range: Range


class SearchOut(msgspec.Struct, frozen=True):
    """Best articles first. `mode` is `keyword` while the model loads, when it is missing, fails or is too busy."""

    client: str
    query: Annotated[str, Meta(description="As searched: normalised, not as typed.")]
    mode: Literal["hybrid", "keyword"]
    state: Annotated[
        Literal["sure", "to_check", "nothing_reliable"],
        Meta(description="How far the first result is to be trusted; the others are candidates in any case."),
    ]
    probability: Annotated[
        float,
        Meta(
            ge=0, le=1, description="That the first result is the right article, calibrated. To compare, not to show."
        ),
    ]
    reasons: Annotated[
        tuple[ReasonOut, ...],
        Meta(
            description="Why, weightiest first: one to three; none for an empty query. Codes are stable, for instance "
            "`exact-code`, `searches-agree` or `another-as-close`; more may come."
        ),
    ]
    results: tuple[ResultOut, ...]
    suggestions: tuple[SuggestionOut, ...]
    notes: Annotated[
        tuple[str, ...],
        Meta(
            description="About the query: `empty`, `cut`, `no-known-word`, `unknown-code`; and `busy`: there was "
            "no time to compare meaning, so that words answer alone (`mode`)."
        ),
    ]
    commit: str
    generation: str
    escalation: Annotated[
        PathOut,
        Meta(
            description="Who takes over, if the first result is what the call is about; "
            "after `nothing_reliable` no result leads the path."
        ),
    ]
    incidents: Annotated[
        tuple[IncidentShown, ...], Meta(description="Known incidents of this client that the query says or means.")
    ]
    event: Annotated[
        str | None,
        Meta(description="Under which event of the call it was kept; null = it was not, or not before the answer."),
    ] = None
    question: Annotated[
        QuestionOut | None,
        Meta(description="One question with two to four answers; null = none is worth the caller's time."),
    ] = None


class LiveOut(msgspec.Struct, frozen=True):
    """The process answers."""

    status: Literal["live"] = "live"


class ReadyOut(msgspec.Struct, frozen=True):
    """Searches are answered. `why` says what is wrong with the model when it is `missing` or `failed`.

    How many clients there are, and how each of them fares, is the operator's to know, from `kbsearch status` and the
    server's log.
    """

    status: Literal["ready"]
    model: Literal["loading", "ready", "missing", "failed"]
    mode: Literal["hybrid", "keyword"]
    why: str


def search_out(client: OneClient, reply: Reply, path: PathOut, lang: Lang, event: str | None = None) -> SearchOut:
    answer, today = still_own(client, reply).answer, reply.path.at.date()
    return SearchOut(
        client=client.id,
        query=answer.query,
        mode=answer.mode,
        state=answer.state.value,
        probability=round(answer.probability, 3),
        reasons=tuple(ReasonOut(code, text(lang, f"reason-{code}")) for code in answer.reasons),
        results=tuple(_result(one, today) for one in answer.results),
        suggestions=tuple(SuggestionOut(s.word, s.instead, s.range) for s in answer.suggestions),
        notes=answer.notes,
        commit=answer.commit,
        generation=answer.generation,
        event=event,
        escalation=path,
        incidents=tuple(incident_shown(client, one) for one in reply.incidents),
        question=question_out(answer.question) if answer.question else None,
    )


def _result(result: Result, today: date) -> ResultOut:
    passage, signals = result.passage, result.signals
    return ResultOut(
        article=result.article,
        path=result.path,
        title=result.title,
        score=result.score,
        state=result.state.value,
        lang=result.lang,
        product=result.product,
        category=result.category,
        passage=PassageOut(
            chunk=passage.chunk,
            heading=passage.heading,
            text=passage.text,
            highlights=passage.highlights,
            lines=passage.lines,
            commit=passage.commit,
            excerpt=segments(result),
        ),
        signals=SignalsOut(
            cosine=signals.cosine,
            passages=signals.passages,
            article=signals.article,
            label=signals.label,
            bm25=signals.bm25,
            coverage=signals.coverage,
            exact_code=signals.exact_code,
            english_passages=signals.english_passages,
            english_article=signals.english_article,
            solved=signals.solved,
            solved_calls=signals.solved_calls,
        ),
        reviewed=result.reviewed,
        level=result.level,
        next_level=result.next_level,
        review_due=result.review_due,
        review_overdue=is_overdue(result.review_due, today),
    )
