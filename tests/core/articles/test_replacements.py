"""What has taken the place of an article that is no more, and what an editor can get wrong about it."""

from __future__ import annotations

import pytest

from kbsearch.core.articles import bases
from kbsearch.core.articles import reading as articles
from kbsearch.core.articles.replacements import replacements
from kbsearch.core.model import SHARED, Article, Fault
from kbsearch.core.ports import OwnerFiles, SourceFile

OLD = "reseau/vieux"


def files(**fronts: str) -> OwnerFiles:
    """`vpn="replaces: [x]"` → a file `vpn.md` with this front matter."""
    texts = {f"{name}.md": f"---\n{front}\n---\n# {name}\n\nTexte.\n" for name, front in fronts.items()}
    return OwnerFiles(tuple(SourceFile(path, text.encode(), "") for path, text in texts.items()), (), ())


def folder(owner: str = "acme", **fronts: str) -> bases.Folder:
    return bases.read_folder(owner, files(**fronts))


def told(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in faults]


def test_the_new_article_outlives_the_file_of_the_old_one() -> None:
    read = folder(vpn=f"title: VPN\nreplaces: [{OLD}]")
    assert read.faults == ()
    assert {old: one.id for old, one in replacements(read.articles).items()} == {OLD: "vpn"}


def test_what_can_be_no_id_is_left_out_with_its_line() -> None:
    article, faults = articles.parse(files(vpn='title: VPN\nreplaces: ["Vieux VPN", reseau/vieux]').files[0], "acme")
    assert article is not None
    assert article.replaces == (OLD,)
    assert [(fault.line, fault.code) for fault in faults] == [(3, "replaces-id")]
    assert "vieux-vpn" in faults[0].hint


@pytest.mark.parametrize(
    ("fronts", "faults"),
    [
        ({"vpn": "replaces: [vpn]"}, [("acme/vpn.md", "replaces-itself")]),
        (
            {"a": "replaces: [b]", "b": "state: archived\nreplaces: [a]"},
            [("acme/a.md", "replaces-circle"), ("acme/b.md", "replaces-circle")],
        ),
        (
            {"a": "replaces: [b]", "b": "state: archived\nreplaces: [c]", "c": "state: archived\nreplaces: [a]"},
            [(f"acme/{name}.md", "replaces-circle") for name in "abc"],
        ),
        ({"a": f"replaces: [{OLD}]", "b": f"replaces: [{OLD}]"}, [("acme/b.md", "replaces-twice")]),
        ({"a": "replaces: [b]", "b": ""}, [("acme/a.md", "replaces-served")]),
        ({"a": "replaces: [b]", "b": "state: archived\nreplaces: [c]"}, [("acme/b.md", "replaces-archived")]),
        ({"a": "replaces: [b, c]", "b": "state: archived\nreplaces: [c]"}, []),
        ({"a": "state: draft\nreplaces: [b]", "b": ""}, []),
    ],
    ids=["itself", "circle", "long-circle", "twice", "served", "archived", "named-again", "draft"],
)
def test_every_mistake_is_a_fault_that_hides_nothing(fronts: dict[str, str], faults: list[tuple[str, str]]) -> None:
    read = folder(**fronts)
    assert [one for one in told(read.faults) if one[1].startswith("replaces")] == faults
    assert len(read.articles) == len(fronts)
    assert all(fault.hint for fault in read.faults)


def test_an_own_article_comes_before_a_shared_one_and_a_shared_one_that_is_found_is_not_replaced() -> None:
    client = SourceFile("client.toml", b'shared = ["*"]', "")
    mine = files(vpn=f"replaces: [{OLD}, pin]")
    own = bases.read_folder("acme", OwnerFiles((*mine.files, client), (), ()))
    shared = folder(SHARED, tunnel=f"replaces: [{OLD}]", pin="")
    base = bases.assemble(own, shared, "c")
    assert {old: one.id for old, one in replacements(base.articles).items()} == {OLD: "vpn"}
    assert ("acme/vpn.md", "replaces-served") in told(base.faults)


def test_nobody_is_led_to_an_article_by_the_id_of_one_that_is_there() -> None:
    there = [Article(id, "acme", f"{id}.md", id, "", 1, replaces=("b",)) for id in ("a", "b")]
    assert replacements(there) == {}
