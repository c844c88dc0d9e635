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
    ("ni fumée ni odeur de brûlé", "fr"),
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
