"""Where people meet, and who interprets there."""

from django.db import models

from accounts.fields import EncryptedTextField
from initiatives.models import Initiative


class Place(models.Model):
    """A building where people meet, and what they want to know before they come."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    address = models.TextField(blank=True)
    # Steps, ramps, lifts, toilets, parking: in plain words, shown to those who come.
    access_notes = models.TextField(blank=True)
    transit = models.TextField(blank=True)
    has_childcare_space = models.BooleanField(default=False)
    # Families who fear the agency look for this first: the public page says so where it is False.
    is_agency_office = models.BooleanField(default=False)
    # Offered for new sessions. Sessions that are planned there keep it.
    is_in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """One room of a place; two sessions cannot be in it at once."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    chairs = models.PositiveSmallIntegerField(default=12)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="room_name_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.place}"


class Interpreter(models.Model):
    """Somebody who interprets, and into what. Not an account."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    # Codes of initiatives.languages, such as ["so"]; "ase" is American Sign Language.
    languages = models.JSONField(default=list)
    # A telephone or an e-mail address.
    contact = EncryptedTextField(blank=True)
    is_in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
