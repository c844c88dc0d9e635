"""Client, articles and chunks as JSON lines: one object a line, the same bytes for the same values."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from kbsearch.core.client import Client
from kbsearch.core.model import Article, Chunk
from kbsearch.core.ports import Rows

_encoder = msgspec.json.Encoder(order="deterministic")
_article = msgspec.json.Decoder(Article)
_chunk = msgspec.json.Decoder(Chunk)
_client = msgspec.json.Decoder(Client)


def write_lines(values: Sequence[Article] | Sequence[Chunk]) -> bytes:
    """One line each, in the order given."""
    return b"".join(_encoder.encode(value) + b"\n" for value in values)


def write_client(client: Client) -> bytes:
    return _encoder.encode(client) + b"\n"


def write_rows(rows: Rows) -> bytes:
    """Eight bytes a row, little endian."""
    return rows.astype("<i8").tobytes()


def read_rows(data: bytes) -> Rows:
    """What `write_rows` was given. Raises `ValueError` on another length."""
    return np.frombuffer(data, "<i8").astype(np.int64)


def read_articles(data: bytes) -> tuple[Article, ...]:
    """The articles that `write_lines` was given. Raises `msgspec.MsgspecError` on anything else."""
    return tuple(_article.decode(line) for line in data.splitlines())


def read_chunks(data: bytes) -> tuple[Chunk, ...]:
    return tuple(_chunk.decode(line) for line in data.splitlines())


def read_client(data: bytes) -> Client:
    return _client.decode(data)
