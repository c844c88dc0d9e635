"""The default model, multilingual-e5-small, as a standard `BertModel` and tokenizer, from its packed weights."""

from __future__ import annotations

from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from kbsearch.adapters.embedders import packed_e5

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.word": "word_embeddings.weight",
    "emb.pos": "position_embeddings.weight",
    "emb.type": "token_type_embeddings.weight",
    "emb.ln.w": "LayerNorm.weight",
    "emb.ln.b": "LayerNorm.bias",
}


def default_model(scratch: Path) -> SentenceTransformer:
    """The packed weights in full precision, as sentence-transformers loads any model; files go below `scratch`."""
    packed = packed_e5.read(packed_e5.find_weights())
    config = BertConfig(
        vocab_size=packed.rows,
        hidden_size=packed.hidden,
        num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads,
        intermediate_size=packed.intermediate,
        max_position_embeddings=packed.positions,
        type_vocab_size=packed.token_types,
        layer_norm_eps=packed.layer_norm_eps,
        pad_token_id=packed.pad,
    )
    bert = BertModel(config).eval()
    shapes = bert.state_dict()
    weights = {
        name: torch.from_numpy(values.copy()).reshape(shapes[name].shape) for name, values in _named(packed).items()
    }
    bert.load_state_dict(weights, strict=False)  # all but the pooler, which sentence embeddings do not use
    source = scratch / "original"
    bert.save_pretrained(source)
    PreTrainedTokenizerFast(
        tokenizer_object=unigram_tokenizer(packed),
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        mask_token="<mask>",
        model_max_length=packed.positions,
    ).save_pretrained(source)
    modules = [Transformer(str(source)), Pooling(packed.hidden, pooling_mode="mean"), Normalize()]
    return SentenceTransformer(modules=modules, prompts=packed_e5.PROMPTS, device="cpu")


def _named(packed: packed_e5.PackedModel) -> dict[str, packed_e5.FloatArray]:
    """The packed tensors under BERT's names."""
    named = {f"embeddings.{theirs}": packed.tensors[ours] for ours, theirs in _EMBEDDING_NAMES.items()}
    for layer in range(packed.layers):
        for ours, theirs in _LAYER_NAMES.items():
            for short, long in (("w", "weight"), ("b", "bias")):
                named[f"encoder.layer.{layer}.{theirs}.{long}"] = packed.tensors[f"l{layer}.{ours}.{short}"]
    return named


def unigram_tokenizer(packed: packed_e5.PackedModel) -> Tokenizer:
    """XLM-RoBERTa's tokenizer. It normalises by NFKC, but for controls (dropped) and exotic spaces (a space)."""
    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=packed.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(r"[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"), ""),
            normalizers.Replace(Regex(r"[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", packed.bos), ("</s>", packed.eos)],
    )
    return tokenizer
