"""Addresses of units."""

app_name = "units"
urlpatterns = []
