"""A whole Whisper of noise: the real architecture in the real file format, small, and it has learnt nothing."""

import json
from pathlib import Path
from typing import Any

import numpy as np

_WIDTH, _HEADS, _LAYERS, _MELS = 16, 2, 1, 80
_AUDIO_PLACES, _TEXT_PLACES = 1500, 448
_SPECIAL = ("startoftranscript", "en", "de", "translate", "transcribe", "startoflm", "startofprev", "nospeech")
_TIMES = 1501
_MULTILINGUAL = 51_865  # the vocabulary's size is what CTranslate2 tells a multilingual model by


def write_weights(folder: Path, *, multilingual: bool, seed: int = 7) -> Path:
    folder.mkdir(parents=True)
    tokens = _tokens(_MULTILINGUAL if multilingual else 2200)
    _write_tokenizer(folder / "tokenizer.json", tokens)
    _write_model(folder, tokens, np.random.default_rng(seed))
    return folder


def _tokens(count: int) -> list[str]:
    """Letters and bare words, then what steers, then the times, as Whisper's own vocabularies are laid out."""
    steering = ["<|endoftext|>", *(f"<|{name}|>" for name in _SPECIAL), "<|notimestamps|>"]
    times = [f"<|{number * 0.02:.2f}|>" for number in range(_TIMES)]
    letters = sorted(_byte_letters())
    words = [f"Ġword{number}" for number in range(count - len(letters) - len(steering) - len(times))]
    return [*letters, *words, *steering, *times]


def _byte_letters() -> list[str]:
    from tokenizers.pre_tokenizers import ByteLevel

    return list(ByteLevel.alphabet())


def _write_tokenizer(path: Path, tokens: list[str]) -> None:
    from tokenizers import AddedToken, Tokenizer
    from tokenizers.decoders import ByteLevel as Decoder
    from tokenizers.models import BPE
    from tokenizers.pre_tokenizers import ByteLevel

    tokenizer: Any = Tokenizer(BPE({token: number for number, token in enumerate(tokens)}, []))
    tokenizer.pre_tokenizer, tokenizer.decoder = ByteLevel(add_prefix_space=False), Decoder()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in tokens if token.startswith("<|")])
    tokenizer.save(str(path))


def _write_model(folder: Path, tokens: list[str], random: np.random.Generator) -> None:
    from ctranslate2.specs import WhisperSpec

    spec = WhisperSpec(_LAYERS, _HEADS, _LAYERS, _HEADS)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.alignment_heads = [(0, 0)]
    spec.config.lang_ids = [tokens.index("<|en|>"), tokens.index("<|de|>")]
    _fill(spec, random, len(tokens))
    spec.register_vocabulary(tokens)
    spec.validate()
    spec.save(str(folder))
    (folder / "preprocessor_config.json").write_text(json.dumps({"feature_size": _MELS}))


def _fill(spec: Any, random: np.random.Generator, vocabulary: int) -> None:
    def noise(*shape: int) -> Any:
        return random.normal(0, 0.1, shape).astype(np.float32)

    def linear(layer: Any, outputs: int, inputs: int) -> None:
        layer.weight, layer.bias = noise(outputs, inputs), noise(outputs)

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(_WIDTH, np.float32), np.zeros(_WIDTH, np.float32)

    def attention(layer: Any, *widths: int) -> None:
        norm(layer.layer_norm)
        for each, width in zip(layer.linear, widths, strict=True):
            linear(each, width * _WIDTH, _WIDTH)

    def feed_forward(layer: Any) -> None:
        norm(layer.layer_norm)
        linear(layer.linear_0, 4 * _WIDTH, _WIDTH)
        linear(layer.linear_1, _WIDTH, 4 * _WIDTH)

    encoder, decoder = spec.encoder, spec.decoder
    encoder.conv1.weight, encoder.conv1.bias = noise(_WIDTH, _MELS, 3), noise(_WIDTH)
    encoder.conv2.weight, encoder.conv2.bias = noise(_WIDTH, _WIDTH, 3), noise(_WIDTH)
    encoder.position_encodings.encodings = noise(_AUDIO_PLACES, _WIDTH)
    decoder.position_encodings.encodings = noise(_TEXT_PLACES, _WIDTH)
    decoder.embeddings.weight = noise(vocabulary, _WIDTH)
    decoder.projection.weight = decoder.embeddings.weight
    for side in (encoder, decoder):
        norm(side.layer_norm)
        for layer in side.layer:
            attention(layer.self_attention, 3, 1)
            feed_forward(layer.ffn)
    for layer in decoder.layer:
        attention(layer.attention, 1, 2, 1)
