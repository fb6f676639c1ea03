"""How often the rules for valence are right: `python -m benchmarks.valence`.

200 clauses of the demo's comments, labelled twice (`benchmarks/data/valence/README.md`).
"""

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from sklearn.metrics import cohen_kappa_score, f1_score

from analysis.engine.records import CommentRecord
from analysis.engine.valence import VALENCES, valences

ROOT = Path(__file__).resolve().parent.parent
SPANS = ROOT / "benchmarks" / "data" / "valence" / "spans.csv"
COMMENTS = {
    "family_voices": (ROOT / "home" / "demo" / "family_voices.csv", "key"),
    "patient_feedback": (ROOT / "home" / "demo" / "patient_feedback" / "comments.csv", "id"),
}
NONE = "none"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts() -> dict[tuple[str, str], str]:
    return {
        (source, row[key]): row["text"]
        for source, (path, key) in COMMENTS.items()
        for row in read(path)
    }


def by_rules(rows: Sequence[dict[str, str]]) -> list[str]:
    """What the rules say of each labelled clause, read in its comment."""
    said = texts()
    found = []
    for row in rows:
        comment = CommentRecord(
            row["comment"], said[row["source"], row["comment"]], row["language"]
        )
        place = (int(row["start"]), int(row["end"]))
        here = [r.valence for r in valences(comment) if (r.start, r.end) == place]
        found.append(here[0] if here else NONE)
    return found


def figures(true: Sequence[str], given: Sequence[str]) -> str:
    each = f1_score(true, given, labels=list(VALENCES), average=None, zero_division=0)
    macro = f1_score(true, given, labels=list(VALENCES), average="macro", zero_division=0)
    right = sum(a == b for a, b in zip(true, given, strict=True)) / len(true)
    kappa = cohen_kappa_score(true, given)
    return " | ".join(f"{number:.2f}" for number in (right, kappa, *each, macro))


def main() -> int:
    rows = read(SPANS)
    first, second = [row["first"] for row in rows], [row["second"] for row in rows]
    rules = by_rules(rows)
    agreed = [n for n, row in enumerate(rows) if row["first"] == row["second"]]
    print(f"{len(rows)} clauses, {len(agreed)} labelled the same in both passes\n")
    print(f"| | right | kappa | F1 {' | F1 '.join(VALENCES)} | macro F1 |")
    print("|---|---|---|---|---|---|---|")
    print(f"| second pass against the first | {figures(first, second)} |")
    print(f"| rules against the first pass | {figures(first, rules)} |")
    print(f"| rules against the second pass | {figures(second, rules)} |")
    same, there = [first[n] for n in agreed], [rules[n] for n in agreed]
    print(f"| rules where both passes agree | {figures(same, there)} |")
    for language in ("en", "es"):
        part = [n for n in agreed if rows[n]["language"] == language]
        here = figures([first[n] for n in part], [rules[n] for n in part])
        print(f"| the same, {language} only ({len(part)}) | {here} |")
    commonest = max(set(same), key=same.count)
    print(f"| always “{commonest}” | {figures(same, [commonest] * len(same))} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
