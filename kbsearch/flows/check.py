"""Everything wrong in an articles folder: what an editor sees before a merge."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from kbsearch.core import bases, chunkers, clients, jsonl, lint
from kbsearch.core.bases import Folder
from kbsearch.core.bounded import Each, Lost, in_place, lost_fault
from kbsearch.core.faults import in_order, placed, shown
from kbsearch.core.model import SHARED, Article, Fault, Severity
from kbsearch.core.ports import Library, OwnerFiles, SourceFile
from kbsearch.core.replacements import are_replaced
from kbsearch.core.slugs import id_from_path, is_markdown
from kbsearch.flows.figures_check import net_faults
from kbsearch.flows.rota_check import category_faults, rota_faults
from kbsearch.flows.telephone_check import menu_faults, shared_line_faults

GOLDEN = "golden.jsonl"
CHUNKER = "sections"


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


def check(
    library: Library, *, today: date | None = None, only: Collection[str] | None = None, each: Each = in_place
) -> Report:
    """All faults of all files; with `only`, those that concern these paths, files or folders from the articles folder.

    Every file is read all the same: a duplicate id or a dead link takes two files. A fault concerns a path when it is
    in it or when its message names it. `today` is where the rotas' coming weeks begin; None = they are not looked at.
    An article that `each` loses is a fault of its own.
    """
    places = library.owners()
    read = {owner: library.read(owner) for owner in places}
    folders = {owner: bases.read_folder(owner, files, each) for owner, files in read.items()}
    shared = folders.get(SHARED)
    known = {f"{owner}/{path}" for owner, files in read.items() for path in _paths(files)}
    faults: list[Fault] = []
    for owner, folder in folders.items():
        base_faults = folder.faults if owner == SHARED else bases.assemble(folder, shared, library.commit).faults
        faults.extend(base_faults)
        faults.extend(_client_faults(folder, read[owner], shared, today))
        faults.extend(_golden_faults(owner, read[owner], folder, shared))
    faults.extend(shared_line_faults({owner: (folders[owner].client, file) for owner, file in _client_files(read)}))
    faults.extend(_doubts([article for folder in folders.values() for article in folder.articles], known, each))
    found = (*library.faults(), *(placed(fault, places) for fault in faults))
    chosen = in_order(fault for fault in found if only is None or _concerns(fault, only))
    count = sum(folder.left_out + sum(map(bases.is_searchable, folder.articles)) for folder in folders.values())
    return Report(chosen, count, len(folders))


def _doubts(articles: Sequence[Article], known: Set[str], each: Each) -> Iterator[Fault]:
    exists = partial(_leads_somewhere, known, are_replaced(articles))
    work = partial(lint.doubts, exists=exists, cut=chunkers.get(CHUNKER))
    for article, found in zip(articles, each(work, articles), strict=True):
        yield from (lost_fault(f"{article.owner}/{article.path}", found),) if isinstance(found, Lost) else found


def _leads_somewhere(known: Set[str], replaced: Set[tuple[str, str]], path: str) -> bool:
    """A page follows a link to the file of a replaced article to the one that took its place (`successor`)."""
    owner, _, own = path.partition("/")
    return path in known or (is_markdown(own) and (owner, id_from_path(own)) in replaced)


def _paths(files: OwnerFiles) -> Iterator[str]:
    """Files that a link may name, and their folders."""
    for path in (*(source.path for source in files.files), *files.others):
        yield path
        while "/" in path:
            path = path.rpartition("/")[0]
            yield path


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
    yield from menu_faults(base, source)
    yield from net_faults(base, source)
    if today is not None:
        yield from rota_faults(folder.client, source, today)


def _golden_faults(owner: str, files: OwnerFiles, folder: Folder, shared: Folder | None) -> Iterator[Fault]:
    """Golden queries that cannot be measured: broken rows, ids given twice, articles that the client cannot find."""
    source = next((source for source in files.files if source.path == GOLDEN), None)
    if source is None:
        return
    findable = {article.public_path for article in bases.assemble(folder, shared, "").articles}
    seen: dict[str, int] = {}
    for found in jsonl.rows(source.data):
        line, row = found.line, found.fields
        problem = f"The row is {found.problem}." if found.problem else _row_problem(row)
        if problem:
            yield _fault(owner, line, "golden-row", problem, 'Write {"id": "…", "query": "…", "relevant": ["a/b.md"]}.')
            continue
        first = seen.setdefault(row["id"], line)
        if first != line:
            message = f"The id {shown(row['id'])} is already used on line {first}."
            yield _fault(owner, line, "golden-duplicate-id", message, "Give each query its own id.")
        for path in row["relevant"]:
            if path not in findable:
                message = f"{shown(path, most=120)} is not an article that {owner} can find."
                hint = f"Correct the path, or opt into its category in {clients.FILE}; [] means no answer."
                yield _fault(owner, line, "golden-path", message, hint)


def _row_problem(row: Mapping[str, Any]) -> str:
    for key in ("id", "query"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            return f"“{key}” is missing or not a text."
    relevant = row.get("relevant")
    if not isinstance(relevant, list) or not all(isinstance(path, str) for path in relevant):
        return "“relevant” is missing or not a list of paths."
    return ""


def _fault(owner: str, line: int, code: str, message: str, hint: str) -> Fault:
    return Fault(f"{owner}/{GOLDEN}", line, code, message, hint, Severity.ERROR)
