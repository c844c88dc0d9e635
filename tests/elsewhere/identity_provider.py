"""A small OpenID provider on a real loopback port, which can be told to do one thing wrong."""

from __future__ import annotations

import base64
import contextlib
import functools
import hashlib
import hmac
import html
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from litestar import Litestar, Request, Response, get, post

CLIENT_ID = "kbsearch-tests"
SECRET = "not-a-secret: it is of a provider in the tests"  # noqa: S105


@functools.cache
def key(kid: str) -> RSAKey:
    """One pair of keys per id in the whole run: each takes a tenth of a second to find."""
    return RSAKey.generate_key(2048, {"kid": kid})


@dataclass
class Provider:
    """What it says and does; tests change it."""

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: key("one"))
    published: list[dict[str, Any]] = field(default_factory=list)
    """Public keys; empty = that of `key`."""
    discovery: dict[str, Any] = field(default_factory=dict)
    """Changes of the discovery document."""
    claims: dict[str, Any] = field(default_factory=dict)
    """Changes of the token; None = without it."""
    sign: Callable[[Provider, dict[str, Any]], str] | None = None
    answer: dict[str, str] = field(default_factory=dict)
    """Changes of what the browser is sent back with; empty = without it."""
    is_issuer_told: bool = True
    has_page: bool = False
    """Shows somebody a page with a link back, instead of sending the browser back at once."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    """Code → what it was given out for; taken out when it is used."""
    asked: list[str] = field(default_factory=list)
    """Paths, as they were asked for."""

    def document(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code", "id_token"],
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "authorization_response_iss_parameter_supported": self.is_issuer_told,
            **self.discovery,
        }

    def token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "7f3a",
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "name": "Marie Duval",
            "email": "marie@example.test",
            "groups": ["kb-acme-agents", "everybody"],
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.sign is not None:
            return self.sign(self, claims)
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent back to, by somebody who signed in here."""
        code = hashlib.sha256(query["state"].encode()).hexdigest()
        self.codes[code] = query
        back = {"code": code, "state": query["state"], **({"iss": self.issuer} if self.is_issuer_told else {})}
        given = {name: value for name, value in {**back, **self.answer}.items() if value}
        return f"{query['redirect_uri']}?{urlencode(given)}"

    def redeem(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked.get("code_challenge_method") != "S256" or asked.get("code_challenge") != challenge:
            return 400, {"error": "invalid_grant", "error_description": "PKCE verification failed"}
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": self.token(asked)}


def unsigned(_: Provider, claims: dict[str, Any]) -> str:
    return f"{_part({'alg': 'none', 'typ': 'JWT', 'kid': 'one'})}.{_part(claims)}."


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def by_public_key(provider: Provider, claims: dict[str, Any]) -> str:
    """HS256 with the public key as its secret: what a verifier falls for that lets the token choose."""
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': 'one'})}.{_part(claims)}"
    seal = hmac.new(provider.key.as_pem(private=False), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(seal).rstrip(b'=').decode()}"


def by_a_strangers_key(provider: Provider, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": provider.key.kid}, claims, key("a stranger's"))


def altered(provider: Provider, claims: dict[str, Any]) -> str:
    header, _, seal = jwt.encode({"alg": "RS256", "kid": "one"}, claims, provider.key).split(".")
    other = jwt.encode({"alg": "RS256", "kid": "one"}, {**claims, "sub": "somebody"}, provider.key).split(".")[1]
    return f"{header}.{other}.{seal}"


def app_of(provider: Provider) -> Litestar:
    @get("/.well-known/openid-configuration", sync_to_thread=False)
    def discovery() -> dict[str, Any]:
        provider.asked.append("discovery")
        return provider.document()

    @get("/keys", sync_to_thread=False)
    def keys() -> dict[str, Any]:
        provider.asked.append("keys")
        return {"keys": provider.published or [provider.key.as_dict(private=False)]}

    @get("/authorize", sync_to_thread=False)
    def authorize(request: Request[Any, Any, Any]) -> Response[str]:
        place = provider.authorize(dict(request.query_params))
        if provider.has_page:
            page = f'<!doctype html><title>IdP</title><a href="{html.escape(place)}">Continue as Marie</a>'
            return Response(page, media_type="text/html")
        return Response("", status_code=302, headers={"Location": place}, media_type="text/plain")

    @post("/token")
    async def token(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        sent = base64.b64decode(request.headers.get("authorization", "").partition(" ")[2]).decode()
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        id, _, secret = sent.partition(":")
        if (id, secret) != (CLIENT_ID, SECRET):
            return Response({"error": "invalid_client"}, status_code=401)
        status, body = provider.redeem(form)
        return Response(body, status_code=status)

    @post("/moved", sync_to_thread=False)
    def moved() -> Response[str]:
        """Whoever goes on from here, with the code and the secret, gets a token."""
        return Response("", status_code=307, headers={"Location": f"{provider.issuer}/token"}, media_type="text/plain")

    return Litestar([discovery, keys, authorize, token, moved], openapi_config=None, logging_config=None)


@contextlib.contextmanager
def running_provider(host: str = "127.0.0.1") -> Iterator[Provider]:
    """`host`: what it is called. To a browser `localhost` is another site than `127.0.0.1`; another port is not."""
    provider = Provider()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        provider.issuer = f"http://{host}:{listener.getsockname()[1]}"
        config = uvicorn.Config(app_of(provider), log_config=None, log_level="error")  # type: ignore[arg-type]
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: server.run(sockets=[listener]), name="provider")
        thread.start()
        try:
            yield provider
        finally:
            server.should_exit = True
            thread.join(20)
