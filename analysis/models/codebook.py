"""Codebook, its tree of Themes, and each change of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from initiatives.models import DecisionPoint, Initiative


class Codebook(models.Model):
    """The themes of an initiative. Each change raises `version`; a Run keeps the one it used."""

    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Codebook of initiative {self.initiative_id}"


class ThemeQuerySet(models.QuerySet):
    def in_use(self) -> Self:
        """Those that may be put on comments."""
        return self.exclude(state=Theme.State.RETIRED)

    def approved(self) -> Self:
        """Those that readers may see: approved once, and on record from then on.

        A theme that is retired is put on no more comments; what was approved of it, and the answer
        to it, stay public. Nobody takes a finding back alone.
        """
        retired = Q(state=Theme.State.RETIRED) & ~Q(approved_name="")
        return self.filter(Q(state=Theme.State.APPROVED) | retired)


class Theme(models.Model):
    """Something that people say, named and defined by the team. Its words are ours."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", "draft"
        APPROVED = "APPROVED", "approved"
        RETIRED = "RETIRED", "retired"

    # A retired theme is taken up again as what it was.
    STEPS = {
        "DRAFT": {"APPROVED", "RETIRED"},
        "APPROVED": {"RETIRED"},
        "RETIRED": {"APPROVED", "DRAFT"},
    }

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE)
    code = models.SlugField(max_length=80)
    name = models.CharField(max_length=150)
    definition = models.TextField(blank=True)
    includes = models.TextField(blank=True)
    excludes = models.TextField(blank=True)
    # One word or phrase a line; `es:` in front says that it is looked for in Spanish only.
    keywords = models.TextField(blank=True)
    # Illustrations that we wrote, one a line; never taken from a comment.
    phrases = models.TextField(blank=True)
    # What sounds like the theme and is not, one a line; ours as well.
    counter_phrases = models.TextField(blank=True)
    # What the team wants to remember of it: doubts, agreements, open questions.
    memo = models.TextField(blank=True)
    decision_point = models.ForeignKey(
        DecisionPoint, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # From which probability on it is suggested; None leaves it to the engine.
    threshold = models.FloatField(null=True, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT)
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # Its words as a second person approved them last; readers see these, whatever is edited since.
    approved_name = models.CharField(max_length=150, blank=True)
    approved_definition = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["codebook", "code"], name="theme_code_once"),
            models.CheckConstraint(
                condition=Q(threshold__isnull=True) | Q(threshold__gt=0, threshold__lt=1),
                name="threshold_is_a_probability",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name_for_readers(self) -> str:
        return self.approved_name or self.name

    @property
    def definition_for_readers(self) -> str:
        return self.approved_definition if self.approved_name else self.definition


class CodebookChangeQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Leaves out what was undone, and the undoing."""
        return self.filter(undoes=None, codebookchange=None)


class CodebookChange(models.Model):
    """What somebody changed in the codebook. It is never deleted; undo is one more change."""

    class Kind(models.TextChoices):
        MAKE = "MAKE", "made it"
        EDIT = "EDIT", "changed its words"
        MOVE = "MOVE", "moved it"
        MERGE = "MERGE", "merged it"
        SPLIT = "SPLIT", "split it"
        RETIRE = "RETIRE", "retired it"
        TAKE_UP = "TAKE_UP", "took it up again"
        REMOVE = "REMOVE", "deleted it"
        THRESHOLD = "THRESHOLD", "moved its threshold"
        UNDO = "UNDO", "undid a change"

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE)
    # The codebook's version since.
    version = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    theme = models.ForeignKey(Theme, null=True, on_delete=models.SET_NULL)
    # What it was merged into, or what was split off.
    other = models.ForeignKey(Theme, null=True, on_delete=models.SET_NULL, related_name="+")
    # The theme's name then: it stays when the theme is deleted.
    name = models.CharField(max_length=150)
    # Fields of the theme that changed. All words in them are ours.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    tags_moved = models.PositiveIntegerField(default=0)
    # Numbers of tags and suggestions, and positions, so that they can be put back; no words.
    moved = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", null=True, on_delete=models.CASCADE)

    objects = CodebookChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Change {self.pk} of the codebook"
