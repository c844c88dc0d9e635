"""Which passwords and account names are taken. Length is what counts: no rule says which signs one must hold."""

from __future__ import annotations

import re
import unicodedata

LEAST_CHARS = 12
MOST_CHARS = 256
"""Nobody types more; what is hashed has an end."""
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}", re.ASCII)
RESERVED = frozenset({"local", "nobody", "server"})
"""Names that sessions and the audit trail give to somebody else."""

_TRIED_FIRST = """
000000000000 111111111111 112233445566 121212121212 123123123123 123456123456 123456654321 1234567890123
123456789012 1234567891011 12345678910 123456789abc 123456789azerty 123456azerty 123456qwerty 1q2w3e4r5t6y
1qaz2wsx3edc 1qazxsw23edc aaaaaaaaaaaa abcabcabcabc abcd12345678 abcdefghijkl abcdefghijklm administrateur
administrateur1 administrator administrator1 admin1234567 adminadminadmin adminadmin123 azerty123456 azerty1234567
azertyazerty azertyuiop12 azertyuiop123 azertyuiopqs azertyuiopqsdfghjklm baseball1234 basketball12 bienvenue123
bienvenue1234 bonjour12345 bonjour123456 changeme1234 changemenow1 changezmoi123 chocolat1234 computer1234
dragon123456 football1234 hotline12345 iloveyou1234 jetaime12345 jetaimejetaime kbsearch1234 kbsearchkbsearch
letmein12345 letmeinletmein loulou123456 marseille123 master123456 michael12345 monkey123456 motdepasse12
motdepasse123 motdepasse1234 motdepasse2024 motdepasse2025 motdepasse2026 motdepasse!! motdepassemotdepasse
p@ssw0rd1234 p@ssword1234 passpasspass passw0rd1234 password1234 password12345 password123456 password123!
password2024 password2025 password2026 passwordpassword princess1234 qazwsxedcrfv qwerty123456 qwerty1234567
qwertyqwerty qwertyuiop12 qwertyuiop123 qwertyuiopas qwertyuiopasdfghjkl secret123456 soleil123456 starwars1234
sunshine1234 superman1234 support12345 supportsupport tournesol123 trustno1trustno1 utilisateur1 welcome12345
welcome123456 zxcvbnm12345 zzzzzzzzzzzz
"""
COMMONEST = frozenset(_TRIED_FIRST.split())
"""Of at least `LEAST_CHARS` letters and digits; without regard to capitals."""


def account_named(text: str) -> str:
    """The account that somebody means who types this: capitals and spaces around it do not count.

    >>> account_named(" Marie.Duval ")
    'marie.duval'
    """
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_account(name: str) -> bool:
    """Whether it can be an account's: no name of it is anybody's who signs in elsewhere (`issuer|subject`)."""
    return _ACCOUNT.fullmatch(name) is not None and name not in RESERVED


def normal(password: str) -> str:
    """The same for the same keys on every keyboard and system (RFC 8265's OpaqueString in what matters here: NFC)."""
    return unicodedata.normalize("NFC", password)


def fault(password: str, account: str) -> str:
    """Why this cannot be the account's password; empty for one that can."""
    folded = normal(password).casefold()
    if len(normal(password)) < LEAST_CHARS:
        return f"It has {len(normal(password))} characters; {LEAST_CHARS} are needed. Several words are easy to keep."
    if len(normal(password)) > MOST_CHARS:
        return f"It has more than {MOST_CHARS} characters."
    if folded in COMMONEST:
        return "It is among the passwords that are tried first."
    if len(set(folded)) < 4:
        return "It is made of the same few characters."
    name = account.partition("@")[0]
    return "It holds the account's name." if len(name) > 2 and name in folded else ""
