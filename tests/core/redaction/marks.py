"""`kind⟨value⟩` in a sentence: what must go and what it is, and what such a sentence looks like before and after."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kbsearch.core.redaction import no_word, redact
from tests.core.redaction import planted
from tests.core.redaction.frames import CODE_FRAMES, FRAMES, NAMES, filled

_MARK = re.compile(r"([a-z]+)⟨([^⟩]+)⟩")
_SLOT = re.compile(r"\{(\w+)\}")

_VALUES: dict[str, Callable[[random.Random], str]] = {
    "name": lambda rng: rng.choice(filled(NAMES)),
    "email": planted.email,
    "phone": planted.phone,
    "iban": planted.bank_account,
    "nir": planted.social_security,
    "card": planted.card,
    "plate": planted.plate,
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with its personal data marked."""

    frame: str
    """What it was made from: the same for all sentences that differ only in their values."""
    line: str
    """With marks."""

    @property
    def typed(self) -> str:
        return _MARK.sub(r"\2", self.line)

    @property
    def wanted(self) -> str:
        return _MARK.sub(r"[\1]", self.line)

    @property
    def values(self) -> list[tuple[str, str]]:
        """Kind and value, in order."""
        return _MARK.findall(self.line)

    def missed(self, is_word: Callable[[str], bool] = no_word) -> list[tuple[str, str]]:
        """The values of which anything can still be read."""
        kept = redact(self.typed, is_word).text
        outside = _MARK.sub(" ", self.line)
        return [(kind, value) for kind, value in self.values if _is_readable(value, kept, outside)]


def _is_readable(value: str, kept: str, outside: str) -> bool:
    """Whether a part of `value` of three letters or two digits stands in `kept`, and not because it was elsewhere."""
    parts = [part for part in re.findall(r"\w+", value) if len(part) > 2 or (len(part) == 2 and part.isdigit())]
    seen, allowed = set(re.findall(r"\w+", kept)), set(re.findall(r"\w+", outside))
    return kept.count(value) > outside.count(value) or any(part in seen - allowed for part in parts)


def marked(table: str) -> list[Marked]:
    return [Marked(line, line) for line in table.strip().splitlines()]


def from_frames(per_frame: int) -> list[Marked]:
    """Every frame with `per_frame` sets of values; the same at every run."""
    rng = random.Random("frames")  # noqa: S311
    return [
        Marked(frame, _SLOT.sub(lambda slot: f"{slot[1]}⟨{_VALUES[slot[1]](rng)}⟩", frame))
        for frame in filled(FRAMES)
        for _ in range(per_frame)
    ]


def code_sentences() -> list[str]:
    """Every code in every frame about codes."""
    return [frame.replace("{code}", code) for frame in filled(CODE_FRAMES) for code in planted.CODE_VALUES.split()]


def recall(
    sentences: Iterable[Marked], is_word: Callable[[str], bool] = no_word
) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Kind → how many were found, and how many there are."""
    found, total = Counter[str](), Counter[str]()
    for sentence in sentences:
        total.update(kind for kind, _ in sentence.values)
        found.update(kind for kind, _ in sentence.values)
        found.subtract(kind for kind, _ in sentence.missed(is_word))
    return found, total
