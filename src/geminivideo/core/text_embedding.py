"""Sentence embeddings without a network: MiniLM-L6 from its bundled weights, run with numpy.

384 numbers of unit length per text, so that a dot product is the cosine similarity. The package that carries the
weights has no known publisher, so its file is checked against the hash of the original and refused otherwise.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

from geminivideo.core.errors import UnavailableError
from geminivideo.core.word_list import bundled_model

Array = npt.NDArray[np.float32]

DIMENSIONS = 384
_HEADS, _LAYERS, _HEAD_SIZE = 12, 6, 32
_MAX_TOKENS = 128
_BATCH = 32
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_CACHED_TEXTS = 4096
# Early layers keep how something is said, late ones what it is about; 0 are the word vectors before the first layer.
DEPTHS = (0, 2, 4, 6)


class TextEncoder:
    """Encodes texts to unit vectors; texts seen before come from a cache."""

    def __init__(self, folder: Path) -> None:
        weights = folder / "model.safetensors"
        if hashlib.sha256(weights.read_bytes()).hexdigest() != _WEIGHTS_SHA256:
            raise UnavailableError(
                "The bundled sentence-embedding weights are not the ones that were reviewed.",
                next_step="reinstall the pinned requirements; do not use this copy",
            )
        self._weights = load_file(weights)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._tokenizer.enable_padding()
        self._cache: OrderedDict[str, Array] = OrderedDict()

    def encode(self, texts: Sequence[str]) -> Array:
        """One row of 384 per text, in the order given."""
        last = self.encode_depths(texts)[:, -1]
        return np.asarray(last / np.linalg.norm(last, axis=-1, keepdims=True), np.float32)

    def encode_depths(self, texts: Sequence[str]) -> Array:
        """Texts x DEPTHS x 384: the mean of a text's tokens after each of those layers."""
        known = {text: row for text in texts if (row := self._cache.get(text)) is not None}
        fresh = sorted({text for text in texts if text not in known}, key=len)
        computed = dict(zip(fresh, self._encode_fresh(fresh), strict=True))
        rows = [computed[text] if text in computed else known[text] for text in texts]
        self._remember(computed)
        return np.stack(rows) if rows else np.zeros((0, len(DEPTHS), DIMENSIONS), np.float32)

    def similarity(self, first: str, second: str) -> float:
        """Cosine of two texts, -1 to 1."""
        one, other = self.encode([first, second])
        return float(one @ other)

    def _encode_fresh(self, texts: Sequence[str]) -> list[Array]:
        batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
        return [row for batch in batches for row in self._forward(batch)]

    def _remember(self, computed: dict[str, Array]) -> None:
        self._cache.update(computed)
        while len(self._cache) > _CACHED_TEXTS:
            self._cache.popitem(last=False)

    def _forward(self, texts: Sequence[str]) -> Array:
        encodings = self._tokenizer.encode_batch(list(texts))
        ids = np.array([e.ids for e in encodings])
        mask = np.array([e.attention_mask for e in encodings], np.float32)
        x = self._embed(ids)
        bias = (1 - mask[:, None, None, :]) * np.float32(-1e9)
        means = [_mean(x, mask)]
        for layer in range(_LAYERS):
            x = self._transformer_layer(x, bias, f"encoder.layer.{layer}.")
            if layer + 1 in DEPTHS:
                means.append(_mean(x, mask))
        return np.stack(means, axis=1)

    def _embed(self, ids: npt.NDArray[np.int64]) -> Array:
        words = self._weights["embeddings.word_embeddings.weight"][ids]
        places = self._weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        kind = self._weights["embeddings.token_type_embeddings.weight"][0]
        return self._norm(words + places + kind, "embeddings.LayerNorm")

    def _transformer_layer(self, x: Array, bias: Array, name: str) -> Array:
        attended = self._linear(self._attention(x, bias, name), f"{name}attention.output.dense")
        x = self._norm(x + attended, f"{name}attention.output.LayerNorm")
        inner = _gelu(self._linear(x, f"{name}intermediate.dense"))
        return self._norm(x + self._linear(inner, f"{name}output.dense"), f"{name}output.LayerNorm")

    def _attention(self, x: Array, bias: Array, name: str) -> Array:
        batch, length, width = x.shape
        query, key, value = (
            self._linear(x, f"{name}attention.self.{part}")
            .reshape(batch, length, _HEADS, _HEAD_SIZE)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(_HEAD_SIZE)) + bias
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        return np.asarray((weights @ value).transpose(0, 2, 1, 3).reshape(batch, length, width), np.float32)

    def _linear(self, x: Array, name: str) -> Array:
        weight = self._weights[f"{name}.weight"]
        # one large product instead of one for each text
        flat = x.reshape(-1, x.shape[-1]) @ weight.T + self._weights[f"{name}.bias"]
        return np.asarray(flat.reshape(*x.shape[:-1], len(weight)), np.float32)

    def _norm(self, x: Array, name: str) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return np.asarray(
            centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"], np.float32
        )


def _mean(x: Array, mask: Array) -> Array:
    return np.asarray((x * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True), np.float32)


def _gelu(x: Array) -> Array:
    return np.asarray(0.5 * x * (1 + erf(x * np.float32(np.sqrt(0.5)))), np.float32)


@cache
def load_bundled_encoder() -> TextEncoder:
    """The encoder over the installed weights: 90 MB, so there is one for the whole process."""
    return TextEncoder(bundled_model())
