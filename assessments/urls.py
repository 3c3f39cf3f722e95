"""Addresses of standards, rounds and checklists."""

from django.urls import include, path

from .views import checklists, files, rollover, rounds, standards

app_name = "assessments"
assessment_patterns = [
    path("", rounds.RoundList.as_view(), name="rounds"),
    path("rounds/add/", rounds.RoundCreate.as_view(), name="round-create"),
    path("rounds/<int:pk>/", rounds.RoundDetail.as_view(), name="round"),
    path("rounds/<int:pk>/open/", rounds.RoundOpen.as_view(), name="round-open"),
    path("rounds/<int:pk>/publish/", rounds.RoundPublish.as_view(), name="round-publish"),
    path("standards/", standards.StandardList.as_view(), name="standards"),
    path("standards/<int:pk>/", standards.StandardDetail.as_view(), name="standard"),
    path("<int:pk>/", checklists.Overview.as_view(), name="assessment"),
    path("<int:pk>/sections/<int:section>/", checklists.SectionPage.as_view(), name="section"),
    path("<int:pk>/<step:step>/", checklists.AssessmentStep.as_view(), name="assessment-step"),
    path("files/<int:pk>/", files.ResponseFileView.as_view(), name="response-file"),
    path("files/<int:pk>/delete/", files.ResponseFileDelete.as_view(), name="response-file-delete"),
]
urlpatterns = [
    path("plans/rollover/", rollover.Rollover.as_view(), name="rollover"),
    path("assessments/", include(assessment_patterns)),
]
