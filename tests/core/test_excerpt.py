from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.excerpt import LEAD, WIDTH, segments
from kbsearch.core.model import Passage, Result, Signals


def result(text: str, *highlights: tuple[int, int], title: str = "Titre", chunk: str = "a#1") -> Result:
    return Result("a", "a.md", title, 1.0, Passage(chunk, (), text, highlights, (1, 1), "c"), Signals())


def test_marks_are_dropped_and_matches_kept() -> None:
    text = "1. **Redémarrer** le [poste](../poste.md)"
    at = text.index("poste")
    assert segments(result(text, (at, at + 5))) == (("1. Redémarrer le ", False), ("poste", True))


def test_a_match_inside_a_link_address_is_not_shown() -> None:
    text = "voir [ici](../vpn.md) le vpn"
    found = segments(result(text, (14, 17), (25, 28)))
    assert found == (("voir ici le ", False), ("vpn", True))


def test_matches_that_touch_once_marks_are_gone_are_one() -> None:
    assert segments(result("a **impri**mante b", (4, 9), (11, 16))) == (
        ("a ", False),
        ("imprimante", True),
        (" b", False),
    )


def test_the_first_match_is_in_sight() -> None:
    text = "mot " * 100 + "cible fin"
    found = segments(result(text, (400, 405)))
    assert found[0] == ("… ", False)
    assert ("cible", True) in found


def test_the_context_begins_at_a_word_and_is_cut_at_the_width() -> None:
    text = "abcde " * 30 + "cible" + " fin" * 100
    before, lead, hit, rest, after = segments(result(text, (180, 185)))
    assert (before, hit, after) == (("… ", False), ("cible", True), (" …", False))
    assert lead[0].startswith("abcde ")
    assert LEAD - 6 < len(lead[0]) <= LEAD
    assert len(lead[0] + hit[0] + rest[0]) == WIDTH


def test_a_card_does_not_repeat_the_title() -> None:
    assert segments(result("Titre\nsymptôme *", (0, 5), chunk="a#0")) == (("symptôme *", False),)
    assert segments(result("# Titre\n\nsuite", (2, 7))) == (("suite", False),)
    assert segments(result("# **Titre** #\n\nsuite", (4, 9), (15, 20))) == (("suite", True),)
    assert segments(result("# Titre")) == ()


def test_a_title_that_begins_the_first_sentence_is_a_part_of_it() -> None:
    assert segments(result("VPN coupé", (0, 3), title="VPN")) == (("VPN", True), (" coupé", False))


@given(st.text(max_size=900), st.integers(0, 900), st.integers(0, 40))
def test_any_text_gives_a_short_excerpt(text: str, start: int, length: int) -> None:
    found = segments(result(text, (min(start, len(text)), min(start + length, len(text)))))
    ends = [piece for piece in found if piece in (("… ", False), (" …", False))]
    assert sum(len(piece) for piece, _ in found) <= WIDTH + 2 * len(ends)
    assert all(piece for piece, _ in found)


@given(st.integers(0, 890))
def test_a_match_anywhere_has_its_context_around_it(at: int) -> None:
    text = "mot " * 225
    found = segments(result(text, (at, at + 5)))
    matched = next(place for place, (_, hit) in enumerate(found) if hit)
    assert len("".join(piece for piece, _ in found[:matched])) <= LEAD + len("… ")
