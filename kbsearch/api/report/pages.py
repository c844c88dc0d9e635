"""One client's monthly report, to be downloaded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.catalogue import Lang
from kbsearch.api.pages.visits import Visit, counted
from kbsearch.api.report import words as report_words
from kbsearch.app.address import public_address
from kbsearch.app.printing import pdf_printer
from kbsearch.app.report import report
from kbsearch.app.topics import patient_reader_of
from kbsearch.core.access.principals import Scope
from kbsearch.core.figures.period import month_of
from kbsearch.errors import BadRequest

Month = Annotated[str, QueryParameter(max_length=10)]
ReportLang = Annotated[str, QueryParameter(name="lang", max_length=10)]
ReportFormat = Annotated[str, QueryParameter(name="format", max_length=10)]
PAGE, PDF = "text/html", "application/pdf"
LANGS: dict[str, Lang] = {"fr": "fr", "en": "en"}


class ReportPage(Controller):
    """One client's. A download, for its style is its own, which no page of this server may bring."""

    path = "/c/{client:str}/report"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    include_in_schema = False

    @get("/")
    async def download(
        self,
        visit: NamedDependency[Visit],
        month: Month = "",
        report_lang: ReportLang = "",
        report_format: ReportFormat = "",
    ) -> Response[bytes]:
        """`month`: as 2026-11, else the last that is over; `lang`: else the client's own; `format`: `pdf`, else a page.
        Raises `StateError` where nothing here makes a PDF."""

        def made() -> Response[bytes]:
            printed = pdf_printer() if report_format == "pdf" else str.encode
            return _made(visit, month.strip(), report_lang.strip(), printed)

        return await counted(visit.kb, visit.client, made)


def _made(visit: Visit, month: str, wanted: str, printed: Callable[[str], bytes]) -> Response[bytes]:
    """`wanted`: the language. Searches go before the wordings of the month, of which all are read as the command reads
    them: who downloads a report waits for as long as it takes. The file is kept and sent: where no name of the server
    is set, its links lead to the address at which it was asked for."""
    kb, client = visit.kb, visit.client
    address = public_address(kb.settings) or str(visit.request.base_url).rstrip("/")
    now = datetime.now(UTC)
    own = visit.snapshot().client
    lang = LANGS.get(wanted or own.lang) or ("fr" if not wanted else None)
    if lang is None:
        raise BadRequest("The languages are fr and en.", field="lang", key="value-lang")
    period = month_of(month, own.time_zone, now)
    found = report(kb, client, f"{period.since:%Y-%m}", now, read_with=partial(patient_reader_of, kb))
    body = printed(report_words.page(visit.web, client, found, lang, address))
    kind, ending = (PAGE, "html") if printed is str.encode else (PDF, "pdf")
    name = f"{client.id}-{period.since:%Y-%m}.{ending}"
    headers: dict[str, Any] = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
    }
    return Response(body, media_type=kind, headers=headers)
