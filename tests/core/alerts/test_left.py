"""Who of those left without an answer says the same, and that what is not known makes no burst."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pytest

from kbsearch.core.alerts import left
from kbsearch.core.alerts.left import Left, Subject, subjects


def by_first_word(wordings: Sequence[str]) -> list[list[int]]:
    groups = defaultdict[str, list[int]](list)
    for at, words in enumerate(wordings):
        groups[words.split()[0].lower()].append(at)
    return [*groups.values()]


def those(*said: str, callers: int = 20) -> Left:
    """A caller each, as `anna: vpn tombe`."""
    return Left(callers, frozenset((name, words) for name, _, words in (one.partition(": ") for one in said)))


def test_callers_of_one_subject_count_once_and_the_largest_comes_first() -> None:
    now = those("a: badge", "b: vpn tombe", "c: VPN coupé", "c: vpn lent", "d: vpn tombe", "e: badge perdu", "f: ")
    assert now.count == 6
    assert subjects(now, [], by_first_word) == [Subject(3, 0), Subject(2, 0)]


def test_the_usual_of_a_subject_is_its_own_hour_after_hour() -> None:
    now = those("a: vpn tombe", "b: vpn tombe", "c: badge")
    usual = [those("x: vpn", "x: vpn lent", "y: casque"), those("x: vpn"), those("y: badge", "z: badge")]
    assert subjects(now, usual, by_first_word) == [Subject(2, 2), Subject(1, 2)]


def test_words_that_differ_by_accents_are_compared_once_as_they_were_said_first() -> None:
    asked = list[Sequence[str]]()

    def alike(wordings: Sequence[str]) -> list[list[int]]:
        asked.append(wordings)
        return [[at] for at in range(len(wordings))]

    found = subjects(those("a: VPN coupé", "b: vpn coupe"), [those("c: Vpn Coupé")], alike)
    assert (found, asked) == ([Subject(2, 1)], [["VPN coupé"]])


def test_what_is_not_compared_is_usual_of_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(left, "MOST_COMPARED", 2)
    now = those("a: vpn", "b: badge", "c: casque")
    usual = [those("x: souris", "x: vpn", "y: "), those("z: clavier")]
    assert subjects(now, usual, by_first_word) == [Subject(1, 3)] * 2


def test_who_says_nothing_now_is_of_no_subject() -> None:
    def never(wordings: Sequence[str]) -> list[list[int]]:
        raise AssertionError("there is nothing to compare")

    assert subjects(those("a: ", "b: "), [those("c: ")], never) == []
