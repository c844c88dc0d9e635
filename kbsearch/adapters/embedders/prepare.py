"""Prepare a model once: load it with sentence-transformers, export its whole pipeline, quantise, verify, publish.

The exported graph goes from token ids to the finished sentence embedding (transformer, pooling, any dense layer,
normalisation), so every sentence-transformers model becomes one graph with one output. Weights become int8 per channel
with a reduced range, which stays exact on processors without VNNI; the few layers that eight bits would drown stay in
float (`sensitive.py`). Everything is written aside and renamed in.
"""

from __future__ import annotations

import json
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from kbsearch.adapters.embedders.default_model import default_model
from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.adapters.embedders.packaged_english import find_folder
from kbsearch.adapters.embedders.prepared import (
    CARD,
    DEFAULT,
    ENGLISH,
    GRAPH,
    RECIPE,
    ModelChoice,
    PreparedModel,
    fingerprint,
    load,
)
from kbsearch.adapters.embedders.screened import screen
from kbsearch.adapters.embedders.sensitive import Feeds, drowned
from kbsearch.adapters.embedders.tokens import TOKENIZERS
from kbsearch.adapters.embedders.unigram import as_sentencepiece
from kbsearch.errors import ModelMissing

Progress = Callable[[str], None]
"""Told the name of each step as it starts."""

STEPS = ("read", "export", "quantise", "verify", "publish")
MIN_COSINE = 0.98
"""A prepared vector further than this from the original's: the export went wrong; int8 alone gives ≥ 0.995."""
PROBES = (
    "imprimante hors ligne",
    "le terminal de paiement ne se connecte plus au réseau depuis ce matin",
    "erreur 0x80070005",
    "how do I reset my password?",
    "mdp oublié",
    "Vérifiez que le câble réseau est branché et que le voyant est vert, puis redémarrez l'imprimante. Si le message "
    "reste affiché, relevez le code d'erreur et le numéro de série avant d'appeler le support.",
)


def prepare(models_dir: Path, choice: ModelChoice, *, progress: Progress = lambda _: None) -> PreparedModel:
    """Make `models_dir/<choice.key()>` and return it verified. Raises `ModelMissing` if the source cannot be loaded."""
    models_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="preparing-", dir=models_dir) as scratch, _quiet():
        work = Path(scratch)
        progress("read")
        original = load_original(choice, work)
        folder = work / "prepared"
        folder.mkdir()
        progress("export")
        inputs = _export(original, work / "float.onnx")
        progress("quantise")
        _quantise(work / "float.onnx", folder / GRAPH, _feeds(original, inputs))
        _save_tokenizer(original, folder)
        card = _card(original, choice, inputs)
        card["fingerprint"] = fingerprint(folder, card)
        (folder / CARD).write_text(json.dumps(card, indent=2, sort_keys=True), "utf-8")
        progress("verify")
        _verify(original, folder, card)
        progress("publish")
        _publish(folder, models_dir / choice.key())
    return load(models_dir, choice)


def load_original(choice: ModelChoice, scratch: Path) -> SentenceTransformer:
    """The configured model in full precision. Local files only; remote code and pickles are never trusted."""
    if choice.source == DEFAULT:
        return default_model(scratch)
    if choice.source != ENGLISH and Path(choice.source).is_dir():
        screen(Path(choice.source))
    try:
        return SentenceTransformer(
            str(find_folder()) if choice.source == ENGLISH else choice.source,
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, ImportError, RuntimeError) as error:
        raise ModelMissing(
            f"sentence-transformers cannot load {choice.source!r} from this machine: {error}",
            remedy="kbsearch model prepare --source FOLDER",
        ) from error


class _Pipeline(torch.nn.Module):
    """The whole sentence-transformers pipeline as one function of token ids, for the exporter."""

    def __init__(self, original: SentenceTransformer, names: list[str]) -> None:
        super().__init__()
        self.original = original
        self.names = names

    def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
        features = self.original(dict(zip(self.names, tensors, strict=True)))
        embedding: torch.Tensor = features["sentence_embedding"]
        return embedding


def _export(original: SentenceTransformer, target: Path) -> list[str]:
    """Write the float32 graph; returns the names of its inputs."""
    sample = original.preprocess(list(PROBES[:2]))
    names: list[str] = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in sample]
    batch, length = torch.export.Dim("batch"), torch.export.Dim("length", max=_max_tokens(original))
    pipeline = _Pipeline(original, names).eval()
    with torch.no_grad():
        torch.onnx.export(
            pipeline,
            tuple(sample[name] for name in names),
            str(target),
            input_names=names,
            output_names=["sentence_embedding"],
            dynamo=True,
            external_data=False,
            verbose=False,
            dynamic_shapes=(tuple({0: batch, 1: length} for _ in names),),
        )
    return names


def _quantise(source: Path, target: Path, feeds: Sequence[Feeds]) -> None:
    """Weights to int8, but where that would drown the activations. `feeds`: token ids of ordinary texts.

    The exporter's notes (stack traces, paths) go first, so that equal models give equal bytes.
    """
    graph = onnx.load(source)
    for part in (
        graph,
        graph.graph,
        *graph.graph.node,
        *graph.graph.value_info,
        *graph.graph.input,
        *graph.graph.output,
    ):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    onnx.save(graph, source)
    kept = drowned(source, feeds)
    quantize_dynamic(
        source, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8, nodes_to_exclude=kept
    )


def _save_tokenizer(original: SentenceTransformer, folder: Path) -> None:
    """As a sentencepiece model where that is the same, else as it is."""
    tokenizer = original.tokenizer
    inner: Tokenizer = tokenizer if isinstance(tokenizer, Tokenizer) else tokenizer.backend_tokenizer
    inner.save(str(folder / TOKENIZERS))
    as_sentencepiece(folder)


def _feeds(original: SentenceTransformer, inputs: Sequence[str]) -> list[Feeds]:
    """The probes' token ids, one text each, as the graph takes them."""
    rows = (original.preprocess([text]) for text in PROBES)
    return [{name: np.asarray(row[name], np.int64) for name in inputs} for row in rows]


def _max_tokens(original: SentenceTransformer) -> int:
    return int(original.max_seq_length or 512)


def _card(original: SentenceTransformer, choice: ModelChoice, inputs: list[str]) -> dict[str, Any]:
    prompts = original.prompts or {}
    ours = {"query_prompt": choice.query_prompt, "document_prompt": choice.document_prompt}
    theirs = {
        "query_prompt": prompts.get("query", ""),
        "document_prompt": prompts.get("document", prompts.get("passage", "")),
    }
    chosen = {key: theirs[key] if value is None else value for key, value in ours.items()}
    limit = min(choice.max_tokens or _max_tokens(original), _max_tokens(original))
    return {
        **chosen,
        "max_tokens": limit,
        "inputs": inputs,
        "recipe": RECIPE,
        "source": choice.source,
        "dim": int(original.get_embedding_dimension() or 0),
    }


def _verify(original: SentenceTransformer, folder: Path, card: dict[str, Any]) -> None:
    model = PreparedModel(
        folder,
        card["fingerprint"],
        card["dim"],
        card["max_tokens"],
        card["query_prompt"],
        card["document_prompt"],
        tuple(card["inputs"]),
        card["source"],
    )
    ours = GraphEmbedder(model).embed_queries(PROBES)
    theirs = original.encode(list(PROBES), prompt=card["query_prompt"], normalize_embeddings=True)
    worst = float(np.min(np.sum(ours * theirs, axis=1)))
    if not worst >= MIN_COSINE:
        raise ModelMissing(
            f"The prepared graph of {card['source']!r} differs from the original: cosine {worst:.3f}, "
            f"at least {MIN_COSINE} expected.",
            remedy="kbsearch model prepare --again",
        )


def _publish(folder: Path, target: Path) -> None:
    """Every file and folder synced, then one rename; an older folder of the same name makes way."""
    for path in [*folder.iterdir(), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
    if target.exists():
        target.rename(folder.parent / "replaced")
    folder.rename(target)


@contextmanager
def _quiet() -> Iterator[None]:
    """The exporter warns about its own internals; none of it is for the person preparing a model."""
    import logging

    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
