"""A small codebook of transport, and the real comments with their human codes."""

from pathlib import Path

from analysis.engine import CodedRecord, CommentRecord, ThemeRecord

REAL = Path(__file__).parents[2] / "home" / "demo" / "patient_feedback"
STARTER = Path(__file__).parents[2] / "analysis" / "starters" / "codebook.csv"

WAIT = ThemeRecord("wait", "Waiting", "Delays and waiting", keywords=("late", "hours"))
STAFF = ThemeRecord(
    "staff", "Manner of staff", "How staff behave", keywords=("kind", "rude", "took time to listen")
)
FOOD = ThemeRecord("food", "Meals", "What is served", excludes="Kitchen staff", keywords=("meal*",))
CODEBOOK = (WAIT, STAFF, FOOD)

COMMENTS = (
    CommentRecord("c1", "The van was two hours late. The driver was kind.", segment="riders"),
    CommentRecord("c2", "The nurse was rude to my mother on the ward.", segment="riders"),
    CommentRecord("c3", "Mealtimes were cold and the potatoes were hard.", segment="wards"),
    CommentRecord("c4", "Nothing.", segment="wards"),
    CommentRecord("c5", "We waited three hours for a van that never came.", segment="riders"),
)


def coded(*rows: tuple[str, str], start: int = 0) -> tuple[CodedRecord, ...]:
    """Texts with the code that people gave each; every one from another submission."""
    return tuple(
        CodedRecord(CommentRecord(f"coded-{n}", text, submission=f"s{n}"), (code,) if code else ())
        for n, (text, code) in enumerate(rows, start)
    )
