"""The private calendar of a member, and the page that gives its address."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from focusgroups import services
from focusgroups.calendar import feeds


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar file. Its address is the key: calendars cannot sign in."""
    feed = feeds.find_feed(token)
    if feed is None:
        raise Http404
    now = timezone.now()
    contents = feeds.calendar_of(feed.user, feeds.sessions_for(feed.user, now), now)
    response = HttpResponse(contents, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="heard.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


def calendar_feed_page(request: HttpRequest) -> HttpResponse:
    """Where a member copies the address, and is told how to add it."""
    feed = services.get_feed(user=request.user)
    context = {"address": feeds.feed_address(feed), "kept_days": feeds.KEPT_DAYS}
    return render(request, "focusgroups/calendar/feed.html", context)


def calendar_feed_renew(request: HttpRequest) -> HttpResponse:
    """A new address, after a page that says what that ends."""
    if request.method == "POST":
        services.renew_feed(user=request.user)
        messages.success(request, "Your calendar has a new address.")
        return redirect("calendar_feed")
    context = {
        "heading": "Give your calendar a new address?",
        "lost": "The old address stops working at once, in every calendar to which you added it. "
        "Then add the new one.",
        "button": "Give me a new address",
        "back_url": reverse("calendar_feed"),
        "crumb": "Your calendar",
    }
    return render(request, "member_confirm.html", context)
