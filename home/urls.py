"""Members' pages that gather from several apps."""

from django.urls import path

from home import views

app_name = "home"
urlpatterns = [
    path("", views.work, name="work"),
]
