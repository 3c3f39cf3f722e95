"""Addresses of requests."""

urlpatterns = []
