"""Addresses of signing up: behind three doors the same pages, and the private link of a person."""

from django.urls import path

from focusgroups.registering import group_views, own_views, register_views

PAGES = {
    "check": register_views.check,
    "register": register_views.register,
    "details": register_views.details,
    "done": register_views.done,
    "poster": group_views.poster,
}
DOORS = {
    "group": "i/<slug:slug>/groups/<int:pk>/",
    "group_link": "r/group/<str:token>/",
    "invite": "r/invite/<str:invitation>/",
}

urlpatterns = [
    *[path(route, group_views.group, name=door) for door, route in DOORS.items()],
    *[path(f"{route}qr.svg", group_views.qr, name=f"{door}_qr") for door, route in DOORS.items()],
    *[
        path(f"{route}{page}/", view, name=f"{door}_{page}")
        for door, route in DOORS.items()
        for page, view in PAGES.items()
    ],
    path("r/invite/<str:invitation>/no/", register_views.say_no, name="invite_no"),
    path("r/<str:token>/", own_views.registration, name="registration"),
    path("r/<str:token>/change/", own_views.change, name="registration_change"),
    path("r/<str:token>/needs/", own_views.needs, name="registration_needs"),
    path("r/<str:token>/calendar.ics", own_views.calendar, name="registration_calendar"),
    path("r/<str:token>/link/", own_views.link, name="registration_link"),
    path("r/<str:token>/delete/", own_views.delete, name="registration_delete"),
]
