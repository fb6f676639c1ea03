"""What people need in order to come, and what they get for coming."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedTextField
from focusgroups.models.registrations import Registration
from initiatives.languages import name_of

# So many days before the session a need has to have an answer; without one it is late.
ANSWER_DAYS = 3


def late_rule(now: datetime) -> Q:
    """Needs without an answer although the session is near."""
    soon = now + timedelta(days=ANSWER_DAYS)
    start = "registration__session__starts_at"
    return Q(**{"state": "ASKED", f"{start}__gt": now, f"{start}__lte": soon})


class AccommodationQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Those that nobody has arranged yet, of people who may still come."""
        return self.filter(state="ASKED", registration__state__in=("REGISTERED", "OFFERED"))


class Accommodation(models.Model):
    """One thing that a person needs in order to come."""

    class Kind(models.TextChoices):
        CHILDCARE = "CHILDCARE", "childcare"
        RIDE = "RIDE", "a ride"
        INTERPRETER = "INTERPRETER", "an interpreter"
        SIGN_LANGUAGE = "SIGN_LANGUAGE", "sign language"
        CAPTIONING = "CAPTIONING", "captioning"
        ACCESS = "ACCESS", "access to the building"
        FOOD = "FOOD", "food"
        SUPPORT_PERSON = "SUPPORT_PERSON", "a support person"
        STIPEND_FORM = "STIPEND_FORM", "how the stipend is paid"
        OTHER = "OTHER", "something else"

    class State(models.TextChoices):
        ASKED = "ASKED", "no answer yet"
        ARRANGED = "ARRANGED", "arranged"
        CANNOT = "CANNOT", "cannot be arranged"
        NOT_NEEDED = "NOT_NEEDED", "not needed any more"

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE)
    kind = models.CharField(max_length=16, choices=Kind)
    # How many: children, riders. 0 where it makes no sense.
    number = models.PositiveSmallIntegerField(default=0)
    # Ages of children, the area a ride starts from, the language: as the person wrote it.
    detail = EncryptedTextField(blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.ASKED)
    arranger = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True)
    # What was arranged, as the person is told: "Ms Lee meets you at the door at 5:40".
    answer = EncryptedTextField(blank=True)

    objects = AccommodationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "kind"], name="accommodation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for registration {self.registration_id}"

    @property
    def detail_in_words(self) -> str:
        """As a member reads it: of an interpreter the language's name, where one was chosen."""
        return name_of(self.detail) if self.kind == self.Kind.INTERPRETER else self.detail


class Stipend(models.Model):
    """What a person was promised for coming, and when they got it. Nothing of what they said."""

    class Form(models.TextChoices):
        CARD = "CARD", "gift card"
        CASH = "CASH", "cash"
        CHECK = "CHECK", "check"
        OTHER = "OTHER", "another way"

    class State(models.TextChoices):
        PROMISED = "PROMISED", "promised"
        GIVEN = "GIVEN", "given"
        DECLINED = "DECLINED", "not wanted"

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE)
    # Dollars.
    amount = models.DecimalField(max_digits=7, decimal_places=2)
    form = models.CharField(max_length=6, choices=Form, default=Form.CARD)
    state = models.CharField(max_length=8, choices=State, default=State.PROMISED)
    given_on = models.DateField(null=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The number of the paper that was signed, or of the card.
    receipt = EncryptedTextField(blank=True)

    def __str__(self) -> str:
        return f"Stipend of registration {self.registration_id}"
