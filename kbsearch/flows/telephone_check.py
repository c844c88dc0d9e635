"""What the telephone lines and voice menus of `client.toml` say, beside other clients and beside the articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from kbsearch.core import clients
from kbsearch.core.answers.facets import products, same_value
from kbsearch.core.client import Client
from kbsearch.core.faults import shown
from kbsearch.core.model import Base, Fault, Severity
from kbsearch.core.ports import SourceFile


def shared_line_faults(sources: Mapping[str, tuple[Client, SourceFile]]) -> Iterator[Fault]:
    """Lines that several clients call theirs, one fault for each of them: such a line is nobody's."""
    holders: dict[str, list[str]] = defaultdict(list)
    for owner, (client, _) in sources.items():
        for line in client.telephone.lines:
            holders[line].append(owner)
    for line, owners in holders.items():
        for owner in owners if len(owners) > 1 else ():
            others = ", ".join(other for other in owners if other != owner)
            message = f"The line {shown(line)} is also one of {others}: a call on it is nobody's."
            place = clients.key_line(sources[owner][1], "telephone.lines")
            path = f"{owner}/{clients.FILE}"
            yield Fault(path, place, "line-shared", message, "Leave it with the one whom it reaches.", Severity.ERROR)


def menu_faults(base: Base, source: SourceFile) -> Iterator[Fault]:
    """Choices of the voice menu about a product that none of the client's articles has."""
    known = {same_value(product): product for article in base.articles for product in products(article)}
    for number, entry in enumerate(base.client.telephone.menu):
        if same_value(entry.product) not in known:
            message = f"No article of {base.client.id} has the product {shown(entry.product)}."
            near = get_close_matches(entry.product, sorted(known.values()), n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Use one of {', '.join(sorted(known.values()))[:200]}."
            line = clients.key_line(source, f"telephone.menu.{number}.product")
            yield Fault(f"{base.client.id}/{clients.FILE}", line, "menu-product", message, hint, Severity.ERROR)
