"""Who waits for figures, and for whom nobody waits."""

from __future__ import annotations

import threading

from kbsearch.app.threads import EACH_COUNTING
from tests.api.test_figures import OF, read
from tests.served import Served


def test_who_would_wait_too_long_is_told_to_come_back(desk: Served) -> None:
    """One is counted at a time, off the threads that searches and pages are on, and few of one client may wait."""
    counting, over = threading.Event(), threading.Event()

    def count() -> None:
        counting.set()
        over.wait(10)

    held = [desk.kb.threads.counters.submit(count, "acme") for _ in range(EACH_COUNTING)]
    counting.wait(10)
    try:
        refused = desk.http.get(OF.format("acme"))
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) > 0
        assert desk.search("vpn").status_code == 200
    finally:
        over.set()
    for one in held:
        one.result(10)
    assert read(desk)["began"] == 0


def test_nobodys_figures_wait_for_what_the_model_reads(desk: Served) -> None:
    """Gaps, topics and reports of one client take half a minute, where much is new."""
    over, slow = threading.Event(), f"{OF.format('acme')}/topics"
    held = [desk.kb.threads.comparers.submit(lambda: over.wait(10), "acme") for _ in range(EACH_COUNTING)]
    try:
        assert read(desk)["began"] == read(desk, "zeta")["began"] == 0
        assert desk.http.get(slow).status_code == 503
        assert desk.http.get("/c/acme/gaps").status_code == 503
        assert desk.http.get("/c/acme/figures?by=topic").status_code == 503
        assert desk.http.get("/c/acme/figures?by=day").status_code == 200
    finally:
        over.set()
    for one in held:
        one.result(10)
    assert desk.http.get(slow).status_code == 200
