"""How near a comment is to what a theme's description means, by the installed models.

This works from the first minute, before anything is coded, and across languages where a model
reads both.
"""

from collections.abc import Sequence

import numpy as np

from analysis.engine.embedding import Vectors, vectors_of
from analysis.engine.keywords import written_in
from analysis.engine.likeness import product
from analysis.engine.records import CommentRecord, ThemeRecord


class Meaning:
    """The descriptions of themes, and the examples that the team wrote, as vectors."""

    def __init__(self, themes: Sequence[ThemeRecord], models: Sequence[str]):
        self._models = tuple(models)
        self._count = len(themes)
        texts = [
            CommentRecord(number, text, written_in(theme))
            for number, theme in enumerate(themes)
            for text in (_description(theme), *theme.phrases)
        ]
        self._theme_of = np.array([text.id for text in texts], dtype=np.intp)
        found = vectors_of(texts) if self._models and texts else {}
        self._vectors = {key: found[key] for key in self._models if key in found}

    def near(self, vectors: Vectors, count: int) -> np.ndarray:
        """Comments × themes: the cosine with the nearest text of each theme beside the mean of
        all themes (0: as near as to any), the mean of the models that can read the comment."""
        total = np.zeros((count, self._count), dtype=np.float32)
        readers = np.zeros((count, 1), dtype=np.float32)
        for key, texts in self._vectors.items():
            cosines = product(vectors[key], texts.T)
            best = np.full((self._count, count), -1, dtype=np.float32)
            np.maximum.at(best, self._theme_of, cosines.T)
            total += best.T - best.T.mean(axis=1, keepdims=True)
            readers += vectors[key].any(axis=1, keepdims=True)
        return total / np.maximum(readers, 1)


def _description(theme: ThemeRecord) -> str:
    parts = (theme.name, theme.definition, theme.includes)
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())
