"""Comments that are near to some others: more of what a person has found by hand."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from analysis.engine import clusters
from analysis.engine.embedding import Vectors
from analysis.engine.records import CommentRecord, Id
from analysis.engine.similar import Index, cosine
from analysis.engine.text import content_stems


def more_like(
    seeds: Sequence[CommentRecord],
    others: Sequence[CommentRecord],
    limit: int,
    vectors: Vectors | None = None,
) -> tuple[Id, ...]:
    """The ids of at most `limit` of the others, those first that are nearest to the seeds.

    `vectors` has a row of each model for each of the seeds and then of the others; without any,
    words are compared, and what shares no word with the seeds is left out.
    """
    if not seeds or not others:
        return ()
    if vectors:
        likeness = _by_vectors(vectors, len(seeds))
    else:
        likeness = _by_words(seeds, others)
    ranked = sorted(
        (-round(near, 6), place) for place, near in enumerate(likeness) if round(near, 6) > 0
    )
    return tuple(others[place].id for _, place in ranked[:limit])


def _by_vectors(vectors: Vectors, seeds: int) -> list[float]:
    """The mean over the models of the cosine to the middle of the seeds."""
    total = 0.0
    for rows in vectors.values():
        rows = np.asarray(rows, dtype=np.float64)
        rows = clusters.unit(rows - rows.mean(axis=0))
        total = total + rows[seeds:] @ clusters.unit(rows[:seeds].mean(axis=0, keepdims=True))[0]
    return list(np.asarray(total) / len(vectors))


def _by_words(seeds: Sequence[CommentRecord], others: Sequence[CommentRecord]) -> list[float]:
    index = Index(others)
    middle = index.vector(
        Counter(stem for seed in seeds for stem in content_stems(seed.text, seed.language))
    )
    return [cosine(middle, vector) for vector in index.vectors]
