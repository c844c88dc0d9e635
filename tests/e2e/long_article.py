"""A server with an article that is long, has everything, and whose review is overdue."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.desk import find, is_drawn
from tests.fakes import HashingEmbedder
from tests.served import Served, serving, snapshots

PATH = "acme/reseau/wifi.md"
ID = "reseau/wifi"
TITLE = "Wifi absent au dépôt : aucune borne ne répond"
STEP = "{n}. Contrôler la borne {n}.\n\n    **Résultat attendu :** voyant {n} vert.\n"
STEPS = "\n".join(STEP.format(n=n) for n in range(2, 13))
LONG = f"""---
title: "{TITLE}"
symptoms: ["le wifi du dépôt est absent"]
product: "Borne W2"
level: N1
reviewed: 2025-01-10
review_every: 90d
escalation: {{level: N3, group: reseau}}
---
# {TITLE}

Les bornes du dépôt ne répondent plus.

## Symptômes
- Plus aucun réseau **wifi** au dépôt.

## Questions à poser
1. Le câble est-il branché ? Voir [la résolution](#resolution).

## Résolution
1. Ouvrir l’armoire :
   - clé au poste de garde ;
   - armoire 3.

   **Résultat attendu :** porte ouverte.
{STEPS}
> [!WARNING]
> Client sensible : prévenir le responsable.

### Après un orage
| voyant | sens |
|---|---|
| rouge | panne |

## À dire au client
> Nous vérifions vos bornes une par une.

## Escalade
Passer au N3 avec le numéro de borne.
"""


@contextlib.contextmanager
def with_long_article(folder: Path) -> Iterator[Served]:
    with serving(folder) as served:
        write(served, LONG)
        yield served


def write(served: Served, text: str) -> None:
    """The article's text from now on, in what is served."""
    root = served.kb.settings.articles
    (root / PATH).write_text(text, "utf-8")
    served.live.entries = {**served.live.entries, **snapshots(root, HashingEmbedder())}


def opened(page: Page) -> Page:
    """The same page, with the long article found and open."""
    page.goto("/c/acme")
    find(page, "wifi absent dépôt", TITLE)
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text(TITLE)
    is_drawn(page)
    return page
