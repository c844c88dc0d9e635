"""Whatever the program remembers from one request to the next is known here, with of whom it holds anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent.parent / "kbsearch"

MEMOS = {
    # of no client: constants of the program, of the calendar, of the schema
    "api/errors/expected.py: allowed_values": "places of the schema",
    "core/duty/calendars.py: public_holidays": "the calendar of a country",
    "core/duty/calendars.py: country_code": "names of countries",
    "core/duty/moments.py: zone_of": "names of time zones",
    "flows/evaluate.py: _measures": "names of measures",
    # what a word is, whoever writes it: a function of the word alone, which changes no answer
    "core/text.py: fold": "spelling",
    "core/text.py: stem": "spelling",
    "core/text.py: _read_run": "spelling",
    "core/text.py: _places": "spelling",
    # of one client, made with its vocabulary and gone with it
    "adapters/keywords/vocabulary.py: self._near": "one vocabulary",
    # for as long as one log is read by an operator
    "cli/queue_log.py: kb.calls.as_kept": "a queue's name, as it may be written",
    # of one client, for as long as one call of a function lasts
    "app/learning.py: lambda call: store.call(client, call) is not None": "one client's calls",
}
"""Function whose answers `functools` remembers → of what."""
KEYED = {
    # by client: `places.look_through` finds another's canary in them, `test_mutations` takes the client out of the key
    "adapters/embedders/remembered.py: self._owners": "(client, model) → vectors of its queries",
    "adapters/live.py: self._entries": "client → its snapshot",
    "adapters/snapshots/memories.py: self._held": "client → its evidence",
    "adapters/stores/caller_keys.py: self._secrets": "client → its secret",
    "adapters/stores/replies.py: self._under_way": "(client, principal, name) of a post",
    "core/made_once.py: self._made": "client → what was found of its calls, by days, base, model and mark of the calls",
    "core/made_once.py: self._finding": "client → a lock",
    "flows/known_incidents.py: self._made": "client → phrases of its incidents, with its generation",
    "api/pages/resuming.py: self._kept": "word → a form; it names its client in its path, and is nobody else's",
    "api/dashboard/stream.py: self._looks": "client → the last look at its day, while somebody watches",
    "api/requests/last_asked.py: self._asked": "(session, client, call) → the last questions of a page without scripts",
    # of no client's things
    "api/telephone/pop_waiting.py: self._said": "(session, word) → what was said of a call of no known client yet",
    "adapters/live.py: self._language_costs": "model → what it makes of sentences of the program",
    "adapters/metrics.py: self._refusals": "reason → how often: names of the program's own, see `api/test_metering.py`",
    "adapters/metrics.py: self._requests": "(operation, status) → how often: the same",
    "adapters/metrics.py: self._searches": "(mode, state) → how often: the same",
    "adapters/stores/database.py: _raw": "file → descriptor",
    "adapters/stores/readers.py: self._connections": "thread → connection",
    "adapters/stores/writer.py: self._waiting": "rows on their way to the disk, each with its client",
    "app/access.py: self._touched": "key or session → when it was last noted",
    "app/elsewhere.py: self._ended": "sign-ins at another service that are over",
    "app/small_pool.py: self._held": "client → how much work of it is under way",
    "app/small_pool.py: self._lines": "client → its work that waits",
    "app/sign_ins.py: self._familiar": "addresses that somebody signed in from",
    "core/access/patience.py: self._failures": "account or address → failed sign-ins",
    "core/access/patience.py: self._pending": "account or address → sign-ins under way",
    "core/articles/markdown.py: _local": "a parser per thread",
    "core/rates.py: self._levels": "asker → how much it may send",
    "core/text.py: _local": "a stemmer per thread",
    # for as long as one file is read, or one build lasts
    "app/patient_embedder.py: self._read": "texts of one client, while something is found of them",
    "core/gaps/finding.py: self._calls": "unsolved calls of one client, while its gaps are found",
    "core/gaps/finding.py: self._wordings": "their symptoms",
    "core/health/searching.py: self._waited": "seconds to the first help of one client's calls",
    "core/topics/collecting.py: self._calls": "handled calls of one client, while its topics are made out",
    "core/topics/collecting.py: self._wordings": "their symptoms",
    "adapters/bounded/__init__.py: self._slow": "articles that took too long, each with its owner, in a build",
    "adapters/keywords/vocabulary.py: self.words": "one vocabulary",
    "core/articles/modules.py: self.opened": "one block of one article",
    "core/duty/agenda.py: _months": "one client's snapshot: month → who is on duty",
    "core/search/named_products.py: _mentions": "one client's snapshot: row of an article → names that it mentions",
    "core/snapshot.py: language_costs": "one client's snapshot: model → what it makes of sentences of the program",
    "core/snapshot.py: trigger_vectors": "one client's snapshot: model → its triggers' phrases",
    "core/contract/schemas.py: self._told": "one comparison of two documents",
    "core/faults.py: self._faults": "one file",
    "core/articles/frontmatter.py: self._stack": "one file",
    "core/jsonl.py: self._lines": "one file",
    "core/telephone/queue_calls.py: self._open": "(client, call) → what one log tells of it so far",
    "core/telephone/queue_calls.py: self._over": "the same of calls that have ended",
    "flows/load_calls.py: self._calls": "calls of one client in one file, for the next commit",
    "flows/load_calls.py: self._faults": "faults of the same lines",
    "flows/load_calls.py: self._first": "the first faults of one file",
    "flows/load_calls.py: self._warnings": "the first warnings of one file",
    "flows/load_queue_log.py: self._clients": "name of a queue in one log → its client",
    "flows/load_queue_log.py: self._ready": "client → its calls of one log for the next commit",
    "flows/folders.py: self._known": "owner → its folder, in a build",
    "workshop.py: self._owners": "owner → its folder, in a build",
}
"""What grows while the program runs → what it is kept by."""
GROWING = ("dict", "set", "list", "OrderedDict", "defaultdict", "deque", "Counter", "threading.local")


def test_every_memo_is_known() -> None:
    assert {f"{path.relative_to(PACKAGE)}: {one}" for path in PACKAGE.rglob("*.py") for one in _memos(path)} == {*MEMOS}


def test_everything_that_grows_is_known() -> None:
    found = {f"{path.relative_to(PACKAGE)}: {one}" for path in PACKAGE.rglob("*.py") for one in _growing(path)}
    assert found == {*KEYED}


def _memos(path: Path) -> Iterator[str]:
    """Functions under `cache` or `lru_cache`; what is made once of an object (`cached_property`) is that object's."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (node.name for one in node.decorator_list if _called(one) in ("cache", "lru_cache"))
        elif isinstance(node, ast.Call) and node.args:
            is_decorated = isinstance(node.func, ast.Call) and _called(node.func) == "lru_cache"
            if is_decorated or (_called(node) == "cache"):
                yield ast.unparse(node.args[0])


def _growing(path: Path) -> Iterator[str]:
    """Empty, or copied, collections that an object or a module begins with, and what a dataclass remembers."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        target = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
        is_made = isinstance(node.value, ast.Call) and _called(node.value) in GROWING
        is_first = node in tree.body or target.startswith("self.")
        if (is_first and (is_made or ast.unparse(node.value) in ("{}", "[]"))) or _remembers(node.value):
            yield target


def _remembers(value: ast.expr) -> bool:
    """Whether a field begins as a collection and is left out where objects are compared: it is none of their values."""
    said = {one.arg: ast.unparse(one.value) for one in value.keywords} if isinstance(value, ast.Call) else {}
    return "default_factory" in said and said.get("compare") == "False"


def _called(node: ast.expr) -> str:
    return ast.unparse(node.func if isinstance(node, ast.Call) else node).partition("[")[0]
