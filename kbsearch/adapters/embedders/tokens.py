"""Text to token ids, special tokens included, by the library that does it best for the model at hand.

Unigram tokenizers (XLM-RoBERTa, multilingual e5…) run in `sentencepiece`, whose vocabulary takes a fifth of the memory
that `tokenizers` needs for 250,000 pieces (57 MB instead of 295) and which encodes a query in a few microseconds. All
others run in `tokenizers`. `prepare` decides once, and only takes sentencepiece when both give the same ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

SENTENCEPIECE = "tokenizer.model"
TOKENIZERS = "tokenizer.json"


class TokenIds(Protocol):
    """Any thread may call."""

    def encode(self, text: str, most: int) -> Sequence[int]:
        """Ids with special tokens, at most `most`: the end of the text is cut, never the closing token."""

    def count(self, text: str) -> int:
        """How many ids the whole text has."""


class SentencePieceIds:
    """A sentencepiece model whose ids are the model's own, with its opening and closing token."""

    def __init__(self, path: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._pieces = SentencePieceProcessor(model_file=str(path))
        self._first, self._last = self._pieces.bos_id(), self._pieces.eos_id()

    def encode(self, text: str, most: int) -> Sequence[int]:
        return [self._first, *self._ids(text)[: most - 2], self._last]

    def count(self, text: str) -> int:
        return len(self._ids(text)) + 2

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._pieces.encode(printable(text))
        return ids


class TokenizersIds:
    """A `tokenizers` file, with whatever special tokens its post-processor adds."""

    def __init__(self, path: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._special = self._tokenizer.num_special_tokens_to_add(False)

    def encode(self, text: str, most: int) -> Sequence[int]:
        found = self._tokenizer.encode(printable(text))
        if len(found.ids) <= most:
            return list(found.ids)
        bare = self._tokenizer.encode(printable(text), add_special_tokens=False)
        bare.truncate(most - self._special)
        return list(self._tokenizer.post_process(bare).ids)

    def count(self, text: str) -> int:
        return len(self._tokenizer.encode(printable(text)).ids)


def open_tokens(folder: Path) -> TokenIds:
    """The tokenizer of a prepared model's folder."""
    path = folder / SENTENCEPIECE
    return SentencePieceIds(path) if path.exists() else TokenizersIds(folder / TOKENIZERS)


def printable(text: str) -> str:
    """Lone surrogates make tokenizers fail; they carry no meaning, so they become a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
