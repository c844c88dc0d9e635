"""What must go does, and what is left stays as it is when it is read again."""

from __future__ import annotations

from kbsearch.core.redaction import redact


def goes(typed: str, kept: str) -> None:
    once = redact(typed).text
    assert once == kept
    assert redact(once).text == kept
