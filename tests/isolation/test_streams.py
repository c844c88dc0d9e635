"""The hunt where an answer has no end: days that are watched side by side, while things happen in all of them."""

from __future__ import annotations

import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from kbsearch.api.dashboard.stream import LOOK_S
from tests.isolation.desk import Desk
from tests.isolation.sweep import neighbours, settle
from tests.isolation.world import World
from tests.pages.today import Stream
from tests.served import running
from tests.waiting import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

CLIENTS = 3


def test_a_watched_day_has_nothing_of_another(tmp_path: Path) -> None:
    with closing(World(tmp_path / "world", CLIENTS)) as world:
        settle(world, with_evidence=False)
        with running(world.kb) as (url, _), ExitStack() as held:
            theirs = [
                Stream(url, other, authorization=f"Bearer {world.keys[name]}") for name, other in neighbours(world)
            ]
            assert {held.enter_context(one).answer.status_code for one in theirs} == {404}
            own = {name: Stream(url, name, authorization=f"Bearer {world.keys[name]}") for name in world.names}
            for one in own.values():
                held.enter_context(one).next()
            for name, other in neighbours(world):
                before = {watched: len(one.waiting()) for watched, one in own.items()}
                Desk(world).takes_a_call(name, other, f"vu-{name}")
                assert wait_for(lambda: len(own[name].waiting()) > before[name]), "its own is told of it"  # noqa: B023
                time.sleep(2 * LOOK_S)  # a look may have come in the midst of it
                silent = {watched for watched, one in own.items() if len(one.waiting()) == before[watched]}
                assert silent == {*world.names} - {name}
            for name, one in own.items():
                world.check(name, one.raw.encode(), "stream of its day")
                assert f'"client":"{name}"' in one.raw
                assert not [other for other in world.names if other != name and f'"{other}"' in one.raw]
