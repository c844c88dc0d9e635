"""No text is kept that nothing shows."""

from __future__ import annotations

import re
from pathlib import Path

from kbsearch.api.catalogue import SCRIPT_KEYS, TEXTS

ROOT = Path(__file__).parents[2]
WORDS = {
    ROOT / "kbsearch" / "api" / name
    for name in (
        "catalogue.py",
        "errors/problem_catalogue.py",
        "calls/row_texts.py",
        "calls/queue_log_texts.py",
        "pages/texts.py",
        "access/admin_texts.py",
        "figures/texts.py",
        "figures/count_texts.py",
        "figures/length_texts.py",
        "alerts/texts.py",
        "report/texts.py",
    )
}


def test_every_text_is_used() -> None:
    """By its name in quotes; `note-…`, `reason-…` and the like by what they tell of, `…-detail` by its problem."""
    files = [*(ROOT / "kbsearch").rglob("*.py"), *(ROOT / "web").rglob("*.*")]
    source = "\n".join(path.read_text("utf-8") for path in files if path not in WORDS and path.is_file())
    quoted = set(re.findall(r"[\"'`]([A-Za-z0-9_-]+)[\"'`]", source))
    told = re.compile("^(figure|formula|note|reason|answer|c-outcome|c-priority|c-flag|c-key|c-does|c-speaks|c|did)-")
    counts = re.compile("-[1n]$")
    unused = {
        name
        for name in TEXTS
        if not {name, told.sub("", name), counts.sub("", name), name.removesuffix("-detail")} & quoted
    }
    assert unused == set()


def test_the_console_is_sent_what_its_scripts_ask_for_and_no_more() -> None:
    """Scripts name a text in quotes, or put its name together (`c-outcome-${…}`)."""
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "web" / "assets").glob("*.js"))
    quoted, begun = set(re.findall(r'"([\w-]+)"', source)), tuple(re.findall(r"`([\w-]+-)\$\{", source))
    said = set(re.findall(r'"([\w-]+)"', "".join(re.findall(r"\bsay\(([^)]*)", source))))
    named = {key for key in TEXTS if key in quoted or key.startswith(begun)}
    asked = {key for key in named if key in said or key.startswith(("c-", "sheet-", *begun))}
    assert len(asked) > 100
    assert asked - {*SCRIPT_KEYS} == set()
    assert {*SCRIPT_KEYS} - named == set()


def text_of_template(source: str) -> str:
    """What a reader would read of a template beside what the catalogue gives."""
    plain = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<code>.*?</code>", " ", source, flags=re.DOTALL)
    return re.sub(r"<[^>]*>|&\w+;|[\w-]+=\"[^\"]*\"", " ", plain)


def test_no_page_has_words_of_its_own() -> None:
    for path in (ROOT / "web" / "pages").glob("*.html"):
        source = path.read_text("utf-8")
        assert set(re.findall(r"[^\W\d_]{2,}", text_of_template(source))) <= {"kbsearch"}, path.name
        told = re.findall(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"', source)
        assert [text for text in told if text and "{{" not in text] == [], path.name


def test_no_script_has_words_of_its_own() -> None:
    """A literal with a space between words is a sentence; what a programmer reads in a console is none."""
    for path in (ROOT / "web" / "assets").glob("*.js"):
        source = re.sub(r"^\s*(?://|/?\*).*$|/\*\*.*?\*/|new Error\([^)]*\)", "", path.read_text("utf-8"), flags=re.M)
        literals = re.findall(r'"([^"\n]*)"|`([^`]*)`', source)
        said = [text for pair in literals for text in pair if re.search(r"[^\W\d_]{2,} [^\W\d_]{2,}", text)]
        assert [
            text for text in said if not re.fullmatch(r"[\w .,#:=()\[\]\"'$>{}?*~^|/-]+", text) or "é" in text
        ] == []
        assert [text for text in said if text[:1].isupper()] == [], path.name
