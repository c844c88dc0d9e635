"""Since when an article is served, in a real repository."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbsearch.adapters.library.published import file_versions, sources
from kbsearch.core.articles import reading as articles
from kbsearch.core.bounded import in_place
from kbsearch.flows.publishing import OptedIn, opted_in, served_since
from tests.repositories import Repository

DRAFT = "---\nid: vpn\nstate: draft\n---\n# VPN\n\nRelancer.\n"
SERVED = "---\nid: vpn\nstate: validated\n---\n# VPN\n\nRelancer.\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z")
    return Repository(tmp_path / "base")


@pytest.fixture
def on_day(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> OnDay:
    return OnDay(repository, monkeypatch)


class OnDay:
    """Commits of the days of November 2026."""

    def __init__(self, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        self.repository, self._monkeypatch = repository, monkeypatch

    def __call__(self, day: int) -> Repository:
        self._monkeypatch.setenv("GIT_COMMITTER_DATE", day_of(day).isoformat())
        return self.repository

    def since(self, folder: str = "acme") -> dict[str, int]:
        """Article → day."""
        root, head = self.repository.articles, self.repository.git("rev-parse", "HEAD")
        versions = list(file_versions(root, head, folder))
        last = {one.path: one for one in versions if articles.is_article(one.path)}
        read = [articles.parse(source, "acme")[0] for source in sources(root, list(last.values()))]
        today = {article.path: article.id for article in read if article is not None}
        found = served_since("acme", versions, lambda some: sources(root, some), in_place, today=today)
        assert all(one.at == day_of(one.at.day) for one in found.values())
        return {article: one.at.day for article, one in found.items()}

    def opted_in(self) -> OptedIn:
        root, head = self.repository.articles, self.repository.git("rev-parse", "HEAD")
        return opted_in("acme", file_versions(root, head, "acme"), lambda some: sources(root, some))


def day_of(day: int) -> datetime:
    return datetime(2026, 11, day, 9, tzinfo=UTC)


def test_it_is_since_the_first_version_that_agents_could_find(on_day: OnDay) -> None:
    on_day(1).commit({"acme/vpn.md": DRAFT, "acme/tpe.md": "# TPE\n\nRallumer.\n", "zeta/x.md": "# X\n\nx\n"})
    assert on_day.since() == {"tpe": 1}
    on_day(2).commit({"acme/vpn.md": SERVED})
    on_day(3).commit({"acme/vpn.md": f"{SERVED}\nEncore.\n", "acme/tpe.md": "# TPE\n\nAttendre.\n"})
    assert on_day.since() == {"tpe": 1, "vpn": 2}


def test_an_article_that_moves_and_keeps_its_id_keeps_its_date(on_day: OnDay) -> None:
    on_day(1).commit({"acme/vpn.md": SERVED, "acme/tpe.md": "# TPE\n\nRallumer.\n"})
    on_day(2).commit(
        {"acme/vpn.md": None, "acme/reseau/vpn.md": SERVED, "acme/tpe.md": None, "acme/caisse/tpe.md": "# T"}
    )
    assert on_day.since() == {"vpn": 1, "tpe": 1, "caisse/tpe": 2}


def test_an_article_that_is_given_an_id_later_has_a_date_under_it(on_day: OnDay) -> None:
    on_day(1).commit({"acme/vpn.md": "# VPN\n\nRelancer.\n", "acme/b.md": "# B\n\nx\n"})
    on_day(2).commit({"acme/vpn.md": "# VPN\n\nRelancer encore.\n"})
    on_day(3).commit({"acme/vpn.md": SERVED.replace("id: vpn", "id: reseau-vpn")})
    on_day(4).commit({"acme/vpn.md": SERVED.replace("id: vpn", "id: reseau-vpn\ntitle: VPN")})
    assert on_day.since() == {"vpn": 1, "b": 1, "reseau-vpn": 3}


def test_what_a_branch_did_counts_when_it_is_merged(on_day: OnDay) -> None:
    on_day(1).commit({"acme/tpe.md": "# TPE\n\nRallumer.\n"})
    on_day(2).git("checkout", "-qb", "branch")
    on_day(2).commit({"acme/vpn.md": SERVED})
    on_day(3).git("checkout", "-q", "main")
    on_day(3).commit({"acme/autre.md": "# Autre\n\nx\n"})
    on_day(4).git("merge", "-q", "-m", "x", "branch")
    on_day(5).commit({"acme/vpn.md": f"{SERVED}\nEncore.\n"})
    assert on_day.since() == {"tpe": 1, "autre": 3, "vpn": 4}


def test_a_folder_that_a_merge_brought_is_there_since_the_merge(on_day: OnDay) -> None:
    on_day(1).commit({"README.md": "# x\n"})
    on_day(2).git("checkout", "-qb", "branch")
    on_day(2).commit({"acme/vpn.md": SERVED, "acme/tpe.md": "# TPE\n\nRallumer.\n"})
    on_day(3).git("checkout", "-q", "main")
    on_day(3).git("merge", "-q", "-m", "x", "branch")
    on_day(5).commit({"acme/vpn.md": f"{SERVED}\nEncore.\n"})
    assert on_day.since() == {"vpn": 3, "tpe": 3}


def test_a_version_that_cannot_be_read_is_none_and_no_other_file_is_looked_at(on_day: OnDay) -> None:
    on_day(1).commit({"acme/vpn.md": "---\nid: [\n---\nx\n", "acme/_brouillons/a.md": SERVED, "acme/note.txt": "x"})
    (on_day.repository.articles / "acme" / "lien.md").symlink_to("vpn.md")
    on_day(2).commit({"acme/vpn.md": SERVED})
    assert on_day.since() == {"vpn": 2}


def test_another_tools_front_matter_is_read_as_it_is_today(on_day: OnDay) -> None:
    foreign = "---\nms.author: me\naudience: ITPro\n---\n# VPN\n\nRelancer.\n"
    on_day(1).commit({"acme/vpn.md": foreign})
    on_day(2).commit({"acme/vpn.md": "# VPN\n\nRelancer.\n"})
    assert on_day.since() == {"vpn": 1}
    on_day(3).commit({"acme/client.toml": 'name = "Acme"\n'})
    assert on_day.since() == {"vpn": 2}, "what was laid out for kbsearch at any time is read strictly"


def test_the_whole_articles_folder_may_be_one_clients(on_day: OnDay) -> None:
    on_day(1).commit({"vpn.md": SERVED})
    assert on_day.since("") == {"vpn": 1}


def test_a_client_has_shared_articles_since_it_opted_into_their_category(on_day: OnDay) -> None:
    on_day(1).commit({"acme/client.toml": 'shared = ["Reseau"]\n', "zeta/client.toml": 'shared = ["compte"]\n'})
    on_day(2).commit({"acme/client.toml": "shared = []\n", "acme/vpn.md": SERVED})
    on_day(3).commit({"acme/client.toml": 'shared = ["reseau", "impression"]\n'})
    on_day(4).commit({"acme/client.toml": "shared = [\n"})
    found = on_day.opted_in()
    assert [found.at(one) for one in ("reseau", "Impression", "compte")] == [day_of(1), day_of(3), None]
    on_day(5).commit({"acme/client.toml": 'shared = ["*"]\n'})
    assert [on_day.opted_in().at(one) for one in ("reseau", "compte")] == [day_of(1), day_of(5)]
