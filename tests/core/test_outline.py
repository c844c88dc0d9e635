"""An outline says what failed and where, and none of what the exceptions say."""

from __future__ import annotations

import logging
import sys
import threading

import pytest

from kbsearch.cli.logs import Outlined, set_up_logs
from kbsearch.core.outline import outline

SAID = "Mme Quillacq, 06 52 71 41 27"


def fail() -> None:
    try:
        raise KeyError(SAID)
    except KeyError as error:
        raise ValueError(SAID) from error


def failed() -> ValueError:
    with pytest.raises(ValueError, match="Quillacq") as caught:
        fail()
    return caught.value


def test_causes_come_first_and_each_has_its_place() -> None:
    first, second = outline(failed()).splitlines()
    assert first.startswith("KeyError in fail (core/test_outline.py:")
    assert second.startswith("ValueError in fail (core/test_outline.py:")
    assert SAID not in first + second


def test_groups_and_circles_come_to_an_end() -> None:
    one, other = ValueError(SAID), KeyError(SAID)
    one.__cause__, other.__cause__ = other, one
    found = outline(ExceptionGroup(SAID, [one, OSError(SAID)]))
    assert found.splitlines() == [
        "ExceptionGroup in no known place",
        "KeyError in no known place",
        "ValueError in no known place",
        "OSError in no known place",
    ]


def test_a_record_of_the_log_holds_no_message_of_an_exception() -> None:
    error = failed()
    details = (type(error), error, error.__traceback__)
    asked = f"Task exception was never retrieved\nfuture: {error!r}"
    for name, message in (("uvicorn.error", "Exception in ASGI application"), ("asyncio", asked)):
        record = logging.LogRecord(name, logging.ERROR, "", 1, message, (), details, sinfo=SAID)
        text = Outlined().format(record)
        assert text.startswith(message.partition("\n")[0])
        assert "ValueError in fail" in text
        assert "Quillacq" not in text


def test_what_ends_a_thread_is_outlined_too(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    for module, name in ((threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    level = logging.getLogger("kbsearch").level
    set_up_logs("info")
    try:
        thread = threading.Thread(target=fail, name="doomed")
        thread.start()
        thread.join()
    finally:
        logging.getLogger("kbsearch").setLevel(level)
    assert "the thread doomed ended: KeyError in fail" in caplog.text
    assert "Quillacq" not in caplog.text
