"""Addresses of the 双清单."""

from django.urls import path

from activities.views import request_steps, requests, requests_table

urlpatterns = [
    path("requests/", requests.RequestList.as_view(), name="requests"),
    path("requests/add/", requests.RequestCreate.as_view(), name="request-create"),
    path("requests/table/", requests_table.RequestsTable.as_view(), name="requests-table"),
    path("requests/table.xlsx", requests_table.RequestsSheet.as_view(), name="requests-export"),
    path("requests/<int:pk>/", requests.RequestDetail.as_view(), name="request"),
    path("requests/<int:pk>/edit/", requests.RequestEdit.as_view(), name="request-edit"),
    path(
        "requests/<int:pk>/activities/",
        request_steps.RequestActivities.as_view(),
        name="request-activities",
    ),
    path(
        "requests/<int:pk>/activities/<int:activity>/link/",
        request_steps.RequestLink.as_view(),
        name="request-link",
    ),
    path(
        "requests/<int:pk>/activities/<int:activity>/unlink/",
        request_steps.RequestLink.as_view(linked=False),
        name="request-unlink",
    ),
    path(
        "requests/<int:pk>/<request_step:taken>/",
        request_steps.RequestStepView.as_view(),
        name="request-step",
    ),
]
