"""Whose queue it is, as `--client-map` says: a TOML file with one table.

[queues]
support-caissio = "caissio"
support-soldea = "soldea"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

from kbsearch.core.faults import shown
from kbsearch.errors import BadSettings

MOST_BYTES = 1_000_000
_AS = 'Write, for instance:\n[queues]\nsupport-caissio = "caissio"'


def queue_key(queue: str) -> str:
    """A queue's name as it is compared: outer spaces and case do not count, as in `callers.line_key`."""
    return queue.strip().casefold()


def read_queue_map(data: bytes) -> Mapping[str, str]:
    """Key of a queue → client. Raises `BadSettings`: what is wrong, which value, what to do."""
    if len(data) > MOST_BYTES:
        raise BadSettings(f"The client map has {len(data)} bytes; at most {MOST_BYTES} are read.")
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadSettings("The client map is not UTF-8. Save it as UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadSettings(f"The client map is not TOML: {error}. {_AS}") from None
    queues = document.pop("queues", None)
    if document:
        raise BadSettings(f"The client map holds {shown(next(iter(document)))} beside [queues]. {_AS}")
    if not isinstance(queues, dict) or not queues:
        raise BadSettings(f"The client map names no queue. {_AS}")
    found: dict[str, str] = {}
    for queue, client in queues.items():
        if not isinstance(client, str):
            raise BadSettings(f"The client of the queue {shown(queue)} is no text. {_AS}")
        if found.setdefault(queue_key(queue), client) != client:
            message = f"The client map gives the queue {shown(queue)} to two clients: case does not count. Name one."
            raise BadSettings(message)
    return found
