"""考评 by the office: the queue of a round, one item for all units, items sent back, 确认."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views import View

from assessments.forms.item_sheets import ItemSheet, save_answers
from assessments.forms.responses import keys
from assessments.models import Assessment, Response, Round
from assessments.review_queue import (
    answers,
    asked_in,
    by_item,
    by_unit,
    grouped,
    handed_in_for,
    items_of,
    next_unit,
    not_handed_in,
)
from assessments.reviewing import begin, confirm_all, preview_of, return_items
from shuangyong.review import StepRefused
from shuangyong.templatetags.wording import points
from shuangyong.views import way_back
from units import permissions
from units.permissions import RoleRequired

ON_A_PAGE = 25


class OfRound(RoleRequired, View):
    """A page of the office that holds a round: a stranger's is not found, others are refused."""

    allowed = staticmethod(permissions.may_see_records)

    def get_round(self) -> Round:
        """The round with its office and standard."""
        visible = Round.objects.visible_to(self.request.user)
        round_ = get_object_or_404(visible.select_related("unit", "standard"), pk=self.kwargs["pk"])
        if not permissions.may_issue_for(self.request.user, round_.unit):
            raise PermissionDenied
        return round_


class Queue(OfRound):
    """按单位 and 按项目: what is handed in, what is scored, where to go on."""

    http_method_names = ("get",)

    def get(self, request, pk: int):
        round_ = self.get_round()
        is_by_item = request.GET.get("by") == "item"
        units = by_unit(round_)
        shown = {
            "round": round_,
            "is_by_item": is_by_item,
            "units": units,
            "waiting": [row for row in units if row.is_waiting],
            "ready": [row for row in units if row.is_scored],
            "sections": grouped(by_item(round_)) if is_by_item else (),
        }
        return render(request, "assessments/review_queue.html", shown)


class ConfirmAll(OfRound):
    """确认 of all units that were ticked; one that is not ready is named with the reason."""

    http_method_names = ("post",)

    def post(self, request, pk: int):
        round_ = self.get_round()
        ticked = keys(request.POST.getlist("assessment"))
        if not ticked:
            messages.warning(request, "请先勾选要确认的单位。")
        outcome = confirm_all(asked_in(round_).filter(pk__in=ticked), by=request.user)
        if outcome.success:
            messages.success(request, outcome.success)
        if outcome.failure:
            messages.warning(request, outcome.failure)
        return redirect("assessments:review", round_.pk)


class OneItem(OfRound):
    """One item for all units that have handed in: proofs beside the score, saved row by row."""

    def get(self, request, pk: int, criterion: int):
        round_ = self.get_round()
        item = self.get_criterion(round_)
        listed = Paginator(handed_in_for(round_, item), ON_A_PAGE).get_page(request.GET.get("page"))
        return self.page(round_, item, ItemSheet(answers(item, listed.object_list)), listed)

    def post(self, request, pk: int, criterion: int):
        round_ = self.get_round()
        item = self.get_criterion(round_)
        posted = keys(request.POST.getlist("row"))
        sheet, saved = save_answers(round_, item, posted, request.POST, by=request.user)
        if sheet.wrong:
            kept = f"其余 {len(saved)} 个单位已保存。" if saved else ""
            messages.error(request, f"有填写不正确的单位，请按提示修改。{kept}")
            return self.page(round_, item, sheet, None)
        messages.success(request, f"已保存 {len(saved)} 个单位。" if saved else "没有改动。")
        return redirect(self.onward(round_, item))

    def onward(self, round_: Round, item) -> str:
        """保存并到下一项 leads there, 保存 to the page it was pressed on."""
        _, after = self.beside(round_, item)
        if "next" in self.request.POST and after:
            return item_url(round_, after)
        return self.request.get_full_path()

    def get_criterion(self, round_: Round):
        """The item, with what a score is checked by."""
        return get_object_or_404(with_checks(items_of(round_)), pk=self.kwargs["criterion"])

    def beside(self, round_: Round, item):
        """The items before and after it."""
        order = list(items_of(round_))
        at = order.index(item)
        return (
            order[at - 1] if at else None,
            order[at + 1] if at + 1 < len(order) else None,
        )

    def page(self, round_, item, sheet, listed):
        """The page with what was typed; `listed` is None where wrong rows came back."""
        before, after = self.beside(round_, item)
        shown = {
            "round": round_,
            "criterion": item,
            "sheet": sheet,
            "listed": listed,
            "before": before,
            "after": after,
            "waiting_for": not_handed_in(round_, item),
            "side": "review",
        }
        return render(self.request, "assessments/review_item.html", shown)


def item_url(round_: Round, criterion) -> str:
    """Where one item is scored for all units."""
    return reverse("assessments:review-item", args=[round_.pk, criterion.pk])


class OneResponse(RoleRequired, View):
    """One item of one unit, saved while the reviewer goes on; answers in JSON what became of it.

    `stored`: the values the page is made from now; `errors`: messages by field, "" for the item
    as a whole; `state`: difference, marks and signature, as on the page; `score`: of the item,
    `section` and `total`: sums of the unit.
    """

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def post(self, request, pk: int):
        visible = Assessment.objects.visible_to(request.user)
        found = Response.objects.filter(assessment__in=visible)
        response = get_object_or_404(found.select_related("assessment__round"), pk=pk)
        assessment = response.assessment
        if not permissions.may_review(request.user, assessment):
            raise PermissionDenied
        items = with_checks(items_of(assessment.round))
        item = get_object_or_404(items, pk=response.criterion_id)
        sheet, _ = save_answers(assessment.round, item, {pk}, request.POST, by=request.user)
        if not sheet.forms:  # the round went over to a newer version of its standard meanwhile
            raise Http404
        (form,) = sheet.forms
        errors = {"" if name == "__all__" else name: [*e] for name, e in form.errors.items()}
        stored = {name: form.shown(name) for name in form.initial} if errors else form.kept
        state = render_to_string(
            "assessments/_review_state.html", {"form": form, "item": form.item}
        )
        shown = preview_of(assessment)
        return JsonResponse(
            {
                "errors": errors,
                "stored": stored,
                "state": state,
                "score": points(form.response.reviewed_score),
                "section": points(shown.score.of_section(item.section_id)),
                "total": shown.words,
            }
        )


def with_checks(criteria):
    """Items with what a score is checked by."""
    return criteria.prefetch_related("scoring_points", "measures")


class OfAssessment(RoleRequired, View):
    """What the office does with one checklist as a whole."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def get_assessment(self) -> Assessment:
        """The checklist; a stranger's is not found."""
        visible = Assessment.objects.visible_to(self.request.user)
        return get_object_or_404(
            visible.select_related("unit", "round__unit"), pk=self.kwargs["pk"]
        )

    def post(self, request, pk: int):
        assessment = self.get_assessment()
        target = way_back(request, assessment.get_absolute_url())
        try:
            self.do(assessment)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(target)

    def do(self, assessment: Assessment) -> None:
        """The act itself; StepRefused is told to the user."""
        raise NotImplementedError


class Begin(OfAssessment):
    """开始审核."""

    def do(self, assessment: Assessment) -> None:
        begin(assessment, by=self.request.user)
        messages.success(self.request, "已开始审核，填报单位不能再撤回。")


class ReturnItems(OfAssessment):
    """退回所选项目: those with words of return."""

    def do(self, assessment: Assessment) -> None:
        return_items(assessment, by=self.request.user, comment=self.request.POST.get("comment", ""))
        messages.success(self.request, f"已退回所选项目：{assessment}")


class NextUnit(OfRound):
    """下一单位: the next checklist that waits, after the one the address names."""

    http_method_names = ("get",)

    def get(self, request, pk: int):
        round_ = self.get_round()
        known = keys([request.GET.get("after", "")])
        after = asked_in(round_).filter(pk__in=known).first()
        if (found := next_unit(round_, after)) is None:
            messages.info(request, "没有待审核的单位了。")
            return redirect("assessments:review", round_.pk)
        section = keys([request.GET.get("section", "")])
        if asked := found.responses.filter(criterion__section__in=section).first():
            return redirect(found.section_url(asked.criterion.section_id))
        return redirect(found)
