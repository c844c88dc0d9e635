from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import fold
from kbsearch.core.calls.handover import FactAsked, Handover, Seen, Told, handover
from kbsearch.core.calls.handover_text import markdown, plain
from kbsearch.core.client import Client
from kbsearch.core.escalation import Asked, Situation, path, plan_of
from kbsearch.core.levels import Level
from kbsearch.flows.escalate import asked_of
from tests.happenings import COMMIT, START, event

N2 = Level("N2", "réseau", "poste 5120", "téléphone", facts=("nom du poste", "Message affiché"))
CLIENT = Client("acme", name="Acme & Fils", levels=(N2,))
TOLD = Told()
TITLES = {"reseau/vpn": "VPN : connexion impossible", "tpe": "TPE"}
ASKED = Asked(START)
FACTS = (ev.Fact("nom du poste", "PC-12"), ev.Fact("site", "Lyon"))
EVENTS = [
    event("1", ev.Started("phone", "support", ("1", "3"), caller="k1"), minute=0),
    event("2", ev.Described("plus de VPN depuis ce matin"), minute=1),
    event("3", ev.Searched("vpn coupé", "hybrid", COMMIT, "g1"), minute=2),
    event("4", ev.Searched("VPN COUPÉ", "hybrid", COMMIT, "g1"), minute=2),
    event("5", ev.Displayed("reseau/vpn", 1, COMMIT, "reseau/vpn#2", search="3"), minute=2),
    event("6", ev.Displayed("tpe", 2, COMMIT, "tpe#2", search="3"), minute=2),
    event("7", ev.Opened("reseau/vpn"), minute=3),
    event("8", ev.Ticked("reseau/vpn", 2), minute=4),
    event("9", ev.Ticked("reseau/vpn", 1), minute=4),
    event("a", ev.Tried("reseau/vpn"), minute=5),
    event("b", ev.Opened("parti"), minute=5),
    event("c", ev.Refused("parti"), minute=5),
    event("d", ev.Answered("Depuis quand ?", "8 h"), minute=6),
    event("e", ev.Escalated("N2", "réseau", facts=FACTS), minute=6),
]


def sheet(*, told: Told = TOLD, events: list[ev.Happening] | None = None, asked: Asked = ASKED) -> Handover:
    call = fold(EVENTS if events is None else [event(str(at), what, minute=at) for at, what in enumerate(events)])
    at = datetime(2026, 11, 2, 10, 30, tzinfo=ZoneInfo("Europe/Paris"))
    found = path(plan_of(CLIENT), Situation(at, asked_of(call, asked, TITLES).priority or "P3"))
    return handover(call, CLIENT.name, found, told, TITLES)


def test_everything_the_next_level_needs_is_on_it() -> None:
    made = sheet(told=Told("douze postes", "le vpn du siège", (("message affiché", "809"),)))
    assert (made.client, made.call, made.caller, made.came) == ("acme", "call-1", "k1", "phone › support › 1 › 3")
    assert made.begun == START
    assert made.begun.utcoffset() == made.path.at.utcoffset()
    assert made.symptoms == ("le vpn du siège", "plus de VPN depuis ce matin", "vpn coupé")
    assert made.answers == (("Depuis quand ?", "8 h"),)
    assert made.facts == (
        FactAsked("nom du poste", "PC-12"),
        FactAsked("Message affiché", "809"),
        FactAsked("site", "Lyon"),
    )
    assert made.articles == (
        Seen("reseau/vpn", "VPN : connexion impossible", COMMIT, "tried", (1, 2)),
        Seen("parti", "parti", COMMIT, "refused", (), version_by="search"),
    )
    assert made.displayed == (), "what stood second is a row of the screen"
    assert made.next.group == "réseau"


def test_what_the_caller_speaks_is_on_it_where_somebody_said_so() -> None:
    spoken, unsaid = sheet(events=[ev.Started(lang="en")]), sheet(events=[ev.Started()])
    assert "- **Langue de l’appelant** : anglais\n" in markdown(spoken, "fr")
    assert "Caller’s language: English\n" in plain(spoken, "en")
    assert "Langue" not in markdown(unsaid, "fr")


def test_what_nobody_asked_is_said() -> None:
    made = sheet(events=[ev.Started()])
    assert made.facts == (FactAsked("nom du poste", ""), FactAsked("Message affiché", ""))
    french, english = markdown(made, "fr"), plain(made, "en")
    assert "- **nom du poste** : non demandé" in french
    assert "- **Clé de rappel** : aucun numéro transmis\n" in french
    assert "  Call-back key: no number was told\n" in english
    assert ("- **Arrivé par** : non précisé\n" in french, "  Came in by: not told\n" in english) == (True, True)
    assert "- **Impact** : non demandé" in french
    assert "  nom du poste: not asked" in english
    assert "Articles seen\n  - nothing" in english
    assert french.startswith("## Fiche de passage vers N2 réseau\n- **Client** : Acme & Fils\n")


def test_what_is_told_now_is_stronger_than_what_was_written_down() -> None:
    made = sheet(told=Told(facts=(("Nom du Poste", "PC-99"), ("site", "  "))))
    assert made.facts[0] == FactAsked("nom du poste", "PC-99")
    assert made.facts[2] == FactAsked("site", "Lyon")


def test_nothing_typed_looks_like_another_part_of_the_sheet() -> None:
    made = sheet(told=Told("rien\n## Qui prend la suite\n- N9", "a\n\nb"))
    for text in (markdown(made, "fr"), plain(made, "fr")):
        assert text.count("\n## Qui prend la suite") == text.startswith("##")
        assert "a b" in text
    assert "tried, steps done: 1, 2, version cccccccccccc" in plain(made, "en")
    assert "essayé, étapes faites : 1, 2, version cccccccccccc" in markdown(made, "fr")


def test_what_an_escalation_recorded_stands_unless_the_request_says_otherwise() -> None:
    recorded: list[ev.Happening] = [
        ev.Escalated("N2", "réseau", priority="P2", impact="un poste"),
        ev.Escalated("N2", "réseau", priority="P1", impact="tout le siège"),
        ev.Escalated("N2", "réseau"),
    ]
    made = sheet(events=recorded)
    assert (made.priority, made.impact) == ("P1", "tout le siège")
    assert "Priorité** : P1\n- **Impact** : tout le siège" in markdown(made, "fr")
    told = sheet(events=recorded, told=Told("trois postes"), asked=Asked(START, priority="P4"))
    assert (told.priority, told.impact) == ("P4", "trois postes")
    assert (sheet(events=[ev.Started()]).priority, sheet(events=[ev.Started()]).impact) == ("P3", "")


def article_of(*events: ev.Happening) -> Seen:
    (seen,) = sheet(events=list(events)).articles
    return seen


def test_the_last_word_on_an_article_counts_and_copying_is_one() -> None:
    refused, used, copied = ev.Refused("tpe"), ev.Used("tpe"), ev.Copied("tpe")
    assert article_of(refused, used).did == "used"
    assert article_of(used, refused).did == "refused"
    assert article_of(copied).did == "copied"
    assert article_of(copied, ev.Opened("tpe")).did == "copied"
    assert article_of(ev.Tried("tpe"), copied).did == "tried"
    assert "copié" in markdown(sheet(events=[copied]), "fr")


def test_an_article_that_served_after_all_leads_and_one_that_did_not_does_not() -> None:
    def article(*happened: ev.Happening) -> str:
        call = fold(event(str(at), what, minute=at) for at, what in enumerate(happened))
        return asked_of(call, ASKED, TITLES).article

    assert article(ev.Refused("tpe"), ev.Used("tpe")) == "tpe"
    assert article(ev.Used("tpe"), ev.Refused("tpe")) == ""
    assert article(ev.Opened("reseau/vpn"), ev.Copied("tpe")) == "tpe"


def test_the_version_is_that_of_what_was_read() -> None:
    shown, other = ev.Displayed("tpe", 1, COMMIT, "tpe#1"), "d" * 40
    assert article_of(ev.Opened("tpe", version=other)).version == other
    assert article_of(ev.Opened("tpe", version=other), shown).version == other
    assert article_of(shown, ev.Opened("tpe")).version == COMMIT
    assert article_of(ev.Opened("tpe", version=other), ev.Used("tpe", version=COMMIT)).version == COMMIT
    assert article_of(ev.Opened("tpe")).version == ""


def test_where_nothing_says_what_was_read_the_index_then_does_and_else_nobody() -> None:
    other = "d" * 40
    before, after = (ev.Searched("vpn", "hybrid", commit, "g1") for commit in (COMMIT, other))
    used, shown = ev.Used("tpe"), ev.Displayed("tpe", 2, other, "tpe#1")
    found = article_of(before, used, after)
    assert (found.version, found.version_by) == (COMMIT, "search")
    assert article_of(before, used, after, ev.Tried("tpe")).version == other
    assert (article_of(before, used, shown).version, article_of(before, used, shown).version_by) == (other, "event")
    assert article_of(before, ev.Used("tpe", version=other)).version_by == "event"
    unknown = article_of(used, after)
    assert (unknown.version, unknown.version_by) == ("", "unknown")
    for form in (markdown, plain):
        assert "TPE (tpe), utile, version de l’index à ce moment : cccccccccccc\n" in form(
            sheet(events=[before, used]), "fr"
        )
        assert "TPE (tpe), useful, version of the index then: cccccccccccc\n" in form(
            sheet(events=[before, used]), "en"
        )
        assert "TPE (tpe), utile, version inconnue\n" in form(sheet(events=[used]), "fr")
        assert "TPE (tpe), useful, version not known\n" in form(sheet(events=[used]), "en")


def test_what_stood_first_and_nobody_opened_comes_after_what_was_opened_and_is_called_so() -> None:
    def shown(article: str, rank: int = 1) -> ev.Displayed:
        return ev.Displayed(article, rank, COMMIT, f"{article}#1")

    made = sheet(events=[shown("tpe"), shown("reseau/vpn", 2), shown("b"), shown("a"), ev.Opened("a"), shown("tpe")])
    assert [one.article for one in made.articles] == ["a"]
    assert made.displayed == (Seen("b", "b", COMMIT, "displayed", ()), Seen("tpe", "TPE", COMMIT, "displayed", ()))
    assert (
        "## Articles vus\n- a (a), lu, version cccccccccccc\n"
        "- b (b), affiché en premier, non ouvert, version cccccccccccc\n"
        "- TPE (tpe), affiché en premier, non ouvert, version cccccccccccc\n\n"
    ) in markdown(made, "fr")
    assert "TPE (tpe), shown first, not opened, version cccccccccccc\n" in plain(made, "en")
    many = sheet(events=[shown(f"a{at}") for at in range(9)])
    assert [one.article for one in many.displayed] == ["a6", "a7", "a8"]


def test_the_last_answer_counts_and_blanks_are_none() -> None:
    made = sheet(
        events=[
            ev.Started("phone"),
            ev.Answered("Voyant rouge ?", "oui"),
            ev.Escalated("N2", "réseau", impact=" ", facts=(ev.Fact("nom du poste", " "),)),
            ev.Answered("Voyant rouge ?", "non"),
        ]
    )
    assert (made.answers, made.impact) == ((("Voyant rouge ?", "non"),), "")
    assert made.facts == (FactAsked("nom du poste", ""), FactAsked("Message affiché", ""))


def test_what_was_said_last_counts_and_what_was_said_before_goes_along() -> None:
    """Said in whatever way: a danger is told after the search, or before the next one."""
    call = fold(
        event(str(at), what, minute=at)
        for at, what in enumerate(
            [
                ev.Searched("coffret bloqué", "hybrid", COMMIT, "g1"),
                ev.Opened("tpe"),
                ev.Tried("reseau/vpn"),
                ev.Opened("tpe"),
                ev.Described("odeur de brûlé"),
            ]
        )
    )
    found = asked_of(call, ASKED, TITLES)
    assert (found.symptom, found.article) == ("odeur de brûlé", "tpe")
    assert found.said_before == ("odeur de brûlé", "coffret bloqué")


def test_facts_that_differ_in_brackets_alone_keep_each_its_value() -> None:
    terminal, printer = "Numéro de série (TPE)", "Numéro de série (imprimante)"
    plan = plan_of(Client("acme", levels=(Level("N2", "réseau", facts=(terminal, printer, "Heure")),)))
    at = datetime(2026, 11, 2, 10, 30, tzinfo=ZoneInfo("Europe/Paris"))
    told = Told(facts=((terminal, "TPE-111"), (printer, "IMP-222")))
    made = handover(fold(EVENTS[:2]), "Acme", path(plan, Situation(at, "P3")), told, TITLES)
    assert made.facts == (FactAsked(terminal, "TPE-111"), FactAsked(printer, "IMP-222"), FactAsked("Heure", ""))


def test_a_title_is_the_one_that_stood_on_the_screen_in_that_version() -> None:
    shown = {
        ("reseau/vpn", COMMIT): "VPN, avant",
        ("reseau/vpn", ""): "VPN, entre-temps",
        ("parti", ""): "Parti depuis",
    }
    call = fold(EVENTS)
    at = datetime(2026, 11, 2, 10, 30, tzinfo=ZoneInfo("Europe/Paris"))
    made = handover(call, CLIENT.name, path(plan_of(CLIENT), Situation(at, "P3")), TOLD, TITLES, shown)
    assert {one.article: one.title for one in made.articles} == {"reseau/vpn": "VPN, avant", "parti": "Parti depuis"}
    rows = [event("r", ev.Displayed("tpe", 1, COMMIT, "tpe#1"), minute=7)]
    shown_tpe = {("tpe", COMMIT): "TPE, avant"}
    made = handover(fold([*EVENTS, *rows]), "", path(plan_of(CLIENT), Situation(at, "P3")), TOLD, TITLES, shown_tpe)
    assert [one.title for one in made.displayed] == ["TPE, avant"]
    assert made.articles[0].title == "VPN : connexion impossible", "as it is now, where no screen is kept"
