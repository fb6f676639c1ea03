"""Import: a file of comments, from upload to undo."""

from typing import Self

from django.conf import settings
from django.db import models

from initiatives.models import Initiative, NoticeGiven


class ImportQuerySet(models.QuerySet):
    def unfinished(self) -> Self:
        """Those that a worker has to go on with."""
        return self.filter(state__in=[Import.State.QUEUED, Import.State.RUNNING])


class Import(models.Model):
    """One file. The file itself is deleted when its rows are confirmed, or after seven days."""

    class State(models.TextChoices):
        UPLOADED = "UPLOADED", "columns to be chosen"
        QUEUED = "QUEUED", "waiting"
        RUNNING = "RUNNING", "reading"
        DONE = "DONE", "done"
        FAILED = "FAILED", "could not be read"
        UNDONE = "UNDONE", "undone"

    STEPS = {
        "UPLOADED": {"QUEUED", "FAILED"},
        "QUEUED": {"RUNNING", "FAILED"},
        "RUNNING": {"DONE", "FAILED", "QUEUED"},
        "DONE": {"UNDONE"},
        "FAILED": {"UNDONE"},
    }

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    # The file's name below the upload folder; empty when the file is deleted.
    stored_as = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64)
    # {"text": column, "id": column, …} and {"voice": …, "quotable": …}: names, no words of people.
    columns = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    notice_given = models.ForeignKey(
        NoticeGiven, null=True, on_delete=models.RESTRICT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    # When the worker last wrote; an old one is taken up again by the sweep.
    beat_at = models.DateTimeField(null=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True)
    imported = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    problems = models.PositiveIntegerField(default=0)
    # Why it could not be read, as a sentence with the way out.
    failure = models.CharField(max_length=500, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class ImportProblem(models.Model):
    """A row that did not come in, and why. It holds no words of the row."""

    import_file = models.ForeignKey(Import, on_delete=models.CASCADE)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=300)

    class Meta:
        ordering = ["row", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["import_file", "row", "column"], name="import_problem_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Row {self.row}: {self.what}"
