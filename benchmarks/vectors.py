"""A model that keeps the vectors of texts under build/, so that a second run is quick."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from analysis.engine.embedding import Model

FOLDER = Path(__file__).resolve().parent.parent / "build" / "vectors"


class Kept:
    """Encodes as its model does, and each text only once."""

    def __init__(self, model: Model):
        self.model, self.key = model, model.key
        self._path = FOLDER / f"{model.key}.npz"
        self._known: dict[str, np.ndarray] = {}
        if self._path.exists():
            with np.load(self._path) as kept:
                self._known = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            self._known |= dict(zip(new, self.model.encode(list(new.values())), strict=True))
        return np.array([self._known[key] for key in keys], dtype=np.float32)

    def keep(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        np.savez(
            self._path,
            texts=np.array(list(self._known)),
            vectors=np.array(list(self._known.values())),
        )
