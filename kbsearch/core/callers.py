"""Who called, as far as two calls can be told to be from the same place: one spelling per number or name."""

from __future__ import annotations

import unicodedata

import phonenumbers

WITHHELD = frozenset(
    {
        "anonymous",
        "anonyme",
        "unknown",
        "inconnu",
        "private",
        "prive",
        "masque",
        "unavailable",
        "none",
        "null",
        "0",
        "-",
    }
)
"""What telephone systems write when there is no number, folded."""
MOST_CHARS = 200


def one_spelling(caller: str, *, region: str = "FR") -> str:
    """The caller's number in E.164, or their name or id without case, accents and runs of spaces; empty = withheld.

    `region` is the ISO 3166 country in which numbers are written without a prefix.

    >>> one_spelling("06 12 34 56 78") == one_spelling("+33 (0)6.12.34.56.78") == "+33612345678"
    True
    >>> one_spelling("Anonymous")
    ''
    """
    folded = " ".join(_folded(caller[:MOST_CHARS]).split())[:MOST_CHARS].rstrip()
    if not folded or folded in WITHHELD:
        return ""
    return _number(folded, region) or folded


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
