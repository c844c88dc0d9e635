"""What can go wrong, as one small tree.

    KbsearchError
    ├── UserError          the request or the file is wrong   HTTP 4xx, exit code 2
    │   ├── BadRequest     a field is wrong                   400
    │   ├── NotFound       absent, or not yours: never said   404
    │   ├── Replaced       absent, another took its place     404
    │   ├── Unauthenticated who asks is not known             401
    │   ├── SignInRefused  another service did not let in     401, 503
    │   ├── Forbidden      known, and may not do this         403
    │   ├── PageOutdated   sent by a page of another session  403
    │   ├── EventConflict  an id was used for another         409
    │   ├── KeyInUse       the same post is still under way   409
    │   ├── KeyReused      a key was used for another post    422
    │   └── BadSettings    kbsearch.toml, environment, option
    ├── ScopeViolation     another client's thing was met     HTTP 500, exit code 3
    └── StateError         the machine is not ready           HTTP 503, exit code 3
        ├── IndexMissing   nothing was built for this client yet
        ├── IndexDamaged   a file of the snapshot is not what its manifest says
        ├── ModelMissing   the model was not prepared
        ├── ModelMismatch  the snapshot was built with another model
        └── BuildBusy      another build holds the lock

Every message says what is wrong, with which value, and what to do. Doors (`api/`, `cli/`) map the two branches in one
place each.
"""

from typing import Literal


class KbsearchError(Exception):
    """Root of the tree. `str(error)` is one complete sentence for the person who can mend it."""


class UserError(KbsearchError):
    """The request, option or file is wrong; asking again unchanged will fail again."""


class BadRequest(UserError):
    """One field of a request is wrong. `field` names it in the request's own words.

    `key` names the fault for a door that says it in the reader's language; empty = the message is all.
    """

    def __init__(self, message: str, *, field: str = "", key: str = "") -> None:
        super().__init__(message)
        self.field, self.key = field, key


class NotFound(UserError):
    """There is no such thing, or it is not the asker's: the two are never told apart."""


class Replaced(UserError):
    """This client has no such article any more, and has another that says it took its place.

    For who may read the client's articles: `article`, its id, and `title` are of one of them.
    """

    def __init__(self, client: str, article: str, title: str) -> None:
        super().__init__(f"This client has no such article any more: {article} has taken its place.")
        self.client, self.article, self.title = client, article, title


class Unauthenticated(UserError):
    """There is no key or session, or it does not hold: which of the two, and why, is never told."""


class SignInRefused(UserError):
    """Signing in at another service came to nothing. `reason` is a word for the audit trail: nobody else is told it.

    `person` is whom it was about, where that was beyond doubt.
    """

    PROVIDERS = frozenset({"unreachable", "discovery", "keys"})
    """What is no person's fault, and is worth trying again."""

    def __init__(self, reason: str, *, person: str = "") -> None:
        super().__init__(f"The sign-in at another service is refused: {reason}.")
        self.reason, self.person = reason, person

    @property
    def is_the_providers(self) -> bool:
        return self.reason in self.PROVIDERS


class Forbidden(UserError):
    """Whoever asks may enter this client and may not do this for it. `needed` is the scope that is missing.

    Where none is, `key` names the reason for a door that says it in the reader's language; empty = it came from no page
    of ours.
    """

    def __init__(self, message: str, *, needed: str = "", key: str = "") -> None:
        super().__init__(message)
        self.needed, self.key = needed, key


class PageOutdated(UserError):
    """One of our own pages sends, made for a session that another has taken the place of: loaded again, it may."""

    needed = key = ""


class EventConflict(UserError):
    """An event or incident has the id of another of the same client, with other content. `event` is that id.

    `about` an `incident-over`, the content is the same, but that incident was closed.
    """

    def __init__(
        self, message: str, *, event: str, about: Literal["event", "incident", "incident-over"] = "event"
    ) -> None:
        super().__init__(message)
        self.event, self.about = event, about


class KeyInUse(UserError):
    """A post with the same idempotency key is not answered yet."""


class KeyReused(UserError):
    """An idempotency key stands for another post of the same poster."""


class BadSettings(UserError):
    """A setting, environment variable or command line option has an unusable value."""


class ScopeViolation(KbsearchError):
    """Work for one client met a thing of another's: a fault of kbsearch itself. Nothing of that thing is told."""


class StateError(KbsearchError):
    """The request is right but the machine is not ready; `remedy` is the command that mends it."""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(f"{message} Run: {remedy}" if remedy else message)
        self.remedy = remedy


class IndexMissing(StateError):
    """No snapshot was ever published for this client."""


class IndexDamaged(StateError):
    """A file of the snapshot is missing or differs from its manifest."""


class ModelMissing(StateError):
    """The embedding model was not prepared, or its folder is gone."""


class ModelMismatch(StateError):
    """The snapshot's vectors were made by another model than the one configured."""


class BuildBusy(StateError):
    """Another process is building into the same folder."""
