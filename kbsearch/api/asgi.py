"""The HTTP application: routes, errors and what surrounds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Controller, Litestar, Request, Response
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ASGIApp

from kbsearch.api.access.elsewhere import come_back, go_elsewhere
from kbsearch.api.access.guards import let_in
from kbsearch.api.access.key_pages import KeyPages
from kbsearch.api.access.mine import list_clients
from kbsearch.api.access.people_pages import PeoplePages
from kbsearch.api.access.route_audit import require_guarded
from kbsearch.api.access.sign_in import POP, sign_in, sign_in_page, sign_in_with_password, sign_out
from kbsearch.api.alerts.controller import AlertController
from kbsearch.api.alerts.pages import AlertPage
from kbsearch.api.articles.controller import ArticleController
from kbsearch.api.articles.pages import ArticlePages
from kbsearch.api.calls.call_list import CallListController
from kbsearch.api.calls.controller import CallController
from kbsearch.api.calls.handovers import HandoverController
from kbsearch.api.calls.imports import ImportController
from kbsearch.api.calls.own_calls import own_calls
from kbsearch.api.calls.pages import CallPages
from kbsearch.api.catalogue import choose
from kbsearch.api.contract.deprecation import tell_deprecation
from kbsearch.api.contract.docs import docs_page, openapi_config
from kbsearch.api.dashboard.page import DashboardPage
from kbsearch.api.dashboard.stream import Streams
from kbsearch.api.effects.calls import FigureEffectCallController
from kbsearch.api.effects.controller import FigureEffectController, FigureEffectPage
from kbsearch.api.errors import problems
from kbsearch.api.errors.refusals import SlowRefusals
from kbsearch.api.figures.articles import ArticleFigurePage, FigureArticleController
from kbsearch.api.figures.controller import FigureController
from kbsearch.api.figures.pages import FigurePage
from kbsearch.api.figures.searches import SearchFigureController
from kbsearch.api.figures.topics import FigureTopicController
from kbsearch.api.gaps.pages import GapController, GapPage
from kbsearch.api.health.pages import HealthPage, KnowledgeController
from kbsearch.api.incidents.controller import IncidentController
from kbsearch.api.incidents.pages import IncidentPages
from kbsearch.api.pages.in_words import in_words
from kbsearch.api.pages.resuming import AgainPage, UnsentForms, resuming
from kbsearch.api.pages.status import StatusPage
from kbsearch.api.pages.visits import provide_visit
from kbsearch.api.pages.web import Web, asset, error_page, home, html, open_web, problems_page
from kbsearch.api.probes import livez, readyz
from kbsearch.api.report.pages import ReportPage
from kbsearch.api.requests.last_asked import LastAsked
from kbsearch.api.requests.once import provide_once
from kbsearch.api.requests.queries import names_of, require_known
from kbsearch.api.search.controller import ClientController
from kbsearch.api.search.escalation import EscalationController
from kbsearch.api.search.pages import ClientPages
from kbsearch.api.search.plain_forms import PlainForms
from kbsearch.api.telephone.events import TelephoneEventController
from kbsearch.api.telephone.pop import choose_client, place_again, pop, sign_in_apart
from kbsearch.api.telephone.pop_refused import leading_away
from kbsearch.api.telephone.pop_waiting import Waiting
from kbsearch.api.transport.crowd import uncrowded
from kbsearch.api.transport.envelope import envelope
from kbsearch.api.transport.limits import KeyLimits, limited
from kbsearch.api.transport.metering import metered
from kbsearch.api.transport.options import answering_options
from kbsearch.api.transport.origins import for_listed_origins
from kbsearch.api.transport.patience import patient
from kbsearch.api.transport.serving import behind_proxies
from kbsearch.app import App
from kbsearch.core.metering import Meter

OF_AN_AGENT = (pop, choose_client, own_calls)
"""Pages of who takes calls, whatever client they are for."""
CONTROLLERS: tuple[type[Controller], ...] = (
    ClientController,
    ArticleController,
    CallController,
    TelephoneEventController,
    CallListController,
    HandoverController,
    ImportController,
    IncidentController,
    AlertController,
    AlertPage,
    EscalationController,
    FigureController,
    FigureArticleController,
    FigureTopicController,
    FigureEffectController,
    FigureEffectCallController,
    GapController,
    KnowledgeController,
    SearchFigureController,
)
PAGES: tuple[type[Controller], ...] = (
    ClientPages,
    PlainForms,
    AgainPage,
    CallPages,
    ArticlePages,
    IncidentPages,
    FigurePage,
    ArticleFigurePage,
    FigureEffectPage,
    DashboardPage,
    GapPage,
    HealthPage,
    ReportPage,
    StatusPage,
    KeyPages,
    PeoplePages,
)


def create_app(kb: App, *, on_ready: Callable[[], None] = lambda: None, meter: Meter | None = None) -> ASGIApp:
    """The whole application around one `App`, which the caller opens and closes. `on_ready` runs once it can answer.

    With a `meter` requests are counted; without, nothing of that is on their way.
    """
    slow, web = SlowRefusals(), open_web()
    litestar = create_litestar(kb, web, on_ready)
    app = patient(uncrowded(resuming(answering_options(litestar), litestar.state.unsent), kb, slow))
    app = leading_away(in_words(for_listed_origins(limited(app, kb.settings, slow), kb), web))
    app = envelope(app, kb.settings)
    return behind_proxies(app if meter is None else metered(app, meter), kb.settings.proxies)


def create_litestar(kb: App, web: Web, on_ready: Callable[[], None]) -> Litestar:
    def provide_kb() -> App:
        return kb

    def provide_web() -> Web:
        return web

    def handle(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        return answer_error(web, request, error)

    limits, names = KeyLimits(kb.settings), dict[tuple[str, str], frozenset[str]]()

    async def admit(request: Request[Any, Any, Any]) -> None:
        await limits.take(request)
        require_known(request, names)

    app = Litestar(
        route_handlers=[
            *CONTROLLERS,
            *PAGES,
            list_clients,
            livez,
            readyz,
            home,
            asset,
            problems_page,
            docs_page,
            sign_in,
            sign_in_with_password,
            go_elsewhere,
            come_back,
            sign_out,
            *OF_AN_AGENT,
        ],
        dependencies={
            "kb": Provide(provide_kb, sync_to_thread=False),
            "one_client": Provide(let_in, sync_to_thread=False),
            "web": Provide(provide_web, sync_to_thread=False),
            "visit": Provide(provide_visit, sync_to_thread=False),
            "once": Provide(provide_once),
        },
        exception_handlers={Exception: handle},
        before_request=admit,
        before_send=[tell_deprecation],
        on_startup=[on_ready],
        openapi_config=openapi_config(),
        request_max_body_size=problems.MAX_BODY_BYTES,
        logging_config=None,
        state=State(
            {"kb": kb, "last_asked": LastAsked(), "waiting": Waiting(), "unsent": UnsentForms(), "streams": Streams()}
        ),
    )
    names.update(names_of(app))
    require_guarded(app)
    return app


def answer_error(web: Web, request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A problem document; for a browser outside `/api`, a page with the same words."""
    response = problems.handle(request, error)
    if request.scope["path"].startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return response
    if response.status_code == 401:
        page = sign_in_apart(request)
        return page or html(sign_in_page(request, web, onward=place_again(request)), status=401)
    lang, is_of_call = choose(request.headers.get("accept-language", "")), request.scope["path"] == POP
    page = error_page(web, problems.decode(response.content), lang, is_of_call=is_of_call)
    page.headers.update({name: value for name, value in response.headers.items() if name in ("Retry-After", "Allow")})
    return page
