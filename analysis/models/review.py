"""In which order comments are reviewed, and random samples that tell how sure the engine is."""

from django.conf import settings
from django.db import models

from analysis.models.codebook import Theme
from analysis.models.runs import Run
from feedback.models import Comment


class ReviewPlace(models.Model):
    """Where a run put a comment in each order of review, and which text it repeats.

    `first` is the comment that stands for all with (almost) the same text; its own where it is
    alone. Places are numbers from 0; the comments of one order have different ones.
    """

    comment = models.OneToOneField(
        Comment, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    run = models.ForeignKey(Run, on_delete=models.CASCADE)
    first = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    mix = models.PositiveIntegerField()
    uncertain = models.PositiveIntegerField()
    typical = models.PositiveIntegerField()
    chance = models.PositiveIntegerField()

    class Meta:
        ordering = ["mix"]

    def __str__(self) -> str:
        return f"Place of comment {self.comment_id}"


class NextThemes(models.Model):
    """The themes that a run found next likely on a comment, and too improbable to suggest.

    The review offers them to be ticked. Nobody is asked about them: to leave one is no decision,
    and they count nowhere. `themes` are rows of theme, start and end (numbers; positions in the
    original), the most probable first.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    themes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "run"], name="next_themes_once"),
        ]

    def __str__(self) -> str:
        return f"Next themes of comment {self.comment_id}"


class AuditSample(models.Model):
    """Suggestions of one theme by one run, drawn at random by a seed that is kept.

    Which ones they are follows from seed and size (`analysis.themes.draws.drawn`).
    """

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE)
    run = models.ForeignKey(Run, on_delete=models.CASCADE)
    seed = models.PositiveIntegerField()
    size = models.PositiveSmallIntegerField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Audit sample {self.pk}"
