"""Somebody in front of a browser without scripts: reads pages, and posts the forms that are on them."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser
from types import TracebackType
from typing import Any, Self

import httpx
import msgspec

from kbsearch.app import App
from kbsearch.app.wiring import open_store
from kbsearch.core.access.audit import Entry
from kbsearch.core.access.people import Person
from kbsearch.core.access.principals import Role
from kbsearch.core.faults import FoundFaults
from kbsearch.core.model import Fault
from tests.served import BEFORE_IT_IS_CLOSED, Served, session_of

AS_A_BROWSER = {"accept": "text/html", "sec-fetch-site": "same-origin"}


class Forms(HTMLParser):
    """Every form of a page: action → its fields as they stand, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[tuple[str, str]]] = {}
        self._fields: list[tuple[str, str]] | None = None
        self._area, self._select = "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("select", "textarea", "input") and "name" not in given:
            return  # of the page's script alone
        if tag == "form":
            self._fields = self.found.setdefault(given.get("action", ""), [])
        elif tag == "select":
            self._select = given["name"]
        elif self._fields is None:
            return
        elif tag == "textarea":
            self._area = given["name"]
            self._fields.append((self._area, ""))
        elif tag == "option" and self._select and not any(name == self._select for name, _ in self._fields):
            self._fields.append((self._select, given.get("value", "")))
        elif tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self._fields.append((given["name"], given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area and self._fields is not None:
            name, before = self._fields[-1]
            self._fields[-1] = (name, before + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""


class Visitor:
    """One person's browser."""

    def __init__(self, served: Served, session: str) -> None:
        self.url = served.url
        self.http = httpx.Client(
            cookies={"kbsearch": session}, headers=AS_A_BROWSER, trust_env=False, limits=BEFORE_IT_IS_CLOSED, timeout=30
        )

    def get(self, path: str, status: int = 200) -> str:
        answer = self.http.get(self.url + path)
        assert answer.status_code == status, answer.text
        return answer.text

    def submit(self, page: str, action: str, /, **filled: Any) -> httpx.Response:
        """Post the form of `page` with this action, its fields filled in anew; lists are boxes that are ticked."""
        fields = [(name, value) for name, value in Forms(page).found[action] if name not in filled]
        for name, value in filled.items():
            fields += [(name, one) for one in (value if isinstance(value, list) else [value])]
        body = httpx.QueryParams(fields)
        form = {"content-type": "application/x-www-form-urlencoded"}
        return self.http.post(self.url + action, content=str(body), headers=form)

    def follow(self, answer: httpx.Response) -> str:
        """Where a post led to."""
        assert answer.status_code == 303, answer.text
        return self.get(answer.headers["location"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.http.close()


def visitor(served: Served, roles: dict[str, tuple[Role, ...]], *, id: str = "") -> Visitor:
    """Somebody with these roles, and nobody else with others, but for who had others before under this `id`."""
    now, (token, digest) = datetime.now(UTC), served.kb.access.new_session()
    person = Person(id or f"somebody-{roles}", "Somebody", "oidc", roles)
    entry = Entry(now.isoformat(), f"person:{person.id}", "session.begin", "done")
    assert served.kb.access.accounts.begin_for(person, digest, now, entry)
    return Visitor(served, token)


def operator(served: Served) -> Visitor:
    """Who came in by the terminal's link."""
    return Visitor(served, session_of(served.kb))


def found_wrong(served: Served, *faults: Fault) -> None:
    """As if the last build of acme had found these."""
    (served.kb.settings.indexes / "acme").mkdir(parents=True, exist_ok=True)
    open_store(served.kb.settings).keep_faults(FoundFaults("acme", faults))


def trail(kb: App) -> list[tuple[str, str, str]]:
    """What is on the audit trail: who, what, which."""
    entries = [msgspec.json.decode(one.body, type=Entry) for one in kb.access.file.trail()]
    return [(one.actor, one.action, one.result) for one in entries]
