"""What is typed into a section is kept as one types: what is right is stored, the rest is told."""

from __future__ import annotations

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from assessments.forms.self_assessment import SelfForm
from assessments.selectors import summed
from shuangyong.review import StepRefused

CLOSED = "考核表现在为“{state}”，不能修改。您填写的内容没有保存，仍留在本页。"
ADOPTED = "本次考核已改用新版细则，没有保存；请刷新本页，您填写的内容会带到新版的页面上。"
OTHER_ACCOUNT = "本浏览器已换了账号登录，没有保存；请用原来的账号重新登录。"


class Autosave:
    """Saves the fields of a section that are right, for the page's script.

    Answers with JSON: `saved_at`; `initial`, what the page has to compare with from now on;
    `values`, what the server made of it; `errors` at fields; `newer`, what somebody else has
    written into fields that were changed here as well and are not overwritten; `parts` of the
    page to show anew. `refused` is said instead when nothing can be saved; `address` with it
    is where the section has gone, and what was typed is to be shown again.
    """

    def __init__(self, page):
        self.page, self.request = page, page.request

    def answer(self) -> JsonResponse:
        """Save, and say what became of it."""
        if self.request.POST.get("account", str(self.request.user.pk)) != str(self.request.user.pk):
            return JsonResponse({"refused": OTHER_ACCOUNT}, status=409)
        for _ in range(2):  # somebody was faster between reading and saving: told the second time
            self.page.load(self.request.POST)
            if self.page.sheet is None:
                state = self.page.assessment.standing
                return JsonResponse({"refused": CLOSED.format(state=state)}, status=409)
            if self.page.is_outdated:
                there = self.page.assessment.section_url(self.page.part.section.pk)
                return JsonResponse({"refused": ADOPTED, "address": there}, status=409)
            last = self.page.assessment.changed_by
            self.by = "此处" if last in (None, self.request.user) else str(last)
            self.page.sheet.is_valid()
            try:
                if self.page.sheet.has_changes:
                    self.page.sheet.save(self.page.assessment, self.request.user)
                return JsonResponse(self.told())
            except StepRefused as refusal:
                said = str(refusal)
        return JsonResponse({"refused": said}, status=409)

    def told(self) -> dict:
        """What was stored, what was not and why, and how the page stands now."""
        forms = self.page.sheet.forms
        return {
            "saved_at": timezone.localtime().strftime("%H:%M"),
            "initial": {name: held for form in forms for name, held in initial_of(form).items()},
            "values": {
                form.add_prefix(form.score): form.kept[form.score]
                for form in forms
                if getattr(form, "is_summed", False)
            },
            "errors": {
                form.add_prefix(name): [*said]
                for form in forms
                for name, said in form.errors.items()
                if name not in form.newer
            },
            "newer": {
                form.add_prefix(name): {"stored": stored, "by": self.by}
                for form in forms
                for name, stored in form.newer.items()
            },
            "parts": self.parts(),
            "question": self.page.lacks["question"],
            "items": self.accepted(),
        }

    def accepted(self) -> dict[str, str]:
        """The item whose proposal was taken over, as it is stored now."""
        page, wanted = self.page, self.request.POST.get("accept", "")
        if not wanted:
            return {}
        page.load()
        shown = page.shown(page.assessment, page.checklist) | page.section_context()
        return {
            f"item-{item.response.pk}": render_to_string(
                "assessments/_item.html", shown | {"item": item}, self.request
            )
            for item in page.part.items
            if str(item.response.pk) == wanted
        }

    def parts(self) -> dict[str, str]:
        """Sums and what is missing, after this save; by the ids of their places."""
        page = self.page
        page.checklist = summed(page.checklist.items)
        page.part = page.checklist.part(page.kwargs["section"])
        shown = page.shown(page.assessment, page.checklist) | page.section_context()
        places = {
            "section-sums": "assessments/_section_sums.html",
            "checklist-aside": "assessments/_checklist_aside.html",
        }
        return {
            place: render_to_string(template, shown, self.request)
            for place, template in places.items()
        }


def initial_of(form) -> dict[str, list[str]]:
    """The hidden values of a form whose change was stored; where somebody else was faster, none."""
    kept = {
        form.add_initial_prefix(name): [value]
        for name, value in form.kept.items()
        if name not in form.newer
    }
    links = form.kept_links if isinstance(form, SelfForm) else {}
    return kept | {form.add_initial_prefix(name): held for name, held in links.items()}
