"""考核细则, as offices print them: the list, one standard, two versions side by side, steps."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import CreateView, DetailView, ListView

from assessments.checking import check, tallies
from assessments.comparing import compare, earlier_versions
from assessments.forms.standards import CopyForm
from assessments.models import Criterion, Round, Standard
from assessments.sentences import sentence
from assessments.versions import copy_as, discard, revise
from shuangyong.review import StepRefused
from shuangyong.views import NearestPage, SavedOnce
from units import permissions
from units.permissions import RoleRequired


class StandardList(RoleRequired, NearestPage, ListView):
    """Every standard in scope of the working year and before, version by version."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "assessments/standard_list.html"
    context_object_name = "standards"
    paginate_by = 50

    def get_queryset(self):
        user = self.request.user
        visible = Standard.objects.visible_to(user).filter(year__lte=self.request.year)
        rounds = Round.objects.visible_to(user).order_by("-year", "pk")
        later = Standard.objects.filter(revises=OuterRef("pk"))
        return (
            visible.with_use()
            .annotate(items=Count("sections__criteria", distinct=True), is_superseded=Exists(later))
            .select_related("unit")
            .prefetch_related(Prefetch("rounds", rounds))
            .order_by("-year", "unit__path", "name", "-version", "pk")
        )

    def get_context_data(self, **kwargs):
        user = self.request.user
        context = super().get_context_data(**kwargs)
        for standard in context["standards"]:
            standard.may_issue = permissions.may_issue_for(user, standard.unit)
        return context | {"is_reviewer": permissions.is_reviewer(user)}


class StandardDetail(RoleRequired, DetailView):
    """部分, 序号, 内容, 分值, 评分办法 with 得分点 and what is counted, 所需佐证."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "assessments/standard_detail.html"
    context_object_name = "standard"

    def get_queryset(self):
        criteria = Criterion.objects.prefetch_related(
            "scoring_points", "measures__kinds", "measures__scoring_point"
        )
        return (
            Standard.objects.visible_to(self.request.user)
            .with_use()
            .select_related("unit", "revises")
            .prefetch_related("sections", Prefetch("sections__criteria", criteria))
        )

    def get_context_data(self, **kwargs):
        standard, user = self.object, self.request.user
        items = [item for section in standard.sections.all() for item in section.criteria.all()]
        for item in items:
            item.sentences = [sentence(each, standard.years) for each in item.measures.all()]
        may_issue = permissions.may_issue_for(user, standard.unit)
        visible = Standard.objects.visible_to(user)
        return super().get_context_data(**kwargs) | {
            "tallies": tallies(items),
            "findings": check(standard) if may_issue else [],
            "may_issue": may_issue,
            "may_edit": may_issue and not standard.in_use,
            "is_reviewer": permissions.is_reviewer(user),
            "earlier": visible.filter(pk=standard.revises_id).first(),
            "later": visible.filter(revises=standard).first(),
            "rounds": Round.objects.visible_to(user).filter(standard=standard),
        }


class StandardCompare(RoleRequired, DetailView):
    """What a version added, removed and changed, beside the one before it or an older one."""

    allowed = staticmethod(permissions.may_see_records)
    template_name = "assessments/standard_compare.html"
    context_object_name = "standard"

    def get_queryset(self):
        return Standard.objects.visible_to(self.request.user).select_related("unit", "revises")

    def get_context_data(self, **kwargs):
        earlier = earlier_versions(self.object)
        wanted = self.request.GET.get("with", "")
        chosen = [each for each in earlier if str(each.pk) == wanted] if wanted else earlier[:1]
        if not chosen:
            raise Http404
        return super().get_context_data(**kwargs) | {
            "earlier": earlier,
            "comparison": compare(chosen[0], self.object),
        }


class StandardAction(RoleRequired, View):
    """A step that the issuing unit takes with a whole standard."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def get_standard(self) -> Standard:
        """The standard; a stranger's is not found, the wrong role refused."""
        visible = Standard.objects.visible_to(self.request.user).select_related("unit")
        standard = get_object_or_404(visible, pk=self.kwargs["pk"])
        if not permissions.may_issue_for(self.request.user, standard.unit):
            raise PermissionDenied
        return standard


class StandardRevise(SavedOnce, StandardAction):
    """修订: the next version, opened for editing."""

    def post(self, request, pk: int):
        try:
            made = revise(standard := self.get_standard(), by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(standard)
        messages.success(request, f"已建立{made}，原版本保持不变。请在新版本上修改。")
        return redirect("assessments:standard-edit", made.pk)


class StandardDelete(StandardAction):
    """删除: only what no round uses."""

    def post(self, request, pk: int):
        try:
            discard(standard := self.get_standard(), by=request.user)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(standard)
        messages.success(request, f"已删除：{standard}")
        return redirect("assessments:standards")


class StandardCopy(RoleRequired, SavedOnce, CreateView):
    """复制为另一细则: one's own from any standard one reads, under another name or year."""

    allowed = staticmethod(permissions.is_reviewer)
    form_class = CopyForm
    template_name = "assessments/standard_copy.html"

    @cached_property
    def source(self) -> Standard:
        """What is copied."""
        visible = Standard.objects.visible_to(self.request.user).select_related("unit")
        return get_object_or_404(visible, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "source": self.source, "unit": self.request.user.unit
        }  # fmt: skip

    def get_initial(self):
        source, year = self.source, self.request.year
        years = source.year_to and year + source.year_to - source.year
        return {"name": source.name, "year": year, "year_to": years}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"source": self.source}

    def form_valid(self, form):
        made = copy_as(self.source, form.save(commit=False), by=self.request.user)
        messages.success(self.request, f"已复制为：{made}")
        return redirect(reverse("assessments:standard-edit", args=[made.pk]))
