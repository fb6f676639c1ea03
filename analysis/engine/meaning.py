"""How near a comment is to what a theme's description means, by the installed models.

A comment that is nearer to a counter-example than to the theme is as much further from it.

This works from the first minute, before anything is coded, and across languages where a model
reads both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

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
        shown = [(_description(theme), *theme.phrases) for theme in themes]
        self._shown = self._vectors_of(themes, shown)
        self._counters = self._vectors_of(themes, [theme.counters for theme in themes])

    def _vectors_of(
        self, themes: Sequence[ThemeRecord], texts: Sequence[Sequence[str]]
    ) -> "_Texts":
        records = [
            CommentRecord(number, text, written_in(theme))
            for number, theme in enumerate(themes)
            for text in texts[number]
        ]
        found = vectors_of(records) if self._models and records else {}
        rows = {key: found[key] for key in self._models if key in found}
        return _Texts(np.array([record.id for record in records], dtype=np.intp), rows)

    def near(self, vectors: Vectors, count: int) -> np.ndarray:
        """Comments × themes: the cosine with the nearest text of each theme beside the mean of
        all themes (0: as near as to any), the mean of the models that can read the comment."""
        total = np.zeros((count, self._count), dtype=np.float32)
        readers = np.zeros((count, 1), dtype=np.float32)
        for key in self._shown.vectors:
            best = self._shown.nearest(key, vectors[key], self._count)
            total += best - best.mean(axis=1, keepdims=True)
            if key in self._counters.vectors:
                other = self._counters.nearest(key, vectors[key], self._count)
                total -= np.maximum(other - best, 0)
            readers += vectors[key].any(axis=1, keepdims=True)
        return total / np.maximum(readers, 1)


@dataclass(frozen=True, eq=False)
class _Texts:
    """Texts of themes as rows of each model; `theme_of` says whose each is."""

    theme_of: np.ndarray
    vectors: Vectors

    def nearest(self, key: str, rows: np.ndarray, themes: int) -> np.ndarray:
        """Comments × themes: the cosine with the nearest text of each; -1 where it has none."""
        best = np.full((themes, len(rows)), -1, dtype=np.float32)
        np.maximum.at(best, self.theme_of, product(rows, self.vectors[key].T).T)
        return best.T


def _description(theme: ThemeRecord) -> str:
    parts = (theme.name, theme.definition, theme.includes)
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())
