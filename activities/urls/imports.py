"""Addresses of imports: ledgers and old papers on their way to activities."""

from django.urls import path

from activities.views import imports

urlpatterns = [
    path("activities/imports/", imports.ImportList.as_view(), name="imports"),
    path("activities/imports/paper/", imports.PaperUpload.as_view(), name="import-paper"),
    path("activities/imports/<int:pk>/", imports.ImportPage.as_view(), name="import"),
    path("activities/imports/<int:pk>/confirm/", imports.Confirm.as_view(), name="import-confirm"),
    path("activities/imports/<int:pk>/restart/", imports.Restart.as_view(), name="import-restart"),
    path("activities/imports/<int:pk>/discard/", imports.Discard.as_view(), name="import-discard"),
    path("activities/imports/<int:pk>/tick/", imports.Tick.as_view(), name="import-tick"),
    path("activities/imports/<int:pk>/marked/", imports.Marked.as_view(), name="import-marked"),
    path(
        "activities/imports/<int:pk>/left-out/", imports.LeftOut.as_view(), name="import-left-out"
    ),
    path(
        "activities/imports/<int:pk>/rows/<int:number>/",
        imports.RowEdit.as_view(),
        name="import-row",
    ),
]
