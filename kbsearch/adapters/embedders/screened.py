"""What a model's folder may hold: weights that are only numbers, and no name of code to run. Reads, loads nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kbsearch.errors import ModelMissing

PICKLES = (".bin", ".ckpt", ".joblib", ".pickle", ".pkl", ".pt", ".pth")
"""Endings of files whose reading may run what stands in them."""
CODE = "auto_map"
"""The key by which a configuration names Python files to run."""
OURS = "sentence_transformers."
MODULES = "modules.json"
MOST_BYTES = 1_000_000
"""Of one configuration; vocabularies are larger, and name no code."""


def screen(folder: Path) -> None:
    """Raises `ModelMissing` with the first file that a model does not need and that may do harm."""
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        why = "" if path.resolve().is_relative_to(root) else "it leads out of the folder"
        if not why and path.is_file():
            why = _harm(path)
        if why:
            raise ModelMissing(
                f"The model in {folder} is not loaded because of {path.relative_to(folder)}: {why}.",
                remedy="kbsearch model prepare --source FOLDER",
            )


def _harm(path: Path) -> str:
    if path.suffix.lower() in PICKLES:
        return "such files can run code when they are read, only safetensors are; remove it, or convert it"
    if path.suffix.lower() != ".json" or (path.stat().st_size > MOST_BYTES and path.name != MODULES):
        return ""
    try:
        read = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return "it is not valid JSON"
    if isinstance(read, dict) and CODE in read:
        return f"its “{CODE}” names code of the folder's own, which is never run"
    foreign = [kind for kind in _kinds(read) if not kind.startswith(OURS)] if path.name == MODULES else []
    return f"it names {foreign[0]!r}, which is no part of sentence-transformers and is never run" if foreign else ""


def _kinds(modules: Any) -> Iterator[str]:
    """The classes that `modules.json` names; what is no list of them names none that would be run."""
    for module in modules if isinstance(modules, list) else ():
        if isinstance(module, dict):
            yield str(module.get("type", ""))
