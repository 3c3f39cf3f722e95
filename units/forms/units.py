"""Forms of units, leading groups, troops and co-building pairs."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.db.models import Q
from django.utils.functional import cached_property

from shuangyong.forms import ConstraintErrorsAtFields, Lines
from shuangyong.secrecy import no_troop_code
from units import permissions
from units.models import Appointment, CoBuildingPair, GroupRole, LeadingGroup, Troop, Unit


class UnitField(forms.ModelChoiceField):
    """A choice of units, indented as in the tree."""

    def label_from_instance(self, unit: Unit) -> str:
        return "　" * (unit.depth - 1) + unit.name


class UnitForm(ConstraintErrorsAtFields, forms.ModelForm):
    """A unit and its place in the tree: under which unit, after which sibling."""

    under = UnitField(
        Unit.objects.all(), label="上级单位", required=False, empty_label="（最上级）"
    )
    after = UnitField(
        Unit.objects.all(),
        label="排在哪个单位之后",
        required=False,
        empty_label="（最后）",
        help_text="按党委、人大、政府、政协、群团的顺序排列；须与本单位同一上级。",
    )

    class Meta:
        model = Unit
        fields = ("name", "short_name", "kind", "under", "after", "duties", "phone", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["under"].initial = Unit.objects.get_parent(self.instance)
            outside = Unit.objects.exclude(path__startswith=self.instance.path)
            self.fields["under"].queryset = self.fields["after"].queryset = outside
            self.fields["after"].empty_label = "（位置不变；换上级时排在最后）"

    def clean(self):
        cleaned = super().clean()
        after, under = cleaned.get("after"), cleaned.get("under")
        if after and Unit.objects.get_parent(after) != under:
            self.add_error("after", "这个单位与所选上级单位不符。")
        return cleaned

    @transaction.atomic
    def save(self, commit=True):
        """Put the unit at its place and set reviewers anew."""
        unit, under, after = self.instance, self.cleaned_data["under"], self.cleaned_data["after"]
        if unit.pk is None:
            unit = self._add(unit, under)
        else:
            unit.save()
            if under != Unit.objects.get_parent(unit):
                self._move_under(unit, under)
        if after:
            Unit.objects.move(Unit.objects.get(pk=unit.pk), after, "right")
        Unit.objects.refresh_reviewers()
        return Unit.objects.get(pk=unit.pk)

    def _add(self, unit: Unit, under: Unit | None) -> Unit:
        if under is None:
            return Unit.objects.add_root(instance=unit)
        return Unit.objects.add_child(under, instance=unit)

    def _move_under(self, unit: Unit, under: Unit | None) -> None:
        if under is None:
            Unit.objects.move(unit, Unit.objects.get_last_root_node(), "last-sibling")
        else:
            Unit.objects.move(unit, under, "last-child")


class GroupForm(ConstraintErrorsAtFields, forms.ModelForm):
    """A leading group: name, dates, member units."""

    set_by_view = frozenset({"host"})

    class Meta:
        model = LeadingGroup
        fields = (
            "name", "document_number", "established", "valid_from", "valid_until", "members", "note",
        )  # fmt: skip
        widgets = {
            "members": forms.CheckboxSelectMultiple,
            "note": forms.Textarea({"rows": 2}),
        }
        help_texts = {"valid_until": "调整领导小组时先填写停用时间，再新建一个。"}

    def __init__(self, *args, host: Unit, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.host = host
        new = Q(permissions.rows_to_take_in(user, host), is_active=True)
        still = Q(memberships=self.instance.pk) if self.instance.pk else Q(pk__in=[])
        members = Unit.objects.filter(new | still).exclude(pk=host.pk)
        self.fields["members"].queryset = members.distinct()

    def save(self, commit=True):
        """Save, then set reviewers anew: a host becomes an issuing unit."""
        group = super().save(commit)
        Unit.objects.refresh_reviewers()
        return group


class AppointmentForm(ConstraintErrorsAtFields, forms.ModelForm):
    """One line of the 名单."""

    set_by_view = frozenset({"group"})

    class Meta:
        model = Appointment
        fields = ("role", "name", "post", "unit", "since", "until")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["post"].widget.attrs["placeholder"] = "如 副局长"
        for name in ("since", "until"):
            self.fields[name].widget.attrs["placeholder"] = "如 2011年3月"


class AppointmentFormSet(Lines):
    """The 名单; one head in office at a time."""

    def __init__(self, *args, host: Unit, **kwargs):
        self.host = host
        super().__init__(*args, **kwargs)

    @cached_property
    def units(self) -> list[tuple]:
        """The choices of units, loaded once for all lines."""
        return [("", "---------"), *((u.pk, str(u)) for u in Unit.objects.of_tree(self.host))]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["unit"].queryset = Unit.objects.of_tree(self.host)
        form.fields["unit"].choices = self.units

    def clean(self):
        heads = [
            line for line in self.cleaned_data_of_lines()
            if line.get("role") == GroupRole.HEAD and not line.get("until")
        ]  # fmt: skip
        if len(heads) > 1:
            raise forms.ValidationError("一个领导小组只能有一位现任组长。")

    def cleaned_data_of_lines(self) -> list[dict]:
        """What was filled in, without the lines to be deleted."""
        return [
            form.cleaned_data
            for form in self.forms
            if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE")
        ]

    def save(self, commit=True):
        """Vacate the head's seat first, so that two persons can change places in one go."""
        changed = [form.instance.pk for form in self.initial_forms if form.has_changed()]
        heads = Appointment.objects.filter(pk__in=changed, role=GroupRole.HEAD)
        heads.update(role=GroupRole.MEMBER)
        return super().save(commit)

    def save_new(self, form, commit=True):
        form.instance.position = self.forms.index(form) + 1
        return super().save_new(form, commit)


Appointments = forms.inlineformset_factory(
    LeadingGroup, Appointment, AppointmentForm, AppointmentFormSet, extra=1, can_delete=True
)


class TroopForm(ConstraintErrorsAtFields, forms.ModelForm):
    """A troop by its public name."""

    set_by_view = frozenset({"unit"})
    name = forms.CharField(
        label="公开名称",
        max_length=80,
        validators=[no_troop_code],
        help_text="只写公开名称，如“驻泸部队”；不得填写部队番号、代号。",
    )

    class Meta:
        model = Troop
        fields = ("name", "kind", "location")


class PairForm(ConstraintErrorsAtFields, forms.ModelForm):
    """军民共建: with which troop, since when, in which form."""

    set_by_view = frozenset({"unit"})

    class Meta:
        model = CoBuildingPair
        fields = ("troop", "since", "form")

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.unit = unit
        self.fields["troop"].queryset = Troop.objects.of_tree(unit)
