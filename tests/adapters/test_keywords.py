"""The keyword index against the formula written out naively, and the word list against measuring every word."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from kbsearch.adapters.keywords import build_keywords, load_keywords, save_keywords
from kbsearch.adapters.keywords.build import FIELD_WEIGHTS, K1, B, terms_of
from kbsearch.adapters.keywords.index import NumpyKeywordIndex
from kbsearch.adapters.keywords.vocabulary import LONG_WORD, WordList
from kbsearch.core.chunkers import get
from kbsearch.core.model import Article
from kbsearch.core.ports import Places, WeightedTerm
from kbsearch.core.search.query import read
from kbsearch.core.text import placed_terms, stem

BODIES = {
    "a": "# A\n\nLe réseau est coupé. Le réseau revient.\n\n## Résolution\nRedémarrer le routeur E-204.",
    "b": "# B\n\nL'imprimante est hors ligne, le réseau va bien.",
    "c": "# C\n\nMot de passe refusé.",
}
ARTICLES = tuple(
    Article(name, "acme", f"{name}.md", f"Panne {name}", body, 1, lang="fr", symptoms=(f"souci {name}",))
    for name, body in BODIES.items()
)
CHUNKS = tuple(chunk for one in ARTICLES for chunk in get("sections")(one))
INDEX = build_keywords(ARTICLES, CHUNKS)


def group(*words: str) -> tuple[WeightedTerm, ...]:
    return tuple(WeightedTerm(stem(word)) for word in words)


def naive_frequencies(article: Article) -> Counter[str]:
    """BM25F's weighted term frequencies, field by field."""
    found: Counter[str] = Counter()
    fields = [("title", article.title), ("symptoms", article.symptoms[0])]
    for chunk in CHUNKS:
        if chunk.article == article.id and chunk.ordinal:
            fields += [("body", chunk.shown), ("heading", " ".join(chunk.heading))]
    for name, text in fields:
        for term in terms_of(text, "fr"):
            found[term] += FIELD_WEIGHTS[name]  # type: ignore[assignment]
    return found


def test_a_stop_word_that_is_a_noun_too_is_indexed() -> None:
    assert list(terms_of("Pas de son", "fr")) == ["son"]


@pytest.mark.parametrize("written", ["F28", "F-28", "BAT-C3-29"])
def test_the_short_number_of_a_code_is_no_number(written: str) -> None:
    """*10 minutes* is not said by an article about E10."""
    assert not [term for term in terms_of(f"Code {written}", "fr") if term.isdigit()]
    assert not [term for term, *_ in placed_terms(f"Code {written}", "fr") if term.isdigit()]


@pytest.mark.parametrize(
    ("written", "number"), [("EMB-4450-R", "4450"), ("16A", "16"), ("28 secondes", "28"), ("2.5", "5")]
)
def test_a_long_number_and_one_that_no_letter_leads_is(written: str, number: str) -> None:
    assert number in terms_of(written, "fr")


def test_an_article_is_stemmed_in_the_language_it_is_written_in() -> None:
    text = "The rooms that were booked by the users are shown on this page, and they can be changed there."
    said, unsaid = (Article("a", "acme", "a.md", "The booked room", text, 1, lang=lang) for lang in ("en", ""))
    first, second = (build_keywords([one], get("sections")(one)) for one in (said, unsaid))
    assert set(first.terms) == set(second.terms) >= {"book"}


def test_words_are_those_that_a_reader_sees() -> None:
    body = "# A\n\n<!-- ancien code : E-999 -->\n\nAppuyer sur <Del>, puis `<td>`.\n"
    one = Article("a", "acme", "a.md", "Panne", body, 1, lang="fr")
    index = build_keywords([one], get("sections")(one))
    assert [term in index.terms for term in ("del", "td", "appui", "ancien", "#e999")] == [
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("word", ["reseau", "imprimante", "panne", "routeur", "souci"])
def test_scores_are_the_formula(word: str) -> None:
    frequencies = [naive_frequencies(article) for article in ARTICLES]
    lengths = [sum(one.values()) for one in frequencies]
    mean = sum(lengths) / len(lengths)
    term = stem(word)
    df = sum(1 for one in frequencies if term in one)
    for at, one in enumerate(frequencies):
        tf = one[term]
        expected = tf * (K1 + 1) / (tf + K1 * (1 - B + B * lengths[at] / mean)) if tf else 0.0
        # one group: the idf cancels against the query's total idf
        assert INDEX.scores([group(word)]).body[at] == pytest.approx(expected, rel=1e-5)
    assert INDEX.idf[INDEX.terms[term]] == pytest.approx(math.log1p((3 - df + 0.5) / (df + 0.5)), rel=1e-6)


def test_alternatives_of_one_word_give_the_best_never_the_sum() -> None:
    both = INDEX.scores([group("reseau", "routeur")]).body
    alone = [INDEX.scores([group(word)]).body for word in ("reseau", "routeur")]
    assert both[0] <= max(one[0] for one in alone) + 1e-6


def test_a_correction_weighs_less_than_the_word_itself() -> None:
    term = stem("imprimante")
    exact = INDEX.scores([(WeightedTerm(term), ), group("reseau")]).body[1]  # fmt: skip
    corrected = INDEX.scores([(WeightedTerm("imprimnt"), WeightedTerm(term, 0.8)), group("reseau")]).body[1]
    assert corrected < exact


def test_an_unknown_word_lowers_coverage_and_an_unknown_code_does_not() -> None:
    known = INDEX.scores([group("reseau")]).coverage[0]
    assert known == pytest.approx(1)
    assert 0 < INDEX.scores([group("reseau"), group("zzz")]).coverage[0] < 1
    assert INDEX.scores([group("reseau"), (WeightedTerm("#e999"),)]).coverage[0] == pytest.approx(1)


def test_nothing_known_scores_nothing() -> None:
    scores = INDEX.scores([group("zzz")])
    assert not scores.body.any()
    assert not scores.coverage.any()


def test_chunk_coverage_is_of_that_chunk_alone() -> None:
    rows = np.arange(len(CHUNKS))
    held = INDEX.passages().coverage([group("routeur")], rows)
    assert [CHUNKS[row].article for row in rows if held[row] > 0] == ["a"]
    assert held.max() == pytest.approx(1)


def test_places_are_where_a_term_stands_in_the_chunk_s_own_text() -> None:
    rows = np.arange(len(CHUNKS))
    for terms in ({stem("reseau")}, {stem("imprimante"), "#e204"}, {stem("souci"), "absent"}, set()):
        for chunk, found in zip(CHUNKS, INDEX.passages().places(terms, rows), strict=True):
            for text, places in ((chunk.text, found.text), (chunk.shown, found.shown)):
                assert places == [(start, end) for term, start, end in placed_terms(text, "fr") if term in terms]


def test_a_word_of_a_heading_is_held_but_has_no_place() -> None:
    chunks = get("sections")(
        dataclasses.replace(ARTICLES[0], body="# A\n\n## Panne réseau\n\n### Câble\n\n" + "Vérifier. " * 400)
    )
    index = build_keywords(ARTICLES[:1], chunks)
    last = np.array([len(chunks) - 1])
    assert "réseau" not in chunks[-1].text
    assert index.passages().coverage([group("reseau")], last)[0] == pytest.approx(1)
    assert index.passages().places({stem("reseau")}, last) == [Places()]


def test_what_is_not_indexed_is_not_marked() -> None:
    linked = dataclasses.replace(ARTICLES[0], body="Voir [la notice](https://exemple.fr/secret) du routeur.")
    chunks = get("sections")(linked)
    found = build_keywords([linked], chunks).passages().places({stem("secret"), stem("notice")}, np.arange(len(chunks)))
    assert [chunk.text[a:b] for chunk, own in zip(chunks, found, strict=True) for a, b in own.text] == ["notice"]
    assert [chunk.shown[a:b] for chunk, own in zip(chunks, found, strict=True) for a, b in own.shown] == ["notice"]


BODY = st.lists(st.sampled_from(["mot ", "E-204 ", "[lien](mot.md) ", "**", "`", "| ", "\n", "\n\n", "- ", "wi-fi "]))


@given(BODY.map("".join) | st.text(max_size=80))
def test_every_word_indexed_and_shown_has_its_place(body: str) -> None:
    article = dataclasses.replace(ARTICLES[0], body=body)
    chunks = get("sections")(article)
    index = build_keywords([article], chunks)
    held = index.chunk_terms
    for row, chunk in enumerate(chunks):
        own = {list(index.terms)[at] for at in held.terms[held.starts[row] : held.starts[row + 1]]}
        for term in own:
            (found,) = index.passages().places({term}, np.array([row]))
            for text, places in ((chunk.text, found.text), (chunk.shown, found.shown)):
                assert sorted(places) == sorted(
                    (a, b) for word, a, b in placed_terms(text, article.lang) if word == term
                )
                assert all(0 <= start < end <= len(text) for start, end in places)


def test_codes_are_found_whole() -> None:
    assert INDEX.articles_with("#e204").tolist() == [0]
    assert INDEX.articles_with("#e205").tolist() == []


def test_another_client_s_articles_change_nothing() -> None:
    """Statistics are a client's own: the same articles give the same scores whoever else exists."""
    again = build_keywords(ARTICLES, CHUNKS)
    assert again.scores([group("reseau")]).body.tobytes() == INDEX.scores([group("reseau")]).body.tobytes()


def test_files_give_back_the_index_and_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        save_keywords(build_keywords(ARTICLES, CHUNKS), tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert all(name.startswith("keywords.") for name in files)
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in files)
    loaded = load_keywords(tmp_path / "one")
    query = [group("reseau"), group("panne", "souci")]
    for one, other in zip(vars_of(loaded, query), vars_of(INDEX, query), strict=True):
        np.testing.assert_array_equal(one, other)
    assert loaded.vocabulary().completions("imp", 3) == ["imprimante"]


def test_words_are_remembered_as_most_articles_write_them(tmp_path: Path) -> None:
    bodies = [
        "Écran noir, l'écran de la caisse, ecran. Réservé.",
        "Un écran. Il réserve ; réservé.",
        "L'œuvre, du cœur.",
    ]
    articles = tuple(
        Article(
            f"a{at}",
            "acme",
            f"a{at}.md",
            "Écran",
            body,
            1,
            lang="fr",
            symptoms=("ecran eteint" if at else "écran éteint",),
        )
        for at, body in enumerate(bodies)
    )
    save_keywords(build_keywords(articles, tuple(c for one in articles for c in get("sections")(one))), tmp_path)
    words = load_keywords(tmp_path).vocabulary()
    assert {word: words.written(word) for word in ("ecran", "reserve", "oeuvre", "caisse", "eteint", "imprimante")} == {
        "ecran": "écran",  # seven of ten
        "reserve": "reserve",  # two words, neither of which is most of them
        "oeuvre": "œuvre",
        "caisse": "caisse",
        "eteint": "eteint",  # one of three
        "imprimante": "imprimante",  # no article holds it
    }
    (tmp_path / "keywords.accented.txt").unlink()  # as in an index that an earlier version made
    assert load_keywords(tmp_path).vocabulary().written("ecran") == "ecran"


def vars_of(index: NumpyKeywordIndex, query: list[tuple[WeightedTerm, ...]]) -> list[np.ndarray]:  # type: ignore[type-arg]
    scores = index.scores(query)
    return [scores.body, scores.coverage, index.passages().coverage(query, np.arange(len(CHUNKS)))]


def test_no_article_at_all() -> None:
    empty = build_keywords((), ())
    assert len(empty.scores([group("reseau")]).body) == 0
    assert "reseau" not in empty.vocabulary()


words = st.text(st.sampled_from("abcdeimnrst"), min_size=4, max_size=10)


@settings(max_examples=150)
@given(st.lists(words, min_size=1, max_size=30, unique=True), words)
def test_near_words_are_exactly_those_within_the_distance(known: list[str], typed: str) -> None:
    known.sort()
    found = WordList(known, np.ones(len(known), np.int64)).near(typed)
    most = 2 if len(typed) >= LONG_WORD else 1
    close = {word for word in known if OSA.distance(word, typed) <= most and len(word) > most + 2}
    assert {word for word, _ in found} == close if len(close) <= 8 else {word for word, _ in found} <= close
    assert [distance for _, distance in found] == sorted(distance for _, distance in found)


def test_an_abbreviation_of_two_letters_that_is_a_word_of_the_base_stays_one() -> None:
    article = Article("av", "acme", "av.md", "AV arrêté", "# AV arrêté\n\nRelancer l'AV du poste.", 1, lang="fr")
    words = build_keywords((article,), tuple(get("sections")(article))).vocabulary()
    assert read("av coupé ", words, {"av": "avec"}).dense == "av avec coupé"
    assert read("av coupé ", INDEX.vocabulary(), {"av": "avec"}).dense == "avec coupé"


def test_completions_are_the_frequent_ones_first() -> None:
    vocabulary = WordList(["imprimante", "imprimer", "ligne"], np.array([2, 9, 1], np.int64))
    assert vocabulary.completions("impri", 5) == ["imprimer", "imprimante"]
    assert vocabulary.completions("impri", 1) == ["imprimer"]
    assert vocabulary.completions("zz", 5) == []
