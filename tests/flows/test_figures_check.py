"""What `client.toml` says of net figures, beside the articles."""

from __future__ import annotations

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
