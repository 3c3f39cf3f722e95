"""Forms of units: their facts, and what happens to them in the course of the years."""

from __future__ import annotations

from django import forms
from django.db import models, transaction

from shuangyong.forms import Arranged, ConstraintErrorsAtFields, changes_of
from shuangyong.secrecy import no_troop_code
from shuangyong.vague import VagueDateFormField
from units import changing
from units.models import Unit

from .fields import UnitNameField

NAMES = ("name", "short_name")
CHANGED_PLACEHOLDER = "如 2015年3月、2015.3.20"


class UnitForm(Arranged, ConstraintErrorsAtFields, forms.ModelForm):
    """What a unit is called, what it is and does."""

    groups = (
        ("名称", (*NAMES, "name_change", "changed", "reason")),
        ("类别和位置", ("kind", "under", "after")),
        ("职责和联系", ("duties", "phone", "is_active")),
    )
    examples = {
        "name": "泸州市文化新闻出版局",
        "short_name": "市文新局",
        "under": "泸州市双拥办",
        "after": "市总工会",
        "duties": "组织全市文化新闻出版系统开展文化双拥活动，制定本系统双拥工作计划和考核细则，"
        "按时报送工作总结。",
        "phone": "0830-1234567",
        "reason": "泸市编发〔2015〕12号",
    }
    set_by_view = frozenset({"merged_into"})

    class Meta:
        model = Unit
        fields = (*NAMES, "kind", "duties", "phone", "is_active")
        widgets = {"duties": forms.Textarea({"rows": 4})}
        help_texts = {"name": "带行政区划的全称。", "short_name": "列表和文件中的简短叫法。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in NAMES:
            self.fields[name].validators.append(no_troop_code)

    def save(self, commit=True) -> Unit:
        """Save what the form shows; where the unit stands in the tree is not the form's."""
        self.instance.save(update_fields=self._meta.fields)
        return self.instance


class NewUnitForm(UnitForm):
    """A new unit and its place in the tree: under which unit, after which sibling."""

    under = UnitNameField(
        label="上级单位", required=False, help_text="全称或简称；最上级单位不填。"
    )
    after = UnitNameField(
        label="排在哪个单位之后",
        required=False,
        help_text="按党委、人大、政府、政协、群团的顺序排列；须与本单位同一上级，不填排在最后。",
    )
    field_order = (*NAMES, "kind", "under", "after")

    def clean_under(self):
        """A unit that is new cannot stand below one that is out of use."""
        under = self.cleaned_data["under"]
        if under and not under.is_active:
            raise forms.ValidationError(f"“{under}”已停用，不能作为上级单位。")
        return under

    def clean(self):
        cleaned = super().clean()
        after, under = cleaned.get("after"), cleaned.get("under")
        if after and "under" not in self.errors and Unit.objects.get_parent(after) != under:
            self.add_error("after", "这个单位与所选上级单位不符。")
        return cleaned

    @transaction.atomic
    def save(self, commit=True):
        """Put the unit at its place and set reviewers anew."""
        changing.lock_tree()
        under, after = self.cleaned_data["under"], self.cleaned_data["after"]
        if under is None:
            unit = Unit.objects.add_root(instance=self.instance)
        else:
            unit = Unit.objects.add_child(Unit.objects.get(pk=under.pk), instance=self.instance)
        if after:
            Unit.objects.move(Unit.objects.get(pk=unit.pk), after, "right")
        Unit.objects.refresh_reviewers()
        return Unit.objects.get(pk=unit.pk)


class NameChange(models.TextChoices):
    """Why a name is written differently now."""

    CORRECTION = "correction", "更正：原来录入有误，不留沿革，各年度都显示更正后的名称"
    RENAMING = "renaming", "更名：单位改了名称，变动之前年度的文件仍用原名"


class ChangedField(VagueDateFormField):
    """变动时间, as exact as it is known."""

    placeholder = CHANGED_PLACEHOLDER

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "知道到哪一步就写到哪一步，只写年份也可以。")
        super().__init__(label="变动时间", **kwargs)


class ReasonField(forms.CharField):
    """依据, such as the number of a document."""

    def __init__(self, **kwargs):
        super().__init__(
            label="依据", required=False, max_length=200, help_text="如机构改革文件的文号", **kwargs
        )


class EditUnitForm(UnitForm):
    """The facts of a unit; a name that differs is asked whether it was wrong or has changed."""

    name_change = forms.ChoiceField(
        label="名称有改动时", choices=NameChange, required=False, widget=forms.RadioSelect
    )
    changed = ChangedField(required=False)
    reason = ReasonField()
    field_order = (*NAMES, "name_change", "changed", "reason")

    @property
    def names_differ(self) -> bool:
        """True if full or short name were typed differently."""
        return not set(NAMES).isdisjoint(self.changed_data)

    def clean(self):
        cleaned = super().clean()
        if self.names_differ and "name_change" not in self.errors:
            self._ask_why(cleaned)
        return cleaned

    def _ask_why(self, cleaned: dict) -> None:
        if not cleaned.get("name_change"):
            self.add_error("name_change", "名称有改动，请选择是更正还是更名。")
        elif cleaned["name_change"] == NameChange.CORRECTION:
            cleaned["changed"] = None
        elif not cleaned.get("changed") and "changed" not in self.errors:
            self.add_error("changed", "更名请填写变动时间。")

    def changed_facts(self) -> dict:
        """What else was changed, for the audit trail: a new name has its own line there."""
        asked = {
            str(self.fields[name].label) for name in (*NAMES, "name_change", "changed", "reason")
        }
        return {label: pair for label, pair in changes_of(self).items() if label not in asked}

    @transaction.atomic
    def save_by(self, user) -> Unit:
        """Save the facts; a new name goes its own way. Raises ChangeRefused, nothing saved."""
        if self.names_differ:
            changing.rename(
                Unit(pk=self.instance.pk),
                **{name: self.cleaned_data[name] for name in (*NAMES, "changed", "reason")},
                by=user,
            )
        return self.save()


class ChangeForm(Arranged, forms.Form):
    """What happened to a unit, when, and on what ground; subclasses say what."""

    groups = (
        ("", ("name", "short_name", "under", "after", "into", "kind")),
        ("时间和依据", ("changed", "reason")),
    )
    examples = {
        "under": "泸州市双拥办",
        "after": "市总工会",
        "into": "江阳区文体局",
        "reason": "泸市编发〔2015〕12号",
    }

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.unit = unit

    def apply(self, by) -> Unit:
        """Do it; raises ChangeRefused."""
        raise NotImplementedError


class RenameForm(ChangeForm):
    """更名."""

    name = forms.CharField(label="新的全称", max_length=100, validators=[no_troop_code])
    short_name = forms.CharField(
        label="新的简称", max_length=50, required=False, validators=[no_troop_code]
    )
    changed = ChangedField()
    reason = ReasonField()

    def __init__(self, *args, unit: Unit, **kwargs):
        kwargs["initial"] = {"name": unit.name, "short_name": unit.short_name}
        super().__init__(*args, unit=unit, **kwargs)

    def apply(self, by) -> Unit:
        return changing.rename(self.unit, **self.cleaned_data, by=by)


class MoveKind(models.TextChoices):
    """Why a unit stands under another superior now."""

    CHANGE = "change", "调整隶属：自变动时间起改变，之前年度仍计入原上级单位"
    CORRECTION = "correction", "更正：原来放错了，各年度都按更正后的上级单位计算"


class MoveForm(ChangeForm):
    """调整隶属, or the correction of a wrong place."""

    under = UnitNameField(
        label="新的上级单位", required=False, help_text="全称或简称；改为最上级单位则不填。"
    )
    after = UnitNameField(
        label="排在哪个单位之后", required=False, help_text="新上级的下属单位之一；不填排在最后。"
    )
    kind = forms.ChoiceField(
        label="性质", choices=MoveKind, initial=MoveKind.CHANGE, widget=forms.RadioSelect
    )
    changed = ChangedField(required=False)
    reason = ReasonField()

    def __init__(self, *args, unit: Unit, **kwargs):
        kwargs["initial"] = {"under": Unit.objects.get_parent(unit)}
        super().__init__(*args, unit=unit, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == MoveKind.CORRECTION:
            cleaned["changed"] = None
        elif not cleaned.get("changed") and "changed" not in self.errors:
            self.add_error("changed", "调整隶属请填写变动时间。")
        return cleaned

    def apply(self, by) -> Unit:
        told = {name: value for name, value in self.cleaned_data.items() if name != "kind"}
        return changing.move(self.unit, **told, by=by)


class MergeForm(ChangeForm):
    """并入."""

    into = UnitNameField(label="并入哪个单位")
    changed = ChangedField()
    reason = ReasonField()

    def apply(self, by) -> Unit:
        return changing.merge(self.unit, **self.cleaned_data, by=by)
