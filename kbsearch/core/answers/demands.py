"""What a query asks that the article found may not be about, however alike they are otherwise.

*Supprimer ma signature* and *créer ma signature* share all nouns, lie side by side in meaning, and have opposite
procedures; *la batterie fume* is near what helps an empty battery. Here is a small table of such demands: where the
query makes one and none of the article's title, symptoms, keywords and headings does, it is a thing to check at most.
Only infinitives and English base forms ask for an action: *j'ai supprimé* is a symptom.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kbsearch.core.text import fold


@dataclass(frozen=True, slots=True)
class Demand:
    """Patterns of folded text."""

    reason: str
    asked: re.Pattern[str]
    """As a query makes it."""
    said: re.Pattern[str]
    """As the labels of an article about it say it, in any form."""


ASKS_OTHERWISE, DANGER = "asks-otherwise", "danger"
_UNDOING = (
    (
        "supprimer effacer enlever retirer oter delete(?!_(?:key|button)) remove erase",
        "suppr effac enlev retir retrait oter otez delet remov eras annul corrig coinc bourr bloqu jam",
    ),
    (
        "desactiver eteindre couper arreter stopper disable stop mute(?!_button) (?:turn|switch)(?:_\\w+)?_off",
        "desactiv eteind eteint extinct coup arret stop disabl mute off\\b",
    ),
    ("annuler resilier cancel(?!_button) terminate", "annul resili cancel terminat suppr"),
    (
        "desinstaller desappairer deconnecter debrancher uninstall unpair disconnect",
        "desinst desappair dissoci deconn debranch uninst unpair disconn",
    ),
    ("empecher interdire refuser bloquer prevent forbid", "empech interdi refus bloqu blocag prevent block forb"),
    (
        "diminuer baisser reduire ralentir raccourcir decrease reduce shorten",
        "diminu baiss redu ralent lent raccourc decreas lower short slow",
    ),
    (
        "augmenter rallonger agrandir accelerer increase extend",
        "augment rallong agrandi acceler increas exten larger longer",
    ),
    ("masquer cacher archiver verrouiller limiter hide", "masqu cach archiv verrou limit hid lock"),
    (
        "quel_prix prix_d[eu] tarifs? (?:faire|demander|demande|veut|veux)_un_devis combien_(?:ca_)?cout\\w+"
        " cout\\w*_combien how_much_(?:does|do|is) (?:price|cost)_of",
        "prix tarif devis cout factur pric cost invoic",
    ),
    ("(?:veut|veux|voudrait|souhaite|demande_a)_parler_a wants?_to_(?:speak|talk)_to", "parl speak talk"),
)
"""Words that ask for one thing, `_` for a blank, and the beginnings of those that speak of it."""
_TROUBLE = re.compile(
    r"\b(?:n.arrete(?:nt)? (?:pas|plus) d|ne fai(?:t|sait) qu|continue [ad]|vient d|obliges? d|on doit|(?:il )?faut"
    r"|won.?t|doesn.?t|don.?t|can.?t|cannot|keeps?|ha(?:ve|s) to)(?:e |['’]| )(?:s['’]|se )?\w+(?: et \w+)?"
)
"""What something does by itself, or what one has to do because of it: *n'arrête pas de baisser* is a symptom."""

_BEFORE = re.compile(
    r"\W*(?:(?:comment|cmt|how (?:do|can) (?:i|we)|how to|please|je (?:veux|voudrais|souhaite)|i (?:want|need) to) )?"
    r"(?:faire )?"
)
"""What a request may begin with."""

_HURT = r"(?:bless|electri|electroc|coince|brule|ecrase)\w*"
_WHO = r"(?:operat\w+|technicien\w*|ouvri\w+|collegue|quelqu.un|someone|somebody|operators?|worker)"
_DANGERS = (
    (
        r"fume|fument|fumees?|smok(?:e|es|ing)|incendie|(?<!pas de )(?<!plus de )(?<!defaut )flammes|en feu"
        r"|(?:pris|prend|prendre|mis) (?:le )?feu|(?:on|caught|catch) fire|in flames|brule(?:e|s|es|nt)?|brulures?"
        r"|(?:batterie|chargeur|prise|cable) (?:\w+ )?brulant\w*|crame\w*|carbonise\w*|etincelles?|burn(?:t|ed|ing)"
        r"|spark(?:s|ing)|batterie (?:est )?gonflee|swollen battery|battery (?:is )?swollen",
        "fum smok incend flam feu\\b fire\\b brul(?!eur) crame carbonis etincel burn spark gonfl swoll",
    ),
    (
        rf"bless(?:e|ee|es|ees|ure|ures)|evanoui\w*|malaise|{_WHO} (?:s.est|est|se fait|has been|is)(?: \w+)? {_HURT}"
        rf"|{_WHO} (?:fell|is trapped|got hurt)|(?:coince|coupe|ecrase)\w* (?:la main|le bras|les? doigts?)"
        r"|injur(?:y|ed|ies)|got hurt|unconscious",
        "bless accident evanou malaise injur hurt trapp",
    ),
    (
        r"electrocut\w*|electris\w*|decharge electrique|coup de jus|pris le jus|choc electrique|electric shock",
        "electroc electris decharge choc shock jus\\b",
    ),
    (
        r"fuite (?:de |du )?gaz|fuit le gaz|odeur (?:de |du )?gaz|(?:sent|sens|sentir) le gaz|gas leak"
        r"|smell(?:s|ing)? (?:of )?gas|monoxyde|carbon monoxide|ammoniac|ammonia|asphyxi\w*|intoxiqu\w*",
        "gaz gas monox ammon asphyx intoxi",
    ),
)
"""What tells of fire, of somebody hurt, of a shock, of gas; and the beginnings of words that speak of it."""

_NOT_BY_ITSELF = "(?<!\\bse )(?<!\\bs['’])"
"""What switches itself off is a symptom: *il vient de s'éteindre*."""


def _demand(reason: str, asked: str, said: str) -> Demand:
    begins = "|".join(said.split())
    words = re.compile(rf"(?<![\w-]){_NOT_BY_ITSELF}(?:{asked})(?![\w-])")
    return Demand(reason, words, re.compile(rf"\b(?:{begins})"))


DEMANDS = (
    *(_demand(DANGER, asked, said) for asked, said in _DANGERS),
    *(_demand(ASKS_OTHERWISE, "|".join(asked.split()).replace("_", " "), said) for asked, said in _UNDOING),
)


def _wanted(demand: Demand, query: str, is_anywhere: bool) -> re.Match[str] | None:
    if is_anywhere:
        return demand.asked.search(query)
    before = _BEFORE.match(query)
    return demand.asked.match(query, before.end() if before else 0)


def unmet(query: str, labels: Callable[[], Sequence[str]], body: str, *, is_curated: bool = True) -> tuple[str, ...]:
    """Reasons of the demands that the query makes and an article does not speak of, each once.

    `labels`: its title, symptoms, keywords and headings; asked for only where there is a demand. A danger may also
    stand in its `body`, in the query’s very words. Where articles are not `is_curated` they have hardly more than a
    title to speak with: there a query asks for what it begins with alone.
    """
    asked = fold(query)
    wanted = _TROUBLE.sub(" ", asked)
    demands = [
        (demand, found.group())
        for demand in DEMANDS
        if (found := demand.asked.search(asked) if demand.reason == DANGER else _wanted(demand, wanted, is_curated))
    ]
    if not demands:
        return ()
    said, read = fold("\n".join(labels())), fold(body)
    return tuple(
        dict.fromkeys(
            demand.reason
            for demand, words in demands
            if not demand.said.search(said) and not (demand.reason == DANGER and words in read)
        )
    )
