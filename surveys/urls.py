"""Addresses below /work/<initiative>/."""

app_name = "surveys"
urlpatterns = []
