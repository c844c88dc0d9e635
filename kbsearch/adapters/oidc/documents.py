"""What a provider publishes about itself: how it is reached, and the keys that it signs with."""

from __future__ import annotations

import contextlib
import ipaddress
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
import msgspec
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from kbsearch.adapters.oidc.addresses import Outside
from kbsearch.adapters.outside.bounds import STEP_S
from kbsearch.errors import SignInRefused

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512")
"""Signatures with a key of which we have the public half. No `none`, and none with a shared secret (HS…): with those,
whoever knows the public key could sign."""
SIGNING_KINDS = ("RSA", "EC", "OKP")
FRESH_S = 3600.0
"""So long the documents are believed; a key that was taken back is refused after that at the latest."""
AGAIN_S = 60.0
"""An unknown key is asked for at once, but no sooner than this after the last time."""
CHALLENGE = "S256"


class Discovery(msgspec.Struct, frozen=True):
    """OpenID Connect Discovery 1.0, section 3: what of it is used."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    response_types_supported: tuple[str, ...] = ("code",)
    code_challenge_methods_supported: tuple[str, ...] = (CHALLENGE,)
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False

    @property
    def algorithms(self) -> list[str]:
        return [name for name in ALGORITHMS if name in self.id_token_signing_alg_values_supported]


@dataclass(slots=True)
class _Kept:
    value: Any = None
    at: float = float("-inf")
    """When it was fetched; seconds of a clock that never goes back."""


class Documents:
    """Fetched when they are needed, and kept for a while. Any thread may call. Raises `SignInRefused` throughout.

    `until`, of `time.monotonic`: when whoever asks goes on without, behind another one who fetches as well.
    """

    def __init__(self, issuer: str, outside: Outside) -> None:
        self._issuer, self._outside, self._clock = issuer, outside, time.monotonic
        self._lock = threading.Lock()
        self._discovery, self._keys = _Kept(), _Kept()

    def discovery(self, until: float) -> Discovery:
        with self._locked(until):
            if self._clock() - self._discovery.at >= FRESH_S:
                url = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
                document = fetched(url, Discovery, self._outside.transport(until))
                self._discovery = _Kept(checked(document, self._issuer), self._clock())
            found: Discovery = self._discovery.value
            return found

    def keys(self, kid: str | None, until: float) -> KeySet:
        """All there are; fetched anew when `kid` is not among them."""
        url = self.discovery(until).jwks_uri
        with self._locked(until):
            age_s = self._clock() - self._keys.at
            if age_s >= FRESH_S or (age_s >= AGAIN_S and not _holds(self._keys.value, kid)):
                document = fetched(url, dict[str, Any], self._outside.transport(until))
                self._keys = _Kept(_signing_keys(document), self._clock())
            found: KeySet = self._keys.value
            return found

    @contextlib.contextmanager
    def _locked(self, until: float) -> Iterator[None]:
        if not self._lock.acquire(timeout=max(until - time.monotonic(), 0.0)):
            raise SignInRefused("unreachable")
        try:
            yield
        finally:
            self._lock.release()


def checked(found: Discovery, issuer: str) -> Discovery:
    """Raises `SignInRefused` for a document that is not this issuer's, or that asks for what we do not do."""
    endpoints = (found.authorization_endpoint, found.token_endpoint, found.jwks_uri)
    if found.issuer != issuer or not all(map(is_safe, endpoints)):
        raise SignInRefused("discovery")
    if "code" not in found.response_types_supported or CHALLENGE not in found.code_challenge_methods_supported:
        raise SignInRefused("discovery")
    if not found.algorithms:
        raise SignInRefused("discovery")
    return found


def is_safe(url: str) -> bool:
    """HTTPS, or this very machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.username or parts.password or parts.fragment:
            return False
        return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host)))
    except ValueError:
        return False


def fetched(url: str, kind: type[Any], transport: httpx2.BaseTransport) -> Any:
    """The JSON document at `url`, which does not lead elsewhere. Raises `SignInRefused`."""
    try:
        with httpx2.Client(timeout=STEP_S, trust_env=False, follow_redirects=False, transport=transport) as http:
            response = http.get(url, headers={"Accept": "application/json"})
    except (httpx2.HTTPError, httpx2.InvalidURL):
        raise SignInRefused("unreachable") from None
    if response.status_code != 200:
        raise SignInRefused("unreachable")
    try:
        return msgspec.json.decode(response.content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise SignInRefused("discovery") from None


def _signing_keys(document: Mapping[str, Any]) -> KeySet:
    """Without keys to encrypt with, and without any that is a secret."""
    listed = document.get("keys")
    keys = listed if isinstance(listed, list) else []
    usable = [
        key for key in keys if isinstance(key, dict) and key.get("kty") in SIGNING_KINDS and key.get("use") != "enc"
    ]
    public = [{name: value for name, value in key.items() if name not in ("d", "key_ops")} for key in usable]
    try:
        return KeySet.import_key_set({"keys": public})
    except (JoseError, ValueError, TypeError, KeyError):
        raise SignInRefused("keys") from None


def _holds(keys: KeySet | None, kid: str | None) -> bool:
    try:
        return keys is not None and keys.get_by_kid(kid) is not None
    except InvalidKeyIdError:
        return False


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
