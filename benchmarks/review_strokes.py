"""Key strokes for a review that ends in what people really coded, by how much was coded before.

    python -m benchmarks.review_strokes

On the demo's real comments. A person has the engine's suggestions before them, some ticked, and
wants the themes that people put on the comment: a number ticks or unticks, `/` with the first
letters of a theme and Enter adds one that is missing, `a` keeps and goes on (`x` where nothing of
it is right). Letters count as strokes. The baseline is the same person without an engine: every
theme is added by its first letters. Split by person; each figure is the mean over four draws of
200 comments, with the standard deviation between the draws.
"""

import numpy as np

from analysis import engine
from benchmarks.patients import Patients

LEARNED = (0, 50, 200, 1000)
DRAWS, REVIEWED = 4, 200
# As on the page: `analysis.review.reports.TICKED_FROM`.
TICKED_FROM = 0.5


def prefixes(names: dict[str, str]) -> dict[str, int]:
    """How many letters of each theme's name one types until it is the only one."""
    lower = {code: name.casefold() for code, name in names.items()}

    def letters(code: str) -> int:
        name = lower[code]
        for length in range(1, len(name)):
            if sum(other.startswith(name[:length]) for other in lower.values()) == 1:
                return length
        return len(name)

    return {code: letters(code) for code in names}


def strokes(wanted: set[str], suggested: dict[str, float], letters: dict[str, int]) -> int:
    """What one presses for one comment."""
    missing = sum(2 + letters[code] for code in wanted - suggested.keys())
    if not wanted & suggested.keys():
        return missing + 1
    wrong = sum((score >= TICKED_FROM) != (code in wanted) for code, score in suggested.items())
    return missing + wrong + 1


def draw(patients: Patients, learned: int, seed: int) -> tuple[float, float]:
    """Mean strokes with the engine and without it, for one draw."""
    random = np.random.default_rng(seed)
    people = random.permutation(patients.person.max() + 1)
    order = np.argsort(people[patients.person], kind="stable")
    test, train = order[:REVIEWED], order[REVIEWED:]
    known = set(patients.person[test])
    train = np.array([n for n in train if patients.person[n] not in known][:learned], dtype=int)
    tagger = engine.prepare(
        patients.codebook, [patients.coded[n] for n in train], patients.rows(train)
    )
    found = tagger.suggest_all([patients.comments[n] for n in test], patients.rows(test))
    letters = prefixes({theme.code: theme.name for theme in patients.codebook})
    totals = [0, 0]
    for place, rows in zip(test, found, strict=True):
        wanted = set(patients.coded[place].themes) & letters.keys()
        totals[0] += strokes(wanted, {row.theme: row.score for row in rows}, letters)
        totals[1] += strokes(wanted, {}, letters)
    return totals[0] / len(test), totals[1] / len(test)


def main() -> None:
    patients = Patients()
    print(f"{'coded before':>12} {'strokes each':>18} {'without an engine':>18}")
    for learned in LEARNED:
        means = np.array([draw(patients, learned, seed) for seed in range(DRAWS)])
        mean, spread = means.mean(axis=0), means.std(axis=0)
        with_, without = (f"{m:.2f} ± {s:.2f}" for m, s in zip(mean, spread, strict=True))
        print(f"{learned:>12,} {with_:>18} {without:>18}", flush=True)


if __name__ == "__main__":
    main()
