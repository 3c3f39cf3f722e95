"""修改意见 at a paragraph: said, answered, dealt with, without the page being loaded anew."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.generic import FormView

from reports.models import Summary, SummaryComment
from reports.summary.reviewing.commenting import (
    add_comment,
    answer_comment,
    remove_comment,
    settle_comment,
)
from shuangyong.htmx import FragmentMixin
from shuangyong.review import StepRefused
from units import permissions
from units.permissions import RoleRequired

from .summaries import commented, visible_summary

LONGEST = 2000
CHANGED = "您打开之后，这一段的文字有了变动，请重新查看全文。您写的意见还在下面。"


class CommentForm(forms.Form):
    """What is said about a paragraph, and how that read."""

    text = forms.CharField(
        label="意见",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3, "autofocus": True}),
        error_messages={"required": "请写明意见。"},
    )
    quote = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What the writers answer."""

    text = forms.CharField(max_length=LONGEST, error_messages={"required": "请写明答复。"})


class CommentCreate(RoleRequired, FragmentMixin, FormView):
    """提意见: a box below the paragraph; without script a page of its own."""

    allowed = staticmethod(permissions.may_see_records)
    form_class = CommentForm
    template_name = "reports/comment_form.html"
    fragment_template_name = "reports/_comment_form.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and permissions.may_see_records(request.user):
            self.summary = visible_summary(request, kwargs["pk"])
            if not permissions.may_review(request.user, self.summary):
                raise PermissionDenied
            self.margin = self._margin()
        return super().dispatch(request, *args, **kwargs)

    def _margin(self):
        self.shown = commented(self.summary, self.request.user)
        margin = self.shown["margins"].numbered(self.kwargs["number"])
        if margin is None:
            raise Http404("没有这一段。")
        return margin

    def get_initial(self):
        return {"quote": self.margin.quote}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "summary": self.summary, "margin": self.margin,
        }  # fmt: skip

    def form_valid(self, form):
        if form.cleaned_data["quote"].split() != self.margin.quote.split():
            form.add_error(None, CHANGED)
            return self.form_invalid(form)
        try:
            add_comment(
                self.summary, self.margin, by=self.request.user, text=form.cleaned_data["text"]
            )
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        if not self.request.htmx:
            return redirect(f"{self.summary.get_absolute_url()}#margin-{self.margin.number}")
        self.margin = self._margin()
        told = {"summary": self.summary, "margin": self.margin, "swapped": True} | self.shown
        return render(self.request, "reports/_margin.html", told)


class OnComment(RoleRequired, View):
    """Something that is done with a comment; a comment one cannot see is not found."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def do(self, comment: SummaryComment) -> None:
        """Do it. Raises StepRefused and PermissionDenied."""
        raise NotImplementedError

    def post(self, request, pk: int):
        mine = Summary.objects.visible_to(request.user)
        found = SummaryComment.objects.filter(summary__in=mine).select_related("summary__unit")
        comment = get_object_or_404(found, pk=pk)
        error = ""
        try:
            self.do(comment)
        except StepRefused as refusal:
            error = str(refusal)
        if request.htmx:
            return self._fragment(comment.summary, pk, error)
        if error:
            messages.error(request, error)
        return redirect(f"{comment.summary.get_absolute_url()}#comment-{pk}")

    def _fragment(self, summary: Summary, pk: int, error: str):
        user = self.request.user
        told = {
            "summary": summary,
            "comment": summary.comments.with_names().filter(pk=pk).first(),
            "error": error,
            "typed": self.request.POST.get("text", "") if error else "",
            "in_editor": self.request.POST.get("in_editor"),
            "may_comment": permissions.may_comment_summary(user, summary),
            "may_answer": permissions.may_answer_comments(user, summary),
            "may_settle": permissions.may_settle_comments(user, summary),
            "swapped": True,
        }
        return render(self.request, "reports/_comment.html", told)


class CommentAnswer(OnComment):
    """答复 by the writers."""

    def do(self, comment: SummaryComment) -> None:
        form = AnswerForm(self.request.POST)
        if not permissions.may_answer_comments(self.request.user, comment.summary):
            raise PermissionDenied
        if not form.is_valid():
            raise StepRefused(form.errors["text"][0])
        answer_comment(comment, by=self.request.user, text=form.cleaned_data["text"])


class CommentSettle(OnComment):
    """标为已处理, 重新打开."""

    def do(self, comment: SummaryComment) -> None:
        settled = self.request.POST.get("settled") == "yes"
        settle_comment(comment, by=self.request.user, settled=settled)


class CommentDelete(OnComment):
    """Taken back by who said it."""

    def do(self, comment: SummaryComment) -> None:
        remove_comment(comment, by=self.request.user)
