"""Topics that are still there keep their names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.topics import name

GROUPS = st.lists(st.lists(st.integers(0, 40).map(str), min_size=1, max_size=8, unique=True), max_size=6)


def test_half_of_the_calls_that_were_known_carry_the_name() -> None:
    before = {"a": "t", "b": "t", "c": "u", "d": ""}
    assert name([["a", "b", "c", "new"]], before) == ["t"]
    assert name([["a", "d", "new"]], before) == ["t"]
    assert name([["a", "c", "d"]], before)[0] not in ("t", "u")


def test_of_two_parts_of_one_topic_the_larger_keeps_its_name() -> None:
    before = dict.fromkeys("abcde", "t")
    small, large = name([["a", "b"], ["c", "d", "e"]], before)
    assert large == "t"
    assert small not in ("t", "")


def test_of_two_topics_that_have_become_one_the_larger_gives_its_name() -> None:
    assert name([["a", "b", "c"]], {"a": "t", "b": "t", "c": "u"}) == ["t"]


def test_calls_that_nobody_knew_make_a_name_of_their_own() -> None:
    one, other = name([["a", "b"], ["c"]], {})
    assert one != other
    assert name([["b", "a"]], {"z": "t"}) == [one]


def test_a_new_group_of_the_calls_that_a_name_was_made_of_gets_another() -> None:
    first = name([["a", "b"]], {})
    before = dict.fromkeys("ab", first[0]) | dict.fromkeys("cdefg", first[0])
    large, small = name([["c", "d", "e", "f", "g"], ["a", "b"]], before)
    assert (large, small == first[0]) == (first[0], False)


@given(GROUPS, st.dictionaries(st.integers(0, 40).map(str), st.sampled_from(["", "t", "u", "v"])))
def test_no_two_groups_of_different_calls_have_one_name(groups: list[list[str]], before: dict[str, str]) -> None:
    apart = [*{frozenset(group): group for group in groups}.values()]
    names = name(apart, before)
    assert len({*names}) == len(apart)
    assert all(names)


@given(GROUPS)
def test_the_same_calls_again_keep_every_name(groups: list[list[str]]) -> None:
    apart = [[call for call in group if not any(call in one for one in groups[:at])] for at, group in enumerate(groups)]
    apart = [group for group in apart if group]
    names = name(apart, {})
    before = {call: topic for topic, group in zip(names, apart, strict=True) for call in group}
    assert name(apart, before) == names
