"""The same troupe on five dates (seed 1, item 7): entered in one go, counted as five."""

import pytest

from activities.models import Activity
from reports.figures import year_figures
from shuangyong.review import Status, Step
from tests.cases import each
from tests.factories import (
    YEAR,
    make_activity,
    make_measure,
    make_plan,
    make_troop,
    submitted,
)  # fmt: skip
from units.models import AuditEvent

from .test_log_activity import lines, typed

NEW = "/activities/add/"
DATES = [
    {"held": "2月", "troops_as_written": "驻滨某师", "place": "营区"},
    {"held": "6月18日", "troops_as_written": "武警支队", "numbers": "演职人员10余人"},
    {"held": "6月22日", "troops_as_written": "消防支队", "numbers": "演职人员10余人"},
    {"held": "7月28日", "troops_as_written": "武警支队、预备役团", "numbers": "演职人员10余人"},
    {"held": "7月31日", "title": "八一联欢", "numbers": "演职人员10余人；观众300人"},
]


@pytest.fixture
def browser(client_of, liaison):
    """The liaison's browser."""
    return client_of(liaison)


def five(troupe, *dates, **fields) -> dict:
    """The form with the five dates."""
    form = typed(troupe, title="协助部队文化活动", held="", **fields)
    return form | lines("parts", *(dates or DATES))


@pytest.fixture
def series(browser, troupe) -> Activity:
    """The series with its five dates, saved."""
    browser.post(NEW, five(troupe))
    return Activity.objects.get(is_series=True)


def test_five_dates_are_entered_in_one_go_and_counted_as_five(browser, troupe, liaison, reviewer):
    known = make_troop(troupe, "武警支队")
    measure = make_measure(make_plan(troupe))
    partners = [{"role": "co_organiser", "name": "区作家协会"}]
    browser.post(NEW, five(troupe, partners=partners, plan_item=measure.pk, submit=""))
    series = Activity.objects.get(is_series=True)
    parts = list(series.parts.order_by("held_from"))
    assert [str(part.held) for part in parts] == ["2月", "6月18日", "6月22日", "7月28日", "7月31日"]
    assert [part.title for part in parts] == ["协助部队文化活动"] * 4 + ["八一联欢"]
    assert {(part.unit, part.kind, part.is_planned) for part in parts} == {
        (troupe, series.kind, True)
    }
    assert [str(part.partners.get()) for part in parts] == ["区作家协会"] * 5
    assert [list(part.troops.all()) for part in parts] == [[], [known], [], [known], []]
    assert [part.troops_as_written for part in parts] == [
        "驻滨某师",
        "",
        "消防支队",
        "预备役团",
        "",
    ]
    assert [str(count) for count in parts[4].counts.all()] == ["演职人员10余人", "观众300人"]
    assert {part.status for part in [*parts, series]} == {Status.SUBMITTED}
    for record in [*parts, series]:
        record.refresh_from_db()
        record.take(Step.CONFIRM, by=reviewer)
    assert year_figures(troupe, YEAR).activities == 5


def test_a_wrong_date_in_line_three_is_said_there_and_nothing_is_lost(browser, troupe):
    wrong = [*DATES[:2], DATES[2] | {"held": "6月32日"}, *DATES[3:]]
    page = browser.post(NEW, five(troupe, *wrong))
    assert not Activity.objects.exists()
    forms = page.context["lines"]["parts"].forms
    assert [bool(form.errors) for form in forms] == [False, False, True, False, False]
    assert "6月32日" in str(forms[2].errors["held"])
    text = page.content.decode()
    for typed_in in ("6月32日", "驻滨某师", "演职人员10余人；观众300人", "八一联欢"):
        assert f'value="{typed_in}"' in text


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ({"held": "", "place": "营区"}, "held", "请填写这一次的时间"),
        ({"held": "2009年6月"}, "held", "不在本年度内"),
        ({"held": "6月", "numbers": "很热闹"}, "numbers", "没有能识别的数量"),
        ({"held": "6月", "title": "长" * 151}, "title", "150"),
    ],
)
def test_what_is_wrong_in_a_line_is_said_at_its_field(browser, troupe, line, field, words):
    page = browser.post(NEW, five(troupe, line))
    assert words in str(page.context["lines"]["parts"].forms[0].errors[field])
    assert not Activity.objects.exists()


def test_an_ordinary_activity_has_no_dates_and_is_no_series(browser, troupe):
    browser.post(NEW, typed(troupe) | lines("parts", {"held": "", "title": ""}))
    assert not Activity.objects.get().is_series


def test_a_removed_line_makes_no_series(browser, troupe):
    browser.post(NEW, typed(troupe) | lines("parts", {"held": "6月", "DELETE": "on"}))
    assert not Activity.objects.get().is_series


def test_a_part_of_a_series_has_no_dates_of_its_own(browser, troupe, series):
    page = browser.post(NEW, five(troupe, series=series.pk))
    assert "系列活动不能再属于另一系列" in str(page.context["form"].errors["series"])


def test_dates_are_added_to_a_series_that_stands(browser, troupe, series):
    edit = f"{series.get_absolute_url()}edit/"
    text = browser.get(edit).content.decode()
    for part in series.parts.all():
        assert f'href="{part.get_absolute_url()}"' in text
    form = typed(troupe, title=series.title, held="", seen_revision=1, is_series="on")
    browser.post(edit, form | lines("parts", {"held": "9月1日"}))
    assert str(series.parts.order_by("held_from").last().held) == "9月1日"
    assert series.parts.count() == 6


def test_what_is_said_of_a_date_is_found_again(browser, troupe, series):
    assert "八一联欢" in browser.get("/activities/", {"q": "联欢"}).content.decode()


def test_a_series_is_submitted_with_all_its_dates_from_its_page(browser, series):
    page = browser.get(series.get_absolute_url())
    assert "提交系列和 5 次活动" in page.content.decode()
    assert Step.SUBMIT not in page.context["steps"]  # no second button beside it
    browser.post(f"{series.get_absolute_url()}submit-series/")
    assert set(Activity.objects.values_list("status", flat=True)) == {Status.SUBMITTED}
    assert series.parts.first().history.get().step == Step.SUBMIT


def test_a_series_submitted_meanwhile_takes_none_of_its_dates_along(browser, liaison, series):
    submitted(series, liaison)
    page = browser.post(f"{series.get_absolute_url()}submit-series/", follow=True)
    assert "不能提交" in page.content.decode()
    assert {part.status for part in series.parts.all()} == {Status.DRAFT}


@each(
    ("who", "status"),
    [("liaison", 302), ("reviewer", 403), ("leader", 403), ("other_liaison", 404), ("admin", 403)],
)
def test_who_submits_a_series(status_of, series, who, status):
    assert status_of(who, f"{series.get_absolute_url()}submit-series/", {}) == status


def test_a_series_is_deleted_with_its_dates_once_their_number_is_named(browser, liaison, series):
    page = browser.get(series.get_absolute_url()).content.decode()
    assert "它的 5 次活动" in page
    text = browser.post(f"{series.get_absolute_url()}delete/", follow=True).content.decode()
    assert "现在有 5 次活动，没有删除" in text
    browser.post(f"{series.get_absolute_url()}delete/", {"parts": 5})
    assert not Activity.objects.exists()
    assert AuditEvent.objects.filter(actor=liaison, action="删除活动").count() == 6


def test_a_series_with_a_submitted_date_stays(browser, liaison, series):
    submitted(series.parts.first(), liaison)
    page = browser.post(f"{series.get_absolute_url()}delete/", {"parts": 5}, follow=True)
    assert "1 次活动已不是您的草稿" in page.content.decode()
    assert Activity.objects.count() == 6


def test_a_copied_series_wants_only_its_new_dates(browser, series):
    page = browser.get(NEW, {"copy": series.pk})
    lines_shown = [
        {bound.name: bound.value() for bound in form if bound.value()}
        for form in page.context["lines"]["parts"]
    ]
    assert lines_shown == [
        {name: value for name, value in date.items() if name != "held"} for date in DATES
    ]


def test_the_form_costs_the_same_for_any_number_of_dates(count_queries, liaison, troupe, series):
    page, edit = series.get_absolute_url(), f"{series.get_absolute_url()}edit/"
    urls = (page, edit, f"{NEW}?copy={series.pk}")
    few = [count_queries(liaison, url) for url in urls]
    for day in range(1, 21):
        make_activity(troupe, series=series, held=f"10月{day}日")
    assert [count_queries(liaison, url) for url in urls] == few
