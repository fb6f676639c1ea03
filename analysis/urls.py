"""Addresses below /work/<initiative>/."""

app_name = "analysis"
urlpatterns = []
