"""An article too slow to read, or that ends its reader, is one fault: everything else is found, and nothing hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kbsearch import app
from kbsearch.adapters.bounded import BoundedEach
from kbsearch.adapters.library import open_library
from kbsearch.core.bounded import Each, Lost
from kbsearch.core.model import Article
from kbsearch.core.ports import SourceFile
from kbsearch.errors import StateError
from kbsearch.flows.build import BuildReport
from kbsearch.flows.check import check
from kbsearch.settings import load_settings
from kbsearch.workshop import Outcome, RefusedError, Workshop
from tests.adapters.slow_reading import planted
from tests.fakes import HashingEmbedder

ROOT = Path(__file__).parent.parent.parent
GOOD = "# VPN coupé\n\nRelancer le client VPN.\n"


@pytest.fixture(params=[SourceFile, Article], ids=["while it is parsed", "while it is cut or judged"])
def each(request: pytest.FixtureRequest) -> Each:
    return planted(BoundedEach(most_s=0.4), request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    for client, text in {"acme": "@regex", "beta": "@segv", "calm": "rien"}.items():
        (articles / client).mkdir(parents=True)
        (articles / client / "client.toml").touch()
        (articles / client / "vpn.md").write_text(GOOD)
        (articles / client / "piege.md").write_text(f"# Piège\n\n{text}\n")
    return articles


def test_a_check_names_each_and_goes_on(folder: Path, each: Each) -> None:
    report = check(open_library(folder, "worktree"), today=date(2026, 11, 2), each=each)
    assert [(fault.path, fault.line, fault.code) for fault in report.faults] == [
        ("acme/piege.md", 1, "too-slow"),
        ("beta/piege.md", 1, "reader-ended"),
    ]
    assert all(fault.hint for fault in report.faults)
    assert (report.errors, report.articles) == (2, 6)


class Shop:
    def __init__(self, folder: Path) -> None:
        settings = load_settings({"articles": folder, "indexes": folder.parent / "indexes", "source": "worktree"})
        self.workshop = Workshop(settings, warn=pytest.fail)
        self.workshop.__dict__.update(embedder=HashingEmbedder(), english=None)
        self.store = app.open_store(settings)

    def build(self, *, strict: bool = False) -> dict[str, Outcome]:
        library = self.workshop.library()
        names = self.workshop.clients(library)
        outcomes = self.workshop.build(library, names, strict=strict, progress=lambda _: lambda *_: None)
        return dict(zip(names, outcomes, strict=True))


@pytest.fixture
def shop(folder: Path, each: Each, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setattr(app, "open_each", lambda **_: each)
    return Shop(folder)


def test_a_build_leaves_it_out_and_publishes_the_rest(shop: Shop, folder: Path) -> None:
    found = {}
    for client, outcome in shop.build().items():
        assert isinstance(outcome, BuildReport)
        found[client] = (outcome.articles, outcome.left_out, [(fault.path, fault.code) for fault in outcome.faults])
    assert found == {
        "acme": (1, 1, [("acme/piege.md", "too-slow")]),
        "beta": (1, 1, [("beta/piege.md", "reader-ended")]),
        "calm": (2, 0, []),
    }
    assert [article.id for article in shop.store.open("acme").snapshot.articles] == ["vpn"]
    (folder / "acme" / "piege.md").write_text("# Piège\n\nDésamorcé.\n")
    mended = shop.build()["acme"]
    assert isinstance(mended, BuildReport)
    assert (mended.articles, mended.faults) == (2, ())


def test_what_was_lost_in_passing_is_read_again_when_that_is_asked_for_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    lost = {"acme/piege.md", "_shared/x.md"}

    def each(work: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            if isinstance(item, SourceFile):
                owner = work.keywords["owner"]  # type: ignore[attr-defined]
                reads.append(f"{owner}/{item.path}")
                if reads[-1] in lost:
                    yield Lost("reader-ended", "ended the process that reads (SIGKILL)", in_passing=True)
                    continue
            yield work(item)

    (folder / "_shared").mkdir()
    (folder / "_shared" / "x.md").write_text(GOOD)
    monkeypatch.setattr(app, "open_each", lambda **_: each)
    shop = Shop(folder)
    first = shop.build()["acme"]
    assert isinstance(first, BuildReport)
    assert ([fault.path for fault in first.faults], shop.workshop.has_lost_in_passing) == (["acme/piege.md"], True)
    assert sorted(reads) == sorted({*reads}), "each once a build, however many clients share it"
    reads.clear()
    lost.clear()
    shop.build()
    assert reads == []
    shop.workshop.read_again()
    again = shop.build()["acme"]
    assert isinstance(again, BuildReport)
    assert (again.articles, again.faults, shop.workshop.has_lost_in_passing) == (2, (), False)
    assert {read.partition("/")[0] for read in reads} == {"acme", "_shared"}, "and nobody else's"


def test_a_strict_build_holds_its_client_back(shop: Shop) -> None:
    outcomes = shop.build(strict=True)
    refused = outcomes["acme"]
    assert isinstance(refused, RefusedError)
    assert [fault.code for fault in refused.base.faults] == ["too-slow"]
    assert isinstance(outcomes["calm"], BuildReport)
    with pytest.raises(StateError):
        shop.store.open("acme")


def test_an_article_within_all_bounds_of_size_that_takes_half_a_minute_is_one_fault_too(tmp_path: Path) -> None:
    """Many paragraphs, each just short enough to be parsed: nothing is planted here."""
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "a.md").write_text("# A\n\n" + BODIES["a"])
    (tmp_path / "acme" / "b.md").write_text(GOOD)
    report = check(open_library(tmp_path, "worktree"), each=BoundedEach(most_s=1))
    assert [(fault.path, fault.code) for fault in report.faults] == [("acme/a.md", "too-slow")]
    chunker = app.open_chunker(BoundedEach(most_s=1))
    found = list(chunker.cut([Article(name, "acme", f"{name}.md", "A", text, 1) for name, text in BODIES.items()]))
    assert [isinstance(one, Lost) for one in found] == [True, False]


BODIES = {"a": ("![" * 490 + "\n\n") * 260, "b": GOOD}


def test_ctrl_c_ends_a_check_at_once_and_its_reader_with_it(folder: Path) -> None:
    code = (
        "import kbsearch.app as app\n"
        "from kbsearch.adapters.bounded import BoundedEach\n"
        "from kbsearch.cli import main\n"
        "from tests.adapters.slow_reading import planted\n"
        "app.open_each = lambda **_: planted(BoundedEach(most_s=100))\n"
        f"main(['check', '--articles', {str(folder)!r}])\n"
    )
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, process_group=0
    ) as checking:
        while not (readers := children(checking.pid)) or not is_busy(readers[0]):
            assert checking.poll() is None
            time.sleep(0.05)
        os.killpg(checking.pid, signal.SIGINT)
        said, _ = checking.communicate(timeout=30)
    assert time.monotonic() - started < 60
    assert checking.returncode not in (0, None)
    assert b"Traceback" not in said
    assert not Path(f"/proc/{readers[0]}").exists()


def children(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def is_busy(process: str) -> bool:
    """Whether it has long done with what it begins with, and is at a text that never ends."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") > 1.5
