"""Passwords as argon2id keeps them (RFC 9106): slow to guess for whoever copies the file."""

from __future__ import annotations

import secrets
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from kbsearch.core.access.passwords import MOST_CHARS, normal


class Passwords:
    """Any thread may call; each call takes 64 MB and, on purpose, a good part of a tenth of a second."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

    def hash(self, password: str) -> str:
        """With its own salt and these parameters, as a string to be kept."""
        return self._hasher.hash(normal(password))

    def is_right(self, kept: str | None, password: str) -> bool:
        """Whether it is the one that `kept` was made of. The same work without a `kept`, and False."""
        nobodys = self._nobodys  # made by the first attempt of all, whoever it is for
        is_possible = kept is not None and len(password) <= MOST_CHARS
        against = kept if kept is not None and is_possible else nobodys
        try:
            self._hasher.verify(against, normal(password[:MOST_CHARS]))
        except (VerificationError, InvalidHashError):
            return False
        return is_possible

    def is_outdated(self, kept: str) -> bool:
        """Whether it was made with other parameters than these."""
        return self._hasher.check_needs_rehash(kept)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe())
