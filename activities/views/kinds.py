"""活动类别和填写项: the common ones, and what an office adds for itself and the units below it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import CreateView, ListView, UpdateView

from activities.forms.kinds import ExtendForm, KindFields, KindForm
from activities.models import ActivityKind, KindField
from shuangyong.forms import changed_lines, changes_of
from shuangyong.views import LinesMixin
from units import audit, permissions
from units.permissions import RoleRequired


class KindList(RoleRequired, ListView):
    """Every kind the account may meet, in order, with its fields."""

    allowed = staticmethod(permissions.may_see_kinds)
    template_name = "activities/kind_list.html"
    context_object_name = "kinds"

    def get_queryset(self):
        user = self.request.user
        fields = KindField.objects.visible_to(user).in_order().select_related("unit")
        kinds = ActivityKind.objects.visible_to(user).select_related("unit")
        return kinds.prefetch_related(Prefetch("fields", fields))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user = self.request.user
        for kind in context["kinds"]:
            kind.may_manage = permissions.may_manage_kind(user, kind)
            kind.may_extend = permissions.may_extend_kind(user, kind)
        return context | {"of_all": permissions.may_manage_common_kinds(user)}


class KindEditor(RoleRequired, LinesMixin):
    """A kind with its fields, or with the fields that an office adds to it."""

    allowed = staticmethod(permissions.may_see_kinds)
    model = ActivityKind
    template_name = "activities/kind_form.html"
    line_formsets = {"fields": KindFields}
    action = "新增活动类别"

    @property
    def office(self):
        """The unit that a new kind belongs to; None makes one for all offices."""
        user = self.request.user
        return None if permissions.may_manage_common_kinds(user) else user.unit

    @cached_property
    def manages(self) -> bool:
        """True if the kind itself may be changed, not only extended."""
        return self.object is None or permissions.may_manage_kind(self.request.user, self.object)

    @property
    def owner(self):
        """Whose the fields of this page are: of everybody who has the kind, or of the office."""
        return None if self.manages else self.request.user.unit

    def get_form_class(self):
        return KindForm if self.manages else ExtendForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"office": self.office}

    def line_kwargs(self, name: str) -> dict:
        mine = KindField.objects.filter(unit=self.owner).order_by("position", "pk")
        return {"queryset": mine, "form_kwargs": {"owner": self.owner}}

    def get_context_data(self, **kwargs):
        others = () if self.manages else self.object.fields.filter(unit=None)
        return super().get_context_data(**kwargs) | {
            "manages": self.manages, "office": self.office, "others": others,
        }  # fmt: skip

    def save_all(self, form, lines):
        with transaction.atomic():
            response = super().save_all(form, lines)
            changes = changes_of(form) | changed_lines(lines)
            audit.record(self.request.user, self.action, self.object, changes=changes)
        messages.success(self.request, f"已保存：{self.object}")
        return response

    def get_success_url(self):
        return reverse("activities:kinds")


class KindCreate(KindEditor, CreateView):
    """Another kind: of all offices, or of the reviewer's own."""

    def get_initial(self):
        last = ActivityKind.objects.visible_to(self.request.user).order_by("position").last()
        return {"position": min(last.position + 10, 32767) if last else 10}


class KindEdit(KindEditor, UpdateView):
    """Rename, order, take out of use, change the fields; or add an office's own fields."""

    action = "修改活动类别"

    def get_object(self, queryset=None):
        user = self.request.user
        visible = ActivityKind.objects.visible_to(user).select_related("unit")
        kind = get_object_or_404(visible, pk=self.kwargs["pk"])
        if not (permissions.may_manage_kind(user, kind) or permissions.may_extend_kind(user, kind)):
            raise PermissionDenied
        return kind
