"""The sections a hotline article usually has, recognised by their headings in French and English."""

from __future__ import annotations

from enum import StrEnum

from kbsearch.core.slugs import slug


class Role(StrEnum):
    """What a section is for."""

    SYMPTOMS = "symptoms"
    QUESTIONS = "questions"
    RESOLUTION = "resolution"
    SAY = "say"
    ESCALATION = "escalation"


_NAMES: dict[Role, tuple[str, ...]] = {
    Role.SYMPTOMS: ("symptome", "symptomes", "symptom", "symptoms", "ce que dit l'appelant", "what the caller says"),
    Role.QUESTIONS: (
        "questions",
        "question a poser",
        "questions a poser",
        "questions to ask",
        "diagnostic",
        "diagnosis",
    ),
    Role.RESOLUTION: ("resolution", "resolutions", "solution", "solutions", "procedure", "marche a suivre", "steps"),
    Role.SAY: ("a dire au client", "a dire", "dire au client", "say to the caller", "say to the customer"),
    Role.ESCALATION: ("escalade", "escalades", "escalation", "escalations"),
}
_ROLES = {slug(name): role for role, names in _NAMES.items() for name in names}


def section_role(heading: str) -> Role | None:
    """The role of the section under `heading`; accents, case, numbering and punctuation aside.

    >>> section_role("2. À dire au client :")
    <Role.SAY: 'say'>
    >>> section_role("Historique") is None
    True
    """
    if len(heading) > 80:
        return None
    return _ROLES.get(slug(heading).lstrip("0123456789-"))
