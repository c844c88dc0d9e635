"""Which codes a typed query may hold.

`E-204` and `0x80070005` look like one; a number is one where it stands alone or is called one (`refus 51`, `code carte
05`, not `erreur sur 12 caisses`); a short word and a separate number (`E 30`, but also `tpe 12`) may be. What an
article declares is one however it looks: `ERR_CONNECTION_RESET`, `Erreur 51`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from kbsearch.core.search.units import SINGLE, UNITS, is_plural
from kbsearch.core.text import (
    CODE_MARK,
    CODE_PART,
    DOTTED,
    MOST_CODE_PREFIX,
    PART,
    Token,
    code_key,
    code_term,
    fold,
    is_stop_word,
    looks_like_code,
)

MOST_CODE_WORDS = 8
"""Words of a declared code typed with spaces: `err ssl version or cipher mismatch`."""
SURELY_CODE = 3
"""Digits of a number that one word may stand before, whatever it is: `erreur smtp 550`, but `erreur caisse 12`."""

_CALLING = """
code codes cod erreur erreurs error errors err refus refuse refusee refuses refusees alarme alarmes alarm alarms defaut
defauts fault faults message messages msg statut status
"""
_OF = "carte cb bancaire retour affiche affichee ecran autorisation reponse obtenu obtenue recu recue return"
_NAME = re.compile(rf"[^\W\d_]{{1,{MOST_CODE_PREFIX}}}[-–]?[0-9]{{1,3}}")
_VERSION = re.compile(r"v\d+(?:\.\d+)+", re.IGNORECASE)
_GAPS = (1, 2, 3)
"""Characters between what calls a code and the code: `erreur:E-204`, `erreur : E-204`."""
CALLS = frozenset(_CALLING.split())
"""Folded words that call a number beside them a code, in French and English."""
_CALLS_VERSIONS = frozenset(("version", "versions", "release", "releases", "notes", "v"))
_SIGNS = frozenset(("n", "no", "nr", "num", "numero", "number"))
_LINKS = frozenset(("est", "c", "cest", "etait", "is"))
"""What may stand between the word for a code and its number."""
_QUALIFIERS = frozenset(_OF.split())
"""What a code may be said to be of, between such a word and a short number: `refus carte 05`."""
_COUNTED = UNITS | SINGLE


def typed_codes(
    found: Iterable[Token],
    text: str,
    declared: Collection[str],
    abbreviations: Collection[str],
    is_word: Callable[[str], bool] = lambda _: False,
) -> dict[str, bool]:
    """Index term of each code that `text` may hold → whether it is a guess.

    `found`: its tokens; `declared`: index terms of the codes that the client's articles declare; `is_word`: whether a
    folded word is one of the language. An abbreviation (`m365`) is no code unless it is declared.
    """
    codes: dict[str, bool] = {}
    read = list(apart(found))
    whole = list(_declared(read, text, declared))
    in_words = [(begin, end) for _, (begin, end) in whole if " " in text[begin:end]]
    counts = {token.start for token in _counts(read, declared, is_word)}
    for code, is_guess, start in _codes([token for token in read if token.start not in counts], text, declared):
        is_part = any(begin <= start < end for begin, end in in_words)  # `S21 G00 60 002` is one code, and no `S21`
        if code in declared or not (is_part or code.removeprefix(CODE_MARK) in abbreviations):
            codes[code] = is_guess and codes.get(code, True)
    return {**codes, **{code: False for code, _ in whole}}


def named_things(found: Sequence[Token], text: str, codes: Collection[str], declared: Collection[str]) -> list[Token]:
    """Those of the codes in `text` that name a thing, as a word does: `rj45`, `usb3`, `win11`, `VX-250`.

    Few letters and a short number, that no article declares and nobody calls a code (`erreur E-204`). A part number
    (`EMB-2530-K`, `BAT-C3-29`) is longer.
    """
    calling = {token.end for token in found if token.folded in CALLS}
    return [
        token
        for token in found
        if token.is_code
        and _NAME.fullmatch(text, token.start, token.end)
        and code_term(token.folded) in codes
        and code_term(token.folded) not in declared
        and not any(token.start - gap in calling for gap in _GAPS)
    ]


def held_numbers(found: Sequence[Token], codes: Collection[str], holds: Callable[[str], bool]) -> list[Token]:
    """Dotted numbers that are none of `codes` and that an article has: each is one word, as `2.5` of *2.5 bars*.

    `holds`: whether an article has an index term.
    """
    dotted = (token for token in found if token.is_code and DOTTED.fullmatch(token.folded))
    return [token for token in dotted if code_term(token.folded) not in codes and holds(code_term(token.folded))]


def calls_a_code(folded: str) -> bool:
    """Whether the word only says that what stands beside it is a code: it is about nothing itself."""
    return folded in CALLS or folded in _SIGNS or folded in _QUALIFIERS


def apart(found: Iterable[Token]) -> Iterator[Token]:
    """The tokens that lie in no other: whole codes without their parts."""
    end = 0
    for token in found:
        if token.start >= end:
            end = token.end
            yield token


def _counts(found: Sequence[Token], declared: Collection[str], is_word: Callable[[str], bool]) -> Iterator[Token]:
    """Digits before a plural that say how many: *code oublié 3 essais*, not *erreur 5 accès refusé*. None that an
    article declares."""
    for number, after in pairwise(found):
        is_digit = len(number.folded) == 1 and "2" <= number.folded <= "9" and code_term(number.folded) not in declared
        if is_digit and _is_plural(after, is_word):
            yield number


def _is_plural(token: Token, is_word: Callable[[str], bool]) -> bool:
    return token.folded not in CALLS and is_plural(token.folded, is_word)


def _codes(found: Sequence[Token], text: str, declared: Collection[str]) -> Iterator[tuple[str, bool, int]]:
    """Each code as it looks or is called, whether it is a guess, and where it stands."""
    for at, token in enumerate(found):
        run = text[token.start : token.end]
        is_number = not any(map(str.isalpha, token.folded))  # with separators: a date, a version, a half: 5/4, 3.0, 1/2
        is_version = _is_called_a_version(found, at)
        is_called = is_number and (is_version or run[:1] in "vV" or is_called_a_code(found, at))
        if token.is_code and (is_called or not is_number):
            is_guess = not is_version and _may_be_none(found, at, run)
            for code in _whole_codes(run, declared, is_called=is_called):
                yield code, is_guess, token.start
        elif token.folded.isdigit() and not token.is_code:
            if is_called:
                yield code_term(token.folded), False, token.start
            if at and _may_belong(found, at, text) and len(found[at - 1].folded) <= MOST_CODE_PREFIX:
                yield code_term(found[at - 1].folded + token.folded), True, token.start


def _may_belong(found: Sequence[Token], at: int, text: str) -> bool:
    """Whether the word before a number may be part of its code: no number sign, nor `de`, nor `à` in passing."""
    before = found[at - 1]
    joins = text[before.end : found[at].start].strip(" -.:°") == "" and before.end < found[at].start
    if not joins or not before.folded.isalpha() or before.folded in _SIGNS:
        return False
    is_letter = len(before.folded) == 1 and (at == 1 or found[at - 2].folded in CALLS)
    return is_letter or not before.is_stop_word


def _whole_codes(run: str, declared: Collection[str], *, is_called: bool) -> Iterator[str]:
    """The codes of one unbroken piece of text: `erreur:E-204` holds one, `E-204/E-206` two, as does `E-204/206` where
    both are declared. What they make together is a code where it is declared, or where they are none (`A/5`)."""
    parts = CODE_PART.findall(run)
    whole, letters = [], ""
    for before, part in zip(["", *parts], parts, strict=False):
        key = code_key(part)
        if looks_like_code(part):
            whole.append(_uncalled(key, declared))
            letters = whole[-1].rstrip("0123456789")
        elif part.isdigit() and (fold(before) in CALLS or (is_called and len(part) > 1)):
            whole.append(key)
        elif part.isdigit() and code_term(letters + key) in declared:
            whole.append(letters + key)
    together = code_term(code_key(run))
    if len(parts) > 1 and (not whole or together in declared):
        yield together
    yield from map(code_term, whole)


def _uncalled(key: str, declared: Collection[str]) -> str:
    """Without the word that calls it a code and is written against it, where that leaves a declared code: `refus51`."""
    if code_term(key) in declared:
        return key
    rests = (key.removeprefix(word) for word in sorted(CALLS, key=len, reverse=True) if key.startswith(word))
    return next((rest for rest in rests if code_term(rest) in declared), key)


def _declared(found: Sequence[Token], text: str, declared: Collection[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Declared codes with a letter among the words typed, and their places: several words in a row make one wherever
    they stand, a single word (`OFFLINE`) only where a number would be a code, and `à 158` is not `A-158`."""
    if not declared:
        return
    words = list(PART.finditer(text))
    keys = [code_key(word.group()) for word in words]
    for at, word in enumerate(words):
        term = code_term(keys[at])
        if term in declared and keys[at].isalpha():
            places = (place for place, token in enumerate(found) if token.start == word.start() and not token.is_code)
            yield from ((term, word.span()) for place in places if is_called_a_code(found, place))
        is_in_passing = at > 0 and keys[at - 1] not in CALLS and is_stop_word(keys[at])
        for next_, key in enumerate(keys[at + 1 : at + MOST_CODE_WORDS], at + 1):
            term += key
            if term in declared and any(map(str.isalpha, term)):
                is_apart = key.isdigit() and text[words[next_ - 1].end() : words[next_].start()].isspace()
                if not (is_in_passing and is_apart and next_ == at + 1):
                    yield term, (word.start(), words[next_].end())


def is_called_a_code(found: Sequence[Token], at: int) -> bool:
    """Whether `found[at]`, a number, stands alone or is called a code: behind a word such as *code* or *refus*, with a
    number sign or what the code is of between them; before *code* or *erreur*. Not where it is so many of something."""
    if all(other.is_stop_word or other.folded in _SIGNS for place, other in enumerate(found) if place != at):
        return True
    after = found[at + 1].folded if at + 1 < len(found) else ""
    if is_quantity(found[at].folded, after):
        return False
    is_signed = is_qualified = False
    for before in reversed(found[:at]):
        word = before.folded
        if word in CALLS:
            return True
        if word in _SIGNS or word in _LINKS:
            is_signed = is_signed or word in _SIGNS
        elif is_qualified or not _qualifies(before, found[at]):
            return False
        else:
            is_qualified = True
    return (is_signed and not is_qualified and after not in _COUNTED) or after in ("code", "erreur", "error")


def is_quantity(number: str, after: str) -> bool:
    """Whether a number says how many, before the folded word `after`: *3 client* may, *12 clients* does, *99 client*
    does not, for a few alone are written without their plural: *erreur 503 poste T31* counts no 503 of them."""
    return after in _COUNTED and not (after in SINGLE and len(number) > 1)


def _may_be_none(found: Sequence[Token], at: int, run: str) -> bool:
    """Whether this may be no code, however it looks: a version (`v12.4.1`); a number with one dot, a price or a time as
    well; letters and one digit in a row beside other words, that nobody calls a code: `usb3`, but not `UPD-8`."""
    if not any(map(str.isalpha, found[at].folded)):
        return found[at].folded.count(".") == 1 or run[:1] in "vV"
    is_alone = all(other.is_stop_word for place, other in enumerate(found) if place != at)
    is_plain = run.isalnum() and sum(map(str.isdigit, run)) == 1
    is_called = at > 0 and found[at - 1].folded in CALLS
    return _VERSION.fullmatch(run) is not None or (is_plain and not is_alone and not is_called)


def _is_called_a_version(found: Sequence[Token], at: int) -> bool:
    """Whether `found[at]` is the version asked for: *notes de version 4.6* are not those of 4.5."""
    if DOTTED.fullmatch(found[at].folded) is None:
        return False
    before = [token.folded for token in found[max(at - 2, 0) : at] if token.folded not in _SIGNS]
    return bool(before) and before[-1] in _CALLS_VERSIONS


def _qualifies(word: Token, number: Token) -> bool:
    """Whether a code may be of this: `code smtp 550`, `smtp 5.7.1`, `refus carte 05`, but not `erreur usb 3.0`."""
    is_long = len(number.folded) >= SURELY_CODE and number.folded.count(".") != 1
    return not word.is_stop_word and word.folded.isalpha() and (is_long or word.folded in _QUALIFIERS)
