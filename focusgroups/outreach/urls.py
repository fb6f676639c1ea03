"""Addresses below /work/<initiative>/: asking people to come."""

from django.urls import path

from focusgroups.outreach import partner_views as partners
from focusgroups.outreach import views

urlpatterns = [
    path("outreach/", views.outreach, name="outreach"),
    path("outreach/<int:pk>/", views.outreach_group, name="outreach_group"),
    path("outreach/<int:pk>/new/", views.invitee_new, name="invitee_new"),
    path("outreach/<int:pk>/remind/", views.invitees_remind, name="invitees_remind"),
    path("invitees/<int:pk>/said/", views.invitee_said, name="invitee_said"),
    path("partners/", partners.partners, name="partners"),
    path("partners/new/", partners.partner_new, name="partner_new"),
    path("partners/<int:pk>/", partners.partner, name="partner"),
    path("partners/<int:pk>/change/", partners.partner_edit, name="partner_edit"),
    path("partners/<int:pk>/renew/", partners.partner_renew, name="partner_renew"),
    path("partners/<int:pk>/end/", partners.partner_end, name="partner_end"),
]
