"""Addresses of plans, activities and support requests."""

from . import activities, cobuilding, imports, plans, requests

app_name = "activities"
urlpatterns = [
    *plans.urlpatterns,
    *imports.urlpatterns,
    *activities.urlpatterns,
    *cobuilding.urlpatterns,
    *requests.urlpatterns,
]
