"""Short looks at one thing each, beside the same thing of a neighbour; and what each of them finds.

What is here is tried alone, for a run of everything takes many times as long.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from kbsearch.adapters.snapshots import MemoryStore
from kbsearch.adapters.stores.alerts import SqliteAlerts
from kbsearch.adapters.stores.apart import SqliteApart
from kbsearch.adapters.stores.call_numbers import SqliteCallNumbers
from kbsearch.adapters.stores.caller_keys import CallerKeys
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.deliveries import SqliteDeliveries
from kbsearch.adapters.stores.failing_webhooks import SqliteFailing
from kbsearch.adapters.stores.replies import SqliteReplies
from kbsearch.adapters.stores.topics import SqliteTopics
from kbsearch.adapters.stores.webhook_secrets import WebhookSecrets
from kbsearch.app import (
    App,
    Calls,
    alerts,
    articles,
    backups,
    effects,
    figures,
    folding,
    gaps,
    health,
    housekeeping,
    incidents,
    learning,
    publications,
    report,
    serving_state,
    today,
    topics,
    webhooks,
)
from tests.isolation.alerts import tells_its_alerts
from tests.isolation.desk import Desk
from tests.isolation.figures import reads_figures
from tests.isolation.gaps import finds_its_gaps, reads_its_gaps
from tests.isolation.health import counts_for_its_articles
from tests.isolation.keeping import (
    accounts_for_its_incidents,
    forgets_a_call,
    forgets_old_calls,
    is_told_by_the_terminal,
    keeps_its_evidence,
)
from tests.isolation.operator import exports
from tests.isolation.pages import reads_pages
from tests.isolation.people import takes_calls_of_two
from tests.isolation.report import is_told_its_month
from tests.isolation.state import is_read_by_its_pages_alone, reads_its_state
from tests.isolation.topics import judges_its_articles, settles_its_topics
from tests.isolation.world import World

Look = Callable[[World, str, str], None]


def makes_a_backup(world: World, client: str, _: str) -> None:
    exports(world, client)


def posts_again(world: World, client: str, other: str) -> None:
    Desk(world).posts_again(client, other)


LOOKS: dict[Look, tuple[tuple[type | ModuleType, str], ...]] = {
    forgets_a_call: ((Calls, "erase"), (SqliteCalls, "erase")),
    forgets_old_calls: (
        (Calls, "old"),
        (Calls, "retained"),
        (SqliteCalls, "old"),
        (housekeeping, "forget_old_calls"),
        (housekeeping, "known_client"),
    ),
    is_told_by_the_terminal: (
        (App, "search"),
        (Calls, "record"),
        (Calls, "record_start"),
        (Calls, "record_symptom"),
        (Calls, "record_search"),
        (Calls, "load_queue_calls"),
    ),
    accounts_for_its_incidents: (
        (Calls, "name_on_trail"),
        (incidents, "declare"),
        (incidents, "close"),
        (incidents, "calls_about"),
    ),
    keeps_its_evidence: (
        (MemoryStore, "current"),
        (MemoryStore, "pointer"),
        (MemoryStore, "written"),
        (MemoryStore, "restore"),
        (MemoryStore, "erase"),
        (learning, "learn"),
        (learning, "worth"),
        (learning, "served_by"),
        (learning, "promote"),
        (learning, "restore"),
        (learning, "forget"),
        (housekeeping, "learn_from_calls"),
    ),
    reads_its_state: (
        (App, "trouble"),
        (serving_state, "published"),
        (serving_state, "found_faults"),
        (serving_state, "evidence"),
    ),
    is_read_by_its_pages_alone: ((App, "lists_origin"),),
    takes_calls_of_two: ((Calls, "agent_key"), (CallerKeys, "agent_key")),
    posts_again: ((SqliteReplies, "leave"),),
    reads_pages: (
        (SqliteCalls, "use_of"),
        (SqliteCalls, "calls_using"),
        (articles, "history"),
        (articles, "use"),
        (articles, "calls_using"),
    ),
    reads_figures: (
        (figures, "figures"),
        (figures, "figure_calls"),
        (figures, "day_waits"),
        (figures, "figure_part_calls"),
        (figures, "figure_parts"),
        (figures, "figures_and_parts"),
        (today, "today"),
        (today, "history"),
        (folding, "table_of"),
        (SqliteCallNumbers, "catch_up"),
        (SqliteCallNumbers, "table"),
    ),
    finds_its_gaps: ((gaps, "gaps"), (gaps, "gaps_compared"), (gaps, "draft"), (Calls, "each"), (SqliteCalls, "each")),
    reads_its_gaps: ((gaps, "gaps_over_time"), (gaps, "gap_calls"), (Calls, "mark"), (SqliteCalls, "mark")),
    counts_for_its_articles: (
        (health, "health"),
        (health, "knowledge"),
        (health, "by_article"),
        (health, "article_calls"),
        (health, "article_calls_at"),
        (health, "search_calls"),
        (health, "tell_apart"),
        (health, "compare_again"),
        (SqliteApart, "tell"),
        (SqliteApart, "take_back"),
        (SqliteApart, "told"),
    ),
    is_told_its_month: ((report, "report"),),
    settles_its_topics: (
        (topics, "freeze"),
        (topics, "period_of"),
        (topics, "period_kept"),
        (topics, "topic_calls"),
        (topics, "up_to_date"),
        (topics, "told"),
        (topics, "last"),
        (topics, "with_calls"),
        (topics, "count_of"),
        (topics, "unread_of"),
        (topics, "near"),
        (topics, "read_words"),
        (SqliteTopics, "freeze"),
        (SqliteTopics, "last"),
        (SqliteTopics, "newest"),
        (SqliteTopics, "assign"),
    ),
    judges_its_articles: (
        *((effects, name) for name in ("effect", "effect_kept", "effect_calls")),
        (publications, "publications"),
    ),
    tells_its_alerts: (
        *((alerts, name) for name in ("evaluate", "check", "open_alerts", "page", "link")),
        *((webhooks, name) for name in ("make_secret", "require_ready", "add_test", "outbox", "deliver_next")),
        *((webhooks, name) for name in ("disabled", "enable")),
        *((SqliteAlerts, name) for name in ("settle", "open", "page")),
        *((SqliteDeliveries, name) for name in ("add", "claim", "outbox", "settle")),
        *((SqliteFailing, name) for name in ("of", "enable")),
        (WebhookSecrets, "make"),
        (WebhookSecrets, "keys"),
    ),
    makes_a_backup: ((backups, "make_client"),),
}
"""Look → the entries whose working for the neighbour it finds."""

ELSEWHERE: dict[tuple[type | ModuleType, str], str] = {
    (articles, "version"): "pages/test_versions.py::test_what_was_never_its_own_is_the_same_404",  # of articles in Git
    (folding, "fold_all"): "cli/test_report_again.py::test_however_much_was_imported_it_is_in_the_report",
    (SqliteCallNumbers, "waiting"): "adapters/stores/test_call_numbers.py::test_as_many_as_is_said_and_no_more",
    (backups, "restore_client"): "cli/test_client_backup.py::test_it_is_added_to_what_is_there",  # no server may run
}
"""Entries that nothing here can try → the test that they do not pass when they work for the neighbour."""
