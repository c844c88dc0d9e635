"""What a query can ask to be done, as words; and what takes such words out of a query that tells of trouble.

Infinitives, English base forms and questions for a price or a person ask: *j'ai supprimé* is a symptom. So is what was
tried, had to be done or cannot be done (*impossible d'annuler*), what something does by itself, and what a button or a
message says. Who cannot delete mails may well have a full mailbox: how near the article is decides there, as elsewhere.
In these tables a blank parts two alternatives, and `_` stands for a blank.
"""

from __future__ import annotations

import re


def either(alternatives: str) -> str:
    """A pattern of one of them; its blanks are still `_`.

    >>> either("en_feu fume")
    '(?:en_feu|fume)'
    """
    return f"(?:{'|'.join(alternatives.split())})"


def blanks(pattern: str) -> str:
    """The same pattern with blanks in it."""
    return pattern.replace("_", " ")


_STUCK = r"coinc(?!id) bourr(?:ag|e) bloque(?:e?s?)?\b jam(?:s|med|ming)?\b stuck"
IT = "0it0"
"""Stands in the labels of an article for the very thing that a query asks about, with an `s` for several of it.

*Masqué* and *masque* are one when folded, and *compte bloqué* is a trouble: such participles speak of an action beside
its own thing alone (*masquer mon numéro*, *appeler en numéro masqué*). *Numéro bloqué* is a trouble even so, and
*numéros bloqués* a list.
"""
_ARE = "(?:_(?:est|sont))?"
_GONE = r"suppr effa[cg] enlev retir retraits?\b oter\b otez delet remov eras(?:e|ing) annul corrig"

ACTIONS = (
    ("supprimer effacer delete erase", _GONE),
    ("enlever retirer oter remove", f"{_GONE} {_STUCK}"),
    (
        r"desactiver eteindre couper arreter stopper disable stop mute (?:turn|switch)(?:_\w+)?_off",
        r"""desactiv eteind eteign eteint extinct(?!eur) coup(?:e|es|er|ez|ee|ees|ent|ant|ures?)\b arret stop
        disabl muted?\b off\b(?!-)""",
    ),
    ("annuler resilier cancel terminate", "annul resili(?!en) cancel terminat suppr"),
    (
        "desinstaller desappairer deconnecter debrancher uninstall unpair disconnect",
        "desinst desappair dissoci deconnect deconnex debranch uninst unpair disconn",
    ),
    (
        "empecher interdire refuser bloquer prevent forbid",
        rf"""empech interdi refus(?:er|ez|al)?\b bloqu(?:er|ez)\b blocag verrouill(?:er|ez|ag) prevent(?:s|ed|ing)?\b
        block(?:s|ing)?\b forbid {IT}s?{_ARE}_refusee?s?\b {IT}s{_ARE}_bloquee?s\b""",
    ),
    (
        "diminuer baisser reduire ralentir raccourcir decrease reduce shorten",
        rf"""diminu baiss redui reduct reduc(?:e|ing) ralent raccourci(?:r|ss|es?\b) decreas
        lower(?:s|ed|ing)?_(?:the|your|a)\b shorte[nr] slow\w*_down
        {IT}s?{_ARE}_raccourcie?s?\b""",
    ),
    (
        "augmenter rallonger agrandir accelerer increase extend",
        r"augment rallong(?!es?\b) agrandi acceler(?!om) increas exten(?:d|sions?_of\b) larger longer",
    ),
    (
        "masquer cacher hide",
        rf"masqu(?!es?\b) cach(?:er|ez|ee|ees)\b hid(?:e|es|den|ing)\b {IT}s?{_ARE}_(?:masque|cache)e?s?\b",
    ),
    ("archiver", rf"archiv(?!es\b) {IT}s{_ARE}_archives\b"),
    ("verrouiller", r"verrouill(?:er|ez|ag) bloqu(?:er|ez)\b blocag lock(?:s|ing)?\b"),
    ("limiter", "limit(?!eur) plafon restr[ei]"),
    (
        r"""quels?_(?:est_|sont_)?(?:le_|les_)?(?:prix|tarifs?) prix_d(?:es?|u)? tarifs?_(?:d(?:es?|u)?|pour)
        (?:vos|les|connaitre_le)_tarifs? (?:faire|demander|demande|veut|veux)_un_devis
        combien_(?:ca_)?cout(?:e|ent|er|erait|eraient|ait) cout(?:e|ent|er)_combien how_much_(?:does|do|is)
        (?:price|cost)_of""",
        r"""prix\b tarif devis\b cout(?:s|e|er|ent|ant|eux|euses?)?\b factur(?!ette) pric(?:e|es|ing)\b costs?\b
        invoic""",
    ),
    (
        "(?:veut|veux|voudrait|souhaite|demande_a)_parler_a wants?_to_(?:speak|talk)_to",
        "parl(?!eme|eur) speak(?!er) talk(?!ie)",
    ),
)
"""Words that ask for one thing, and the beginnings of those that speak of it."""

_OF = "(?:de_|d['’])"
_TRIED = rf"""
essa(?:ye|yo|ya|ie)\w*_{_OF}? tent(?:e|er|ons|ez|ee|ent|ais|ait|atives?)_{_OF} obliges?_{_OF} on_doit_ (?:il_)?faut_
(?:ai|as|a|avons|avez|ont|avait|avais)_du(?:_mal_a)?_ sans_(?:devoir_|avoir_a_|pouvoir_)? au_lieu_{_OF}
tr(?:y|ies|ied|ying)_to_ (?:ha(?:ve|s|d)|having)_to_ instead_of_
"""
_NOT = "(?:pas|plus|jamais)"
_CANNOT = rf"""
(?:unable|impossible|not_able|not_allowed|not_possible|no_way|fail(?:s|ed)?|refuse[sd]?)_to_ (?:could|can)_not_
impossible_(?:{_OF}|a_)? arriv\w*_(?:\w+_)?{_NOT}_a_ pas_(?:possible|moyen)_{_OF} {_NOT}_pu_ incapables?_{_OF}
(?:peu[tx]|peuvent|pouv\w+|pourr\w+|veut|veulent|laissent|laisse)_(?:\w+_)?{_NOT}_(?:\w+_pas_)? refus(?:e|ent|ait)_{_OF}
perme(?:t|ttent)_(?:pas|plus)_{_OF} pas_(?:le_|les_|l['’])?(?:droits?|autorisation|acces)_(?:{_OF}|pour_)
(?:won|doesn|didn)['’]?t_(?:let|allow)_(?:me|us|them|him|her|you)_(?:to_)? (?:could|would)n['’]?t_
"""
_BY_ITSELF = rf"""
n.arrete(?:nt)?_(?:pas|plus)_{_OF} ne_fai(?:t|sait)_(?:que_|qu['’]) continue_(?:a_|{_OF}) vien(?:t|nent)_{_OF}
(?:won.?t|doesn.?t|don.?t|can.?t|cannot|keeps?)_
"""
_CLITICS = "(?:(?:me|se|le|la|les|lui|leur|y|en|nous|vous)_|[slmt]['’]){0,2}"
_OBJECT = r"(?:_(?:les?_|la_|l['’]|une?_|mon_|ma_|the_|an?_|my_)\w+|_it|_them)?"
_AND = rf"(?:{_OBJECT}_(?:et|ou|puis|and|or)_(?:{_OF}|to_)?{_CLITICS}\w+){{0,2}}"
_ON_SCREEN = r"""
(?:boutons?|touches?|icones?|menu|option|message|affichen?t?|ecran|says|shows|displays|button)(?:_(?:de|me))?
"""
_BUTTON = "(?:stop|delete|cancel|mute)_(?:button|key|option)"
_PRICE = "(?:prix|tarifs?|prices?)"
_WRONG = r"""
faux fausse\w* errone\w* incorrect\w* mauvais\w* pas plus non differ\w* absents? manqu\w* a_zero wrong not missing bad
"""
TROUBLE = re.compile(
    blanks(
        rf"\b(?:{either(_TRIED + _CANNOT + _BY_ITSELF)}{_CLITICS}\w+{_AND}"
        rf"|(?:{either(_ON_SCREEN)}[_:\"'’«“]{{1,4}}){{1,2}}(?:(?:veuillez|merci_de|please)_)?\w+|{_BUTTON}"
        rf"|\w+(?:er|ir|re)(?:[_'’]\w+){{0,4}}?_impossible"
        rf"|{_PRICE}(?:[_'’]\w+){{0,5}}?_{either(_WRONG)}|{either(_WRONG)}_{_PRICE})(?!\w)"
    )
)
"""What says of the words behind it that they are no wish: *n'arrête pas de baisser*, *bouton stop*, *prix faux*."""

BEFORE = re.compile(
    r"\W*(?:(?:comment|cmt|how (?:do|can) (?:i|we)|how to|please|je (?:veux|voudrais|souhaite)|i (?:want|need) to) )?"
    r"(?:faire )?"
)
"""What a request may begin with."""

_WHOSE = either(
    """les? la une? des du mon ma mes ton ta tes son sa ses notre nos votre vos leurs? cet? cette ces the an? my our
    your this these"""
)
THING = re.compile(blanks(rf"(?:_{_WHOSE})?_(?:l['’])?(?!{_WHOSE}\b)(\w{{3,}})"))
"""What is asked about, behind the word that asks."""
OF_IT = blanks(rf"(?:_(?:de_la_|de_l['’]|du_|des?_|d['’])(?:{_WHOSE}_)?\w+)?")
"""What may stand behind the thing in a label: *numéro de téléphone masqué*."""
