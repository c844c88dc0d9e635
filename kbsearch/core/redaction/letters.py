"""What is recognised by its letters and marks: mail addresses, passwords that are said to be such, logins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbsearch.core.redaction.words import FIRST_NAMES, NO_NAMES, NO_PARTS
from kbsearch.core.text import fold

_AT_SAID = r"\s(?:a[\s-]?r{1,2}obas?e?)\s"
_AT = rf"(?:@|\s?\((?:at|arobase)\)\s?|\s?\[at\]\s?|{_AT_SAID})"
_DOT = (
    r"(?:\.|\s(?:tiret(?: (?:du )?(?:bas|6|huit|8))?|underscore|dash)\s|\s?[(\[](?:dot|point)[)\]]\s?|"
    r"\s(?:point|dot)\s)"
)
_EMAIL = re.compile(
    rf"(?<![\w.+-])(?:[^\W\d_]{{2,64}}\s(?=\d{{1,4}}{_AT_SAID}))?[\w+'-]{{1,64}}(?:{_DOT}[\w+'-]{{1,64}}){{0,5}}{_AT}"
    rf"[^\W\d_][\w-]{{0,62}}(?:{_DOT}[\w-]{{1,63}}){{0,5}}",
    re.IGNORECASE,
)
_SPACED_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+'-]{1,64}\s?(?:@@?\s?[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){1,5}|"
    r"\(a\)\s?[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){0,4}\.(?:fr|com|net|org|be|ch|ca|lu|eu)\b)"
)
_DICTATED_EMAIL = re.compile(
    r"(?<![\w.+-])(?:[\w+'-]{1,64}(?:(?: ?\. ?| (?:point|dot) )[\w+'-]{1,64}){1,3} (?:at|chez) "
    r"[^\W\d_][\w-]{0,62}(?: (?:point|dot) [\w-]{2,63}){0,2} (?:point|dot) "
    r"(?:fr|com|net|org|be|ch|ca|lu|eu|re|info|io)\b|"
    r"[\w+'-]{1,64}(?: ?\. ?[\w+'-]{1,64}){0,3} ?@ ?[^\W\d_][\w-]{0,62}"
    r"(?: ?\. ?(?-i:fr|com|org|be|ch|lu|eu|FR|COM|ORG|BE|CH|LU|EU)|(?:\.| \. )(?:net|ca|de|re|info))\b)",
    re.IGNORECASE,
)
"""`jean point dupont at acme point fr`, `jean . dupont @ acme . fr`; not `bloqué. Idem chez nous point de vente`, nor
`root@serveur. De nouveau`: an end that is a word too follows no sentence's dot."""
_SIGNS = ("@", "roba", "(at", "(a)", "[at", " at ", " chez ")
"""One of these stands in whatever is an address here, so that nothing else is looked at."""
_NO_LOCAL = re.compile(
    r"(?:le|la|un|du|ce|signe|touche|symbole|caract[èe]re|taper|avec|sans|mettre|saisir) a", re.IGNORECASE
)
"""The sign itself is meant: `la touche arobase du clavier`."""
_UNIT = re.compile(r"\.(?:service|socket|timer|mount|target)$")
"""What systemd starts: `openvpn@client.service`."""
_PATH = re.compile(r":(?=[~/]|[\w.-]{1,64}/)")
"""Behind a host of `scp`, `rsync` or `git`: `git@github.com:acme/app.git`."""
_LOCAL_LETTER = re.compile(r"[^\W\d_]")
_FULL_NAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\.[^\W\d_]+(?:[.-][^\W\d_]+)*")

_SAYS_SO = (
    r"\b(?:mdp|mot de passe|mots de passe|password|passwd|pwd|passphrase)\b"
    r"(?:\s(?:provisoire|temporaire|initial|actuel|ancien|wi-?fi|windows|session|admin|root|messagerie|mail|bios|portail))?"
    r"(?:\s(?:du|de|des|pour|for|of)\s(?:la\s|le\s|the\s)?[\w'’-]{1,30})?"
)
_PASSWORD = re.compile(rf"{_SAYS_SO}\s?(?::|=|\sc[’']est|\sest|\sis)\s?(\S{{4,64}})", re.IGNORECASE)
_BARE_PASSWORD = re.compile(rf"{_SAYS_SO}[ \t]{{1,3}}(\S{{6,64}})", re.IGNORECASE)
"""Nothing but a blank says that the password follows, so that it must look like one."""
_LIKELY = re.compile(
    r"(?:[A-Z][^\W\d_]*[a-z]{2}|[^\W\d_]*[a-z]{2}[^\W\d_]*\d)[^\W\d_]*\d{1,6}[!?*$#]*|"
    r"(?=.*[a-z].*[a-z])(?=.*[A-Z])(?=.*\d)\w{8,}|"
    r"(?=.*[^\W\d_])(?=.*\d)(?:.{0,2}@|[^@:/\\]*[!#$%&*€£]).[^:/\\]*"
)
"""Letters and a number behind (`Azerty123`), all kinds of characters in eight, or a mark that no code has."""
_NAMED_THING = re.compile(
    r"(?:windows|win|office|outlook|exchange|server|serveur|srv|sql|sage|caisse|poste|pc|tpe|terminal|imprimante|site|"
    r"magasin|agence|user|wi-?fi|version|build|firmware|port|niveau|[ée]tape|erreur|error|code|ticket|iphone|ipad|galaxy)"
    r"\d{1,4}\w*",
    re.IGNORECASE,
)
"""A product or a device with its number: `Windows11`, `caisse3`."""

_NO_WORD = re.compile(r"\d|[^\w\s’'.,;:()\[\]?!-]|[a-z].*[A-Z]")
"""A digit, a mark that no word has, or a capital in the middle."""

_VARIABLE = re.compile(r"\$\{?\w+\}?|%\w+%|<[\w -]+>|\{+\w+\}+")
"""What stands for a password in a command line."""

_LOGIN = re.compile(
    r"(?P<said>\b(?:utilisat(?:eur|rice)|user(?:name)?|login|identifiant|compte|session|profil|salari[ée]e?|caller|"
    r"appelante?|nom|name|contact)(?P<mark>\s?[:=]|\sest\b|\sis\b)?\s?)?"
    r"(?:(?<![\w.@/-])|(?<=/home/)|(?<=/users/))(?P<given>[^\W\d_]+(?:-[^\W\d_]+)?)\.(?P<family>[^\W\d_]{3,}(?:-[^\W\d_]+)?)\d{0,2}"
    r"(?![\w@-]|\.\w)",
    re.IGNORECASE,
)


def emails(text: str) -> Iterator[tuple[int, int]]:
    """`jean.durand@acme.example`, also spelled out: `jean point durand arobase acme point fr`."""
    lowered = text.lower()
    if not any(sign in lowered for sign in _SIGNS):
        return
    found = (one for pattern in (_EMAIL, _SPACED_EMAIL, _DICTATED_EMAIL) for one in pattern.finditer(text))
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        local, at, host = match[0].partition("@")
        if not _LOCAL_LETTER.search(local) or _NO_LOCAL.match(match[0]):
            continue
        is_mail = not at or ("." in host and _LOCAL_LETTER.search(host) is not None)  # `admin@10.0.0.1` is a machine's
        if at and (_UNIT.search(host) or _PATH.match(text, match.end())):
            is_mail = _FULL_NAME.fullmatch(local.strip()) is not None
        if is_mail or _is_somebody(local.strip(), text[match.end() :][:1]):
            yield match.start(), match.end() - len(match[0]) + len(match[0].rstrip(".-'"))


def _is_somebody(local: str, after: str) -> bool:
    """Whether `jean.durand@acme`, cut short, and not `root@srv01`, `site_stg@i:` or `beta-1.0.3@next`."""
    return after != ":" and _FULL_NAME.fullmatch(local) is not None


def passwords(text: str) -> Iterator[tuple[int, int]]:
    """What follows “mot de passe :” and does not look like a word: `expiré` stays, `Hiver2026!` goes.

    Without a mark or a verb between, only what looks like a password: `mdp Azerty123`.
    """
    spans = {match.span(1) for match in _PASSWORD.finditer(text) if _NO_WORD.search(match[1].rstrip(".,;"))}
    spans |= {match.span(1) for match in _BARE_PASSWORD.finditer(text) if _is_likely(match[1].rstrip(".,;"))}
    for start, stop in sorted(spans):
        value = text[start:stop].rstrip(".,;")
        if not value.startswith("[") and not _VARIABLE.fullmatch(value):
            yield start, start + len(value)


def _is_likely(value: str) -> bool:
    return _LIKELY.fullmatch(value) is not None and _NAMED_THING.fullmatch(value) is None


def logins(text: str) -> Iterator[tuple[int, int]]:
    """`sophie.martin`; after “login”, `s.martin`; after “login :”, first names of no list too."""
    for match in _LOGIN.finditer(text):
        given, family = fold(match["given"]), fold(match["family"])
        if {given, family} & NO_PARTS or (len(given) > 1 and given in NO_NAMES):
            continue
        is_known = all(part in FIRST_NAMES for part in given.split("-"))
        is_readable = match["mark"] is not None and re.search("[aeiouy]", given) is not None
        if is_known or (match["said"] and (len(given) == 1 or is_readable)):
            yield match.start("given"), match.end()
