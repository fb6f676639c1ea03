"""Signing in and out, the second factor, and one's own profile."""

from django.urls import include, path

urlpatterns = [
    path("", include("allauth.urls")),
]
