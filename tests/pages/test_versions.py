"""A link to an article at one commit: what has become of it since, and the text that was read then."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kbsearch.adapters.library import open_library
from kbsearch.core.access.principals import Role
from kbsearch.core.snapshot import Snapshot
from tests.pages.visitor import Visitor, visitor
from tests.served import COMMIT, Served

AGENT = {"acme": (Role.AGENT,)}
FILE = "acme/reseau/vpn.md"


def committed(folder: Path, files: dict[str, str]) -> str:
    def git(*arguments: str) -> str:
        who = ("-c", "user.name=a", "-c", "user.email=a@b.fr")
        done = subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    git("init", "-q")
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    git("add", "-A")
    git("commit", "-qm", "x")
    return git("rev-parse", "HEAD")


@pytest.fixture
def commits(desk: Served) -> Iterator[dict[str, str]]:
    """Of the articles' folder, what each did → its id; the last one is served."""
    folder, text = desk.kb.settings.articles, (desk.kb.settings.articles / FILE).read_text("utf-8")
    made = {
        "old": committed(folder, {FILE: text.replace("Le VPN est coupé.", "Ancienne phrase <script>x</script>.")}),
        "draft": committed(folder, {FILE: text.replace("not_validated", "draft").replace("coupé.", "coupé secret.")}),
        "moved": committed(folder, {FILE: text.replace("---\ntitle", "---\nid: autre\ntitle", 1)}),
        "faulty": committed(folder, {FILE: text.replace("not_validated", "on ne sait pas")}),
        "same": committed(folder, {FILE: text}),
        "theirs": committed(folder, {"zeta/secret.md": "# Autre secret\n\nUn autre.\n"}),
        "served": committed(folder, {"acme/impression/imprimante.md": "# Imprimante\n\nRien.\n"}),
    }
    made["later"] = committed(folder, {FILE: text + "\nPas encore servi.\n"})
    with served(desk, "acme", made["served"]):
        yield made


@contextmanager
def served(desk: Served, client: str, commit: str) -> Iterator[None]:
    entries, snapshot = dict(desk.live.entries), desk.live.entries[client]
    assert isinstance(snapshot, Snapshot)
    blobs = open_library(desk.kb.settings.articles, "git", ref=commit).blob_ids()
    articles = tuple(
        dataclasses.replace(one, blob=blobs[f"{one.owner}/{one.path}"], overrides="") for one in snapshot.articles
    )
    desk.live.entries[client] = dataclasses.replace(snapshot, commit=commit, articles=articles)
    yield
    desk.live.entries = entries


def read(agent: Visitor, path: str, commit: str) -> tuple[int, str]:
    answer = agent.http.get(f"{agent.url}{path}?commit={commit}")
    return answer.status_code, re.sub(r"[0-9a-f]{16,64}", "", answer.text)


def test_a_link_says_what_has_become_of_the_article(desk: Served, commits: dict[str, str]) -> None:
    with visitor(desk, AGENT) as agent:
        for commit, said in (("old", "l’article a changé depuis"), ("same", "n’a pas changé"), ("served", "n’a pas")):
            status, page = read(agent, "/c/acme/a/reseau/vpn", commits[commit])
            assert (status, said in page) == (200, True), commit
            assert "Le VPN est coupé." in page, "today's procedure is what is followed"
            assert ("Lire la version" in page) == (commit == "old")
        assert "Lien vers" not in agent.get("/c/acme/a/reseau/vpn")


def test_the_version_that_was_read_is_there(desk: Served, commits: dict[str, str]) -> None:
    with visitor(desk, AGENT) as agent:
        page = agent.get(f"/c/acme/a/reseau/vpn?commit={commits['old']}")
        found = re.search(r'href="(/c/acme/articles/reseau/vpn\?commit=\w+)"', page)
        assert found is not None
        before = agent.get(found[1])
        assert "Ancienne phrase &lt;script&gt;x&lt;/script&gt;." in before
        assert "Ne suivez pas cette procédure pour un nouvel appel" in before
        assert 'href="/c/acme/articles/reseau/vpn"' in before
        status, now = read(agent, "/c/acme/articles/reseau/vpn", commits["same"])
        assert (status, "n’a pas changé depuis" in now) == (200, True)


def test_what_was_never_its_own_is_the_same_404(desk: Served, commits: dict[str, str]) -> None:
    wrong = ("draft", "moved", "faulty", "theirs", "later")
    named = [commits[one] for one in wrong] + ["f" * 40, commits["old"][:12], "HEAD", "--help", "../..", "F" * 40]
    with visitor(desk, AGENT) as agent:
        for path in ("/c/acme/a/reseau/vpn", "/c/acme/articles/reseau/vpn"):
            answers = {read(agent, path, one) for one in named}
            assert [status for status, _ in answers] == [404], path
            [(_, page)] = answers
            assert "secret" not in page
        assert read(agent, "/c/zeta/a/secret", commits["theirs"])[0] == 404
        assert read(agent, "/c/acme/articles/absent", commits["old"])[0] == 404


def test_another_tools_front_matter_hides_no_version_of_a_plain_folder(desk: Served) -> None:
    folder, path = desk.kb.settings.articles, "zeta/secret.md"
    text = (folder / path).read_text("utf-8")
    foreign = f"---\nms.author: me\naudience: ITPro\n---\n{text}Version d’avant.\n"
    laid_out = committed(folder, {path: foreign, "zeta/client.toml": ""})
    (folder / "zeta/client.toml").unlink()
    plain = committed(folder, {path: foreign + "Plus long.\n"})
    now = committed(folder, {path: text})
    with served(desk, "zeta", now), visitor(desk, {"zeta": (Role.AGENT,)}) as agent:
        status, page = read(agent, "/c/zeta/articles/secret", plain)
        assert (status, "Version d’avant." in page) == (200, True)
        assert read(agent, "/c/zeta/articles/secret", laid_out)[0] == 404, "it was refused then"


def test_a_past_that_cannot_be_read_is_said(desk: Served) -> None:
    """The articles' folder is in no repository here."""
    with visitor(desk, AGENT) as agent:
        for commit in (COMMIT, "f" * 40):
            status, page = read(agent, "/c/acme/a/reseau/vpn", commit)
            assert (status, "l’historique ne peut pas être lu" in page) == (200, True)
        assert read(agent, "/c/acme/articles/reseau/vpn", "f" * 40)[0] == 404
