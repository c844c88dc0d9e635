from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.calls.callers import one_spelling, region_of
from kbsearch.core.levels import Holidays


@pytest.mark.parametrize(
    "spelling",
    ["0612345678", "06 12 34 56 78", "06.12.34.56.78", "+33 6 12 34 56 78", "0033612345678", "+33 (0)6 12 34 56 78"],
)
def test_a_number_has_one_spelling(spelling: str) -> None:
    assert one_spelling(spelling) == "+33612345678"


def test_the_region_decides_what_a_bare_number_means() -> None:
    assert one_spelling("0470 12 34 56", region="BE") == "+32470123456"
    assert one_spelling("0470 12 34 56", region="FR") == "+33470123456"


@pytest.mark.parametrize(
    "address",
    [
        "sip:+33612345678@op.fr",
        "SIP:+33612345678@op.fr;user=phone",
        "sips:0612345678@10.0.0.1:5061;transport=tls",
        "<sip:%2B33612345678@op.fr>",
        '"M. Durand" <sip:+33612345678;phone-context=x@op.fr?a=b>',
        "sip:06 12 34 56 78@op.fr",
        "+33612345678@op.fr",
        "tel:+33612345678",
        "<tel:+33 6 12 34 56 78>",
        "tel:+33-6-12-34-56-78",
        "tel:0612345678;phone-context=+33",
    ],
)
def test_an_address_is_the_number_in_it(address: str) -> None:
    assert one_spelling(address) == "+33612345678"


def test_an_address_without_a_number_is_a_name_at_its_host() -> None:
    assert one_spelling("sip:Élodie@op.fr;x=1") == "elodie@op.fr" != one_spelling("sip:elodie@other.fr")
    assert one_spelling("sip:4210@op.fr") == one_spelling("4210@op.fr") == "4210@op.fr"
    assert one_spelling("appel de jean@op.fr") == "appel de jean@op.fr"


@pytest.mark.parametrize(
    ("country", "region"), [("", "FR"), ("FR", "FR"), ("BE", "BE"), ("FRA", "FR"), ("UK", "GB"), ("XX", "FR")]
)
def test_a_clients_region_is_the_country_of_its_holidays(country: str, region: str) -> None:
    assert region_of(Holidays(country)) == region


@pytest.mark.parametrize(
    "withheld",
    [
        *("", "  ", "Anonymous", "ANONYME", "unknown", "Privé", "masqué", "-", "0", "numéro masqué", "restricted"),
        *("withheld", "Private Number", "Numéro inconnu", "N/A", "sip:anonymous@anonymous.invalid", "0000000000"),
        *("+0000", "Caller ID unavailable", "no caller id", "NUMERO_INCONNU", "Appel masqué", "tel:anonymous"),
        *("N° masqué", "Nº masqué", "N° inconnu", "n° privé", "n° non communiqué", "N°inconnu"),
        *("Inconnu(e)", "Masqué(e)", "Appelant inconnu(e)", "sip:n°%20masqué@pbx.example"),
        *(
            "sip:anonymous.invalid",
            "sip:unknown@10.0.0.1",
            "unknown@10.0.0.1",
            '"Anonymous" <sip:anonymous@anonymous.invalid>',
            "***",
        ),
    ],
)
def test_a_withheld_number_is_nobody(withheld: str) -> None:
    assert one_spelling(withheld) == ""


def test_names_and_extensions() -> None:
    assert one_spelling("  Société  Générale ") == one_spelling("societe generale")
    assert one_spelling("4210") == "4210"
    assert one_spelling("Cabinet Privé Martin") == "cabinet prive martin"
    assert one_spelling("Cache Cache") == "cache cache"
    assert one_spelling("Magasin N° 3") == "magasin n° 3"
    assert one_spelling("Associé(e) 12") == "associe(e) 12"
    assert one_spelling("E") == "e"
    assert one_spelling("0612345678 ext. 12") != one_spelling("0612345678")
    assert one_spelling("0612345678") != one_spelling("0612345679")


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from([*"sip:", "sip:", "tel:", "@", ";", "%41", "a", "06", " "])).map("".join)
)
def test_any_text_is_read_and_read_again_the_same(text: str) -> None:
    once = one_spelling(text)
    assert one_spelling(once) == once
