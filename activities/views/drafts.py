"""Drafts: kept while somebody types, thrown away when asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views import View

from activities.drafts import as_id, discard, draft_of, find, is_empty, keep, keep_in, typed_in
from activities.models import Activity, ActivityDraft
from shuangyong.views import way_back
from units import permissions
from units.permissions import RoleRequired

from .editing import form_year


class DraftKeep(RoleRequired, View):
    """Stores the form as it stands: `{"draft": id, "saved_at": "14:32"}`.

    `draft` is null while there is nothing to keep (`files=1` keeps an empty form all the same,
    for a photo that comes first), and with `gone` for a draft that was saved or thrown away.
    """

    allowed = staticmethod(permissions.may_write)
    http_method_names = ("post",)

    def post(self, request):
        if request.POST.get("account", str(request.user.pk)) != str(request.user.pk):
            return JsonResponse({"error": "已换了账号登录，没有保存。"}, status=409)
        typed = typed_in(request.POST)
        if is_empty(typed) and "files" not in request.POST and not request.POST.get("draft"):
            return JsonResponse({"draft": None})
        draft = self.keep(typed)
        if draft is None:
            return JsonResponse({"draft": None, "gone": True})
        at = timezone.localtime(draft.saved_at)
        return JsonResponse({"draft": draft.pk, "saved_at": at.strftime("%H:%M")})

    def keep(self, typed) -> ActivityDraft | None:
        """The draft that the form names, that of the activity it corrects, or a new one."""
        user, posted = self.request.user, self.request.POST
        if posted.get("draft"):
            mine = find(user, posted["draft"])
            return keep_in(mine, typed) if mine else None
        activity = None
        if posted.get("activity"):
            visible = Activity.objects.visible_to(user)
            activity = get_object_or_404(visible, pk=as_id(posted["activity"]))
        return keep(user, form_year(self.request), activity, typed)


class DraftDiscard(RoleRequired, View):
    """Throws a draft away with the files uploaded for it."""

    allowed = staticmethod(permissions.may_write)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        draft = draft_of(request.user, pk)
        discard(draft, by=request.user)
        messages.success(request, f"已丢弃草稿：{draft}")
        return redirect(way_back(request, "activities:activities"))
