"""Model folders that are made to run something: refused with their file's name, and the canary is never made."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kbsearch.adapters.embedders import prepared
from kbsearch.adapters.embedders.packaged_english import find_folder
from kbsearch.adapters.embedders.prepared import ModelChoice, PreparedModel
from kbsearch.errors import ModelMissing

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture(scope="module")
def module() -> ModuleType:
    """What prepares models. Imported here: it brings torch, which every process would else load to collect tests."""
    from kbsearch.adapters.embedders import prepare

    return prepare


class MakesCanary:
    """Unpickled, it makes a file."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[Callable[[Path], None], tuple[Path]]:
        return Path.touch, (self.canary,)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole model, as anybody may have been given one."""
    shutil.copytree(find_folder(), tmp_path / "model")
    return tmp_path / "model"


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    return tmp_path / "canary"


def change(path: Path, changed: dict[str, Any]) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changed}), "utf-8")


def add_code(folder: Path, canary: Path) -> None:
    lines = "from pathlib import Path", f"Path({str(canary)!r}).touch()", "class Evil: pass"
    (folder / "evil.py").write_text("\n".join(lines), "utf-8")


def add_module(folder: Path, kind: str) -> None:
    modules = json.loads((folder / "modules.json").read_text("utf-8"))
    modules.append({"idx": len(modules), "name": "more", "path": "more", "type": kind})
    (folder / "modules.json").write_text(json.dumps(modules), "utf-8")


def pickled_weights(folder: Path, canary: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(MakesCanary(canary)))


def pickle_beside_the_weights(folder: Path, canary: Path) -> None:
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(MakesCanary(canary)))


def pickle_of_a_dense_layer(folder: Path, canary: Path) -> None:
    """The library asks for safetensors of the transformer, but takes pickles of its own layers."""
    add_module(folder, "sentence_transformers.models.Dense")
    (folder / "more").mkdir()
    settings = {"in_features": 384, "out_features": 8, "activation_function": "torch.nn.modules.linear.Identity"}
    (folder / "more" / "config.json").write_text(json.dumps(settings), "utf-8")
    (folder / "more" / "pytorch_model.bin").write_bytes(pickle.dumps(MakesCanary(canary)))


def foreign_module(folder: Path, canary: Path) -> None:
    add_code(folder, canary)
    add_module(folder, "evil.Evil")


def own_configuration(folder: Path, canary: Path) -> None:
    add_code(folder, canary)
    change(folder / "config.json", {"model_type": "evil", "auto_map": {"AutoConfig": "evil.Evil"}})


def own_model_of_a_known_type(folder: Path, canary: Path) -> None:
    add_code(folder, canary)
    change(folder / "config.json", {"auto_map": {"AutoModel": "evil.Evil"}})


def own_tokenizer(folder: Path, canary: Path) -> None:
    add_code(folder, canary)
    changed = {"tokenizer_class": "Evil", "auto_map": {"AutoTokenizer": ["evil.Evil", "evil.Evil"]}}
    change(folder / "tokenizer_config.json", changed)


def trust_asked_for_in_the_folder(folder: Path, canary: Path) -> None:
    own_configuration(folder, canary)
    trust = {"trust_remote_code": True}
    change(folder / "sentence_bert_config.json", dict.fromkeys(("model_args", "config_args", "tokenizer_args"), trust))


def link_out_of_the_folder(folder: Path, _: Path) -> None:
    weights = folder / "model.safetensors"
    weights.rename(folder.parent / "elsewhere.safetensors")
    weights.symlink_to(folder.parent / "elsewhere.safetensors")


HOSTILE = [
    (pickled_weights, r"pytorch_model\.bin: .*only safetensors"),
    (pickle_beside_the_weights, r"pytorch_model\.bin: .*only safetensors"),
    (pickle_of_a_dense_layer, r"more/pytorch_model\.bin: .*only safetensors"),
    (foreign_module, r"modules\.json: it names 'evil\.Evil'"),
    (own_configuration, r"config\.json: its “auto_map”"),
    (own_model_of_a_known_type, r"config\.json: its “auto_map”"),
    (own_tokenizer, r"tokenizer_config\.json: its “auto_map”"),
    (trust_asked_for_in_the_folder, r"config\.json: its “auto_map”"),
    (link_out_of_the_folder, r"model\.safetensors: it leads out of the folder"),
]


@pytest.mark.parametrize(("make", "said"), HOSTILE, ids=lambda value: getattr(value, "__name__", ""))
def test_a_hostile_folder_is_refused_and_nothing_of_it_runs(
    module: ModuleType, folder: Path, canary: Path, make: Callable[[Path, Path], None], said: str
) -> None:
    make(folder, canary)
    models = folder.parent / "models"
    with pytest.raises(ModelMissing, match=said):
        module.prepare(models, ModelChoice(str(folder)))
    assert not canary.exists()
    assert list(models.iterdir()) == []


CODE = [pickled_weights, foreign_module, own_configuration, own_tokenizer, trust_asked_for_in_the_folder]


@pytest.mark.parametrize("make", CODE)
def test_the_second_wall_holds_where_the_first_has_a_gap(
    module: ModuleType,
    folder: Path,
    canary: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path, Path], None],
) -> None:
    """Without a look at the folder first, the library is still told to trust nothing."""
    monkeypatch.setattr(module, "screen", lambda folder: None)
    make(folder, canary)
    try:
        module.load_original(ModelChoice(str(folder)), folder.parent)
    except ModelMissing:
        assert make is not own_tokenizer
    assert not canary.exists()


def test_the_canaries_can_sing(folder: Path, canary: Path) -> None:
    pickle.loads(pickle.dumps(MakesCanary(canary)))  # noqa: S301
    assert canary.exists()
    canary.unlink()
    add_code(folder, canary)
    exec((folder / "evil.py").read_text("utf-8"), {})  # noqa: S102
    assert canary.exists()


def test_what_is_no_module_of_a_pipeline_is_a_missing_model(module: ModuleType, folder: Path) -> None:
    add_module(folder, "sentence_transformers.util.import_from_string")
    with pytest.raises(ModelMissing, match="cannot load"):
        module.load_original(ModelChoice(str(folder)), folder.parent)


def test_a_whole_folder_and_links_inside_it_are_taken(module: ModuleType, folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.rename(folder / "weights")
    weights.symlink_to("weights")
    assert module.load_original(ModelChoice(str(folder)), folder.parent).get_embedding_dimension() == 384


def test_another_whole_graph_in_a_prepared_folder_is_refused(
    default_model: PreparedModel, english_model: PreparedModel, tmp_path: Path
) -> None:
    """Not a damaged file: one that would run."""
    folder = tmp_path / default_model.folder.name
    shutil.copytree(default_model.folder, folder)
    assert prepared.load(tmp_path, ModelChoice()).fingerprint == default_model.fingerprint
    shutil.copyfile(english_model.graph, folder / prepared.GRAPH)
    with pytest.raises(ModelMissing, match=r"is damaged. Run: kbsearch model prepare --again"):
        prepared.load(tmp_path, ModelChoice())
