"""Addresses below /work/<initiative>/: what people need, and what they get."""

from django.urls import path

from focusgroups.needs import stipend_views as stipends
from focusgroups.needs import views

urlpatterns = [
    path("needs/", views.needs, name="needs"),
    path("needs/<int:pk>/", views.need_arrange, name="need_arrange"),
    path("registrations/<int:pk>/needs/", views.person_needs, name="person_needs"),
    path("stipends/", stipends.stipends, name="stipends"),
    path("stipends/file/", stipends.stipends_export, name="stipends_export"),
    path("stipends/<int:pk>/step/", stipends.stipend_step, name="stipend_step"),
]
