"""Building every client of an articles folder: read, assemble, build, one client after the other.

One client's trouble is never another's: a fault, a full disk or a busy lock is that client's outcome, and the next one
is built all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property, partial

from kbsearch import app
from kbsearch.core import clients
from kbsearch.core.access.audit import Action
from kbsearch.core.articles import bases
from kbsearch.core.articles.bases import Folder
from kbsearch.core.articles.reading import is_article
from kbsearch.core.bounded import Noting
from kbsearch.core.faults import NESTED_CLIENT, FoundFaults, in_order, placed, printable
from kbsearch.core.generation import Draft, Published
from kbsearch.core.model import SHARED, Base, Fault, Severity
from kbsearch.core.ports import WORKTREE, Library, Vectors
from kbsearch.errors import BadRequest, ModelMissing, StateError
from kbsearch.flows.build import (
    Building,
    BuildReport,
    DocumentEmbedder,
    DocumentModels,
    Progress,
    build_client,
    reads_better_in_english,
)
from kbsearch.flows.cutting import cut_base
from kbsearch.flows.dating import Past, last_change
from kbsearch.flows.folders import ParsedFolders
from kbsearch.settings import Settings

MOST_NAMED = 3
"""Folders and files that no client can have, in a message of one line."""


class RefusedError(StateError):
    """`--strict`: the client's folder has faulty articles, so nothing was published for it."""

    def __init__(self, base: Base) -> None:
        super().__init__(f"{base.client.id} was not built: it has faulty articles.", remedy="kbsearch check")
        self.base = base


class BrokenClientError(StateError):
    """The client's `client.toml` cannot be read, so what it may find is not known and nothing was published for it."""

    def __init__(self, base: Base, fault: Fault) -> None:
        what = f"{fault.path}:{fault.line}: {printable(fault.message)} {printable(fault.hint)}".strip()
        super().__init__(f"{base.client.id} was not built: {what}", remedy="kbsearch check")
        self.base = base
        self.fault = fault


Outcome = BuildReport | StateError
Accounted = Callable[[Action, str, str], AbstractContextManager[list[str]]]
"""Action, client and object of what is done in the block, and what is to be told when it is: see `Access.audited`."""


class AccountedBuilding:
    """A `Building` that publishes nothing that cannot be accounted for."""

    def __init__(self, building: Building, accounted: Accounted) -> None:
        self._building, self._accounted = building, accounted
        self.previous: Published | None = building.previous
        self.config = building.config

    def publish(self, draft: Draft) -> str:
        with self._accounted(Action.INDEX_PUBLISH, draft.client.id, draft.commit) as made:
            made.append(self._building.publish(draft))
        return made[0]


class LateEmbedder:
    """The configured model, known at once and opened at the first text: a build without a new text never needs it."""

    def __init__(self, settings: Settings, name: app.ModelName = "main") -> None:
        model = app.load_model(settings, name)
        self._settings, self._name = settings, name
        self.fingerprint, self.dim, self.max_tokens = model.fingerprint, model.dim, model.max_tokens

    @cached_property
    def _opened(self) -> DocumentEmbedder:
        return app.open_embedder(self._settings, self._name)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._opened.embed_queries(texts)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        return self._opened.embed_documents(texts)

    def token_count(self, text: str) -> int:
        return self._opened.token_count(text)


class Workshop:
    """Everything a build needs, opened when first needed and kept for the next build of `--watch`."""

    def __init__(
        self,
        settings: Settings,
        *,
        warn: Callable[[str], None],
        accounted: Accounted = lambda *_: nullcontext([]),
    ) -> None:
        """`accounted`: the audit trail's; without, nobody is told what is published or removed."""
        self._settings = settings
        self._accounted = accounted
        self._warn = warn
        self._store = app.open_store(settings)
        self._cache = app.open_cache(settings, warn=warn)
        self._each = Noting(app.open_each())
        self._chunker = app.open_chunker(self._each)
        self._folders = ParsedFolders(self._each)
        self._owners: Mapping[str, str] = {}

    @cached_property
    def embedder(self) -> DocumentEmbedder:
        """Raises `ModelMissing`."""
        return LateEmbedder(self._settings)

    @cached_property
    def english(self) -> DocumentEmbedder | None:
        """None when it is configured away, or not prepared, which is said."""
        if "english" not in app.model_names(self._settings):
            return None
        try:
            return LateEmbedder(self._settings, "english")
        except ModelMissing as error:
            self._warn(f"English documents are indexed without the English model: {error}")
            return None

    def library(self) -> Library:
        """The articles as they are now."""
        return app.open_articles(self._settings)

    def clients(self, library: Library, wanted: Sequence[str] = ()) -> list[str]:
        """Clients of the articles folder, or those wanted. Raises `BadRequest` when there is none."""
        self._owners = dict(library.owners())
        known = [owner for owner in self._owners if owner != SHARED]
        if not known:
            where = f"There is no client in {self._settings.articles}"
            lost = [f"{fault.message} {fault.hint}" for fault in in_order(library.faults())]
            more = [f"And {len(lost) - MOST_NAMED} more like these."] if len(lost) > MOST_NAMED else []
            raise BadRequest(
                " ".join([f"{where}: it needs a folder of Markdown files per client.", *lost[:MOST_NAMED], *more]),
                field="articles",
            )
        self._refuse_to_merge(library)
        for name in wanted:
            if name not in known:
                near = get_close_matches(name, known, 1)
                meant = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known) or 'none'}."
                raise BadRequest(f"There is no client {name!r} in {self._settings.articles}. {meant}", field="client")
        return [name for name in known if name in wanted or not wanted]

    def _refuse_to_merge(self, library: Library) -> None:
        """Raises `BadRequest` where one stray file would make one client of folders that were clients before."""
        whole = next((owner for owner, folder in library.owners().items() if not folder), None)
        if whole is None:
            return
        files = library.read(whole).files
        folders = {file.path.partition("/")[0] for file in files if "/" in file.path}
        merged = sorted({clients.client_id(folder) for folder in folders} & {*self._store.clients()} - {whole})
        if merged:
            stray = next((file.path for file in files if is_article(file.path) and "/" not in file.path), clients.FILE)
            raise BadRequest(
                f"{printable(stray)} lies right in {self._settings.articles}, which would make all of it one client, "
                f"{whole}; but there are indexes of {', '.join(merged)}, built apart. Move it into a client's folder; "
                "if one client is meant, give it an --indexes folder of its own.",
                field="articles",
            )

    def forgotten(self, library: Library) -> list[str]:
        """Clients that have an index but no articles any more. They are served until they are pruned."""
        return sorted(set(self._store.clients()) - set(library.owners()))

    def prune(self, library: Library) -> list[str]:
        """Remove the indexes of those, and the vectors kept for them; a running server then knows them no more.

        What an earlier one left when it was cut short goes too. Raises `BuildBusy`, or a `StateError` when the disk
        refuses.
        """
        gone = self.forgotten(library)
        for client in gone:
            self._cache.forget(client)  # first: nobody asks for a client without an index again
            with self._accounted(Action.INDEX_REMOVE, client, ""):
                self._store.remove(client)
        self._store.remove_leftovers()
        return gone

    def is_outdated(self, library: Library) -> bool:
        """Whether a client came or went, or a file changed, since the articles were last read for a build."""
        if library.owners() != self._owners:
            return True
        return self._folders.differ(library)

    def read_again(self) -> None:
        """Let the next build read again what was lost in passing."""
        self._folders.read_again()

    def uncommitted(self, library: Library, clients: Sequence[str] = ()) -> int:
        """Files that differ on disk from the commit `library` reads, so that a build does not hold what an editor sees.

        With `clients`, theirs and the shared ones only. Compared by content; 0 when the disk itself is read.
        """
        if library.commit == WORKTREE:
            return 0
        changed = app.changed_paths(self._settings.articles, library.commit)
        folders = {library.owners().get(owner) for owner in (*clients, SHARED)}
        return sum(not clients or "" in folders or path.partition("/")[0] in folders for path in changed)

    def build(
        self,
        library: Library,
        names: Iterable[str],
        *,
        strict: bool = False,
        afresh: bool = False,
        progress: Callable[[str], Progress],
    ) -> Iterator[Outcome]:
        """Bring each client to the library's commit, in order. `afresh` publishes even what did not change."""
        self._each.lost_in_passing = 0
        past = app.GitPast(self._settings.articles, library.commit, library.owners())
        for client in names:
            try:
                base = self._base(library, client)
                stops = (f for f in base.faults if f.code == NESTED_CLIENT or clients.stops_build(f, client))
                broken = next(stops, None)
                base = _placed(base, library)
                if broken is not None:
                    raise BrokenClientError(base, placed(broken, library.owners()))
                _refuse_faulty(base, strict)
                tell = progress(client)
                with self._store.building(client, afresh=afresh) as building:
                    cut = cut_base(base, self._chunker, building.previous, partial(tell, "chunks"))
                    cut = replace(cut, base=_placed(cut.base, library))
                    _refuse_faulty(cut.base, strict)
                    report = build_client(
                        cut,
                        models=self._models(cut.base),
                        cache=self._cache,
                        building=AccountedBuilding(building, self._accounted),
                        dated=partial(self._last_change, library, past, client),
                        progress=tell,
                    )
                self._keep_faults(client, cut.base.faults)
                yield report
            except StateError as error:
                if isinstance(error, RefusedError | BrokenClientError):
                    self._keep_faults(client, error.base.faults)
                yield error

    @property
    def has_lost_in_passing(self) -> bool:
        """Whether the last build lost an article that another may read."""
        return self._each.lost_in_passing > 0

    def _keep_faults(self, client: str, faults: tuple[Fault, ...]) -> None:
        """For the pages of whoever edits; a build is none the worse without."""
        try:
            self._store.keep_faults(FoundFaults(client, faults))
        except StateError as error:
            self._warn(f"What is wrong in the articles of {client} is not kept for its pages: {error}")

    def _models(self, base: Base) -> DocumentModels:
        return DocumentModels(self.embedder, self.english if reads_better_in_english(base.articles) else None)

    def _base(self, library: Library, client: str) -> Base:
        return bases.assemble(*self._both(library, client), library.commit)

    def _last_change(self, library: Library, past: Past, client: str) -> str:
        if library.commit == WORKTREE:
            return WORKTREE
        return last_change(past, *self._both(library, client), head=library.commit, each=self._each)

    def _both(self, library: Library, client: str) -> tuple[Folder, Folder | None]:
        """The client's own folder, and the shared one if there is one."""
        shared = self._folders.of(library, SHARED) if SHARED in library.owners() else None
        return self._folders.of(library, client), shared


def _placed(base: Base, library: Library) -> Base:
    """The base with its faults where their files are."""
    return replace(base, faults=in_order(placed(fault, library.owners()) for fault in base.faults))


def _refuse_faulty(base: Base, strict: bool) -> None:
    """Raises `RefusedError` where `strict` asks for it."""
    if strict and any(fault.severity is Severity.ERROR for fault in base.faults):
        raise RefusedError(base)
