"""A page as a PDF, by WeasyPrint: an optional library that needs Pango of the system. Importing this loads both."""

from __future__ import annotations

from typing import Any, NoReturn

from weasyprint import HTML


def pdf_of(html: str) -> bytes:
    """The PDF of a page that holds all it needs; its dates are those of its `dcterms` metadata.

    The same page gives the same bytes with the same libraries and fonts. Nothing is fetched: a page that asks for
    anything else is refused with `ValueError`.
    """
    found: bytes = HTML(string=html, url_fetcher=_refused).write_pdf(pdf_tags=True)
    return found


def _refused(url: str, *_: Any, **__: Any) -> NoReturn:
    raise ValueError(f"A report needs nothing but itself, and asks for {url}.")
