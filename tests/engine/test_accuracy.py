"""How well the engine does on real comments that people coded; it must not become worse.

The first half teaches, the other half measures (micro-averaged F1 over all codes), without any
sentence model, as it must work everywhere; with models `benchmarks.tagging` measures. Measured with
version 2.0: 0.697 with the coded half, 0.455 with the codebook alone.
"""

import pytest

from analysis.engine import CommentRecord, prepare
from analysis.engine.files import read_codebook, read_coded
from tests.engine.helpers import REAL, STARTER

FLOOR_WITH_EXAMPLES, FLOOR_ALONE = 0.68, 0.44


@pytest.fixture(scope="module")
def halves():
    rows = read_coded(REAL / "comments.csv")
    return rows[: len(rows) // 2], rows[len(rows) // 2 :]


def suggested(tagger, rows):
    found = tagger.suggest_all([row.comment for row in rows])
    return [{suggestion.theme: suggestion.score for suggestion in each} for each in found]


def micro_f1(found, rows):
    pairs = [(set(scores), set(row.themes)) for scores, row in zip(found, rows, strict=True)]
    right = sum(len(given & true) for given, true in pairs)
    return 2 * right / sum(len(given) + len(true) for given, true in pairs)


def test_with_coded_examples(halves):
    first, second = halves
    found = suggested(prepare(read_codebook(REAL / "codebook.csv"), first, {}), second)
    assert micro_f1(found, second) >= FLOOR_WITH_EXAMPLES
    scores = [
        (score, code in row.themes)
        for given, row in zip(found, second, strict=True)
        for code, score in given.items()
    ]
    for low, high in ((0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        inside = [(score, right) for score, right in scores if low <= score < high]
        said = sum(score for score, _ in inside) / len(inside)
        true = sum(right for _, right in inside) / len(inside)
        assert abs(said - true) < 0.1, (low, said, true)


def test_with_the_codebook_alone(halves):
    found = suggested(prepare(read_codebook(REAL / "codebook.csv"), (), {}), halves[1])
    assert micro_f1(found, halves[1]) >= FLOOR_ALONE


def test_the_starter_codebook_has_its_nineteen_themes_with_keywords():
    themes = read_codebook(STARTER)
    core = {"POV", "TRU", "VIS", "REP", "BIA", "CUL", "LAN", "STD"}
    core |= {"PAST", "VOI", "INF", "REL", "SVC", "KIN", "TRI", "HIS"}
    assert {theme.code for theme in themes} == core | {"YOU", "STR", "IDEA"}
    assert len(themes) == 19
    assert {len(theme.keywords) in range(8, 21) for theme in themes} == {True}
    assert all(theme.definition and theme.phrases for theme in themes)


def test_the_starter_codebook_finds_its_own_illustrations():
    themes = read_codebook(STARTER)
    tagger = prepare(themes)
    for theme in themes:
        for phrase in theme.phrases:
            found = tagger.suggest(CommentRecord(1, phrase))
            assert theme.code in [suggestion.theme for suggestion in found], phrase
