"""Whether two texts say of the same thing that it is out of order, each in its own words: *Labora ne répond plus*,
*labora est planté*, *plus rien ne marche dans Labora*.

Meaning alone does not tell: a name that the model does not know is near whatever else is said with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kbsearch.core import text
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.escalation.hearing import heard, tells, units
from kbsearch.core.text import STOP_WORDS, stem

_BROKEN = """
panne pannes hs ko down bug bugs bugue buguee bogue plante plantee plantes plantees planter fige figee figes figees gele
gelee freeze freezes frozen bloque bloquee bloques bloquees blocage mouline moulinent rame rament lent lente lents
lentes lenteur lenteurs ralenti ralentie indisponible indisponibles inaccessible inaccessibles injoignable injoignables
coupe coupee coupes coupees coupure coupures interrompu interrompue tombe tombee
mort morte crash crashe crashee instable dysfonctionnement probleme problemes souci soucis incident
broken outage unavailable inaccessible unreachable stuck slow dead offline crashed crashes hanging hangs issue issues
problem problems failing failed
"""
BROKEN = text.BROKEN | frozenset(_BROKEN.split())
"""Folded words that say, of whatever it is, that it is out of order."""
_WORKING = """
marche marchent marcher fonctionne fonctionnent fonctionner repond repondent repondre ouvre ouvrent ouvrir demarre
demarrent demarrer lance lancent lancer charge chargent charger acces accede accedent acceder accessible utiliser peux
peut pouvons peuvent arrive arrivons arrivent
work works working respond responds responding open opens opening start starts starting load loads loading access
use get
"""
WORKING = text.WORKS | frozenset(_WORKING.split())
"""What something does that is in order: the same, behind a denial."""
_CONTRACTED = re.compile(r"\b[a-z]{1,6}n['’ʼ]t\b", re.IGNORECASE)
DENIALS = text.DENIES | {"aucun", "aucune", "sans", "impossible", "cannot", "no"}
_WELL = re.compile(r"\b(?:pas|plus|jamais)\s+en\s+panne\b|\bnot\s+out\s+of\s+order\b", re.IGNORECASE)
_BESIDE = """
tout tous toute toutes completement totalement encore toujours depuis matin midi soir hier aujourd hui jour jours heure
heures minute minutes ce cette chez nous ici partout
all everything completely totally still again since morning today yesterday hour hours everywhere here
"""
BESIDE = frozenset(_BESIDE.split())
"""Since when, and for how many."""


def broken(said: str, lang: str) -> frozenset[str]:
    """Stems of what a text says to be out of order, where it says nothing else; empty for any other text, one that
    says that nothing is out of order among them.

    >>> sorted(broken("plus rien ne marche dans Labora", "fr")), sorted(broken("Labora bloqué", "fr"))
    (['labor'], ['labor'])
    >>> broken("Labora : mot de passe refusé", "fr"), broken("ouvrir Labora", "fr")
    (frozenset(), frozenset())
    """
    said = _CONTRACTED.sub(" not ", said)
    words = frozenset(unit[0] for unit in units(said))
    is_denied = not words.isdisjoint(DENIALS)
    if not is_denied and words.isdisjoint(BROKEN):
        return frozenset()
    denied = heard(said, lang).all_denied
    if _WELL.search(said) or any(stem(word, lang) in denied for word in words & BROKEN):
        return frozenset()
    passed_over = STOP_WORDS | BROKEN | BESIDE | DENIALS | (WORKING if is_denied else frozenset())
    return frozenset(stem(word, lang) for word in words - passed_over if tells(word))


def broken_alike(incidents: Sequence[Incident], symptom: str, lang: str) -> list[int]:
    """Places of the incidents of which one phrase says of just the same as the symptom that it is out of order."""
    subject = broken(symptom, lang)
    if not subject:
        return []
    return [at for at, one in enumerate(incidents) if any(broken(said, lang) == subject for said in one.phrases)]
