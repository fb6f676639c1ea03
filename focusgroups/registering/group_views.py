"""The page of a group in plain words, its poster and the code that leads there."""

import io

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from focusgroups.registering import reports
from focusgroups.registering.doors import Door, door_of, find_door
from focusgroups.registering.lost import kindly
from initiatives.models import PrivacyNotice

# So many strips at the foot of a poster can be torn off.
STRIPS = range(8)


@kindly
def group(request: HttpRequest, **way) -> HttpResponse:
    """What it is, for whom, when and where, and what happens to what one says."""
    door = find_door(**way)
    return render(request, "focusgroups/public/group.html", page_of(door))


@kindly
def poster(request: HttpRequest, **way) -> HttpResponse:
    """The same on one sheet of paper."""
    door = _door_for_anybody(**way)
    context = page_of(door) | {"address": address_of(door), "strips": STRIPS}
    return render(request, "focusgroups/public/poster.html", context)


@kindly
def qr(request: HttpRequest, **way) -> HttpResponse:
    """The address of the page as a picture for the camera of a telephone."""
    door = _door_for_anybody(**way)
    picture = io.BytesIO()
    segno.make(address_of(door), error="m").save(picture, kind="svg", scale=8, border=2)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def _door_for_anybody(**way) -> Door:
    """The way that may hang on a wall, which no invitation may. Http404 where there is none."""
    found = door_of(find_door(**way).group)
    if found is None:
        raise Http404
    return found


def address_of(door: Door) -> str:
    """The whole address of a group's page, in the language of the page one looks at."""
    return f"{settings.SITE_URL}{door.url()}"


def page_of(door: Door) -> dict:
    """What each page of signing up shows of the group."""
    invitee = door.invitee
    segment = (invitee.segment if invitee else None) or door.group.segment
    initiative = door.group.initiative
    now = timezone.now()
    page = reports.group_page(door.group, segment, now)
    notice = PrivacyNotice.objects.filter(initiative=initiative).select_related("text").first()
    return {
        "initiative": initiative,
        "door": door,
        "urls": door.urls,
        "page": page,
        "segment": segment,
        "notice": notice.text.in_language(get_language()) if notice else "",
        "keep_days": settings.KEEP_CONTACT_DAYS,
        "others": () if page.is_open else reports.open_groups(initiative, now, without=door.group),
        "name_source": (invitee.name_source if invitee else "") or page.recruiting.name_source,
    }
