"""A codebook in English finds its themes in Spanish by the multilingual model."""

import pytest

from analysis.engine.embedding import USE, available
from benchmarks.languages import found, read, recall_and_precision


@pytest.mark.skipif(
    all(model.key != USE for model in available()), reason="the weights are not installed"
)
def test_the_multilingual_model_carries_what_english_keywords_miss():
    """Floors below what `python -m benchmarks.languages` prints, without a coded comment."""
    wanted = read()
    by_words, _ = recall_and_precision(wanted, found(wanted, with_models=False))
    recall, precision = recall_and_precision(wanted, found(wanted, with_models=True))
    assert len(wanted) == 60
    assert recall > 1.5 * by_words
    assert precision > 0.6
