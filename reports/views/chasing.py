"""催办: the button beside what is late."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View

from activities.models import Plan, SupportRequest
from assessments.models import Assessment
from reports.chasing import chase, chase_all
from reports.lateness import Matter
from shuangyong.converters import register_choices
from shuangyong.review import StepRefused
from shuangyong.views import way_back
from units import permissions
from units.notices import Delivery
from units.permissions import RoleRequired

RECORDS = {
    Matter.SUB_PLAN: Plan,
    Matter.ASSESSMENT: Assessment,
    Matter.NEED: SupportRequest,
}


register_choices("matter", Matter)  # sub_plan, assessment, need


class Chasing(RoleRequired, View):
    """Sends reminders and goes back to the page whose button was pressed."""

    http_method_names = ("post",)

    def send(self) -> Delivery:
        """What goes out; StepRefused with a message for what does not."""
        raise NotImplementedError

    def post(self, request, **kwargs):
        try:
            delivery = self.send()
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            count = len(delivery.notices)
            told = (
                f"已向 {delivery.units} 个单位发出催办 {count} 条。"
                if count > 1
                else (f"已催办{delivery.notices[0].unit.label}，对方在工作台可以看到。")
            )
            messages.success(request, told)
            if delivery.mail_failed:
                messages.warning(request, "通知已送达工作台；邮件未能发出。")
        return redirect(way_back(request, reverse("reports:workbench")))


class ChaseAll(Chasing):
    """全部催办: everything late in scope that has not been chased today."""

    allowed = staticmethod(permissions.is_reviewer)

    def send(self) -> Delivery:
        return chase_all(self.request.user, self.request.year, timezone.localdate())


class ChaseOne(Chasing):
    """One unit, one matter; a stranger's record is not found."""

    allowed = staticmethod(permissions.may_see_records)

    def send(self) -> Delivery:
        user, matter = self.request.user, self.kwargs["matter"]
        visible = RECORDS[matter].objects.visible_to(user)
        record = get_object_or_404(visible, pk=self.kwargs["pk"])
        year = record.round.year if matter == Matter.ASSESSMENT else record.year
        return chase(user, record, matter, year=year, today=timezone.localdate())
