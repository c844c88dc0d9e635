"""What all pages have around them: who is in, whose page it is, where one may go, and how times are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response

from kbsearch.api import local_words
from kbsearch.api.access.identity import csrf_of, principal_of, who_of
from kbsearch.api.catalogue import Lang, text
from kbsearch.api.pages.navigation import Place, navigation
from kbsearch.api.pages.web import Web, html, hue, language
from kbsearch.core.access.principals import Principal, Scope
from kbsearch.core.client import Client
from kbsearch.core.duty.moments import zone_of

DEFAULT_ZONE = "Europe/Paris"


@dataclass(frozen=True, slots=True)
class Page:
    """One page that somebody asked for: how it is made, and what may be on it."""

    web: Web
    request: Request[Any, Any, Any]
    here: Place
    client: Client | None = None
    """Whose it is; None = of the whole instance."""

    @property
    def lang(self) -> Lang:
        return language(self.request)

    @property
    def principal(self) -> Principal:
        return principal_of(self.request)

    @property
    def zone(self) -> tzinfo:
        return (zone_of(self.client.time_zone) if self.client else None) or ZoneInfo(DEFAULT_ZONE)

    def may(self, scope: Scope) -> bool:
        """Whether who asks may do this for the page's client."""
        return self.client is not None and self.principal.may(scope, self.client.id)

    def said(self, key: str, **values: object) -> str:
        return text(self.lang, key, **values)

    def show(self, template: str, *, status: int = 200, **shown: Any) -> Response[str]:
        """The page; `shown` is what the template names beside the frame."""
        return html(self.web.page(template, self.lang, **self._frame(), **shown), status=status)

    def _frame(self) -> Mapping[str, Any]:
        lang, client = self.lang, self.client
        return {
            "client": client.id if client else "",
            "name": (client.name or client.id) if client else "",
            "hue": hue(client.id) if client else 0,
            "csrf": csrf_of(self.request),
            "who": who_of(self.request),
            "nav": navigation(self.principal, client.id if client else "", self.here),
            "zone": str(self.zone),
            "moment": partial(local_words.moment, zone=self.zone, lang=lang),
            "age": partial(local_words.age, now=datetime.now(UTC), lang=lang),
            "number": partial(local_words.number, lang=lang),
            "counted": partial(local_words.counted, lang=lang),
        }
