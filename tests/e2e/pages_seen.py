"""Addresses of the pages beside the search page, for tests that look at every one of them."""

from __future__ import annotations

PAGES = (
    "/",
    "/calls",
    "/c/{client}/again",
    "/c/{client}/calls",
    "/c/{client}/calls/{call}",
    "/c/{client}/articles",
    "/c/{client}/articles/reseau/vpn",
    "/c/{client}/articles/windows/session",
    "/c/{client}/incidents",
    "/c/{client}/incidents/INC-1",
    "/c/{client}/alerts",
    "/c/{client}/status",
    "/c/{client}/dashboard?since=2026-11-01&until=2026-11-30&by=week",
    "/c/{client}/figures",
    "/c/{client}/figures?since=2026-11-01&until=2026-11-30",
    "/c/{client}/figures?since=2026-11-01&until=2026-11-30&by=weekday",
    "/c/{client}/figures?since=2026-11-01&until=2026-11-30&by=topic",
    "/c/{client}/figures?since=2020-01-01&until=2020-01-01",
    "/c/{client}/figures/articles?since=2026-11-01&until=2026-11-30",
    "/c/{client}/figures/effects?since=2026-01-05&until=2026-11-22",
    "/c/{client}/gaps?since=2026-11-01&until=2026-11-30",
    "/c/{client}/health?since=2026-11-01&until=2026-11-30",
    "/admin/keys",
    "/admin/keys/{key}/rotate",
    "/admin/keys/{key}/revoke",
    "/admin/people",
    "/admin/people/{person}",
    "/admin/people/{person}/disable",
)
"""As somebody sees them who administers every client; `furnished` puts there what stands in them."""
