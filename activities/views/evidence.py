"""Evidence: added to an activity or a draft, described, put in order, turned, removed."""

from __future__ import annotations

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views import View
from django_htmx.http import HttpResponseClientRefresh

from activities.drafts import as_id
from activities.duplicates import remarks_on
from activities.forms.evidence import EvidenceDetailsForm, EvidenceForm
from activities.images import DamagedPicture, redraw
from activities.models import Activity, ActivityDraft, Evidence
from shuangyong.review import StepRefused
from shuangyong.storage import files_with_rows
from shuangyong.uploads import digest
from shuangyong.views import AnswersScript
from units import audit, permissions
from units.permissions import RoleRequired

TURNS = {"left": 90, "right": -90}


class ChangesEvidence(AnswersScript, RoleRequired, View):
    """A view that changes evidence and answers with a page, or with JSON to the page's script."""

    allowed = staticmethod(permissions.may_see_records)
    http_method_names = ("post",)

    def may_change(self, holder: Activity | ActivityDraft) -> None:
        """403 for a reader, and once the activity is out of the unit's hands."""
        of_draft = isinstance(holder, ActivityDraft)
        rule = permissions.may_edit_draft if of_draft else permissions.may_edit
        if not rule(self.request.user, holder):
            raise PermissionDenied

    def get_evidence(self) -> Evidence:
        """The file, a stranger's is not found; with what permission questions need."""
        visible = Evidence.objects.visible_to(self.request.user)
        related = visible.select_related("activity__unit", "draft__activity")
        evidence = get_object_or_404(related, pk=self.kwargs["pk"])
        self.may_change(evidence.holder)
        return evidence

    def answer(self, holder, *, errors=(), notes=(), said: str = "", items=()):
        """Errors, remarks and what is new, as JSON or as messages on the page of the holder."""
        if self.for_script:
            html = "".join(map(self.rendered, items))
            return self.answer_script(html=html, notes=notes, errors=errors)
        for error in errors:
            messages.error(self.request, error)
        for note in notes:
            messages.info(self.request, note)
        if said and not errors:
            messages.success(self.request, said)
        if self.request.htmx:
            return HttpResponseClientRefresh()
        return redirect(f"{holder.get_absolute_url()}#evidence")

    def rendered(self, evidence: Evidence) -> str:
        """One file as the page shows it."""
        shown = {"evidence": evidence, "may_edit": True}
        return render_to_string("activities/_evidence.html", shown, self.request)


class EvidenceAdd(ChangesEvidence):
    """One file or several, for an activity that exists already."""

    def get_holder(self, pk: int) -> Activity | ActivityDraft:
        """What the files are for."""
        visible = Activity.objects.visible_to(self.request.user).select_related("unit")
        return get_object_or_404(visible, pk=pk)

    def post(self, request, pk: int):
        holder = self.get_holder(pk)
        self.may_change(holder)
        form = EvidenceForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(holder, errors=form.errors["evidence"])
        offered = form.cleaned_data["evidence"]
        try:
            left_out = self.keep(holder, offered)
        except StepRefused as refusal:
            return self.answer(holder, errors=[str(refusal)])
        kept = [proof for proof in offered if proof not in left_out]
        notes = remarks_on(holder, offered, left_out, request.user)
        said = f"已上传 {len(kept)} 份材料。" if kept else ""
        return self.answer(holder, notes=notes, said=said, items=kept)

    def keep(self, holder, offered: list[Evidence]) -> list[Evidence]:
        """Attach what is new; returns what was not."""
        with files_with_rows():
            left_out = holder.attach(offered)
            names = "、".join(proof.name for proof in offered if proof not in left_out)
            if names:
                audit.record(self.request.user, "上传材料", holder, changes={"文件": names})
        return left_out


class DraftEvidenceAdd(EvidenceAdd):
    """The same for what is still being typed: nobody but its account finds it."""

    def get_holder(self, pk: int) -> ActivityDraft:
        mine = ActivityDraft.objects.filter(user=self.request.user)
        return get_object_or_404(mine.select_related("activity"), pk=pk)


class EvidenceEdit(ChangesEvidence):
    """Kind, caption and date of as many files as were posted: fields `12-caption`, `12-kind`."""

    def post(self, request):
        proofs = self.posted()
        if not proofs:
            raise Http404
        for proof in proofs:
            self.may_change(proof.holder)
        forms = [EvidenceDetailsForm(request.POST, instance=p, prefix=p.pk) for p in proofs]
        errors = [complaint for form in forms for complaint in self.saved(form)]
        return self.answer(proofs[0].holder, errors=errors, said="已保存说明。")

    def posted(self) -> list[Evidence]:
        """The files whose fields came."""
        fields = [name.partition("-") for name in self.request.POST]
        numbers = {as_id(pk) for pk, _, name in fields if name == "kind"}
        visible = Evidence.objects.visible_to(self.request.user).filter(pk__in=numbers)
        return list(visible.select_related("activity__unit", "draft__activity"))

    def saved(self, form: EvidenceDetailsForm) -> list[str]:
        """Save one, or say what is wrong with it."""
        if form.is_valid():
            form.save()
            return []
        wrong = "；".join(
            f"{form.fields[name].label}：{''.join(errors)}" for name, errors in form.errors.items()
        )
        return [f"“{form.instance.name}”的说明没有保存。{wrong}"]


class EvidencePlace(ChangesEvidence):
    """Another place among the files: `to` is 0 for the first, which is the cover."""

    def post(self, request, pk: int):
        evidence = self.get_evidence()
        to = request.POST.get("to", "")
        if not re.fullmatch(r"-?[0-9]{1,4}", to):
            return HttpResponseBadRequest()
        evidence.move_to(int(to))
        return self.answer(evidence.holder)


class EvidenceTurn(ChangesEvidence):
    """A photo that lies on its side, turned by a quarter."""

    def post(self, request, pk: int):
        evidence = self.get_evidence()
        turned = TURNS.get(request.POST.get("way"))
        if not (turned and evidence.is_picture):
            return HttpResponseBadRequest()
        with evidence.file.open() as file:
            content = file.read()
        try:
            picture = redraw(content, turned=turned)
        except DamagedPicture as damage:
            return self.answer(evidence.holder, errors=[f"“{evidence.name}”：{damage}"])
        file = ContentFile(picture.content, name=f"file{picture.ending}")
        thumbnail = ContentFile(picture.thumbnail, name="thumbnail.jpg")
        with files_with_rows():
            evidence.replace(file, thumbnail, digest(picture.content))
        return self.answer(evidence.holder, items=[evidence])


class EvidenceDelete(ChangesEvidence):
    """Remove one file."""

    def post(self, request, pk: int):
        evidence = self.get_evidence()
        with transaction.atomic():
            holder = evidence.locked_holder()
            self.may_change(holder)  # it may have been submitted since
            audit.record(request.user, "删除材料", holder, changes={"文件": evidence.name})
            evidence.delete()
        return self.answer(holder, said=f"已删除材料：{evidence}")
