"""Addresses of partners. All below /r/, so that every log masks them."""

from django.urls import path

from focusgroups.outreach import public_views as views

HERE = "r/partner/<str:token>/"
urlpatterns = [
    path(HERE, views.partner, name="partner"),
    path(f"{HERE}asked/", views.partner_asked, name="partner_asked"),
    path(f"{HERE}<int:invitee>/said/", views.partner_said, name="partner_said"),
    path(f"{HERE}<int:invitee>/sign-up/", views.partner_sign_up, name="partner_sign_up"),
]
