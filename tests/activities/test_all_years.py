"""All years at once: what draws one year otherwise, the months, and what says which year it is."""

import html
import re

import pytest

from activities.models import Activity
from activities.timeline import year_rows
from tests.factories import make_activity

LIST = "/activities/"


@pytest.fixture
def work(troupe):
    """Two years of the troupe."""
    make_activity(troupe, "去年春节", year=2010, held="春节期间")
    make_activity(troupe, "去年放映", year=2010, held="7月3日")
    make_activity(troupe, "去年某时", year=2010, held=None)
    make_activity(troupe, "今年演出", held="7月31日")
    make_activity(troupe, "今年八一", held="八一期间")
    make_activity(troupe, "今年春节", held="2月3日")


@pytest.fixture
def page(client_of, reviewer, work):
    """The page of all years with these filters."""
    return lambda **filters: client_of(reviewer).get(LIST, {"years": "all", **filters})


def titles(answer) -> set[str]:
    """Of the activities on a page."""
    return {activity.title for activity in answer.context["page_obj"].object_list}


def test_a_month_is_that_month_of_every_year(page):
    assert titles(page(month="7")) == {"去年放映", "今年演出", "今年八一"}


def test_an_occasion_is_where_it_lies_in_each_year(page):
    assert titles(page(month="春节期间")) == {"去年春节", "今年春节"}


def test_a_month_of_all_years_finds_nothing_where_nothing_is(client_of, stranger, work):
    answer = client_of(stranger).get(LIST, {"years": "all", "month": "7"})
    assert titles(answer) == set()


@pytest.mark.parametrize("view", ["timeline", "month"])
def test_where_one_year_is_drawn_stands_a_table_of_all(page, view):
    rows = page(view=view).context["years_found"]
    assert [(row.year, row.total, row.monthless) for row in rows] == [(2011, 3, 0), (2010, 3, 1)]
    july = rows[0].months[6]
    assert (july.sure, july.perhaps) == (1, 1)


@pytest.mark.parametrize("view", ["timeline", "month"])
def test_a_cell_of_the_table_opens_its_month_in_the_same_look(client_of, reviewer, page, view):
    text = page(view=view, q="去年").content.decode()
    link = html.unescape(re.search(r'<a href="([^"]*)" title="2010 年 7月 1 项"', text)[1])
    opened = client_of(reviewer).get(f"{LIST}{link}")
    assert opened.context["look"].word == view
    assert opened.context["total"] == 1
    assert "2010 年</span>" in opened.content.decode()


def test_every_row_says_its_year(page):
    text = page().content.decode()
    assert "所有年度</span>" in text
    assert "2010 年</div>" in text


def test_the_years_above_the_list_follow_the_filters(client_of, reviewer, work):
    ask = client_of(reviewer).get
    fragment = ask(f"{LIST}?years=all", headers={"HX-Request": "true"}).content.decode()
    assert 'id="shown-years" hx-swap-oob="true">所有年度' in fragment


def test_the_table_takes_one_query(work, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(year_rows(Activity.objects.all())) == 2
