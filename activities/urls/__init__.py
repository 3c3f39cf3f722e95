"""Addresses of plans, activities and support requests."""

from . import activities, cobuilding, plans, requests

app_name = "activities"
urlpatterns = [
    *plans.urlpatterns,
    *activities.urlpatterns,
    *cobuilding.urlpatterns,
    *requests.urlpatterns,
]
