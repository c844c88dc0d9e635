"""What several folders of tests share: the real model, prepared once, and the sample base built with it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kbsearch.adapters.embedders import prepared
from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.adapters.embedders.prepared import ModelChoice, PreparedModel
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import ModelMissing
from kbsearch.settings import load_settings
from tests import examples
from tests.clocks import rates_clock
from tests.once import made_once, one_at_a_time
from tests.turns import pytest_runtest_protocol

__all__ = ["pytest_runtest_protocol", "rates_clock"]

examples.register()

ROOT = Path(__file__).parent.parent
CLIENTS = ("caissio", "embalor", "soldea")


@pytest.fixture(scope="session")
def default_model() -> PreparedModel:
    """The default model, prepared into the user's own cache if it is not there yet (half a minute)."""
    return prepared_model(ModelChoice())


@pytest.fixture(scope="session")
def english_model() -> PreparedModel:
    """The English model, likewise."""
    return prepared_model(ModelChoice(prepared.ENGLISH))


def prepared_model(choice: ModelChoice) -> PreparedModel:
    models = load_settings({}).models
    with one_at_a_time():
        try:
            return prepared.load(models, choice)
        except ModelMissing:
            from kbsearch.adapters.embedders.prepare import prepare

            return prepare(models, choice)


@pytest.fixture(scope="session")
def embedder(default_model: PreparedModel) -> GraphEmbedder:
    return GraphEmbedder(default_model)


@pytest.fixture(scope="session")
def sample_indexes(default_model: PreparedModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The indexes of the sample base's clients, built through the real store with the real model. Not to be changed."""
    from kbsearch.workshop import Workshop

    def build(folder: Path) -> None:
        workshop = Workshop(load_settings(of_sample(folder)), warn=pytest.fail)
        library = workshop.library()
        for outcome in workshop.build(library, workshop.clients(library), progress=lambda _: lambda *_: None):
            if isinstance(outcome, Exception):
                raise outcome

    return made_once(tmp_path_factory, "sample-indexes", build)


def of_sample(indexes: Path) -> dict[str, object]:
    """The settings of a base with the sample articles."""
    return {"articles": ROOT / "articles", "indexes": indexes, "source": "worktree"}


@pytest.fixture(scope="session")
def sample(sample_indexes: Path) -> dict[str, Snapshot]:
    """The sample base's clients, opened."""
    from kbsearch import app

    store = app.open_store(load_settings(of_sample(sample_indexes)))
    return {client: store.open(client).snapshot for client in CLIENTS}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """`-n auto`: one process more than cores, for who waits (a pause while typing, a deadline) uses none; without slow
    tests hardly anybody does."""
    return (os.cpu_count() or 1) + ("not slow" not in config.option.markexpr)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files with tests that must be alone come last: else every other process waits for each of them."""
    alone = {item.path for item in items if item.get_closest_marker("alone") is not None}
    items.sort(key=lambda item: item.path in alone)
