"""To whom we send nothing more, because they said so."""

from typing import Self

from django.db import models


class StoppedQuerySet(models.QuerySet):
    def of(self, contact_hash: str) -> Self:
        return self.filter(contact_hash=contact_hash)

    def covering(self, contact_hash: str, initiative: int) -> Self:
        """What keeps letters of this initiative from this contact."""
        return self.of(contact_hash).filter(initiative__in={0, initiative})


class Stopped(models.Model):
    """A contact that is to get no more messages: of one initiative, or of all.

    It is a keyed hash, which is no way back to an address, and names no registration: who stops
    messages stays stopped when what we know about them is erased.
    """

    contact_hash = models.CharField(max_length=64)
    # The number of the initiative; 0 for all of them.
    initiative = models.PositiveBigIntegerField(default=0)
    on = models.DateField(auto_now_add=True)

    objects = StoppedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact_hash", "initiative"], name="stopped_once"),
        ]

    def __str__(self) -> str:
        return f"Stopped for {self.initiative or 'all initiatives'}"
