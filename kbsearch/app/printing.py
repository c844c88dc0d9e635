"""What makes a PDF of a page, where this machine has it."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from kbsearch.errors import StateError

_NO_LIBRARY = "A PDF is made with WeasyPrint, which is not installed. The page itself can be had as .html."
_NO_PANGO = "A PDF is made with WeasyPrint, which needs Pango, and the system has no such library ({})."
_INSTALL = "pip install 'kbsearch[report]'"
_INSTALL_PANGO = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def prints_pdf() -> bool:
    """Whether the library is installed; what it needs of the system is known when it is used."""
    return find_spec("weasyprint") is not None


def pdf_printer() -> Callable[[str], bytes]:
    """What makes a PDF of a page. Raises `StateError` where its library, or what that needs of the system, is not."""
    try:
        from kbsearch.adapters.pdf import pdf_of
    except ImportError as error:
        raise StateError(_NO_LIBRARY, remedy=_INSTALL) from error
    except OSError as error:
        raise StateError(_NO_PANGO.format(" ".join(str(error).split())[:80]), remedy=_INSTALL_PANGO) from error
    return pdf_of
