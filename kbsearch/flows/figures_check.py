"""What `client.toml` says of figures, beside the articles."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from kbsearch.core import clients
from kbsearch.core.faults import shown
from kbsearch.core.model import Base, Fault, Severity
from kbsearch.core.ports import SourceFile


def net_faults(base: Base, source: SourceFile) -> Iterator[Fault]:
    """Articles that the net figures leave out, and that none of the client's is: nothing would be left out for them."""
    known = sorted(article.id for article in base.articles)
    for id in base.client.net.articles:
        if id not in known:
            near = get_close_matches(id, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else "Write the id of an article that agents may find."
            message = f"{base.client.id} has no article {shown(id)} to leave out of the net figures."
            line = clients.key_line(source, "figures.net_without_articles")
            yield Fault(f"{base.client.id}/{clients.FILE}", line, "net-article", message, hint, Severity.ERROR)
