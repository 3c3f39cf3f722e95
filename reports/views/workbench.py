"""工作台: what to do next, for each role."""

from __future__ import annotations

from django.utils import timezone
from django.views.generic import TemplateView

from activities.drafts import waiting
from activities.models import Evidence, EvidenceKind
from assessments.models import Round
from assessments.overview import counts_of
from reports.chasing import chases, to_chase
from reports.figures import year_figures
from reports.lateness import behind
from reports.models import Summary
from reports.overview import overview
from reports.summary.generating.opening import figures_sentence
from reports.tasks import queue, queue_length, unfinished
from shuangyong import charts
from shuangyong.review import Status
from units import permissions
from units.granting import waiting_for
from units.models import Notice, Role, User

PHOTOS = 8
NOTICES = 5
LATE = 30


class Workbench(TemplateView):
    """The first page: tasks for who writes, the queue for who reviews, the year for all."""

    def get_template_names(self):
        if permissions.may_see_records(self.request.user):
            return ["reports/workbench.html"]
        return ["reports/workbench_officer.html"]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if permissions.may_see_records(self.request.user):
            return context | self.year_of_unit() | self.tasks()
        return context | self.setting_up()

    def setting_up(self) -> dict:
        """What the three officers do, one after the other, until the offices can work."""
        user = self.request.user
        return {
            "may_manage": permissions.may_manage_units(user),
            "may_grant": permissions.may_grant_roles(user),
            "waiting": waiting_for(user),
        }

    def tasks(self) -> dict:
        """What waits for this account, and for whom it waits."""
        user, year, today = self.request.user, self.request.year, timezone.localdate()
        units = overview(user, year, today)
        return {
            "overview": units,
            "behind_count": sum(row.is_behind for row in units),
            "tasks": unfinished(user, year, today),
            "waiting_drafts": waiting(user),
            "queue": queue(user)[:5],
            "queue_length": queue_length(user),
            "notices": Notice.objects.recent_for(user)[:NOTICES],
            **self.late(user, year, today),
            "is_reviewer": permissions.is_reviewer(user),
            "may_write": permissions.may_write(user),
            "summary": Summary.objects.filter(unit=user.unit, year=year).first(),
            "contacts": User.objects.filter(
                unit=user.unit.reviewed_by_id, role=Role.REVIEWER, is_active=True
            )
            .exclude(pk=user.pk)
            .select_related("unit"),
        }

    def late(self, user: User, year: int, today) -> dict:
        """逾期未报, with who was chased when, and how many units 全部催办 would reach."""
        rows = chases(user, behind(user, year, today))
        units = {late.unit.pk for late in to_chase(rows)}
        return {"behind": rows, "behind_shown": rows[:LATE], "units_to_chase": len(units)}

    def year_of_unit(self) -> dict:
        """Pictures first, then figures, then words."""
        user, year = self.request.user, self.request.year
        figures = year_figures(user.unit, year)
        photos = Evidence.objects.visible_to(user).filter(
            activity__year=year, activity__status=Status.CONFIRMED, kind=EvidenceKind.PHOTO
        )
        photos = photos.exclude(thumbnail="").select_related("activity__unit")
        return {
            "figures": figures,
            "months": charts.columns(figures.by_month),
            "kinds": charts.rows(figures.by_kind, charts.NARROW),
            "sentence": figures_sentence(figures) if figures.activities else "",
            "photos": photos.order_by("-activity__held_from", "pk")[:PHOTOS],
            "rounds": counts_of(
                Round.objects.visible_to(user).in_year(year).select_related("unit"), user=user
            ),
        }
