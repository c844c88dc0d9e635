"""What each client has written down: the same for all, but for its canary in every place that takes a text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.isolation import canaries

CLIENT_TOML = """name = "Client {word}"
supervisor = "Responsable {word}"
[[levels]]
level = "N2"
group = "groupe-{word}"
contact = "Poste {word}"
channel = "téléphone"
facts = ["numéro {word}"]
[[levels]]
level = "N3"
group = "experts-{word}"
contact = "Experts {word}"
[[triggers]]
phrases = ["fumée {word}", "fumée dans la salle"]
group = "experts-{word}"
[api]
origins = ["{origin}"]
"""
VPN = """---
id: vpn
title: "VPN {word} coupé"
symptoms: ["le tunnel bleu {word} ne monte pas", "le vpn tombe"]
error_codes: ["{code}"]
keywords: ["{word}"]
product: "Produit {word}"
category: "reseau"
escalation: {{level: N2, group: groupe-{word}, facts: ["poste {word}"]}}
---
# VPN {word} coupé

Relancer le client VPN. Le secret de ce client est {word}, le code est {code}.

## Résolution
1. Redémarrer {word}, puis relancer.
"""
PRINTER = """---
id: {own}
title: "Imprimante hors ligne {word}"
category: "impression"
product: "Autre {word}"
replaces: ["ancien-{own}"]
---
# Imprimante hors ligne {word}

Éteindre puis rallumer l'imprimante {word}. Voir [le VPN](vpn.md).
"""
MOVED = """---
id: mobile-{word}
title: Article mobile {word}
---
# Article mobile {word}

Il passe de main en main : {word}.
"""
"""An article that goes from client to client."""


def own_article(client: str) -> str:
    """Id of an article that this client alone has."""
    return f"propre-{client}"


def origin(client: str) -> str:
    """Of the pages elsewhere that may read this client's answers."""
    return f"https://outil-{client}.example"


def write_articles(root: Path, clients: Sequence[str]) -> None:
    """The folder of each client, whose number is its place."""
    for number, client in enumerate(clients):
        folder = root / client
        folder.mkdir(parents=True)
        values = {"word": canaries.word(number), "code": canaries.code(number), "own": own_article(client)}
        values["origin"] = origin(client)
        (folder / "client.toml").write_text(CLIENT_TOML.format(**values), "utf-8")
        (folder / "vpn.md").write_text(VPN.format(**values), "utf-8")
        (folder / f"{own_article(client)}.md").write_text(PRINTER.format(**values), "utf-8")
