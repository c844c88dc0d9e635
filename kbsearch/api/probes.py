"""Is the process alive, and can it answer? Both are public and say nothing about any client."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency

from kbsearch.api.access.identity import PUBLIC
from kbsearch.api.catalogue import Lang, choose, text
from kbsearch.api.contract import examples
from kbsearch.api.contract.described import found, public_problems
from kbsearch.api.search.shapes import LiveOut, ReadyOut
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App, Readiness
from kbsearch.errors import IndexMissing, ModelMismatch


@get(
    "/livez",
    opt=PUBLIC,
    security=[{}],
    operation_id="live",
    name="live",
    summary="Is the process alive?",
    description="Never limited: a monitor behind a busy address must still hear it.",
    tags=["health"],
    responses=found(LiveOut, "It is.", examples.LIVE) | public_problems(),
    sync_to_thread=False,
)
def livez() -> LiveOut:
    return LiveOut()


@get(
    "/readyz",
    opt=PUBLIC,
    security=[{}],
    operation_id="ready",
    name="ready",
    summary="Are searches answered, and how?",
    description="Ready as soon as keyword answers work; `model` and `mode` say whether meaning is compared too.",
    tags=["health"],
    responses=found(ReadyOut, "They are.", examples.READY)
    | public_problems(_503="Nothing can be served; `remedy` is the command to run."),
)
async def readyz(request: Request[Any, Any, Any], kb: NamedDependency[App]) -> ReadyOut:
    readiness = await on_a_thread(kb, kb.readiness)
    if not readiness.ready:
        if readiness.mismatched:
            raise ModelMismatch("Every index was built with another model.", remedy="kbsearch build")
        raise IndexMissing("No client can be served yet.", remedy="kbsearch build")
    return ReadyOut(
        status="ready",
        model=readiness.model,
        mode=readiness.mode,
        why=_why(readiness, choose(request.headers.get("accept-language", ""))),
    )


def _why(readiness: Readiness, lang: Lang) -> str:
    """Without folders or messages from below, which only the log has."""
    match readiness.model:
        case "missing":
            remedy = text(lang, "remedy", command="kbsearch model prepare")
            return f"{text(lang, 'model-missing-detail')} {remedy}"
        case "failed":
            return text(lang, "model-failed-detail", cause=readiness.cause)
        case _:
            return ""
