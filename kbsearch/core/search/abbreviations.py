"""What hurried agents type for what they mean. A client adds its own, or overrides one, in `client.toml`:

    [abbreviations]
    tb = "thunderbird"

Keys are folded words; values are plain words. An abbreviation is searched as typed *and* as meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_TABLE = """
abo abonnement; acct account; addr address; admin administrateur; adr adresse; ajd aujourd'hui; ap après
appli application; auj aujourd'hui; auth authentification; av avec; bal boîte aux lettres; bcp beaucoup
bdd base de données; bl bon de livraison; cant cannot; cb carte bancaire; cde commande; cest c'est; cfg configuration
chgmt changement; chgt changement; chgts changements; chq chaque; clav clavier; clt client; clts clients; cmd commande
cmt comment; cnx connexion; co connexion; conf configuration; config configuration; conx connexion; cpt compte
cptes comptes; cr compte rendu; cx connexion; deco déconnexion; dem démarrage; desac désactiver; dl téléchargement
dps depuis; dr docteur; ds dans; ecr écran; err erreur; fact facture; fic fichier; fich fichier; gd grand; gde grande
hs hors service; identif identifiant; imp imprimante; imposs impossible; impr imprimante; inst installation
install installation; jai j'ai; kbd keyboard; ki qui; lect lecteur; maj mise à jour; mdp mot de passe
modif modification; modifs modifications; msg message; msgs messages; mtn maintenant; nav navigateur
nok ne fonctionne pas; num numéro; nvelle nouvelle; nvx nouveaux; ordi ordinateur; param paramètre; params paramètres
pb problème; pbm problème; pbs problèmes; pcq parce que; pdt pendant; pj pièce jointe; pk pourquoi; pkoi pourquoi
pls please; pq pourquoi; pr pour; prog programme; pu plus; pwd password; qd quand; qq quelque; qqch quelque chose
qqn quelqu'un; qte quantité; quil qu'il; quils qu'ils; rdv rendez-vous; reco reconnexion; redem redémarrage
ref référence; reini réinitialisation; reinit réinitialisation; rep répertoire; sauv sauvegarde; serv serveur
srv serveur; svt souvent; synchro synchronisation; tel téléphone; tjrs toujours; tjs toujours
tpe terminal de paiement; tt tout; tte toute; ttes toutes; upd update; usr utilisateur; util utilisateur
utils utilisateurs; verif vérification; win windows; ya il y a
"""


def _read(table: str) -> dict[str, str]:
    entries = (entry.split(maxsplit=1) for line in table.strip().splitlines() for entry in line.split(";"))
    return {short: meaning.strip() for short, meaning in entries}


ABBREVIATIONS: Mapping[str, str] = MappingProxyType(_read(_TABLE))
"""Folded abbreviation → what it means."""
