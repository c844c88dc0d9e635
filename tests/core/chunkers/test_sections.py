"""The `sections` chunker: what stays together, where lines point, and that no line is lost."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kbsearch.core import chunkers
from kbsearch.core.articles import reading as articles
from kbsearch.core.articles import wording
from kbsearch.core.articles.flavours import as_github
from kbsearch.core.model import Article, Chunk, ChunkKind
from kbsearch.core.ports import SourceFile
from kbsearch.errors import BadSettings
from tests.examples import examples

CORPORA = Path(__file__).parents[3].parent / "shared" / "eval" / "corpora"
WORDS = "le terminal affiche une erreur puis redémarre sans imprimer le ticket du client".split()  # noqa: SIM905


def article(body: str, *, title: str = "Titre", body_line: int = 1) -> Article:
    return Article(id="a", owner="acme", path="a.md", title=title, body=body, body_line=body_line)


def sections(body: str) -> tuple[Chunk, ...]:
    return chunkers.sections.chunk(article(body))[1:]


def words(count: int) -> str:
    return " ".join(WORDS[i % len(WORDS)] for i in range(count))


def test_the_card_holds_what_the_article_is_about() -> None:
    made = Article(
        id="a",
        owner="acme",
        path="a.md",
        title="TPE hors ligne",
        body="Texte.",
        body_line=9,
        product="Move C3",
        symptoms=("il ne capte plus", "TPE hors ligne"),
        error_codes=("E-204", "E204"),
        keywords=("SIM", "4G"),
    )
    card, piece = chunkers.get("sections")(made)
    assert card.text == "TPE hors ligne\nMove C3\nil ne capte plus\nE-204 E204\nSIM, 4G"
    assert (card.kind, card.ordinal, card.lines, card.id) == (ChunkKind.CARD, 0, (1, 8), "a#0")
    assert (piece.kind, piece.ordinal, piece.lines, piece.text) == (ChunkKind.SECTION, 1, (9, 9), "Texte.")


def test_headings_give_paths_without_the_title() -> None:
    headings = ["# Titre", "## Panne\n\n### Réseau", "### Écran", "Fin\n==="]
    body = "\n\n".join(f"{heading}\n\n{words(50)}" for heading in headings)
    made = sections(body)
    assert [chunk.heading for chunk in made] == [(), ("Panne", "Réseau"), ("Panne", "Écran"), ("Fin",)]
    assert [chunk.lines for chunk in made] == [(1, 3), (5, 9), (11, 13), (15, 18)]
    assert made[1].text.startswith("## Panne\n\n### Réseau\n\n")


def test_lines_are_the_files_own() -> None:
    made = chunkers.get("sections")(article(f"\n\n{words(50)}\n\n## B\n\n{words(50)}\n\n", body_line=12))
    assert [chunk.lines for chunk in made[1:]] == [(14, 14), (16, 18)]


def test_tiny_neighbours_are_merged_under_their_parent_but_sections_with_a_role_are_not() -> None:
    assert [(c.heading, c.lines) for c in sections("## P\n\n### A\nun\n\n### B\ndeux\n\n## C\n\n" + words(90))] == [
        (("P",), (1, 7)),
        (("C",), (9, 11)),
    ]
    assert [c.heading for c in sections("## Symptômes\nun\n\n## Notes\ndeux\n\n## Résolution\ntrois")] == [
        ("Symptômes",),
        ("Notes",),
        ("Résolution",),
    ]


def test_rows_of_a_long_table_carry_their_header() -> None:
    rows = [f"| E-{n} | {words(20)} |" for n in range(30)]
    made = sections("## Codes\n\n| code | cause |\n|---|---|\n" + "\n".join(rows))
    assert len(made) > 2
    assert all("| code | cause |\n|---|---|\n| E-" in chunk.text for chunk in made)
    assert "\n".join(chunk.text for chunk in made).count("| E-7 |") == 1
    assert [chunk.lines[0] for chunk in made[1:]] == [chunk.lines[1] + 1 for chunk in made[:-1]]


def test_a_header_too_large_to_repeat_keeps_its_table_whole() -> None:
    head = f"| {words(150)} | b |\n|---|---|\n"
    assert len(sections(head + "\n".join(f"| {n} | {words(9)} |" for n in range(60)))) == 1


def test_a_step_keeps_its_code_and_its_sub_steps() -> None:
    step = (
        "{n}. Ouvrir la console et lancer :\n\n   ```\n   # commande {n}\n   netsh {n}\n   ```\n   - sous-étape\n     "
        + words(30)
    )
    made = sections("## Procédure\n\n" + "\n".join(step.format(n=n) for n in range(1, 10)))
    assert len(made) > 2
    for chunk in made:
        assert chunk.text.count("```") % 2 == 0
        assert re.match(r"(## Procédure\n\n)?\d+\. Ouvrir", chunk.text)


def test_code_after_a_list_or_paragraph_stays_with_it() -> None:
    body = "\n\n".join(f"{n}. Étape {words(40)}\n\n```\ncode {n}\n```" for n in range(1, 9))
    for chunk in sections(body):
        assert chunk.text.count("```") % 2 == 0
        assert chunk.text.startswith(tuple("12345678"))


def test_alerts_quotes_and_code_are_never_cut() -> None:
    alert = "> [!WARNING]\n" + "\n".join(f"> {words(12)}" for _ in range(40))
    fence = "~~~\n" + "\n".join(words(12) for _ in range(40)) + "\n~~~"
    texts = [chunk.text for chunk in sections(f"{words(100)}\n\n{alert}\n\n{words(100)}\n\n{fence}\n\n{words(100)}")]
    assert any(alert in text for text in texts)
    assert any(fence in text for text in texts)


def test_an_alert_s_own_title_is_told_and_its_kind_is_not() -> None:
    for marker, title in (("danger", ""), ("danger]- Tension", "Tension. "), ("tip] *Vite* ?", "Vite ? ")):
        (made,) = sections(f"> [!{marker.removesuffix(']')}{'' if ']' in marker else ']'}\n> Couper.")
        assert made.shown == f"{title}Couper."
        assert wording.plain(made.text) == f"{title.replace('.', '')}Couper."


def test_a_paragraph_on_one_line_is_cut_at_sentence_ends_only() -> None:
    line = " ".join(f"Phrase numéro {n} {words(12)}." for n in range(100))
    made = sections(line)
    assert len(made) > 5
    assert "".join(chunk.text for chunk in made) == line
    assert all(chunk.text.rstrip().endswith(".") and chunk.lines == (1, 1) for chunk in made)
    assert all(60 <= len(chunk.text.split()) <= 210 for chunk in made)


def test_sentences_whose_blank_was_lost_are_found_but_links_are_not_cut() -> None:
    line = "".join(f"Oui.Il existe [un lien. Le voici](https://exemple.Fr/Page.Html) {words(15)}." for _ in range(40))
    made = sections(line)
    assert "".join(chunk.text for chunk in made) == line
    assert all(chunk.text.count("[") == chunk.text.count("](") == chunk.text.count(".Html)") for chunk in made)


def test_text_without_any_blank_is_cut_too() -> None:
    made = sections("x" * 30_000)
    assert "".join(chunk.text for chunk in made) == "x" * 30_000
    assert max(len(chunk.text) for chunk in made) <= 2_500


def test_a_wrapped_paragraph_is_cut_after_lines_that_end_a_sentence() -> None:
    lines = [words(10) + ("." if n % 3 == 2 else "") for n in range(60)]
    made = sections("\n".join(lines))
    assert "\n".join(chunk.text for chunk in made) == "\n".join(lines)
    assert all(chunk.text.endswith(".") for chunk in made)


@pytest.mark.parametrize("body", ["", "\n\n", "[lien]: https://exemple.fr", "# " + "x " * 50_000, "---", "#", "\u00a0"])
def test_odd_bodies_do_not_crash(body: str) -> None:
    made = chunkers.get("sections")(article(body, title="t" * 5_000))
    assert "".join("".join(c.text for c in made[1:]).split()) == "".join(body.split())
    assert all(len(name) <= 200 for chunk in made for name in chunk.heading)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["# a\n", "## a\nb\n", "- a\n", "|a|b|\n|-|-|\n", "> ", "```\n", "a.B ", "x", "[a](b) ", "\n"]
)
def test_hostile_bodies_are_cut_in_bounded_time_and_size(unit: str) -> None:
    body = unit * (64 * 1024 // len(unit))
    started = time.thread_time()
    made = sections(body)
    assert time.thread_time() - started < 10
    assert sum(len(chunk.text) for chunk in made) < 4 * len(body)


def test_unknown_names_are_answered_with_the_known_ones() -> None:
    with pytest.raises(BadSettings, match="sections"):
        chunkers.get("sentences")
    assert chunkers.chunker_id("sections") == "sections/7"


WELL_FORMED = st.one_of(
    st.integers(1, 300).map(words),
    st.integers(1, 60).map(lambda n: "\n".join(words(8) + "." * (i % 2) for i in range(n))),
    st.tuples(st.integers(1, 6), st.integers(1, 8)).map(lambda t: "#" * t[0] + " " + words(t[1])),
    st.integers(1, 40).map(lambda n: "\n".join(f"- {words(9)}\n  - {words(3)}" for _ in range(n))),
    st.integers(1, 30).map(
        lambda n: "\n".join(f"{i}. {words(9)}\n\n   ```\n   # pas un titre\n   ```" for i in range(1, n + 1))
    ),
    st.integers(1, 60).map(lambda n: "```\n" + "\n".join(["# code", "", "- x"] * n) + "\n```"),
    st.integers(1, 40).map(lambda n: "> [!NOTE]\n" + "\n".join(["> " + words(6), ">"] * n)),
)
BLOCKS = st.one_of(
    WELL_FORMED,
    st.integers(1, 60).map(lambda n: "| a | b |\n|---|---|\n" + "\n".join(f"| {i} | {words(7)} |" for i in range(n))),
    st.sampled_from(
        ["Titre\n===", "[a]: https://a.fr", "***", "    code", "\n", "<script>", "- [ ] x", "> > - a", "```\nfin"]
    ),
    st.integers(1, 30).map(lambda n: '!!! note "a"\n' + "\n".join(["    " + words(6), ""] * n)),
    st.integers(1, 30).map(
        lambda n: ":::tip[a]\n" + "\n".join([f"{i}. " + words(6) for i in range(1, n + 1)]) + "\n:::"
    ),
    st.integers(1, 30).map(lambda n: '=== "a"\n\n' + "\n".join([f"    {i}. " + words(6) for i in range(1, n + 1)])),
    st.text(max_size=40),
)
BODIES = st.lists(BLOCKS, max_size=14).flatmap(
    lambda blocks: st.sampled_from(["\n\n", "\n"]).map(lambda s: s.join(blocks))
)


def lines_of(body: str) -> list[str]:
    return re.split(r"\r\n?|\n", body)


def assert_sound(made: Article, chunks: tuple[Chunk, ...]) -> None:
    """Every non-blank body line in exactly one section chunk, in order, and no start inside a block."""
    body = as_github(made.body)
    lines = lines_of(body)
    seen: dict[int, str] = {}
    for chunk in chunks[1:]:
        first, last = (line - made.body_line for line in chunk.lines)
        own = chunk.text.split("\n")[-(last - first + 1) :]
        for number, text in enumerate(own, start=first):
            seen[number] = seen.get(number, "") + text
    for number, line in enumerate(lines):
        if line.strip():
            assert seen.get(number) == line
    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))
    starts = {chunk.lines[0] - made.body_line for chunk in chunks[1:]}
    assert not starts & set(inside(body))


def inside(body: str) -> list[int]:
    """Lines on which no chunk may start, found with a parser of the test's own.

    Only lines with something before them in their block: for Python a separator character such as U+001F is a blank,
    for Markdown it is text, and dropping a blank at the beginning tears nothing.
    """
    lines = lines_of(body)
    found: list[int] = []

    def add(first: int, after: int) -> None:
        said = [number for number in range(first, after) if lines[number].strip()]
        found.extend(said[1:])

    for token in MarkdownIt("gfm-like2", {"html": False, "maxNesting": 100}).parse(body):
        if (
            token.map
            and token.level == 0
            and token.type in ("fence", "code_block", "blockquote_open", "alert_open", "heading_open")
        ):
            add(*token.map)
        if token.map and token.level == 1 and token.type == "list_item_open":
            add(*token.map)
        if token.map and token.type == "table_open":
            add(token.map[0], token.map[0] + 2)
    return found


@examples(1.5)
@example("\x1f\nTitre\n===", 20, 1)
@given(BODIES, st.integers(20, 250), st.integers(1, 40))
def test_every_line_is_in_exactly_one_chunk(body: str, target: int, body_line: int) -> None:
    made = article(body, body_line=body_line)
    chunks = chunkers.sections.chunk(made, target_words=target)
    assert_sound(made, chunks)
    assert chunks == chunkers.sections.chunk(made, target_words=target)


@given(st.lists(WELL_FORMED, max_size=14))
def test_chunking_the_joined_chunks_gives_the_same_chunks(blocks: list[str]) -> None:
    texts = [chunk.text for chunk in sections("\n\n".join(blocks))]
    assert [chunk.text for chunk in sections("\n\n".join(texts))] == texts


@pytest.mark.slow
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the evaluation corpora are not beside the repository")
def test_real_corpora_are_cut_soundly() -> None:
    count = 0
    for path in sorted(CORPORA.rglob("*.md")):
        relative = path.relative_to(CORPORA).as_posix()
        parsed, _ = articles.parse(SourceFile(relative, path.read_bytes(), "0"), "acme")
        assert parsed is not None
        chunks = chunkers.get("sections")(parsed)
        assert_sound(parsed, chunks)
        count += len(chunks)
    assert count > 3_000
