"""Calls of another tool, a file at a time."""

from __future__ import annotations

import asyncio
import io
from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Controller, Request, Response, post
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler
from msgspec import Meta

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import act, needs
from kbsearch.api.catalogue import Lang, choose, text
from kbsearch.api.contract.described import found, problems
from kbsearch.api.errors.problems import UnsupportedMediaTypeError
from kbsearch.api.requests.once import REPLAYED_HEADER, Once
from kbsearch.app import App
from kbsearch.core.access.audit import Action
from kbsearch.core.access.principals import Scope
from kbsearch.core.calls.imported import ImportedCall, ImportFault, each_call
from kbsearch.core.calls.imported_rows import Clock, Row
from kbsearch.core.calls.imported_tables import Format
from kbsearch.core.one_client import OneClient
from kbsearch.flows.load_calls import MOST_FAULTS, Loaded, known_to

MOST_BYTES = 5_000_000
FORMATS: dict[str, Format] = {"application/x-ndjson": "jsonl", "application/jsonl": "jsonl", "text/csv": "csv"}
"""None of them can be sent by a foreign page without asking first."""


class RowFaultOut(msgspec.Struct, frozen=True):
    """What is wrong with one row, or odd about it."""

    line: int
    field: Annotated[str, Meta(description="Empty = the row as a whole.")]
    message: str


def fault_out(fault: ImportFault, lang: Lang) -> RowFaultOut:
    return RowFaultOut(fault.line, fault.field, text(lang, fault.code, **fault.values))


class ImportOut(msgspec.Struct, frozen=True):
    """What became of the file. Sending it again is safe."""

    client: str
    calls: Annotated[int, Meta(description="Rows that are on record now.")]
    new: Annotated[int, Meta(description="Events kept now.")]
    repeated: Annotated[int, Meta(description="Events that were on record before.")]
    faulty: Annotated[int, Meta(description="Rows of which nothing was kept.")]
    faults: Annotated[tuple[RowFaultOut, ...], Meta(description=f"The first {MOST_FAULTS} of them, by line.")]
    warned: Annotated[
        int, Meta(description="Articles that kept rows name and this client does not have: mistyped, or deleted since.")
    ] = 0
    warnings: Annotated[
        tuple[RowFaultOut, ...], Meta(description=f"The first {MOST_FAULTS} of them, by line; their calls are kept.")
    ] = ()
    expiring: Annotated[
        int,
        Meta(
            description="Rows on record now whose calls are older than the client's `retention_days`: they are deleted "
            "within a day."
        ),
    ] = 0
    unvouched: Annotated[
        int,
        Meta(
            description="Rows on record now that were resolved with an article and name neither a caller nor a "
            "confirmation: search learns nothing from them."
        ),
    ] = 0


EXAMPLE: dict[str, Any] = {
    "client": "caissio",
    "calls": 2,
    "new": 6,
    "repeated": 0,
    "faulty": 1,
    "faults": [{"line": 3, "field": "outcome", "message": "Une issue et une heure de fin vont ensemble."}],
    "warned": 1,
    "warnings": [
        {
            "line": 2,
            "field": "used",
            "message": "Avertissement : ce client n’a pas d’article « tpe-hors-linge » (faute de frappe, ou supprimé "
            "depuis ?). L’appel est gardé ; la recherche n’en apprend rien pour cet article.",
        }
    ],
    "expiring": 0,
    "unvouched": 0,
}


BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/x-ndjson": {
            "schema": {"type": "string"},
            "examples": {
                "example": {
                    "value": '{"call_id": "c-1", "started_at": "2026-11-02T09:14:00+01:00", "symptom": "muette"}\n'
                }
            },
        },
        "application/jsonl": {"schema": {"type": "string"}},
        "text/csv": {
            "schema": {"type": "string"},
            "examples": {"example": {"value": "call_id;started_at;symptom\nc-2;2026-11-02 09:14;imprimante muette\n"}},
        },
    },
}
"""Of the OpenAPI document: the handler reads it by itself."""


class UnsupportedTableError(UnsupportedMediaTypeError):
    """The body is declared neither as JSON Lines nor as CSV."""

    wanted = "unsupported-table-detail"


async def requires_table(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A body declared as JSON Lines or CSV."""
    if isinstance(connection, Request) and form_of(connection) is None:
        raise UnsupportedTableError


def form_of(request: Request[Any, Any, Any]) -> Format | None:
    return FORMATS.get(request.headers.get("content-type", "").partition(";")[0].strip().lower())


class ImportController(Controller):
    """Files about one client."""

    path = "/api/v1/clients/{client:str}/imports"
    guards = (requires_client, requires_table)
    opt = needs(Scope.RECORD)
    tags = ("calls",)

    @post(
        "/calls",
        status_code=200,
        request_max_body_size=MOST_BYTES,
        opt={"body": BODY},
        operation_id="importCalls",
        response_headers=[REPLAYED_HEADER],
        name="import-calls",
        summary="Import calls with their outcomes",
        description=(
            "JSON Lines (`application/x-ndjson`) or CSV (`text/csv`, comma, semicolon or tab, with a header), UTF-8. "
            f"Columns: {', '.join(f'`{name}`' for name in Row.__struct_fields__)}. Times without an offset are local "
            "to the client. Good rows are kept, the others listed; an article that is not there is a warning."
        ),
        responses=found(ImportOut, "What was kept, and what is wrong with the rest.", EXAMPLE)
        | problems(
            _400="The address is malformed.",
            _404="No such client, or not yours.",
            _409="The same post is still under way.",
            _413="The body is too large.",
            _415="The body is neither JSON Lines nor CSV.",
            _422="The idempotency key is that of another post.",
            _503="Too many files are being read, or the rest was not kept: send the same again.",
        ),
    )
    async def import_calls(
        self,
        one_client: NamedDependency[OneClient],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        once: NamedDependency[Once],
    ) -> Response[ImportOut]:
        data, form = await request.body(), form_of(request) or "jsonl"

        def load() -> Loaded:
            snapshot = kb.snapshot(one_client)  # local times mean nothing without its zone
            now = datetime.now(UTC)
            clock = Clock(ZoneInfo(snapshot.client.time_zone), now)
            read = [*each_call(io.BytesIO(data), form, client=one_client.id, clock=clock)]
            calls = sum(isinstance(one, ImportedCall) for one in read)
            with kb.access.audited(act(request, Action.CALLS_IMPORT, one_client, f"{calls} calls")):
                return kb.calls.load(one_client, read, known_to(snapshot, now))

        async def imported() -> ImportOut:
            loaded = await asyncio.wrap_future(kb.threads.importers.submit(load, one_client.id))
            lang = choose(request.headers.get("accept-language", ""))
            return ImportOut(
                client=one_client.id,
                calls=loaded.calls,
                new=loaded.new,
                repeated=loaded.repeated,
                faulty=loaded.faulty,
                faults=tuple(fault_out(one, lang) for one in loaded.faults),
                warned=loaded.warned,
                warnings=tuple(fault_out(one, lang) for one in loaded.warnings),
                expiring=loaded.expiring,
                unvouched=loaded.unvouched,
            )

        return await once.answer(imported)
