"""What is read out on the telephone and typed as heard, and codes in the shapes that it has."""

from __future__ import annotations

import pytest

from kbsearch.core.redaction import redact


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("email s dot morel at gmail dot com", "email [email]"),
        ("j.durand at acme point fr", "[email]"),
        ("jean point dupont a robase acme point com", "[email]"),
        ("jean point dupont chez gmail point com, merci", "[email], merci"),
        ("jean . dupont @ gmail . com", "[email]"),
        ("jean.dupont@gmail. com", "[email]"),
        ("jean . dupont @ web . de", "[email]"),
        ("j . martin @ web.de", "[email]"),
        ("p . martin chez mail point orange point fr", "[email]"),
        ("sylvie.tran[at]yahoo[dot]fr", "[email]"),
        ("outlook bloqué, jdupont(a)acme.fr", "outlook bloqué, [email]"),
        ("jean.dupont@@gmail.com plein", "[email] plein"),
        ("scp jean.dupont@srv.acme.fr:/home", "scp [email]:/home"),
        ("jdupont@acme.fr: boîte pleine", "[email]: boîte pleine"),
        ("jdupont@acme.local verrouillé", "[email] verrouillé"),
        ("ssh jean.dupont@10.0.0.1 refusé", "ssh [email] refusé"),
        ("compte j.martin @ 192.168.1.4", "compte [email]"),
        ("son mail est dupont 75 arobase gmail point com", "son mail est [email]"),
        ("amandine tiret bas leroy arobase gmail point com", "[email]"),
        ("le client a payé avec la 4970  4644  7942  5098", "le client a payé avec la [card]"),
        ("CB n° 5194/5082/9092/0328 exp 09/27", "CB n° [card] exp 09/27"),
        ("numéro de carte: 4532_3019_0676_8669", "numéro de carte: [card]"),
        ("Portable: O6 12 34 56 78", "Portable: [phone]"),
        ("rappeler au o6.42.18.66.09", "rappeler au [phone]"),
        ("M. Voisin n'arrive plus à imprimer", "M. [name] n'arrive plus à imprimer"),
        ("rappeler Mme Maire demain, monsieur Juge aussi", "rappeler Mme [name] demain, monsieur [name] aussi"),
        ("APPEL DE MME VOISIN : MME VOISIN EST BLOQUEE", "APPEL DE MME [name] : MME [name] EST BLOQUEE"),
        ("M. VOISIN RAPPELLE, M. LE MAIRE AUSSI", "M. [name] RAPPELLE, M. LE MAIRE AUSSI"),
        ("Mme VOISIN RAPPELLE, Monsieur VOISIN ATTEND", "Mme [name] RAPPELLE, Monsieur [name] ATTEND"),
        ("APPEL DE Mr VOISIN PC BLOQUE", "APPEL DE Mr [name] PC BLOQUE"),
        ("Mme VOISIN rappelle, MME GARDIEN MARTIN aussi", "Mme [name] rappelle, MME GARDIEN [name] aussi"),
        ("M. Bon, TPE HS ; Mme Avril", "M. [name], TPE HS ; Mme [name]"),
    ],
)
def test_what_is_dictated_goes(typed: str, kept: str) -> None:
    once = redact(typed).text
    assert once == kept
    assert redact(once).text == kept


@pytest.mark.parametrize(
    "typed",
    [
        "admin@10.0.0.1",
        "git clone git@github.com:acme/app.git",
        "scp backup.tgz svc_backup@nas.local:/vol1",
        "service openvpn@client.service failed",
        "f(a)b.c et option(a)suite",
        "admin @ 10.0.0.1 ne répond pas",
        "look at google dot com",
        "chez Renault le point de vente",
        "le port 25 arobase",
        "n° de série 1 85 12 75 116 005",
        "numéro de ticket 202-555-0143",
        "référence 202 555 0143",
        "réf. produit 418-655-2190",
        "P/N 514-288-4417",
        "part number 514 288 4417",
        "erreur 514-288-4417",
        "PN 0950-1122-33",
        "produit 0671-209-344",
        "ref. produit O1 20 30 40 50",
        "pression 01 02 03 04 05 06",
        "référence O6 1234 5678",
        "mode O1 20 30 40",
        "voyants 01 02 03 04 05 allumés",
        "paliers 4000/4200/4400/4600",
        "seuils 4000  4200  4400  4600",
        "lot_4200_4400_4600_4800",
        "série 4970_1012_3456_7893",
        "Caisse bloquée. Idem chez client point de vente",
        "imprimante hs. rien chez Carrefour point rouge",
        "update 3.2 at build point release",
        "Mme CHEF de service, M. CHEF de caisse",
        "MME SALLE 3 BLOQUEE, MR BON DE COMMANDE",
        "root@serveur. De nouveau en panne",
        "root@serveur. de nouveau en panne",
        "admin@srv01. Net use échoue",
        "kiosk@caisse. Info : figé",
        "monsieur le maire, MME MAIRE, le voisin de la salle",
    ],
)
def test_what_only_looks_like_it_stays(typed: str) -> None:
    assert redact(typed).text == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("rappeler au ticket 514-288-4417", "rappeler au ticket [phone]"),
        ("réf (514) 288-4417", "réf [phone]"),
        ("appeler aux 01 02 03 04 05", "appeler aux [phone]"),
        ("tel 01 02 03 04 05", "tel [phone]"),
        ("01 02 03 04 05", "[phone]"),
        ("NIR 1 85 12 75 116 005", "NIR [nir]"),
        ("son numéro 1 85 12 75 116 005", "son numéro [nir]"),
    ],
)
def test_the_words_before_decide(typed: str, kept: str) -> None:
    assert redact(typed).text == kept
