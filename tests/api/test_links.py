"""Links on a page: whatever the check lets pass and the client can read has its address."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbsearch.api.articles.links import links
from kbsearch.app import ArticleView
from tests.fakes import HashingEmbedder
from tests.served import snapshots

ARTICLES = {
    "acme/client.toml": 'shared = ["*"]',
    "acme/reseau/wifi.md": "# Wifi",
    "acme/postes/x.md": "# X",
    "acme/postes/neuf.md": "---\nreplaces: [postes/vieux, range, lent-avant]\n---\n# Neuf",
    "acme/range.md": "---\nstate: archived\n---\n# Range",
    "acme/brouillon.md": "---\nstate: draft\nreplaces: [parti]\n---\n# Brouillon",
    "_shared/windows/plein.md": "---\nreplaces: [windows/mou]\n---\n# Plein",
    "acme/mon-vpn.md": "---\nid: vpn\n---\n# Mon VPN",
    "_shared/reseau/tunnel.md": "---\nid: vpn\n---\n# VPN",
    "_shared/windows/lent.md": "---\nid: lent\n---\n# Lent",
    "zeta/z.md": "# Z",
}


@pytest.mark.parametrize(
    ("page", "target", "address"),
    [
        ("reseau/wifi", "/postes/x.md", "/c/acme/a/postes/x"),
        ("reseau/wifi", "_shared/windows/lent.md#%C3%A9tape-1", "/c/acme/a/lent#kb-etape-1"),
        ("reseau/wifi", "../postes/x.md?x=1#fin", "/c/acme/a/postes/x#kb-fin"),
        ("reseau/wifi", "../../_shared/reseau/tunnel.md", "/c/acme/a/vpn"),
        ("lent", "../reseau/tunnel.md", "/c/acme/a/vpn"),
        ("lent", "/reseau/tunnel.md", "/c/acme/a/vpn"),
        ("lent", "../../acme/postes/x.md", ""),
        ("reseau/wifi", "../../zeta/z.md", ""),
        ("reseau/wifi", "../z.md", ""),
        ("reseau/wifi", "../postes/vieux.md#fin", "/c/acme/a/postes/neuf#kb-fin"),
        ("reseau/wifi", "../range.md", "/c/acme/a/postes/neuf"),
        ("reseau/wifi", "_shared/lent-avant.md", "/c/acme/a/postes/neuf"),
        ("lent", "mou.md", "/c/acme/a/windows/plein"),
        ("reseau/wifi", "../windows/mou.md", ""),
        ("reseau/wifi", "../postes/vieux.png", ""),
        ("reseau/wifi", "../parti.md", ""),
        ("reseau/wifi", "", ""),
        ("reseau/wifi", "../postes/x", "/c/acme/a/postes/x"),
        ("reseau/wifi", "Neuf#fin", "/c/acme/a/postes/neuf#kb-fin"),
        ("lent", "plein", "/c/acme/a/windows/plein"),
        ("reseau/wifi", "z", ""),
    ],
)
def test_addresses_on_a_page(tmp_path: Path, page: str, target: str, address: str) -> None:
    for path, text in ARTICLES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    snapshot = snapshots(tmp_path, HashingEmbedder())["acme"]
    assert links(ArticleView(snapshot.by_id[page], snapshot))(target) == address
