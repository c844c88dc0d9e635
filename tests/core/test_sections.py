import pytest

from kbsearch.core.sections import Role, section_role


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Symptômes", Role.SYMPTOMS),
        ("SYMPTOMES :", Role.SYMPTOMS),
        ("Symptoms", Role.SYMPTOMS),
        ("2. Questions à poser", Role.QUESTIONS),
        ("Questions to ask", Role.QUESTIONS),
        ("Re\u0301solution", Role.RESOLUTION),
        ("Resolution", Role.RESOLUTION),
        ("À dire au client", Role.SAY),
        ("Say to the caller", Role.SAY),
        ("Escalade", Role.ESCALATION),
        ("Escalation", Role.ESCALATION),
        ("Historique", None),
        ("", None),
        ("Escalade " * 40, None),
    ],
)
def test_roles(heading: str, role: Role | None) -> None:
    assert section_role(heading) is role
