"""Editing an outline: its name, and its lines in order."""

from __future__ import annotations

from django import forms

from shuangyong.forms import ConstraintErrorsAtFields, GuardedEdit, OrderedLines

from .models import Outline, OutlineContent, OutlineItem

LEVELS = ((0, "接上一标题"), (1, "一、"), (2, "（一）"), (3, "1."))
MOST_LINES = 60


class OutlineForm(GuardedEdit):
    """Name and note."""

    class Meta:
        model = Outline
        fields = ("name", "note")

    set_by_view = frozenset({"unit"})

    def clean_name(self) -> str:
        """Blanks at the ends and in a row are one."""
        return " ".join(self.cleaned_data["name"].split())


class OutlineItemForm(ConstraintErrorsAtFields, forms.ModelForm):
    """A heading with what is told under it; `offered` are the kinds of activity to choose from."""

    level = forms.TypedChoiceField(label="层级", choices=LEVELS, coerce=int, initial=1)
    kinds = forms.TypedMultipleChoiceField(
        label="只写这些类别的活动", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = OutlineItem
        fields = ("level", "heading", "content", "text")
        widgets = {
            "heading": forms.TextInput({"placeholder": "标题，不写序号"}),
            "text": forms.Textarea({"rows": 2, "placeholder": "固定文字，每年照写"}),
        }

    def __init__(self, *args, offered=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["content"].choices = OutlineContent.choices
        known = list(self.instance.kinds.all()) if self.instance.pk else []
        every = {kind.pk: kind.name for kind in [*offered, *known]}
        self.fields["kinds"].choices = list(every.items())
        self.fields["kinds"].initial = [kind.pk for kind in known]

    @property
    def kinds_chosen(self) -> int:
        """How many kinds are ticked, as the form stands."""
        return len(self["kinds"].value() or ())

    def clean(self):
        """What belongs to another content goes; a line must say something."""
        cleaned = super().clean()
        level, content = cleaned.get("level"), cleaned.get("content")
        if level == 0 and cleaned.get("heading"):
            self.add_error("heading", "“接上一标题”的一行不写标题，请选择层级或清空标题。")
        if level and not cleaned.get("heading"):
            self.add_error("heading", "请填写标题。")
        if level == 0 and content == OutlineContent.NOTHING:
            self.add_error("content", "没有标题的一行请选择内容。")
        if content == OutlineContent.TEXT and not cleaned.get("text", "").strip():
            self.add_error("text", "请填写固定文字。")
        if content not in (None, OutlineContent.TEXT):
            cleaned["text"] = ""
        if content not in (None, OutlineContent.ACTIVITIES):
            cleaned["kinds"] = []
        return cleaned

    def _save_m2m(self):
        super()._save_m2m()
        self.instance.kinds.set(self.cleaned_data["kinds"])


class ItemLines(OrderedLines):
    """The lines of an outline; an outline has at least one."""

    def clean(self):
        super().clean()
        kept = [
            form for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]  # fmt: skip
        if not kept:
            raise forms.ValidationError("提纲至少要有一行。")


OutlineItems = forms.inlineformset_factory(
    Outline,
    OutlineItem,
    form=OutlineItemForm,
    formset=ItemLines,
    extra=0,
    can_delete=True,
    can_order=True,
    max_num=MOST_LINES,
    validate_max=True,
)
