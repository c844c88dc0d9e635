"""Mail addresses told without their signs or dots: `jean dupont at gmail dot com`, `jdupont at gmail.com`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kbsearch.core.redaction.context import is_technical
from kbsearch.core.redaction.mailboxes import is_english, is_somebodys
from kbsearch.core.redaction.words import FIRST_NAMES, NO_NAMES, NO_PARTS, ROLES, SHORT_FORMS, THINGS
from kbsearch.core.text import fold

_EVERYBODYS = "gmail|googlemail|orange|wanadoo|free|sfr|laposte|hotmail|outlook|live|yahoo|icloud|gmx|proton|protonmail"
"""Hosts of people's mailboxes: `at` before another one may be any English sentence's, and before some of these as well
(`meeting at outlook.com`)."""
_TOLD = re.compile(
    r"(?P<said>\b(?:e-?mail|mail|courriel|adresse)(?:\s?:|\sest)?\s)?(?:(?<![\w.+@'-])(?P<given>[^\W\d_]{3,20}) )?"
    rf"(?<![\w.+@'-])(?P<family>[\w'-]{{2,64}}) (?:at (?:{_EVERYBODYS})|(?P<sign>arr?obase) [^\W_][\w-]{{0,62}}) "
    r"(?:dot|point) [a-z]{2,4}\b",
    re.IGNORECASE,
)
_LETTERS = r"[^\W\d_]"
_PUBLIC = "gmail|googlemail|hotmail|wanadoo|laposte|gmx|protonmail"
"""Those of them that are nothing else."""
_MAILBOX = re.compile(
    r"(?:\b(?:(?:e-?mail|mail|courriel|adresse|address|contact)(?P<mark>\s?:|\s(?:est|is))|(?P<french>(?:l['’])?adresse"
    r"(?:\s(?:e-?)?mail)?|(?:son|mon|le|du)\s(?:e-?mail|mail|courriel)))\s)?"
    rf"(?<![\w.+@'-])(?P<local>{_LETTERS}{{1,30}}(?:(?:[._'-]| (?:dot|point) ){_LETTERS}{{1,30}}){{0,3}})"
    rf"(?P<number>\d{{0,4}}) at (?:(?P<public>{_PUBLIC})|(?P<known>{_EVERYBODYS})|{_LETTERS}[\w-]{{0,62}})"
    r"(?:\.| (?:dot|point) )(?:com|fr|net|org|be|ch|ca|lu|eu|de|es|it|uk|me)\b(?![./:@-]\w)",
    re.IGNORECASE,
)
_SHORTEST = 3
_SHORTEST_NUMBERED = 5
_AT_A_HOST = frozenset(
    """
    accessible account accounts address addresses arrive arrives available block blocked blocks bounce bounced broken
    calendar check click connect connecting connection delivered dmarc domain down error errors everyone exist exists
    fail failing folder found hosted hosting hosts inbox inboxes login logins logon look looked looking looks
    mailbox mailboxes mails meeting nothing off offline online outage page pages people pop portal read received
    register registered rejected reset search sender senders sign signin signing signup site sites smtp someone spam
    stuck support team them things time timeout unreachable up user users visit waiting website websites work working
    """.split()  # noqa: SIM905
)
"""What English says of a host: `errors at outlook.com`."""
_NO_LOCAL = NO_NAMES | NO_PARTS | ROLES | SHORT_FORMS | THINGS | _AT_A_HOST
_GLUED = re.compile(r"(?<![\w.+-])[\w.+'-]{2,64}arobase[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){1,5}", re.IGNORECASE)


def spelled_mail(text: str, is_word: Callable[[str], bool] | None = None) -> Iterator[tuple[int, int]]:
    """With a known first name before, or behind a word for mail; glued ones always, and what a mailbox may be called
    before a host of people's mailboxes, or before any host in two parts or behind a word for mail.

    `is_word`: whether a word, folded, is one of French; none is known without it.
    """
    lowered = text.lower()
    if " at " not in lowered and "obase" not in lowered:
        return
    spans = [match.span() for match in _GLUED.finditer(text)]
    for match in _TOLD.finditer(text):
        if match["given"] and fold(match["given"]) in FIRST_NAMES:
            spans.append((match.start("given"), match.end()))
        elif match["said"] and not match["given"] and not match["sign"] and not is_english(fold(match["family"])):
            spans.append((match.start("family"), match.end()))
    known = is_word or (lambda _: False)
    spans += [
        (match.start("local"), match.end()) for match in _MAILBOX.finditer(text) if _is_a_mailbox(text, match, known)
    ]
    yield from sorted(spans, key=lambda span: (span[0], -span[1]))


def _is_a_mailbox(text: str, told: re.Match[str], is_word: Callable[[str], bool]) -> bool:
    """Whether no code and no word is before `at`: `jdupont`, `j.dupont`, `sophie78`, and not `err404` or `login`."""
    local = fold(told["local"])
    parts = re.split(r"[._'-]| (?:dot|point) ", local)
    if any(part in _NO_LOCAL for part in parts if len(part) > 1) or is_technical(text, told.start("local")):
        return False
    if re.search("[._ ]", local):
        return told["public"] is None or len(local) >= (_SHORTEST_NUMBERED if told["number"] else _SHORTEST)
    if told["public"] is None and told["known"] is None:
        return told["mark"] is not None
    if told["public"] and told["number"]:
        return len(local) >= _SHORTEST_NUMBERED
    is_french = told["french"] or (told["mark"] or "").lower().endswith("est")
    is_told = is_french or (told["mark"] and not is_english(local))
    return (bool(is_told) and len(local) >= _SHORTEST) or any(is_somebodys(part, is_word) for part in parts)
