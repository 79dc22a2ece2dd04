"""One encoder for all tests, and finished campaigns that several tests look at."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from geminivideo.core.text_embedding import TextEncoder, load_bundled_encoder
from geminivideo.creative.council.council import Council
from geminivideo.creative.council.local import local_judges
from geminivideo.creative.director.local import LocalCopywriter
from geminivideo.creative.generation import create_blueprints
from geminivideo.creative.model import Brief, CreativeOutcome
from geminivideo.creative.rewriting import LocalRewriter
from tests.creative.briefs import brief

Generate = Callable[..., CreativeOutcome]


@pytest.fixture(scope="session")
def encoder() -> TextEncoder:
    return load_bundled_encoder()


@pytest.fixture(scope="session")
def copywriter(encoder: TextEncoder) -> LocalCopywriter:
    return LocalCopywriter(encoder)


@pytest.fixture(scope="session")
def generate(encoder: TextEncoder) -> Generate:
    """`generate("fitness", count=50, seed=7)`: the whole local creation, made once per question."""

    @cache
    def run(name: str, count: int = 50, seed: int = 7) -> CreativeOutcome:
        return create(brief(name, num_variations=count), encoder, seed)

    return run


def create(asked: Brief, encoder: TextEncoder, seed: int) -> CreativeOutcome:
    return create_blueprints(
        asked,
        director=LocalCopywriter(encoder),
        council=Council(local_judges()),
        rewriter=LocalRewriter(encoder),
        encoder=encoder,
        rng=np.random.default_rng(seed),
        report=lambda _percent, _message: None,
        on_evaluated=lambda _evaluated: None,
    )
