"""Wrong input gets its message at its field, and nothing typed is lost."""

import pytest
from django.db import IntegrityError

from activities.models import Activity
from shuangyong.vague import VagueDate
from tests.factories import YEAR, make_activity

from .files import named, picture
from .test_log_activity import NEW, lines, typed


@pytest.fixture
def page_after(client_of, liaison, troupe):
    """The form as it comes back after these fields were sent."""

    def send(**fields):
        page = client_of(liaison).post(NEW, typed(troupe, **fields))
        assert page.status_code == 200
        assert not Activity.objects.exists()
        return page

    return send


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "请填写活动名称"),
        ("kind", "", "请选择活动类别"),
        ("kind", "999999", "选择一个有效的选项"),
        ("held", "8月10日至8月1日", "结束时间不能早于开始时间"),
        ("held", "2009年7月31日", "活动时间不在本年度内"),
        ("held", "2月30日", "请按这样的写法填写时间"),
        ("held", "不知道哪天", "请按这样的写法填写时间"),
        ("title", "长" * 151, "150"),
        ("unit", "999999", "选择一个有效的选项"),
    ],
)
def test_a_wrong_field_says_so(page_after, field, value, message):
    page = page_after(**{field: value})
    assert message in str(page.context["form"].errors[field])
    assert "部队驻地" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "row", "field", "message"),
    [
        ("contributions", {"category": "money", "value": "-500元"}, "value", "不能为负"),
        ("contributions", {"category": "", "value": "500元"}, "category", "必填"),
        ("counts", {"label": "观众", "number": "很高兴"}, "number", "请按这样的写法填写数量"),
        ("counts", {"label": "", "number": "10余人"}, "label", "必填"),
        ("partners", {"role": "host", "name": ""}, "name", "必填"),
        ("beneficiaries", {"category": "veteran", "number": "-3人"}, "number", "不能为负"),
    ],
)
def test_a_wrong_line_says_so(page_after, name, row, field, message):
    page = page_after(**{name: [row]})
    assert message in str(page.context["lines"][name].errors[0].get(field, ""))
    for typed_value in filter(None, row.values()):
        assert typed_value in page.content.decode()


def test_a_wrong_file_is_named_and_the_page_asks_to_choose_again(page_after):
    good, bad = named("好.jpg", picture()), named("假.jpg", b"<html>")
    text = page_after(evidence=[good, bad]).content.decode()
    assert "“假.jpg”的文件内容与扩展名不符" in text
    assert "请重新选择" in text


def test_a_file_that_is_too_large_is_named(page_after, settings):
    settings.UPLOAD_MAX_MB = 0
    assert "“大.jpg”超过 0 MB" in page_after(evidence=[named("大.jpg", b"x")]).content.decode()


def test_another_unit_cannot_be_written_for(page_after, union):
    assert "unit" in page_after(unit=union.pk).context["form"].errors


def test_several_years_may_include_the_working_year(client_of, liaison, troupe):
    client_of(liaison).post(NEW, typed(troupe, held="近几年"))
    assert Activity.objects.get().year == YEAR


def test_a_count_that_is_cleared_is_no_line(client_of, liaison, troupe):
    client_of(liaison).post(NEW, typed(troupe) | lines("counts", {"label": "", "number": ""}))
    assert not Activity.objects.get().counts.exists()


def test_the_database_itself_refuses_what_the_form_refuses(troupe):
    wrong_year = VagueDate.parse("2009年7月31日", year=2009)
    with pytest.raises(IntegrityError):
        make_activity(troupe, held=wrong_year)


def test_the_database_refuses_an_activity_without_a_title(troupe):
    with pytest.raises(IntegrityError):
        make_activity(troupe, title="")


def test_the_database_refuses_a_series_within_a_series(troupe):
    series = make_activity(troupe, is_series=True)
    with pytest.raises(IntegrityError):
        make_activity(troupe, is_series=True, series=series)
