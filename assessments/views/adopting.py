"""改用新版细则: what it would do, and doing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from assessments.adopting import adopt, obstacles, preview
from assessments.comparing import compare
from assessments.models import Standard
from shuangyong.review import StepRefused

from .rounds import RoundAction


class AdoptStandard(RoundAction):
    """The preview of what a newer version of the standard changes, and the button that does it."""

    http_method_names = ("get", "post")

    def get(self, request, pk: int):
        round_ = self.get_round()
        adoption = preview(round_)
        if adoption is None:
            raise Http404
        context = {
            "round": round_,
            "adoption": adoption,
            "comparison": compare(adoption.before, adoption.after),
            "obstacles": obstacles(round_, adoption.after),
        }
        return render(request, "assessments/round_adopt.html", context)

    def post(self, request, pk: int):
        round_ = self.get_round()
        wanted = request.POST.get("standard", "")
        own = Standard.objects.filter(unit=round_.unit_id)
        after = get_object_or_404(own, pk=wanted if wanted.isdecimal() else None)
        try:
            done = adopt(round_, after, by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(round_)
        messages.success(
            request,
            f"已改用{after}：新增自评项 {done.new} 个，取消 {done.cancelled} 个，"
            f"清空得分 {len(done.cleared)} 个，退回 {len(done.returned)} 个单位。",
        )
        return redirect(round_)
