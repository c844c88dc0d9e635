"""Where relative links lead, for the check and for the pages alike."""

from __future__ import annotations

import unicodedata

import pytest

from kbsearch.core.articles.links import by_path, linked_path, page_names, target_path
from kbsearch.core.model import SHARED, Article


def article(owner: str, path: str, overrides: str = "") -> Article:
    return Article(id=path, owner=owner, path=path, title="T", body="", body_line=1, overrides=overrides)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("a/../b.md?x#y", "acme/reseau/b.md"),
        ("b%20c.md", "acme/reseau/b c.md"),
        ("/b.md", "acme/b.md"),
        ("_shared/a.md", "_shared/a.md"),
        ("../../_shared/a.md", "_shared/a.md"),
        ("?x=1#y", "acme/reseau/wifi.md"),
        ("../../../x", None),
        ("../../zeta/x.md", None),
        ("_shared/../zeta/x.md", None),
        ("/../zeta/x.md", None),
        ("..%2f..%2fzeta/x.md", None),
        (" ", None),
    ],
)
def test_targets_of_an_own_article(target: str, expected: str | None) -> None:
    assert target_path(article("acme", "reseau/wifi.md"), target) == expected


def test_targets_of_a_shared_article() -> None:
    shared = article(SHARED, "windows/lent.md")
    assert target_path(shared, "/reseau/vpn.md") == "_shared/reseau/vpn.md"
    assert target_path(shared, "plein.md") == "_shared/windows/plein.md"
    assert target_path(shared, "../../acme/x.md") is None


def test_names_are_found_whichever_way_their_accents_are_written() -> None:
    mac, typed = (unicodedata.normalize(form, "réseau/été.md") for form in ("NFD", "NFC"))
    mine = article("acme", mac, f"_shared/{mac}")
    assert target_path(mine, "été.md") == target_path(mine, unicodedata.normalize("NFD", "été.md")) == f"acme/{typed}"
    assert target_path(mine, "#x") == f"acme/{typed}"
    assert by_path([mine]) == {f"acme/{typed}": mine, f"_shared/{typed}": mine}


def test_an_override_is_found_under_both_paths() -> None:
    mine = article("acme", "mon-vpn.md", "_shared/reseau/vpn.md")
    assert by_path([mine]) == {"acme/mon-vpn.md": mine, "_shared/reseau/vpn.md": mine}


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("acme/a/b.md", "acme/a/b.md"),
        ("acme/a/b", "acme/a/b.md"),
        ("acme/guides", "acme/guides/index.md"),
        ("acme/doc", "acme/doc/README.md"),
        ("acme/v1.2", "acme/v1.2.md"),
        ("acme/a/Paper-jam", "acme/Réseau/paper jam.md"),
        ("acme/a/été_2", "acme/été 2.md"),
        ("acme/x/b.md", None),
        ("acme/double", None),
        ("zeta/b", None),
        ("acme/a/photo.png", None),
        ("acme/a/b/", None),
    ],
)
def test_a_link_may_leave_out_what_wikis_leave_out(path: str, leads_to: str | None) -> None:
    pages = ["a/b.md", "guides/index.md", "doc/README.md", "v1.2.md", "Réseau/paper jam.md", "été 2.md"]
    known = {f"acme/{page}" for page in (*pages, "x/double.md", "y/double.md", "z/photo.png")}
    assert linked_path(path, known, page_names(known)) == leads_to
