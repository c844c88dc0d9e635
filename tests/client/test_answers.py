"""The client's types are those of the published document, field by field."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import msgspec
import pytest

from kbsearch.api.contract.document import FILE
from kbsearch.client import (
    alert_answers,
    answers,
    call_answers,
    effect_answers,
    errors,
    figure_answers,
    knowledge_answers,
    posts,
)
from kbsearch.core.contract import resolved

DOCUMENT: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
SCHEMAS = DOCUMENT["components"]["schemas"]
MIRRORS: dict[type[msgspec.Struct], str] = {
    alert_answers.Alert: "AlertOut",
    alert_answers.Alerts: "AlertsOut",
    alert_answers.Count: "CountOut",
    alert_answers.Webhook: "WebhookOut",
    alert_answers.WebhookEnabled: "WebhookEnabledOut",
    call_answers.AnsweredQuestion: "AnsweredOut",
    answers.Article: "ArticleOut",
    answers.ArticleEscalation: "EscalationOut",
    answers.ArticleRow: "ArticleRowOut",
    answers.Articles: "ArticlesOut",
    answers.Choice: "ChoiceOut",
    answers.IncidentShown: "IncidentShown",
    answers.Passage: "PassageOut",
    answers.Path: "PathOut",
    answers.Question: "QuestionOut",
    answers.Reason: "ReasonOut",
    answers.Result: "ResultOut",
    answers.Search: "SearchOut",
    answers.Section: "SectionOut",
    answers.Signals: "SignalsOut",
    answers.Snapshot: "ClientOut",
    answers.Step: "StepOut",
    answers.Suggestion: "SuggestionOut",
    figure_answers.ArticleFigures: "ArticleFiguresOut",
    figure_answers.FigureArticles: "FigureArticlesOut",
    effect_answers.ComparedTopic: "ComparedTopicOut",
    effect_answers.Estimate: "EstimateOut",
    effect_answers.FigureEffects: "FigureEffectsOut",
    effect_answers.Power: "PowerOut",
    effect_answers.Published: "PublishedOut",
    effect_answers.TopicEffect: "TopicEffectOut",
    figure_answers.FigurePart: "FigurePartOut",
    figure_answers.FigureParts: "FigurePartsOut",
    figure_answers.FigureTopic: "TopicOut",
    figure_answers.FigureTopics: "FigureTopicsOut",
    figure_answers.PartFigure: "PartFigureOut",
    call_answers.Call: "CallOut",
    call_answers.CallRow: "CallRowOut",
    call_answers.Calls: "CallsOut",
    call_answers.Handover: "HandoverOut",
    call_answers.Happened: "MomentOut",
    call_answers.Imported: "ImportOut",
    call_answers.Incident: "IncidentOut",
    call_answers.IncidentCalls: "IncidentCallsOut",
    call_answers.Incidents: "IncidentsOut",
    call_answers.NoArticle: "NoArticleOut",
    call_answers.Recorded: "RecordedOut",
    call_answers.Replay: "ReplayOut",
    call_answers.RowFault: "RowFaultOut",
    call_answers.SeenArticle: "SeenOut",
    call_answers.Telephone: "TelephoneOut",
    call_answers.Ticked: "TickedOut",
    call_answers.ToldFact: "FactOut",
    figure_answers.Contacts: "ContactsOut",
    figure_answers.PlainCount: "PlainCountOut",
    figure_answers.Figure: "FigureOut",
    figure_answers.Figures: "FiguresOut",
    figure_answers.Interval: "IntervalOut",
    figure_answers.Queue: "QueueOut",
    figure_answers.Target: "TargetOut",
    figure_answers.Net: "NetOut",
    knowledge_answers.Alike: "AlikeOut",
    knowledge_answers.Apart: "ApartOut",
    knowledge_answers.Pair: "PairOut",
    knowledge_answers.ArticleHealth: "ArticleHealthOut",
    knowledge_answers.Gap: "GapOut",
    knowledge_answers.GapCause: "GapReasonOut",
    knowledge_answers.Gaps: "GapsOut",
    knowledge_answers.Knowledge: "KnowledgeOut",
    knowledge_answers.Length: "LengthOut",
    knowledge_answers.Rate: "RateOut",
    knowledge_answers.Returning: "ReturningOut",
    knowledge_answers.ReviewDue: "ReviewDueOut",
    knowledge_answers.SearchHealth: "SearchHealthOut",
    knowledge_answers.Side: "SideOut",
    errors.FieldFault: "FieldError",
    errors.Problem: "Problem",
    errors.Replacement: "ReplacementOut",
}


def test_every_type_has_its_schema() -> None:
    defined = {
        kind
        for module in (alert_answers, answers, call_answers, effect_answers, errors, figure_answers, knowledge_answers)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct
    }
    assert defined == set(MIRRORS)


@pytest.mark.parametrize("kind", MIRRORS, ids=lambda kind: kind.__name__)
def test_a_type_has_the_fields_of_its_schema(kind: type[msgspec.Struct]) -> None:
    schema = SCHEMAS[MIRRORS[kind]]
    mine = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    assert list(mine) == list(schema["properties"])
    _, known = msgspec.json.schema_components([kind], ref_template="#/{name}")
    for name, field in mine.items():
        assert field.required == (name in schema["required"]), name
        assert plain(known[kind.__name__]["properties"][name]) == plain(schema["properties"][name]), name


def plain(schema: dict[str, Any]) -> Any:
    """What a value is, without limits, words for people, and lists of values, which may grow."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        mirrored = {theirs: kind.__name__ for kind, theirs in MIRRORS.items()}
        target = SCHEMAS.get(name)
        return (
            mirrored.get(name, name) if target is None or "properties" in target else plain(resolved(DOCUMENT, target))
        )
    if "discriminator" in schema:  # one of several kinds, which may grow
        return "object"
    if "anyOf" in schema:
        return [plain(one) for one in schema["anyOf"]]
    if schema.get("format") == "date-time":
        return "time"
    if schema.get("type") == "array":
        return [plain(one) for one in schema.get("prefixItems", ())] or {"each": plain(schema["items"])}
    return schema.get("type", "string")


def test_what_is_told_are_the_fields_of_the_body() -> None:
    for kind, theirs in ((posts.Event, "EventIn"), (posts.Choice, "ChosenIn")):
        assert {field.encode_name for field in msgspec.structs.fields(kind)} == set(SCHEMAS[theirs]["properties"])


def test_a_field_of_a_newer_server_is_passed_over() -> None:
    body = b'{"client": "a", "call": "b", "new": 1, "repeated": 0, "later": {"more": [1]}}'
    assert msgspec.json.decode(body, type=call_answers.Recorded).new == 1


def test_without_httpx_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['httpx'] = None; import kbsearch.client"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.strip().endswith(
        "ImportError: kbsearch.client needs httpx. Install it with: pip install 'kbsearch[client]'"
    )


def test_it_needs_none_of_the_servers_libraries() -> None:
    code = (
        "import sys, kbsearch.client; "
        "print(sorted({'litestar', 'numpy', 'faiss', 'torch', 'sqlite_utils', 'onnxruntime'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
