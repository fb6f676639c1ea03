"""Every address. What stands under /work/ is for members; the rest of it is public on purpose."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

MEMBERS_APPS = (
    "initiatives",
    "letters",
    "surveys",
    "focusgroups",
    "feedback",
    "analysis",
    "followup",
)

urlpatterns = [
    path("accounts/", include("accounts.urls")),
    path("work/", include("home.urls")),
    path("work/calendar-feed/", include("focusgroups.calendar.feed_urls")),
    *[path("work/<slug:slug>/", include(f"{app}.urls")) for app in MEMBERS_APPS],
    *i18n_patterns(
        path("", include("letters.public_urls")),
        path("", include("focusgroups.public_urls")),
        path("", include("feedback.public_urls")),
        path("", include("followup.public_urls")),
        path("", include("home.public_urls")),
        prefix_default_language=False,
    ),
]

handler400 = "home.errors.bad_request"
handler403 = "home.errors.forbidden"
handler404 = "home.errors.not_found"
handler500 = "home.errors.server_error"
