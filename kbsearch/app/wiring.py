"""Which concrete part stands behind each port. Nothing heavy is imported until a part is opened."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Literal

from kbsearch.adapters.embedders import prepared
from kbsearch.adapters.embedders.prepared import ModelChoice, PreparedModel
from kbsearch.adapters.embedders.slot import LateModel, ModelSlot
from kbsearch.adapters.snapshots import Parts, SnapshotStore
from kbsearch.app.arenas import few_arenas
from kbsearch.app.instance import VIOLATIONS, App
from kbsearch.app.live import Live
from kbsearch.core.duty import calendars
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import NotFound, StateError
from kbsearch.flows.build import VectorMemory
from kbsearch.settings import NO_MODEL, Settings

if TYPE_CHECKING:
    from kbsearch.adapters.embedders.graph import GraphEmbedder
    from kbsearch.adapters.live import LiveSnapshots
    from kbsearch.app.calls import Calls


def open_app(settings: Settings) -> App:
    """For a server: all snapshots opened and watched, the model on its way."""
    from kbsearch.adapters.keywords.french import FRENCH

    quiet_openmp()
    few_arenas()
    model = ModelSlot()
    model.load_in_background(lambda: open_embedder(settings))
    Thread(target=FRENCH.load, name="french", daemon=True).start()  # the first unknown word must not wait for it
    live = open_live(settings)
    live.start()
    calendars.load()
    return App(settings, live, model, open_calls(settings, live), open_english(settings, in_background=True))


def open_terminal(settings: Settings) -> App:
    """For one command: the model settled, and a client's snapshot opened when it is asked for; no other's, no watch.

    What is wrong with it is not logged: the command says it, see `App.trouble`.
    """
    quiet_openmp()
    model = ModelSlot()
    model.load(lambda: open_embedder(settings))
    live = open_live(settings, warn=lambda _: None)
    return App(settings, live, model, open_calls(settings, live), open_english(settings, in_background=False))


def open_records(settings: Settings) -> App:
    """For one command about calls: like `open_terminal` without any model."""
    live = open_live(settings, warn=lambda _: None)
    return App(settings, live, ModelSlot(), open_calls(settings, live))


def open_english(settings: Settings, *, in_background: bool) -> LateModel | None:
    """The English model, loaded when the first plain English base is asked; None when it is configured away."""
    if "english" not in model_names(settings):
        return None
    return LateModel(
        lambda: open_embedder(settings, "english"),
        without="English documents are ranked without the English model",
        in_background=in_background,
    )


def quiet_openmp() -> None:
    """One thread per search and no spinning between searches; FAISS reads this once, when it is first imported."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def open_live(settings: Settings, *, warn: Callable[[str], None] | None = None) -> LiveSnapshots:
    """The built snapshots, each loaded when it is asked for, and all of them once started; each answers once before,
    and has read what can be asked about its articles: a search must not pay for that.

    `warn` is told of troubles; None = they are logged.
    """
    from kbsearch.adapters.live import LiveSnapshots, touch
    from kbsearch.core.escalation import Situation, path
    from kbsearch.flows.ask import ask

    def warm_up(snapshot: Snapshot) -> None:
        touch(snapshot)
        ask(snapshot, "bonjour", embedder=None)
        path(snapshot.plan, Situation(datetime.now(UTC)))  # the month's hours and rotas are made out once
        _ = snapshot.facets, snapshot.review_due, snapshot.is_bilingual
        _ = snapshot.written_codes, snapshot.titled_versions, snapshot.product_names

    return LiveSnapshots(open_store(settings), warm_up=warm_up, warn=warn)


def open_store(settings: Settings) -> SnapshotStore:
    """The indexes folder, for reading and for building."""
    from kbsearch.adapters import keywords, vectors
    from kbsearch.core.articles import wording

    kind = "half" if settings.half_precision else "flat"
    parts = Parts(
        config=f"vectors={kind} keywords={keywords.VERSION} wording={wording.VERSION}",
        write_vectors=lambda rows: vectors.save(vectors.build(kind, rows)),
        read_vectors=vectors.load,
        write_keywords=lambda articles, chunks, folder: keywords.save_keywords(
            keywords.build_keywords(articles, chunks), folder
        ),
        read_keywords=keywords.load_keywords,
    )
    return SnapshotStore(settings.indexes, parts, keep=settings.keep_generations)


def open_calls(settings: Settings, live: Live) -> Calls:
    """The calls below `settings.data`; no file is opened, or made, before it is needed.

    A client that cannot be served at the moment is taken to be in the default country.
    """
    from kbsearch.adapters.stores.caller_keys import CallerKeys
    from kbsearch.adapters.stores.calls import SqliteCalls
    from kbsearch.app.calls import Calls
    from kbsearch.core.calls.callers import DEFAULT_REGION, region_of
    from kbsearch.core.redaction import redact
    from kbsearch.core.redaction.ids import tells_of_somebody
    from kbsearch.flows.record import Wall

    keys = CallerKeys(settings.data / "secrets")

    def caller_key(client: OneClient, caller: str) -> str:
        try:
            region = region_of(live.get(client).client.holidays)
        except (NotFound, StateError):
            region = DEFAULT_REGION
        return keys.key(client, caller, region=region)

    wall = Wall(
        lambda text: redact(text, is_french_word).text, caller_key, keys.agent_key, is_personal=tells_of_somebody
    )
    path = settings.data / "calls.db"
    return Calls(lambda: SqliteCalls(path), wall, is_there=partial(os.path.exists, path), tag=keys.tag)


def is_french_word(folded: str) -> bool:
    """Whether French has it; the list of its words is read when a name first stands before others."""
    from kbsearch.adapters.keywords.french import FRENCH

    return folded in FRENCH


def scope_violations(settings: Settings) -> list[str]:
    """When requests, commands and jobs met another client's things and were refused, oldest first."""
    from kbsearch.adapters.stores.violations import Violations

    return Violations(settings.data / VIOLATIONS).ever()


def note_scope_violation(settings: Settings) -> None:
    """One more, met outside a server. Never raises."""
    from kbsearch.adapters.stores.violations import Violations

    Violations(settings.data / VIOLATIONS).add()


def open_cache(settings: Settings, *, warn: Callable[[str], None]) -> VectorMemory:
    """Vectors of texts embedded before."""
    from kbsearch.adapters.stores.vector_cache import VectorCache

    return VectorCache(settings.indexes / ".cache", warn=warn)


ModelName = Literal["main", "english"]


def model_names(settings: Settings) -> tuple[ModelName, ...]:
    """The models that are configured."""
    return ("main",) if settings.model_english == NO_MODEL else ("main", "english")


def open_embedder(settings: Settings, name: ModelName = "main") -> GraphEmbedder:
    """The prepared model, ready to embed. Raises `ModelMissing`."""
    from kbsearch.adapters.embedders.graph import GraphEmbedder

    embedder = GraphEmbedder(load_model(settings, name))
    embedder.embed_queries(["bonjour"])  # the first run allocates; no caller should wait for it
    return embedder


def load_model(settings: Settings, name: ModelName = "main") -> PreparedModel:
    """The configured model's folder, every byte verified. Raises `ModelMissing`."""
    return prepared.load(settings.models, model_choice(settings, name))


def prepare_model(settings: Settings, name: ModelName = "main", *, progress: Callable[[str], None]) -> PreparedModel:
    """Make the configured model's folder. Imports torch, once the source can be one."""
    choice = model_choice(settings, name)
    prepared.require_source(choice)
    from kbsearch.adapters.embedders.prepare import prepare

    return prepare(settings.models, choice, progress=progress)


def model_choice(settings: Settings, name: ModelName) -> ModelChoice:
    """The configured model. The English one reads with its own prompts and to its own limit."""
    if name == "english":
        return ModelChoice(prepared.ENGLISH if settings.model_english == prepared.DEFAULT else settings.model_english)
    return ModelChoice(
        source=settings.model_source,
        query_prompt=settings.model_query_prompt,
        document_prompt=settings.model_document_prompt,
        max_tokens=settings.model_max_tokens,
    )
