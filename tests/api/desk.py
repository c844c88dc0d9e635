"""One call of one client, as a help desk tool speaks of it over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx

from tests.served import Served

AT = "2026-11-02T09:14:00+01:00"


class Caller:
    """One call of one client, as a help desk tool speaks of it."""

    def __init__(self, served: Served, call: str = "c-1", client: str = "acme") -> None:
        self.http, self.path = served.http, f"/api/v1/clients/{client}/calls/{call}"

    def put(self, **body: Any) -> httpx.Response:
        return self.http.put(self.path, json=body)

    def events(self, *events: tuple[str, dict[str, Any]]) -> httpx.Response:
        return self.http.post(f"{self.path}/events", json={"events": [as_event(*one) for one in events]})

    def post(self, step: str, **body: Any) -> httpx.Response:
        return self.http.post(f"{self.path}/{step}", json={"at": AT, **body})

    def read(self) -> dict[str, Any]:
        response = self.http.get(self.path)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    def replay(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.http.get(f"{self.path}/replay").json()["timeline"]
        return found


def as_event(id: str, what: dict[str, Any]) -> dict[str, Any]:
    return {"id": id, "at": AT, "what": what}


def kept_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((folder / "data").glob("calls.db*")))
