"""Addresses below /work/<initiative>/, by room."""

from feedback import comment_urls, entry_urls, import_urls, log_urls

app_name = "feedback"
urlpatterns = [
    *entry_urls.urlpatterns,
    *log_urls.urlpatterns,
    *import_urls.urlpatterns,
    *comment_urls.urlpatterns,
]
