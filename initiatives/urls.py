"""Addresses below /work/<initiative>/."""

app_name = "initiatives"
urlpatterns = []
