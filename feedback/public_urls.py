"""Addresses of the pages where participants answer and read what they gave."""

app_name = "feedback_public"
urlpatterns = []
