"""Who works on an initiative, in which role."""

from typing import Self

from django.conf import settings
from django.db import models

from initiatives.models.initiative import Initiative


class Role(models.TextChoices):
    COORDINATOR = "coordinator", "Coordinator"
    FACILITATOR = "facilitator", "Facilitator"
    ANALYST = "analyst", "Analyst"
    APPROVER = "approver", "Approver"
    READER = "reader", "Reader"


class MembershipQuerySet(models.QuerySet):
    def current(self) -> Self:
        """Roles that have not ended, of accounts that are open."""
        return self.filter(ended_at=None, user__is_active=True)


class Membership(models.Model):
    """One role of one person in one initiative. It is ended, never deleted."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role)
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["role", "user__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "user", "role"],
                condition=models.Q(ended_at=None),
                name="membership_role_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


class InvitationQuerySet(models.QuerySet):
    def open(self, now) -> Self:
        """Neither used nor taken back, and not too old."""
        return self.filter(accepted_by=None, revoked_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """An offer of a role, by a link. The link is rebuilt from the key; it is not stored."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE)
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_role_display()} of {self.initiative}"
