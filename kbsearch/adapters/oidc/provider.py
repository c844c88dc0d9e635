"""One provider: where to send a browser, and who it sends back (OpenID Connect Core 1.0, section 3.1; RFC 9700)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ClaimError, ExpiredTokenError, InvalidKeyIdError, JoseError
from joserfc.jws import extract_compact

from kbsearch.adapters.oidc.addresses import Outside
from kbsearch.adapters.oidc.documents import CHALLENGE, Discovery, Documents
from kbsearch.adapters.outside.bounds import STEP_S
from kbsearch.core.access.elsewhere import Answer, Login
from kbsearch.errors import SignInRefused

LEEWAY_S = 60
"""How far the two clocks may be apart."""
MOST_TOKEN_CHARS = 64_000


@dataclass(frozen=True, slots=True)
class Registration:
    """How the provider knows this instance."""

    issuer: str
    client_id: str
    client_secret: Callable[[], str]
    """Read for each sign-in, so that it can be replaced under a running server; empty = a public client."""
    scopes: tuple[str, ...]


class Provider:
    """Any thread may call. Nothing is fetched before it is needed. Raises `SignInRefused` throughout.

    `until`, of `time.monotonic`: no call lasts longer, whatever the provider does.
    """

    def __init__(self, registration: Registration) -> None:
        self._registration = registration
        self._outside = Outside(registration.issuer)
        self._documents = Documents(registration.issuer, self._outside)

    def url(self, login: Login, redirect_uri: str, until: float) -> str:
        """Where to send the browser."""
        discovery = self._documents.discovery(until)
        with self._client(discovery, redirect_uri, until) as client:
            url, _ = client.create_authorization_url(
                discovery.authorization_endpoint, login.state, login.verifier, nonce=login.nonce
            )
        return str(url)

    def claims(
        self, login: Login, answer: Answer, redirect_uri: str, *, now: float, until: float
    ) -> Mapping[str, object]:
        """What the provider says, signed, of whoever it sent back. `now`: seconds since 1970."""
        discovery = self._documents.discovery(until)
        if answer.issuer != discovery.issuer and (
            answer.issuer or discovery.authorization_response_iss_parameter_supported
        ):
            raise SignInRefused("iss-answer")
        if answer.error:
            raise SignInRefused("error-answer")
        if not answer.code:
            raise SignInRefused("code")
        with self._client(discovery, redirect_uri, until) as client:
            token = _token(client, login, answer.code, discovery.token_endpoint)
        return self._verified(discovery, token, login.nonce, now=now, until=until)

    def _verified(
        self, discovery: Discovery, token: str, nonce: str, *, now: float, until: float
    ) -> Mapping[str, object]:
        client_id = self._registration.client_id
        options: dict[str, Any] = {
            "iss": {"essential": True, "value": discovery.issuer},
            "aud": {"essential": True, "value": client_id},
            "nonce": {"essential": True, "value": nonce},
        }
        try:
            kid = extract_compact(token.encode()).headers().get("kid")
            keys = self._documents.keys(kid if isinstance(kid, str) else None, until)
            read = jwt.decode(token, keys, algorithms=discovery.algorithms)
            claims = CodeIDToken(read.claims, read.header, options, {"nonce": nonce, "client_id": client_id})
            claims.validate(int(now), LEEWAY_S)
        except InvalidKeyIdError:
            raise SignInRefused("key") from None
        except ExpiredTokenError:
            raise SignInRefused("exp") from None
        except ClaimError as error:
            raise SignInRefused(str(error.claim)) from None
        except (JoseError, ValueError, TypeError):
            raise SignInRefused("signature") from None
        return dict(claims)

    def _client(self, discovery: Discovery, redirect_uri: str, until: float) -> OAuth2Client:
        secret = self._registration.client_secret()
        return OAuth2Client(
            client_id=self._registration.client_id,
            client_secret=secret or None,
            token_endpoint_auth_method=_method(discovery, secret),
            scope=" ".join(self._registration.scopes),
            redirect_uri=redirect_uri,
            code_challenge_method=CHALLENGE,
            timeout=STEP_S,
            trust_env=False,
            follow_redirects=False,
            transport=self._outside.transport(until),
        )


def _token(client: OAuth2Client, login: Login, code: str, endpoint: str) -> str:
    try:
        given: Any = client.fetch_token(
            endpoint,
            code=code,
            code_verifier=login.verifier,
            redirect_uri=client.redirect_uri,
            grant_type="authorization_code",
        )
    except httpx2.HTTPError:
        raise SignInRefused("unreachable") from None
    except (AuthlibBaseError, httpx2.InvalidURL, ValueError, TypeError, AttributeError):
        raise SignInRefused("code") from None  # with no word of what the provider said
    token = given.get("id_token") if isinstance(given, dict) else None
    if not isinstance(token, str) or not 0 < len(token) <= MOST_TOKEN_CHARS:
        raise SignInRefused("id-token")
    return token


def _method(discovery: Discovery, secret: str) -> str:
    """How this instance proves who it is."""
    if not secret:
        return "none"
    offered = discovery.token_endpoint_auth_methods_supported
    return "client_secret_basic" if "client_secret_basic" in offered else "client_secret_post"
