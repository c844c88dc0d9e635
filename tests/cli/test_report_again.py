"""The same report made again: the same bytes, as a page and as a PDF; and what is said where no PDF can be made."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbsearch.app import folding
from kbsearch.app.calls import Calls
from kbsearch.app.figures import figures
from kbsearch.app.printing import pdf_printer
from kbsearch.core.calls.call import Call
from kbsearch.core.one_client import OneClient
from kbsearch.errors import StateError
from tests.cli.building import run
from tests.cli.test_learn import opened
from tests.cli.test_report import MADE, MONTH, called, page
from tests.clients import ACME

__all__ = ["called"]


def need_pdf() -> None:
    try:
        pdf_printer()
    except StateError as error:
        pytest.skip(f"no PDF can be made here: {error}")


def made_apart(output: str, **environment: str) -> bytes:
    """The report that another process makes."""
    arguments = ("report", "acme", "--month", MONTH, "--made", MADE, "--output", output)
    done = subprocess.run(
        [sys.executable, "-m", "kbsearch", *arguments],
        capture_output=True, text=True, check=False, timeout=100, env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return Path(output).read_bytes()


@pytest.mark.usefixtures("called")
@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_two_processes_make_the_same_bytes(kind: str) -> None:
    if kind == "pdf":
        need_pdf()
    first = made_apart(f"a.{kind}", PYTHONHASHSEED="1", TZ="UTC")
    assert first == made_apart(f"b.{kind}", PYTHONHASHSEED="2", TZ="Asia/Tokyo")
    assert len(first) > 10_000


def streams(pdf: bytes) -> list[str]:
    found = re.findall(rb"/FlateDecode.*?stream\n(.*?)\nendstream", pdf, re.DOTALL)
    return [zlib.decompress(one).decode("latin-1") for one in found]


def texts(pdf: bytes) -> list[str]:
    """What its pages say, read with each font's letters in turn: what another font wrote comes out as nonsense."""
    parts = streams(pdf)
    fonts = [dict(re.findall(r"<(\w{4})> <(\w{4})>", one)) for one in parts if "beginbfchar" in one]
    written = "".join("".join(re.findall(r"<(\w+)>", line)) for one in parts for line in re.findall(r"\[.*?\] TJ", one))
    glyphs = re.findall("....", written)
    return ["".join(chr(int(font.get(one, "003f"), 16)) for one in glyphs) for font in fonts]


@pytest.mark.usefixtures("called")
def test_the_pdf_says_what_the_page_says_and_bears_the_moment_of_the_report() -> None:
    need_pdf()
    done = run("report", "acme", "--month", MONTH, "--made", MADE, "--output", "r.pdf")
    assert done.exit_code == 0, done.output
    pdf = Path("r.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-1.")
    said = texts(pdf)
    for words in ("Parrot & Co, October 2026", "FCR without call-back in 7 days", "Outage parrot", "1 / "):
        assert any(words in one for one in said), words
    assert not any("tournesol" in one.lower() for one in said)
    whole = "\n".join([pdf.decode("latin-1"), *streams(pdf)])
    assert {*re.findall(r"D:\d+", whole)} == {"D:20261110080000"}


@pytest.mark.usefixtures("called")
def test_two_dates_of_a_pdf_differ_in_that_date_alone() -> None:
    need_pdf()
    said, dates = [], []
    for made, shown in ((MADE, "2026-11-1009:00"), ("2026-11-12T10:30:00+01:00", "2026-11-1210:30")):
        done = run("report", "acme", "--month", MONTH, "--lang", "en", "--made", made, "--output", "r.pdf")
        assert done.exit_code == 0, done.output
        pdf = Path("r.pdf").read_bytes()
        dates.append({*re.findall(r"D:\d+", "\n".join([pdf.decode("latin-1"), *streams(pdf)]))})
        unspaced = (one.replace(" ", "") for one in texts(pdf))  # a space at the end of a line is not drawn
        said.append(next(one for one in unspaced if shown in one).replace(shown, "MADE"))
    assert said[0] == said[1]
    assert dates == [{"D:20261110080000"}, {"D:20261112093000"}]


def test_a_page_that_asks_for_anything_is_not_printed() -> None:
    need_pdf()
    printed = pdf_printer()
    for asks in ('<img src="file:///etc/hostname">', '<link rel="stylesheet" href="https://example.org/a.css">'):
        with pytest.raises(ValueError, match="nothing but itself"):
            printed(f"<!doctype html><html><head><title>x</title></head><body>{asks}</body></html>")


@pytest.mark.usefixtures("called")
def test_without_the_library_or_pango_it_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "kbsearch.adapters.pdf", raising=False)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    done = run("report", "acme", "--output", "r.pdf")
    assert done.exit_code == 3
    assert "Run: pip install 'kbsearch[report]'" in done.output
    assert not Path("r.pdf").exists()
    assert run("report", "acme", "--output", "r.html", "--made", MADE).exit_code == 0


def test_where_pango_is_missing_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPango:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "kbsearch.adapters.pdf", raising=False)
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    with pytest.raises(StateError, match="apt-get install libpango"):
        pdf_printer()


@pytest.mark.usefixtures("called")
def test_however_much_was_imported_it_is_in_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks a server waits for no more than some calls; who makes a report has time."""
    monkeypatch.setitem(folding.table_of.__kwdefaults__, "most", 1)
    with closing(opened()) as kb, pytest.raises(StateError, match="calls of acme are still to be counted"):
        figures(kb, ACME, "2026-10-01", "2026-10-31", datetime.fromisoformat(MADE))
    assert "16" in page()


@pytest.mark.usefixtures("called")
def test_the_months_calls_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """By their events, for all that is said of them beside their figures, with those of as many days before."""
    read, original = list[tuple[datetime, datetime]](), Calls.each

    def each(self: Calls, client: OneClient, since: datetime, until: datetime) -> Iterator[Call]:
        read.append((since, until))
        return original(self, client, since, until)

    monkeypatch.setattr(Calls, "each", each)
    page()
    assert read == [(datetime(2026, 8, 30, 22, tzinfo=UTC), datetime(2026, 11, 7, 23, tzinfo=UTC))]
