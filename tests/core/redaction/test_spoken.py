"""Telephone numbers that are typed as they are said, in words or in words and digits."""

from __future__ import annotations

import pytest

from kbsearch.core.redaction import redact


@pytest.mark.parametrize(
    "number",
    [
        "zéro six 12 34 56 78",
        "zero six, 12 34 56 78",
        "Zéro-six 12.34.56.78",
        "0 six 12 34 56 78",
        "06 douze 34 56 78",
        "06-douze-34-56-78",
        "06 12 trente-quatre 5678",
        "06 12 34 56 soixante-dix-huit",
        "0612 3456 soixante dix huit",
        "ZÉRO SIX DOUZE 34 56 78",
        "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
        "zéro six douze trente quatre cinquante six soixante dix huit",
        "zéro un, quarante-deux, soixante douze, quatre-vingt-onze, quatre-vingts",
        "zéro six soixante douze vingt-quatre trente et un onze",
        "zéro six zéro sept un deux vingt et un nonante-neuf",
        "plus trente-trois six 12 34 56 78",
        "+33 (0) six 12 34 56 78",
        "zéro zéro trente-trois six 12 34 56 78",
    ],
)
@pytest.mark.parametrize("words", ["{}", "rappeler Paul au {}.", "son portable ({}), le matin", "{} depuis 8 h"])
def test_a_number_that_is_said_goes(words: str, number: str) -> None:
    assert redact(words.format(number)).text.count("[phone]") == 1
    assert not set(redact(words.format(number)).text) & set("1234567")


@pytest.mark.parametrize(
    "text",
    [
        "deux 12 V en série",
        "zéro 6",
        "zéro six",
        "au poste zéro six 12 34",
        "06 douze 34 56",
        "entre zéro et six, 12 34 56 78",
        "appuyer sur zéro deux fois, attendre 10 20 30 s",
        "remettre à zéro, six 12 V et deux 24 V",
        "de zéro à douze heures trente",
        "zéro, un, deux, trois, quatre, cinq, six, sept, huit, neuf",
        "codes zéro un, zéro deux, zéro trois, zéro quatre, zéro cinq",
        "code erreur zéro un, 12, 34, 57, 99",
        "zéro huit 12 34 56 78",
        "version 2.0 six 12 34 56 78",
        "numéro de série zéro six 12 34 56 78",
        "zéro six cent 12 34 56 78",
        "sixième zéro, douzième 12 34 56 78",
        "à 06 h douze, 34 appels sur 56, 78 hier",
        "zéro panne depuis six mois, douze postes, 34 sites",
    ],
)
def test_what_is_counted_measured_or_too_short_stays(text: str) -> None:
    assert redact(text).text == text
