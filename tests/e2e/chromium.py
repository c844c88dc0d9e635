"""The system's Chromium, as the tests and the benchmarks start it."""

from __future__ import annotations

import shutil

WINDOW_PARTS = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
"""Pages of the browser's own window, which nobody sees here: two more processes for every window that is opened."""
PLAYWRIGHTS = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *(
        "HttpsFirstBalancedModeAutoEnable",
        "LensOverlay",
        "MediaRouter",
        "PaintHolding",
        "ThirdPartyStoragePartitioning",
    ),
    *("AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints"),
    *("NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
)
"""What Playwright turns off itself: Chromium heeds the last list alone."""
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join((*PLAYWRIGHTS, *WINDOW_PARTS))}",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
SHELL = "chromium-headless-shell"
HOW_TO_GET_IT = "no Chromium on this machine: apt-get install chromium"


def executable() -> str | None:
    """Where it is; None = there is none."""
    return _first(NAMES)


def light_executable() -> str | None:
    """The same engine without a browser around it (no history, no menus), which starts and draws for a third less; the
    whole one where there is none."""
    return _first((SHELL, *NAMES))


def _first(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)
