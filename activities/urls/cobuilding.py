"""Addresses of partnerships and troops, with what was done in them."""

from django.urls import path

from activities.views import cobuilding

urlpatterns = [
    path("units/pairs/", cobuilding.PairList.as_view(), name="pairs"),
    path("units/pairs/export/", cobuilding.PairExport.as_view(), name="pairs-export"),
    path("units/pairs/<int:pk>/", cobuilding.PairDetail.as_view(), name="pair"),
    path("units/troops/<int:pk>/", cobuilding.TroopDetail.as_view(), name="troop"),
    path("units/troops/<int:pk>/delete/", cobuilding.TroopDelete.as_view(), name="troop-delete"),
]
