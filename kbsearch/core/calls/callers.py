"""Who called, as far as two calls can be told to be from the same place, and which line they dialled: one spelling per
number or name."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

import phonenumbers

from kbsearch.core.duty.calendars import country_code
from kbsearch.core.levels import Holidays

WITHHELD = frozenset(
    """
    anonymous anonyme anonym unknown inconnu inconnue private prive privee restricted restreint withheld masque masquee
    hidden secret blocked unavailable indisponible undisclosed none null no not sans non available disponible
    communique invalid number numero num nr caller appelant id name nom call appel
    """.split()  # noqa: SIM905
)
"""Words, folded, of which telephone systems make what they write when there is no number."""
NOBODY = frozenset({"n/a", "na", "n.a.", "nc", "n/c", "numero cache"})
"""The same as a whole."""
MOST_CHARS = 200
DEFAULT_REGION = "FR"

_SCHEME = re.compile(r"\b(sips?|tel):")
_AFTER_HOST = re.compile(r"[;?:\s]")
_E164 = re.compile(r"\+[1-9]\d{3,14}(?:;ext=\d+)?")
_WORD = re.compile(r"[^\W_]+")
_EITHER_GENDER = "(e)"
_DIGITS_OF_NOBODY = re.compile(r"[\W_0]*")
"""No digit but zeros, and no letter."""


def one_spelling(caller: str, *, region: str = DEFAULT_REGION) -> str:
    """The caller's number in E.164, or their name or id without case, accents and runs of spaces; empty = withheld.

    `region` is the ISO 3166 country in which numbers are written without a prefix. A `sip:` or `tel:` address is the
    number in it; one without a number is a name, `user@host`.

    >>> one_spelling("06 12 34 56 78") == one_spelling("sip:+33612345678@op.fr") == "+33612345678"
    True
    >>> one_spelling("Numéro masqué") == one_spelling("sip:anonymous@anonymous.invalid") == ""
    True
    """
    text = caller[:MOST_CHARS]
    if _SCHEME.search(_folded(text)):
        text = unquote(text)
    user, host = _address(" ".join(_folded(text).split())[:MOST_CHARS].rstrip())
    if _is_withheld(user):
        return ""
    return _number(user, region) or (f"{user}@{host}" if host else user)


def region_of(holidays: Holidays) -> str:
    """The country in which a client's callers write numbers without a prefix: that of its public holidays."""
    return country_code(holidays.country) or DEFAULT_REGION


def line_key(line: str, *, region: str) -> str:
    """A line of ours as a telephone system says it: the number in E.164, or the name of a queue, whose case and outer
    spaces do not count. Empty for nothing.

    >>> line_key("01 84 80 00 10", region="FR"), line_key(" Caissio-N1", region="FR")
    ('+33184800010', 'caissio-n1')
    """
    spelling = one_spelling(line, region=region)
    return spelling if is_number(spelling) else line.strip().casefold()[:MOST_CHARS]


def is_number(key: str) -> bool:
    """Whether what `line_key` gave is a number."""
    return _E164.fullmatch(key) is not None


def _address(text: str) -> tuple[str, str]:
    """Who, and at which host, of a SIP or telephone address; any other text, and no host."""
    schemes = list(_SCHEME.finditer(text))
    address = text[schemes[-1].end() :].partition(">")[0] if schemes else text  # a name may stand before it
    user, at, host = address.partition("@")
    if at and (schemes or " " not in text):
        return user.partition(";")[0].strip(), _AFTER_HOST.split(host)[0]
    return ("", address) if schemes and schemes[-1][1] != "tel" else (address.strip(), "")


def _is_withheld(user: str) -> bool:
    words = _WORD.findall(user.replace("°", "o ").replace(_EITHER_GENDER, ""))  # keyboards have ° for º
    return user in NOBODY or _DIGITS_OF_NOBODY.fullmatch(user) is not None or all(word in WITHHELD for word in words)


def _number(text: str, region: str) -> str:
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    number: str = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return f"{number};ext={parsed.extension}" if parsed.extension else number


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
