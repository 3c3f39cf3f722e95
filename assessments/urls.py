"""Addresses of standards, rounds and checklists."""

from django.urls import include, path

from .views import (
    adopting,
    checklists,
    citing,
    exports,
    files,
    objections,
    participants,
    results,
    reviewing,
    rollover,
    round_editing,
    rounds,
    standard_sheets,
    standards,
)
from .views import standard_editing as editing

app_name = "assessments"
standard_patterns = [
    path("add/", editing.StandardCreate.as_view(), name="standard-create"),
    path("<int:pk>/edit/", editing.StandardEdit.as_view(), name="standard-edit"),
    path("<int:pk>/revise/", standards.StandardRevise.as_view(), name="standard-revise"),
    path("<int:pk>/copy/", standards.StandardCopy.as_view(), name="standard-copy"),
    path("<int:pk>/compare/", standards.StandardCompare.as_view(), name="standard-compare"),
    path("<int:pk>/delete/", standards.StandardDelete.as_view(), name="standard-delete"),
    path("<int:pk>/sentence/", editing.MeasureSentence.as_view(), name="measure-sentence"),
    path("sections/<int:section>/", editing.SectionEdit.as_view(), name="section-edit"),
    path("sections/<int:section>/add/", editing.CriterionCreate.as_view(), name="criterion-create"),
    path("sections/<int:section>/delete/", editing.SectionDelete.as_view(), name="section-delete"),
    path("items/<int:pk>/", editing.CriterionEdit.as_view(), name="criterion-edit"),
    path("items/<int:pk>/<way:way>/", editing.CriterionMove.as_view(), name="criterion-move"),
    path("items/<int:pk>/delete/", editing.CriterionDelete.as_view(), name="criterion-delete"),
]
assessment_patterns = [
    path("", rounds.RoundList.as_view(), name="rounds"),
    path("rounds/add/", round_editing.RoundCreate.as_view(), name="round-create"),
    path("rounds/<int:pk>/", results.RoundDetail.as_view(), name="round"),
    path("rounds/<int:pk>/edit/", round_editing.RoundEdit.as_view(), name="round-edit"),
    path("rounds/<int:pk>/delete/", round_editing.RoundDelete.as_view(), name="round-delete"),
    path("rounds/<int:pk>/remind/", rounds.RoundRemind.as_view(), name="round-remind"),
    path("rounds/<int:pk>/adopt/", adopting.AdoptStandard.as_view(), name="round-adopt"),
    path("rounds/<int:pk>/units/", participants.RoundUnits.as_view(), name="round-units"),
    path("<int:pk>/extend/", participants.Extend.as_view(), name="assessment-extend"),
    path("<int:pk>/leave/", participants.Leave.as_view(), name="assessment-leave"),
    path("<int:pk>/rejoin/", participants.Rejoin.as_view(), name="assessment-rejoin"),
    path("rounds/<int:pk>/open/", rounds.RoundOpen.as_view(), name="round-open"),
    path("rounds/<int:pk>/publish/", results.RoundPublish.as_view(), name="round-publish"),
    path("rounds/<int:pk>/review/", reviewing.Queue.as_view(), name="review"),
    path("rounds/<int:pk>/review/next/", reviewing.NextUnit.as_view(), name="review-next"),
    path("rounds/<int:pk>/review/confirm/", reviewing.ConfirmAll.as_view(), name="review-confirm"),
    path("rounds/<int:pk>/items/<int:criterion>/", reviewing.OneItem.as_view(), name="review-item"),
    path("<int:pk>/review/begin/", reviewing.Begin.as_view(), name="review-begin"),
    path("<int:pk>/review/return/", reviewing.ReturnItems.as_view(), name="return-items"),
    path("responses/<int:pk>/review/", reviewing.OneResponse.as_view(), name="review-response"),
    path("rounds/<int:pk>/results/", results.RoundResults.as_view(), name="round-results"),
    path("rounds/<int:pk>/objections/", objections.RoundObjections.as_view(), name="objections"),
    path("objections/<int:pk>/", objections.ObjectionDetail.as_view(), name="objection"),
    path("items/<int:pk>/objection/", objections.ObjectionFile.as_view(), name="objection-file"),
    path("rounds/<int:pk>/scores.xlsx", exports.RoundExport.as_view(), name="round-sheet"),
    path("<int:pk>/scores.xlsx", exports.ScoreSheetExport.as_view(), name="score-sheet"),
    path("<int:pk>/evidence.xlsx", exports.EvidenceExport.as_view(), name="evidence-sheet"),
    path("standards/", standards.StandardList.as_view(), name="standards"),
    path("standards/import/", standard_sheets.StandardImport.as_view(), name="standard-import"),
    path(
        "standards/import/<int:pk>/",
        standard_sheets.StandardImportPreview.as_view(),
        name="standard-import-preview",
    ),
    path(
        "standards/<int:pk>/xlsx/", standard_sheets.StandardExport.as_view(), name="standard-export"
    ),
    path("standards/<int:pk>/", standards.StandardDetail.as_view(), name="standard"),
    path("<int:pk>/", checklists.Overview.as_view(), name="assessment"),
    path("<int:pk>/sections/<int:section>/", checklists.SectionPage.as_view(), name="section"),
    path("<int:pk>/<step:step>/", checklists.AssessmentStep.as_view(), name="assessment-step"),
    path("files/<int:pk>/", files.ResponseFileView.as_view(), name="response-file"),
    path("files/edit/", files.ResponseFileEdit.as_view(), name="response-file-edit"),
    path(
        "files/<int:pk>/thumbnail/",
        files.ResponseFileThumbnail.as_view(),
        name="response-file-thumbnail",
    ),
    path("responses/<int:pk>/files/", files.ResponseFileAdd.as_view(), name="response-file-add"),
    path(
        "responses/<int:pk>/activities/",
        citing.ChooseActivities.as_view(),
        name="response-activities",
    ),
    path("files/<int:pk>/delete/", files.ResponseFileDelete.as_view(), name="response-file-delete"),
]
urlpatterns = [
    path("plans/rollover/", rollover.Rollover.as_view(), name="rollover"),
    path("assessments/standards/", include(standard_patterns)),
    path("assessments/", include(assessment_patterns)),
]
