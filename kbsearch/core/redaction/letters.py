"""What is recognised by its letters and marks: mail addresses, passwords that are said to be such, dates of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

_AT = r"(?:@|\s?\((?:at|arobase)\)\s?|\s?\[at\]\s?|\s(?:arobase|arobas|arrobase)\s)"
_DOT = r"(?:\.|\s(?:tiret(?: du (?:bas|6|huit|8))?|underscore|dash)\s|\s?\((?:dot|point)\)\s?|\s(?:point|dot)\s)"
_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w+'-]{{1,64}}(?:{_DOT}[\w+'-]{{1,64}}){{0,5}}{_AT}"
    rf"[^\W\d_][\w-]{{0,62}}(?:{_DOT}[\w-]{{1,63}}){{0,5}}",
    re.IGNORECASE,
)
_SPACED_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}\s?@\s?[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){1,5}")
_LOCAL_LETTER = re.compile(r"[^\W\d_]")
_FULL_NAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\.[^\W\d_]+(?:[.-][^\W\d_]+)*")

_PASSWORD = re.compile(
    r"\b(?:mdp|mot de passe|mots de passe|password|passwd|pwd|passphrase)\b"
    r"(?:\s(?:provisoire|temporaire|initial|actuel|ancien|wi-?fi|windows|session|admin|root|messagerie|mail|bios|portail))?"
    r"(?:\s(?:du|de|des|pour|for|of)\s(?:la\s|le\s|the\s)?[\w'’-]{1,30})?\s?(?::|=|\sc[’']est|\sest|\sis)\s?(\S{4,64})",
    re.IGNORECASE,
)

_NO_WORD = re.compile(r"\d|[^\w\s’'.,;:()\[\]?!-]|[a-z].*[A-Z]")
"""A digit, a mark that no word has, or a capital in the middle."""

_VARIABLE = re.compile(r"\$\{?\w+\}?|%\w+%|<[\w -]+>|\{+\w+\}+")
"""What stands for a password in a command line."""

_BIRTH = re.compile(
    r"\b(?:n[ée]e?s?\sle|date de naissance|ddn|born(?:\son)?|date of birth|dob)\s?:?\s?(?:le\s)?"
    r"((?:\d{1,2}|1er|1st)[\s./-](?:\d{1,2}|[^\W\d_]{3,10}\.?)[\s./-]\d{2,4}|\d{4}-\d{2}-\d{2})(?!\d)",
    re.IGNORECASE,
)


def emails(text: str) -> Iterator[tuple[int, int]]:
    """`jean.durand@acme.example`, also spelled out: `jean point durand arobase acme point fr`."""
    found = (*_EMAIL.finditer(text), *_SPACED_EMAIL.finditer(text))
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        local, at, host = match[0].partition("@")
        if _LOCAL_LETTER.search(local) and (not at or "." in host or _is_somebody(local, text[match.end() :][:1])):
            yield match.start(), match.end() - len(match[0]) + len(match[0].rstrip(".-'"))


def _is_somebody(local: str, after: str) -> bool:
    """Whether `jean.durand@acme`, cut short, and not `root@srv01`, `site_stg@i:` or `beta-1.0.3@next`."""
    return after != ":" and _FULL_NAME.fullmatch(local) is not None


def passwords(text: str) -> Iterator[tuple[int, int]]:
    """What follows “mot de passe :” and does not look like a word: `expiré` stays, `Hiver2026!` goes."""
    for match in _PASSWORD.finditer(text):
        value = match[1].rstrip(".,;")
        if _NO_WORD.search(value) and not value.startswith("[") and not _VARIABLE.fullmatch(value):
            yield match.start(1), match.start(1) + len(value)


def births(text: str) -> Iterator[tuple[int, int]]:
    """The date after “né le” and its like; a date alone is no date of birth."""
    for match in _BIRTH.finditer(text):
        yield match.span(1)
