"""A tool in Python reads a client's figures."""

from __future__ import annotations

from datetime import date

import pytest

from kbsearch.client import Kbsearch, ProblemError
from kbsearch.core.access.principals import Scope
from tests.api.test_figures import ANSWERS, NOTHING, imported
from tests.served import Served, master_key


def test_a_tool_in_python_reads_them(desk: Served) -> None:
    imported(desk, ("c", "2026-11-02T09:14:00Z", "resolved", "tpe"))
    key = master_key(desk.kb, Scope.READ_FIGURES, clients=["acme"])
    with Kbsearch(desk.url, client="acme", key=key, lang="en") as kb:
        found = kb.figures(since=date(2026, 11, 1), until=date(2026, 11, 30))
        assert (found.since, found.until, found.began) == (date(2026, 11, 1), date(2026, 11, 30), 1)
        assert {one.name: one.value for one in found.figures} == dict.fromkeys(NOTHING) | {
            "n1_absorption": 1.0,
            "n2_share": 0.0,
            "n3_share": 0.0,
            "link_rate": 1.0,
            "known_share": 1.0,
            "new_share": 0.0,
            "doubtful_share": 0.0,
            **dict.fromkeys(ANSWERS, 0.0),
        }
        assert (found.contacts.window_days, found.contacts.first, found.contacts.unattached) == (7, 0, 1)
        by_name = {one.name: one for one in found.figures}
        assert by_name["n1_absorption"].interval is not None
        assert by_name["n1_absorption"].title == "N1 absorption"
        assert {one.value for one in kb.figures(since=date(2026, 11, 3), until=date(2026, 11, 3)).figures} == {None}
        with pytest.raises(ProblemError):
            kb.figures(since=date(2026, 11, 2), until=date(2026, 11, 1))
