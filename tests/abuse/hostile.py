"""A client whose every text is an attack, on a server."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.desk import AT
from tests.served import ARTICLES, Served, serving

HOSTILE = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>&lt;b&gt; {{97*991}} ${97*991} javascript:alert(3)"


@contextlib.contextmanager
def serving_attacks(folder: Path) -> Iterator[Served]:
    yaml = "'" + HOSTILE.replace("'", "''") + "'"
    toml = '"' + HOSTILE.replace('"', '\\"') + '"'
    front = f"title: {yaml}\nsymptoms: [{yaml}]\nproduct: {yaml}\nerror_codes: ['E-204']\n"
    escalation = f"escalation: {{level: N2, group: reseau, facts: [{yaml}]}}\n"
    article = f"---\n{front}{escalation}---\n# {HOSTILE}\n\n## {HOSTILE}\n\n{HOSTILE} vpn\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ARTICLES, "acme/client.toml", f'name = {toml}\nshared = ["*"]\n')
        patch.setitem(ARTICLES, "acme/reseau/attaque.md", article)
        with serving(folder) as served:
            incident = {"id": "INC-1", "title": HOSTILE, "opened_at": AT, "symptoms": ["vpn"], "message": HOSTILE}
            assert served.http.post("/api/v1/clients/acme/incidents", json=incident).status_code == 200
            yield served
