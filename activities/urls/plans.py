"""Addresses of plans."""

from django.urls import path

from activities.views import calendar, plan_steps, plans, progress

urlpatterns = [
    path("plans/", plans.PlanList.as_view(), name="plans"),
    path("plans/add/", plans.PlanCreate.as_view(), name="plan-create"),
    path("plans/calendar/", calendar.CalendarPage.as_view(), name="calendar"),
    path("plans/calendar.ics", calendar.CalendarFile.as_view(), name="calendar-file"),
    path("plans/<int:pk>/", plans.PlanDetail.as_view(), name="plan"),
    path("plans/<int:pk>/edit/", plans.PlanEdit.as_view(), name="plan-edit"),
    path("plans/<int:pk>/delete/", plan_steps.PlanDelete.as_view(), name="plan-delete"),
    path("plans/items/<int:pk>/", plan_steps.OutcomeReport.as_view(), name="plan-outcome"),
    path("plans/<int:pk>/issue/", plan_steps.PlanIssue.as_view(), name="plan-issue"),
    path("plans/<int:pk>/remarks/", plan_steps.PlanReturn.as_view(), name="plan-return"),
    path("plans/<int:pk>/progress/", progress.PlanProgress.as_view(), name="plan-progress"),
    path("plans/<int:pk>/progress.xlsx", progress.ProgressExport.as_view(), name="plan-progress-export"),
    path("plans/<int:pk>/year/", progress.PlanYear.as_view(), name="plan-year"),
    path("plans/<int:pk>/year.xlsx", progress.YearExport.as_view(), name="plan-year-export"),
    path("plans/<int:pk>/<step:step>/", plan_steps.PlanStep.as_view(), name="plan-step"),
]  # fmt: skip
