"""What is said, and what is said not to be there."""

from __future__ import annotations

import pytest

from kbsearch.core.escalation.hearing import heard, is_negation
from kbsearch.core.escalation.phrases import phrases_of

SMOKE = ["de la fumée sort de l'armoire", "odeur de brûlé", "fumée"]

DENIED = [
    ("pas de fumée", "fr"),
    ("il n'y a pas de fumée du tout", "fr"),
    ("pas d'odeur de brûlé", "fr"),
    ("pas d’odeur de brûlé, ni fumée", "fr"),
    ("aucune fumée", "fr"),
    ("aucune odeur de brûlé dans le coffret", "fr"),
    ("AUCUNE ODEUR DE BRULE", "fr"),
    ("sans fumée", "fr"),
    ("sans aucune fumée", "fr"),
    ("sans grosse fumée", "fr"),
    ("sans la moindre fumée", "fr"),
    ("pas de forte odeur de brûlé", "fr"),
    ("ni fumée ni odeur de brûlé", "fr"),
    ("moteur arrêté pas de fumée", "fr"),
    ("la machine ne s'arrête pas, pas de fumée", "fr"),
    ("jamais de fumée", "fr"),
    ("plus de fumée depuis hier", "fr"),
    ("il n'y a plus de fumée", "fr"),
    ("la machine est lente, sans fumée ni odeur de brûlé", "fr"),
    ("la machine ne fume pas", "fr"),
    ("ce n'est pas de la vapeur, ça ne fume plus", "fr"),
    ("no smoke", "en"),
    ("there is no smoke and no burning smell", "en"),
    ("without any smoke", "en"),
    ("not smoke", "en"),
    ("no black smoke", "en"),
]
SAID = [
    ("de la fumée", "fr"),
    ("ça ne marche pas, il y a de la fumée", "fr"),
    ("ça ne marche pas de la fumée sort de l'armoire", "fr"),
    ("ça ne marche pas fumée dans l'armoire", "fr"),
    ("la machine ne s'arrête plus fumée", "fr"),
    ("personne ne répond, fumée", "fr"),
    ("pas de réseau, de la fumée", "fr"),
    ("pas de réseau mais de la fumée", "fr"),
    ("pas de réseau la machine fume", "fr"),
    ("pas de flammes mais odeur de brûlé", "fr"),
    ("aucune caisse ne marche et il y a de la fumée", "fr"),
    ("il y a plus de fumée", "fr"),
    ("plus de fumée que d'habitude", "fr"),
    ("sans doute de la fumée", "fr"),
    ("aucun doute, fumée", "fr"),
    ("fumée sans arrêt", "fr"),
    ("pas de fumée hier. Aujourd'hui de la fumée", "fr"),
    ("no power, smoke in the cabinet", "en"),
    ("it does not start, smoke", "en"),
    ("no network but smoke", "en"),
    ("plus de courant fumée dans l'armoire", "fr"),
    ("plus d'affichage odeur de brûlé coffret", "fr"),
    ("aucun affichage fumée", "fr"),
    ("sans prévenir fumée", "fr"),
    ("pas de réponse du moteur fumée", "fr"),
    ("plus de bouton de commande fumée", "fr"),
    ("l'armoire n'arrête pas de fumer", "fr"),
    ("l'armoire n’arrête pas de fumée", "fr"),
    ("l'armoire ne s'arrête plus de fumer", "fr"),
    ("elle arrête pas de fumer", "fr"),
    ("ça ne cesse pas de fumer", "fr"),
    ("elle n'arrête jamais de fumer", "fr"),
    ("jamais vu autant de fumée", "fr"),
    ("on n'a jamais vu autant de fumée", "fr"),
    ("the motor won't stop smoking", "en"),
    ("the motor does not stop smoking", "en"),
    ("it never stops smoking", "en"),
    ("never seen so much smoke", "en"),
    ("no power smoke", "en"),
    ("without power smoke in the cabinet", "en"),
]


@pytest.mark.parametrize(("symptom", "lang"), DENIED)
def test_denied(symptom: str, lang: str) -> None:
    words = ["smoke", "burning smell"] if lang == "en" else SMOKE
    assert not [phrase.text for phrase in phrases_of(words, lang) if phrase.is_said(heard(symptom, lang))]
    assert heard(symptom, lang).denied


@pytest.mark.parametrize(("symptom", "lang"), SAID)
def test_said(symptom: str, lang: str) -> None:
    words = ["smoke"] if lang == "en" else SMOKE
    assert any(phrase.is_said(heard(symptom, lang)) for phrase in phrases_of(words, lang))


def test_what_goes_on_is_not_denied() -> None:
    assert not heard("la machine n'arrête pas de fumer", "fr").denied
    assert heard("la machine ne s'arrête pas", "fr").denied == {"arret"}


@pytest.mark.parametrize(
    ("phrase", "symptom"),
    [
        ("la porte ne s'ouvre pas", "la porte ne s'ouvre pas"),
        ("plus aucune caisse ne marche", "il n'y a plus aucune caisse qui marche"),
        ("pas de courant", "pas de courant dans l'atelier"),
        ("machine sans carter", "elle tourne, la machine sans carter"),
        ("the door does not open", "the door does not open"),
    ],
)
def test_a_phrase_that_is_a_negation_itself(phrase: str, symptom: str) -> None:
    lang = "en" if "the" in phrase else "fr"
    (known,) = phrases_of([phrase], lang)
    assert is_negation(phrase)
    assert known.is_said(heard(symptom, lang))


@pytest.mark.parametrize(
    ("symptom", "is_hurt"),
    [
        ("personne n'est blessé", False),
        ("il n'est pas blessé", False),
        ("il n'y a pas de blessé", False),
        ("aucun blessé", False),
        ("aucun opérateur blessé", False),
        ("pas de personnes blessées", False),
        ("plus de courant blessé", True),
        ("plus de courant opérateur blessé", True),
        ("un opérateur est blessé", True),
        ("personne ne vient, il est blessé", True),
        ("une personne est blessée", True),
    ],
)
def test_nobody_is_hurt(symptom: str, is_hurt: bool) -> None:
    (known,) = phrases_of(["blessé"], "fr")
    assert known.is_said(heard(symptom, "fr")) is is_hurt


@pytest.mark.parametrize("symptom", ["bonjour", "Bonsoir madame", "hello", "merci", "j'ai un problème", "pas", "?", ""])
def test_a_greeting_tells_nothing(symptom: str) -> None:
    assert not heard(symptom, "fr").telling


@pytest.mark.parametrize(
    ("phrase", "is_code"), [("CX-44", True), ("code CX-44", True), ("erreur E12 affichée au démarrage", False)]
)
def test_a_code_is_compared_as_one(phrase: str, is_code: bool) -> None:
    (known,) = phrases_of([phrase], "fr")
    assert known.is_code is is_code
    assert known.is_said(heard(phrase.replace("CX-44", "cx 44"), "fr"))


@pytest.mark.parametrize(
    ("phrase", "symptom", "is_said"),
    [
        ("court-circuit", "court circuit dans l'armoire", True),
        ("court-circuit", "courtcircuit", True),
        ("court-circuit", "un court-circuit", True),
        ("court circuit", "court-circuit", True),
        ("le Wi-Fi est coupé", "wifi coupé", True),
        ("le Wi-Fi est coupé", "Wi Fi coupé", True),
        ("le wifi est coupé", "wi fi coupé", True),
        ("plus de Wi-Fi", "plus de wifi", True),
        ("plus de Wi-Fi", "plus de wi fi", True),
        ("monte-charge arrêté", "monte charge arrêté", True),
        ("sous-sol inondé", "sous sol inondé", True),
        ("sous-sol inondé", "sol inondé", False),
        ("court-circuit", "circuit trop court", False),
        ("court-circuit", "pas de court circuit", False),
        ("court-circuit", "pas de court-circuit", False),
        ("circuit", "pas de court-circuit", False),
    ],
)
def test_a_hyphenated_pair_in_all_its_spellings(phrase: str, symptom: str, is_said: bool) -> None:
    (known,) = phrases_of([phrase], "fr")
    assert known.is_said(heard(symptom, "fr")) is is_said
