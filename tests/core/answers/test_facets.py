"""What can be asked of a base, and what each article answers."""

from __future__ import annotations

import pytest

from kbsearch.core.answers.facets import TEXTS, facets_of, listed
from kbsearch.core.model import Article
from kbsearch.core.questions import Chosen


def article(id_: str, **fields: object) -> Article:
    return Article(id_, "acme", f"{id_}.md", id_, str(fields.pop("body", "")), 1, **fields)  # type: ignore[arg-type]


BASE = [
    article(
        "sim", product="TPE Move", error_codes=("E-201", "E-207"), category="terminaux", symptoms=("carte SIM absente",)
    ),
    article("chip", product="tpe  move, TPE Desk", error_codes=("E 201",), category="terminaux"),
    article(
        "till", product="Caisse", body="## Questions à poser\n1. Parle-t-il du terminal ? Si oui → [sim](sim.md)\n"
    ),
    article("rest"),
    article("new", versions=("12",), sites=("Usine de Lyon", "usine de  lyon")),
    article("old", versions=("10", "11"), sites=("Dépôt",)),
]
FACETS = facets_of(BASE, "fr")
PRODUCT, VERSION, SITE, CODE, CATEGORY, SYMPTOM = FACETS.splits


def test_values_are_one_however_they_are_written() -> None:
    assert [PRODUCT.of(row) for row in range(4)] == [("TPE Move",), ("TPE Move", "TPE Desk"), ("Caisse",), ()]
    assert [CODE.of(row) for row in range(4)] == [("E-201", "E-207"), ("E-201",), (), ()]
    assert CATEGORY.labels == {"terminaux": "Terminaux"}
    assert [VERSION.of(row) for row in (3, 4, 5)] == [(), ("12",), ("10", "11")]
    assert [SITE.of(row) for row in (3, 4, 5)] == [(), ("Usine de Lyon",), ("Dépôt",)]


@pytest.mark.parametrize(
    ("product", "names"),
    [
        ("VPN Windows 10 / 11 (IKEv2, L2TP), VPN macOS", ("VPN Windows 10 / 11 (IKEv2, L2TP)", "VPN macOS")),
        ("A [b, (c, d), e],, F", ("A [b, (c, d), e]", "F")),
        ("A (b, C), d) e", ("A (b, C)", "d) e")),
        ("A (b, C", ("A (b", "C")),
    ],
)
def test_products_are_not_parted_between_brackets(product: str, names: tuple[str, ...]) -> None:
    assert facets_of([article("a", product=product)], "fr").splits[0].of(0) == names


def test_a_symptom_is_read_out_with_the_codes_that_a_screen_may_show() -> None:
    assert SYMPTOM.labels == {"sim": "Carte SIM absente (E-201, E-207)"}
    assert [SYMPTOM.of(row) for row in range(4)] == [("sim",), (), (), ()]
    assert listed(["1", "2", "3", "4"]) == "1, 2, 3…"


def test_a_symptom_is_read_out_in_the_callers_language_or_not_at_all() -> None:
    french = article("fr", lang="fr", symptoms=("écran noir",))
    other = article("fr2", lang="fr", symptoms=("il ne s'allume plus",))
    english = article("en", lang="en", symptoms=("the screen is black",))
    both = article("both", lang="en", symptoms=("frozen", "the till is frozen", "la caisse est figée"))
    labels = {"fr": "Écran noir", "fr2": "Il ne s'allume plus", "both": "La caisse est figée"}
    base = [french, other, english, both]
    assert facets_of([*base, article("fr3", lang="fr")], "fr").splits[5].labels == labels
    mostly_english = facets_of([english, both, french], "fr").splits[5].labels
    assert mostly_english == {"en": "The screen is black", "both": "Frozen", "fr": "Écran noir"}
    assert facets_of([english, both, french], "en").splits[5].labels == {"en": "The screen is black", "both": "Frozen"}


def test_a_category_is_written_as_its_articles_write_it() -> None:
    base = [
        article("a", category="reseau-et-wifi", body="Le RÉSEAU du site, les réseaux."),
        article("b", category="securite"),
    ]
    assert facets_of(base, "fr").splits[4].labels == {"reseau-et-wifi": "Réseau et wifi", "securite": "Securite"}


def test_articles_of_one_symptom_and_a_code_each_are_told_apart_by_the_code() -> None:
    alike = [article(code, error_codes=(code,), symptoms=("le four s'arrête",)) for code in ("H-1", "H-2")]
    base = [*alike, article("vide", symptoms=("Le four s'arrête.",))]
    code, symptom = facets_of(base, "fr").splits[3], facets_of(base, "fr").splits[5]
    assert symptom.labels == {"H-1": "Le four s'arrête", "vide": "Le four s'arrête."}
    assert [symptom.of(row) for row in range(3)] == [("H-1",), ("H-1",), ("vide",)]
    assert [code.of(row) for row in range(3)] == [("H-1",), ("H-2",), ()]


def test_choices_that_read_alike_are_one() -> None:
    base = [
        article("a", category="mots-de-passe", symptoms=("imprimante hors ligne",)),
        article("b", category="mots_de_passe", symptoms=("Imprimante hors-ligne.",)),
        article("c", category="impression", symptoms=("imprimante hors ligne",), error_codes=("E-1",)),
        article("d", category="impression", symptoms=("bac vide",)),
    ]
    facets = facets_of(base, "fr")
    category, symptom = facets.splits[4:]
    assert category.labels == {"mots-de-passe": "Mots de passe", "impression": "Impression"}
    assert [category.of(row) for row in range(3)] == [("mots-de-passe",), ("mots-de-passe",), ("impression",)]
    assert symptom.labels == {"a": "Imprimante hors ligne", "c": "Imprimante hors ligne (E-1)", "d": "Bac vide"}
    assert [symptom.of(row) for row in range(4)] == [("a",), ("a",), ("c",), ("d",)]
    assert [facets.agreement([Chosen("symptom", "a")], row) for row in range(4)] == [1, 1, -1, -1]


def test_choices_that_a_sign_tells_apart_stay_two() -> None:
    said = ("Écart de +10", "Écart de -10", "Extension C", "Extension C++", "Écart > 40", "Écart < 40")
    base = [article(str(at), symptoms=(symptom,)) for at, symptom in enumerate(said)]
    assert len(facets_of(base, "fr").splits[5].labels) == len(said)


def test_a_signpost_is_that_article_against_all_others() -> None:
    (split,) = FACETS.signposts[2]
    assert (split.facet, split.text) == ("question", "Parle-t-il du terminal ?")
    assert split.labels == {"till#1/yes": "Oui", "till#1/else": "Non"}
    assert [split.of(row) for row in range(4)] == [("till#1/yes",), *[("till#1/else",)] * 3]


ASKED = "## Questions à poser\n1. {} ? {} → [l'autre](other.md).\n"


@pytest.mark.parametrize(
    ("condition", "own", "other", "label"),
    [
        ("Version 3", {"product": "Box", "versions": ("2",)}, {"product": "Box", "versions": ("3",)}, "Version 2"),
        ("V3", {"versions": ("1", "2")}, {"versions": ("3",)}, "V1, 2"),
        ("Box Pro 7", {"product": "Box Pro 5"}, {"product": "Box Pro 7"}, "Box Pro 5"),
        ("T58", {"product": "Poste T31"}, {"product": "Poste T58"}, "Poste T31"),
        ("Version 13", {"versions": ("2",)}, {"versions": ("3",)}, "Autre chose"),
        ("Avant la version 3", {"versions": ("2",)}, {"versions": ("3",)}, "Autre chose"),
        ("Version 3", {}, {"versions": ("3",)}, "Autre chose"),
        ("Papier coincé", {"product": "Windows"}, {"product": "Copieur"}, "Autre chose"),
        ("Box", {"product": "Box Pro 5"}, {"product": "Box Pro 7"}, "Autre chose"),
    ],
)
def test_of_versions_and_products_the_other_answer_is_named(
    condition: str, own: dict[str, object], other: dict[str, object], label: str
) -> None:
    asking = article("asking", body=ASKED.format("Quel modèle", condition), **own)
    (split,) = facets_of([asking, article("other", **other)], "fr").signposts[0]
    assert list(split.labels.values()) == [condition, label]


def test_agreement_counts_answers_and_what_nobody_holds_says_nothing() -> None:
    move, code = Chosen("product", "TPE Move"), Chosen("code", "E-207")
    assert [FACETS.agreement([move], row) for row in range(4)] == [1, 1, -1, 0]
    assert [FACETS.agreement([move, code], row) for row in range(4)] == [2, 0, -1, 0]
    assert [FACETS.agreement([Chosen("product", "Absent")], row) for row in range(4)] == [0, 0, 0, 0]
    assert [FACETS.agreement([Chosen("question", "till#1/else")], row) for row in range(4)] == [-1, 1, 1, 1]
    assert (FACETS.label(move), FACETS.label(Chosen("code", "X"))) == ("TPE Move", "")


def test_questions_are_put_in_the_client_s_language() -> None:
    assert all(french and english and french != english for french, english in TEXTS.values())
    assert facets_of(BASE, "en").splits[0].text == "On which device or program?"
    assert PRODUCT.text == "Sur quel matériel ou quel logiciel ?"


def test_an_empty_base_has_nothing_to_ask() -> None:
    facets = facets_of([], "fr")
    assert (facets.signposts, facets.by_value) == ({}, {})


@pytest.mark.parametrize("link", ["[[sim]]", "[la SIM](Sim)", "[la SIM](sim.md)"])
def test_a_question_may_lead_by_a_page_s_name(link: str) -> None:
    asking = article("till", body=f"## Questions à poser\n1. Parle-t-il du terminal ? Si oui → {link}\n")
    (split,) = facets_of([asking, article("sim")], "fr").signposts[0]
    assert split.text == "Parle-t-il du terminal ?"
