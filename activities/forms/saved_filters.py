"""The form of a saved filter: its name."""

from __future__ import annotations

from django import forms

from activities.saved_filters import MOST, normal_query, saved_by
from shuangyong.forms import ConstraintErrorsAtFields
from units.models import SavedFilter


class SavedFilterForm(ConstraintErrorsAtFields, forms.ModelForm):
    """A name for what the list is filtered to; the query is kept in its normal form."""

    set_by_view = frozenset({"user", "page"})
    query = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = SavedFilter
        fields = ("name", "query")
        error_messages = {"name": {"required": "请填写名称。"}}

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["name"].widget.attrs["placeholder"] = "如 八一期间缺照片的活动"

    def clean_name(self) -> str:
        """One line without needless spaces."""
        return " ".join(self.cleaned_data["name"].split())

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            cleaned["query"] = self.instance.query
            return cleaned
        cleaned["query"] = normal_query(self.request, cleaned.get("query") or "")
        if not cleaned["query"]:
            raise forms.ValidationError("还没有筛选条件，没有可以保存的内容。")
        if saved_by(self.request.user).count() >= MOST:
            raise forms.ValidationError(f"常用筛选最多保存 {MOST} 个，请先删除不用的。")
        return cleaned
