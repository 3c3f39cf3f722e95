"""The database holds wording and interval as one: it sorts, filters and sums by itself."""

from datetime import date

import pytest
from django import forms
from django.db.models import Sum

from activities.models import Activity, ActivityCount
from shuangyong.vague import VagueDate, VagueDateFormField, VagueNumber, VagueNumberFormField
from tests.factories import make_activity


@pytest.fixture
def activity(troupe):
    return make_activity(troupe, held="“八一”期间")


def test_a_date_comes_back_as_it_was_written(activity):
    stored = Activity.objects.get()
    assert stored.held == VagueDate.parse("“八一”期间", year=2011)
    assert str(stored.held) == "“八一”期间"


def test_the_interval_is_known_at_once_and_after_a_change(activity):
    assert (activity.held_from, activity.held_to) == (date(2011, 7, 20), date(2011, 8, 10))
    activity.held = VagueDate.parse("6月", year=2011)
    activity.save()
    activity.refresh_from_db()
    assert (activity.held_from, activity.held_to) == (date(2011, 6, 1), date(2011, 6, 30))


def test_an_unknown_date_has_no_interval(troupe):
    activity = make_activity(troupe, held=None)
    activity.refresh_from_db()
    assert activity.held is None
    assert activity.held_from is None


def test_activities_within_a_window_are_found_by_overlap(activity):
    assert activity in Activity.objects.within(date(2011, 8, 1), date(2011, 8, 1))
    assert activity not in Activity.objects.within(date(2011, 8, 11), date(2011, 9, 1))


def test_activities_sort_by_time(troupe):
    for held in ["8月1日", "6月", "6月10日", "2011年"]:
        make_activity(troupe, title=held, held=held)
    titles = Activity.objects.order_by("held").values_list("title", flat=True)
    assert list(titles) == ["2011年", "6月", "6月10日", "8月1日"]


def test_the_database_sums_amounts(activity):
    for text in ["近百名", "10余人", "多名"]:
        ActivityCount.objects.create(
            activity=activity, label="演职人员", number=VagueNumber.parse(text)
        )
    assert ActivityCount.objects.aggregate(n=Sum("amount"))["n"] == 110
    assert set(ActivityCount.objects.values_list("qualifier", flat=True)) == {"<", ">", "*"}


class Form(forms.Form):
    held = VagueDateFormField(label="时间", year=2011)
    number = VagueNumberFormField(label="数量", required=False, measure="名")


def test_a_form_shows_again_what_was_typed_wrongly():
    form = Form({"held": "2月30日", "number": "-3"})
    assert not form.is_valid()
    assert "7月31日下午" in form.errors["held"][0]
    assert "不能为负数" in form.errors["number"][0]
    assert 'value="2月30日"' in str(form["held"])


def test_a_form_reads_dates_and_numbers():
    form = Form({"held": " 7.31 ", "number": ""})
    assert form.is_valid()
    assert form.cleaned_data["held"].start == date(2011, 7, 31)
    assert form.cleaned_data["number"] is None


def test_an_unchanged_value_is_no_change():
    form = Form({"held": "7.31"}, initial={"held": VagueDate.parse("7.31", year=2011)})
    assert not form.has_changed()
