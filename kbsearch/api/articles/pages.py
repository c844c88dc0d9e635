"""The articles of one client for whoever reads or keeps them: browsed, read, with their past and their use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from urllib.parse import quote, urlencode

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.access.sign_in import redirected
from kbsearch.api.articles.controller import ArticlePath, article_id
from kbsearch.api.articles.links import links
from kbsearch.api.articles.no_article import no_article
from kbsearch.api.articles.versions import OfCommit
from kbsearch.api.local_words import local_date
from kbsearch.api.pages.frame import Page
from kbsearch.api.pages.web import Web
from kbsearch.api.requests.forms import form_of
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App, ArticleView, articles, serving_state
from kbsearch.core.access.principals import Scope
from kbsearch.core.articles.reviews import is_overdue, review_due
from kbsearch.core.articles.revisions import History
from kbsearch.core.articles.use import ArticleUse
from kbsearch.core.calls.call import Call
from kbsearch.core.escalation.words import taker
from kbsearch.core.model import SHARED, Article, ArticleState, Audience, Severity
from kbsearch.core.one_client import OneClient
from kbsearch.core.text import fold
from kbsearch.errors import NotFound, Replaced

PAGE = 200
"""Articles on one page of the list."""
MOST_FAULTS = 100
MOST_TEXT = 100
STATES = {ArticleState.VALIDATED: "state-validated", ArticleState.NOT_VALIDATED: "state-not_validated"}
"""Of articles that are served → how they are called."""
AUDIENCES = {Audience.INTERNAL: "audience-internal", Audience.SAYABLE: "audience-sayable"}
SEVERITIES = {Severity.ERROR: "severity-error", Severity.WARNING: "severity-warning"}
MISSING = {"worktree": "history-worktree", "unreadable": "history-unreadable"}


@dataclass(frozen=True, slots=True)
class Filter:
    """What articles of the list have in common; empty = whatever it is."""

    text: str
    product: str
    state: str

    def fits(self, article: Article) -> bool:
        is_its = (not self.product or article.product == self.product) and (
            not self.state or article.state.value == self.state
        )
        return is_its and all(word in fold(article.title) for word in fold(self.text).split())

    def address(self, client: str, page: int) -> str:
        """Of a page of this list, without the text: what is typed is in no address."""
        asked = {"product": self.product, "state": self.state, "page": str(page) if page > 1 else ""}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"/c/{client}/articles{'?' if query else ''}{query}"


class ArticlePages(Controller):
    """The list, and each article."""

    path = "/c/{client:str}/articles"
    guards = (requires_client,)
    opt = needs(Scope.SEARCH)
    include_in_schema = False

    @get("/")
    async def browse(
        self,
        one_client: NamedDependency[OneClient],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        web: NamedDependency[Web],
    ) -> Response[str]:
        """`product`, `state`, `page`."""
        given = request.query_params
        asked = _wanted("", given.get("product", ""), given.get("state", ""))
        at = _whole(given.get("page", ""))
        return await on_a_thread(kb, lambda: _list(kb, one_client, request, web, asked, at))

    @post("/", status_code=200)
    async def find(
        self,
        one_client: NamedDependency[OneClient],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        web: NamedDependency[Web],
    ) -> Response[str]:
        """With a text too; without one, the list that has an address."""
        form = await form_of(request)
        asked, at = _wanted(form.one("text"), form.one("product"), form.one("state")), _whole(form.one("page"))
        if not asked.text:
            return redirected(asked.address(one_client.id, at))
        return await on_a_thread(kb, lambda: _list(kb, one_client, request, web, asked, at))

    @get("/{article:path}")
    async def read(
        self,
        one_client: NamedDependency[OneClient],
        article: ArticlePath,
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        web: NamedDependency[Web],
        of_commit: OfCommit = "",
    ) -> Response[str]:
        """`commit`: as it was then."""

        try:
            view = still_own(one_client, await on_a_thread(kb, lambda: kb.article(one_client, article_id(article))))
        except (NotFound, Replaced) as missing:
            return await no_article(one_client, missing, request, kb, web)

        def read() -> Response[str]:
            page = Page(web, request, "articles", view.snapshot.client)
            if of_commit:
                return page.show("version.html", **_as_it_was(kb, one_client, view, of_commit))
            is_editor, sees_calls = page.may(Scope.EDIT_ARTICLES), page.may(Scope.RECORD)
            calls = articles.calls_using(kb, one_client, view.article.id) if sees_calls else ()
            return page.show(
                "article.html",
                **_told(kb, one_client, view),
                facts=facts(page, view),
                review=review(page, view.article),
                calls=[still_own(one_client, call) for call in calls],
                outcome=outcome,
                is_editor=is_editor,
                sees_calls=sees_calls,
            )

        return await on_a_thread(kb, read)


def _list(
    kb: App, client: OneClient, request: Request[Any, Any, Any], web: Web, asked: Filter, at: int
) -> Response[str]:
    snapshot = still_own(client, kb.snapshot(client))
    page = Page(web, request, "articles", snapshot.client)
    fitting = sorted(filter(asked.fits, snapshot.articles), key=_place)
    pages = max(1, -(-len(fitting) // PAGE))
    at = min(max(1, at), pages)
    shown = fitting[(at - 1) * PAGE : at * PAGE]
    for article in shown:
        still_own(client, ArticleView(article, snapshot))
    return page.show(
        "articles.html",
        groups=[(name, list(its)) for name, its in groupby(shown, key=lambda one: one.category)],
        total=len(fitting),
        asked=asked,
        at=at,
        pages=pages,
        products=sorted({one.product for one in snapshot.articles if one.product}, key=fold),
        states=STATES,
        review=lambda article: review(page, article),
        place=lambda article: f"/c/{client.id}/articles/{quote(article.id)}",
        **_faults(kb, client, page),
    )


def _as_it_was(kb: App, client: OneClient, view: ArticleView, commit: str) -> dict[str, Any]:
    found = articles.version(kb, client, view, commit)
    if found is None:
        raise NotFound(articles.NO_VERSION)
    before = still_own(client, ArticleView(found.article, view.snapshot))
    return {"version": found, "rendered": kb.html(before, links(before, among="articles"))}


def _told(kb: App, client: OneClient, view: ArticleView) -> dict[str, Any]:
    past: History = articles.history(kb, client, view)
    use: ArticleUse = still_own(client, articles.use(kb, client, view.article.id, datetime.now(UTC)))
    return {
        "view": view,
        "rendered": kb.html(view, links(view, among="articles")),
        "history": past,
        "why_no_history": MISSING.get(past.missing, "history-none"),
        "most": articles.MOST_REVISIONS,
        "use": use,
        "days": articles.USED_WITHIN.days,
        "state": STATES[view.article.state],
    }


def _faults(kb: App, client: OneClient, page: Page) -> dict[str, Any]:
    """What is wrong in the client's files, for whoever keeps them."""
    if not page.may(Scope.EDIT_ARTICLES):
        return {"is_editor": False, "faults": None, "faults_total": 0, "severities": SEVERITIES}
    found = serving_state.found_faults(kb, client)
    faults = still_own(client, found).faults[:MOST_FAULTS] if found is not None else None
    total = len(found.faults) if found is not None else 0
    return {"is_editor": True, "faults": faults, "faults_total": total, "severities": SEVERITIES}


def review(page: Page, article: Article) -> tuple[str, bool]:
    """When it was read again and when it is to be, in words; and whether that is overdue."""
    if article.reviewed is None:
        return page.said("review-never"), False
    said = page.said("reviewed", date=local_date(article.reviewed, page.lang))
    due = review_due(article)
    if due is None:
        return said, False
    is_late = is_overdue(due, datetime.now(page.zone).date())
    key = "review-overdue" if is_late else "review-next"
    return f"{said}, {page.said(key, date=local_date(due, page.lang))}", is_late


def facts(page: Page, view: ArticleView) -> list[tuple[str, Sequence[str]]]:
    """The front matter in words: name → one line or several; what the file does not say is left out."""
    article = view.article
    after = article.escalation
    told_to = taker(view.snapshot.client.levels, after.level, after.group, page.lang) if after else ""
    told: list[tuple[str, Sequence[str]]] = [
        ("article-id", (article.id,)),
        ("article-file", (article.public_path,)),
        ("article-category", (article.category,)),
        ("articles-product", (article.product,)),
        ("article-versions", article.versions),
        ("article-sites", article.sites),
        ("article-symptoms", article.symptoms),
        ("article-codes", article.error_codes),
        ("article-keywords", article.keywords),
        ("article-level", (article.level,)),
        ("article-audience", (page.said(AUDIENCES[article.audience]),)),
        ("article-steward", (article.steward,)),
        ("article-overrides", (article.overrides.removeprefix(f"{SHARED}/"),)),
        ("article-replaces", article.replaces),
        ("article-escalation", (told_to, after.when, *after.facts) if after else ()),
    ]
    lines = ((page.said(key), tuple(filter(None, values))) for key, values in told)
    return [(name, values) for name, values in lines if values]


def outcome(call: Call) -> str:
    """Key of what came of it."""
    if call.outcome:
        return f"c-outcome-{call.outcome.value}"
    came = call.telephony.disposition
    return f"came-{came.value}" if came and call.is_unanswered else "outcome-open"


def _wanted(*given: str) -> Filter:
    """Of a text, a product and a state as they were sent."""
    return Filter(*(value.strip()[:MOST_TEXT] for value in given))


def _place(article: Article) -> tuple[bool, str, str, str, str]:
    """By category, those without any last, then title."""
    return not article.category, fold(article.category), article.category, fold(article.title), article.id


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
