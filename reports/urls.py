"""Addresses of the workbench, the review queue, reports, bulletins and summaries."""

from django.urls import path

from .views import (
    assessment_bulletins,
    binders,
    bulletins,
    chasing,
    checking,
    comments,
    figures,
    issued,
    making,
    outlines,
    records,
    renditions,
    renewing,
    requests,
    review,
    statistics,
    summaries,
    summary_editing,
    summary_preview,
    versions,
    workbench,
)

app_name = "reports"
urlpatterns = [
    path("", workbench.Workbench.as_view(), name="workbench"),
    path("review/", review.ReviewQueue.as_view(), name="review"),
    path("chase/", chasing.ChaseAll.as_view(), name="chase-all"),
    path("chase/<matter:matter>/<int:pk>/", chasing.ChaseOne.as_view(), name="chase"),
    path("reports/", figures.Reports.as_view(), name="reports"),
    path("reports/statistics/", statistics.StatisticsPage.as_view(), name="statistics"),
    path(
        "reports/statistics/<format:form>/",
        statistics.StatisticsFile.as_view(),
        name="statistics-file",
    ),
    path("reports/year/", statistics.YearPicturePage.as_view(), name="year-picture"),
    path("reports/year.pdf", statistics.YearPictureFile.as_view(), name="year-picture-file"),
    path("reports/figures.xlsx", statistics.StatisticsExport.as_view(), name="figures-export"),
    path(
        "reports/requests/<int:year>/<format:form>/",
        requests.RequestsFile.as_view(),
        name="requests-file",
    ),
    path("reports/bulletin/", bulletins.BulletinPage.as_view(), name="bulletin"),
    path("reports/bulletin/<format:form>/", bulletins.BulletinFile.as_view(), name="bulletin-file"),
    path(
        "reports/assessments/<int:pk>/bulletin/",
        assessment_bulletins.AssessmentBulletinPage.as_view(),
        name="assessment-bulletin",
    ),
    path(
        "reports/assessments/<int:pk>/bulletin/<format:form>/",
        assessment_bulletins.AssessmentBulletinFile.as_view(),
        name="assessment-bulletin-file",
    ),
    path("reports/outlines/", outlines.Outlines.as_view(), name="outlines"),
    path("reports/outlines/<int:pk>/", outlines.OutlineDetail.as_view(), name="outline"),
    path("reports/outlines/<int:pk>/edit/", outlines.OutlineEdit.as_view(), name="outline-edit"),
    path("reports/outlines/<int:pk>/copy/", outlines.OutlineCopy.as_view(), name="outline-copy"),
    path("reports/outlines/<int:pk>/usual/", outlines.OutlineUsual.as_view(), name="outline-usual"),
    path(
        "reports/outlines/<int:pk>/delete/", outlines.OutlineDelete.as_view(), name="outline-delete"
    ),
    path("reports/summaries/add/", making.SummaryCreate.as_view(), name="summary-create"),
    path(
        "reports/summaries/<int:pk>/settings/",
        making.SummarySettings.as_view(),
        name="summary-settings",
    ),
    path(
        "reports/summaries/<int:pk>/examples/",
        making.SummaryExamples.as_view(),
        name="summary-examples",
    ),
    path("reports/summaries/<int:pk>/", summaries.SummaryDetail.as_view(), name="summary"),
    path(
        "reports/summaries/<int:pk>/edit/",
        summary_editing.SummaryEdit.as_view(),
        name="summary-edit",
    ),
    path(
        "reports/summaries/<int:pk>/autosave/",
        summary_editing.SummaryAutosave.as_view(),
        name="summary-autosave",
    ),
    path(
        "reports/summaries/<int:pk>/photos/",
        summary_editing.SummaryPhotos.as_view(),
        name="summary-photos",
    ),
    path(
        "reports/summaries/<int:pk>/sections/<int:section>/sources/",
        summary_editing.SectionSources.as_view(),
        name="section-sources",
    ),
    path(
        "reports/summaries/<int:pk>/preview/",
        summary_preview.SummaryPreview.as_view(),
        name="summary-preview",
    ),
    path(
        "reports/summaries/<int:pk>/check/",
        checking.SummaryCheck.as_view(),
        name="summary-check",
    ),
    path(
        "reports/summaries/<int:pk>/regenerate/",
        renewing.SummaryRegenerate.as_view(),
        name="summary-regenerate",
    ),
    path(
        "reports/summaries/<int:pk>/<format:form>/",
        summaries.SummaryFile.as_view(),
        name="summary-file",
    ),
    path(
        "reports/summaries/<int:pk>/issue/", summaries.SummaryIssue.as_view(), name="summary-issue"
    ),
    path(
        "reports/summaries/<int:pk>/<step:step>/",
        summaries.SummaryStep.as_view(),
        name="summary-step",
    ),
    path(
        "reports/summaries/<int:pk>/versions/", versions.Versions.as_view(), name="summary-versions"
    ),
    path(
        "reports/summaries/<int:pk>/versions/compare/",
        versions.Compare.as_view(),
        name="summary-compare",
    ),
    path(
        "reports/summaries/<int:pk>/versions/<int:number>/",
        versions.Version.as_view(),
        name="summary-version",
    ),
    path(
        "reports/summaries/<int:pk>/versions/<int:number>/restore/",
        versions.Restore.as_view(),
        name="summary-restore",
    ),
    path(
        "reports/summaries/<int:pk>/comments/<int:number>/",
        comments.CommentCreate.as_view(),
        name="comment-create",
    ),
    path(
        "reports/comments/<int:pk>/answer/", comments.CommentAnswer.as_view(), name="comment-answer"
    ),
    path(
        "reports/comments/<int:pk>/settle/", comments.CommentSettle.as_view(), name="comment-settle"
    ),
    path(
        "reports/comments/<int:pk>/delete/", comments.CommentDelete.as_view(), name="comment-delete"
    ),
    path("reports/renditions/<int:pk>/", renditions.RenditionProgress.as_view(), name="rendition"),
    path("reports/binders/", binders.Binders.as_view(), name="binders"),
    path("reports/binders/<int:pk>/", binders.BinderProgress.as_view(), name="binder"),
    path("reports/binders/<int:pk>/file/", binders.BinderFile.as_view(), name="binder-file"),
    path(
        "reports/binders/<int:pk>/restart/", binders.BinderRestart.as_view(), name="binder-restart"
    ),
    path("reports/binders/<int:pk>/delete/", binders.BinderDelete.as_view(), name="binder-delete"),
    path("reports/plans/<int:pk>/<format:form>/", records.PlanFile.as_view(), name="plan-file"),
    path("reports/groups/<int:pk>/<format:form>/", records.GroupFile.as_view(), name="group-file"),
    path("reports/issued/verify/", issued.VerifyIssued.as_view(), name="issued-verify"),
    path("reports/issued/<int:pk>/", issued.IssuedDetail.as_view(), name="issued"),
    path("reports/issued/<int:pk>/file/", issued.IssuedFile.as_view(), name="issued-file"),
]
