"""Addresses below /work/<initiative>/: who is coming."""

from django.urls import path

from focusgroups.people import list_views as lists
from focusgroups.people import person_views as person
from focusgroups.people import views

urlpatterns = [
    path("registrations/", views.registrations, name="registrations"),
    path("registrations/find/", views.people_find, name="people_find"),
    path("registrations/<int:pk>/", person.registration, name="registration"),
    path("registrations/<int:pk>/step/", person.registration_step, name="registration_step"),
    path("registrations/<int:pk>/move/", person.registration_move, name="registration_move"),
    path("registrations/<int:pk>/cancel/", person.registration_cancel, name="registration_cancel"),
    path("sessions/<int:pk>/people/", views.session_people, name="session_people"),
    path("sessions/<int:pk>/people/new/", views.person_new, name="person_new"),
    path("sessions/<int:pk>/people/offer/", views.places_offer, name="places_offer"),
    path("sessions/<int:pk>/people/file/", views.people_export, name="people_export"),
    path("list/", lists.list_new, name="list_new"),
    path("list/columns/", lists.list_columns, name="list_columns"),
    path("list/preview/", lists.list_preview, name="list_preview"),
    path("list/drop/", lists.list_drop, name="list_drop"),
]
