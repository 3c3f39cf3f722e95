"""Addresses of plans, activities and support requests."""

from . import activities, plans, requests

app_name = "activities"
urlpatterns = [*plans.urlpatterns, *activities.urlpatterns, *requests.urlpatterns]
