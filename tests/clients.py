"""The clients that many tests are about."""

from __future__ import annotations

from kbsearch.core.one_client import OneClient

ACME = OneClient("acme")
ZETA = OneClient("zeta")
