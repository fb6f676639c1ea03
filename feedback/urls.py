"""Addresses below /work/<initiative>/."""

app_name = "feedback"
urlpatterns = []
