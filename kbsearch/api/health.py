"""Is the process alive, and can it answer? Both are public and say nothing about any client."""

from __future__ import annotations

from litestar import get
from litestar.di import NamedDependency

from kbsearch.api.clients import on_a_thread, problems
from kbsearch.api.shapes import LiveOut, ReadyOut
from kbsearch.app import App
from kbsearch.errors import IndexMissing


@get("/livez", operation_id="live", name="live", summary="Is the process alive?", tags=["health"], sync_to_thread=False)
def livez() -> LiveOut:
    return LiveOut()


@get(
    "/readyz",
    operation_id="ready",
    name="ready",
    summary="Are searches answered, and how?",
    description="Ready as soon as keyword answers work; `model` and `mode` say whether meaning is compared too.",
    tags=["health"],
    responses=problems(_503="Nothing can be served; `remedy` is the command to run."),
)
async def readyz(kb: NamedDependency[App]) -> ReadyOut:
    readiness = await on_a_thread(kb, kb.readiness)
    if not readiness.ready:
        raise IndexMissing("No client can be served yet.", remedy="kbsearch build")
    return ReadyOut("ready", readiness.model, readiness.mode, readiness.why, readiness.clients)
