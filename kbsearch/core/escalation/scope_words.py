"""Folded French and English words for how many and whose."""

from __future__ import annotations

from collections.abc import Iterable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def begins(words: Iterable[str], starts: tuple[str, ...]) -> bool:
    """Whether one of the words begins like that."""
    return any(word.startswith(starts) for word in words)


NUMBERS = _words("""
zero deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente two three four
five seven eight nine ten
""")
"""All but one: *les quatre caisses*."""
EACH = _words("tous toutes ttes tout toute all every everything")
WHOLE = _words("tout toute whole")
NONE = _words("aucun aucune none neither")
ALL_OF = _words("tous toutes ttes chaque aucun aucune all every each both none no ensemble totalite")
"""Before a noun, whatever else stands between."""
ALL = ALL_OF | _words("tout toute any") - {"no", "ensemble", "totalite"}
EVERYTHING = _words("""
partout rien personne general generale generalise generalisee complet complete total totale completement totalement
everything everywhere nothing nobody everyone everybody anywhere anything
""")
NOT = _words("plus pas ni sans not without meme")
A = _words("un une seul seule a single any")
ONE = _words("un une one a an seul seule single certains certaines quelques some premier premiere deuxieme troisieme")
NUMBER = _words("n no numero number")
AT_ALL = _words("du pas")
"""*plus du tout*, *pas tout*."""
BESIDE_MEME = _words("en quand si temps")
"""*en même temps*, *quand même*."""
ALONE = _words("seul seule only seulement uniquement")
SINGULAR = _words("le la du ce cet cette mon ma notre votre")
PLURAL = _words("les des ces nos vos mes leurs")
ARTICLES = _words("le la les l un une des du de nos mes vos ses leurs the our my your of")
BEFORE_NOUN = ARTICLES | ALL_OF | NOT | ONE | PLURAL | SINGULAR | _words("autre autres entre other these those")
TIMES = tuple(
    _words("""
jour matin soir nuit semaine mois heure minute seconde fois an annee temps lundi mardi mercredi jeudi vendredi day
time morning night week month hour
""")
)
"""*Tous les matins*."""
AFTER_TOUT = _words("suite heure seul seule a coup juste petit petite neuf neuve autant fait autre right")
"""*tout de suite*, *tout à l'heure*, *toute seule*."""

OTHER = _words("autre autres autrui other others another else")
OTHERS = tuple(
    _words("""
mauvais wrong faux fausse collegue colleague coworker homonyme tiers voisin quelqu qqn qqun inconnu precedent
previous different responsable manager directeur directri invers echang melang permut croise confond confus swap
mixed switched someone somebody everyone everybody conjoint epou stranger appartien
""")
)
"""How words begin that name somebody else, or say that it went to somebody else."""
PEOPLE = _words("equipe equipes team chef patron patronne boss mari femme frere soeur mere pere fils fille")
TITLES = _words("mme mr monsieur madame mlle melle mrs")
THAT = _words("celui celle ceux celles")
OF = _words("de des du")
RIGHT = _words("bon bonne bons bonnes sien sienne siens siennes lui elle concerne right correct hers theirs")
"""Behind a denial: *pas le bon patient*, *n'est pas la sienne*."""
POSSESSIVES = _words("sa son ses leur leurs mon ma mes his her their my")
OWN = _words("propre propres own")
AFTER_VERB = _words("pas plus jamais not")

SAMENESS = _words("meme memes same")
SAME = tuple(_words("meme same identi pareil double doublon commun duplicat"))
"""How words begin that say that."""

DENIALS = _words("""
ne pas plus rien jamais aucun aucune aucuns aucunes sans ni no not none never without cannot nobody nothing
dont doesnt cant wont isnt don doesn won isn aren didn couldn
""")
FAILURES = tuple(
    _words("""
hs ko impossib refus manqu absen enlev retir demont bloqu coinc coup perd mort panne echou echec fail miss remov
unable broke mal dead down otee arrach
""")
)
"""How words begin that say the same as a denial: *carter enlevé* is a machine without one."""
