"""Addresses of the manual."""

from django.urls import path

from .views import ChapterPage, ManualPage

app_name = "manual"
urlpatterns = [
    path("help/", ManualPage.as_view(), name="manual"),
    path("help/<slug:slug>/", ChapterPage.as_view(), name="chapter"),
]
