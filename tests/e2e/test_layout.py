"""What is in sight without scrolling, in a real browser: the first result beside a question, who takes over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.e2e.axe import needs_axe
from tests.e2e.conftest import signed_in
from tests.e2e.desk import ask, is_clean, is_drawn, results
from tests.served import Served

SEARCH = "**/api/v1/clients/acme/search"
QUESTION = {
    "facet": "product",
    "text": "Sur quel matériel ou quel logiciel ?",
    "choices": [
        {"value": str(n), "label": label}
        for n, label in enumerate(("Imprimantes réseau sous Windows 10 / 11", "TK-80", "TK-80K", "TPE Move C3"))
    ],
}
REASONS = (
    "les mots et le sens désignent des articles différents",
    "les mots rares de la question manquent dans l’article",
)
TAKER = {
    "title": "N2 Support terminaux",
    "who": "Nadia Belkacem",
    "contact": "Astreinte commerce (soirs, dimanches et jours fériés), poste 4299",
    "channel": "téléphone",
    "reached": "Joignable jusqu’à vendredi 27 novembre 08:30",
    "delay": "en 1 h",
}


def long_answer(route: Route) -> None:
    """The server's, with as much around the results as there is at worst."""
    answer: dict[str, Any] = route.fetch().json()
    answer |= {"state": "to_check", "question": QUESTION, "reasons": [{"code": "x", "text": one} for one in REASONS]}
    answer["results"] *= 4
    step = answer["escalation"]["steps"][answer["escalation"]["now"]]
    step |= TAKER | {"whom": " · ".join(TAKER[name] for name in ("title", "who", "contact", "channel"))}
    route.fulfill(body=json.dumps(answer), content_type="application/json")


@pytest.fixture
def asked(request: pytest.FixtureRequest, browser: Browser, server: Served) -> Iterator[Page]:
    """The console of this size, in a call, with a question that is asked."""
    width, height = request.param
    with signed_in(browser, server, locale="fr-FR", viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        page.goto("/c/acme")
        page.route(SEARCH, long_answer)
        page.keyboard.press("Alt+n")
        ask(page, "poste")
        expect(page.locator("#question")).to_contain_text("Sur quel matériel")
        is_drawn(page)
        yield page
        page.unroute_all(behavior="ignoreErrors")


IN_SIGHT = """(element) => [...element.getClientRects()].every(({left, right, top, bottom}) =>
  left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && [top + 3, bottom - 3].every((y) =>
    element.contains(document.elementFromPoint((left + right) / 2, y))))"""


def is_in_sight(place: Locator) -> bool:
    """Whether every line of it is on the screen, with nothing over it."""
    return bool(place.evaluate(IN_SIGHT))


SMALL = ((320, 700), (390, 640), (640, 450))


@pytest.mark.parametrize("asked", SMALL, indirect=True)
def test_a_question_leaves_the_first_result_in_sight(asked: Page) -> None:
    assert asked.evaluate("scrollY") == 0
    assert is_in_sight(results(asked).first.locator(".title"))
    assert is_in_sight(asked.locator("#question-text"))
    assert is_in_sight(asked.locator("#choices button").first)
    assert asked.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("asked", SMALL, indirect=True)
def test_the_last_choice_of_a_question_is_reached_by_the_keyboard(asked: Page) -> None:
    last = asked.locator("#choices button").last
    last.focus()
    assert is_in_sight(last)


@needs_axe
@pytest.mark.parametrize("asked", SMALL[:1], indirect=True)
def test_a_question_in_one_line_is_clean(asked: Page) -> None:
    is_clean(asked)


LAPTOPS = ((1100, 800), (1000, 720), (1279, 800))


@pytest.mark.parametrize("asked", LAPTOPS, indirect=True)
def test_who_takes_over_is_in_sight_beside_an_article(asked: Page) -> None:
    """Who, until when, and how to reach them."""

    def is_all_in_sight() -> bool:
        return all(is_in_sight(asked.locator(place)) for place in ("#path-title", "#path-now", "#path-hours"))

    assert is_all_in_sight(), "beside a question"
    asked.keyboard.press("Enter")
    expect(asked.locator("#article-title")).to_have_text("VPN : connexion impossible")
    assert asked.locator("#path-now").inner_text().startswith("N2 Support terminaux · Nadia Belkacem · Astreinte")
    assert is_all_in_sight()
    assert is_in_sight(asked.locator("#article-title"))
    asked.mouse.wheel(0, 300)
    assert is_all_in_sight(), "further down in the results"


@pytest.mark.parametrize("asked", LAPTOPS[:1], indirect=True)
def test_the_facts_to_collect_get_room_while_they_are_written(asked: Page) -> None:
    before = asked.locator("#path").bounding_box()
    asked.keyboard.press("Alt+q")
    now = asked.locator("#path").bounding_box()
    assert before is not None
    assert now is not None
    assert now["height"] > before["height"] + 40
    assert now["y"] + now["height"] <= 800


LINES = """(rows, part) => rows.map(row => row.querySelector(part))
  .map(it => Math.round(it.offsetHeight / parseFloat(getComputedStyle(it).lineHeight)))"""


@pytest.mark.parametrize("asked", [(1440, 900), (1100, 800)], indirect=True)
def test_a_row_is_its_title_one_sentence_and_where_it_stands(asked: Page) -> None:
    rows = results(asked)
    passages, feet = (rows.evaluate_all(LINES, part) for part in (".passage", ".foot"))
    assert rows.count() > 0
    assert max(passages) <= 2
    assert max(feet) <= 1


@pytest.mark.parametrize("asked", [(320, 256), (320, 640)], indirect=True)
def test_a_low_window_keeps_the_clients_name_in_sight_and_is_left_to_be_read(asked: Page) -> None:
    """320 × 256 is a screen of 1280 × 1024 at 400 %."""
    is_low = asked.evaluate("innerHeight < 300")
    asked.evaluate("scrollTo(0, 600)")
    expect(asked.locator(".client")).to_be_in_viewport(ratio=1)
    covered = asked.evaluate(
        "Math.max(...[...document.querySelectorAll('.bar, .client')].map((one) => one.getBoundingClientRect().bottom))"
    )
    assert covered <= (50 if is_low else 180)
    assert asked.evaluate("document.documentElement.scrollWidth <= innerWidth")
    asked.locator("#query").focus()
    asked.keyboard.press("Enter")
    focused = asked.locator("#article-body h2.matched")
    expect(focused).to_be_focused()
    assert is_in_sight(focused)
