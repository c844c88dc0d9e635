"""The system's Chromium, as the tests and the benchmarks start it."""

from __future__ import annotations

import shutil

SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW_TO_GET_IT = "no Chromium on this machine: apt-get install chromium"


def executable() -> str | None:
    """Where it is; None = there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)
