"""Key strokes for a review that ends in what people really coded, by how much was coded before.

    python -m benchmarks.review_strokes

On the demo's real comments. A person has the engine's suggestions before them, some ticked, below
them the next likely themes, and wants the themes that people put on the comment: a digit ticks or
unticks (ten have one), `/` with the first letters of a theme and Enter adds one that is not there,
`a` keeps and goes on (`x` where nothing of it is right). Letters count as strokes. Beside it the
same without the next likely themes, and without an engine: every theme by its first letters. Split
by person; each figure is the mean over four draws of 200 comments, with the standard deviation
between the draws. "None" is the share of comments that need no letter at all.
"""

from dataclasses import replace

import numpy as np

from analysis import engine
from analysis.engine import Look
from benchmarks.patients import Patients

LEARNED = (0, 20, 50, 200, 1000)
DRAWS, REVIEWED = 4, 200
# As on the page: `TICKED_FROM` and `DIGITS` of `analysis.review.reports`.
TICKED_FROM, DIGITS = 0.5, 10


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


def strokes(wanted: set[str], look: Look, letters: dict[str, int]) -> tuple[int, bool]:
    """What one presses for one comment, and whether any of it are letters."""
    ticked = {row.theme for row in look.suggested if row.score >= TICKED_FROM}
    suggested = {row.theme for row in look.suggested}
    further = [row.theme for row in look.next][: max(0, DIGITS - len(suggested))]
    there = wanted & (suggested | set(further))
    typed = sum(2 + letters[code] for code in wanted - there)
    if not there:
        return typed + 1, bool(typed)
    return typed + len(ticked ^ there) + 1, bool(typed)


def draw(patients: Patients, learned: int, seed: int) -> list[float]:
    """For one draw: mean strokes with all, without next themes, without an engine; and how many
    comments need no letter."""
    random = np.random.default_rng(seed)
    people = random.permutation(patients.person.max() + 1)
    order = np.argsort(people[patients.person], kind="stable")
    test, train = order[:REVIEWED], order[REVIEWED:]
    known = set(patients.person[test])
    train = np.array([n for n in train if patients.person[n] not in known][:learned], dtype=int)
    tagger = engine.prepare(
        patients.codebook, [patients.coded[n] for n in train], patients.rows(train)
    )
    looks = tagger.look_all([patients.comments[n] for n in test], patients.rows(test))
    letters = prefixes({theme.code: theme.name for theme in patients.codebook})
    rows = []
    for place, look in zip(test, looks, strict=True):
        wanted = set(patients.coded[place].themes) & letters.keys()
        alone = strokes(wanted, replace(look, next=()), letters)[0]
        all_of_it, typed = strokes(wanted, look, letters)
        rows.append((all_of_it, alone, strokes(wanted, Look(), letters)[0], not typed))
    return np.mean(rows, axis=0).tolist()


def main() -> None:
    patients = Patients()
    heads = ("strokes each", "suggestions only", "without an engine")
    print(f"{'coded before':>12} " + " ".join(f"{head:>18}" for head in heads) + "   none")
    for learned in LEARNED:
        draws = np.array([draw(patients, learned, seed) for seed in range(DRAWS)])
        mean, spread = draws.mean(axis=0), draws.std(axis=0)
        cells = [f"{m:.2f} ± {s:.2f}" for m, s in zip(mean[:3], spread[:3], strict=True)]
        print(f"{learned:>12,} " + " ".join(f"{c:>18}" for c in cells) + f" {mean[3]:6.0%}")


if __name__ == "__main__":
    main()
