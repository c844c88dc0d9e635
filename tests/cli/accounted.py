"""How each action of the audit trail comes about, by the doors that people and the server come through."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner

from kbsearch import app
from kbsearch.adapters.embedders.slot import ModelSlot
from kbsearch.app import App, housekeeping
from kbsearch.app.sign_ins import Attempt
from kbsearch.cli import EXIT_STATE, main
from kbsearch.core.access.audit import Action
from kbsearch.errors import StateError
from kbsearch.settings import load_settings
from tests.cli.building import run
from tests.cli.test_calibrate import HEAD, row
from tests.clients import ACME
from tests.fakes import HashingEmbedder

PASSWORD = "quatre tasses en faience"  # noqa: S105
TOLD_AFTER = ("begun", "done")
"""What lies in another file than the trail: accounted for before, and again after."""
AT_ONCE = ("done",)
"""What is one commit with its entry."""


@dataclass(frozen=True)
class Deed:
    """One way in which an action comes about."""

    action: Action
    place: str
    """The file of kbsearch that says so."""
    do: Callable[[], object]
    before: tuple[Callable[[], object], ...] = ()
    """What must have happened for it."""
    results: tuple[str, ...] = TOLD_AFTER
    actor: str = "terminal:.+"
    """A pattern of who did it."""
    client: str = "acme"
    object: str = ""
    """A pattern of what it was done to."""


def command(*arguments: str, typed: str = "") -> Callable[[], None]:
    """That a command is given. Raises `StateError` where it ends like one."""

    def give() -> None:
        done = CliRunner().invoke(main, list(arguments), input=typed)
        if done.exit_code == EXIT_STATE:
            raise StateError(done.output)
        assert done.exit_code == 0, done.output

    return give


def opened() -> App:
    """Like `open_terminal`, with the embedder that built the folder's indexes."""
    settings = load_settings({})
    model = ModelSlot()
    model.load(HashingEmbedder)  # type: ignore[arg-type]
    live = app.open_live(settings)
    return App(settings, live, model, app.open_calls(settings, live))


def by_the_server(job: Callable[[App], object]) -> Callable[[], None]:
    def work() -> None:
        with closing(opened()) as kb:
            job(kb)

    return work


def solved(count: int) -> Callable[[], None]:
    """That so many solved calls of as many callers are on record, the first of them 60 days old."""

    def write() -> None:
        now = datetime.now(UTC)
        lines = [
            {
                "call_id": f"c{at}",
                "started_at": (now - timedelta(days=60 - at)).isoformat(),
                "closed_at": (now - timedelta(days=60 - at, minutes=-5)).isoformat(),
                "outcome": "resolved",
                "caller": f"poste {at}",
                "symptom": "le tunnel bleu ne monte pas",
                "used": ["vpn"],
            }
            for at in range(count)
        ]
        Path("calls.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")

    return write


def with_a_queue_log() -> None:
    Path("queue_log").write_text("1763805600|1763805600.10|support|NONE|ENTERQUEUE||0144556677|1\n", "utf-8")
    Path("queues.toml").write_text('[queues]\nsupport = "acme"\n', "utf-8")


def often_wrong() -> None:
    """Four hundred calls, of which the first article solved one in five."""
    rows = (row(n, *(("resolved", "vpn") if n % 5 == 0 else ("escalated_n2", ""))) for n in range(400))
    Path("calls.csv").write_text(HEAD + "".join(rows), "utf-8")


def with_key(*arguments: str) -> Callable[[], None]:
    """A command about the only key that there is."""

    def give() -> None:
        (key,) = json.loads(run("keys", "list", "--json").output)
        command("keys", arguments[0], key["id"], *arguments[1:])()

    return give


def made_link(kb: App) -> None:
    Path("token").write_text(kb.access.make_link(datetime.now(UTC)), "utf-8")


def came_by_link(kb: App) -> None:
    session = kb.access.sign_in_by_link(Path("token").read_text("utf-8"), datetime.now(UTC))
    Path("token").write_text(session or "", "utf-8")


def came_by_password(kb: App) -> None:
    assert kb.sign_ins.by_password(Attempt("marie", PASSWORD, "192.0.2.1"), datetime.now(UTC)).session


def went(kb: App) -> None:
    kb.access.sign_out(Path("token").read_text("utf-8"), datetime.now(UTC))


def expired(kb: App) -> None:
    housekeeping.forget_old_calls(kb, ACME, datetime.now(UTC) + timedelta(days=1000))


def learned(kb: App) -> None:
    housekeeping.learn_from_calls(kb, ACME, datetime.now(UTC))


BUILT = command("build", "acme")
LOADED = (BUILT, solved(24), command("calls", "import", "acme", "calls.jsonl"))
HEARD = (BUILT, with_a_queue_log, command("calls", "import-queue-log", "queue_log", "--client-map", "queues.toml"))
WEIGHED = (BUILT, often_wrong, command("calls", "import", "acme", "calls.csv"))
KEY = command("keys", "create", "GLPI", "--client", "acme", "--scope", "search")
MARIE = command("people", "add", "marie", "--role", "acme=agent", "--password-file", "-", typed=f"{PASSWORD}\n")
OPENED = command("incidents", "open", "acme", "i1", "Panne du réseau")
CALIBRATED = command("calibrate", "acme", "--days", "3650")
WHOLE, OF_ACME = command("backup", "make", "a.backup"), command("backup", "make", "--client", "acme", "a.backup")
DEEDS = (
    Deed(Action.KEY_CREATE, "app/access.py", KEY, results=AT_ONCE, object="[a-z0-9]+"),
    Deed(Action.KEY_ROTATE, "app/access.py", with_key("rotate"), (KEY,), AT_ONCE, client="", object="[a-z0-9]+"),
    Deed(Action.KEY_REVOKE, "app/access.py", with_key("revoke"), (KEY,), AT_ONCE, client="", object="[a-z0-9]+"),
    Deed(Action.PERSON_CREATE, "app/accounts.py", MARIE, results=AT_ONCE, client="", object="marie"),
    Deed(
        Action.PERSON_PASSWORD,
        "app/accounts.py",
        command("people", "password", "marie", "--password-file", "-", typed="another long password\n"),
        (MARIE,),
        AT_ONCE,
        client="",
        object="marie",
    ),
    Deed(
        Action.PERSON_ROLES,
        "app/accounts.py",
        command("people", "roles", "marie", "--role", "zeta=editor"),
        (MARIE,),
        AT_ONCE,
        client="",
        object="marie",
    ),
    Deed(
        Action.PERSON_DISABLE,
        "app/accounts.py",
        command("people", "disable", "marie"),
        (MARIE,),
        AT_ONCE,
        client="",
        object="marie",
    ),
    Deed(
        Action.PERSON_ENABLE,
        "app/accounts.py",
        command("people", "enable", "marie"),
        (MARIE, command("people", "disable", "marie")),
        AT_ONCE,
        client="",
        object="marie",
    ),
    Deed(
        Action.LINK_CREATE,
        "app/access.py",
        by_the_server(made_link),
        (by_the_server(made_link),),
        AT_ONCE,
        "server",
        client="",
        object="local",
    ),
    Deed(
        Action.SESSION_BEGIN,
        "app/access.py",
        by_the_server(came_by_link),
        (by_the_server(made_link),),
        AT_ONCE,
        "person:local",
        client="",
    ),
    Deed(
        Action.SESSION_BEGIN,
        "app/sign_ins.py",
        by_the_server(came_by_password),
        (MARIE,),
        AT_ONCE,
        "person:marie",
        client="",
    ),
    Deed(
        Action.SESSION_END,
        "app/access.py",
        by_the_server(went),
        (by_the_server(made_link), by_the_server(came_by_link)),
        AT_ONCE,
        "person:local",
        client="",
    ),
    Deed(Action.INCIDENT_OPEN, "cli/incidents.py", OPENED, (BUILT,), object="i1"),
    Deed(
        Action.INCIDENT_CLOSE,
        "cli/incidents.py",
        command("incidents", "close", "acme", "i1"),
        (BUILT, OPENED),
        object="i1",
    ),
    Deed(Action.CALLS_IMPORT, "cli/import_calls.py", LOADED[-1], LOADED[:-1], object="file of calls"),
    Deed(Action.CALLS_IMPORT, "cli/queue_log.py", HEARD[-1], HEARD[:-1], object="queue log"),
    Deed(Action.CALLS_FORGET, "cli/privacy.py", command("privacy", "forget", "acme", "c3"), LOADED, object="1 call"),
    Deed(
        Action.CALLS_PURGE,
        "cli/privacy.py",
        command("privacy", "purge", "acme", "--before", "2026-01-02"),
        WEIGHED,
        object="before 2026-01-02",
    ),
    Deed(Action.CALLS_EXPIRE, "app/housekeeping.py", by_the_server(expired), LOADED, actor="server", object="24 calls"),
    Deed(Action.EVIDENCE_PUBLISH, "cli/learn.py", command("learn", "acme"), LOADED),
    Deed(Action.EVIDENCE_PUBLISH, "app/housekeeping.py", by_the_server(learned), LOADED, actor="server"),
    Deed(
        Action.EVIDENCE_RESTORE,
        "cli/learn.py",
        command("learn", "acme", "--restore"),
        (*LOADED, command("learn", "acme")),
    ),
    Deed(Action.WEIGHTS_KEEP, "cli/calibrate.py", CALIBRATED, WEIGHED),
    Deed(Action.WEIGHTS_UNDO, "cli/calibrate.py", command("calibrate", "acme", "--undo"), (*WEIGHED, CALIBRATED)),
    Deed(Action.BACKUP_MAKE, "cli/backup.py", WHOLE, (KEY,), client="", object=".+"),
    Deed(
        Action.BACKUP_RESTORE,
        "app/backups.py",
        command("backup", "restore", "--replace", "a.backup"),
        (KEY, WHOLE),
        AT_ONCE,
        client="",
        object=".+",
    ),
    Deed(
        Action.BACKUP_RESTORE,
        "app/backups.py",
        command("backup", "restore", "a.backup"),
        (*LOADED, OF_ACME, command("privacy", "forget", "acme", "c3")),
        object=".+",
    ),
)
ELSEWHERE = {
    ("app/sign_ins.py", Action.SESSION_BEGIN): "api/test_sign_in.py",
    ("app/elsewhere.py", Action.SESSION_BEGIN): "elsewhere/test_coming_in.py",
    ("app/elsewhere.py", Action.PERSON_ROLES): "elsewhere/test_coming_in.py",
    ("app/incidents.py", Action.INCIDENT_OPEN): "api/test_access.py",
    ("app/incidents.py", Action.INCIDENT_CLOSE): "api/test_access.py",
    ("app/health.py", Action.ARTICLES_APART): "api/test_knowledge.py",
    ("app/health.py", Action.ARTICLES_COMPARE): "pages/test_health.py",
    ("app/webhooks.py", Action.WEBHOOK_SECRET): "cli/test_alerts.py",
    ("app/webhooks.py", Action.WEBHOOK_ENABLE): "cli/test_alerts.py",
    ("api/calls/imports.py", Action.CALLS_IMPORT): "api/test_access.py",
    ("workshop.py", Action.INDEX_PUBLISH): "cli/test_build_accounted.py",
    ("workshop.py", Action.INDEX_REMOVE): "cli/test_build_accounted.py",
}
"""Places in the code, once each, that need more than a data folder → the tests that come through them."""
