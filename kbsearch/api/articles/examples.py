"""The examples of articles in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from kbsearch.api.contract.examples import COMMIT, GENERATION

ARTICLE: dict[str, Any] = {
    "client": "caissio",
    "article": "tpe-hors-ligne",
    "path": "terminaux/tpe-hors-ligne.md",
    "title": "Move C3 hors ligne : E-204 « Appel en échec » ou « Connexion impossible »",
    "html": '<h2 id="kb-resolution">Résolution</h2>\n<ol>\n<li class="step">Sortir le terminal du socle.</li>\n</ol>\n',
    "source": "## Résolution\n1. Sortir le terminal du socle.\n",
    "commit": COMMIT,
    "generation": GENERATION,
    "blob": "8d3f5b0a4c1e7296d0fb3a7c5e9182b64d70ca13",
    "state": "validated",
    "lang": "fr",
    "product": "TPE Move C3",
    "category": "terminaux",
    "audience": "internal",
    "steward": "equipe-terminaux",
    "symptoms": ["le terminal ne capte plus, il marque connexion impossible"],
    "error_codes": ["E-204"],
    "reviewed": "2026-09-14",
    "escalation": {
        "level": "N2",
        "group": "support-terminaux",
        "when": "après le test SIM, si le réseau reste absent",
        "facts": ["numéro de série", "opérateur de la SIM"],
    },
    "sections": [{"id": "kb-resolution", "heading": "Résolution", "level": 2, "role": "resolution"}],
    "steps": 1,
    "level": "N1",
    "review_due": "2027-03-13",
    "review_overdue": False,
}

ARTICLES: dict[str, Any] = {
    "client": "caissio",
    "commit": COMMIT,
    "generation": GENERATION,
    "items": [
        {key: ARTICLE[key] for key in ("article", "path", "title", "state", "lang", "product", "category", "blob")}
        | {"reviewed": ARTICLE["reviewed"]}
    ],
    "next_cursor": "kq3vJ7mXw0sW2d1Zb8n4NyJ0cGUtaG9ycy1saWduZSI",
}
