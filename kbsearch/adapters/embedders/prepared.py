"""A prepared model: a folder with an int8 graph, a tokenizer file and `prepared.json`, never edited once renamed in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kbsearch.adapters.embedders.tokens import SENTENCEPIECE, TOKENIZERS
from kbsearch.errors import ModelMissing, UserError

RECIPE = 3
"""Raised when preparation itself changes, so that older folders are not picked up."""

DEFAULT, ENGLISH = "default", "english"
"""Sources that come with kbsearch's own dependencies."""

GRAPH = "model.onnx"
CARD = "prepared.json"


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which model, as configured. `source`: `default`, `english`, a local folder, or a hub id on this machine."""

    source: str = DEFAULT
    query_prompt: str | None = None
    """None = the model's own prompt."""
    document_prompt: str | None = None
    max_tokens: int | None = None

    def key(self) -> str:
        """Name of the folder that `prepare` writes: changes with the choice, the source's files and the recipe."""
        source, is_own = Path(self.source), self.source in (DEFAULT, ENGLISH)
        files = sorted(p for p in source.rglob("*") if p.is_file()) if not is_own and source.is_dir() else []
        stamp = [(p.relative_to(source).as_posix(), p.stat().st_size, p.stat().st_mtime_ns) for p in files]
        text = json.dumps([RECIPE, asdict(self), stamp], sort_keys=True)
        label = self.source if is_own else source.name.lower()
        return f"{label}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def require_source(choice: ModelChoice) -> None:
    """Raises `UserError` where the source is written as a folder, and there is none: no model's id begins so."""
    if choice.source.startswith(("/", ".", "~")) and not Path(choice.source).is_dir():
        raise UserError(f"There is no folder {choice.source}. Give one that holds a sentence-transformers model.")


@dataclass(frozen=True, slots=True)
class PreparedModel:
    """`prepared.json`, read and verified."""

    folder: Path
    fingerprint: str
    """SHA-256 over the graph, the tokenizer, prompts, token limit and recipe."""
    dim: int
    max_tokens: int
    query_prompt: str
    document_prompt: str
    inputs: tuple[str, ...]
    """Names of the graph's inputs, a subset of input_ids, attention_mask, token_type_ids."""
    source: str

    @property
    def graph(self) -> Path:
        return self.folder / GRAPH


def fingerprint(folder: Path, card: dict[str, Any]) -> str:
    """SHA-256 of everything that decides a vector."""
    digest = hashlib.sha256()
    tokens = [name for name in (SENTENCEPIECE, TOKENIZERS) if (folder / name).exists()]
    for name in (GRAPH, *tokens):
        with (folder / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    deciding = {k: card[k] for k in ("query_prompt", "document_prompt", "max_tokens", "inputs", "dim", "recipe")}
    digest.update(json.dumps(deciding, sort_keys=True).encode())
    return digest.hexdigest()


def load(models: Path, choice: ModelChoice) -> PreparedModel:
    """The prepared folder for this choice, every byte verified. Raises `ModelMissing`."""
    folder = models / choice.key()
    try:
        card = json.loads((folder / CARD).read_text("utf-8"))
        if fingerprint(folder, card) != card["fingerprint"]:
            raise ModelMissing(f"The prepared model in {folder} is damaged.", remedy="kbsearch model prepare --again")
        return PreparedModel(
            folder=folder,
            fingerprint=card["fingerprint"],
            dim=card["dim"],
            max_tokens=card["max_tokens"],
            query_prompt=card["query_prompt"],
            document_prompt=card["document_prompt"],
            inputs=tuple(card["inputs"]),
            source=card["source"],
        )
    except FileNotFoundError:
        raise ModelMissing(
            f"The model {choice.source!r} is not prepared in {models}.", remedy="kbsearch model prepare"
        ) from None
    except (OSError, KeyError, ValueError, TypeError, RecursionError):  # TypeError: the card is no object
        raise ModelMissing(
            f"The prepared model in {folder} cannot be read.", remedy="kbsearch model prepare --again"
        ) from None
