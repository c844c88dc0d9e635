"""What several folders of tests share: the real model, prepared once, and the sample base built with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbsearch.adapters.embedders import prepared
from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.adapters.embedders.prepared import ModelChoice, PreparedModel
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import ModelMissing
from kbsearch.settings import load_settings
from tests.turns import pytest_runtest_protocol

__all__ = ["pytest_runtest_protocol"]

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
    try:
        return prepared.load(models, choice)
    except ModelMissing:
        from kbsearch.adapters.embedders.prepare import prepare

        return prepare(models, choice)


@pytest.fixture(scope="session")
def embedder(default_model: PreparedModel) -> GraphEmbedder:
    return GraphEmbedder(default_model)


@pytest.fixture(scope="session")
def sample(default_model: PreparedModel, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Snapshot]:
    """The sample base's clients, built and opened through the real store."""
    from kbsearch import app
    from kbsearch.workshop import Workshop

    settings = load_settings(
        {"articles": ROOT / "articles", "indexes": tmp_path_factory.mktemp("indexes"), "source": "worktree"}
    )
    workshop = Workshop(settings, warn=pytest.fail)
    library = workshop.library()
    outcomes = workshop.build(library, workshop.clients(library), progress=lambda _: lambda *_: None)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
    store = app.open_store(settings)
    return {client: store.open(client).snapshot for client in CLIENTS}
