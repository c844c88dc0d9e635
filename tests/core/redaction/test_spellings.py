"""What real typing looks like, and codes that look like it: the one goes, the other stays."""

from __future__ import annotations

import pytest

from kbsearch.core.redaction import redact


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0612345678,0798765432", "[phone],[phone]"),
        ("06 12 34 56 78,07 98 76 54 32 svp", "[phone],[phone] svp"),
        (",".join(f"06123456{at}" for at in range(10, 20)), ",".join(["[phone]"] * 10)),
        ("0612345678-0798765432", "[phone]-[phone]"),
        ("tel:0612345678x12", "tel:[phone]x12"),
        ("tel ０６１２３４５６７８", "tel [phone]"),
        ("tel ٠٦١٢٣٤٥٦٧٨", "tel [phone]"),
        ("06\u200b12345678 et 06\u00a012\u202f34\u200956 78", "[phone] et [phone]"),
        ("jean．durand＠acme．fr", "[email]"),
        ("07911 123456 rings out", "[phone] rings out"),
        ("call 020 7946 0958 or (0161) 496 0000", "call [phone] or [phone]"),
        ("mobile 07911123456", "mobile [phone]"),
        ("TEL-0612345678", "TEL-[phone]"),
        ("+33612345678,+33798765432", "[phone],[phone]"),
        ("numéro 0612345678, portable 0798765432", "numéro [phone], portable [phone]"),
        ("tel du ticket 0612345678", "tel du ticket [phone]"),
        ("rappeler (+32) 475 12 34 56", "rappeler [phone]"),
        ("tel (0041) 79 123 45 67", "tel [phone]"),
        ("(+44) (0)20 7946 0018 svp", "[phone] svp"),
        ("joindre (+352)621123456.", "joindre [phone]."),
        ("tel (022) 310 45 67", "tel [phone]"),
        ("(02) 513 89 40", "[phone]"),
    ],
)
def test_telephone_numbers(typed: str, kept: str) -> None:
    once = redact(typed).text
    assert once == kept
    assert redact(once).text == kept


@pytest.mark.parametrize(
    "typed",
    [
        "numéro de série 0612345678",
        "numéro de série du portable 0612345678",
        "numéro de licence : 0612345678",
        "numéro de commande 0612345678",
        "numéro du contrat : 0612345678",
        "réf 0612345678,0798765432",
        "n° de série 06 12 34 56 78",
        "n° de série carte mère 4111111111111111",
        "part no 0161 496 0000",
        "0123 456 7890",
        "code (0041) 791234567",
        "code erreur (022) 310 45 67",
        "étape (0041) 12",
        "licence LIC-0612345678",
        "licence 4111111111111111",
        "carte réseau, SN 4111111111111111",
        "serial 07911123456",
        "article 07911 123456",
        "07911123456",
        "0x0612345678x1",
        "relevé 0,0612345678",
        "lot 06.12.34.56.78.9",
        "version 12.34.06.12.34.56.78",
        "ＡＢ－１２３ affiché",
        "clé a\u200bb\u00adc",
    ],
)
def test_numbers_of_things(typed: str) -> None:
    assert redact(typed).text == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("RIB 30006 00001 12345678901 89", "RIB [iban]"),
        ("30006 00001 12345678901 89 refusé", "[iban] refusé"),
        ("rib 30006000011234567890189", "rib [iban]"),
        ("compte 20041 01005 0500013M026 06", "compte [iban]"),
        ("RIB 30006 00001 12345678901 88, clé fausse", "RIB [iban], clé fausse"),
        ("30006 00001 12345678901 88", "30006 00001 12345678901 88"),
        ("trame 30006000011234567890189", "trame 30006000011234567890189"),
        ("commande 4111111111111111", "commande [card]"),
    ],
)
def test_accounts(typed: str, kept: str) -> None:
    assert redact(typed).text == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("véhicule AB-123-CD affiché en rouge", "véhicule [plate] affiché en rouge"),
        ("le chauffeur de FQ-118-LD attend", "le chauffeur de [plate] attend"),
        ("AB-123-CD : la barrière ne s'ouvre pas", "[plate] : la barrière ne s'ouvre pas"),
        ("défaut de badge, voiture AB-123-CD", "défaut de badge, voiture [plate]"),
        ("jean@acme.fr, 0612345678, GA-555-ZZ", "[email], [phone], [plate]"),
    ],
)
def test_plates(typed: str, kept: str) -> None:
    assert redact(typed).text == kept


@pytest.mark.parametrize(
    "typed",
    [
        "alarme ER-404-TM",
        "le défaut DB-101-AC",
        "affiche AC-204-BT",
        "ER-404-TM",
        "l'automate indique ER-404-TM puis s'arrête",
        "bloqué car AC-204-BT s'affiche",
        "mode auto, AC-204-BT à l'écran",
        "camion bloqué au quai, erreur ER-404-TM",
        "Mme [name], AC-204-BT depuis ce matin",
        "variateur AC 204 BT en défaut",
        "conducteur de ligne : AC-204-BT",
        "garage : porte XY-456-ZT en panne",
        "plaque de cuisson AB-123-CD",
    ],
)
def test_codes_in_the_shape_of_plates(typed: str) -> None:
    assert redact(typed).text == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Mme  Durand, code E-204", "Mme  [name], code E-204"),
        ("M.  Durand : VPN", "M.  [name] : VPN"),
        ("Mme\tDurand a rappelé", "Mme\t[name] a rappelé"),
        ("M.\u00a0Durand", "M.\u00a0[name]"),
        ("Mme : Durand", "Mme : [name]"),
        ("Monsieur: DURAND", "Monsieur: [name]"),
        ("Mme Le\u0301vêque", "Mme [name]"),
        ("Mme Léa Lévêque Bézière", "Mme [name]"),
        ("Mme Durand née Martin a rappelé", "Mme [name] née [name] a rappelé"),
        ("Mme DURAND née MARTIN, TPE HS", "Mme [name] née [name], TPE HS"),
        ("Mme Durand nee Le Goff", "Mme [name] nee [name]"),
        ("Mme Leroy ép. Martin, épouse MARTIN", "Mme [name] ép. [name], épouse [name]"),
        ("Melle Durand, Melles Petit et Roux", "Melle [name], Melles [name] et [name]"),
        ("de la part de Mme Lopez y Rodriguez", "de la part de Mme [name]"),
        ("client né à Lyon, ticket né Windows 11", "client né à Lyon, ticket né Windows 11"),
        ("le PC ne PING plus, né ERP", "le PC ne PING plus, né ERP"),
        ("Mr Will Smith, E-204", "Mr [name], E-204"),
        ("M. Bouton Paul rappelle", "M. [name] rappelle"),
        ("M. Will SMITH", "M. [name]"),
        ("M. Maire Dupont", "M. Maire [name]"),
        ("Monsieur Outlook Bloqué, M. Bouton gris", "Monsieur Outlook Bloqué, M. Bouton gris"),
        ("M. Word B ouvert", "M. Word B ouvert"),
        ("mme pérès gómez rappelle", "mme [name] rappelle"),
        ("Mr Ali BEN SALAH", "Mr [name]"),
        ("mr mourtaza ben salah rappelle", "mr [name] rappelle"),
        ("LE-GALL Yann", "[name]"),
        ("/home/sophie.martin/docs", "/home/[name]/docs"),
        ("Mr Mourtaza EL FASSI, TPE HS", "Mr [name], TPE HS"),
        ("MARTIN Sophie n'a plus de VPN", "[name] n'a plus de VPN"),
        ("DE SOUSA Ana rappelle", "[name] rappelle"),
        ("de la part de MARTIN Sophie", "de la part de [name]"),
        ("utilisateur : MARTIN Sophie", "utilisateur : [name]"),
        ("nom:Haddou", "nom:[name]"),
        ("Nom : MARTIN Prénom : Sophie", "Nom : [name] Prénom : [name]"),
        ("utilisateur : sophie.martin", "utilisateur : [name]"),
        ("login s.martin refusé", "login [name] refusé"),
        ("user: thibaud.kerleo", "user: [name]"),
        ("paul.mercier ne peut plus entrer", "[name] ne peut plus entrer"),
        ("ACME\\sophie.martin", "ACME\\[name]"),
        ("E-204 M. Durand", "E-204 M. [name]"),
        ("it's James, printer dead", "it's [name], printer dead"),
        ("this is James Cole", "this is [name]"),
        ("it’s Emily from payroll", "it’s [name] from payroll"),
    ],
)
def test_names(typed: str, kept: str) -> None:
    once = redact(typed).text
    assert once == kept
    assert redact(once).text == kept


@pytest.mark.parametrize(
    "typed",
    [
        "WINDOWS Update",
        "ERREUR Imprimante",
        "SCANNER Sophie",
        "AGENCE Florence",
        "PC Sophie",
        "BASE Oracle",
        "SUPPORT Laura",
        "CANON Marie",
        "PORTAIL Claire",
        "Mme : TPE HS",
        "Madame : Souci de connexion",
        "Mr: Coupure réseau",
        "Mme : Imprimante en panne",
        "madame : lenteurs du poste",
        "M : Lecteur réseau",
        "Mme  erreur de saisie",
        "Mme [name] VPN coupé",
        "Mme [name] LE TPE",
        "user: svc.backup",
        "user:admin",
        "compte app.config",
        "mme [name] de la compta",
        "POSTE-COMPTA Marie",
        "https://portail/sophie.martin",
        "profil web.config",
        "import claire.module",
        "la session win.ini",
        "fichier sophie.pdf sur claire.local",
        "5 m. de câble",
        "câble de 5 m. Ethernet",
        "it's Windows",
        "it’s offline",
        "de la part de DELL",
        "conjoint ou épouse Absente du menu",
        "erreur EP. Motor",
    ],
)
def test_words_that_look_like_names(typed: str) -> None:
    assert redact(typed).text == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mdp Azerty123", "mdp [secret]"),
        ("mdp Azerty123! refusé", "mdp [secret] refusé"),
        ("mot de passe wifi Azerty123", "mot de passe wifi [secret]"),
        ("mdp toto1234 ne marche pas", "mdp [secret] ne marche pas"),
        ("mdp P@ssw0rd2026", "mdp [secret]"),
        ("password for the wifi Winter2026", "password for the wifi [secret]"),
        ("mdp jean.durand2@acme.fr", "mdp [email]"),
    ],
)
def test_passwords_without_a_colon(typed: str, kept: str) -> None:
    assert redact(typed).text == kept


@pytest.mark.parametrize(
    "typed",
    [
        "mdp oublié",
        "mdp expiré",
        "mdp oublié!!",
        "mot de passe Windows",
        "mot de passe Windows11",
        "mot de passe Office365",
        "mot de passe du poste PC-0142",
        "mot de passe pour l'imprimante HP4250n",
        "mdp KB5034441",
        "mdp 0x80070005",
        "mdp root@srv01",
        "mdp caisse3",
        "mdp portail chorus2",
        "mdp min12car",
        "mot de passe https://portail1.acme.example/?a=1",
        "password expired 2 days ago",
    ],
)
def test_words_after_a_password(typed: str) -> None:
    assert redact(typed).text == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("véhicule AB\u2013123\u2013CD", "véhicule [plate]"),
        ("véhicule ab.123.cd", "véhicule [plate]"),
        ("rappeler au 06\u201112\u201134\u201156\u201178", "rappeler au [phone]"),
        ("fr 76 3000 6000 0112 3456 7890 189", "[iban]"),
        ("IBAN FR 76 3000 6000 0112 3456 7890 188", "IBAN [iban]"),
        ("mon nom est Le Goff", "mon nom est [name]"),
        ("Mon nom est Hervieu, du magasin 12", "Mon nom est [name], du magasin 12"),
    ],
)
def test_separators_and_openings_less_common(typed: str, kept: str) -> None:
    once = redact(typed).text
    assert once == kept
    assert redact(once).text == kept


@pytest.mark.parametrize(
    "typed",
    [
        "défaut AB\u2013123\u2013CD",
        "réf. AB.123.CD toner",
        "erreur 12\u201314 à l'allumage",
        "rejet AC 04 sur le lot 3000 6000 0112 3456",
        "mon nom est refusé",
        "mon nom est DSN",
    ],
)
def test_codes_beside_the_same_separators(typed: str) -> None:
    assert redact(typed).text == typed
