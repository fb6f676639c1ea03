"""Whether the evidence of a suggestion stands where the theme is spoken of.

    .venv/bin/python -m benchmarks.evidence

Two comments of different people, each of one theme and of one sentence, are joined; which stands
first is drawn. A tagger that learned from the other people tags the pair: is the evidence of each
theme in the half that people coded with it? The share of right halves, by what the suggestion rests
on; "first sentence" is what one has without looking.
"""

from collections import defaultdict
from dataclasses import replace

import numpy as np

from analysis.engine import prepare, vectors_of
from analysis.engine.spans import pieces
from benchmarks.patients import Patients

PAIRS = 300
WORDS = (4, 40)


def single(data: Patients, places: np.ndarray) -> list[int]:
    """Comments of one theme and one sentence, neither very short nor long."""
    found = []
    for place in places:
        text = data.texts[place]
        words = len(text.split())
        if data.answers[place].sum() == 1 and WORDS[0] <= words <= WORDS[1]:
            found += [place] if len(pieces(text)) == 1 else []
    return found


def pairs(data: Patients, places: np.ndarray):
    """(comment, where the second begins, codes of the halves) for pairs of different themes."""
    draw = np.random.default_rng(0)
    theme = data.answers.argmax(axis=1)
    alone = draw.permutation(single(data, places))
    for number, (one, other) in enumerate(zip(alone[::2], alone[1::2], strict=False)):
        if theme[one] != theme[other] and data.person[one] != data.person[other]:
            first = f"{data.texts[one].rstrip('. ')}. "
            record = replace(data.comments[one], id=number, text=first + data.texts[other])
            yield record, len(first), (data.codes[theme[one]], data.codes[theme[other]])


def main() -> None:
    data = Patients()
    folds = data.folds()
    known, held = np.flatnonzero(folds != 0), np.flatnonzero(folds == 0)
    tagger = prepare(data.codebook, [data.coded[n] for n in known], data.rows(known))
    rows = list(pairs(data, held))[:PAIRS]
    looks = tagger.look_all([row[0] for row in rows], vectors_of([row[0] for row in rows]))
    right, first = defaultdict(list), defaultdict(list)
    for (_, middle, codes), look in zip(rows, looks, strict=True):
        for found in look.suggested:
            if found.theme in codes:
                is_second = found.theme == codes[1]
                right[found.reason.kind].append((found.spans[0][0] >= middle) == is_second)
                first[found.reason.kind].append(not is_second)
    print(f"{len(rows)} pairs")
    print(f"{'rests on':12}{'suggested':>10}{'right half':>12}{'first sentence':>16}")
    for kind in sorted(right):
        told, plain = np.mean(right[kind]), np.mean(first[kind])
        print(f"{kind:12}{len(right[kind]):10}{told:12.2f}{plain:16.2f}")


if __name__ == "__main__":
    main()
