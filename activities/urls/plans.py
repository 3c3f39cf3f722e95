"""Addresses of plans."""

from django.urls import path

from activities.views import plans

urlpatterns = [
    path("plans/", plans.PlanList.as_view(), name="plans"),
    path("plans/add/", plans.PlanCreate.as_view(), name="plan-create"),
    path("plans/<int:pk>/", plans.PlanDetail.as_view(), name="plan"),
    path("plans/<int:pk>/edit/", plans.PlanEdit.as_view(), name="plan-edit"),
    path("plans/items/<int:pk>/", plans.OutcomeReport.as_view(), name="plan-outcome"),
    path("plans/<int:pk>/issue/", plans.PlanIssue.as_view(), name="plan-issue"),
    path("plans/<int:pk>/<step:step>/", plans.PlanStep.as_view(), name="plan-step"),
]
