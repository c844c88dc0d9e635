"""Articles that are no more, and what has taken their place.

The new article says it, in `replaces`: the old one's file may be gone, and with it whatever it could say itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kbsearch.core.faults import shown
from kbsearch.core.model import SHARED, Article, ArticleState, Fault, Severity
from kbsearch.core.slugs import id_from_path, is_markdown

KEY = "replaces"
"""Of the front matter."""


def replacements(articles: Sequence[Article]) -> dict[str, Article]:
    """Id that none of them has → the one of them that has taken its place: a client's own before a shared one, then the
    first in their order."""
    there = {article.id for article in articles}
    by_weight = sorted(articles, key=lambda article: article.owner == SHARED)
    found: dict[str, Article] = {}
    for article in by_weight:
        for old in article.replaces:
            if old not in there:
                found.setdefault(old, article)
    return found


def successor(path: str, found: Mapping[str, Article]) -> Article | None:
    """Of `found` (`replacements`): what has taken the place of the file at `path`, from the articles folder.

    The file had the id that its path gives. One that said another is known by that alone, and so is none of a link's.
    """
    owner, _, own = path.partition("/")
    article = found.get(id_from_path(own)) if is_markdown(own) else None
    return article if article is not None and owner in (article.owner, SHARED) else None


def are_replaced(articles: Iterable[Article]) -> frozenset[tuple[str, str]]:
    """Owner and id of what articles that are found say they replace."""
    return frozenset((one.owner, old) for one in articles if one.is_searchable for old in one.replaces)


def replacing_faults(articles: Iterable[Article], line_of: Callable[[Article], int]) -> Iterator[Fault]:
    """What is wrong with what the articles of one folder say they replace. That an id is none of theirs is no fault:
    that is how it is once a file was deleted."""
    known = {article.id: article for article in sorted(articles, key=lambda one: one.path)}
    claimed: dict[str, Article] = {}
    for article in known.values():
        if article.is_searchable:
            for old in article.replaces:
                claimed.setdefault(old, article)
    for article in known.values():
        for old in article.replaces:
            if problem := _problem(article, old, known, claimed):
                yield Fault(f"{article.owner}/{article.path}", line_of(article), *problem, Severity.WARNING)


def shared_faults(own: Iterable[Article], shared: Iterable[Article]) -> Iterator[Fault]:
    """A client's articles that say they replace a shared one, which its agents find all the same."""
    found = {article.id: article for article in shared}
    for article in own:
        for old in article.replaces:
            if article.is_searchable and old in found:
                message = f"{shown(old)} is said to be replaced, and is still found: {found[old].public_path}."
                hint = f"Give this article the id {old}: it then stands in for the shared one."
                yield Fault(f"{article.owner}/{article.path}", 1, "replaces-served", message, hint, Severity.WARNING)


def _problem(
    article: Article, old: str, known: Mapping[str, Article], claimed: Mapping[str, Article]
) -> tuple[str, str, str] | None:
    """Code, message and hint of what is wrong with `article` replacing `old`."""
    if old == article.id:
        return "replaces-itself", f"The article says that it replaces {shown(old)}, which is itself.", "Delete the id."
    if _leads_to(article, old, known):
        message = f"{shown(article.id)} and {shown(old)} replace each other, so no one says which of them counts."
        return "replaces-circle", message, "Delete one of the two from “replaces”: the newer article names the older."
    first = claimed.get(old, article)
    if article.is_searchable and first is not article:
        message = f"{shown(old)} is already replaced by {first.owner}/{first.path}, which counts."
        return "replaces-twice", message, "Keep the id in one of the two articles."
    target = known.get(old)
    if article.is_searchable and target is not None and target.is_searchable:
        message = f"{shown(old)} is said to be replaced, and is still found: {target.owner}/{target.path}."
        return "replaces-served", message, "Delete that file, or write state: archived in it."
    if article.state is ArticleState.ARCHIVED and old not in claimed:
        message = f"{shown(old)} is replaced by this article, which is archived itself: nobody is led on from there."
        return "replaces-archived", message, f"Write {old} into “replaces” of the article that took this one's place."
    return None


def _leads_to(article: Article, old: str, known: Mapping[str, Article]) -> bool:
    """Whether what `article` replaces has, one after the other, replaced `article`."""
    seen: set[str] = set()
    ahead = [old]
    while ahead:
        at = ahead.pop()
        if at == article.id:
            return True
        if at not in seen and at in known:
            seen.add(at)
            ahead.extend(known[at].replaces)
    return False
