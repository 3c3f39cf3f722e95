"""What narrows the activities down that a unit may cite."""

from __future__ import annotations

from django import forms
from django.db.models import Case, Value, When

from activities.models import ActivityKind
from shuangyong.review import Status

DATE = {"type": "date", "class": "form-control"}


class FindActivitiesForm(forms.Form):
    """Words, kind and time; all of them may be left out."""

    words = forms.CharField(
        label="查找",
        required=False,
        max_length=100,
        widget=forms.TextInput(
            {"type": "search", "class": "form-control", "placeholder": "名称、内容、地点"}
        ),
    )
    kind = forms.ModelChoiceField(
        ActivityKind.objects.none(),
        label="类别",
        required=False,
        empty_label="全部类别",
        widget=forms.Select({"class": "form-select"}),
    )
    since = forms.DateField(label="自", required=False, widget=forms.DateInput(DATE))
    until = forms.DateField(label="至", required=False, widget=forms.DateInput(DATE))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = ActivityKind.objects.visible_to(user)

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "终止日期不能早于起始日期。")
        return cleaned

    def found_in(self, activities):
        """Those that fit, confirmed ones first, the latest first among them."""
        wanted = self.cleaned_data if self.is_valid() else {}
        if wanted.get("words"):
            activities = activities.having_words(wanted["words"])
        if wanted.get("kind"):
            activities = activities.filter(kind=wanted["kind"])
        if wanted.get("since"):
            activities = activities.filter(held_to__gte=wanted["since"])
        if wanted.get("until"):
            activities = activities.filter(held_from__lte=wanted["until"])
        confirmed = Case(When(status=Status.CONFIRMED, then=Value(0)), default=Value(1))
        return activities.order_by(confirmed, "-held_from", "-pk")
