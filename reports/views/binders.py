"""材料汇编: have it made, see how far it is, take it along."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from assessments.models import Assessment, Round
from reports.binder import work
from reports.binder.contents import fingerprint
from reports.models import Binder, BinderFormat
from shuangyong.long_work import MakingState
from shuangyong.review import StepRefused
from units import audit, permissions
from units.permissions import RoleRequired


def page_of(subject: Assessment | Round) -> str:
    """The page of the binders of one assessment or of a whole round."""
    kind = "round" if isinstance(subject, Round) else "assessment"
    return f"{reverse('reports:binders')}?{kind}={subject.pk}"


class Binders(RoleRequired, TemplateView):
    """The binders of an assessment or a round; without either, whose binders there may be."""

    allowed = staticmethod(permissions.may_export)
    template_name = "reports/binder_list.html"

    @cached_property
    def subject(self) -> Assessment | Round | None:
        """What the address names; a stranger's is not found."""
        user, named = self.request.user, self.request.GET
        if "assessment" in named:
            related = Assessment.objects.select_related("unit", "round__unit", "round__standard")
            return get_object_or_404(related.visible_to(user), pk=_key(named["assessment"]))
        if "round" in named:
            related = Round.objects.select_related("unit", "standard")
            return get_object_or_404(related.visible_to(user), pk=_key(named["round"]))
        return None

    @property
    def may_bind(self) -> bool:
        """False without a subject, and for the whole of another office's round."""
        if isinstance(self.subject, Round):
            return permissions.may_bind_round(self.request.user, self.subject)
        return self.subject is not None

    def get(self, request, *args, **kwargs):
        if not self.may_bind:
            return render(request, "reports/binder_index.html", self.offered())
        return super().get(request, *args, **kwargs)

    def post(self, request):
        if self.subject is None:
            raise Http404
        if not self.may_bind:
            raise PermissionDenied
        try:
            form = BinderFormat(request.POST.get("form", BinderFormat.PDF))
            work.order(self.subject, form, by=request.user)
        except ValueError:
            messages.error(request, "没有这种格式。")
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(page_of(self.subject))

    def offered(self) -> dict:
        """What a binder can be made of: in the working year, or of one round the own units'."""
        user, year = self.request.user, self.request.year
        round_ = self.subject
        visible = Assessment.objects.visible_to(user).asked()
        wanted = visible.in_year(year) if round_ is None else visible.filter(round=round_)
        assessments = wanted.select_related("unit", "round__unit").order_by(
            "round__unit__path", "round", "unit__path"
        )
        if round_ is not None:
            return {"assessments": assessments}
        rounds = Round.objects.visible_to(user).in_year(year).select_related("unit")
        own = [each for each in rounds if permissions.may_bind_round(user, each)]
        return {"assessments": assessments, "rounds": own}

    def get_context_data(self, **kwargs):
        user, subject = self.request.user, self.subject
        is_round = isinstance(subject, Round)
        of_subject = {"round" if is_round else "assessment": subject}
        found = Binder.objects.visible_to(user).filter(**of_subject)
        binders = list(found.select_related("by", "round__unit", "assessment__unit"))
        digests = {
            shows: fingerprint(subject, shows_review=shows)
            for shows in {each.shows_review for each in binders if each.made_at}
        }
        for binder in binders:
            binder.is_stale = bool(binder.made_at) and (
                digests[binder.shows_review] != binder.fingerprint
            )
            binder.may_discard = permissions.may_discard_binder(user, binder)
        return super().get_context_data(**kwargs) | {
            "subject": subject,
            "is_round": is_round,
            "round": subject if is_round else subject.round,
            "page_url": page_of(subject),
            "working": [each for each in binders if each.is_working],
            "binders": [each for each in binders if not each.is_working],
            "kept": work.KEPT,
            "shows_review": is_round or permissions.may_see_review(user, subject),
        }


def _key(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise Http404
    return int(text)


class OfBinder(RoleRequired, View):
    """One binder; a stranger's, or one with scores that are not published, does not exist."""

    allowed = staticmethod(permissions.may_export)

    @cached_property
    def binder(self) -> Binder:
        """The binder of the address, or 404."""
        visible = Binder.objects.visible_to(self.request.user)
        related = visible.select_related("round__unit", "assessment__unit", "by")
        return get_object_or_404(related, pk=self.kwargs["pk"])

    def back(self) -> HttpResponse:
        """The page of its assessment or round."""
        return redirect(page_of(self.binder.subject))


class BinderProgress(OfBinder):
    """How far it is; htmx asks for this part again and again."""

    def get(self, request, pk: int):
        if not self.binder.is_working:
            response = self.back()
            if request.htmx:
                response = HttpResponse(headers={"HX-Refresh": "true"})
        elif request.htmx:
            response = render(request, "reports/_binder_progress.html", {"binder": self.binder})
        else:
            response = self.back()
        patch_vary_headers(response, ["HX-Request"])
        return response


class BinderFile(OfBinder):
    """The finished file, under its Chinese name."""

    def get(self, request, pk: int):
        binder = self.binder
        if binder.state != MakingState.DONE:
            raise Http404
        try:
            file = binder.file.open()
        except FileNotFoundError:
            messages.error(request, "文件已不在服务器上，请重新生成。")
            return self.back()
        audit.record(request.user, "下载材料汇编", binder, changes={"SHA-256": binder.sha256})
        response = FileResponse(file, as_attachment=True, filename=binder.name)
        response["Cache-Control"] = "private, no-store"
        return response


class BinderRestart(OfBinder):
    """重新开始: what was being made when its worker was killed."""

    http_method_names = ("post",)

    def post(self, request, pk: int):
        try:
            work.begin_anew(self.binder)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已重新开始。")
        return self.back()


class BinderDelete(OfBinder):
    """Remove a binder and its file; the evidence stays."""

    http_method_names = ("post",)

    def post(self, request, pk: int):
        binder = self.binder
        if not permissions.may_discard_binder(request.user, binder):
            raise PermissionDenied
        work.discard(binder, by=request.user)
        messages.success(request, f"已删除：{binder}")
        return self.back()
