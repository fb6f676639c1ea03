"""Addresses below /work/<initiative>/."""

app_name = "focusgroups"
urlpatterns = []
