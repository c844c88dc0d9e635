"""One running instance: what the doors may ask of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kbsearch.adapters.embedders.remembered import QueryVectors, RememberedQueries
from kbsearch.adapters.embedders.slot import LateModel, ModelSlot, WatchedEmbedder
from kbsearch.adapters.library import folders_on_disk, holds_articles
from kbsearch.adapters.snapshots import LiveMemories, MemoryStore, require_model
from kbsearch.adapters.stores.violations import Violations
from kbsearch.app.access import open_access
from kbsearch.app.elsewhere import open_elsewhere
from kbsearch.app.live import Live
from kbsearch.app.sign_ins import SignIns
from kbsearch.app.threads import Threads
from kbsearch.app.views import ArticleView, ClientView, Readiness, Reply
from kbsearch.core.calls.handover import Handover, Told, handover
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.clients import is_client_id
from kbsearch.core.escalation import Asked, Path
from kbsearch.core.gaps.over_time import GapsOverTime
from kbsearch.core.learning.evidence import is_explored
from kbsearch.core.made_once import MadeOnce
from kbsearch.core.model import SHARED, Answer
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.ports import Embedder
from kbsearch.core.questions import Chosen
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import IndexMissing, NotFound, Replaced, StateError
from kbsearch.flows.on_screen import call_of, chosen_of, titles_of
from kbsearch.settings import Settings

if TYPE_CHECKING:
    from kbsearch.app.calls import Calls
    from kbsearch.app.effects import EffectRead
    from kbsearch.app.health import Knowledge
    from kbsearch.app.topics import TopicsCounted
    from kbsearch.core.articles.render import Rendered
    from kbsearch.core.health import ByArticle
    from kbsearch.flows.gathering import Understood


VIOLATIONS = "scope-violations.log"
"""In the data folder, once there is one."""


class App:
    """One running instance. Every method may be called from any thread."""

    def __init__(
        self, settings: Settings, live: Live, model: ModelSlot, calls: Calls, english: LateModel | None = None
    ) -> None:
        from kbsearch.flows import ask, escalate
        from kbsearch.flows.known_incidents import IncidentPhrases

        self.settings = settings
        self.model = model
        self.english = english
        """A second opinion for English queries to plain English bases; None = do without."""
        self._flow = ask
        self._escalate = escalate
        self._incidents = IncidentPhrases()
        self.threads = Threads()
        self.waiting = 0
        """Requests that a door has handed to a pool and that are not answered yet."""
        self.in_hand = 0
        """Searches that a door has let in and that are not answered yet."""
        self.make_reply: Callable[..., Reply] = Reply
        """From its fields; `app.metering` puts one in its place that counts."""
        self.calls = calls
        self.access = open_access(settings)
        self.sign_ins = SignIns(self.access)
        self.elsewhere = open_elsewhere(settings, self.access, self.sign_ins)
        """Where people may sign in instead; None = nowhere."""
        self.violations = Violations(settings.data / VIOLATIONS)
        """Requests and jobs that met another client's things, and were refused."""
        self.memory_store = MemoryStore(settings.indexes)
        """What solved calls teach, on disk."""
        self._memories = LiveMemories(self.memory_store)
        self._live = live
        self._remembered = QueryVectors()
        self.found_gaps: MadeOnce[GapsOverTime] = MadeOnce()
        self.found_topics: MadeOnce[TopicsCounted] = MadeOnce()
        self.found_health: MadeOnce[Knowledge] = MadeOnce()
        self.found_articles: MadeOnce[ByArticle] = MadeOnce()
        self.found_effects: MadeOnce[EffectRead] = MadeOnce()

    def search(self, client: OneClient, query: str, *, limit: int = 10, chosen: Sequence[Chosen] = ()) -> Answer:
        """The answer from this client's snapshot alone. Raises `NotFound` or a `StateError` that says what to run."""
        return self.answer(client, self.understand(client, query), limit=limit, chosen=chosen)

    def understand(self, client: OneClient, query: str, *, call: str = "", is_busy: bool = False) -> Understood:
        """The first half of a search: it belongs on `threads.encoders`, for it may ask a model and read a file.

        A share of `call`s, the ids of the calls that searches are for, goes without evidence (`explore_share`). When
        the machine `is_busy`, words are all that is read, and a note says so. Raises like `search`.
        """
        snapshot = self.snapshot(client)
        if is_busy and self.model.embedder is not None:
            read, known = self._flow.understand_by_words(snapshot, query, note="busy"), self._active_incidents(client)
            return replace(read, incidents=self._incidents.matching(read, known, None))
        first, english = self.embedder_for(snapshot), self.english_for(snapshot)
        self._escalate.prepare(snapshot, first)
        memory, day = self._memories.get(client), datetime.now(UTC).date()
        explores = bool(call) and is_explored(f"{client.id}/{call}", day, self.settings.explore_share)
        known = self._active_incidents(client)  # before the model: after it, each file means a wait for the lock too
        understood = self._flow.understand(snapshot, query, embedder=first, english=english, memory=memory)
        noticed = self._incidents.matching(understood, known, first)
        return replace(understood, is_withheld=explores, incidents=noticed) if explores or noticed else understood

    def answer(
        self, client: OneClient, understood: Understood, *, limit: int = 10, chosen: Sequence[Chosen] = ()
    ) -> Answer:
        """The second half: no model and no file, so that a short one may be done anywhere.

        `chosen`: what the caller answered to earlier questions.
        """
        require_own(client, (understood.snapshot.client.id,))
        return self._flow.answer(understood, limit=limit, chosen=chosen)

    def reply(
        self, client: OneClient, understood: Understood, asked: Asked, *, limit: int = 10, chosen: Sequence[Chosen] = ()
    ) -> Reply:
        """`answer` with what stands beside it. Raises `BadRequest` on a wrong `at`."""
        answer = self.answer(client, understood, limit=limit, chosen=chosen)
        snapshot = understood.snapshot
        require_own(client, (incident.client for incident in understood.incidents))
        path = self._escalate.follow(understood, answer, asked)
        known = tuple(one for one in chosen if snapshot.facets.label(one))
        labels = tuple(map(snapshot.facets.label, known))
        return self.make_reply(answer, path, understood.incidents, understood.drawn, known, labels)

    def escalation(self, client: OneClient, asked: Asked) -> Path:
        """Who takes a call next of which only some things are known.

        Raises `BadRequest` on a wrong `at`, `NotFound` for an article that the client does not have, and like `search`.
        """
        return self._path(client, self.understand(client, asked.symptom), asked)

    def _path(self, client: OneClient, understood: Understood, asked: Asked) -> Path:
        answer = self.answer(client, understood, limit=1, chosen=asked.chosen)
        return self._escalate.follow(understood, answer, asked, self.embedder_for(understood.snapshot))

    def handover(self, client: OneClient, call: str, asked: Asked, told: Told) -> Handover:
        """The sheet of a call that leaves N1. What `asked` leaves open, its own last symptom, article and priority say.

        Raises like `escalation`, and `NotFound` for a call that this client does not have.
        """
        history = self.calls.history(client, call)
        known = call_of(history, self.snapshot(client).client.lang)
        require_own(client, (known.client,))
        asked = replace(asked, chosen=asked.chosen or chosen_of(history))
        understood = self.understand(client, self._escalate.asked_of(known, asked, ()).symptom)
        snapshot = understood.snapshot  # of which the call's articles are: another may be served by now
        titles = {article.id: article.title for article in snapshot.articles}
        path = self._path(client, understood, self._escalate.asked_of(known, asked, snapshot.known_ids))
        told = self.calls.redacted(told)
        return handover(known, snapshot.client.name, path, told, titles, titles_of(history))

    def embedder_for(self, snapshot: Snapshot) -> Embedder | None:
        """This client's remembering embedder; None without a model. Raises `ModelMismatch`."""
        if self.model.embedder is None:
            return None
        require_model(snapshot.client, snapshot.fingerprint, self.model.embedder)
        return self._remembering(snapshot, self.model.embedder, self.model)

    def english_for(self, snapshot: Snapshot) -> Embedder | None:
        """The same by the English model; None where the snapshot has no use for it. Raises `ModelMismatch`."""
        if snapshot.english is None or self.english is None or (embedder := self.english.embedder()) is None:
            return None
        require_model(snapshot.client, snapshot.english_fingerprint, embedder)
        return self._remembering(snapshot, embedder, self.english.slot)

    def _remembering(self, snapshot: Snapshot, embedder: Embedder, slot: ModelSlot) -> Embedder:
        owner = (snapshot.client.id, embedder.fingerprint)
        return RememberedQueries(WatchedEmbedder(embedder, slot), self._remembered, owner)

    def article(self, client: OneClient, article: str) -> ArticleView:
        """One article by id. Raises like `search`; an id that this client cannot see is `NotFound`, or `Replaced` where
        one of its articles has taken its place."""
        snapshot = self.snapshot(client)
        if found := snapshot.by_id.get(article):
            return ArticleView(found, snapshot)
        if instead := snapshot.replacements.get(article):
            require_own(client, {snapshot.client.id, instead.owner} - {SHARED})
            raise Replaced(client.id, instead.id, instead.title)
        raise NotFound("This client has no such article.")

    def html(self, view: ArticleView, resolve: Callable[[str], str]) -> str:
        """The HTML alone of `rendered`."""
        return self.rendered(view, resolve).html

    def rendered(self, view: ArticleView, resolve: Callable[[str], str]) -> Rendered:
        """The article's body as sanitised HTML; `resolve` turns a relative link into a URL, or `""` to drop it."""
        from kbsearch.core.articles.render import rendered

        return rendered(view.article.body, lang=view.article.lang or view.snapshot.client.lang, resolve=resolve)

    def snapshot(self, client: OneClient) -> Snapshot:
        """What is being served for `client` at this moment."""
        if client.id in self._live.clients():
            return self._served(client)
        if self.knows(client.id):
            raise IndexMissing(f"Nothing was built for the client {client.id!r} yet.", remedy="kbsearch build")
        raise NotFound("There is no such client.")

    def snapshot_if_any(self, client: OneClient) -> Snapshot | None:
        """`snapshot`, or None while nothing can be served. Raises `NotFound`."""
        try:
            return self.snapshot(client)
        except StateError:
            return None

    def trouble(self, client: OneClient) -> str:
        """Why a client that was asked for is not served from what was built last; empty when it is."""
        return self._live.problems().get(client.id, "")

    def knows(self, client: str) -> bool:
        """Whether there is such a client: built, or with articles that a build would find."""
        if not is_client_id(client):
            return False
        return client in self._live.clients() or holds_articles(self.settings.articles, client)

    def lists_origin(self, origin: str, client: OneClient | None = None) -> bool:
        """Whether this client, or without one any at all, lets pages of this origin read its answers. Loads nothing."""
        held = self._live.held()
        asked = held.values() if client is None else filter(None, [held.get(client.id)])
        return any(origin in snapshot.client.origins for snapshot in asked)

    def client_of_line(self, line: str) -> str:
        """The one client being served whose telephone line this is; empty = nobody's. Loads nothing."""
        from kbsearch.flows.telephone import holder

        return holder(line, (snapshot.client for snapshot in self._live.held().values()))

    def names(self) -> list[str]:
        """Ids of the clients that there are, sorted. Loads nothing."""
        there = filter(self.knows, folders_on_disk(self.settings.articles))
        return sorted({*self._live.clients(), *there})

    def clients(self) -> list[ClientView]:
        """Every client of this instance, sorted by id."""
        return [self._view(OneClient(name)) for name in sorted(self._live.clients())]

    def readiness(self) -> Readiness:
        """Ready as soon as one client can be answered, however many others are still being loaded."""
        clients = self._live.clients()
        is_loaded = any(view.generation for view in self.clients())
        held, problems = self._live.held(), self._live.problems()
        mismatched = [snapshot for snapshot in held.values() if self._is_mismatched(snapshot)]
        return Readiness(
            ready=is_loaded and len(mismatched) < len(held),
            model=self.model.state,
            mode="hybrid" if self.model.state == "ready" else "keyword",
            why=self.model.why,
            cause=self.model.cause,
            clients=len(clients),
            served=len(held),
            fallback=len(held.keys() & problems.keys()),
            unserved=len(problems.keys() - held.keys()),
            mismatched=len(mismatched),
        )

    def close(self) -> None:
        """Stop answering. Searches under way finish."""
        for model in (self.model, self.english):
            if model is not None:
                model.close()
        self.threads.close()
        self.sign_ins.close()
        if self.elsewhere is not None:
            self.elsewhere.close()
        self.calls.close()
        self.access.close()
        self._live.close()

    def _active_incidents(self, client: OneClient) -> Sequence[Incident]:
        active = self.calls.active_incidents(client, datetime.now(UTC))
        require_own(client, (incident.client for incident in active))
        return active

    def _served(self, client: OneClient) -> Snapshot:
        found = self._live.get(client)
        require_own(client, (found.client.id,))
        return found

    def _is_mismatched(self, snapshot: Snapshot) -> bool:
        english = self.english.slot.embedder if self.english is not None else None
        pairs = ((snapshot.fingerprint, self.model.embedder), (snapshot.english_fingerprint, english))
        return any(built and model is not None and built != model.fingerprint for built, model in pairs)

    def _view(self, client: OneClient) -> ClientView:
        try:
            return ClientView.of(self._served(client))
        except StateError as error:
            return ClientView(client.id, client.id, "", "", 0, error)
