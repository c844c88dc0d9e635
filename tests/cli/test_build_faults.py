"""What a build finds wrong is noted for the pages of whoever keeps the articles."""

from __future__ import annotations

from pathlib import Path

from kbsearch.app.wiring import open_store
from kbsearch.core.faults import FoundFaults
from kbsearch.core.model import Severity
from kbsearch.settings import load_settings
from tests.cli.building import run


def test_each_build_notes_what_it_found(folder: Path) -> None:
    store = open_store(load_settings({"indexes": folder / "indexes"}))
    broken = folder / "articles" / "acme" / "faux.md"
    broken.write_text("---\ntitle: a\ntitle: b\n---\n# A\n", "utf-8")
    run("build")
    found = store.faults("acme")
    assert found is not None
    assert [(one.path, one.severity) for one in found.faults] == [("acme/faux.md", Severity.ERROR)]
    zeta = store.faults("zeta")
    assert zeta is not None
    assert zeta.faults == ()
    (folder / "articles" / "acme" / "client.toml").write_text("name = [", "utf-8")
    run("build")
    found = store.faults("acme")
    assert found is not None
    assert "acme/client.toml" in {one.path for one in found.faults}, "also where nothing could be built"
    broken.unlink()
    (folder / "articles" / "acme" / "client.toml").write_text('name = "Acme"', "utf-8")
    run("build")
    assert store.faults("acme") == FoundFaults("acme", ())
