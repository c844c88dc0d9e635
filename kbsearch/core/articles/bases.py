"""What one client can find: its own articles, and the shared ones it opted into and did not override."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kbsearch.core import clients
from kbsearch.core.articles import reading as articles
from kbsearch.core.articles.escalations import escalation_faults, shared_escalation_faults
from kbsearch.core.articles.replacements import KEY, replacing_faults, shared_faults
from kbsearch.core.bounded import Each, Lost, in_place, lost_fault
from kbsearch.core.client import Client
from kbsearch.core.faults import in_order, shown
from kbsearch.core.model import SHARED, Article, ArticleState, Base, Fault, Severity
from kbsearch.core.ports import OwnerFiles, SourceFile
from kbsearch.core.slugs import id_from_path, is_article_id
from kbsearch.core.text import as_typed

ALL = "*"
"""In `shared` of a `client.toml`: every category."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One owner's folder, parsed: the client's own, or the shared one. Reusable for any number of bases."""

    owner: str
    client: Client
    articles: tuple[Article, ...]
    """Every article that parsed, drafts and archived ones too, one per id, sorted by path."""
    faults: tuple[Fault, ...]
    left_out: int
    """Article files that are not searchable, or could not be read."""
    categories: Mapping[str, frozenset[str]]
    """Path of each article file and refused entry → its categories, folded; of one left out, those it seems to have."""
    unread: Mapping[str, str]
    """Path of each article file that could not be read → the id it seems to have; not of what seems a draft."""
    shared_line: int = 1
    """Line of `shared` in `client.toml`."""
    is_plain: bool = False
    """Whether nobody laid it out for kbsearch: see `is_plain_folder`."""


def is_plain_folder(owner: str, paths: Iterable[str]) -> bool:
    """Whether `reading.parse` reads an owner's files, of these paths, as another tool's: without a `client.toml`."""
    return owner != SHARED and clients.FILE not in paths


def read_folder(owner: str, files: OwnerFiles, each: Each = in_place) -> Folder:
    """Parse everything of one owner. A faulty article, and one that `each` loses, is left out and takes no other down.

    Of two articles with one id the searchable one stays, else the first by path; the other is a fault naming both.
    Without a `client.toml`, an id that is taken gives way to that of the path: see `_by_path`.
    """
    faults = list(files.faults)
    client, client_faults, shared_line = _client(owner, files)
    faults.extend(client_faults)
    parsed: list[tuple[Article, SourceFile]] = []
    refused = filter(None, (fault.path.partition("/")[2] for fault in files.faults))
    categories = {path: frozenset({_folder_of(path)}) for path in refused}
    unread = {path: id_from_path(path) for path in categories if articles.is_article(path)}
    sources = [source for source in files.files if articles.is_article(source.path)]
    plain = is_plain_folder(owner, [source.path for source in files.files])
    for source, read in zip(sources, each(partial(articles.parse, owner=owner, plain=plain), sources), strict=True):
        path = f"{owner}/{source.path}"
        article, found = (None, (lost_fault(path, read),)) if isinstance(read, Lost) else read
        faults.extend(found)
        categories[source.path] = frozenset({article.category.casefold()}) if article else _seeming(source)
        if article is not None:
            parsed.append((article, source))
        elif seeming := seeming_id(source):
            unread[source.path] = seeming
    renamed = _by_path(parsed, faults) if plain else {}
    kept, doubles = _one_per_id([(renamed.get(article.path, article), source) for article, source in parsed])
    faults.extend(doubles)
    faults.extend(escalation_faults(kept, client))
    written = {article.id: source for article, source in kept}
    faults.extend(replacing_faults((one for one, _ in kept), lambda one: articles.key_line(written[one.id], KEY)))
    known = tuple(sorted((article for article, _ in kept), key=lambda article: article.path))
    left_out = sum(map(articles.is_article, categories)) - sum(article.is_searchable for article in known)
    return Folder(owner, client, known, in_order(faults), left_out, categories, unread, shared_line, plain)


def assemble(own: Folder, shared: Folder | None, commit: str) -> Base:
    """One client's base. A shared article is in if its category was opted into and the client does not override it.

    An article of the client with the same id overrides it; an archived one too, which is how a client drops a shared
    article. A draft does not, so that work in progress hides nothing. One that could not be read does: what the client
    replaced must not come back in its place.

    Faults and files left out are the client's own and those of the shared articles that would come in were they sound.
    """
    offered = [article for article in (shared.articles if shared else ()) if _is_offered(own.client, article)]
    paths = {article.id: article.public_path for article in offered}
    mine = [replace(article, overrides=paths.get(article.id, "")) for article in own.articles if article.is_searchable]
    hidden = _hidden(own)
    theirs = [article for article in offered if article.id not in hidden]
    chosen = tuple(sorted([*mine, *theirs], key=lambda article: article.public_path))
    concerned = _concerned(own.client, shared, hidden) if shared else frozenset()
    found = {article.path for article in theirs}
    left_out = own.left_out + sum(articles.is_article(path) and path not in found for path in concerned)
    if own.client.shared:
        concerned |= {""}  # the shared folder itself, where it cannot be read
    of_shared = [fault for fault in shared.faults if fault.path.partition("/")[2] in concerned] if shared else []
    between = [
        *_unknown_categories(own, shared),
        *shared_escalation_faults(own.client, own.shared_line, theirs),
        *shared_faults(mine, theirs),
    ]
    faults = in_order([*own.faults, *of_shared, *between, *_unread_overrides(own, paths)])
    states = [article.state for article in own.articles]
    states += [article.state for article in (shared.articles if shared else ()) if article.path in concerned]
    drafts, archived = states.count(ArticleState.DRAFT), states.count(ArticleState.ARCHIVED)
    return Base(own.client, commit, chosen, faults, left_out, drafts, archived)


def share(own: Folder, article: Article | str | None) -> Article | str | None:
    """What of one version of an article has a share in the client's base: equal shares, equal bases. Of one that could
    not be read, it is told the id that it hides (`seeming_id`), or None of a shared one.

    All of what is found; its id of what only hides or is hidden; None of a draft and of what was not opted into.
    """
    if not isinstance(article, Article):
        return article or None
    if article.owner == own.owner:
        is_there, is_found = article.state is not ArticleState.DRAFT, article.is_searchable
    else:
        is_there, is_found = _is_offered(own.client, article), article.id not in _hidden(own)
    return (article if is_found else article.id) if is_there else None


def _is_offered(client: Client, shared: Article) -> bool:
    return shared.is_searchable and _opted_in(client, {shared.category.casefold()})


def _hidden(own: Folder) -> frozenset[str]:
    """Ids of the shared articles that the client does not get."""
    return _overridden(own).union(own.unread.values())


def _overridden(own: Folder) -> frozenset[str]:
    return frozenset(article.id for article in own.articles if article.state is not ArticleState.DRAFT)


def _concerned(client: Client, shared: Folder, hidden: Collection[str]) -> frozenset[str]:
    """Paths of the shared folder whose faults are this client's: of a category opted into, and not overridden."""
    ids = {article.path: article.id for article in shared.articles}
    opted_in = (path for path, categories in shared.categories.items() if _opted_in(client, categories))
    return frozenset(path for path in opted_in if ids.get(path, id_from_path(path)) not in hidden)


def _opted_in(client: Client, folded: Collection[str]) -> bool:
    """Whether the client opted into one of these categories."""
    return any(name == ALL or name.casefold() in folded for name in client.shared)


def _seeming(source: SourceFile) -> frozenset[str]:
    """Categories that an article which could not be read may be of: its folder, and what its file seems to say."""
    said = filter(None, (_said("category", source).casefold(),))
    return frozenset({_folder_of(source.path), *said})


def _folder_of(path: str) -> str:
    """Folded, as the category that it gives."""
    return as_typed(path.split("/")[0]).casefold()


def seeming_id(source: SourceFile) -> str:
    """Id that an article which could not be read may have, by what its file seems to say or by its path; empty where
    it seems to be a draft, which hides nothing."""
    if _said("state", source).casefold() == ArticleState.DRAFT:
        return ""
    said = _said("id", source)
    return said if is_article_id(said) else id_from_path(source.path)


def _said(key: str, source: SourceFile) -> str:
    """What a file seems to say under a key; empty = nothing."""
    head = source.data[: 32 * 1024].decode("utf-8", "replace")
    written = re.search(rf"^{key}[ \t]*[:=][ \t]*(.+)$", head, re.MULTILINE)
    return as_typed(written[1].partition(" #")[0].strip().strip("\"'")) if written else ""


def _client(owner: str, files: OwnerFiles) -> tuple[Client, tuple[Fault, ...], int]:
    source = next((source for source in files.files if source.path == clients.FILE), None)
    if source is None or owner == SHARED:
        return Client(owner), (), 1
    calendars = {one.path: one.data for one in files.files if one.path.endswith(clients.CALENDAR)}
    client, faults = clients.parse(source, owner, calendars)
    return client, faults, clients.key_line(source, "shared")


def _by_path(parsed: Sequence[tuple[Article, SourceFile]], faults: list[Fault]) -> dict[str, Article]:
    """Path → article, called by its path, where its `id` is that of an article before it; a warning each.

    Of a plain folder: Docusaurus' ids, for one, are unique in their folder alone.
    """
    taken: set[str] = set()
    given = {article.id for article, _ in parsed}
    renamed = {}
    for article, source in sorted(parsed, key=_first_to_keep):
        if article.id in taken:
            path = f"{article.owner}/{article.path}"
            own = id_from_path(article.path, is_taken=given.__contains__)
            message = f"The id {shown(article.id)} is another article's already; this one is called {shown(own)}."
            faults.append(Fault(path, articles.key_line(source, "id"), "duplicate-id", message, "", Severity.WARNING))
            renamed[article.path] = article = replace(article, id=own)
        taken.add(article.id)
    return renamed


def _first_to_keep(pair: tuple[Article, SourceFile]) -> tuple[bool, str]:
    return not pair[0].is_searchable, pair[0].path


def _one_per_id(parsed: Sequence[tuple[Article, SourceFile]]) -> tuple[list[tuple[Article, SourceFile]], list[Fault]]:
    kept: dict[str, tuple[Article, SourceFile]] = {}
    faults = []
    for article, source in sorted(parsed, key=_first_to_keep):
        first, first_source = kept.setdefault(article.id, (article, source))
        if first is not article:
            place = f"{first.owner}/{first.path} line {articles.key_line(first_source, 'id')}"
            message = f"The id {shown(article.id)} is already the id of {place}; this article is left out."
            path, line = f"{article.owner}/{article.path}", articles.key_line(source, "id")
            faults.append(Fault(path, line, "duplicate-id", message, "Change one of the two ids.", Severity.ERROR))
    return list(kept.values()), faults


def _unknown_categories(own: Folder, shared: Folder | None) -> Iterator[Fault]:
    known = sorted({article.category for article in shared.articles if article.category} if shared else ())
    folded = {category.casefold() for category in known}
    for name in own.client.shared:
        if name != ALL and name.casefold() not in folded:
            message = f"No shared article has the category {shown(name)}."
            hint = f"Use some of {', '.join(known)}." if known else "There is no shared article at all."
            path = f"{own.owner}/{clients.FILE}"
            yield Fault(path, own.shared_line, "shared-category", message, hint, Severity.WARNING)


def _unread_overrides(own: Folder, offered: Mapping[str, str]) -> Iterator[Fault]:
    """Own articles that could not be read, and hide a shared one of `offered` (id → path) that no other one hides."""
    overridden = _overridden(own)
    for path, seeming in own.unread.items():
        if seeming in offered and seeming not in overridden:
            message = f"This article cannot be read; {offered[seeming]}, which it overrides, is not shown in its place."
            hint = "Correct the article; as a draft it gives way to the shared one."
            yield Fault(f"{own.owner}/{path}", 1, "override-unread", message, hint, Severity.WARNING)
