import pytest

from kbsearch.core.articles.sections import Role, section_role


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
        ("Étapes", Role.RESOLUTION),
        ("3. Étapes à suivre :", Role.RESOLUTION),
        ("Procédures", Role.RESOLUTION),
        ("Marche à suivre", Role.RESOLUTION),
        ("À faire", Role.RESOLUTION),
        ("Que faire ?", Role.RESOLUTION),
        ("Solution de contournement", Role.RESOLUTION),
        ("What to do", Role.RESOLUTION),
        ("Vérifications", Role.QUESTIONS),
        ("À vérifier", Role.QUESTIONS),
        ("What to check", Role.QUESTIONS),
        ("Ce que dit le client", Role.SYMPTOMS),
        ("Que dire au client ?", Role.SAY),
        ("What to tell the caller", Role.SAY),
        ("Quand escalader ?", Role.ESCALATION),
        ("When to escalate", Role.ESCALATION),
        ("Historique", None),
        ("Étapes de livraison", None),
        ("Étape 2", None),
        ("Étapes à reproduire", None),
        ("Procédure de retour des colis", None),
        ("Solutions Bureautique", None),
        ("Question", None),
        ("Questions fréquentes", None),
        ("Vérification", None),
        ("Transfert", None),
        ("", None),
        ("Escalade " * 40, None),
    ],
)
def test_roles(heading: str, role: Role | None) -> None:
    assert section_role(heading) is role
