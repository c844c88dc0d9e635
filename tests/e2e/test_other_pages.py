"""The pages beside the search page, in a real browser: at every width, by keyboard alone, without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.axe import needs_axe, of_colour, violations
from tests.e2e.conftest import sign_in_again, signed_in
from tests.e2e.furnishing import furnished
from tests.served import Served, serving

INCIDENTS = "/c/acme/incidents"
REFUSED = ("/c/acme/a/nulle-part", "/c/personne", "/agent/pop?refused=rate-limited")
WIDTHS = (320, 768, 1280, 3840)
SMALL = """() => [...document.querySelectorAll('main a, main button, main input, main select, nav a')]
  .filter(one => one.type !== 'hidden' && one.getClientRects().length)
  .filter(one => one.matches(':not(p a, li a, .body a, dd a)'))
  .map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"""
"""What can be pressed and is no link in a sentence, and is smaller than WCAG 2.5.8 asks for."""
UNNAMED = """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
  .filter(one => !one.labels.length).map(one => one.outerHTML)"""
SQUEEZED = """() => [...document.querySelectorAll('caption:not(.visually-hidden)')]
  .filter(one => one.getBoundingClientRect().width < 200).map(one => one.textContent)"""
"""A caption as narrow as a letter."""
COLUMNS = "() => [...document.querySelectorAll('th')].filter(one => !one.scope).map(one => one.outerHTML)"


@pytest.fixture(scope="module")
def furnished_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, tuple[str, ...]]]:
    with serving(tmp_path_factory.mktemp("pages")) as server:
        yield server, furnished(server)


@pytest.fixture
def window(browser: Browser, furnished_server: tuple[Served, tuple[str, ...]]) -> Iterator[BrowserContext]:
    """Without scripts: nothing of these pages needs one."""
    context = signed_in(browser, furnished_server[0], locale="fr-FR", java_script_enabled=False)
    yield context
    context.close()


def test_every_page_fits_every_width(browser: Browser, furnished_server: tuple[Served, tuple[str, ...]]) -> None:
    server, pages = furnished_server
    context = signed_in(browser, server, locale="fr-FR")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for place in pages:
        answer = page.goto(place)
        assert answer is not None
        assert answer.status == 200, place
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, (place, width, scheme)
                assert page.evaluate(SQUEEZED) == [], (place, width, scheme)
            assert page.locator("h1:visible").count() == 1, (place, scheme)
            assert page.locator("main").count() == 1, (place, scheme)
            assert page.evaluate(UNNAMED) == [], (place, scheme)
            assert page.evaluate(COLUMNS) == [], (place, scheme)
            assert page.evaluate(SMALL) == [], (place, scheme)
    assert said == [], "nothing is refused by the policy"
    context.close()


@needs_axe
@pytest.mark.timeout(600)
def test_axe_finds_nothing(browser: Browser, furnished_server: tuple[Served, tuple[str, ...]]) -> None:
    """On no page, wide or narrow, light or dark, nor where something is refused, a key shown, a form come back to."""
    server, pages = furnished_server
    context = signed_in(browser, server, locale="fr-FR")
    page = context.new_page()
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            found[f"{name} at {width}"] = violations(page)
            page.emulate_media(color_scheme="dark")
            found[f"{name} at {width}, dark"] = of_colour(page)
            page.emulate_media(color_scheme="light")
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                found[f"{name}, too wide"] = [f"{wide} of {width}"]

    for place in (*pages, "/docs", "/problems", "/sign-in", *REFUSED):
        page.goto(place)
        look(place)
    for place, button in (("/admin/people", "Ajouter"), ("/admin/keys", "Faire la clé"), (INCIDENTS, "Déclarer")):
        page.goto(place)
        page.locator("form").last.evaluate("form => form.noValidate = true")
        page.get_by_role("button", name=button).click()
        page.get_by_role("alert").wait_for()
        look(f"{place}, refused")
    page.goto(next(place for place in pages if place.endswith("/rotate")))
    page.get_by_role("button", name="Remplacer le secret").click()
    page.locator(".secret").wait_for()
    look("a secret")
    page.goto(INCIDENTS)
    page.get_by_label("Titre").fill("Imprimantes muettes " * 9)
    page.locator("#symptoms").fill("\n".join(["rien ne sort de l’imprimante du dépôt"] * 30))
    context.clear_cookies()
    page.get_by_role("button", name="Déclarer").click()
    page.wait_for_url("**/sign-in?*")
    again = parse_qs(urlsplit(page.url).query)["next"][0]
    sign_in_again(context, server)
    page.goto(again)
    page.get_by_role("button", name="Envoyer").wait_for()
    look("a form of a session that was over")
    context.close()
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


@needs_axe
def test_a_colour_that_is_hard_to_read_in_the_dark_is_found(
    browser: Browser, furnished_server: tuple[Served, tuple[str, ...]]
) -> None:
    context = signed_in(browser, furnished_server[0], locale="fr-FR", color_scheme="dark", bypass_csp=True)
    page = context.new_page()
    page.goto(INCIDENTS)
    page.add_style_tag(content="h1 { color: light-dark(black, #333) !important }")
    assert [line.split()[0] for line in of_colour(page)] == ["color-contrast"]
    page.emulate_media(color_scheme="light")
    assert of_colour(page) == []
    context.close()


def press_to(page: Page, name: str) -> None:
    """Tab until what has the focus is called this, and is seen to have it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and name in (focused.get_attribute("id") or "", focused.inner_text().strip()):
            outline = focused.evaluate("one => getComputedStyle(one).outlineWidth")
            assert float(outline.removesuffix("px")) >= 2, name
            return
    pytest.fail(f"Tab never comes to {name}")


def test_an_incident_is_declared_and_closed_by_keyboard(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto(INCIDENTS)
    press_to(page, "title")
    page.keyboard.type("Imprimantes muettes")
    press_to(page, "symptoms")
    page.keyboard.type("rien ne sort")
    press_to(page, "Déclarer")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/incidents/INC-"))
    expect(page.locator("h1")).to_have_text("Imprimantes muettes")
    expect(page.locator(".state")).to_have_text("en cours")
    press_to(page, "Clore cet incident")
    page.keyboard.press("Enter")
    expect(page.locator(".state")).to_have_text("terminé")  # the same address, so that only the word tells


def test_a_key_is_made_and_revoked_by_keyboard(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/admin/keys")
    press_to(page, "name")
    page.keyboard.type("Standard")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("name") == "scope":
            break
    page.keyboard.press("Space")
    press_to(page, "Faire la clé")
    page.keyboard.press("Enter")
    page.wait_for_selector(".secret")
    assert re.fullmatch(r"kbs_[a-z0-9]{10}_\S{43}", page.locator(".secret").inner_text().strip())
    press_to(page, "Elle est copiée : continuer".replace(" :", "\u00a0:"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/keys")
    row = page.locator("tr", has_text="Standard")
    row.get_by_text("Révoquer").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/revoke")
    press_to(page, "Révoquer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/keys")
    expect(page.locator("tr", has_text="Standard")).to_contain_text("révoquée")


def test_what_is_wrong_is_found_from_the_top(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/admin/people")
    page.locator("#account").fill("paul")
    page.locator("#password").fill("court")
    page.locator("#again").fill("court")
    page.get_by_label("agent").first.check()
    page.get_by_role("button", name="Ajouter").click()
    alert = page.get_by_role("alert")
    assert "corrigez" in alert.inner_text()
    alert.get_by_role("link").click()
    expect(page).to_have_url(re.compile("#password$"))
    field = page.locator("#password")
    assert field.get_attribute("aria-invalid") == "true"
    described = (field.get_attribute("aria-describedby") or "").split()
    assert any("refusé" in page.locator(f"#{id}").inner_text() for id in described)
    assert page.locator("#account").input_value() == "paul"


def test_one_goes_from_page_to_page(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/c/acme/status")
    for name, place in (("Articles", "articles"), ("Incidents", "incidents"), ("État de la base", "status")):
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
        page.wait_for_url(f"**/c/acme/{place}")
        here = page.locator("nav.pages [aria-current=page]")
        assert here.inner_text() == name
    page.get_by_role("link", name="erreur").click()
    expect(page).to_have_url(re.compile("/c/acme/articles#faults$"))


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_filter_of_articles_is_in_no_address_and_one_comes_back_to_it(
    browser: Browser, furnished_server: tuple[Served, tuple[str, ...]], has_scripts: bool
) -> None:
    context = signed_in(browser, furnished_server[0], locale="fr-FR", java_script_enabled=has_scripts)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/c/acme/articles")
    page.get_by_label("Mots du titre").fill("verrouillée")
    page.get_by_role("button", name="Filtrer").click()
    found = page.locator("table.rows.even tbody a")
    expect(found).to_have_text(["Session verrouillée"])
    found.click()
    page.wait_for_url("**/articles/windows/session")
    page.go_back()
    expect(page.get_by_label("Mots du titre")).to_have_value("verrouillée")
    expect(found).to_have_text(["Session verrouillée"])
    page.go_back()
    expect(found).to_have_count(3)
    page.get_by_label("État").select_option("validated")
    page.get_by_label("Mots du titre").fill("")
    page.get_by_role("button", name="Filtrer").click()
    page.wait_for_url("**/articles?state=validated")
    assert not [url for url in asked if "verrouill" in url]
    context.close()
