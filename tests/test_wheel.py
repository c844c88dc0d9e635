"""What an install from a wheel has: the page, the starter base, and nothing that only a clone needs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
KINDS = {".py", ".typed", ".html", ".css", ".js", ".svg", ".json", ".jsonl", ".toml", ".md"}
MOST_BYTES = 400_000
"""Of the largest, which is the API's contract."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=100)
    return next(target.glob("*.whl"))


def test_the_wheel_holds_the_page_and_the_starter(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    pages = [path.relative_to(ROOT) for path in (ROOT / "web").rglob("*.*")]
    assert pages
    assert {f"kbsearch/{path.as_posix()}" for path in pages} <= names
    assert "kbsearch/starter/exemple/client.toml" in names
    assert "kbsearch/py.typed" in names
    assert "kbsearch/api/contract/openapi.json" in names
    assert not [name for name in names if name.startswith(("tests", "articles", "benchmarks", "web"))]


def test_nothing_large_or_strange_is_in_it(wheel: Path) -> None:
    """It grows with the program; what it must not grow by is a picture, a model or an index."""
    with zipfile.ZipFile(wheel) as held:
        files = [one for one in held.infolist() if ".dist-info/" not in one.filename]
    assert {Path(one.filename).suffix for one in files} <= KINDS
    assert max(one.file_size for one in files) < MOST_BYTES
    code = sum(one.file_size for one in files if one.filename.endswith(".py"))
    assert sum(one.file_size for one in files) < 2 * code, "for the most part it is code"


def test_the_same_source_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=100)
    assert next(tmp_path.glob("*.whl")).read_bytes() == wheel.read_bytes()


def test_it_works_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """Unpacked where nothing of the clone is seen; the libraries are those of this environment."""
    site, work = tmp_path / "site", tmp_path / "work"
    zipfile.ZipFile(wheel).extractall(site)
    work.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith("KBSEARCH_")}
    env["PYTHONPATH"] = str(site)

    def run(*command: str) -> str:
        done = subprocess.run(command, cwd=work, env=env, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(sys.executable, "-m", "kbsearch", "init", "base")
    assert "0 errors" in run(sys.executable, "-m", "kbsearch", "check", "--articles", "base/articles")
    where = "from kbsearch.api.pages import web; w = web.open_web(); print(web.__file__, *w.assets)"
    shown = run(sys.executable, "-c", where)
    assert str(site) in shown
    assert "console.js" in shown
