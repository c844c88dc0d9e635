from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.access.audit import NO_SEAL, Entry, Sealed, sealed, verify

SECRET = b"s" * 32


def trail(count: int, secret: bytes = SECRET, actor: str = "key:k") -> list[Sealed]:
    kept: list[Sealed] = []
    for seq in range(1, count + 1):
        entry = Entry("2026-11-02T09:00:00+00:00", actor, "incident.open", "done", "acme", f"inc-{seq}")
        kept.append(sealed(secret, seq, kept[-1].seal if kept else NO_SEAL, entry))
    return kept


@pytest.mark.parametrize("count", [0, 1, 7])
def test_a_trail_as_it_was_written_is_whole(count: int) -> None:
    kept = trail(count)
    verdict = verify(SECRET, kept, {one.seq: one.seal for one in kept})
    assert (verdict.entries, verdict.broken) == (count, None)
    assert verdict.head == (kept[-1].seal if kept else NO_SEAL)


@given(count=st.integers(1, 6), data=st.data())
def test_any_change_is_found_at_its_place(count: int, data: st.DataObject) -> None:
    kept, at = trail(count), data.draw(st.integers(0, count - 1))
    one = kept[at]
    byte = data.draw(st.integers(0, len(one.body) - 1))
    kept[at] = data.draw(
        st.sampled_from(
            [
                replace(one, body=one.body[:byte] + bytes([one.body[byte] ^ 1]) + one.body[byte + 1 :]),
                replace(one, seal=bytes([one.seal[0] ^ 1]) + one.seal[1:]),
                trail(count, b"t" * 32)[at],
                replace(one, seq=one.seq + 1),
            ]
        )
    )
    assert verify(SECRET, kept, {}).broken == at + 1


@given(count=st.integers(2, 6), data=st.data())
def test_what_was_removed_or_swapped_is_found(count: int, data: st.DataObject) -> None:
    kept, at = trail(count), data.draw(st.integers(0, count - 2))
    assert verify(SECRET, kept[:at] + kept[at + 1 :], {}).broken == at + 1
    swapped = [*kept[:at], replace(kept[at + 1], seq=at + 1), replace(kept[at], seq=at + 2), *kept[at + 2 :]]
    assert verify(SECRET, swapped, {}).broken == at + 1


def test_an_anchor_shows_that_the_end_was_cut_off_or_the_whole_written_anew() -> None:
    kept = trail(4)
    anchors = {3: kept[2].seal}
    assert verify(SECRET, kept, anchors).broken is None
    assert verify(SECRET, kept[:2], {}).broken is None
    assert verify(SECRET, kept[:2], anchors).broken == 3
    anew = [sealed(SECRET, 1, NO_SEAL, Entry("x", "x", "x", "done"))]
    for seq in (2, 3):
        anew.append(sealed(SECRET, seq, anew[-1].seal, Entry("x", "x", "x", "done")))
    assert verify(SECRET, anew, {}).broken is None
    assert verify(SECRET, anew, anchors).broken == 3


@pytest.mark.parametrize("at", [1, 2, 3])
def test_an_entry_of_another_history_is_found_though_its_own_seal_holds(at: int) -> None:
    """The secret, the number and the body are right: what is not is the seal before."""
    kept, other = trail(4), trail(4, actor="key:other")
    assert verify(SECRET, other, {}).broken is None
    assert verify(SECRET, [*kept[:at], other[at], *kept[at + 1 :]], {}).broken == at + 1
    assert verify(SECRET, [*kept[:at], *other[at:]], {}).broken == at + 1


def test_up_to_where_anchors_vouch_is_told() -> None:
    kept = trail(5)
    anchors = {2: kept[1].seal, 3: kept[2].seal}

    def told(trail: list[Sealed], anchors: dict[int, bytes]) -> tuple[int, int, int | None]:
        verdict = verify(SECRET, trail, anchors)
        return verdict.anchored, verdict.unanchored, verdict.broken

    assert told(kept, anchors) == (3, 2, None)
    assert told(kept[:4], anchors) == (3, 1, None), "cut off after the last anchor: not noticed, and said to be so"
    assert told(kept[:3], anchors) == (3, 0, None)
    assert told(kept[:2], anchors) == (2, 0, 3)
    assert told(kept, {}) == (0, 5, None)
    assert told([], {}) == (0, 0, None)
