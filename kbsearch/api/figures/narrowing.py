"""Which of the calls of a figure are asked for: those of one part, or article, or that were counted at some moment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, get_args
from urllib.parse import urlencode

from litestar import Request
from litestar.params import QueryParameter

from kbsearch.api.calls.call_list import MOMENT, one_of
from kbsearch.api.health.shapes import MOST_ID_CHARS
from kbsearch.core.figures.parts import By, CallsBy
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BadRequest

OfBy: TypeAlias = CallsBy | Literal["topic"]
BYS: tuple[OfBy, ...] = (*get_args(By), "disposition", "topic")
MOST_FILE_CHARS = 40
OfArticle = Annotated[
    str,
    QueryParameter(
        max_length=MOST_ID_CHARS,
        description="An article's id, with `not_called_back` or a count of `readFigureArticles`; `*` = any article. "
        "Empty = of none.",
    ),
]
PartBy = Annotated[
    str,
    QueryParameter(
        description="What makes a part, as of `readFigureParts`; `topic` as of `readFigureTopics`; `disposition` = "
        "what came of the call, for figures of the queue. Empty = all calls of the figure. It goes with `key`.",
        schema_extra={"enum": ["", *BYS]},
    ),
]
PartKey = Annotated[
    str,
    QueryParameter(
        max_length=MOST_ID_CHARS,
        description="Which part: its `key`, empty = the queue that was not told; its `topic`, empty = about none; of "
        "`disposition` a name of `queue` of `readFigures`, such as `overflowed`. It goes with `by`.",
    ),
]
CountedAt = Annotated[
    str,
    QueryParameter(
        max_length=40,
        description="As counted then, such as the `opened` of an alert: no call that began later, and nothing that "
        "ripened later. What was written later of the other calls is in it. Without an offset, in the client's local "
        "time. Empty, or later than now = now. Not with `topic`.",
        schema_extra=MOMENT,
    ),
]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What of a figure is asked for."""

    article: str
    """Empty = of no article."""
    by: OfBy | None
    """None = of no part."""
    key: str
    counted_at: str = ""
    """As it was asked; empty = now."""

    def file_end(self, *, is_there: bool) -> str:
        """What a file of it is called besides, in characters that any header takes; empty = nothing. The key of what
        `is_there` alone: no answer says what is another client's, not even to whoever asked by it."""
        if self.by is None or not is_there:
            return "" if self.by is None else f"-{self.by}"
        return f"-{self.by}-{re.sub('[^A-Za-z0-9-]+', '_', self.key)[:MOST_FILE_CHARS]}"


async def provide_narrowed(
    request: Request[Any, Any, Any],
    article: OfArticle = "",
    by: PartBy = "",
    key: PartKey = "",
    counted_at: CountedAt = "",
) -> Narrowed:
    """Raises `BadRequest` and `ValidationException`, which name the parameter."""
    found, is_keyed = one_of(BYS, "by", by), "key" in request.query_params
    if found is not None and not is_keyed:
        raise BadRequest("Say which part: `by` goes with `key`.", field="key", key="value-part-key")
    if found is None and is_keyed:
        raise BadRequest("Say what makes the part: `key` goes with `by`.", field="by", key="value-part-by")
    if found is not None and article:
        raise BadRequest("The share of an article has no parts.", field="by", key="value-part-article")
    if found == "topic" and counted_at:
        raise BadRequest("Topics are counted as of now.", field="counted_at", key="value-counted-topic")
    return Narrowed(article, found, key, counted_at)


def calls_at(client: OneClient, days: dict[str, str], figure: str, by: OfBy | None = None, key: str = "") -> str:
    """Where the calls are that a figure counts on these days, of one part where `by` says what makes it."""
    part = {} if by is None else {"by": by, "key": key}
    asked = {name: days[name] for name in ("since", "until")} | part
    return f"/api/v1/clients/{client.id}/figures/{figure}/calls?{urlencode(asked)}"
