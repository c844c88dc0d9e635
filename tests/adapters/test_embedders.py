"""The prepared model against the original, through sentence-transformers' own API."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kbsearch.adapters.embedders import packaged_english, packed_e5, prepared
from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.adapters.embedders.packaged_english import find_folder
from kbsearch.adapters.embedders.prepared import ModelChoice, PreparedModel
from kbsearch.adapters.embedders.tokens import SentencePieceIds, TokenizersIds
from kbsearch.adapters.embedders.unigram import PROBES
from kbsearch.errors import ModelMissing

QUERIES = [
    "imprimante hors ligne",
    "mdp oublié",
    "erreur 0x80070005",
    "le TPE ne se connecte plus",
    "How do I reset it?",
]
PASSAGES = ["Vérifiez que le câble réseau est branché, puis redémarrez l'imprimante. " * 8, "Open the *Settings* menu."]
pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    return np.sum(one * other, axis=1)


def test_the_hot_path_is_sentence_transformers_on_the_same_model(embedder: GraphEmbedder) -> None:
    from kbsearch.adapters.embedders.st_module import as_sentence_transformer

    model = as_sentence_transformer(embedder.model)
    assert cosines(model.encode_query(QUERIES), embedder.embed_queries(QUERIES)).min() >= 0.999
    assert cosines(model.encode_document(PASSAGES), embedder.embed_documents(PASSAGES)).min() >= 0.999


def test_the_prepared_model_is_close_to_full_precision(embedder: GraphEmbedder, tmp_path: Path) -> None:
    from kbsearch.adapters.embedders.prepare import load_original

    original = load_original(ModelChoice(), tmp_path)
    assert cosines(original.encode_query(QUERIES), embedder.embed_queries(QUERIES)).min() >= 0.995
    assert cosines(original.encode_document(PASSAGES), embedder.embed_documents(PASSAGES)).min() >= 0.995


def test_vectors_are_unit_rows_and_do_not_depend_on_their_neighbours(embedder: GraphEmbedder) -> None:
    together = embedder.embed_queries(QUERIES)
    assert together.shape == (len(QUERIES), embedder.dim)
    assert together.dtype == np.float32
    assert np.abs(np.linalg.norm(together, axis=1) - 1).max() < 1e-5
    for at, query in enumerate(QUERIES):
        assert embedder.embed_queries([query])[0].tobytes() == together[at].tobytes()
    assert embedder.embed_queries([]).shape == (0, embedder.dim)


def test_the_prompts_differ(embedder: GraphEmbedder) -> None:
    assert cosines(embedder.embed_queries(QUERIES), embedder.embed_documents(QUERIES)).max() < 0.9999


@pytest.mark.parametrize("text", ["", " ", "\ud800 seul", "\x00\x01", "😀" * 50, "mot " * 5000, "你好 مرحبا"])
def test_any_text_gives_a_finite_vector(embedder: GraphEmbedder, text: str) -> None:
    assert np.isfinite(embedder.embed_queries([text])).all()


def test_tokens_are_counted_beyond_the_limit(embedder: GraphEmbedder) -> None:
    assert embedder.token_count("mot") < 10
    assert 1000 < embedder.token_count("mot " * 1000) < 1100


def test_french_is_understood(embedder: GraphEmbedder) -> None:
    passages = ["L'imprimante apparaît hors connexion.", "Réinitialiser un mot de passe.", "The printer is offline."]
    near = embedder.embed_queries(["imprimante hors ligne"]) @ embedder.embed_documents(passages).T
    assert int(np.argmin(near)) == 1


def test_serving_never_imports_torch(default_model: PreparedModel) -> None:
    code = (
        "import sys; from kbsearch.adapters.embedders import graph, prepared; from pathlib import Path;"
        f"m = prepared.load(Path({str(default_model.folder.parent)!r}), prepared.ModelChoice());"
        "graph.GraphEmbedder(m).embed_queries(['bonjour']);"
        "sys.exit('torch' in sys.modules or 'sentence_transformers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_english_model_is_the_package_s_own(english_model: PreparedModel) -> None:
    from sentence_transformers import SentenceTransformer

    original = SentenceTransformer(str(find_folder()), device="cpu", local_files_only=True)
    embedder = GraphEmbedder(english_model)
    texts = [text for text in PASSAGES if "Settings" in text] + ["Calendar invitations are not sent", "reset password"]
    assert cosines(original.encode_query(texts), embedder.embed_queries(texts)).min() >= 0.98
    assert english_model.folder.name.startswith("english-")


def test_an_english_model_with_other_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other")
    with pytest.raises(ModelMissing, match="SHA-256"):
        packaged_english._verified(tmp_path / "model.safetensors")


def test_any_model_folder_can_be_prepared(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    from kbsearch.adapters.embedders.prepare import prepare

    steps: list[str] = []
    model = prepare(tmp_path, ModelChoice(str(find_folder())), progress=steps.append)
    original = SentenceTransformer(str(find_folder()), device="cpu", local_files_only=True)
    ours, theirs = GraphEmbedder(model).embed_queries(QUERIES), original.encode_query(QUERIES)
    assert cosines(ours, theirs).min() >= 0.98
    assert (model.dim, model.max_tokens, model.query_prompt) == (384, 256, "")
    assert steps == ["read", "export", "quantise", "verify", "publish"]
    assert [path.name for path in tmp_path.iterdir()] == [model.folder.name]


def test_a_model_that_is_not_here_says_what_to_do(tmp_path: Path) -> None:
    from kbsearch.adapters.embedders.prepare import prepare

    with pytest.raises(ModelMissing, match="kbsearch model prepare"):
        prepare(tmp_path, ModelChoice(str(tmp_path / "absent")))
    with pytest.raises(ModelMissing, match="not prepared"):
        prepared.load(tmp_path, ModelChoice())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.model", "prepared.json"])
def test_a_damaged_prepared_model_is_refused(default_model: PreparedModel, tmp_path: Path, name: str) -> None:
    folder = tmp_path / default_model.folder.name
    shutil.copytree(default_model.folder, folder)
    damaged = bytearray((folder / name).read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (folder / name).write_bytes(damaged)
    with pytest.raises(ModelMissing):
        prepared.load(tmp_path, ModelChoice())


def test_the_fingerprint_holds_everything_that_decides_a_vector(default_model: PreparedModel) -> None:
    card = json.loads((default_model.folder / "prepared.json").read_text("utf-8"))
    assert prepared.fingerprint(default_model.folder, card) == default_model.fingerprint
    for key, value in {"query_prompt": "q: ", "max_tokens": 128}.items():
        assert prepared.fingerprint(default_model.folder, {**card, key: value}) != default_model.fingerprint


def test_another_choice_is_another_folder(tmp_path: Path) -> None:
    names = {ModelChoice().key(), ModelChoice(query_prompt="q: ").key(), ModelChoice(max_tokens=128).key()}
    (tmp_path / "weights").write_text("one")
    names.add(ModelChoice(str(tmp_path)).key())
    (tmp_path / "weights").write_text("other")
    names.add(ModelChoice(str(tmp_path)).key())
    assert len(names) == 5


def test_the_packed_weights_are_pinned(tmp_path: Path) -> None:
    weights = packed_e5.find_weights()
    (tmp_path / "other.bin").write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(ModelMissing, match="SHA-256"):
        packed_e5.read(tmp_path / "other.bin")


def test_a_block_is_dequantised_as_documented() -> None:
    raw = np.float16(0.5).tobytes() + bytes([0x0F | (0x01 << 4)] * 16)
    assert packed_e5.dequantise(raw).tolist() == [3.5] * 16 + [-3.5] * 16


@pytest.mark.parametrize("text", [*PROBES, "", "a", "mot " * 509, "mot " * 510, "mot " * 511])
def test_sentencepiece_and_tokenizers_give_the_same_ids(
    pieces: SentencePieceIds, english_tokens: TokenizersIds, unigram_json: TokenizersIds, text: str
) -> None:
    assert list(pieces.encode(text, 512)) == list(unigram_json.encode(text, 512))
    assert pieces.count(text) == unigram_json.count(text)
    for tokens in (pieces, english_tokens):
        ids = list(tokens.encode(text, 16))
        assert len(ids) == min(16, tokens.count(text))
        assert (ids[0], ids[-1]) == (tokens.encode("a", 16)[0], tokens.encode("a", 16)[-1])


@pytest.fixture(scope="module")
def pieces(default_model: PreparedModel) -> SentencePieceIds:
    return SentencePieceIds(default_model.folder / "tokenizer.model")


@pytest.fixture(scope="module")
def unigram_json(tmp_path_factory: pytest.TempPathFactory) -> TokenizersIds:
    from kbsearch.adapters.embedders.default_model import unigram_tokenizer

    path = tmp_path_factory.mktemp("unigram") / "tokenizer.json"
    unigram_tokenizer(packed_e5.read(packed_e5.find_weights())).save(str(path))
    return TokenizersIds(path)


@pytest.fixture(scope="module")
def english_tokens() -> TokenizersIds:
    return TokenizersIds(find_folder() / "tokenizer.json")


def test_preparing_twice_gives_the_same_bytes(default_model: PreparedModel, tmp_path: Path) -> None:
    """Else an index could not move from one machine to another."""
    from kbsearch.adapters.embedders.prepare import prepare

    again = prepare(tmp_path, ModelChoice())
    assert again.fingerprint == default_model.fingerprint
    assert again.graph.read_bytes() == default_model.graph.read_bytes()
