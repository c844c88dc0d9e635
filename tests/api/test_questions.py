"""The clarifying question over HTTP, and what its answer does to the next search."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from tests.served import Served


def search(server: Served, **body: Any) -> httpx.Response:
    """At one moment, which each answer repeats."""
    asked = {"query": "poste", "at": "2026-11-25T10:00:00+01:00", **body}
    return server.http.post("/api/v1/clients/acme/search", json=asked)


def test_a_question_stands_beside_the_results_and_its_answer_reorders_them(server: Served) -> None:
    before = search(server).json()
    question = before["question"]
    assert (question["facet"], question["text"]) == ("category", "De quoi s’agit-il ?")
    assert [choice["articles"] for choice in question["choices"]] == [["reseau/vpn"], ["impression/imprimante"]]
    second = question["choices"][1]
    after = search(server, choices=[{"facet": question["facet"], "value": second["value"]}]).json()
    order = [[result["article"] for result in answer["results"]] for answer in (before, after)]
    assert order[0][0] == "reseau/vpn"
    assert order[1][0] == "impression/imprimante"
    assert sorted(order[0]) == sorted(order[1])
    scores = [{result["article"]: result["score"] for result in answer["results"]} for answer in (before, after)]
    assert scores[0] == scores[1]
    assert after["question"] is None or after["question"]["facet"] != "category"


def test_a_clear_search_asks_nothing(server: Served) -> None:
    assert server.search("E-204").json()["question"] is None
    assert server.search("").json()["question"] is None


def test_an_answer_of_no_article_changes_nothing(server: Served) -> None:
    assert search(server, choices=[{"facet": "product", "value": "Coffre zeta"}]).json() == search(server).json()


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        ([{"facet": "colour", "value": "red"}], "facet"),
        ([{"facet": "product"}], "value"),
        ([{"facet": "product", "value": "x" * 257}], "value"),
        ([{"facet": "product", "value": "x", "more": 1}], "more"),
        ([{"facet": "product", "value": "x"}] * 5, "choices"),
        ("product", "choices"),
        (None, "choices"),
    ],
)
def test_a_wrong_answer_is_named(server: Served, choices: object, field: str) -> None:
    refused = search(server, choices=choices)
    assert refused.status_code == 400
    assert field in refused.json()["errors"][0]["field"] + refused.json()["errors"][0]["message"]


def test_the_page_without_a_script_asks_by_a_form_and_says_what_was_answered(server: Served) -> None:
    page = server.http.post("/c/acme", data={"query": "poste"}).text
    assert '<button name="choice" value="category=impression">Impression</button>' in page
    answered = server.http.post("/c/acme", data={"query": "poste", "choice": "category=impression"}).text
    assert answered.index("/a/impression/imprimante") < answered.index("/a/reseau/vpn")
    assert '<span class="badge">Impression</span>' in answered
    assert '<input type="hidden" name="choice" value="category=impression">' in answered
    odd = server.http.post("/c/acme", data={"query": "poste", "choice": "<b>"}).text
    own = r'name="id" value="[0-9a-f]+"|data-now="[^"]+"'  # of each page
    assert re.sub(own, "", odd) == re.sub(own, "", page)


def test_a_question_never_names_another_client_s_articles(server: Served) -> None:
    for query in ("poste", "impossible", "mot de passe coffre", "session imprimante vpn"):
        assert "zeta" not in server.search(query).text
