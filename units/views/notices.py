"""通知: what has come to one's unit, what the office has sent, one notice."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.views import View
from django.views.generic import DetailView, ListView

from shuangyong.views import NearestPage
from units import permissions
from units.models import Notice
from units.notices import mark_all_read, mark_read
from units.permissions import RoleRequired

SHOWN_AT_THE_TOP = 5


class NoticeList(RoleRequired, NearestPage, ListView):
    """What has come, unread first; for an office with `?box=sent` what it has sent."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "units/notice_list.html"
    paginate_by = 25

    @property
    def shows_sent(self) -> bool:
        """True for the office's own letters."""
        return self.request.GET.get("box") == "sent" and permissions.is_reviewer(self.request.user)

    def get_queryset(self):
        user = self.request.user
        if self.shows_sent:
            sent = Notice.objects.sent_from(user).prefetch_related("readings__user")
            return sent.select_related("unit", "by")
        return Notice.objects.recent_for(user)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "shows_sent": self.shows_sent,
            "is_reviewer": permissions.is_reviewer(self.request.user),
        }


class NoticesLatest(RoleRequired, ListView):
    """The first few of the list, under the bell at the top."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "units/_notices_latest.html"
    context_object_name = "notices"

    def get_queryset(self):
        return Notice.objects.recent_for(self.request.user)[:SHOWN_AT_THE_TOP]


class NoticeDetail(RoleRequired, DetailView):
    """One notice; opening it marks it as read by this account, if it came to its unit."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "units/notice_detail.html"

    def get_queryset(self):
        return Notice.objects.visible_to(self.request.user).select_related("unit", "by__unit")

    def get_context_data(self, **kwargs):
        mark_read(self.object, self.request.user)
        return super().get_context_data(**kwargs) | {
            "readings": self.object.readings.select_related("user").order_by("at"),
            "is_sent": self.object.by.unit_id == self.request.user.unit_id,
        }


class NoticesRead(RoleRequired, View):
    """全部标为已读."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request):
        count = mark_all_read(request.user)
        messages.success(request, f"已将 {count} 条通知标为已读。" if count else "没有未读通知。")
        return redirect("units:notices")
