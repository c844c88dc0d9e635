"""Numbers that were keyed level by level in a voice menu go, choices stay."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.calls.imported import each_call
from kbsearch.core.calls.imported_rows import Clock
from kbsearch.core.redaction import redact
from kbsearch.flows.load_calls import Known, load_calls
from kbsearch.flows.menu_path import KEYED, kept_path
from kbsearch.flows.record import Wall
from tests.clients import ACME


def kept(*choices: str) -> list[str]:
    once = kept_path(choices, lambda text: redact(text).text, longest=128)
    assert kept_path(once, lambda text: redact(text).text, longest=128) == once
    return list(once)


@pytest.mark.parametrize(
    ("choices", "left"),
    [
        ("06>52>71>41>27", "D>D>D>D>D"),
        ("0652>7141>27", "D>D>D"),
        ("2>06>52>71>41>27", "2>D>D>D>D>D"),
        ("2>facturation>06>52>71>41>27", "2>facturation>D>D>D>D>D"),
        ("0>6>5>2>7>1>4>1>2>7", "D>D>D>D>D>D>D>D>D>D"),
        ("0>6>5>2>7>1>4127", "D>D>D>D>D>D>D"),
        ("+33>6>52>71>41>27", "D>D>D>D>D>D"),
        ("1>2>1234>5678>1", "1>2>D>D>1"),
        ("06.52>71.41>27", "D>D>D"),
        ("06>#>52>71>#", "D>#>D>D>#"),
        ("44>719", "D>D"),
        ("2>44>719#", "2>D>D"),
        ("٠٦>٥٢>٧١", "D>D>D"),
        ("saisie>1234>5678", "saisie>D>D"),
        ("06527>1>4>1>2>7", "D>D>D>D>D>D"),
        ("065271>4>1>2", "D>D>D>D"),
        ("0>6>5>2>714127", "0>6>5>2>D"),  # choices of a menu as far as anybody can tell
        ("1>2>3>48213", "1>2>3>D"),
        ("12>48213", "12>D"),
        ("12>1>48213", "12>1>D"),
        ("1>2>12345678>1", "1>2>D>1"),
        ("44>719>48213", "D>D>D"),
        ("06>52714127", "D>D"),
        ("2>06>52714127#", "2>D>D#"),
        ("2>12345678>1", "2>D>1"),
        ("2>facturation>12345678>saisie>1", "2>facturation>D>saisie>1"),
    ],
)
def test_what_is_keyed_goes(choices: str, left: str) -> None:
    assert kept(*choices.split(">")) == left.replace("D", KEYED).split(">")


@pytest.mark.parametrize(
    "choices",
    [
        "1", "2", "2>1>3", "1>3", "facturation", "2>facturation>1", "9>9>1>2", "1>2>3>4>5", "*>1>#", "0", "4242",
        "1>4210", "2>1>4210", "poste 4210", "poste 4210>poste 4211", "10>20", "caisse 12>magasin 0142", "1>2>>3",
        "fr>2>support n2>1", "12", "",
    ],
)  # fmt: skip
def test_choices_stay(choices: str) -> None:
    assert kept(*choices.split(">")) == choices.split(">")


def test_a_number_cut_in_a_file_of_calls_is_not_in_the_store(tmp_path: Path) -> None:
    wall = Wall(lambda text: redact(text).text, lambda *_: "", lambda *_: "", is_personal=lambda _: False)
    rows = [["call_id", "started_at", "ivr"], ["c1", "2026-11-02T09:14:00", "2>06>52>71>41>27"]]
    rows.append(["c2", "2026-11-02T09:20:00", "2>1>3"])
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    clock = Clock(ZoneInfo("Europe/Paris"), datetime(2026, 11, 30, tzinfo=UTC))
    with closing(SqliteCalls(tmp_path / "calls.db")) as store:
        calls = each_call(io.BytesIO(file.getvalue().encode()), "csv", client="acme", clock=clock)
        assert load_calls(ACME, store, calls, wall, known=Known(())).faults == ()
        paths = [call.start.ivr for id in ("c1", "c2") if (call := store.call(ACME, id))]
    assert paths == [("2", *(KEYED,) * 5), ("2", "1", "3")]
    written = b"".join(path.read_bytes() for path in tmp_path.glob("calls.db*"))
    assert b'"52"' not in written
