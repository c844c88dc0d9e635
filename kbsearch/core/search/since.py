"""When a caller says that it began: `depuis ce matin`, `since Monday`.

It is said of any trouble alike, so its words tell no article from another, and those that no article holds make a
symptom that is well known look half unknown: they are not looked up. They are embedded with the rest, as they say that
something *stopped* working. What began it (`depuis la mise à jour`) does tell, and stays.
"""

from __future__ import annotations

import re

from kbsearch.core.text import tokens

_PART = r"(?:matin|midi|soir|nuit|apr[eè]s[ -]midi|aprem)"
_DAY = rf"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?: (?:dernier|{_PART}))?"
_MONTHS = "janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre"
_MONTH = rf"(?:{_MONTHS})(?: dernier| \d{{4}})?"
_CLOCK = r"\d{1,2} ?(?:h(?:eures?)?(?: ?\d\d)?|:\d\d)"
_TENS = "une? (?:dizaine de|quinzaine de|vingtaine de|bonne|petite)"
_NUMBER = rf"(?:\d{{1,3}}|{_TENS}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|quelques?|plusieurs|qques|qq)"
_UNIT = "(?:minutes?|mins?|mn|heures?|h|jours?|j|semaines?|mois|ans?|ann[ée]es?|temps)"
_DATE = rf"\d{{1,2}}(?:[/-]\d{{1,2}}(?:[/-]\d{{2,4}})?+|\.\d{{1,2}}\.(?:19|20)\d\d)(?! ?{_UNIT}(?![\w'’]))"
"""With dots only where the year says so: `depuis 4.12` is a version, `depuis le 4.12` a day."""
_ABOUT = "(?:environ |plus d['’e] ?|au moins |bien |d[ée]j[àa] )?"
_RANGE = rf"{_NUMBER}(?:(?: ?[-/] ?| ou | [aà] |, ?){_NUMBER})?"
_AGO = rf"{_ABOUT}{_RANGE} ?{_UNIT}(?: environ| maintenant| d[ée]j[àa])?"
_PART_OF_HOUR = "(?:demi[- ](?:heure|journ[ée]e)|quart d['’]heure|1/[24] d['’]heure)"
_HALF = rf"{_ABOUT}(?:une? )?(?:bon |bonne |petite? )?{_PART_OF_HOUR}"
_NEAR = (
    rf"ce(?:tte|t)? (?:{_PART}|semaine|week[ -]?end)|(?:avant[- ])?hier(?: {_PART})?|aujourd['’]hui|(?:le )?{_DAY}|"
    r"la (?:semaine|nuit) derni[eè]re|le week[ -]?end(?: dernier)?|le mois dernier|l['’]ann[ée]e derni[eè]re|"
    r"tout [aà] l['’]heure|midi|minuit|le d[ée]but de (?:la (?:semaine|matin[ée]e|journ[ée]e)|l['’]apr[eè]s[ -]midi)"
)
_FAR = (
    rf"{_HALF}|le \d{{1,2}}\.\d{{1,2}}(?:\.\d\d)?|(?:le )?(?:{_DATE}|(?:1er|\d{{1,2}}) {_MONTH})|"
    rf"(?:d[ée]but |fin |mi[- ])?{_MONTH}|{_CLOCK}|{_AGO}|"
    r"(?:tr[eè]s |assez |plut[oô]t )?(?:longtemps|peu)|un (?:bon |petit |certain )?(?:moment|temps|bail)|toujours"
)
_FRENCH = rf"(?:depuis|dps) (?:{_NEAR}|{_FAR})|(?:[çc]a|cela) fait {_AGO} que"
_WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_HOURS = "(?: (?:morning|afternoon|evening))?"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTH_NAMES = "january|february|march|april|may|june|july|august|september|october|november|december"
_IN_ENGLISH = rf"(?:{_NTH} (?:of )?)?(?:{_MONTH_NAMES})(?: {_NTH})?(?: \d{{4}})?"
_SINCE_WHEN = (
    rf"this (?:morning|afternoon|week|month)|yesterday{_HOURS}|today|noon|midnight|\d{{1,2}}(?::\d\d)? ?(?:am|pm)|"
    rf"(?:last )?(?:night|week|month|year|{_WEEKDAY}){_HOURS}|{_DATE}|{_IN_ENGLISH}"
)
_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|few|couple of|several|some) "
_LASTING = rf"(?:for|over) the (?:last|past) (?:{_COUNT})?(?:minute|min|hour|day|week|month|year)s?"
_ENGLISH = rf"(?:ever )?since (?:{_SINCE_WHEN})|{_LASTING}"
_TODAY = (
    rf"(?<!\bde )(?<!\bdu )(?<!\bavant )(?<!d['’])(?:ce(?:tte|t)? {_PART}|hier {_PART}|aujourd['’]hui)|"
    "this (?:morning|afternoon|evening)|last night"
)
_SINCE = re.compile(rf"\b(?:{_FRENCH}|{_ENGLISH}|{_TODAY})(?!\w|['’]\w)(?: ?,)?", re.IGNORECASE)


def without_since(text: str) -> str:
    """`text` (NFKC, single spaces) with blanks for what only says since when, the rest where it was; as it is, where
    nothing else is said.

    >>> without_since("depuis 14h45 TPE hors ligne"), without_since("bloqué depuis la maj"), without_since("ce matin")
    ('             TPE hors ligne', 'bloqué depuis la maj', 'ce matin')
    """
    rest = _SINCE.sub(lambda match: " " * len(match.group()), text)
    return rest if any(not token.is_stop_word for token in tokens(rest)) else text
