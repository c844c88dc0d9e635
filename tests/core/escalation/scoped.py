"""Symptoms that have the telling words of a phrase: those that say it of as many and whose, and those that do not.

They were labelled before the rule was written; the even ones of each list were not looked at until it stood.
"""

from __future__ import annotations

TILLS, NO_TILL, ROOMS = (
    "toutes les caisses sont arrêtées",
    "plus aucune caisse ne marche",
    "tous les postes sont bloqués",
)
TERMINALS, NO_TERMINAL = "tous les terminaux sont en panne", "plus aucun terminal ne marche"
PAY, RESULT = "un salarié voit la paie d'un autre", "résultat d'un autre patient"
SAME, GUARD, DOOR = "deux patients ont le même numéro", "machine sans carter", "la porte ne s'ouvre pas"
ALL_EN, NONE_EN, OTHER_EN = "all tills are down", "no printer works", "an employee sees another employee's payslip"
BASE = "toute la base de paie est perdue"

FIRES = {
    TILLS: """
toutes les caisses sont arrêtées
les caisses sont toutes arretees
caisses toutes arrêtées
les 3 caisses arrêtées
les quatre caisses se sont arrêtées
caisses arretees
les caisses sont arretees depuis ce matin
tout est arrêté, aucune caisse
nos caisses se sont arrêtées d'un coup
TOUTES LES CAISSES ARRETEES
l'ensemble des caisses est arrêté
les caisses 1 2 et 3 arrêtées
la caisse est arrêtée partout
bonjour une question, toutes mes caisses se sont arrêtées
plus une caisse, elles sont à l'arrêt
mes deux caisses arrêtées
les 2 caisses sont arrêtées, plus rien
ttes les caisses arrêtées
""",
    NO_TILL: """
plus aucune caisse ne marche
plus une caisse ne marche
plus une seule caisse ne marche
aucune caisse marche
aucune des caisses ne marche
pas une caisse qui marche
les caisses marchent plus
les 4 caisses ne marchent plus
toutes les caisses ne marchent plus
il n'y a pas une seule caisse qui marche
la caisse 2 ne marche pas, les autres caisses non plus
nos trois caisses ne marchent pas
""",
    ROOMS: """
tous les postes bloqués
les postes du service sont tous bloqués
les 12 postes bloqués
postes bloqués dans toute l'agence
chaque poste est bloqué
on est tous bloqués sur nos postes
tout le monde est bloqué, aucun poste
""",
    TERMINALS: """
tous les terminaux en panne
terminaux en panne
les terminaux sont tous en panne depuis 8h
plus un terminal, tous en panne
les 15 terminaux en panne
panne générale des terminaux
chaque terminal est en panne
""",
    NO_TERMINAL: """
aucun terminal ne marche
plus un seul terminal marche
terminaux marchent plus du tout
pas un terminal qui marche
nos terminaux ne marchent plus
il n'y a plus aucun terminal qui marche
les terminaux de l'entrepôt ne marchent pas
""",
    PAY: """
un salarié voit la paie d'un autre
une salariée voit la paie de sa collègue
le salarié voit la paie de quelqu'un d'autre
un salarié voit la paie d'un homonyme
salarie voit la paie du voisin
salarié voit la mauvaise paie
la salariée ne voit pas sa paie mais celle d'une autre
un salarié voit la paie de tout le monde
le salarié voit la paie de son chef
un salarié voit la paie de tous les autres
le salarié voit toutes les paies
salarié voit la paie d'autrui
un salarié voit une paie qui n'est pas la sienne
salarié voit la paie de Mme Durand
les salariés voient la paie des autres
""",
    RESULT: """
résultat d'un autre patient
le patient a reçu le résultat d'un autre
resultats du mauvais patient
les résultats du patient sont ceux d'un autre
resultat rendu au mauvais patient
patient a eu les resultats de qqun d'autre
résultats pas du bon patient
les résultats d'une autre patiente ds son dossier
resultats du patient precedent
""",
    SAME: """
deux patients ont le même numéro
deux patients avec un numéro identique
même numéro pour deux patients
deux patients sous le meme numero
""",
    GUARD: """
machine sans carter
la machine tourne sans son carter
il n'y a plus de carter sur la machine
carter enlevé sur la machine
pas de carter machine
""",
    DOOR: """
la porte ne s'ouvre pas
la porte s'ouvre plus
impossible, la porte ne veut pas s'ouvrir
porte ouvre pas
""",
    ALL_EN: """
all tills are down
all the tills are down
every till is down
tills are all down
none of the tills, they are down
all 4 tills down
both tills are down
our tills are down
""",
    NONE_EN: """
no printer works
none of the printers works
not a single printer works
the printers do not work
no printers work
""",
    OTHER_EN: """
an employee sees another employee's payslip
employee sees the payslip of someone else
employee sees a colleague's payslip
employee sees the wrong payslip
employees see other employees' payslips
""",
    BASE: """
la base de paie est perdue
toute la base de paie est perdue
base paie perdue
""",
}
SILENT = {
    TILLS: """
une seule caisse arretee
une caisse arrêtée
la caisse 3 est arrêtée
1 caisse arrêtée
la caisse du fond s'est arrêtée
ma caisse est arrêtée
cette caisse s'arrête toute seule
la caisse s'arrête tous les matins
une de mes caisses s'est arrêtée
l'une des caisses est arrêtée
arrêt de caisse
la caisse n° 2 s'arrête tout le temps
une caisse sur trois s'est arrêtée
caisse arretee
seule la caisse 1 est arrêtée
la première caisse est arrêtée
""",
    NO_TILL: """
une caisse ne marche plus
la caisse 2 ne marche plus
la caisse marche lentement
toutes les caisses marchent
les caisses marchent mais lentement
comment marche la caisse
1 caisse marche pas
ma caisse marche plus
la caisse 2 ne marche pas, les autres oui
une seule caisse ne marche pas
""",
    ROOMS: """
un poste bloqué
mon poste est bloqué
le poste de l'accueil est bloqué
un seul poste bloqué
poste bloqué
le poste 12 est bloqué
mon poste se bloque tout le temps
""",
    TERMINALS: """
un terminal en panne
le terminal 4 est en panne
terminal en panne
un de nos terminaux est en panne
mon terminal est tombé en panne
""",
    NO_TERMINAL: """
1 terminal marche pas
le terminal marche lentement
un terminal ne marche plus
le terminal T40 ne marche plus
mon terminal marche pas
un seul terminal ne marche pas
""",
    PAY: """
salarie voit paie sur son tel
le salarié ne voit pas sa paie
le salarié voit sa paie
un salarié ne voit plus la paie de mars
salariée voit sa propre paie en double
le salarié voit la paie mais pas le net
salarié voit pas paie
où le salarié voit-il sa paie
""",
    RESULT: """
resultats signés mais pas ds le dossier du patient
patiente a pas eu le texto pr ses resultats
le patient demande son résultat
resultat patient introuvable
le patient n'a pas ses résultats
historique patient, anciens résultats
résultats du patient en attente
""",
    SAME: """
deux patients sans numéro
deux numéros pour un patient, deux dossiers
""",
    GUARD: """
carter de la machine
la machine a un carter bleu
changer le carter de la machine
""",
    DOOR: """
la porte s'ouvre
comment ouvrir la porte
""",
    ALL_EN: """
one till is down
till 3 is down
my till is down
the till is down
one of the tills is down
only one till is down
""",
    NONE_EN: """
the printer works slowly
one printer does not work
my printer works badly
""",
    OTHER_EN: """
employee sees his payslip
employee cannot see his own payslip
how an employee sees a payslip
""",
    BASE: "la base de paie est lente",
}
ENGLISH = {ALL_EN, NONE_EN, OTHER_EN}


def listed(table: dict[str, str], half: int) -> list[tuple[str, str]]:
    return [(phrase, line) for phrase, lines in table.items() for line in lines.strip().splitlines()[half::2]]
