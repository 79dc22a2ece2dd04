"""Upworthy's headline tests as an account with history: what was known before a week began, and the CTR that followed.

Upworthy Research Archive (Matias et al. 2021, CC BY 4.0), without the tests whose assignment its authors no longer
trust. A variant is an ad, a test a campaign. Features come from the headline and from tests of earlier weeks.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.headline_training import load_rows
from bench.headlines import Row, group_rows
from geminivideo.oracle.ad_words.english import ENGLISH
from geminivideo.oracle.curves import Vector
from geminivideo.oracle.schema import Feature, FeatureKind, FeatureSchema, Matrix
from geminivideo.oracle.text_measures import has_digit, reading_ease, words

Numbers = npt.NDArray[np.intp]
TOPICS = 16
# Weeks after which an ad counts half for the account's level. From 1 to 4 the level's own error is the same.
_HALF_LIFE = 4.0
_LEAST_BEFORE = 100  # ads behind the first level
_SIGNS = ("digit", "question", "exclamation", "quotation", "first_person", "second_person", "pointing")
_POINTING = frozenset("this these that those here what why how when who".split())
_YEAR, _WEEKS = 2013, 52


def _real(name: str, low: float, high: float, *, optional: bool = False) -> Feature:
    return Feature(name, FeatureKind.REAL, low, high, optional=optional)


SCHEMA = FeatureSchema(
    "headline",
    1,
    (
        _real("words", 0, 100),
        _real("word_length", 0, 30),
        _real("reading_ease", 0, 100),
        _real("sentences", 0, 30),
        *(Feature(name, FeatureKind.BINARY, 0, 1) for name in _SIGNS),
        _real("variants", 1, 50),
        _real("image_before", 0, 50, optional=True),
        *(_real(f"topic_{number}", -1, 1) for number in range(TOPICS)),
    ),
)


@dataclass(frozen=True)
class History:
    """One entry per variant, oldest first. `week` counts from January 2013; `test` and `group` are numbers, a group
    being the tests that share headlines; `level` is the account's CTR as it was known when the week began, NaN in the
    first weeks; `measures` are the features without the topics.
    """

    headline: tuple[str, ...]
    measures: Matrix
    ctr: Vector
    impressions: Vector
    week: Numbers
    test: Numbers
    group: Numbers
    level: Vector


def read() -> History:
    rows = sorted(load_rows(), key=lambda row: (row["test_week"], row["test_id"], row["eyecatcher_id"]))
    shown = np.array([float(row["impressions"]) for row in rows])
    ctr = np.array([float(row["clicks"]) for row in rows]) / shown
    week = np.array([_week(row["test_week"]) for row in rows])
    group_of = group_rows(rows)
    level = levels(week, ctr)
    return History(
        tuple(row["headline"] for row in rows),
        np.column_stack([_measures(rows), image_before([row["eyecatcher_id"] for row in rows], week, ctr / level)]),
        ctr,
        shown,
        week,
        _numbered([row["test_id"] for row in rows]),
        _numbered([group_of[row["test_id"]] for row in rows]),
        level,
    )


def levels(week: Numbers, ctr: Vector) -> Vector:
    """The mean CTR of the ads of earlier weeks, a week counting half as much as one that is four weeks younger."""
    found = np.full(len(ctr), np.nan)
    for now in np.unique(week):
        before = week < now
        if before.sum() >= _LEAST_BEFORE:
            found[week == now] = np.average(ctr[before], weights=0.5 ** ((now - week[before]) / _HALF_LIFE))
    return found


def image_before(image: Sequence[str], week: Numbers, relative: Vector) -> Vector:
    """How an image did in earlier weeks, of the level of its time; NaN for the many that were never shown before."""
    found, pictures = np.full(len(week), np.nan), np.array(image)
    for picture, count in Counter(image).items():
        rows = np.flatnonzero(pictures == picture) if count > 1 else np.zeros(0, np.intp)
        for row in rows:
            earlier = relative[rows[week[rows] < week[row]]]
            if len(earlier) and not np.isnan(earlier).any():
                found[row] = earlier.mean()
    return found


def _measures(rows: Sequence[Row]) -> Matrix:
    variants = Counter(row["test_id"] for row in rows)
    return np.array([[*_of_text(row["headline"]), variants[row["test_id"]]] for row in rows], np.float64)


def _of_text(text: str) -> list[float]:
    said = [word.lower() for word in words(text)]
    signs = (
        has_digit(text),
        "?" in text,
        "!" in text,
        bool(re.search(r"[\"“”]|\B'\w", text)),
        ENGLISH.is_first_person(text),
        not {"you", "your"}.isdisjoint(said),
        not _POINTING.isdisjoint(said[:2]),
    )
    letters = sum(map(len, said)) / max(len(said), 1)
    return [len(said), letters, reading_ease(text, "en"), len(re.findall(r"[.!?…]+", text)), *map(float, signs)]


class Topics:
    """What headlines are about: the strongest components of their weighted words, learned from earlier headlines."""

    def __init__(self, headlines: Sequence[str]) -> None:
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._words: Any = TfidfVectorizer(min_df=4, sublinear_tf=True, stop_words="english")
        counted = self._words.fit_transform(headlines)
        self._axes: Any = TruncatedSVD(TOPICS, random_state=0).fit(counted)

    def __call__(self, headlines: Sequence[str]) -> Matrix:
        return np.asarray(self._axes.transform(self._words.transform(headlines)), np.float64)


def _week(written: str) -> int:
    return (int(written[:4]) - _YEAR) * _WEEKS + int(written[4:])


def _numbered(names: Sequence[str]) -> Numbers:
    return np.unique(names, return_inverse=True)[1]
