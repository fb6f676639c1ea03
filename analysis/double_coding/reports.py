"""Double coding while it goes on: how far each coder is. Never what anybody put on."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from analysis.models import Assignment, Codebook, CodingTask
from initiatives.models import Initiative

DONE = Assignment.State.DONE


@dataclass(frozen=True)
class Coder:
    """How many comments somebody has coded, of how many that stand. Never what."""

    user: User
    done: int
    of: int

    @property
    def is_done(self) -> bool:
        return self.done == self.of

    @property
    def label(self) -> str:
        return f"{self.done:,} of {self.of:,} coded"


@dataclass(frozen=True)
class TaskRow:
    """A double coding in the list. `round`: 1 for the first on its sample."""

    task: CodingTask
    coders: tuple[Coder, ...]
    comments: int
    round: int


def task_rows(codebook: Codebook) -> tuple[TaskRow, ...]:
    """Every double coding, the newest first; three queries."""
    tasks = list(codebook.codingtask_set.select_related("made_by", "first"))
    coders = coders_of(tasks)
    standing = Assignment.objects.standing().filter(task__in=tasks).values("task")
    sizes = standing.annotate(n=Count("comment", distinct=True)).order_by("task")
    size = dict(sizes.values_list("task", "n"))
    rounds = round_numbers(tasks)
    return tuple(
        TaskRow(task, coders.get(task.pk, ()), size.get(task.pk, 0), rounds[task.pk])
        for task in tasks
    )


def round_numbers(tasks: Collection[CodingTask]) -> dict[int, int]:
    """The task's number → which round it is; all rounds of a sample are among the tasks."""
    found: dict[int, int] = {}
    so_far: Counter[int] = Counter()
    for task in sorted(tasks, key=lambda task: task.pk):
        sample = task.first_id or task.pk
        so_far[sample] += 1
        found[task.pk] = so_far[sample]
    return found


def coders_of(tasks: Collection[CodingTask]) -> dict[int, tuple[Coder, ...]]:
    """Who codes in each task, in the order of their names; two queries."""
    rows = Assignment.objects.filter(task__in=tasks).values("task", "coder")
    stands = Q(pk__in=Assignment.objects.standing().values("pk"))
    counts = list(
        rows.annotate(
            done=Count("pk", filter=stands & Q(state=DONE)), of=Count("pk", filter=stands)
        )
    )
    people = User.objects.in_bulk({row["coder"] for row in counts})
    found: dict[int, list[Coder]] = {}
    for row in sorted(counts, key=lambda row: (people[row["coder"]].name, row["coder"])):
        coder = Coder(people[row["coder"]], row["done"], row["of"])
        found.setdefault(row["task"], []).append(coder)
    return {task: tuple(coders) for task, coders in found.items()}


def next_to_code(task: CodingTask, user: User) -> Assignment | None:
    """The next comment that this person has to code blind."""
    mine = task.assignment_set.standing().waiting().filter(coder=user)
    return mine.order_by("order").first()


def blind_waiting(user: User, initiative: Initiative) -> QuerySet[Assignment]:
    """What this person still has to code blind here, the oldest task first."""
    mine = Assignment.objects.standing().waiting().filter(coder=user)
    return mine.filter(
        task__state=CodingTask.State.OPEN, task__codebook__initiative=initiative
    ).order_by("task_id", "order")


def place_among_rounds(task: CodingTask) -> dict[str, object]:
    """Which round of its sample it is, of how many, and the one that is being coded, if any."""
    rounds = list(CodingTask.objects.rounds_of(task))
    return {
        "round": 1 + [row.pk for row in rounds].index(task.pk),
        "rounds": len(rounds),
        "open_round": next((row for row in rounds if row.state == CodingTask.State.OPEN), None),
    }
