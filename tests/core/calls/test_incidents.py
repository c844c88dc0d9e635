from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kbsearch.core.calls.incidents import Incident, checked, is_telling, said_in
from kbsearch.core.escalation.hearing import heard
from kbsearch.core.redaction import redact, without_finds
from kbsearch.errors import BadRequest

OPENED = datetime(2026, 11, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def incident(title: str = "Panne", *symptoms: str, id: str = "INC-1", closed: datetime | None = None) -> Incident:
    return Incident("acme", id, title, symptoms, "", OPENED, closed)


@pytest.mark.parametrize(
    ("title", "said", "is_shown"),
    [
        ("Panne", "panneau", False),
        ("Panne", "c'est la panne", True),
        ("Pannes", "panne", True),
        ("Porte", "le port 443 est fermé", False),
        ("Réseau", "plus de réseaux", True),
        ("Panne du VPN", "le vpn tombe en pannes", True),
        ("Panne du VPN", "une panne", False),
        ("Wi-Fi", "plus de wifi", True),
        ("Wi-Fi", "wi fi coupé", True),
        ("Court-circuit", "court circuit dans l'armoire", True),
        ("Court-circuit", "circuit imprimé", False),
        ("Monte-charge", "les monte-charges", True),
        ("Terminaux", "terminal bloqué", True),
        ("Journal", "les journaux", True),
        ("Tuyaux", "un tuyau percé", True),
        ("Journaux", "journal", True),
        ("Journaux", "la journée", False),
        ("Réseaux", "le réseau", True),
        ("Plus rien", "plus rien", True),
        ("Plus rien", "il n'y a plus rien du tout", True),
        ("Plus rien", "rien d'urgent", False),
        ("Plus rien", "plus de réseau", False),
        ("…", "…", False),
    ],
)
def test_a_phrase_is_said_by_its_words(title: str, said: str, is_shown: bool) -> None:
    assert said_in([incident(title)], heard(said, "fr").with_denials(), "fr") == ([0] if is_shown else [])


def test_only_texts_of_two_telling_words_have_a_meaning() -> None:
    assert is_telling("panne générale")
    assert not any(map(is_telling, ("panne", "la panne", "", "…")))


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("VPN coupé chez Mme [name] [phone]", "VPN coupé chez"),
        ("tunnel coupé pour M. et Mme [name]", "tunnel coupé pour"),
        ("VPN coupé : Mmes [name] et [name], siège", "VPN coupé : , siège"),
        ("câble arraché à 5 m [phone]", "câble arraché à 5 m"),
        ("Panne chez Mme [name]", "Panne chez Mme [name]"),
        ("Mme [name] ne peut plus", "Mme [name] ne peut plus"),
        ("M. [name] et Mme [name]", "M. [name] et Mme [name]"),
    ],
)
def test_nobody_has_to_say_a_name_that_was_taken_out(title: str, left: str) -> None:
    """But where hardly anything else is said, what is left would be said by nearly every search."""
    assert incident(title).phrases[0] == left


@pytest.mark.parametrize("title", ["M.", "Mr", "Mme", "Mlle", "Dr", "Me", "Pr", "monsieur", "le docteur", "maître"])
def test_a_title_goes_with_its_name(title: str) -> None:
    redacted = redact(f"VPN coupé chez {title} Quillacq").text
    assert redacted.endswith("[name]")
    assert without_finds(redacted).removesuffix(" le") == "VPN coupé chez"


def test_it_is_open_from_its_opening_until_its_end() -> None:
    assert incident().state(OPENED - HOUR) == "planned"
    assert incident().state(OPENED) == "open"
    ended = incident(closed=OPENED + HOUR)
    assert [ended.state(OPENED + hours * HOUR) for hours in (0, 1)] == ["open", "closed"]
    assert [ended.is_over(OPENED + hours * HOUR) for hours in (-1, 0, 1)] == [False, False, True]
    assert incident(closed=OPENED).is_over(OPENED - HOUR), "it never begins"
    assert not incident().is_over(OPENED + HOUR)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (incident(id="INC/1"), "id"),
        (incident(id=""), "id"),
        (incident(id="."), "id"),
        (incident(id="a\n"), "id"),
        (incident(id="x" * 129), "id"),
        (incident(" "), "title"),
        (incident("Panne", "\u2003\t"), "symptoms"),
        (incident("\u200b\u2060"), "title"),
        (incident("Panne", "\u200b"), "symptoms"),
    ],
)
def test_one_that_could_not_be_shown_or_closed_is_refused(wrong: Incident, field: str) -> None:
    with pytest.raises(BadRequest) as refused:
        checked(wrong)
    assert refused.value.field == field
    assert checked(incident(id="INC 2026.118")) == incident(id="INC 2026.118")
