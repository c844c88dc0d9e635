"""Where a server may listen: here freely, elsewhere only when who comes in is known and nobody reads along."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

from kbsearch import app
from kbsearch.core.hosts import is_loopback
from kbsearch.errors import BadSettings
from kbsearch.settings import Settings


def is_of_this_machine(settings: Settings) -> bool:
    return is_loopback(settings.host.strip("[]"))


def may_anybody_sign_in(settings: Settings) -> bool:
    """Whether there is an account that is not disabled, or another service with a group that is let in."""
    if settings.oidc_issuer and settings.oidc_client_id and any(settings.oidc_groups.values()):
        return True
    access = app.open_access(settings)
    try:
        return access.is_there() and access.accounts.may_anybody_sign_in()
    finally:
        access.close()


def require_safe_address(settings: Settings) -> None:
    """Raises `BadSettings`, with everything that is missing, where others could come in or read along."""
    if (settings.tls_certificate is None) != (settings.tls_key is None):
        raise BadSettings("A certificate needs its key: set tls_certificate and tls_key, both or neither.")
    if settings.tls_certificate is not None:
        _require_pair(settings)
    if settings.oidc_issuer:
        app.elsewhere.open_provider(settings)
    if is_of_this_machine(settings):
        return
    if found := list(_missing(settings)):
        raise BadSettings(
            f"The address {settings.host!r} is not of this machine alone, and before it is served there: "
            + "; ".join(found)
            + ". Until then use --host 127.0.0.1, and a tunnel (ssh -L) from elsewhere."
        )


def _missing(settings: Settings) -> Iterator[str]:
    if not may_anybody_sign_in(settings):
        yield (
            "nobody could sign in, so make an account (kbsearch people add ACCOUNT --role CLIENT=ROLE) "
            "or set [oidc] issuer, client_id and groups"
        )
    if settings.tls_certificate is None and not settings.proxies:
        yield (
            "passwords and articles would cross the network in clear, so set tls_certificate and tls_key, or list in "
            "proxies the address of the reverse proxy that does TLS"
        )
    if not settings.hosts:
        yield "set hosts to the names that it is reached by (hosts = ['kb.example.org']); no other is answered"


def _require_pair(settings: Settings) -> None:
    assert settings.tls_certificate is not None
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(settings.tls_certificate, settings.tls_key, "")
    except OSError as error:  # SSLError is one
        is_missing = isinstance(error, FileNotFoundError | PermissionError)
        why = (
            error.strerror if is_missing else "they are no PEM files that belong together, or the key has a passphrase"
        )
        raise BadSettings(f"{settings.tls_certificate} with {settings.tls_key} cannot be used: {why}.") from None
