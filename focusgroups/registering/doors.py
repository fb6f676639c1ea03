"""The ways to the page of a group: the public page, the group's link, an invitation.

Behind each stands the same page and the same form. Where a way does not lead, Http404: a group
that is for invited people is not there for others.
"""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from focusgroups import links
from focusgroups.models import FocusGroup, Invitee

Visibility = FocusGroup.Visibility
WORDS = ("initiative", "segment", "title", "about", "gets")


@dataclass(frozen=True)
class Door:
    """A group, and by which way somebody came to it."""

    group: FocusGroup
    # The name of the address of its page, and what stands in it.
    name: str
    args: tuple
    invitee: Invitee | None = None

    def url(self, page: str = "") -> str:
        """The address of the group's page, or of another page behind the same door."""
        name = f"{self.name}_{page}" if page else self.name
        return reverse(f"focusgroups_public:{name}", args=self.args)

    @property
    def urls(self) -> dict[str, str]:
        """For templates: the page of the group, and the pages behind it."""
        pages = ("check", "register", "details", "done", "poster", "qr")
        return {"page": self.url()} | {page: self.url(page) for page in pages}


def find_door(*, slug: str = "", pk: int = 0, token: str = "", invitation: str = "") -> Door:
    """The door of an address: exactly one of `slug` with `pk`, `token`, `invitation` is given."""
    if slug:
        groups = FocusGroup.objects.public().select_related(*WORDS)
        group = get_object_or_404(groups, initiative__slug=slug, pk=pk)
        return Door(group, "group", (slug, pk))
    if token:
        groups = FocusGroup.objects.select_related(*WORDS).exclude(visibility=Visibility.INVITED)
        group = links.find("group", groups, token)
        return Door(_or_404(group), "group_link", (token,))
    rows = Invitee.objects.select_related("segment", "partner", *(f"group__{w}" for w in WORDS))
    invitee = _or_404(links.find("invitee", rows, invitation))
    return Door(invitee.group, "invite", (invitation,), invitee)


def door_of(group: FocusGroup) -> Door | None:
    """The way to a group's page that anybody may have, or None where one is invited by name."""
    if group.visibility == Visibility.INVITED:
        return None
    if group.visibility == Visibility.PUBLIC and group.initiative.is_public:
        return Door(group, "group", (group.initiative.slug, group.pk))
    return Door(group, "group_link", (links.token_of("group", group),))


def _or_404[Row](found: Row | None) -> Row:
    if found is None:
        raise Http404
    return found
