"""Everything wrong in an articles folder: what an editor sees before a merge."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from kbsearch.core import chunkers, clients, jsonl
from kbsearch.core.articles import bases, lint
from kbsearch.core.articles.bases import Folder
from kbsearch.core.articles.links import composed, linked_path, page_names
from kbsearch.core.articles.replacements import are_replaced
from kbsearch.core.bounded import Each, Lost, in_place, lost_fault
from kbsearch.core.faults import in_order, placed, shown
from kbsearch.core.model import SHARED, Article, Fault, Severity
from kbsearch.core.ports import Library, OwnerFiles, SourceFile
from kbsearch.core.search.homonyms import name_faults
from kbsearch.core.search.judgements import row_reader
from kbsearch.core.slugs import id_from_path, is_markdown
from kbsearch.errors import StateError, UserError
from kbsearch.flows.figures_check import net_faults
from kbsearch.flows.rota_check import calendar_faults, category_faults, rota_faults
from kbsearch.flows.telephone_check import menu_faults, shared_line_faults

GOLDEN = "golden.jsonl"
CHUNKER = "sections"
_ROW = 'Write {"id": "…", "query": "…", "relevant": ["a/b.md"]}.'
_NOTHING = Fault(
    "", 1, "no-articles", "There is no article here: no file is Markdown (.md).",
    "Give the folder of your articles with --articles; other kinds of files, .mdx too, are not read.", Severity.WARNING,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found."""

    faults: tuple[Fault, ...]
    """Sorted by path and line."""
    articles: int
    """Article files looked at."""
    owners: int
    """Folders looked at, the shared one included."""

    @property
    def errors(self) -> int:
        return sum(1 for fault in self.faults if fault.severity is Severity.ERROR)

    @property
    def warnings(self) -> int:
        return len(self.faults) - self.errors


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the articles since a commit."""

    paths: Set[str]
    """Files that differ, deleted ones too, from the articles folder."""
    before: Callable[[], Library | None]
    """The articles as they were in that commit; None where there were none."""


def check(
    library: Library,
    *,
    today: date | None = None,
    only: Collection[str] | None = None,
    change: Change | None = None,
    each: Each = in_place,
) -> Report:
    """All faults of all files; with `only`, those that concern these paths, files or folders from the articles folder.

    Every file is read all the same: a duplicate id or a dead link takes two files. A fault concerns a path when it is
    in it or when its message names it. With `change`, those that concern its paths or that were not there before it: a
    row of a file that stayed as it was points at nothing once its article is deleted. `today` is where the rotas'
    coming weeks begin; None = they are not looked at. An article that `each` loses is a fault of its own.
    """
    whole = _whole(library, today, each)
    faults: Iterable[Fault] = (fault for fault in whole.faults if only is None or _concerns(fault, only))
    if change is not None:
        faults = _brought(tuple(faults), change, today, each)
    return replace(whole, faults=tuple(faults))


def _whole(library: Library, today: date | None, each: Each) -> Report:
    places = library.owners()
    read = {owner: library.read(owner) for owner in places}
    folders = {owner: bases.read_folder(owner, files, each) for owner, files in read.items()}
    shared = folders.get(SHARED)
    known = {*read, *(f"{owner}/" for owner in read)}
    known |= {composed(f"{owner}/{path}") for owner, files in read.items() for path in _paths(files)}
    faults: list[Fault] = [] if places or library.faults() else [_NOTHING]
    for owner, folder in folders.items():
        base_faults = folder.faults if owner == SHARED else bases.assemble(folder, shared, library.commit).faults
        faults.extend(base_faults)
        faults.extend(_client_faults(folder, read[owner], shared, today))
        faults.extend(_golden_faults(owner, read[owner], folder, shared))
    faults.extend(shared_line_faults({owner: (folders[owner].client, file) for owner, file in _client_files(read)}))
    faults.extend(_doubts([article for folder in folders.values() for article in folder.articles], known, each))
    found = in_order((*library.faults(), *(placed(fault, places) for fault in dict.fromkeys(faults))))
    count = sum(folder.left_out + sum(one.is_searchable for one in folder.articles) for folder in folders.values())
    return Report(found, count, len(folders))


def _brought(faults: Sequence[Fault], change: Change, today: date | None, each: Each) -> Iterator[Fault]:
    """Of `faults`, those that concern the change. What was before is read only where that decides something; where
    it cannot be read whole, as in a partial clone, nothing is taken to have been there."""
    apart = {fault for fault in faults if not _concerns(fault, change.paths)}
    known: set[tuple[str, str, str]] = set()
    if apart and (before := change.before()) is not None:
        with suppress(StateError, UserError):
            known = {_what(fault) for fault in _whole(before, today, each).faults}
    return (fault for fault in faults if fault not in apart or _what(fault) not in known)


def _what(fault: Fault) -> tuple[str, str, str]:
    """The same for a fault that only moved to another line."""
    return fault.path, fault.code, fault.message


def _doubts(articles: Sequence[Article], known: Set[str], each: Each) -> Iterator[Fault]:
    exists = partial(_leads_somewhere, known, page_names(known), are_replaced(articles))
    work = partial(lint.doubts, exists=exists, cut=chunkers.get(CHUNKER))
    yield from name_faults(articles)
    for article, found in zip(articles, each(work, articles), strict=True):
        yield from (lost_fault(f"{article.owner}/{article.path}", found),) if isinstance(found, Lost) else found


def _leads_somewhere(known: Set[str], names: Mapping[str, str], replaced: Set[tuple[str, str]], path: str) -> bool:
    """A page follows a link to the file of a replaced article to the one that took its place (`successor`)."""
    owner, _, own = path.partition("/")
    leads = linked_path(path, known, names) is not None
    return leads or (is_markdown(own) and (owner, id_from_path(own)) in replaced)


def _paths(files: OwnerFiles) -> Iterator[str]:
    """Files that a link may name, and their folders, these with a `/` at their end too: see `lint.Exists`."""
    for path in (*(source.path for source in files.files), *files.others):
        yield path
        while "/" in path:
            path = path.rpartition("/")[0]
            yield from (path, f"{path}/")


def _concerns(fault: Fault, only: Collection[str]) -> bool:
    if any(path in ("", ".") or fault.path == path or fault.path.startswith(f"{path}/") for path in only):
        return True
    return any(path in fault.message for path in only if "." in path)


def _client_files(read: Mapping[str, OwnerFiles]) -> Iterator[tuple[str, SourceFile]]:
    """Each client's `client.toml`."""
    for owner, files in read.items():
        for source in files.files:
            if source.path == clients.FILE and owner != SHARED:
                yield owner, source


def _client_faults(folder: Folder, files: OwnerFiles, shared: Folder | None, today: date | None) -> Iterator[Fault]:
    """What `client.toml` says that is wrong beside the articles, or in the coming weeks."""
    source = next((source for _, source in _client_files({folder.owner: files})), None)
    if source is None:
        return
    base = bases.assemble(folder, shared, "")
    yield from category_faults(folder.client, source, {one.category for one in base.articles if one.category})
    yield from calendar_faults(folder.client, source, [file.path for file in files.files])
    yield from menu_faults(base, source)
    yield from net_faults(base, source)
    yield from lint.callers_words_faults(base.articles, folder.client.lang)
    if today is not None:
        yield from rota_faults(folder.client, source, today)


def _golden_faults(owner: str, files: OwnerFiles, folder: Folder, shared: Folder | None) -> Iterator[Fault]:
    """Golden queries that `kbsearch eval` cannot measure: rows it refuses, and articles that the client cannot find."""
    source = next((source for source in files.files if source.path == GOLDEN), None)
    if source is None:
        return
    findable = {article.public_path for article in bases.assemble(folder, shared, "").articles}
    parse = row_reader(owner)
    for row in jsonl.rows(source.data):
        try:
            if row.problem:
                raise ValueError(row.problem)
            judgement = parse(row.line, row.fields)
        except jsonl.RepeatedId as error:
            message = f"The id {shown(error.id)} is already used on line {error.first}."
            yield _fault(owner, row.line, "golden-duplicate-id", message, "Give each query its own id.")
            continue
        except ValueError as error:
            yield _fault(owner, row.line, "golden-row", f"This row cannot be measured: {error}.", _ROW)
            continue
        for path in judgement.grades:
            if path not in findable:
                message = f"{shown(path, most=120)} is not an article that {owner} can find."
                hint = f"Correct the path, or opt into its category in {clients.FILE}; [] means no answer."
                yield _fault(owner, row.line, "golden-path", message, hint)


def _fault(owner: str, line: int, code: str, message: str, hint: str) -> Fault:
    return Fault(f"{owner}/{GOLDEN}", line, code, message, hint, Severity.ERROR)
