"""Addresses of activities and their evidence."""

from django.urls import path

from activities.views import (
    activities,
    bulk,
    drafts,
    editing,
    evidence,
    evidence_files,
    finding,
    kind_fields,
    kinds,
    ledgers,
    matching,
)

urlpatterns = [
    path("activities/", activities.ActivityList.as_view(), name="activities"),
    path("activities/export/", activities.ActivityExport.as_view(), name="activities-export"),
    path("activities/filters/add/", finding.FilterSave.as_view(), name="filter-save"),
    path("activities/filters/<int:pk>/", finding.FilterRename.as_view(), name="filter-rename"),
    path(
        "activities/filters/<int:pk>/delete/", finding.FilterDelete.as_view(), name="filter-delete"
    ),
    path("activities/ledger/template/", ledgers.LedgerTemplate.as_view(), name="ledger-template"),
    path("activities/add/", editing.ActivityCreate.as_view(), name="activity-create"),
    path("activities/drafts/", drafts.DraftKeep.as_view(), name="draft-keep"),
    path(
        "activities/drafts/<int:pk>/discard/", drafts.DraftDiscard.as_view(), name="draft-discard"
    ),
    path("activities/bulk/", bulk.BulkAction.as_view(), name="activities-bulk"),
    path("activities/measures/", matching.MeasureProposals.as_view(), name="measure-proposals"),
    path(
        "activities/<int:pk>/measures/<int:item>/",
        matching.MeasureLink.as_view(),
        name="measure-link",
    ),
    path("activities/needs/", kind_fields.NeedProposals.as_view(), name="need-proposals"),
    path("activities/kinds/", kinds.KindList.as_view(), name="kinds"),
    path("activities/kinds/add/", kinds.KindCreate.as_view(), name="kind-create"),
    path("activities/kinds/<int:pk>/edit/", kinds.KindEdit.as_view(), name="kind-edit"),
    path("activities/<int:pk>/", activities.ActivityDetail.as_view(), name="activity"),
    path("activities/<int:pk>/edit/", editing.ActivityEdit.as_view(), name="activity-edit"),
    path(
        "activities/<int:pk>/delete/", activities.ActivityDelete.as_view(), name="activity-delete"
    ),
    path(
        "activities/<int:pk>/submit-series/",
        activities.SeriesSubmit.as_view(),
        name="series-submit",
    ),
    path(
        "activities/<int:pk>/<step:step>/", activities.ActivityStep.as_view(), name="activity-step"
    ),
    path("activities/<int:pk>/evidence/", evidence.EvidenceAdd.as_view(), name="evidence-add"),
    path(
        "activities/drafts/<int:pk>/evidence/",
        evidence.DraftEvidenceAdd.as_view(),
        name="draft-evidence-add",
    ),
    path("activities/evidence/edit/", evidence.EvidenceEdit.as_view(), name="evidence-edit"),
    path("activities/evidence/<int:pk>/", evidence_files.EvidenceFile.as_view(), name="evidence"),
    path(
        "activities/evidence/<int:pk>/view/",
        evidence_files.EvidenceViewer.as_view(),
        name="evidence-viewer",
    ),
    path(
        "activities/evidence/<int:pk>/thumbnail/",
        evidence_files.EvidenceThumbnail.as_view(),
        name="evidence-thumbnail",
    ),
    path(
        "activities/evidence/<int:pk>/place/",
        evidence.EvidencePlace.as_view(),
        name="evidence-place",
    ),
    path(
        "activities/evidence/<int:pk>/turn/", evidence.EvidenceTurn.as_view(), name="evidence-turn"
    ),
    path(
        "activities/evidence/<int:pk>/delete/",
        evidence.EvidenceDelete.as_view(),
        name="evidence-delete",
    ),
]
