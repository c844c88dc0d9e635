"""What an instance shows its doors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kbsearch.adapters.embedders.slot import ModelState
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.escalation import Path
from kbsearch.core.learning.evidence import Drawn
from kbsearch.core.model import Answer, Article
from kbsearch.core.questions import Chosen
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import StateError


@dataclass(frozen=True, slots=True)
class ClientView:
    """One client of this instance, for the home page and the start-up lines."""

    id: str
    name: str
    generation: str
    """Empty when nothing can be served; `error` says why."""
    commit: str
    articles: int
    error: StateError | None = None

    @classmethod
    def of(cls, snapshot: Snapshot) -> ClientView:
        """As its snapshot has it."""
        client = snapshot.client
        return cls(client.id, client.name or client.id, snapshot.generation, snapshot.commit, len(snapshot.articles))


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article as of the snapshot being served."""

    article: Article
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether searches are answered, and how."""

    ready: bool
    model: ModelState
    mode: Literal["hybrid", "keyword"]
    why: str
    """Why the model is missing or failed; empty otherwise. It may name folders: for the terminal, not for the API."""
    cause: str
    """The same for anyone: the kind of error."""
    clients: int
    served: int
    """Clients that have a snapshot in memory."""
    fallback: int
    """Of those, the ones served from another generation than the current one, which is damaged or gone."""
    unserved: int
    """Clients without anything to serve: never built, or damaged. The others are still being loaded."""
    mismatched: int
    """Clients whose snapshot was made with another model than the one loaded: their searches are refused."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything that one search brings to the screen."""

    answer: Answer
    path: Path
    """Who takes over, if a first result that is `sure` or `to_check` is what the call is about."""
    incidents: tuple[Incident, ...]
    """Known incidents that the symptom says or means."""
    drawn: Drawn
    chosen: tuple[Chosen, ...] = ()
    """What the caller answered to earlier questions, as far as an article gives such an answer."""
    labels: tuple[str, ...] = ()
    """Of `chosen`, in words: as the questions had them."""
