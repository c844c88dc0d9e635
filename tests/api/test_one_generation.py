"""P2, from outside: every answer is of one generation, while generations are swapped under it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from kbsearch.core.snapshot import Snapshot
from tests.fakes import HashingEmbedder
from tests.served import Served, serving, snapshots

GENERATIONS = 4


def generation(root: Path, number: int) -> Snapshot:
    """The text, and the commit's and the generation's names, all say which it is."""
    path = root / str(number) / "acme" / "vpn.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"# VPN coupé, tirage-{number}\n\nLe VPN est coupé : tirage-{number}.\n", "utf-8")
    made = snapshots(root / str(number), HashingEmbedder())["acme"]
    return replace(made, commit=f"{number:040d}", generation=f"gen-{number}-test")


def mixed(document: dict[str, Any], texts: list[str]) -> str:
    """What does not belong together, or nothing."""
    number = int(document["commit"])
    whole = document["generation"] == f"gen-{number}-test" and all(f"tirage-{number}" in text for text in texts)
    return "" if whole else f"{document['commit']} {document['generation']} {texts}"


def ask(served: Served, _: int) -> tuple[str, str]:
    answer = served.search("vpn coupé").json()
    results = answer["results"]
    texts = [text for one in results for text in (one["title"], one["passage"]["text"])]
    commits = {answer["commit"], *(one["passage"]["commit"] for one in results)}
    fault = mixed(answer, texts) or ("" if len(commits) == 1 and results else f"{commits}")
    article = served.http.get("/api/v1/clients/acme/articles/vpn").json()
    fault = fault or mixed(article, [article["title"], article["source"], article["html"]])
    return fault, answer["commit"]


def test_no_answer_mixes_generations_while_they_are_swapped(tmp_path: Path) -> None:
    made = [generation(tmp_path / "made", number) for number in range(GENERATIONS)]
    stop = threading.Event()
    with serving(tmp_path) as served:
        served.live.entries["acme"] = made[0]

        def swap() -> None:
            at = 0
            while not stop.wait(0.0005):
                at += 1
                served.live.entries["acme"] = made[at % GENERATIONS]

        swapper = threading.Thread(target=swap)
        swapper.start()
        try:
            with ThreadPoolExecutor(4) as pool:
                answers = list(pool.map(lambda number: ask(served, number), range(150)))
        finally:
            stop.set()
            swapper.join()
    assert [fault for fault, _ in answers if fault] == []
    assert len({commit for _, commit in answers}) == GENERATIONS


def test_a_mixture_would_be_seen() -> None:
    answer = {"commit": f"{1:040d}", "generation": "gen-1-test"}
    assert mixed(answer, ["tirage-1"]) == ""
    assert mixed(answer, ["tirage-1", "tirage-2"])
    assert mixed({**answer, "generation": "gen-2-test"}, ["tirage-1"])
