from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.errors import UnavailableError
from geminivideo.core.text_embedding import DIMENSIONS, TextEncoder, load_bundled_encoder


@pytest.fixture(scope="module")
def encoder() -> TextEncoder:
    return load_bundled_encoder()


def test_unit_vectors_that_know_meaning(encoder: TextEncoder) -> None:
    vectors = encoder.encode(["a man lifts weights", "someone is training at the gym", "quarterly tax invoices"])
    assert vectors.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_a_text_has_one_vector_whatever_stands_beside_it(encoder: TextEncoder) -> None:
    """Padding to the longest text of a batch must not leak into the shorter ones."""
    fresh = load_bundled_encoder()
    alone = fresh.encode(["no time for the gym"])[0]
    among = encoder.encode(["x " * 90, "no time for the gym", "short"])[1]
    assert np.allclose(alone, among, atol=1e-5)


def test_known_value_of_the_original_model(encoder: TextEncoder) -> None:
    """First numbers of the original all-MiniLM-L6-v2 for this sentence, as sentence-transformers gives them."""
    first = encoder.encode(["This is an example sentence"])[0][:3]
    assert np.allclose(first, [0.0677, 0.0635, 0.0487], atol=2e-4)


def test_no_texts_no_vectors(encoder: TextEncoder) -> None:
    assert encoder.encode([]).shape == (0, DIMENSIONS)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not the reviewed ones")
    with pytest.raises(UnavailableError, match="not the ones that were reviewed"):
        TextEncoder(tmp_path)
