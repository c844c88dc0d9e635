from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.excerpt import LEAD, WIDTH, segments
from kbsearch.core.model import Passage, Result, Signals


def result(text: str, *highlights: tuple[int, int], title: str = "Titre") -> Result:
    return Result("a", "a.md", title, 1.0, Passage("a#1", (), text, highlights, (1, 1), "c"), Signals())


def test_marks_are_dropped_and_matches_kept() -> None:
    text = "1. **Redémarrer** le [poste](../poste.md)"
    at = text.index("poste")
    assert segments(result(text, (at, at + 5))) == [("1. Redémarrer le ", False), ("poste", True)]


def test_a_match_inside_a_link_address_is_not_shown() -> None:
    text = "voir [ici](../vpn.md) le vpn"
    found = segments(result(text, (14, 17), (25, 28)))
    assert found == [("voir ici le ", False), ("vpn", True)]


def test_the_first_match_is_in_sight() -> None:
    text = "mot " * 100 + "cible fin"
    found = segments(result(text, (400, 405)))
    assert found[0] == ("… ", False)
    assert ("cible", True) in found


def test_a_card_does_not_repeat_the_title() -> None:
    assert segments(result("Titre\nsymptôme", (0, 5))) == [("\nsymptôme", False)]
    assert segments(result("# Titre\n\nsuite", (2, 7))) == [("\n\nsuite", False)]


@given(st.text(max_size=900), st.integers(0, 900), st.integers(0, 40))
def test_any_text_gives_a_short_excerpt(text: str, start: int, length: int) -> None:
    found = segments(result(text, (min(start, len(text)), min(start + length, len(text)))))
    assert sum(len(piece) for piece, _ in found) <= WIDTH + 4
    assert LEAD < WIDTH
    assert all(piece for piece, _ in found)
