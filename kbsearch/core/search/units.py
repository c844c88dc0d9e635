"""What a number may be so many of: *3 fois*, *20 centimes*, *6 kg*, and so is no code and no model."""

from __future__ import annotations

from collections.abc import Callable

from kbsearch.core.text import is_stop_word

_MEASURES = """
fois x ms s sec seconde secondes min mn minute minutes h heure heures j jour jours semaine semaines mois an ans annee
annees km cm mm kg ko mo kb mb gb tb bit bits mbps gbps hz khz mhz ghz dpi px volt volts w watt watts kw kva bar bars
degre degres eur euro euros centime centimes cent cents ct cts times second seconds hour hours day days week weeks month
months % € $
"""
_SINGLE = """
page poste caisse personne utilisateur magasin client salarie piece ticket billet ligne voyant bip essai user light beep
"""
_SHORT = "c g l m v go to"
PLURAL_ENDS, SHORTEST_PLURAL = ("s", "x"), 4
NO_PLURALS = frozenset(("apres", "sans", "sous", "vers", "tres", "dans"))
SINGLE = frozenset(_SINGLE.split())
"""Folded nouns that things are counted in: *2 tickets*, *1 ticket*."""
UNITS = frozenset((*_MEASURES.split(), *(f"{noun}s" for noun in SINGLE)))
"""Folded words and signs that say behind a number how many, or how much, it is."""
SHORT = frozenset(_SHORT.split())
"""Units that are words in passing too (*51 c est quoi*): they say so against the number (`20c`), or where nothing else
is likely."""


def is_counted(number: str, after: str) -> bool:
    """Whether a number says how many of the folded word or the sign behind it.

    >>> is_counted("20", "centimes"), is_counted("1", "piece"), is_counted("12", "piece"), is_counted("5", "c")
    (True, True, False, False)
    """
    return after in UNITS or (after in SINGLE and number == "1")


def is_plural(folded: str, is_word: Callable[[str], bool]) -> bool:
    """Whether this is a plural that things may be counted in. `is_word`: whether the language has a folded word."""
    may_be = folded[-1:] in PLURAL_ENDS and len(folded) > SHORTEST_PLURAL and folded not in NO_PLURALS
    return may_be and not is_stop_word(folded) and is_word(folded[:-1])
