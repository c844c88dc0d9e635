"""Sentences as agents type them, with a place for every value: half to tune the recognisers on, half held out.

`{phone}`, `{name}`… are filled by rule, every run the same. A sentence's own hash says which half it is in.
"""

from __future__ import annotations

import hashlib

NAMES = """
lefebvre | Rouvière | DE OLIVEIRA | Jean-Marc Tixier | le goff | Anne-Sophie Delcourt | Barthélemy | KONATE
van der Linden | O'Connor | d'Aubigny | Ben Youssef | da Costa | Nowak | bouazizi | Claire Vasseur | St-Jean
Mbappe Lottin | Grandjean | PELISSIER | de la Fuente | Ruiz Garcia | traore | Schneider | Mac Gregor | wojcik
"""

FRAMES = """
mme {name} signale que l'ecran reste noir apres maj KB5034441, rappel {phone}
bjr {name_after} mme {name} ne peut plus imprimer / bac 2 vide
M. {name} tel:{phone} mail:{email}
monsieur {name}, caisse 4, code E-204 au demarrage
Mr {name} ({email}) vpn coupe toutes les 10 min
pr le compte de mme {name} : acces ERP refusé erreur 0x80070005
rappelé 2 fois {phone}, ne repond pas
{phone} messagerie pleine, reessayer demain 9h
{email} -> boite partagee compta@ introuvable
aucun mail recu sur {email} depuis 8h12
tel fixe {phone} mobile {phone} mail {email}
URGENT ligne 3 arretee joindre chef d'equipe {phone}
dde creation compte pour {email} droits idem collegue
changement rib effectué, nouveau {iban}, verif svp
IBAN={iban};BIC=AGRIFRPP
prelevement rejete sur {iban} motif MD01
rib fourni par telephone {iban} cle ok ?
dsn bloquée nir {nir} code S21.G00.30.001
le salarie no secu {nir} n'apparait pas ds la paie
nir {nir} et nir {nir} inversés dans le logiciel
carte {card} refusee 3x puis tpe fige code 05
cb {card} exp 09/27 debit en double 45,90 eur
a donné sa carte {card} au tel !! a effacer
vehicule {plate} bloqué barriere P2
immat {plate} inconnue ds la base, badge 4471 ok
camion {plate} quai 7 lecteur rfid HS
mme {name} / {email} / {phone} / écran bleu 0x0000011b
docteur {name} pas de lecture carte vitale, rappeler {phone} entre 12 et 14
Dr {name}: mise a jour 4.2.1 echoue
me rappeler au {phone} svp
son n° c'est le {phone} (perso)
numero affiché {phone} pas d'identification
client {email} reclame facture FA-2026-0081
user {email} locked out since 9:15, ticket INC0012345678
please call Mr {name} back on {phone}
Mrs {name} says Teams keeps crashing, version 24.1.0
Ms {name} forgot her PIN, laptop SN 5CG1234XYZ
caller Mr. {name}, till 2, error 1603
her email is {email}, outlook 2019
card number {card} declined at till 3
number plate {plate} not read by camera 2
vehicle {plate} tracker offline
mlle {name} nvelle arrivée, pas de badge
M. {name} et Mme {name} memes symptomes
Madame {name} vous rappelle demain
MONSIEUR {name} TRES MECONTENT RAPPEL {phone}
ouverture ticket pr monsieur {name} poste PC-0142 ip 192.168.1.254
maître {name} étude notariale, scanner muet
Mme {name} (rh) : bulletin de {nir} faux
M.{name} absent ce jour, voir {email}
tel:{phone}/mail:{email}
"{email}" n'existe pas dans l'annuaire
n°{phone} occupé
portable {phone}?
{phone},{phone}
dispo cet aprem au {phone} sinon {email}
copie au responsable {email}; escalade N2
l'adresse {email}, ancienne {email}, fusion demandee
je vous passe mme {name} du service achats
j'ai eu mr {name} au bout du fil, il confirme ERR_CONNECTION_RESET
signé : Mme {name}
dixit monsieur {name}: "ca marchait hier"
pb acces monsieur {name}
tpe 30021478 transaction {card} annulee
numero de carte {card}, cryptogramme non demandé
paye avec {card} le 12/10 montant 1 245,00
virement salaire {iban} retour banque
compte bancaire {iban} refusé à l'import SEPA
fournisseur change d'iban : {iban}
secu {nir} cle fausse d'apres le logiciel
immatriculation assuré {nir} non reconnue par ameli
embauche ce matin nir {nir}, dpae rejetee
parking: {plate} pas autorisé
plaque {plate} à ajouter pour le portail
voiture de fonction {plate} carte carburant bloquée
fourgonnette immatriculée {plate} GPS figé
appel entrant {phone} : imprimante 10.0.12.45 hors ligne
+ {email} en copie
rdv technicien confirmé à mme {name} au {phone}
transfert de {phone} vers poste 4210 ne marche pas
fax {phone} n'emet plus
""".replace(" {name_after}", "")

CODE_FRAMES = """
{code} apres redemarrage | mme dit {code} a l'ecran | tel ok mais {code} affiché | rappeler si {code} revient
appel client : {code} | monsieur lit {code} sur le boitier | carte reseau {code} | compte bloqué {code}
camion livré, pièce {code} manquante | {code}, {code}, {code} | "{code}" | mail non recu, {code}
"""


def filled(table: str) -> list[str]:
    return [part.strip() for line in table.strip().splitlines() for part in line.split(" | ") if part.strip()]


def is_held_out(sentence: str) -> bool:
    """Half of the sentences, whatever order they stand in."""
    return hashlib.sha256(sentence.encode()).digest()[0] % 2 == 1
