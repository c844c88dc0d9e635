"""Telephone lines and voice menus beside other clients and beside the articles."""

from __future__ import annotations

from kbsearch.flows.check import check
from tests.flows.test_check import FolderOfTexts

MENU = '\n[[telephone.menu]]\npath = ["1"]\nproduct = "{}"\n'


def found(**files: str) -> list[tuple[str, int, str]]:
    texts = {f"{owner}/client.toml": text for owner, text in files.items()}
    articles = {"_shared/windows/a.md": "---\nproduct: Windows, Outlook\ncategory: windows\n---\n# A"}
    own = {f"{owner}/b.md": "---\nproduct: TPE Move C3\n---\n# B" for owner in files}
    faults = check(FolderOfTexts({**texts, **articles, **own})).faults
    return [(fault.path, fault.line, fault.code) for fault in faults if fault.path != "lost.md"]


def test_a_line_of_two_clients_is_told_to_both() -> None:
    shared = '\n[telephone]\nlines = ["{}", "file-{}"]'
    faults = found(
        acme=shared.format("01 84 80 00 10", "acme"),
        beta="\n\n" + shared.format("+33 1 84 80 00 10", "beta"),
        zeta=shared.format("01 84 80 00 11", "ACME"),
    )
    assert faults == [
        ("acme/client.toml", 3, "line-shared"),
        ("acme/client.toml", 3, "line-shared"),
        ("beta/client.toml", 5, "line-shared"),
        ("zeta/client.toml", 3, "line-shared"),
    ]


def test_lines_of_one_client_each_are_fine() -> None:
    assert found(acme='[telephone]\nlines = ["a", "A"]', zeta='[telephone]\nlines = ["b"]', gamma="") == []


def test_a_product_of_the_menu_is_one_that_an_article_has() -> None:
    assert found(acme=MENU.format("tpe move c3")) == []
    assert found(acme='shared = ["windows"]' + MENU.format("Outlook")) == []
    assert found(acme=MENU.format("Outlook")) == [("acme/client.toml", 4, "menu-product")]
    assert found(acme=MENU.format("TPE Move C4")) == [("acme/client.toml", 4, "menu-product")]


def test_it_says_what_to_write() -> None:
    library = FolderOfTexts(
        {"acme/client.toml": MENU.format("TPE Move C4"), "acme/b.md": "---\nproduct: TPE Move C3\n---\n# B"}
    )
    (fault,) = (fault for fault in check(library).faults if fault.code == "menu-product")
    assert "TPE Move C4" in fault.message
    assert fault.hint == "Did you mean TPE Move C3?"


def test_a_wrong_service_level_is_found_at_its_line() -> None:
    wrong = "[telephone.service_level]\npercent = 180\nseconds = 90"
    assert found(acme=wrong, zeta="[telephone.service_level]\nseconds = 20") == [
        ("acme/client.toml", 2, "client-value")
    ]
