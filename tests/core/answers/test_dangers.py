"""What tells of a danger and what is only called after one; in both languages, with and without accents."""

from __future__ import annotations

import pytest

from kbsearch.core.answers.demands import DANGER, unmet
from kbsearch.core.text import fold

DANGERS = """
opérateur coincé dans le palettiseur
main coincée dans le palettiseur
la main de l'opérateur est coincée
un opérateur a la main prise dans le tapis
coincé un doigt dans la mâchoire
un opérateur s'est coupé avec la lame
quelqu'un s'est fait mal avec le couteau
je me suis fait mal au dos
je me suis coupé
doigt coupé couteau
coupé le doigt
bras pris dans le convoyeur
une personne est coincée dans l'ascenseur
client bloqué dans l'ascenseur
technicien brûlé
collègue blessé
une ouvrière a été happée par la bande
salarié écrasé par un chariot
technicien tombé de l'échelle
il s'est cassé le bras
la batterie du move c3 a explosé
le condensateur vient d'exploser
une étiquette collée sur la batterie qui brûle
ça sent le brûlé
le fusible a brûlé la prise, fumée
détecteur de fumée qui sonne
depuis quelque temps la batterie explose
l'armoire est en feu
il a pris le jus
operator trapped in the palletiser
operator is trapped
hand caught in the belt
the operator's hand got caught
burnt finger
burned my hand
he cut his finger
someone got hurt
an employee is hurt
worker crushed by a pallet
he hurt himself
the battery exploded
battery explosion
smoke coming out of the printer
smoke alarm went off
fire in the warehouse
bleeding finger
worker lost a finger
main droite coincée
des gens coincés dans la cabine
patient tombé du lit
départ de feu
personne coincée
pièces coincées dans le monnayeur, il a pris feu avant la fermeture
la caisse prend feu arrière du magasin
il a pris feu rouge vif
E-116 capot ouvert, le capot fume
le couvercle fume
la vitre qui fume
le verre fume
l'alarme incendie s'est déclenchée
l'alarme incendie vient de se déclencher
le détecteur de fumée s'est mis à sonner
l'alarme incendie n'arrête pas de sonner
the smoke alarm has just started ringing
un opérateur vient de se coincer la main dans la machine
il vient de se brûler la main
un opérateur se coupe le doigt
un client s'évanouit
il s'électrocute
un technicien vient de se blesser
le monnayeur commence à fumer
la prise vient de brûler
un technicien s'est fait écraser
technicien s'est fait renverser
un client s'est fait écraser
un collègue est écrasé
au secours quelqu'un est écrasé
a worker was run over
une cliente est tombée dans l'escalier
un client a glissé sur le sol mouillé
a customer slipped on the ice
employee fainted
a customer collapsed
un visiteur a perdu connaissance
"""
HARMLESS = """
fusible brûlé
le fusible est brûlé
ampoule brulée sur le scanner
l'ampoule du scanner a brûlé
vitre fumée cassée
tête d'impression brûlée
flammes du logo mal imprimées
détecteur de fumée hors ligne
alarme incendie en défaut
feu rouge allumé
la machine passe en feu rouge
papier coincé
carte coincée dans la fente
la tête est coincée
doigt de verrouillage coincé
bras du robot bloqué
client coupé pendant l'appel
le collègue s'est coupé en plein appel
l'opérateur est coupé
prise en main coupée
utilisateur bloqué
caissière bloquée sur l'écran
caissière coincée dans le menu
technicien pris dans un autre appel
personne ne peut imprimer
la connexion est coupée
la caisse s'est coupée
la synchronisation se fait mal
le total se fait mal
fiche client écrasée
dossier du salarié écrasé par la synchronisation
technicien électricien demandé
le client est tombé sur la messagerie
ma facture a explosé
le nombre d'appels explose
vue explosée du palettiseur
l'écran est explosé
smoke detector offline
fire alarm battery low
burnt fuse
burned out bulb
burning a DVD
exploded view of the feeder
our costs exploded
paper jammed in the tray
user blocked
customer stuck in the menu
customer was cut off
customer cut by mistake
main valve stuck
the main is stuck
second hand stuck
un dossier amputé de beaucoup de mails
patient bloqué à l'accueil
operator code rejected
left arm of the robot stuck
feu avant cassé
vitres fumées à remplacer
plateau en verre fumé
verre fumé cassé
l'alarme incendie ne se déclenche pas
l'alarme incendie n'a pas sonné
smoke alarm doesn't go off
détecteur de fumée hors ligne, le téléphone sonne
le fusible vient de brûler
l'ampoule se brûle
interdiction de fumer
brûler un dvd
la connexion vient de se couper
le poste vient de se bloquer
un technicien a écrasé le dossier
un collègue écrase mes fichiers
le planning du technicien est écrasé
le dossier de l'opérateur s'est fait écraser
la fiche technicien est écrasée
le technicien s'est fait écraser son fichier
le client est tombé dans le menu
un client a glissé dans la liste
a faint print
customers collapsed in the list
"""


@pytest.mark.parametrize("query", DANGERS.strip().splitlines())
def test_a_danger_that_the_article_does_not_speak_of(query: str) -> None:
    for typed in (query, fold(query), query.upper(), query.replace("'", "’")):
        assert unmet(typed, lambda: ["Régler la machine"], "Couper l’air.") == (DANGER,), typed


@pytest.mark.parametrize("query", HARMLESS.strip().splitlines())
def test_what_is_called_after_a_danger_is_none(query: str) -> None:
    for typed in (query, fold(query), query.upper(), query.replace("'", "’")):
        assert DANGER not in unmet(typed, lambda: ["Régler la machine"], ""), typed


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("la caisse a pris feu", "Feu rouge allumé"),
        ("la caisse a pris feu", "Feu arrière à changer"),
        ("la caisse a pris feu", "Pare-feu trop strict"),
        ("la batterie fume", "Détecteur de fumée hors ligne"),
        ("la prise brûle", "Fusible brûlé"),
        ("la batterie a explosé", "Vue explosée"),
        ("main coincée dans le tapis", "Papier coincé"),
        ("main coincée dans le tapis", "La trappe est coincée"),
        ("opérateur électrisé", "La batterie se décharge vite"),
        ("opérateur électrisé", "Écran cassé après un choc"),
        ("odeur de gaz", "Gazon synthétique"),
    ],
)
def test_labels_that_are_called_after_a_danger_do_not_speak_of_it(query: str, label: str) -> None:
    assert unmet(query, lambda: [label], "") == (DANGER,)


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("la caisse a pris feu", "Départ de feu"),
        ("la batterie fume", "Fumée ou odeur de brûlé"),
        ("la batterie a explosé", "Batterie gonflée"),
        ("main coincée dans le palettiseur", "Main prise dans le tapis"),
        ("doigt coupé couteau", "Quelqu’un est blessé"),
        ("opérateur électrisé", "Décharge électrique"),
        ("hand caught in the belt", "Somebody is hurt"),
        ("employee fainted", "Somebody fainted"),
        ("le capot fume", "Le capot fume"),
    ],
)
def test_labels_that_speak_of_a_danger(query: str, label: str) -> None:
    assert unmet(query, lambda: [label], "") == ()
