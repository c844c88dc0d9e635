"""A data folder where two clients have the same, but for a word of each in every place that takes a text."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from kbsearch.adapters.stores.caller_keys import CallerKeys
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.alerts.deliveries import Fate, State
from kbsearch.core.alerts.failing import Tried
from kbsearch.core.alerts.letters import written
from kbsearch.core.alerts.nouns import Alert, Count, Kind, Looked
from kbsearch.core.backups import is_manifest, packed, read
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.calls.replies import Mark
from kbsearch.core.one_client import OneClient
from kbsearch.core.topics import Member, Topics
from tests.clients import ACME, ZETA
from tests.happenings import START, event

CALLS = 60
WORDS = {ACME: "perroquet", ZETA: "tournesol"}


def fill(data: Path) -> None:
    """Rows of both on the same pages, some of each deleted again."""
    with closing(SqliteCalls(data / "calls.db")) as store:
        for first in range(0, CALLS, 20):
            for client in (ACME, ZETA):
                add_calls(store, client, range(first, first + 20))
        for client, word in WORDS.items():
            declare(store, client, f"inc-{word}")
            mark = Mark("key:glpi", f"hash-{word}", "hash-of-body", "c1")
            store.replies.claim(client, mark, datetime.now(UTC))
            store.replies.keep(client, mark, f"réponse {word}".encode())
            store.topics.freeze(client, Topics(client.id, START, START, START, [Member("c1", f"sujet-{word}", 0)]))
            store.apart.tell(client, f"article-{word}", "tpe", START)
            alert = Alert(Kind.ANSWER_RATE, Count(1, 40, START, START), 0.85, 20)
            looked = Looked(client.id, START, (Kind.ANSWER_RATE,), (alert,))
            store.alerts.settle(client, looked, lambda raised: written(raised, "https://kb.example.org"))
            held = store.deliveries.claim(client, "me", START)
            assert held is not None
            became = Fate(State.PENDING, START, "503")
            store.deliveries.settle(client, held.id, "me", became, Tried("somewhere", START))
            CallerKeys(data / "secrets").key(client, "+33612345678")
            store.erase(client, [f"c{at}" for at in range(CALLS - 10, CALLS)])
        store.incidents.close_incident(ACME, "inc-perroquet", START + timedelta(hours=1), now=START)


def add_calls(store: SqliteCalls, client: OneClient, numbers: Iterable[int]) -> None:
    """Each with a symptom, an article opened, and what that showed: ids are the same for both clients."""
    word, events, shown = WORDS[client], [], {}
    for at in numbers:
        said = event(f"{at}-said", ev.Described(f"panne {word} {at} " * 20), client=client.id, call=f"c{at}")
        seen = event(f"{at}-seen", ev.Opened("tpe"), client=client.id, call=f"c{at}")
        events += [said, seen]
        shown[seen.id] = f"écran {word} {at % 7} " * 30
    store.append(client, events, shown)


def declare(store: SqliteCalls, client: OneClient, id: str, title: str = "") -> None:
    word = WORDS[client]
    made = Incident(client.id, id, title or f"Titre {word}", (f"tout {word}",), "", START)
    store.incidents.open(client, made, now=START)


def repacked(backup: Path, to: Path, **changes: Any) -> Path:
    """The same backup with another manifest, as somebody could make it who knows the format."""
    with tarfile.open(backup) as old, tarfile.open(to, "w", format=tarfile.PAX_FORMAT) as new:
        for entry in old:
            content = old.extractfile(entry)
            assert content is not None
            if not is_manifest(entry.name):
                new.addfile(entry, content)
                continue
            name, body = packed(msgspec.structs.replace(read(entry.name, content.read()), **changes))
            changed = tarfile.TarInfo(name)
            changed.size = len(body)
            new.addfile(changed, io.BytesIO(body))
    return to
