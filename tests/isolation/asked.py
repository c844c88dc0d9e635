"""What is asked of another's client, and with another's ids, to see that nothing tells it from what there is not."""

from __future__ import annotations

from typing import Any

from tests.isolation.articles import own_article
from tests.isolation.desk import AT, CALL

MINE, THEIRS, NOBODY, GHOST = "c00", "c01", "x01", "c99"
"""Who asks, whose things are not its own, and two names as long that no client has."""
COMMIT = "f" * 40


def _event(kind: str, **more: Any) -> dict[str, Any]:
    return {"events": [{"id": f"{kind}-x", "at": AT, "what": {"kind": kind, **more}}]}


AT_THE_DOOR: tuple[tuple[str, str, object], ...] = (
    ("GET", "", None),
    ("GET", "articles", None),
    ("GET", "articles?limit=1&cursor=abc", None),
    ("GET", "articles/vpn", None),
    ("GET", f"articles/vpn?commit={COMMIT}", None),
    ("GET", "calls", None),
    ("GET", "calls?state=open&limit=1", None),
    ("GET", "calls?limit=nine", None),
    ("GET", f"calls/{CALL}", None),
    ("GET", f"calls/{CALL}/replay", None),
    ("PUT", f"calls/{CALL}", {"channel": "phone"}),
    ("POST", f"calls/{CALL}/events", {"events": []}),
    ("POST", f"calls/{CALL}/events", _event("used", article="vpn")),
    ("POST", f"calls/{CALL}/events", _event("unused", article="vpn")),
    ("POST", f"calls/{CALL}/events", _event("flagged", reason="Rien trouvé")),
    ("POST", f"calls/{CALL}/close", {"id": "x", "at": AT, "outcome": "resolved"}),
    ("POST", f"calls/{CALL}/reopen", {"id": "x", "at": AT}),
    ("POST", f"calls/{CALL}/confirm", {"id": "x", "at": AT, "solved": True}),
    ("POST", f"calls/{CALL}/handover", {}),
    ("POST", "telephone-events", {"event": "newCall", "callId": CALL}),
    ("POST", "telephone-events", {"event": "answer", "callId": CALL, "direction": "out"}),
    ("GET", "figures", None),
    ("GET", "figures?since=2024-06-12&until=2024-06-12", None),
    ("GET", "figures?since=hier", None),
    ("GET", "figures/link_rate/calls", None),
    ("GET", "figures/unattached/calls", None),
    ("GET", "figures/absent/calls", None),
    ("GET", "figures/link_rate/calls?by=queue&key=file-x", None),
    ("GET", "figures/link_rate/calls?by=queue", None),
    ("GET", "figures/handle_time/calls?by=topic&key=1f0c9a3e", None),
    ("GET", "figures/answer_rate/calls?by=disposition&key=overflowed", None),
    ("GET", "figures/topics", None),
    ("GET", "figures/articles", None),
    ("GET", "figures/articles?since=hier", None),
    ("GET", "figures/not_called_back/calls?article=vpn", None),
    ("GET", "figures/used/calls?article=vpn", None),
    ("GET", "figures/unripe/calls?article=*", None),
    ("GET", "figures/gaps_unsolved/calls", None),
    ("GET", "figures/effects", None),
    ("GET", "figures/effects/calls?topic=1f0c9a3e", None),
    ("GET", "gaps", None),
    ("GET", "gaps?since=2024-06-13&until=2024-06-13", None),
    ("GET", "knowledge", None),
    ("GET", "knowledge/search/ruled_out/calls", None),
    ("GET", "knowledge/search/absent/calls", None),
    ("POST", "knowledge/apart", {"first": "vpn", "second": "vpn"}),
    ("POST", "knowledge/compare", {"first": "vpn", "second": "tpe"}),
    ("GET", "incidents", None),
    ("GET", "incidents?limit=1&cursor=abc", None),
    ("GET", "incidents/panne", None),
    ("GET", "alerts", None),
    ("POST", "alerts/webhook/enable", {}),
    ("POST", "incidents", {"id": "panne", "title": "Panne", "opened_at": AT}),
    ("POST", "incidents/panne/close", {"at": AT}),
    ("POST", "search", {"query": "vpn"}),
    ("POST", "search", {"query": 7}),
    ("POST", "search", b"{"),
    ("DELETE", "search", None),
    ("POST", "escalation", {"symptom": "vpn"}),
    ("POST", "imports/calls", b"{}"),
)
PAGES = (
    ("GET", ""),
    ("POST", ""),
    ("GET", "/a/vpn"),
    ("GET", f"/a/vpn?commit={COMMIT}"),
    ("GET", "/articles"),
    ("GET", "/articles/vpn"),
    ("GET", f"/articles/vpn?commit={COMMIT}"),
    ("GET", "/calls"),
    ("GET", f"/call/{CALL}"),
    ("GET", f"/calls/{CALL}"),
    ("POST", f"/calls/{CALL}/close"),
    ("POST", f"/calls/{CALL}/reopen"),
    ("POST", "/close"),
    ("POST", "/gap"),
    ("GET", "/dashboard"),
    ("GET", "/dashboard?since=hier"),
    ("GET", "/dashboard/today"),
    ("GET", "/dashboard.csv"),
    ("GET", "/dashboard.json"),
    ("GET", "/figures"),
    ("GET", "/figures/articles"),
    ("GET", "/figures/topics.csv"),
    ("GET", "/figures/effects"),
    ("GET", "/gaps"),
    ("GET", "/report"),
    ("GET", "/health"),
    ("POST", "/health/apart"),
    ("POST", "/health/compare"),
    ("GET", "/alerts"),
    ("POST", "/alerts/enable"),
    ("GET", "/incidents"),
    ("POST", "/incidents"),
    ("GET", "/incidents/panne"),
    ("POST", "/incidents/panne/close"),
    ("GET", "/status"),
)
INSIDE = (
    ("GET", "articles/{}", (own_article(THEIRS), own_article(GHOST))),
    ("GET", "calls/{}", ("à-eux", "absent")),
    ("GET", "calls/{}/replay", ("à-eux", "absent")),
    ("GET", "incidents/{}", (f"panne-{THEIRS}", f"panne-{GHOST}")),
)
"""Addresses below one's own, with an id that another client has and one that nobody has."""
_OWN = own_article("{}")
WITH_THEIR_IDS: tuple[tuple[str, str, object], ...] = (
    ("PUT", "calls/chez-{}", {"channel": "phone", "at": AT}),
    ("POST", "calls/chez-{}/events", _event("described", symptom="autre")),
    ("POST", "calls/chez-{}/events", _event("opened", article=_OWN)),
    ("POST", "calls/chez-{}/events", _event("tried", article=_OWN)),
    ("POST", "calls/chez-{}/events", _event("used", article=_OWN)),
    ("POST", "calls/chez-{}/events", _event("unused", article=_OWN)),
    ("POST", "calls/chez-{}/events", _event("flagged", reason="Rien trouvé", article=_OWN)),
    ("POST", "calls/chez-{}/events", _event("closed", outcome="resolved", incident="panne-{}")),
    ("POST", "calls/chez-{}/close", {"id": "fin-x", "at": AT, "outcome": "resolved", "used": [_OWN]}),
    ("POST", "calls/chez-{}/close", {"id": "fin-x", "at": AT, "outcome": "resolved", "incident": "panne-{}"}),
    ("POST", "calls/chez-{}/reopen", {"id": "encore-x", "at": AT}),
    ("POST", "calls/chez-{}/confirm", {"id": "oui-x", "at": AT, "solved": True}),
    ("POST", "calls/chez-{}/handover", {}),
    ("POST", f"calls/{CALL}/handover", {"article": _OWN}),
    ("POST", "search", {"query": "vpn", "call": "chez-{}", "event": "cherche-x"}),
    ("POST", "escalation", {"article": _OWN}),
    ("POST", "incidents", {"id": "seul-{}", "title": "Panne", "opened_at": AT}),
    ("POST", "incidents/panne-{}/close", {"at": AT}),
    ("POST", "imports/calls", b'{"call_id": "chez-{}", "started_at": "2026-11-02T09:00:00Z", "used": ["propre-{}"]}'),
)
"""Writes below one's own, `{}` = of whom an id is: another client, then nobody."""
