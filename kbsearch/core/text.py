"""Words as the keyword side compares them: folded, elided, stemmed; codes kept whole and in parts.

A word and its accent-less, plural or capitalised forms meet because the stem is taken *after* folding and loses a final
`e`: `stem(fold(w)).rstrip("e")`. Snowball's French rules expect accents, so stemming first (or folding only the result)
tears pairs such as *réseau/reseau* or *échoué/echoue* apart; this order was the best of the three on accent-less pairs.

A code (`0x80070005`, `HP-2530`, `E 30`, `KB5034441`) is never stemmed. It is indexed once whole without separators, as
the term `#hp2530`, and once in parts (`hp`, `2530`). What is written against it with a slash, a colon or an apostrophe
is no part of it: `E-204/E-206` holds two codes (and what they make together), `l'E-209` and `erreur:E-204` one.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import Stemmer

MAX_QUERY_CHARS = 1000
MOST_READ = 4 * MAX_QUERY_CHARS
"""Characters of a query as typed that are looked at: most of them may be blanks."""
MOST_CODE_PREFIX = 5
"""Letters before a separate number that may belong to one code: `CX 17`, `ERR 3012`."""
MOST_OWN_DIGITS = 2
"""Of a number inside a code that says nothing without it; longer ones are read out alone (`4450` of `EMB-4450-R`)."""
CODE_MARK = "#"
"""First character of the term of a whole code; no word begins with it."""

NEWLINE = re.compile(r"\r\n?|\n")
"""What ends a line, everywhere in kbsearch; the same as for markdown-it-py, unlike `str.splitlines`."""
APOSTROPHES = "'’ʼ‘`´"
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
RUN = re.compile(r"[^\W_]+(?:[-–_./:'’ʼ‘`´]+[^\W_]+)*")
PART = re.compile(r"[^\W_]+")
CODE_PART = re.compile(rf"[^{APOSTROPHES}:/]+")
"""What stands between the joints of a run: a slash, a colon and an apostrophe separate codes, or a word from one."""
_FEW_LETTERS = re.compile(rf"[^\W\d_]{{1,{MOST_CODE_PREFIX}}}\d")
DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){1,2}")
"""A version, or a measure as English writes it."""
_LETTERS_OR_DIGITS = re.compile(r"[^\W\d_]+|\d+")
_ELIDED = frozenset({"l", "d", "n", "j", "m", "t", "s", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200c-\u200f\u2028-\u202e\u2061-\u2069\ud800-\udfff]+")
_NOT_SEEN = re.compile(r"[\xad\u200b\u2060\ufeff]+")
"""Where a word may be broken or must not be: in the midst of it, and no part of it."""
_HYPHEN = re.compile(r"[\u2010\u2011]|(?<=\w)\u2212(?=\w)")
"""A minus only between two words or numbers: `−5 °C` is no hyphen."""
_SPACES = re.compile(r"\s+")

LONGEST_REMEMBERED = 64
"""Characters of a run whose tokens are kept: a hostile article must not fill the memory with its longest ones."""

_FRENCH = """
a ai ainsi alors as au aucun aussi autre aux avec avoir avons avez ayant c ca car ce ceci cela celle celles celui ces
cet cette ceux chez ci comme d dans de des donc du elle elles en encore entre es est et etais etait etant ete etes etre
eu eux fait faire fois font il ils j je l la le les leur leurs lui m ma mais me meme memes mes mien moi mon n ne
ni nos notre nous on ont ou par pas peu peut peuvent peux plus pour pourquoi puis qu quand que quel quelle quelles
quels qui quoi s sa sans se sera ses si sien soi son sont sous suis sur t ta te tes toi ton tous tout toute toutes tres
trop tu un une vers vos votre vous y bonjour merci svp comment
"""
_ENGLISH = """
an and are at be but by can do does for from has have how i in is it its my of off on or our she so that the their then
there they this to was we were what when where which who why will with you your am been had he her his if into me no not
please hi hello
"""
FRENCH_STOP_WORDS, ENGLISH_STOP_WORDS = frozenset(_FRENCH.split()), frozenset(_ENGLISH.split())
STOP_WORDS = FRENCH_STOP_WORDS | ENGLISH_STOP_WORDS
"""Folded French and English words that carry no symptom: not looked up, but embedded with the rest of a query."""
NOUNS_TOO = frozenset(("son",))
"""Those of them that are indexed, since they are nouns as well (`search.homonyms`)."""

_HELPERS = """
dois doit doivent devons devez devais devait devrai devra devront devrais devrait devraient devrions devriez
pouvons pouvez pouvais pouvait pourrai pourra pourrons pourrez pourront pourrais pourrait pourrions pourriez pourraient
faut faudra faudrait vais vas va allons allez vont veux veut voulons voulez veulent voudrais voudrait
"""
_COURTESIES = "urgent urgente bonsoir bjr bsr slt salut stp cordialement cdt cdlt pls hey thanks"
PASSED_OVER = frozenset(f"{_HELPERS} {_COURTESIES}".split())
"""Folded French verbs around the one that says something (*je dois partir*, *il faut payer*), and what is said around a
symptom: in a small base they are rare, so BM25 takes them for the heart of a question. Indexed like any word; passed
over in a query with others (`search.passed_over`)."""

_WORKS = "marche marchent marchait fonctionne fonctionnent fonctionnait work works working"
_DENIES = "ne n pas pa plus pu jamais rien mal not t doesnt dont isnt wont never"
WORKS, DENIES, BROKEN = frozenset(_WORKS.split()), frozenset(_DENIES.split()), frozenset(("hs", "nok"))
"""Folded words that say together that something does not work: of whatever it is, so that they tell no article from
another (*la gâchette marche pas*)."""

_PLURALS = ("ions", "eus", "ous", "yaux")
"""Ends of French plurals that Snowball does not take for one: of *connexions* (a verb, it holds), *pneus*, *verrous*,
*tuyaux* (which it makes *tuyal*)."""
_IN_X = "feux jeux lieux milieux essieux moyeux cheveux enjeux materiaux etaux"
_PLURALS_IN_X = frozenset(_IN_X.split())
"""Others of these: not *dangereux*, nor *terminaux*."""

_local = threading.local()


class Token(NamedTuple):
    """A word or code at `text[start:end]`."""

    start: int
    end: int
    folded: str
    """Lower case, no accents, ligatures opened."""
    is_code: bool = False
    """A whole code; codes and parts inside it follow as tokens of their own, inside the same range."""
    is_its_number: bool = False
    """One or two digits inside a code that begins with a few letters: `F28` and `F-28` are no 28 of anything, while
    `Windows11` is Windows 11."""

    @property
    def is_stop_word(self) -> bool:
        return is_stop_word(self.folded)


def is_stop_word(folded: str) -> bool:
    """Whether a folded word carries no symptom."""
    return folded in STOP_WORDS


def as_typed(text: str, form: Literal["NFC", "NFKC"] = "NFC") -> str:
    """As a keyboard types it, whatever wrote it: accents composed, every hyphen `-`, no soft hyphens or the like.

    >>> as_typed("Impri\\u00admante wi\\u2011fi")
    'Imprimante wi-fi'
    """
    return _HYPHEN.sub("-", unicodedata.normalize(form, _NOT_SEEN.sub("", text)))


def normalise(query: str, most: int = MAX_QUERY_CHARS) -> str:
    """A typed query as it is searched: NFKC, no control characters, single spaces, `most` characters at most."""
    text = as_typed(_CONTROL.sub(" ", query[:MOST_READ]), "NFKC")
    return _SPACES.sub(" ", text).strip()[:most]


def bare(sentence: str) -> str:
    """Without the marks at its end that say how it is said: a question is about the same thing as its statement.

    >>> bare("Imprimante hors ligne ?")
    'Imprimante hors ligne'
    """
    return sentence.rstrip(" ?!") or sentence


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case without accents, ligatures opened: `Cœur` → `coeur`, `RÉSEAU` → `reseau`."""
    word = word.lower().translate(_LIGATURES)
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def tokens(text: str) -> Iterator[Token]:
    """Words and codes in text order.

    A whole code comes just before its parts; elided articles (`l'`, `d'`) are dropped; a hyphenated pair also comes
    joined (`wi-fi` → `wi`, `fi`, `wifi`).
    """
    for match in RUN.finditer(text):
        start = match.start()
        for token in read_run(match.group()):
            yield token._replace(start=start + token.start, end=start + token.end)


def loose_tokens(text: str) -> Iterator[Token]:
    """`tokens` for who does not ask where they stand: positions are counted from their own run. Twice as fast."""
    for run in RUN.findall(text):
        yield from read_run(run)


def read_run(run: str) -> tuple[Token, ...]:
    """Tokens of one unbroken piece of text, counted from its beginning; what stands around it does not matter."""
    return _known_run(run) if len(run) <= LONGEST_REMEMBERED else _read_run(run)


def _read_run(run: str) -> tuple[Token, ...]:
    codes = list(_codes_of(run))
    found = list(codes)
    parts = list(PART.finditer(run))
    for at, part in enumerate(parts):
        folded = fold(part.group())
        elided = at + 1 < len(parts) and run[part.end()] in APOSTROPHES and folded in _ELIDED
        if not elided:
            pieces = _word_and_pieces(part, folded)
            found.extend(token._replace(is_its_number=_is_number_of_one(token, codes)) for token in pieces)
    if len(parts) == 2 and run[parts[0].end()] in "-–" and run.replace("-", "").replace("–", "").isalpha():
        found.append(Token(0, len(run), fold(parts[0].group() + parts[1].group())))
    return tuple(found)


def _codes_of(run: str) -> Iterator[Token]:
    """The run as one code, without an elided article before it; then the codes among what its joints separate."""
    if not looks_like_code(run):
        return
    parts = list(CODE_PART.finditer(run))
    if len(parts) > 1 and run[parts[0].end()] in APOSTROPHES and is_elision(parts[0].group()):
        del parts[0]
    if len(parts) > 1:
        start = parts[0].start()
        yield Token(start, len(run), code_key(run[start:]), is_code=True)
    for part in parts:
        if looks_like_code(part.group()):
            yield Token(part.start(), part.end(), code_key(part.group()), is_code=True)


def _is_number_of_one(token: Token, codes: Sequence[Token]) -> bool:
    is_short = len(token.folded) <= MOST_OWN_DIGITS and token.folded.isdigit()
    return is_short and any(
        _FEW_LETTERS.match(code.folded) and code.start <= token.start and token.end <= code.end for code in codes
    )


_known_run = lru_cache(maxsize=32768)(_read_run)
"""Most runs are words seen before."""


def term(token: Token, lang: str) -> str:
    """Index term of a token: the stem of a word, a whole code with its mark."""
    return code_term(token.folded) if token.is_code else stem(token.folded, lang)


def placed_terms(text: str, lang: str) -> Iterator[tuple[str, int, int]]:
    """Index term, start and end of every word and code of a text, as `tokens` gives them."""
    for match in RUN.finditer(text):
        at, run = match.start(), match.group()
        places = _known_places(run, lang) if len(run) <= LONGEST_REMEMBERED else _places(run, lang)
        for found, start, end in places:
            yield found, at + start, at + end


def _places(run: str, lang: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((term(token, lang), token.start, token.end) for token in read_run(run) if not token.is_its_number)


_known_places = lru_cache(maxsize=32768)(_places)


def _word_and_pieces(part: re.Match[str], folded: str) -> Iterator[Token]:
    """The word, and for a mixed one (`E30`) its letters and digits too."""
    yield Token(part.start(), part.end(), folded)
    pieces = list(_LETTERS_OR_DIGITS.finditer(folded)) if any(c.isdigit() for c in folded) else []
    if len(pieces) > 1 and len(folded) == part.end() - part.start():
        for piece in pieces:
            yield Token(part.start() + piece.start(), part.start() + piece.end(), piece.group())


def is_elision(raw: str) -> bool:
    """Whether this is what is left of an article or the like before an apostrophe: the `l` of `l'imprimante`."""
    return fold(raw) in _ELIDED


def looks_like_code(raw: str) -> bool:
    """Holds a digit, and a letter or a separator too: `E-30`, `0x80070005`, `S21.G00.30`, but not `2530`."""
    return any(c.isdigit() for c in raw) and not raw.isdigit()


def code_key(raw: str) -> str:
    """What two spellings of one code share: `E-30`, `e 30` and `E30` → `e30`. A dotted number keeps its dots, and a
    version is one: `v2.8` → `2.8`, which is not 28."""
    version = raw[1:] if raw[:1] in "vV" else raw
    return version if DOTTED.fullmatch(version) else "".join(c for c in fold(raw) if c.isalnum())


def code_term(key: str) -> str:
    """Index term of a whole code, from its `code_key`."""
    return CODE_MARK + key


@lru_cache(maxsize=65536)
def stem(folded: str, lang: str = "fr") -> str:
    """Stem of a folded word; digits and one- or two-letter words stay as they are."""
    if len(folded) < 3 or any(c.isdigit() for c in folded):
        return folded
    if lang != "en" and (folded.endswith(_PLURALS) or folded in _PLURALS_IN_X):
        folded = folded[:-1]
    stemmers = _stemmers()
    stemmed: str = stemmers["en" if lang == "en" else "fr"].stemWord(folded)
    return stemmed.rstrip("e") or stemmed


def _stemmers() -> dict[str, Stemmer.Stemmer]:
    """PyStemmer objects keep state while stemming, so each thread has its own."""
    if not hasattr(_local, "stemmers"):
        _local.stemmers = {"fr": Stemmer.Stemmer("french"), "en": Stemmer.Stemmer("english")}
    found: dict[str, Stemmer.Stemmer] = _local.stemmers
    return found
