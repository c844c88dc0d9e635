"""Which question is asked, against gains worked out by hand, and what an answer moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.answers import clarify
from kbsearch.core.answers.clarify import best_question, entropy, gain, narrowed, probabilities
from kbsearch.core.answers.facets import Facets, facets_of
from kbsearch.core.model import Article
from kbsearch.core.questions import MOST_CHOICES, Chosen, Question, read_chosen


def article(id_: str, **fields: object) -> Article:
    return Article(id_, "acme", f"{id_}.md", id_, "", 1, **fields)  # type: ignore[arg-type]


def asked(
    base: list[Article], chances: list[float] | None = None, answered: tuple[Chosen, ...] = ()
) -> Question | None:
    rows = list(range(len(base)))
    given_ = chances or [1 / len(base)] * len(base)
    return best_question(facets_of(base, "fr"), rows, [one.id for one in base], given_, answered)


def test_probabilities_are_the_softmax() -> None:
    assert probabilities([3.0, 1.0], 2.0) == pytest.approx([0.7310586, 0.2689414])
    assert probabilities([1e6, 0.0], 1.0) == [1.0, 0.0]
    assert probabilities([5.0, 5.0, 5.0, 5.0], 0.1) == [0.25] * 4


def test_gain_is_what_was_worked_out_by_hand() -> None:
    # p = ½, ¼, ¼: H = 1.5 bits. One answer for the first, one for the other two: ½·(1.5 − 0) + ½·(1.5 − 1) = 1.
    assert gain([0.5, 0.25, 0.25], [[1, 0, 0], [0, 1, 1]]) == pytest.approx(1.0)
    # Only the first can be named; the rest is outside the choices and changes nothing: ½·1.5 = 0.75.
    assert gain([0.5, 0.25, 0.25], [[1, 0, 0]]) == pytest.approx(0.75)
    # One caller in five cannot answer: four fifths of the gain.
    assert gain([0.5, 0.25, 0.25], [[0.8, 0, 0], [0, 0.8, 0.8]]) == pytest.approx(0.8)
    # The second holds both values: P(a) = ¾, H(p | a) = H(⅔, ⅓) = 0.9183; P(b) = ¼, certain. 1 − ¾·0.9183 = 0.3113.
    assert gain([0.5, 0.5], [[1, 0.5], [0, 0.5]]) == pytest.approx(0.3112781)
    assert gain([0.5, 0.5], [[1, 1]]) == 0


@pytest.mark.parametrize(("name", "values"), [("version", ("10", "12")), ("site", ("Lyon", "Brest"))])
def test_versions_and_sites_are_asked(name: str, values: tuple[str, str]) -> None:
    found = asked([article(f"a{at}", product="TPE", **{f"{name}s": (value,)}) for at, value in enumerate(values)])
    assert found is not None
    assert (found.facet, tuple(choice.label for choice in found.choices)) == (name, values)


def test_the_facet_that_separates_is_asked() -> None:
    found = asked([article("a", product="TPE", category="x"), article("b", product="Caisse", category="x")])
    assert found is not None
    assert (found.facet, found.text) == ("product", "Sur quel matériel ou quel logiciel ?")
    assert [(one.value, one.label, one.articles) for one in found.choices] == [
        ("TPE", "TPE", ("a",)),
        ("Caisse", "Caisse", ("b",)),
    ]


def test_at_most_four_choices_the_likeliest_and_the_others_are_left_to_no_answer() -> None:
    base = [article(f"a{n}", product=f"P{n}") for n in range(7)]
    found = asked(base)
    assert found is not None
    assert [one.value for one in found.choices] == ["P0", "P1", "P2", "P3"]


def test_nothing_is_asked_that_the_first_article_has_no_answer_to() -> None:
    first, others = article("a"), [article(f"a{n}", symptoms=(f"panne {n}",)) for n in range(3)]
    assert asked([first, *others]) is None
    found = asked(
        [article("a", product="TPE"), *(article(one.id, product="X", symptoms=one.symptoms) for one in others)]
    )
    assert found is not None
    assert found.facet == "product", "which gains less, and speaks for the first"


def test_values_of_the_same_articles_are_one_choice() -> None:
    found = asked([article("a", error_codes=("51", "54", "57", "61")), article("b", error_codes=("E-1", "E-2"))])
    assert found is not None
    assert found.facet == "code"
    assert [(one.value, one.label) for one in found.choices] == [("51", "51, 54, 57…"), ("E-1", "E-1, E-2")]


def test_of_equal_questions_the_quicker_one_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clarify, "UNANSWERED", dict.fromkeys(clarify.UNANSWERED, 0.1))
    both = [article("a", category="x", symptoms=("un",)), article("b", category="y", symptoms=("deux",))]
    found = asked(both)
    assert found is not None
    assert found.facet == "category"


@pytest.mark.parametrize(
    ("base", "chances"),
    [
        ([article("a", product="TPE")], [1.0]),
        ([article("a"), article("b")], [0.5, 0.5]),
        ([article("a", product="TPE"), article("b", product="TPE")], [0.5, 0.5]),
        ([article("a", product="TPE"), article("b")], [0.5, 0.5]),
        ([article("a", product="TPE"), article("b", product="Caisse")], [0.97, 0.03]),
        ([article("a", product="TPE"), article("b", product="Caisse")], [1.0, 0.0]),
    ],
    ids=["one article", "no facet", "one value", "one choice", "the first is clearly ahead", "certain"],
)
def test_nothing_is_asked_without_a_reason(base: list[Article], chances: list[float]) -> None:
    assert asked(base, chances) is None


def test_equal_candidates_are_asked_about() -> None:
    assert asked([article("a", product="TPE"), article("b", product="Caisse")], [0.5, 0.5]) is not None


def test_what_was_answered_is_not_asked_again() -> None:
    base = [article("a", product="TPE", error_codes=("E-1",)), article("b", product="Caisse", error_codes=("E-2",))]
    found = asked(base, answered=(Chosen("product", "TPE"),))
    assert found is not None
    assert found.facet == "code"


def test_who_agrees_comes_before_who_is_silent_before_who_contradicts() -> None:
    base = [
        article("no", product="TPE"),
        article("silent"),
        article("yes", product="Caisse"),
        article("exact", product="TPE"),
    ]
    facets = facets_of(base, "fr")
    assert narrowed(facets, [Chosen("product", "Caisse")], [3, 0, 1, 2], [True, False, False, False]) == [0, 3, 2, 1]
    assert narrowed(facets, [Chosen("product", "Absent")], [0, 1, 2, 3], [False] * 4) == [0, 1, 2, 3]


VALUES = st.sampled_from(["", "A", "B", "C", "D", "E, A"])
ARTICLES = st.lists(
    st.tuples(VALUES, st.lists(st.sampled_from(["E-1", "E-2", "E-3"]), unique=True), VALUES), max_size=10
)


def base_of(rows: list[tuple[str, list[str], str]]) -> tuple[list[Article], Facets]:
    made = [
        article(f"a{n}", product=product, error_codes=tuple(codes), category=category)
        for n, (product, codes, category) in enumerate(rows)
    ]
    return made, facets_of(made, "fr")


@given(ARTICLES, st.lists(st.floats(-5, 5), min_size=10, max_size=10))
def test_every_choice_speaks_for_some_of_the_articles_and_not_for_all(
    rows: list[tuple[str, list[str], str]], scores: list[float]
) -> None:
    made, facets = base_of(rows)
    ids = [one.id for one in made]
    found = best_question(facets, range(len(made)), ids, probabilities(sorted(scores)[::-1][: len(made)], 1.0))
    if found is None:
        return
    assert 2 <= len(found.choices) <= MOST_CHOICES
    assert len({one.value for one in found.choices}) == len(found.choices)
    for choice in found.choices:
        assert set() < set(choice.articles) < set(ids)
        agree = [ids[row] for row in range(len(ids)) if facets.agreement([Chosen(found.facet, choice.value)], row) > 0]
        assert agree == list(choice.articles)


@given(ARTICLES, st.sampled_from(["A", "B", "E", "absent"]), st.data())
def test_narrowing_keeps_the_same_articles_and_their_order_where_they_agree_alike(
    rows: list[tuple[str, list[str], str]], value: str, data: st.DataObject
) -> None:
    made, facets = base_of(rows)
    order = data.draw(st.permutations(range(len(made))))
    exact = [data.draw(st.booleans()) for _ in made]
    chosen = [Chosen("product", value)]
    places = narrowed(facets, chosen, order, exact)
    assert sorted(places) == list(range(len(made)))
    keys = [(not exact[at], -facets.agreement(chosen, order[at]), at) for at in places]
    assert keys == sorted(keys)


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=8))
def test_a_question_that_names_each_article_gains_all_there_is(weights: list[float]) -> None:
    chances = [weight / sum(weights) for weight in weights]
    each = [[float(i == j) for j in range(len(chances))] for i in range(len(chances))]
    assert gain(chances, each) == pytest.approx(entropy(chances), abs=1e-9)


def test_an_answer_is_read_as_it_is_written() -> None:
    assert read_chosen("question=a#1/yes") == Chosen("question", "a#1/yes")
    assert read_chosen("code=x=y") == Chosen("code", "x=y")
    for wrong in ("", "product", "product=", "colour=red", f"code={'x' * 257}"):
        with pytest.raises(ValueError, match="product, version, site, code, category, question, symptom"):
            read_chosen(wrong)
