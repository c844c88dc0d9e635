"""What `client.toml` says of net figures, beside the articles."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kbsearch.core import clients
from kbsearch.core.ports import SourceFile
from kbsearch.flows.check import check
from tests.flows.test_check import FolderOfTexts


def found(text: str) -> list[tuple[int, str, str]]:
    library = FolderOfTexts({"acme/client.toml": text, "acme/sur-site.md": "# Intervention sur site"})
    return [(one.line, one.code, one.hint) for one in check(library).faults if one.path == "acme/client.toml"]


def test_outcomes_and_articles_that_there_are_are_fine() -> None:
    assert found('[figures]\nnet_without_outcomes = ["known_incident"]\nnet_without_articles = ["sur-site"]') == []
    assert found("") == []


def test_others_are_found_at_their_line_with_what_to_write() -> None:
    (fault,) = found('\n[figures]\nnet_without_articles = ["sur-sites"]')
    assert fault == (3, "net-article", "Did you mean sur-site?")
    (fault,) = found('[figures]\nnet_without_outcomes = ["hors_contrat"]')
    assert fault[:2] == (2, "client-value")
    assert "not_for_us" in fault[2]
    (fault,) = found("[figures]\nnet = 1")
    assert fault[0] == 2


@pytest.mark.parametrize(
    ("days", "window"), [("1", 1), ("30", 30), ("0", 7), ("31", 7), ("7.5", 7), ('"7"', 7), ("true", 7)]
)
def test_within_how_many_days_a_later_call_is_a_call_back(days: str, window: int) -> None:
    text = f"[figures]\ncall_back_days = {days}\n"
    client, _ = clients.parse(SourceFile(clients.FILE, text.encode(), ""), "acme")
    assert client.window == timedelta(days=window)
    is_right = str(window) == days
    assert [(line, code) for line, code, _ in found(text)] == ([] if is_right else [(2, "client-value")])
