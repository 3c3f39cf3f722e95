"""Addresses of the 双清单."""

from django.urls import path

from activities.views import requests

urlpatterns = [
    path("requests/", requests.RequestList.as_view(), name="requests"),
    path("requests/add/", requests.RequestCreate.as_view(), name="request-create"),
    path("requests/<int:pk>/", requests.RequestDetail.as_view(), name="request"),
    path("requests/<int:pk>/edit/", requests.RequestEdit.as_view(), name="request-edit"),
    path("requests/<int:pk>/state/", requests.RequestMove.as_view(), name="request-state"),
]
