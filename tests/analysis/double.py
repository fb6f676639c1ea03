"""A double coding by two people, as tests need it."""

from dataclasses import dataclass, replace

from accounts.models import User
from analysis import services
from analysis.models import Assignment, Codebook, CodingTask, Theme
from feedback.models import Comment
from initiatives.models import Initiative
from tests import factories as make


@dataclass(frozen=True)
class Double:
    """Ana and Ben code `comments` for the themes Waiting and Manner; Lee approves."""

    initiative: Initiative
    ana: User
    ben: User
    lee: User
    codebook: Codebook
    comments: tuple[Comment, ...]
    task: CodingTask

    def theme(self, code: str) -> Theme:
        return self.codebook.theme_set.get(code=code)

    def assignment(self, coder: User, comment: Comment) -> Assignment:
        rows = self.task.assignment_set.select_related("task__codebook", "coder", "comment")
        return rows.get(coder=coder, comment=comment)

    def with_task(self, task: CodingTask) -> "Double":
        """The same people and comments in another round."""
        return replace(self, task=task)

    def put(self, coder: User, comment: Comment, *codes: str) -> None:
        """The coder puts these themes on all of the comment, and is done with it."""
        row = self.assignment(coder, comment)
        for code in codes:
            services.code_blind(
                assignment=row, theme=self.theme(code), start=0, end=len(comment.original)
            )
        services.finish_assignment(assignment=row)

    def code(self, ana: str, ben: str) -> CodingTask:
        """Letters of the themes by comment, such as "w wm - m"; closes the task."""
        for coder, letters in ((self.ana, ana), (self.ben, ben)):
            for comment, put in zip(self.comments, letters.split(), strict=True):
                codes = [{"w": "waiting", "m": "manner"}[letter] for letter in put if letter != "-"]
                self.put(coder, comment, *codes)
        self.task.refresh_from_db()
        return self.task


def make_double(*words: str, slug: str = "river", size: int = 50) -> Double:
    initiative = make.InitiativeFactory(slug=slug)
    ana = make.make_member(initiative, "analyst", name="Ana")
    ben = make.make_member(initiative, "analyst", name="Ben")
    lee = make.make_member(initiative, "approver", name="Lee")
    codebook = make.make_codebook(initiative, "Waiting", "Manner")
    comments = tuple(make.make_comment(initiative, text) for text in words or WORDS)
    task = services.start_double_coding(actor=ana, codebook=codebook, coders=[ana, ben], size=size)
    return Double(initiative, ana, ben, lee, codebook, comments, task)


WORDS = (
    "The van came two hours late.",
    "She was kind, but we waited long.",
    "Nothing to add to this.",
    "He was rude to my mother.",
)
