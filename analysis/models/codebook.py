"""Codebook and its tree of Themes."""

from typing import Self

from django.conf import settings
from django.db import models

from initiatives.models import Initiative


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
        """Those that readers may see."""
        return self.filter(state=Theme.State.APPROVED)


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
    # One word or phrase a line.
    keywords = models.TextField(blank=True)
    # Illustrations that we wrote, one a line; never taken from a comment.
    phrases = models.TextField(blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT)
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["codebook", "code"], name="theme_code_once"),
        ]

    def __str__(self) -> str:
        return self.name
