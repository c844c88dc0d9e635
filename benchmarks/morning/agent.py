"""An N1 agent who works through a morning of calls over HTTP, by what stands on the screen and nothing else.

The agent trusts the first three results: if the article that solves the call is among them, it is opened, ticked and
used, and those above it are refused. If not, the call is handed over along the path on the screen, and the next level
says afterwards whether N1 could have solved it. Some posts are sent twice and some closings arrive first, as on a bad
line.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

CALLS = Path(__file__).parent / "calls.jsonl"
OPENED = datetime(2026, 11, 3, 8, 0, tzinfo=ZoneInfo("Europe/Paris"))
"""A Tuesday."""
INCIDENT = {
    "id": "INC-autorisations",
    "title": "Autorisations bancaires en panne",
    "symptoms": ["tous les paiements sont refusés", "autorisation bancaire impossible"],
    "message": "La banque rétablit le service. Encaisser en espèces en attendant.",
}
INCIDENT_MINUTE = 29
LOOKED_AT = 3
"""Results that an agent reads while the caller waits."""


@dataclass(frozen=True, slots=True)
class Scripted:
    """One call: what the caller says, what the agent types, and what would solve it."""

    call: str
    client: str
    minute: int
    caller: str
    said: str
    typed: str
    solved_by: str | None
    """Path of the article; None = no article of the base does."""
    incident: bool = False
    """It is about the known incident."""


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one call."""

    scripted: Scripted
    answer: dict[str, Any]
    """The search's, as it was on the screen."""
    place: int | None
    """Of the article that solves it among the results, from 1; None = not among them, or there is none."""
    outcome: str
    sheet: dict[str, Any] | None
    """The hand-over sheet, where the call was handed over."""


def scripted() -> list[Scripted]:
    return [Scripted(**json.loads(line)) for line in CALLS.read_text("utf-8").splitlines()]


class Agent:
    """Speaks to the API at `http`; `seed` decides which posts are sent twice."""

    def __init__(self, http: httpx.Client, *, seed: int = 7) -> None:
        self._http, self._random = http, random.Random(seed)  # noqa: S311
        self.sent_again = 0

    def work(self) -> list[Handled]:
        """The whole morning, in order; the incident is declared when it is noticed."""
        handled: list[Handled] = []
        declared = False
        for one in scripted():
            if not declared and one.minute >= INCIDENT_MINUTE:
                self._post("/api/v1/clients/caissio/incidents", INCIDENT | {"opened_at": _at(INCIDENT_MINUTE)})
                declared = True
            handled.append(self._handle(one))
        return handled

    def read(self, one: Scripted) -> dict[str, Any]:
        return self._checked(self._http.get(_path(one)))

    def replay(self, one: Scripted) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._checked(self._http.get(f"{_path(one)}/replay"))["timeline"]
        return found

    def _handle(self, one: Scripted) -> Handled:
        begun = {"channel": "phone", "queue": one.client, "caller": one.caller, "started_at": _at(one.minute)}
        self._send("PUT", _path(one), begun)
        self._events(one, ("said", {"kind": "described", "symptom": one.said}))
        search = {"query": one.typed, "call": one.call, "event": f"{one.call}:search", "at": _at(one.minute + 1)}
        answer = self._post(f"/api/v1/clients/{one.client}/search", search)
        paths = [result["path"] for result in answer["results"]]
        place = paths.index(one.solved_by) + 1 if one.solved_by in paths else None
        if answer["incidents"] and one.incident:
            outcome, sheet = "known_incident", None
            self._close(one, outcome, incident=answer["incidents"][0]["id"])
        elif place is not None and place <= LOOKED_AT:
            outcome, sheet = "resolved", None
            self._solve(one, answer, place)
        else:
            outcome, sheet = self._hand_over(one, answer, place)
        return Handled(one, answer, place, outcome, sheet)

    def _solve(self, one: Scripted, answer: dict[str, Any], place: int) -> None:
        article = answer["results"][place - 1]["article"]
        above = [result["article"] for result in answer["results"][: place - 1]]
        done = [
            *(("refused", {"kind": "refused", "article": other}) for other in above),
            ("opened", {"kind": "opened", "article": article, "version": answer["commit"]}),
            ("step", {"kind": "ticked", "article": article, "step": 1}),
            ("tried", {"kind": "tried", "article": article}),
        ]
        if self._random.random() < 0.2:  # the line drops: the closing is the first to arrive
            self._close(one, "resolved", used=[article])
            self._events(one, *done)
        else:
            self._events(one, *done)
            self._close(one, "resolved", used=[article])

    def _hand_over(self, one: Scripted, answer: dict[str, Any], place: int | None) -> tuple[str, dict[str, Any]]:
        told = {"priority": "P3", "impact": "un poste", "symptom": one.said, "at": _at(one.minute + 4)}
        sheet = self._post(f"{_path(one)}/handover", told)
        step = sheet["path"]["steps"][sheet["path"]["now"]]
        level = step["level"] if step["level"] in ("N2", "N3", "on-call") else "N2"
        self._events(one, ("escalated", {"kind": "escalated", "level": level, "group": step["group"]}))
        outcome = f"escalated_{level.lower().replace('-', '_')}"
        self._close(one, outcome)
        review = {"kind": "reviewed", "level": level, "n1_could": one.solved_by is not None}
        self._events(one, ("reviewed", review), minute=one.minute + 60)
        return outcome, sheet

    def _close(self, one: Scripted, outcome: str, **more: Any) -> None:
        closing = {"id": f"{one.call}:closed", "at": _at(one.minute + 5), "outcome": outcome, **more}
        self._post(f"{_path(one)}/close", closing)

    def _events(self, one: Scripted, *happened: tuple[str, dict[str, Any]], minute: int | None = None) -> None:
        at = _at(one.minute + 2 if minute is None else minute)
        events = [
            {"id": f"{one.call}:{name}:{place}", "at": at, "what": what} for place, (name, what) in enumerate(happened)
        ]
        self._post(f"{_path(one)}/events", {"events": events})

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._send("POST", path, body)

    def _send(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._checked(self._http.request(method, path, json=body))
        if self._random.random() < 0.2:
            self.sent_again += 1
            self._checked(self._http.request(method, path, json=body))
        return answer

    @staticmethod
    def _checked(response: httpx.Response) -> dict[str, Any]:
        if response.status_code != 200:
            raise RuntimeError(f"{response.request.method} {response.request.url.path}: {response.text}")
        found: dict[str, Any] = response.json()
        return found


def table(handled: list[Handled]) -> Iterator[str]:
    """What the morning was, one row a client, as Markdown."""
    heads = ("client", "calls", "resolved at N1", "known incident", "handed over", "right article first", "no article")
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    clients = sorted({one.scripted.client for one in handled})
    for client in [*clients, "all"]:
        its = [one for one in handled if client in ("all", one.scripted.client)]
        solvable = [one for one in its if one.scripted.solved_by]
        nothing = [one for one in its if not one.scripted.solved_by and not one.scripted.incident]
        counts = (
            len(its),
            sum(one.outcome == "resolved" for one in its),
            sum(one.outcome == "known_incident" for one in its),
            sum(one.outcome.startswith("escalated") for one in its),
            f"{sum(one.place == 1 for one in solvable)} of {len(solvable)}",
            f"{sum(one.outcome.startswith('escalated') for one in nothing)} of {len(nothing)} handed over",
        )
        yield f"| {client} | " + " | ".join(map(str, counts)) + " |"


def _path(one: Scripted) -> str:
    return f"/api/v1/clients/{one.client}/calls/{one.call}"


def _at(minute: int) -> str:
    return (OPENED + timedelta(minutes=minute)).isoformat()
