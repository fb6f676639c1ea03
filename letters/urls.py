"""Addresses of members, below /work/<initiative>/."""

app_name = "letters"
urlpatterns = []
