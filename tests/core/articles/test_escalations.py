"""The level and group that an article escalates to, against those of the client."""

from __future__ import annotations

import pytest

from kbsearch.flows.check import check
from tests.flows.test_check import FolderOfTexts

LEVELS = '[[levels]]\nlevel = "N2"\ngroup = "desk"\n[[levels]]\nlevel = "on-call"\ngroup = "night"\n'


@pytest.mark.parametrize(
    ("said", "toml", "told"),
    [
        ("level: N2", LEVELS, []),
        ("level: N3", LEVELS, [(4, "escalation-level")]),
        ("level: N3", "", []),
        ("group: desk", LEVELS, []),
        ("level: N2\n  group: desk", LEVELS, []),
        ("level: N3\n  group: desk", LEVELS, [(4, "escalation-level")]),
        ("level: on-call\n  group: desk", LEVELS, [(4, "escalation-level")]),
        ("level: N2\n  group: lab", LEVELS, [(5, "escalation-group")]),
        ("group: lab\n  level: N3", LEVELS, [(4, "escalation-group"), (5, "escalation-level")]),
    ],
)
def test_a_level_that_the_client_does_not_declare_or_that_is_not_the_groups(
    said: str, toml: str, told: list[tuple[int, str]]
) -> None:
    article = f"---\nid: a\nescalation:\n  {said}\n---\n# A"
    library = FolderOfTexts({"acme/client.toml": toml, "acme/a.md": article})
    found = [fault for fault in check(library).faults if fault.path == "acme/a.md"]
    kinds = [(fault.line, fault.code) for fault in found if fault.code.startswith("escalation")]
    assert kinds == told


def test_a_shared_article_cannot_know_which_levels_each_client_has() -> None:
    article = "---\nid: s\nescalation:\n  level: N3\n---\n# S"
    library = FolderOfTexts({"_shared/windows/s.md": article, "acme/client.toml": 'shared = ["*"]\n' + LEVELS})
    assert [fault for fault in check(library).faults if fault.code == "escalation-level"] == []
