"""The private calendar of a member: made when first asked for, and given a new address."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from focusgroups.models import CalendarFeed


def get_feed(*, user: User) -> CalendarFeed:
    """The feed of a member; it is made when first asked for."""
    feed, _is_new = CalendarFeed.objects.get_or_create(user=user)
    return feed


@transaction.atomic
def renew_feed(*, user: User) -> CalendarFeed:
    """Give the feed a new address; the old one answers nobody any more."""
    CalendarFeed.objects.get_or_create(user=user)
    feed = CalendarFeed.objects.select_for_update().get(user=user)
    feed.generation += 1
    feed.save(update_fields=["generation"])
    audit.record(actor=user, verb="renew_feed", subject=feed, initiative=None)
    return feed
