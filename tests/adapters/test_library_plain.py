"""Folders of plain Markdown that nobody laid out for kbsearch, read from disk and from a commit alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbsearch.adapters.library import GitLibrary, WorktreeLibrary, changed_paths, holds_articles, open_library
from kbsearch.adapters.library.owners import arrange
from kbsearch.core.articles.bases import read_folder
from kbsearch.core.clients import client_id
from kbsearch.core.model import Severity
from kbsearch.errors import StateError
from tests.adapters.test_library import commit, git, write
from tests.unreadable import Refused, unreadable

Library = GitLibrary | WorktreeLibrary


def opened(root: Path, files: dict[str, str], source: str) -> Library:
    write(root, dict(files))
    if source == "worktree":
        return WorktreeLibrary(root)
    git(root.parent, "init", "-q")
    commit(root.parent)
    return GitLibrary(root)


def said(library: Library) -> list[tuple[str, str, Severity]]:
    return [(fault.path, fault.code, fault.severity) for fault in library.faults()]


def paths(library: Library, owner: str) -> list[str]:
    return [file.path for file in library.read(owner).files]


@pytest.mark.parametrize("source", ["git", "worktree"])
def test_markdown_right_in_the_folder_makes_it_one_client(tmp_path: Path, source: str) -> None:
    files = {"a.md": "# A", "README.md": "#", "guide/b.md": "# B", "_drafts/c.md": "#", ".git-like/d.md": "#"}
    library = opened(tmp_path / "Mes Docs", files, source)
    assert dict(library.owners()) == {"mes-docs": ""}
    assert paths(library, "mes-docs") == ["README.md", "a.md", "guide/b.md"]
    assert library.read("guide").files == ()
    assert said(library) == [("a.md", "one-client", Severity.WARNING)]
    assert set(library.blob_ids()) == {"a.md", "README.md", "guide/b.md"}
    assert holds_articles(tmp_path / "Mes Docs", "mes-docs")
    assert not holds_articles(tmp_path / "Mes Docs", "guide")


@pytest.mark.parametrize("source", ["git", "worktree"])
def test_markdown_by_its_other_extensions_is_read_too(tmp_path: Path, source: str) -> None:
    library = opened(tmp_path / "docs", {"a.markdown": "# A", "b.MDOWN": "# B", "c.txt": "C"}, source)
    assert paths(library, "docs") == ["a.markdown", "b.MDOWN"]


@pytest.mark.parametrize("source", ["git", "worktree"])
def test_what_stands_around_every_page_of_a_wiki_is_told_once_to_be_no_article(tmp_path: Path, source: str) -> None:
    library = opened(tmp_path / "labelo.wiki", {"Home.md": "# H", "_Sidebar.md": "# S", "_Footer.md": "F"}, source)
    (owner,) = library.owners()
    (fault,) = library.read(owner).faults
    assert (fault.path, fault.code, fault.severity) == (f"{owner}/_Footer.md", "around-pages", Severity.WARNING)
    assert "“_Footer.md”, “_Sidebar.md”" in fault.message
    folder = read_folder(owner, library.read(owner))
    assert [article.path for article in folder.articles] == ["Home.md"]
    assert folder.left_out == 0


@pytest.mark.parametrize("source", ["git", "worktree"])
def test_files_that_are_nearly_markdown_are_told_once(tmp_path: Path, source: str) -> None:
    files = {"a.md": "# A", **{f"guide/{at}.mdx": "# M" for at in range(5)}, "_x/p.mdx": "", "b.txt": ""}
    (fault,) = opened(tmp_path / "docs", files, source).read("docs").faults
    assert (fault.path, fault.code, fault.severity) == ("docs/guide/0.mdx", "not-markdown", Severity.WARNING)
    assert fault.message.endswith("“guide/0.mdx”, “guide/1.mdx”, “guide/2.mdx” and 2 more.")
    assert "boxes and tabs are read" in fault.hint


@pytest.mark.parametrize("source", ["git", "worktree"])
@pytest.mark.parametrize("file", ["a.md", "client.toml"])
def test_a_folder_without_folders_is_one_client_without_a_word(tmp_path: Path, source: str, file: str) -> None:
    library = opened(tmp_path / "flat", {file: "", "b.md": "# B"}, source)
    assert (dict(library.owners()), said(library)) == ({"flat": ""}, [])
    assert paths(library, "flat") == sorted([file, "b.md"])


@pytest.mark.parametrize("source", ["git", "worktree"])
def test_a_client_file_beside_the_folders_says_that_one_client_is_meant(tmp_path: Path, source: str) -> None:
    library = opened(tmp_path / "acme", {"a.md": "# A", "client.toml": "", "vpn/b.md": "# B"}, source)
    assert (dict(library.owners()), said(library)) == ({"acme": ""}, [])
    assert paths(library, "acme") == ["a.md", "client.toml", "vpn/b.md"]


@pytest.mark.parametrize("source", ["git", "worktree"])
@pytest.mark.parametrize("mark", ["acme/client.toml", "x/y/client.toml", "_shared/windows/f.md"])
def test_one_client_file_or_a_shared_article_keeps_folders_apart_and_names_strict(
    tmp_path: Path, source: str, mark: str
) -> None:
    files = {"a.md": "# A", "acme/b.md": "# B", "Zeta Docs/c.md": "# C", mark: "# x"}
    library = opened(tmp_path / "docs", files, source)
    assert "docs" not in library.owners()
    assert "acme" in library.owners()
    assert not any("a.md" in paths(library, owner) for owner in library.owners())
    assert {("a.md", "outside-client", Severity.ERROR), ("Zeta Docs", "client-name", Severity.ERROR)} <= {
        *said(library)
    }
    assert [holds_articles(tmp_path / "docs", owner) for owner in ("acme", "docs", "zeta-docs")] == [True, False, False]


@pytest.mark.parametrize("source", ["git", "worktree"])
def test_folders_of_any_name_are_clients_by_their_slug(tmp_path: Path, source: str) -> None:
    names = ["My Docs", "Été Client", "plain_one", "文档", "_private", ".obsidian"]
    library = opened(tmp_path / "base", {f"{name}/a.md": f"# {name}" for name in names}, source)
    assert dict(library.owners()) == {
        client_id("文档"): "文档",
        "ete-client": "Été Client",
        "my-docs": "My Docs",
        "plain_one": "plain_one",
    }
    for owner, folder in library.owners().items():
        assert [file.data.decode() for file in library.read(owner).files] == [f"# {folder}"]
        assert holds_articles(tmp_path / "base", owner)
    renamed = {(path, severity) for path, code, severity in said(library) if code == "client-name"}
    assert renamed == {(path, Severity.WARNING) for path in ("My Docs", "Été Client", "文档")}
    assert library.read("My Docs").files == ()


@pytest.mark.parametrize("source", ["git", "worktree"])
@pytest.mark.parametrize("meant", ["caisse/client.toml", "_shared/a.md", "client.toml", ""])
def test_folders_that_nobody_called_clients_are_told_once_to_be_some(tmp_path: Path, source: str, meant: str) -> None:
    files = {"README.md": "# R", "accueil/a.md": "# A", "caisse/b.md": "# B", **({meant: "# M"} if meant else {})}
    library = opened(tmp_path / "base", files, source)
    assert said(library) == ([] if meant else [("accueil", "several-clients", Severity.WARNING)])
    assert set(library.owners()) - {"_shared"} == ({"base"} if meant == "client.toml" else {"accueil", "caisse"})


@pytest.mark.parametrize("source", ["git", "worktree"])
def test_folders_of_one_slug_are_never_put_together(tmp_path: Path, source: str) -> None:
    files = {"My Docs/a.md": "# 1", "my docs/b.md": "# 2", "acme/c.md": "# 3", "Acme/d.md": "# 4"}
    library = opened(tmp_path / "base", files, source)
    assert dict(library.owners()) == {"acme": "acme"}
    assert paths(library, "acme") == ["c.md"]
    errors = {fault.path: fault.message for fault in library.faults()}
    assert set(errors) == {"Acme", "My Docs", "my docs"}
    assert "“Acme” and “acme” would both be the client acme" in errors["Acme"]
    assert "“My Docs” and “my docs” would both be the client my-docs" in errors["My Docs"]
    assert all(fault.severity is Severity.ERROR and fault.hint for fault in library.faults())
    assert not holds_articles(tmp_path / "base", "my-docs")


@pytest.mark.parametrize("source", ["git", "worktree", "bare"])
def test_a_folder_that_holds_clients_is_never_read_as_one(tmp_path: Path, source: str) -> None:
    names = ["articles/acme/a.md", "articles/acme/client.toml", "articles/globex/a.md", "articles/globex/client.toml"]
    root = tmp_path / "base"
    write(root, {**dict.fromkeys(names, ""), "zeta/z.md": "# Z", "_shared/s.md": "# S"})
    if source != "worktree":
        git(root, "init", "-q")
        commit(root)
    if source == "bare":
        git(tmp_path, "clone", "-q", "--bare", str(root), "bare")
    library = (
        WorktreeLibrary(root) if source == "worktree" else GitLibrary(tmp_path / "bare" if source == "bare" else root)
    )
    assert list(library.owners()) == ["_shared", "articles", "zeta"]
    read = library.read("articles")
    assert (read.files, read.others) == ((), ())
    assert [(fault.path, fault.code, fault.severity) for fault in read.faults] == [
        ("articles/acme/client.toml", "nested-client", Severity.ERROR),
        ("articles/globex/client.toml", "nested-client", Severity.ERROR),
    ]
    assert read.faults[0].message == "“articles” holds clients of its own, here “acme”, and is not built as one."
    assert "…/articles, with --articles" in read.faults[0].hint
    assert paths(library, "zeta") == ["z.md"]
    assert library.read("zeta").faults == ()


@pytest.mark.parametrize("source", ["git", "worktree"])
def test_nothing_of_a_client_below_a_client_is_read(tmp_path: Path, source: str) -> None:
    inside = [
        "acme/sous/client.toml",
        "acme/sous/b.md",
        "acme/sous/logo.png",
        "acme/sous/vpn/c.md",
        "_shared/x/client.toml",
    ]
    others = ["acme/client.toml", "acme/a.md", "acme/sous-sol/d.md", "acme/_old/client.toml", "_shared/client.toml"]
    library = opened(tmp_path / "articles", dict.fromkeys((*inside, *others), "# x"), source)
    assert paths(library, "acme") == ["a.md", "client.toml", "sous-sol/d.md"]
    assert library.read("acme").others == ()
    assert [(f.path, f.code) for f in library.read("acme").faults] == [("acme/sous/client.toml", "nested-client")]
    (shared,) = library.read("_shared").faults
    assert (shared.path, shared.message) == (
        "_shared/x/client.toml",
        "“_shared” holds a client, here “x”; shared articles have none.",
    )
    assert shared.hint == "Move that folder beside _shared; or delete its client.toml, if its articles are shared."


def test_a_repository_s_own_root_is_read_as_one_client(tmp_path: Path) -> None:
    root = tmp_path / "docs"
    write(root, {"a.md": "# A", "guide/b.md": "# B"})
    git(root, "init", "-q")
    commit(root)
    for library in (GitLibrary(root), WorktreeLibrary(root)):
        assert paths(library, "docs") == ["a.md", "guide/b.md"]
    write(root, {"guide/b.md": "# B2"})
    assert changed_paths(root, "HEAD") == {"guide/b.md"}


def test_links_at_the_top_are_not_followed_in_one_client_either(tmp_path: Path) -> None:
    write(tmp_path, {"flat/a.md": "# A", "secret/s.md": "# secret"})
    (tmp_path / "flat" / "link.md").symlink_to(tmp_path / "secret" / "s.md")
    (tmp_path / "flat" / "folder").symlink_to(tmp_path / "secret")
    read = WorktreeLibrary(tmp_path / "flat").read("flat")
    assert [file.path for file in read.files] == ["a.md"]
    assert {fault.code for fault in read.faults} == {"symlink"}
    only_link = tmp_path / "only"
    only_link.mkdir()
    (only_link / "link.md").symlink_to(tmp_path / "secret" / "s.md")
    assert dict(WorktreeLibrary(only_link).owners()) == {}


def test_a_folder_s_name_that_no_id_is_near_to() -> None:
    for name in ("", "é" * 200, "_shared", "…", "-", "a" * 200, "a\udce9", "A_"):
        made = arrange(name, [], ["x y"], lambda: False)
        assert dict(made.owners) == {"x-y": "x y"}
    assert dict(arrange("base", [], ["a" * 63 + " é", "é" * 200], lambda: False).owners) == {
        "a" * 63: "a" * 63 + " é",
        "e" * 64: "é" * 200,
    }


@pytest.mark.parametrize("source", ["git", "worktree"])
def test_calendars_are_read_right_beside_the_client_and_make_no_client(tmp_path: Path, source: str) -> None:
    files = {"acme/a.md": "# A", "acme/night.ics": "BEGIN", "acme/vpn/other.ics": "BEGIN", "plans/alone.ics": "BEGIN"}
    library = opened(tmp_path / "articles", files, source)
    assert dict(library.owners()) == {"acme": "acme"}
    assert paths(library, "acme") == ["a.md", "night.ics"]
    assert library.read("acme").others == ("vpn/other.ics",)


def test_what_the_system_does_not_tell_of_one_clients_articles_is_no_others_trouble(tmp_path: Path) -> None:
    for owner in ("acme", "zeta"):
        write(tmp_path / owner, {"a.md": "# A"})
    with unreadable(tmp_path / "acme", "entries"):
        assert [holds_articles(tmp_path, owner) for owner in ("acme", "zeta")] == [False, True]


@pytest.mark.parametrize("refused", ["inside", "listing", "all"])
def test_a_folder_that_cannot_be_read_is_somebodys_all_the_same(tmp_path: Path, refused: Refused) -> None:
    for owner in ("acme", "zeta"):
        write(tmp_path / owner, {"a.md": "# A", "client.toml": ""})
    with unreadable(tmp_path / "acme", refused):
        library = WorktreeLibrary(tmp_path)
        assert (list(library.owners()), library.faults()) == (["acme", "zeta"], ())
        read = library.read("acme")
        assert (read.files, [(fault.path, fault.code) for fault in read.faults]) == ((), [("acme", "unreadable")])
        assert paths(library, "zeta") == ["a.md", "client.toml"]
        assert [*library.blob_ids()] == ["zeta/a.md", "zeta/client.toml"]


def test_what_the_disk_keeps_for_itself_is_nobodys(tmp_path: Path) -> None:
    """`lost+found` lies at the top of a disk of its own, and is root's alone."""
    write(tmp_path, {"acme/a.md": "# A"})
    (tmp_path / "lost+found").mkdir()
    with unreadable(tmp_path / "lost+found"):
        library = WorktreeLibrary(tmp_path)
        assert (list(library.owners()), library.faults()) == (["acme"], ())


def test_an_articles_folder_that_cannot_be_read_is_not_said_to_be_absent(tmp_path: Path) -> None:
    write(tmp_path, {"articles/acme/a.md": "# A"})
    with (
        unreadable(tmp_path / "articles", "listing"),
        pytest.raises(StateError, match=r"articles cannot be read: Permission denied"),
    ):
        open_library(tmp_path / "articles", "worktree")


def test_a_repository_with_longer_ids_tells_what_changed_too(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256")
    root = tmp_path / "articles"
    write(root, {"acme/a.md": "# A", "acme/b.md": "# B"})
    assert len(commit(tmp_path)) == 64
    write(root, {"acme/b.md": "# Another B"})
    assert changed_paths(root, "HEAD") == {"acme/b.md"}
