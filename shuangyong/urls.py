"""Every address of the site; one include per app."""

from django.urls import include, path

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("activities.urls")),
    path("", include("assessments.urls")),
    path("", include("units.urls")),
    path("", include("shuangyong.manual.urls")),
]
handler400 = "shuangyong.errors.bad_request"
handler500 = "shuangyong.errors.server_error"
