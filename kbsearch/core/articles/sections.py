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


_NAMES: dict[Role, str] = {
    Role.SYMPTOMS: """
        symptome, symptomes, symptome constate, symptomes constates, ce que dit l'appelant, ce que dit le client,
        symptom, symptoms, what the caller says, what the customer says
    """,
    Role.QUESTIONS: """
        questions, question a poser, questions a poser, questions a poser au client, questions a poser a l'appelant,
        a demander, a demander au client, a verifier, points a verifier, verifications, verifications prealables,
        verifications a faire, diagnostic, diagnostics,
        questions to ask, questions to ask the caller, questions to ask the customer, what to ask, what to check,
        to check, things to check, checks, diagnosis
    """,
    Role.RESOLUTION: """
        resolution, resolutions, solution, solutions, procedure, procedures, procedure a suivre, procedure n1,
        procedure de resolution, resolution n1, etapes, etapes a suivre, etapes de resolution, marche a suivre,
        a faire, que faire, ce qu'il faut faire, mode operatoire, depannage, contournement, solution de contournement,
        steps, steps to follow, resolution steps, what to do, how to fix it, fix, workaround, workarounds
    """,
    Role.SAY: """
        a dire au client, a dire a l'appelant, a dire, dire au client, dire a l'appelant, que dire, que dire au client,
        que dire a l'appelant, ce qu'il faut dire,
        say to the caller, say to the customer, tell the caller, tell the customer, what to say,
        what to tell the caller, what to tell the customer
    """,
    Role.ESCALATION: """
        escalade, escalades, escalade n2, escalade n3, escalade au n2, escalade vers le n2, quand escalader,
        escalation, escalations, when to escalate
    """,
}
_ROLES = {slug(name): role for role, names in _NAMES.items() for name in names.split(",")}


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
