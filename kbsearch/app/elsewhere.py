"""Signing in at another service: begun with a cookie that carries all there is to remember, and ended once.

Nothing is kept for a sign-in that was only begun, so that beginning many fills nothing.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from kbsearch.app.access import Access
from kbsearch.app.sign_ins import SignIns
from kbsearch.app.small_pool import SmallPool
from kbsearch.core.access.audit import Action, Entry
from kbsearch.core.access.elsewhere import LASTS, Answer, Login, person_of
from kbsearch.core.access.people import Person
from kbsearch.errors import BadSettings, SignInRefused, StateError
from kbsearch.settings import Settings

if TYPE_CHECKING:
    from kbsearch.adapters.oidc.provider import Provider

T = TypeVar("T")

THREADS, MOST_WAITING = 2, 20
"""A provider that hangs holds these up, for so long as a step lasts, and nothing else."""
STEP_LASTS_S = 10.0
"""From when a browser asked to when it is answered, waiting in line included, whatever the provider does."""
MOST_ENDED = 20_000
"""Sign-ins that came back and whose cookie is still young; each is refused a second time."""
INSTALL = "pip install 'kbsearch[oidc]'"
MOST_ONWARD = 2500
"""Characters of an address to come back to: what a telephone system says of a call, in letters with accents, and what a
browser keeps in one cookie beside the rest."""
_COOKIE = re.compile(r"([0-9a-f]{64})\.(\d{1,12})\.([A-Za-z0-9_-]{0,3400})\.([0-9a-f]{64})", re.ASCII)


class Elsewhere:
    """Any thread may call; what asks the provider goes by `submit`, which says until when (of `time.monotonic`)."""

    def __init__(self, settings: Settings, access: Access, sign_ins: SignIns) -> None:
        self._settings, self._access, self._sign_ins = settings, access, sign_ins
        self._lock = threading.Lock()
        self._ended: OrderedDict[str, None] = OrderedDict()
        self.name = urlsplit(settings.oidc_issuer).hostname or settings.oidc_issuer
        """For people to read."""
        self.pool = SmallPool(THREADS, MOST_WAITING, "elsewhere")

    def submit(self, work: Callable[[float], T]) -> Future[T]:
        """Do it when it is its turn, unless so many wait that it would come too late. Raises `SignInRefused`."""
        until = time.monotonic() + STEP_LASTS_S
        try:
            return self.pool.submit(lambda: work(until))
        except StateError:
            raise SignInRefused("unreachable") from None

    def begin(self, onward: str, redirect_uri: str, now: datetime, until: float) -> tuple[str, str]:
        """Where to send the browser, and the cookie that it must come back with. Raises `SignInRefused`."""
        seed = secrets.token_hex()
        try:
            url = self.provider.url(self._login(seed), redirect_uri, until)
        except SignInRefused as refused:
            self._note(refused, now)
            raise
        path = base64.urlsafe_b64encode(onward.encode()[:MOST_ONWARD]).rstrip(b"=").decode()
        text = f"{seed}.{int(now.timestamp())}.{path}"
        return url, f"{text}.{self._access.keyed('login-cookie', text)}"

    def end(self, answer: Answer, cookie: str, redirect_uri: str, now: datetime, until: float) -> tuple[str, str]:
        """The new session's token, and where to go. Raises `SignInRefused`, once it is on the audit trail."""
        try:
            seed, onward = self._opened(cookie, now)
            login = self._login(seed)
            if not hmac.compare_digest(answer.state.encode("utf-8", "replace"), login.state.encode()):
                raise SignInRefused("state")
            self._use_up(seed)
            claims = self.provider.claims(login, answer, redirect_uri, now=now.timestamp(), until=until)
            person = person_of(claims, self._settings.oidc_groups_claim, self._settings.oidc_groups)
            return self._let_in(person, now), onward
        except SignInRefused as refused:
            self._note(refused, now)
            raise

    def close(self) -> None:
        self.pool.close()

    @cached_property
    def provider(self) -> Provider:
        return open_provider(self._settings)

    def _opened(self, cookie: str, now: datetime) -> tuple[str, str]:
        """The seed, and where to go then, of a cookie of ours that is young enough."""
        text, _, seal = cookie.rpartition(".")
        found = _COOKIE.fullmatch(cookie)
        if not found or not hmac.compare_digest(seal, self._access.keyed("login-cookie", text)):
            raise SignInRefused("state")
        began = datetime.fromtimestamp(int(found[2]), UTC)
        if not began <= now < began + LASTS:
            raise SignInRefused("state")
        return found[1], base64.urlsafe_b64decode(found[3] + "=" * (-len(found[3]) % 4)).decode("utf-8", "replace")

    def _login(self, seed: str) -> Login:
        """Three texts that cannot be told from each other or from the seed without our secret."""
        return Login(*(self._access.keyed(f"login-{part}", seed) for part in ("state", "nonce", "verifier")))

    def _use_up(self, seed: str) -> None:
        with self._lock:
            if seed in self._ended:
                raise SignInRefused("state")
            self._ended[seed] = None
            while len(self._ended) > MOST_ENDED:
                self._ended.popitem(last=False)

    def _let_in(self, person: Person, now: datetime) -> str:
        token, digest = self._access.new_session()
        entry = Entry(now.isoformat(), f"person:{person.id}", Action.SESSION_BEGIN, "done", detail="oidc")
        if not self._access.accounts.begin_for(person, digest, now, entry):
            raise SignInRefused("disabled", person=person.id)
        return token

    def _note(self, refused: SignInRefused, now: datetime) -> None:
        """Who lost every group loses the sessions that they still have, too."""
        if refused.reason in ("groups", "no-group"):
            entry = Entry(
                now.isoformat(), f"person:{refused.person}", Action.PERSON_ROLES, "done", object=refused.person
            )
            known = self._access.accounts.find(refused.person)
            if known is not None and known[0].roles:
                self._access.accounts.shut_out(refused.person, now, entry)
        self._sign_ins.note_failure(" ".join(filter(None, (f"oidc:{refused.reason}", refused.person))), now)


def open_elsewhere(settings: Settings, access: Access, sign_ins: SignIns) -> Elsewhere | None:
    """None where no provider is set. Asks nobody, and loads nothing."""
    return Elsewhere(settings, access, sign_ins) if settings.oidc_issuer else None


def open_provider(settings: Settings) -> Provider:
    """Raises `BadSettings`, `StateError`. Nothing is fetched."""
    try:
        from kbsearch.adapters.oidc.documents import is_safe
        from kbsearch.adapters.oidc.provider import Provider, Registration
    except ImportError as error:
        raise BadSettings(f"Signing in at another service needs {error.name}: {INSTALL}") from None
    if not is_safe(settings.oidc_issuer) or "?" in settings.oidc_issuer:
        raise BadSettings(f"oidc_issuer is {settings.oidc_issuer!r}: an address that begins with https:// is needed.")
    if not settings.oidc_client_id or "openid" not in settings.oidc_scopes:
        raise BadSettings("Signing in at another service needs oidc_client_id, and openid among oidc_scopes.")
    secret = secret_of(settings)
    secret()
    return Provider(Registration(settings.oidc_issuer, settings.oidc_client_id, secret, settings.oidc_scopes))


def secret_of(settings: Settings) -> Callable[[], str]:
    """The first line of its file, read anew each time; raises `StateError` if it cannot be."""
    path = settings.oidc_client_secret_file

    def read() -> str:
        if path is None:
            return ""
        try:
            return path.read_text("utf-8").partition("\n")[0].strip()
        except (OSError, UnicodeDecodeError):
            raise StateError(
                f"The file {path} of oidc_client_secret_file cannot be read.", remedy=f"ls -l {path}"
            ) from None

    return read
