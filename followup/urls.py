"""Addresses below /work/<initiative>/."""

app_name = "followup"
urlpatterns = []
