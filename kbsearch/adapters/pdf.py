"""A page as a PDF, by WeasyPrint: an optional library that needs Pango of the system. Importing this loads both."""

from __future__ import annotations

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher


def pdf_of(html: str) -> bytes:
    """The PDF of a page that holds all it needs; its dates are those of its `dcterms` metadata.

    The same page gives the same bytes with the same libraries and fonts. Nothing is fetched, from the disk or the
    network: `ValueError` for a page that asks for anything.
    """
    nothing = URLFetcher(allowed_protocols=(), fail_on_errors=True)
    try:
        found: bytes = HTML(string=html, url_fetcher=nothing).write_pdf(pdf_tags=True)
    except FatalURLFetchingError as error:
        raise ValueError(f"A page to print needs nothing but itself. {error}") from error
    return found
