"""Personal data and codes planted in what agents type: sentences by hand, values by rule, every run the same.

`⟨x⟩` marks what is planted in a sentence.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum import iban, luhn

NAMES_AFTER_TITLES = """
mme ⟨lefevre⟩ n'arrive plus a ouvrir sa session | M. ⟨Durand⟩ : imprimante hors ligne depuis ce matin
madame ⟨Martin⟩ rappelle pour le même problème | monsieur ⟨bernard⟩ veut un technicien aujourd'hui
Mr ⟨Petit⟩ dit que le tpe ne capte plus | appel de Mme ⟨Fontaine⟩, caisse 3 bloquée
M. ⟨Jean-Pierre Moreau⟩ bloqué sur le VPN | Mme ⟨DUPONT⟩ demande le N2
Mlle ⟨Garcia⟩ ne reçoit plus ses mails | rappeler monsieur ⟨Le Gall⟩ avant midi
Dr ⟨Simon⟩ — cabinet médical, lecteur vitale en erreur | Me ⟨Rousseau⟩ attend son accès au portail
voir avec M. ⟨de La Tour⟩ pour la clé | madame ⟨van den Berg⟩ a perdu son badge
dossier de Mme ⟨O'Brien⟩ à reprendre | M.⟨Leroy⟩ absent, voir sa collègue
bonjour, mme ⟨marie lambert⟩ imprimante bourrage bac 2 | vu avec mr ⟨roux⟩ hier, toujours pareil
Mrs ⟨Johnson⟩ cannot log in to Outlook | Mr ⟨Smith⟩ says the scanner is offline
madame ⟨d'Ormesson⟩ ne voit plus le partage P | le poste de M. ⟨Girard⟩ redémarre tout seul
monsieur ⟨benali⟩ est en ligne, ensacheuse arrêtée | Mme ⟨Nguyen⟩ : code E-204 sur le terminal
c'est pour mme ⟨chevalier⟩ service paie | docteur ⟨Lemoine⟩ appelle pour son imprimante
M. ⟨EL AMRANI⟩ souhaite être rappelé | MME ⟨BOUCHER⟩ BLOQUEE SUR WINDOWS
monsieur ⟨da silva⟩ ligne 2 à l'arrêt | Mme ⟨Caron-Lebrun⟩ a changé de poste
maître ⟨Vidal⟩ n'a plus de réseau | Mlle ⟨haddad⟩ mot de passe expiré
M. ⟨Paul Mercier⟩ et Mme ⟨Julie Mercier⟩ même panne | mme⟨ joly⟩
Madame ⟨Perrin⟩ (comptable) ne peut plus exporter | M ⟨Fabre⟩ - tunnel de rétraction trop froid
Ms ⟨Taylor⟩ reported a paper jam | Mrs. ⟨Brown⟩: till 4 frozen
mr ⟨gauthier⟩ a rappelé, dsn rejetée | Monsieur ⟨Guérin⟩, accueil, plus de téléphone
"""
EMAILS = """
adresse ⟨x⟩ refusée par outlook | ⟨x⟩ ne reçoit plus rien | renvoyer le lien à ⟨x⟩.
compte ⟨x⟩ verrouillé | mfa à réinitialiser pour ⟨x⟩, urgent | (⟨x⟩) boîte pleine
mail:⟨x⟩ | l'utilisateur ⟨x⟩ n'a pas de licence | teams dit que ⟨x⟩ n'existe pas
copie à ⟨x⟩ et au support | please send the guide to ⟨x⟩ | ⟨x⟩/boite partagée
delegué de ⟨x⟩ perdu | « ⟨x⟩ » rejeté erreur 550 | transférer sur ⟨x⟩ merci
identifiant=⟨x⟩ | connexion webmail impossible avec ⟨x⟩ depuis hier | à: ⟨x⟩;
le client écrit depuis ⟨x⟩ | ⟨x⟩
"""
PHONES = """
rappeler au ⟨x⟩ | tel ⟨x⟩ imprimante en panne | joignable au ⟨x⟩ après 14h
⟨x⟩ numéro de rappel | n° ⟨x⟩, vpn coupé | son portable : ⟨x⟩.
ligne directe ⟨x⟩ poste 4210 | appeler le ⟨x⟩ avant 18 h | tél.⟨x⟩
le technicien sur place est au ⟨x⟩ | call back on ⟨x⟩ please | (⟨x⟩)
client pressé, ⟨x⟩, ensacheuse arrêtée | portable du responsable ⟨x⟩ code E-204 affiché | numéro affiché ⟨x⟩
demande un sms au ⟨x⟩ | fixe ⟨x⟩ / mobile perdu | ⟨x⟩
contact sur site:⟨x⟩ | magasin fermé, gérant au ⟨x⟩ ce soir
"""
IBANS = """
iban ⟨x⟩ refusé | virement rejeté vers ⟨x⟩ | rib salarié : ⟨x⟩ erreur de clé
changer le compte ⟨x⟩ | ⟨x⟩ ne passe pas le contrôle | nouveau rib ⟨x⟩.
l'iban (⟨x⟩) est faux dans la dsn | sepa: ⟨x⟩ inconnu | coordonnées bancaires ⟨x⟩ à corriger merci
bank account ⟨x⟩ rejected | saisie de ⟨x⟩ impossible | ⟨x⟩
"""
NIRS = """
nir ⟨x⟩ rejeté par la dsn | n° sécu ⟨x⟩ | salarié ⟨x⟩ en anomalie
numéro de sécurité sociale ⟨x⟩ absent | sécu:⟨x⟩ | le matricule ⟨x⟩ est refusé, code 90
bulletin de ⟨x⟩ faux | assuré ⟨x⟩ inconnu de la cpam | nir=⟨x⟩.
doublon sur le nir ⟨x⟩ | embauche : sécurité sociale ⟨x⟩ | le nir (⟨x⟩) ne passe pas
"""
CARDS = """
carte ⟨x⟩ refusée | paiement par ⟨x⟩ en double | cb ⟨x⟩ code 51
numéro lu sur le ticket ⟨x⟩ | remboursement sur ⟨x⟩ impossible | visa ⟨x⟩ expirée
la carte du client ⟨x⟩ n'est pas lue | card ⟨x⟩ declined | ⟨x⟩ avalée par le terminal
transaction sur ⟨x⟩ annulée | pan ⟨x⟩. | client parti avec un ticket ⟨x⟩
"""
PLATES = """
véhicule ⟨x⟩ non reconnu à la borne | plaque ⟨x⟩ | camion ⟨x⟩ bloqué au quai
immatriculation ⟨x⟩ refusée par le logiciel | badge parking pour ⟨x⟩ | voiture de service ⟨x⟩ sans gps
le fourgon (⟨x⟩) attend | car ⟨x⟩ not recognised | immat: ⟨x⟩.
utilitaire ⟨x⟩ terminal embarqué hors ligne | plaque d'immatriculation ⟨x⟩ mal lue | voiture ⟨x⟩
"""
CODES = """
erreur ⟨x⟩ à l'impression | ⟨x⟩ affiché sur l'écran | code ⟨x⟩, machine arrêtée
depuis la mise à jour ⟨x⟩ rien ne marche | message ⟨x⟩ puis écran noir | réf ⟨x⟩ à commander
n° de série ⟨x⟩ | version ⟨x⟩ installée ce matin | licence ⟨x⟩ expirée
ticket ⟨x⟩ à rouvrir | terminal ⟨x⟩ hors ligne | dossier ⟨x⟩ introuvable
pièce ⟨x⟩ cassée, rappel demandé | sn:⟨x⟩ | ping ⟨x⟩ sans réponse
commande ⟨x⟩ non livrée | (⟨x⟩) | défaut ⟨x⟩ sur la ligne 2
error ⟨x⟩ when printing | lot ⟨x⟩ mal étiqueté | anomalie ⟨x⟩ dans la dsn
"""
CODE_VALUES = """
0x80070005 0x0000011b 0xC000021A E-204 E204 F0043 ERR_CONNECTION_RESET ERR-1603 1603 0x8007052e
LIC-2023-00412 KB5034441 INC0012345678 SN123456789012 6ES7214-1AG40-0XB0 10.0.19045.3803 4.2.1 v12.4.0.118
192.168.1.254 10.12.0.1 00:1A:2B:3C:4D:5E 00-1A-2B-3C-4D-5E 3F2504E0-4F89-11D3-9A0C-0305E82C3301
S21.G00.40.001 S21.G00.30.001 S10.G00.02.007 CCH-11 U2000 STOP-7B W-118 2047483647 20231104-118
BR-7731-A PT-100 M12-8P 3RT2026-1BB40 GV2ME10 ATV320U15N4B LRD16 XS618B1PAL2 DSN-REJ-0042 A1B2C3D4E5F6
HKLM\\Software\\Caissio C:\\Temp\\dsn_2026-10.xml /var/log/cups/error_log TCP/9100 SMB1 AES256 WPA2-PSK
d41d8cd98f00b204e9800998ecf8427e 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
"""

PHONE_FORMS: tuple[Callable[[str], str], ...] = (
    lambda d: d,
    lambda d: " ".join(d[at : at + 2] for at in range(0, 10, 2)),
    lambda d: ".".join(d[at : at + 2] for at in range(0, 10, 2)),
    lambda d: "-".join(d[at : at + 2] for at in range(0, 10, 2)),
    lambda d: f"+33{d[1:]}",
    lambda d: f"+33 {d[1]} " + " ".join(d[at : at + 2] for at in range(2, 10, 2)),
    lambda d: f"0033{d[1:]}",
    lambda d: f"+33 (0){d[1]} " + " ".join(d[at : at + 2] for at in range(2, 10, 2)),
    lambda d: f"{d[:4]} {d[4:7]} {d[7:]}",
    lambda d: f"{d[:2]}/{d[2:4]}/{d[4:6]}/{d[6:8]}/{d[8:]}",
)
ABROAD = """
+32 470 12 34 56 | +32 2 512 34 56 | +41 79 123 45 67 | +41 22 345 67 89 | +352 621 123 456 | +1 514 555 0123
514-987-6543 | (418) 692-1234 | 0470 12 34 56 | 079 123 45 67 | +44 7911 123456 | +49 151 23456789
+212 612 345 678 | 00 32 470 12 34 56 | +262 692 12 34 56 | +590 690 12 34 56
"""
MAIL_NAMES = "jean.durand | mlefevre | s-martin | compta.lyon | paul_roux | claire.le-gall | agence75 | nguyen.thi"
MAIL_HOSTS = "orange.fr | gmail.com | acme.example | embalor-clients.test | wanadoo.fr | laposte.net | mairie.example"


@dataclass(frozen=True, slots=True)
class Planted:
    """One sentence with what was planted in it."""

    kind: str
    text: str
    values: tuple[str, ...]


def sentences(table: str) -> list[str]:
    return [part.strip() for line in table.strip().splitlines() for part in line.split(" | ") if part.strip()]


def named() -> Iterator[Planted]:
    """The names are part of the sentences."""
    for sentence in sentences(NAMES_AFTER_TITLES):
        values = tuple(piece.partition("⟩")[0].strip() for piece in sentence.split("⟨")[1:])
        yield Planted("name", sentence.replace("⟨", "").replace("⟩", ""), values)


def planted(kind: str, table: str, value: Callable[[random.Random], str], per_sentence: int) -> Iterator[Planted]:
    rng = random.Random(kind)  # noqa: S311
    for sentence in sentences(table):
        for _ in range(per_sentence):
            made = value(rng)
            yield Planted(kind, sentence.replace("⟨x⟩", made), (made,))


def email(rng: random.Random) -> str:
    name, host = rng.choice(sentences(MAIL_NAMES)), rng.choice(sentences(MAIL_HOSTS))
    spelled = f"{name.replace('.', ' point ')} arobase {host.replace('.', ' point ')}"
    return rng.choice([f"{name}@{host}", f"{name}@{host}", f"{name.upper()}@{host}", f"{name}@{host}", spelled])


def phone(rng: random.Random) -> str:
    if rng.random() < 0.25:
        return rng.choice(sentences(ABROAD))
    # 08 is for services; these ranges exist in the French plan
    start = rng.choice(["0144", "0240", "0388", "0472", "0556", "0612", "0678", "0698", "0756", "0768", "0977"])
    return rng.choice(PHONE_FORMS)(start + "".join(rng.choices("0123456789", k=6)))


def bank_account(rng: random.Random) -> str:
    country, length = rng.choice([("FR", 23), ("FR", 23), ("FR", 23), ("BE", 12), ("DE", 18), ("LU", 16)])
    while True:
        bban = "".join(rng.choices("0123456789", k=length))
        if country == "FR":
            key = 97 - (int(bban[:5]) * 89 + int(bban[5:10]) * 15 + int(bban[10:21]) * 3) % 97
            bban = bban[:21] + f"{key:02d}"
        if country == "BE":
            bban = bban[:10] + f"{int(bban[:10]) % 97 or 97:02d}"
        made = country + iban.calc_check_digits(f"{country}00{bban}") + bban
        if iban.is_valid(made):
            return rng.choice([made, made.lower(), " ".join(made[at : at + 4] for at in range(0, len(made), 4))])


def social_security(rng: random.Random) -> str:
    department = rng.choice(["75", "69", "13", "2A", "2B", "33", "97"])
    body = f"{rng.choice('12')}{rng.randrange(100):02d}{rng.randrange(1, 13):02d}{department}"
    body += f"{rng.randrange(1, 400):03d}{rng.randrange(1, 999):03d}"
    number = int(body.replace("2A", "19").replace("2B", "18"))
    made = f"{body}{97 - number % 97:02d}"
    groups = (made[0], made[1:3], made[3:5], made[5:7], made[7:10], made[10:13], made[13:])
    return rng.choice([made, " ".join(groups), " ".join(groups)])


def card(rng: random.Random) -> str:
    start, length = rng.choice([("4970", 16), ("4532", 16), ("5131", 16), ("5412", 16), ("3712", 15), ("2221", 16)])
    body = start + "".join(rng.choices("0123456789", k=length - len(start) - 1))
    made = body + luhn.calc_check_digit(body)
    return rng.choice([made, " ".join(made[at : at + 4] for at in range(0, len(made), 4)), made])


def plate(rng: random.Random) -> str:
    letters = "ABCDEFGHJKLMNPQRSTVWXYZ"
    left, right = ("".join(rng.choices(letters, k=2)) for _ in range(2))
    made = f"{left}-{rng.randrange(1, 1000):03d}-{right}"
    return rng.choice([made, made, made.lower(), made.replace("-", " "), made.replace("-", "")])


def all_planted() -> list[Planted]:
    """At least 500 items of every kind that is promised."""
    return [
        *named(),
        *planted("email", EMAILS, email, 5),
        *planted("phone", PHONES, phone, 8),
        *planted("iban", IBANS, bank_account, 6),
        *planted("nir", NIRS, social_security, 6),
        *planted("card", CARDS, card, 6),
        *planted("plate", PLATES, plate, 6),
    ]


def all_codes() -> list[Planted]:
    """Every code in some sentences; none may change."""
    frames = sentences(CODES)
    return [
        Planted("code", frames[(at * 8 + step) % len(frames)].replace("⟨x⟩", code), (code,))
        for at, code in enumerate(CODE_VALUES.split())
        for step in range(8)
    ]
