"""The demo's real comments with their human codes, as the tagging benchmarks use them.

4,420 answers of patients of two NHS trusts (MIT, The-Strategy-Unit/pxtextmining), 2,630 people.
Splits are by person; themes that fewer than 20 comments have are left out of the figures.
"""

from collections import Counter
from pathlib import Path

import numpy as np

from analysis.engine.embedding import Vectors, available
from analysis.engine.files import read_codebook, read_coded
from benchmarks.vectors import Kept

FOLDER = Path(__file__).resolve().parent.parent / "home" / "demo" / "patient_feedback"
EXAMPLES_AT_LEAST = 20
FOLDS = 5


class Patients:
    """Comments, their codes as a matrix (`answers`), people, vectors by model, and the codebook."""

    def __init__(self):
        self.codebook = read_codebook(str(FOLDER / "codebook.csv"))
        self.coded = read_coded(str(FOLDER / "comments.csv"))
        self.comments = [record.comment for record in self.coded]
        self.texts = [comment.text for comment in self.comments]
        counts = Counter(code for record in self.coded for code in record.themes)
        self.codes = sorted(counts, key=lambda code: (-counts[code], code))
        self.frequent = [
            n for n, code in enumerate(self.codes) if counts[code] >= EXAMPLES_AT_LEAST
        ]
        self.answers = np.array(
            [[code in record.themes for code in self.codes] for record in self.coded]
        )
        people = [comment.submission for comment in self.comments]
        self.person = np.unique(people, return_inverse=True)[1]
        self.vectors = _vectors(self.texts)

    def folds(self) -> np.ndarray:
        """The number of the fold of each comment; a person's comments share one."""
        shuffled = np.random.default_rng(0).permutation(self.person.max() + 1)
        return shuffled[self.person] % FOLDS

    def rows(self, places: np.ndarray) -> Vectors:
        return {key: rows[places] for key, rows in self.vectors.items()}


def _vectors(texts: list[str]) -> Vectors:
    kept = [Kept(model) for model in available()]
    found = {each.key: each.encode(texts) for each in kept}
    for each in kept:
        each.keep()
    return found


def f1(found: np.ndarray, answers: np.ndarray) -> tuple[float, float]:
    """Micro and macro F1 of two matrices of comments × themes."""
    right = (found & answers).sum(axis=0)
    both = found.sum(axis=0) + answers.sum(axis=0)
    return 2 * right.sum() / max(1, both.sum()), float((2 * right / np.maximum(both, 1)).mean())
