"""Names of people, where a title, a greeting or a first name announces them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kbsearch.core.redaction import small_titles
from kbsearch.core.redaction.context import REACH
from kbsearch.core.redaction.name_lists import masters, name_in, others
from kbsearch.core.redaction.name_words import PLACE, Word, words_at
from kbsearch.core.redaction.words import (
    NO_NAMES,
    NO_SENIORS,
    PARTICLES,
    ROLES,
    SURNAMES,
    SURNAMES_IN_CAPITALS,
)

_TITLE = re.compile(
    r"(?<![\w'’.-])(?P<title>(?P<any>monsieur|madame|mademoiselle|messieurs|mesdames|docteur|professeur|"
    r"(?:mr|md?me|mmes|melles?|mlle|mlles|mrs)\b\.?|mm?\.|(?:(?<=\ble )|(?<=\bdu )|(?<=\bau ))dr\b\.?)|"
    r"(?P<capital>(?<!\ble )(?<!\bdu )(?<!\bau )Dr(?:\.? med(?=\b\.? ))?|Miss|Mister|Sir|Ma[iî]tre)\b\.?|"
    r"(?P<both>Pr|Ms|Me|MM|M|Mgr|S(?:œ|oe)ur)\b\.?|"
    r"(?P<foreign>herr|frau|signora|signore?|se[ñn]or(?:a|ita)?|mevrouw|meneer|"
    r"(?-i:Sig\.(?:ra|na)?|Sr(?:ta|a)?\.|D[ñn]a\.|Mevr\.|Dhr\.)))"
    r"(?:(?P<colon>[ \t]?:[ \t]{0,4})|[ \t]{1,4}|(?<=\.)|(?P<open>[ \t]{0,3}[\"«“(][ \t]?)|"
    r"(?P<line>[ \t]{0,3}\r?\n[ \t]{0,4}))(?=[^\W\d_])",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"m(?:rs?|m?\.|mes?|elles?|lles?)\.?|dr\.?", re.IGNORECASE)
"""They end no sentence and no line: `Mme (Durand)`, but `Madame (Lyon)`, `Bonjour Madame` and a new line."""
_KEY_OR_DRIVE = re.compile(
    r"(?:lecteurs?|disques?|touches?|lettres?|partitions?|unit[ée]s?|merci)[ \t]$", re.IGNORECASE
)
_SAME = re.compile(r"\b(?:le|les|en|au|aux|un|une|du|ce|cette)[ \t]{1,2}$", re.IGNORECASE)
"""Before `mme` it is *même*: `en mme temps`. Not `la`: some say `la mme martin`."""
_SHORTEST_AFTER_SLASH = 3
_BEFORE_ANY = ("Dr", "Ms")
"""Written so, a title: a name in small letters may follow."""
_EITHER = ("Pr", "Ms", "Me", "MM", "M", "Mgr", "Sœur", "Soeur")
_PLURAL = re.compile(r"mmes|melles|mlles|mm\.?|messieurs|mesdames", re.IGNORECASE)
_ANNOUNCE = re.compile(
    r"(?<![\w'’])(?:je m[’']appelle|s[’']appelle|mon nom est|de la part de|pour le compte de|appel de|au nom de|"
    r"my name is|on behalf of|"
    r"(?:sign[ée]e?|mon coll[èe]gue|ma coll[èe]gue)(?!\s?:)|"
    r"(?P<person>(?:nom|pr[ée]nom|interlocut(?:eur|rice)|appelante?|titulaire)\s?:|"
    r"(?<!champ )(?<!colonne )(?<!zone )(?<!case )nom de famille"
    r"(?: de (?:la |l[’'])?(?:cliente?|appelante?|salari[ée]e?))?(?:\s?[:=]|\sest\b)?|"
    r"n(?:é|ée|ee)s?|[ée]pouse|ép\.)|"
    r"(?P<company>cliente?\s?:)|"
    r"(?:nom d[eu] (?:la )?(?:salari[ée]e?|cliente?)|contact|sign[ée]e?|utilisat(?:eur|rice)|salari[ée]e?|"
    r"demandeu(?:r|se)|user|caller|name|employee)\s?:)(?=[ \t]|(?<=:)[^\W\d_])",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"(?<![\w'’])(?:je suis|moi c[’']est|c[’']est|ici|rappeler|joindre|contacter|demander|parler (?:à|avec)|"
    r"(?<!champ )pr[ée]nom(?: est)?|voir avec|vu avec|chez|pour|avec|"
    r"this is|it[’']s|it is|i am|i[’']m|speaking with|call back|for|with|from|"
    r"(?:technicien(?:ne)?|g[ée]rante?|responsable)\s?:)(?=[ \t])",
    re.IGNORECASE,
)
_FIELD = r"[^\W\d_][\w'’-]{1,30}"
_FORM = re.compile(
    rf"\bnom(?: de famille)?\s?[:=]?[ \t](?={_FIELD}(?:[ \t]{_FIELD}){{0,2}}[\s,;/]{{1,3}}pr[ée]nom\b)|"
    r"\bpr[ée]nom\s?[:=]?\s\[name\][\s,;/]{1,3}nom(?: de famille)?[ \t]",
    re.IGNORECASE,
)
"""Both fields of a form, one after the other."""
_SPEAKING = re.compile(r"(?<![\w'’-])(?=[A-ZÀ-Þ][\w-]{1,30}\s(?:à l[’']appareil|speaking)\b)")
_MORE = re.compile(r"[ \t](?:\[name|[A-ZÀ-Þ])")
_CAPITAL = re.compile(r"(?<![\w'’\[-])[^\W\d_a-z]")


def titled(text: str) -> Iterator[tuple[int, int]]:
    """The name after `M.`, `Mme`, `monsieur`, `Dr`…; in small letters too, where the title is no other word."""
    for match in _TITLE.finditer(text):
        title = match["title"]
        words = words_at(text, match.end())
        before = text[max(0, match.start() - 2) : match.start()].rstrip()[-1:]
        is_measured = before.isdigit() and not (title[:1].isupper() and words and words[0].is_capital)
        if not words or (title[-1:] == "." and is_measured):
            continue  # “5 m. de câble”, but “E-204 M. Durand”
        if before == "/" and (not match["any"] or len(title) < _SHORTEST_AFTER_SLASH):
            continue  # “m/s”, a folder
        if match["colon"] and not (match["any"] and words[0].is_capital and words[0].may_be_family):
            continue  # “M : lecteur réseau”, “madame : lenteurs”
        if title == "mme" and not words[0].is_capital and _SAME.search(text, max(0, match.start() - 8), match.start()):
            continue
        if (match["open"] or match["line"]) and not _is_parted_name(text, match, words):
            continue
        if match["foreign"] and not _is_foreigner(words):
            continue
        is_certain = title.rstrip(".") in _BEFORE_ANY or _is_small(text, match, words)
        if (match["capital"] or match["both"]) and not is_certain and not words[0].is_capital:
            continue  # “maître” is also a device, “dr” a drive
        if match["both"] and not is_certain and match["both"] not in _EITHER:
            continue  # “me” and “ME” are a pronoun, “ms” a unit, “MS” a firm
        first = words[:1] if (match["any"] or match["both"] == "M") and _is_name_after_all(words) else []
        for start, stop in name_in(words[1:] if first else _without_role(text, words)):
            yield (first[0].start if first else start), stop
        if _PLURAL.fullmatch(title):
            yield from others(text, words)
    yield from masters(text)


def _is_parted_name(text: str, title: re.Match[str], words: Sequence[Word]) -> bool:
    """Whether what stands in quotes, in brackets or on the next line after a title is a name."""
    named = next((word for word in words if word.folded not in PARTICLES), words[0])
    is_title = title["any"] or title["capital"] == "Dr"
    if not is_title or not words[0].is_capital or not named.is_capital or not named.may_be_family:
        return False
    if title["open"] and "(" not in title["open"]:
        return True
    before = text[max(0, title.start() - REACH) : title.start()]
    return _ABBREVIATED.fullmatch(title["title"]) is not None and not _KEY_OR_DRIVE.search(before)


def _is_foreigner(words: Sequence[Word]) -> bool:
    """Whether a name follows a title that is a word of another language, or another one's beginning."""
    named = next((word for word in words if word.folded not in PARTICLES), words[0])
    return named.is_capital and named.may_be_family and named.folded not in NO_SENIORS


def _is_small(text: str, title: re.Match[str], words: Sequence[Word]) -> bool:
    """Whether this is a title in small letters: `dr martin`."""
    named = next((word for word in words if word.folded not in PARTICLES), words[0])
    kinds = {"is_first": named.is_first_name, "goes_on": _goes_on(words)}
    return named.may_be_family and small_titles.announces(text, title.span("title"), named.folded, **kinds)


def _is_name_after_all(words: Sequence[Word]) -> bool:
    """Whether the first one, another word as a rule, begins a name: `Mr Will Smith`."""
    is_written_so = words[0].text.istitle() and words[0].folded in NO_NAMES
    return is_written_so and any(
        word.is_capital and len(word.folded) > 1 and word.may_be_family and word.folded not in PARTICLES
        for word in words[1:2]
    )


def _without_role(text: str, words: Sequence[Word]) -> Sequence[Word]:
    """What follows `le directeur`, `veuve` and the like, if it is capitalised; else `Voisin`, which is a name too, as
    `VOISIN` is before whatever else stands in capitals."""
    first = replace(words[0], is_certain=True)
    if words[0].is_upper and words[0].folded in SURNAMES_IN_CAPITALS:
        return [first, *words[1:]]
    roles = 1 if words[0].folded in ("le", "la") else 0
    if len(words) > roles + 1 and words[roles].folded in ROLES and words[roles + 1].is_capital:
        return words[roles + 1 :]
    is_surname = words[0].folded in SURNAMES and words[0].text.istitle()
    return [first] if is_surname and not _MORE.match(text, words[0].stop) else words


def announced(text: str) -> Iterator[tuple[int, int]]:
    """A capitalised name or a known first name after “nom :”, “de la part de” and the like."""
    for match in _ANNOUNCE.finditer(text):
        words = words_at(text, match.end())
        is_said = words and match["company"] is None and _may_be_said(words[0], match)
        if words and (words[0].is_first_name or is_said or _is_family_first(words)):
            yield from name_in(words)
    yield from _in_forms(text)


def _in_forms(text: str) -> Iterator[tuple[int, int]]:
    """A capitalised name where `nom` and `prénom` stand beside each other; a first name before `à l'appareil`."""
    for match in _FORM.finditer(text):
        words = words_at(text, match.end())
        if words and words[0].is_capital and (words[0].is_first_name or words[0].may_be_family):
            yield from name_in(words)
    if "appareil" in text or "speaking" in text:
        for match in _SPEAKING.finditer(text):
            words = words_at(text, match.end())
            if words and words[0].is_first_name:
                yield from name_in(words)


def _may_be_said(word: Word, announce: re.Match[str]) -> bool:
    """Whether this may be a name that is in no list: `nom : HERVIEU`, not `nom : DSN`, `PC-COMPTA` or `E-204`."""
    if not word.is_capital or (len(word.folded) == 1 and not word.is_certain):
        return False
    return not word.is_upper or (announce["person"] is not None and word.is_readable)


def _is_family_first(words: Sequence[Word]) -> bool:
    """Whether these begin as forms write a person: `MARTIN Sophie`, `DE SOUSA Ana`."""
    family = [at for at, word in enumerate(words) if word.folded not in PARTICLES][:1]
    if not family or not all(word.is_upper for word in words[: family[0] + 1]):
        return False
    given, behind = (*words[family[0] + 1 : family[0] + 3], None, None)[:2]
    is_given = given is not None and given.is_first_name and given.is_capital and not given.is_upper
    is_others = behind is not None and behind.is_capital and not behind.is_none
    return is_given and not is_others and words[family[0]].may_be_family


def full_names(text: str) -> Iterator[tuple[int, int]]:
    """A first name and a capitalised word after it, or `MARTIN Sophie`.

    A first name alone after “je suis”, “rappeler”…, if capitalised.
    """
    for match in _HINT.finditer(text):
        words = words_at(text, match.end())
        if words and words[0].is_first_name and (words[0].is_capital or _goes_on(words)):
            yield from name_in(words)
    for match in _CAPITAL.finditer(text):
        if PLACE.search(text[max(0, match.start() - 16) : match.start()]):
            continue
        words = words_at(text, match.start())
        if words and words[0].is_first_name:
            yield from (span for span in name_in(words) if _has_surname(words, span[1]))
        elif _is_family_first(words):
            yield from name_in(words)


def _has_surname(words: Sequence[Word], stop: int) -> bool:
    """Whether the name goes on after the first name, with something else than an acronym."""
    surname = [word for word in words[1:] if word.stop <= stop and word.folded not in PARTICLES][:1]
    has_particle = len(words) > 1 and words[1].folded in PARTICLES
    return any(
        word.is_capital
        and len(word.folded) > 2
        and (not word.is_upper or words[0].is_upper or has_particle or len(word.folded) > 4)
        for word in surname
    )


def _goes_on(words: Sequence[Word]) -> bool:
    """Whether a second word that may be a surname follows a first name in small letters."""
    return len(words) > 1 and len(words[1].folded) > 2 and not words[1].is_none and words[1].folded not in PARTICLES
