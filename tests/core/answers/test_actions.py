"""What is asked to be done, and what was tried, cannot be done or is written on a button."""

from __future__ import annotations

import pytest

from kbsearch.core.answers.demands import ASKS_OTHERWISE, unmet
from kbsearch.core.text import fold

ASKED = """
supprimer un compte
comment supprimer le compte du gérant
je voudrais annuler ma commande
client veut supprimer son compte
je ne sais pas comment supprimer un compte
je n'arrive pas à trouver comment annuler
période d'essai annuler
peut-on désactiver l'alarme
peut-on annuler une vente
éteindre la caisse
quel est le tarif d'un rouleau
tarif d'une intervention
combien coûte un couteau neuf
il veut parler à un responsable
appuyer sur un bouton pour désactiver l'alarme
how do I cancel my order
i don't know how to delete an account
turn it off
how to stop message grouping
remove icon from the taskbar
disable message threading
"""
TROUBLE = """
tiroir caisse ne s'ouvre pas, j'ai essayé de débrancher et rebrancher
tiroir bloqué, on a essayé d'éteindre et rallumer
tiroir bloqué, on a essayé de la débrancher et de l'éteindre
tiroir bloqué, j'essaie de débrancher la prise et d'éteindre
écran noir on a tenté de désactiver le pilote
écran noir on a dû la débrancher
écran noir ils ont dû l'arrêter
client débité deux fois impossible d'annuler
client débité deux fois impossible annuler
sortir le film sans couper le courant
ouvrir le capot sans l'éteindre
relancer sans avoir à désactiver l'alarme
boîte aux lettres pleine impossible de supprimer des mails
bouton supprimer grisé
le bouton stop ne répond pas
touche effacer bloquée
message retirer la carte
message « veuillez retirer la carte »
le terminal affiche retirer la carte
je n'arrive pas à supprimer
j'arrive plus à les supprimer
on ne peut pas annuler
on peut plus annuler
on n'a pas pu annuler
pas moyen d'annuler
bulletin impossible à annuler
annuler une vente impossible
pas le droit de supprimer une vente
la caisse refuse de s'éteindre
le poste ne veut pas s'arrêter
le poste redémarre au lieu de s'éteindre
le logiciel ne permet pas de supprimer
tarif faux
tarif pas bon en caisse
mauvais tarif d'un article
prix de vente faux
unable to cancel
it is impossible to cancel
not able to delete mails
I tried to turn it off and on
tried to disable it and remove it
can't cancel
we couldn't cancel
it won't let me delete mails
fails to stop
had to turn it off
fix it without having to uninstall
stop button stuck
delete key does nothing
message says remove card
wrong price of an item
"""
UNRELATED = [
    ("combien coûte un couteau neuf", "Le couteau ne coupe plus", "Prix des pièces"),
    ("limiter la vitesse", "Limiteur de couple", "Limitation de la vitesse"),
    ("masquer le prix", "Vider le cache", "Masquage des prix"),
    ("masquer le prix", "Commande de masques", "Cacher une touche"),
    ("réduire la luminosité", "Raccourci clavier", "Baisser la luminosité"),
    ("ralentir le tapis", "Tapis trop lent", "Ralentissement du tapis"),
    ("supprimer le compte du gérant", "Compte bloqué", "Suppression d’un compte"),
    ("supprimer le compte du gérant", "Le tiroir ne répond jamais", "Comptes à effacer"),
    ("retirer un salarié", "Salarié à la retraite", "Retrait d’un salarié"),
    ("couper le son", "Coup de jus", "Coupure du son"),
    ("couper le son", "Coupon de réduction", "Arrêt du son"),
    ("couper le son", "Limiteur de couple", "Le son se coupe"),
    ("bloquer un vendeur", "Compte bloqué", "Blocage d’un vendeur"),
    ("augmenter la durée", "Extension du navigateur", "Augmentation de la durée"),
    ("augmenter la durée", "Rallonge électrique", "Rallonger la durée"),
    ("archiver un client", "Archives illisibles", "Archivage d’un client"),
    ("client veut parler à quelqu'un", "Haut-parleur muet", "Parler à un conseiller"),
    ("quel prix", "Devise étrangère", "Devis"),
    ("delete the item", "Paper jammed", "Deletion of an item"),
    ("hide the price", "Clear the cache", "Hidden prices"),
    ("reduce the volume", "Keyboard shortcut", "Lower the volume"),
    ("masquer mon numéro", "Numéro d’un masque", "Appeler en numéro masqué"),
    ("masquer mon numéro de téléphone", "Masques et numéros", "Le numéro de téléphone est masqué"),
    ("comment masquer les prix", "Prix des masques", "Prix masqués"),
    ("cacher un dossier", "Vider le cache du dossier", "Dossier caché"),
    ("archiver un dossier", "Les archives du dossier", "Dossiers archivés"),
    ("archiver l'ancien dossier", "Ancien dossier : archives", "Archivage des dossiers"),
    ("archiver un dossier", "Dossier Archives illisible", "Dossier archivé"),
    ("bloquer un numéro", "Compte bloqué", "Numéros bloqués"),
    ("bloquer un numéro", "Numéro bloqué", "Blocage des numéros"),
    ("refuser une demande", "Paiement refusé", "Demande refusée"),
    ("refuser une demande", "Demande en attente, carte refusée", "Demande de congé refusée"),
    ("raccourcir le délai", "Raccourcis clavier", "Durée raccourcie"),
    ("raccourcir le nom", "Raccourci clavier", "Nom raccourci"),
    ("raccourcir le nom", "Nom du raccourci", "Noms raccourcis"),
]


@pytest.mark.parametrize("query", ASKED.strip().splitlines())
def test_an_action_is_asked_for(query: str) -> None:
    for typed in (query, fold(query), query.upper(), query.replace("'", "’")):
        assert unmet(typed, lambda: ["Autre chose"], "") == (ASKS_OTHERWISE,), typed


@pytest.mark.parametrize("query", TROUBLE.strip().splitlines())
def test_what_was_tried_or_cannot_be_done_is_not_asked_for(query: str) -> None:
    for typed in (query, fold(query), query.upper(), query.replace("'", "’")):
        assert unmet(typed, lambda: ["Autre chose"], "") == (), typed


@pytest.mark.parametrize(("query", "other", "same"), UNRELATED)
def test_a_word_that_only_begins_alike_speaks_of_nothing(query: str, other: str, same: str) -> None:
    assert unmet(query, lambda: [other], "") == (ASKS_OTHERWISE,)
    assert unmet(query, lambda: [other, same], "") == ()


def test_what_is_asked_beside_a_trouble_is_asked() -> None:
    query = "je n'arrive pas à imprimer et je voudrais supprimer le document"
    assert unmet(query, lambda: ["Imprimer"], "") == (ASKS_OTHERWISE,)
