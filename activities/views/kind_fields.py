"""The form of an activity as its kind wants it: what is asked first, and what else may be tied to it."""

from __future__ import annotations

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from activities import request_links
from activities.drafts import as_id
from activities.forms.kind_lines import KindLines, in_front, rearranged
from activities.models import FieldHolds, KindField
from shuangyong.forms import unjudged
from units import permissions
from units.permissions import RoleRequired


class KindFieldsMixin:
    """An editor whose lines are prepared for the kind that was chosen.

    A form posted with `fields` is shown again with the lines of its kind and everything typed,
    and nothing is saved: what a change of the kind does, with a script and without.
    """

    @property
    def is_saving(self) -> bool:
        """False while the page is opened, or asks for the lines of a kind."""
        return self.request.method == "POST" and "fields" not in self.request.POST

    @property
    def kind_chosen(self) -> int:
        """The kind as typed, else as a link or the record says; 0 for none."""
        data = self.typed_in_all()
        said = data.get("kind") if data else self.get_initial().get("kind")
        return as_id(said) or (self.object.kind_id if self.object else 0)

    @cached_property
    def known_fields(self) -> list[KindField]:
        """Those of the chosen kind, and those that typed lines were prepared for; one query."""
        data = self.typed_in_all() or {}
        prepared = {as_id(data[name]) for name in data if name.endswith("-prepared")}
        fields = KindField.objects.offered_to(
            self.request.user.unit, self.object and self.object.kind_id
        )
        return list(fields.filter(Q(kind=self.kind_chosen) | Q(pk__in=prepared)))

    @cached_property
    def kind_fields(self) -> list[KindField]:
        """The fields of the chosen kind that the account's unit is asked for."""
        return [field for field in self.known_fields if field.kind_id == self.kind_chosen]

    def typed_in_all(self) -> QueryDict | None:
        """What was typed, as it came."""
        return super().typed()

    def typed(self) -> QueryDict | None:
        return self.arranged

    @cached_property
    def arranged(self) -> QueryDict | None:
        """What was typed, with the lines that the kind asks for unless it is to be saved."""
        data = self.typed_in_all()
        if data is None:
            return None
        if not self.is_saving:
            return rearranged(data, self.line_formsets, self.kind_fields)
        return with_every_formset(data, self.line_formsets)

    def line_kwargs(self, name: str) -> dict:
        formset = self.line_formsets[name]
        if not issubclass(formset, KindLines):
            return super().line_kwargs(name)
        given = {"form_kwargs": {"year": self.year_of_lines}}
        is_dated = formset.holds == FieldHolds.GIVEN
        asked = {"kind_fields": self.kind_fields, "former_fields": self.known_fields}
        return asked | (given if is_dated else {})

    @property
    def year_of_lines(self) -> int:
        """The year that a date without one means."""
        return self.object.year if self.object else self.year

    def post(self, request, *args, **kwargs):
        if self.is_saving:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object() if self.kwargs.get("pk") else None
        form, lines = self.get_form(), self.build_lines()
        return self.render_to_response(self.get_context_data(form=form, lines=lines))

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        return unjudged(form) if form.is_bound and not self.is_saving else form

    def build_lines(self):
        lines = super().build_lines()
        for formset in lines.values():
            if formset.is_bound and not self.is_saving:
                unjudged(formset)
        return lines

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked = [lines for lines in context["lines"].values() if isinstance(lines, KindLines)]
        form = context["form"]
        return context | {
            "kind_lines": in_front(asked, self.kind_fields),
            "count_labels": [f.label for f in self.kind_fields if f.holds == FieldHolds.NUMBER],
            "may_see_kinds": permissions.may_see_kinds(self.request.user),
        } | needs_context(
            self.request.user,
            form.year,
            unit=form["unit"].value(),
            troops=form["troops"].value(),
            as_written=form["troops_as_written"].value(),
            ticked=form["needs"].value(),
            activity=form.instance.pk,
        )  # fmt: skip


def with_every_formset(data: QueryDict, formsets) -> QueryDict:
    """What was typed; a formset that its page did not have yet counts as untouched."""
    missing = [
        name
        for name, formset in formsets.items()
        if issubclass(formset, KindLines) and f"{name}-TOTAL_FORMS" not in data
    ]
    if missing:
        data = data.copy()
        for name in missing:
            data[f"{name}-TOTAL_FORMS"] = data[f"{name}-INITIAL_FORMS"] = "0"
    return data


def needs_context(user, year: int, *, unit, troops, as_written, ticked, activity=None) -> dict:
    """The needs that a half-typed activity may answer, and the ticked ones, whatever they are.

    Those that are linked to it already stand on its page.
    """
    chosen = {as_id(each) for each in ticked or ()} - {0}
    likely = request_links.offered(
        user,
        year,
        unit=as_id(unit) or user.unit_id,
        troops=[as_id(getattr(troop, "pk", troop)) for troop in troops or ()],
        as_written=as_written or "",
        activity=activity,
    )
    others = chosen - {need.pk for need in likely}
    if others:
        further = request_links.answerable(user, year).filter(pk__in=others)
        likely += further.select_related("unit", "responsible_unit", "troop")
    return {"likely_needs": likely, "ticked_needs": chosen}


class NeedProposals(RoleRequired, TemplateView):
    """The fragment of the form: open needs of the chosen troops and unit, each with a box."""

    allowed = staticmethod(permissions.may_write)
    template_name = "activities/_need_proposals.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        return super().get_context_data(**kwargs) | needs_context(
            self.request.user,
            self.request.year,
            unit=asked.get("unit"),
            troops=asked.getlist("troops"),
            as_written=asked.get("troops_as_written"),
            ticked=asked.getlist("needs"),
            activity=as_id(asked.get("activity")),
        )
