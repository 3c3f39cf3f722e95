"""Lists show the columns that were chosen in this browser, and go on from where they end."""

import re
from urllib.parse import urlencode

import pytest

from activities.models import ActivityCount
from shuangyong.vague import VagueNumber
from tests.cases import each
from tests.factories import make_activity, make_kind, make_need, make_troop, make_user
from units import audit
from units.models import Role


def rows_of(page) -> list[list[bool]]:
    """The head and the rows of the list's table: for each cell whether it is in sight."""
    table = re.search(r"<table.*?</table>", page.content.decode(), re.DOTALL)[0]
    rows = [re.findall(r"<t[hd]\b([^>]*)>", row) for row in table.split("<tr")[1:]]
    return [[" hidden" not in cell for cell in row] for row in rows if "colspan" not in row[0]]


@pytest.fixture
def lists(troupe, bureau, office, admin, reviewer):
    """Every list has a row."""
    activity = make_activity(troupe, "八一慰问演出", occasion="army_day")
    activity.troops.add(make_troop(bureau, "驻泸某部队"))
    ActivityCount.objects.create(
        activity=activity, label="观众", number=VagueNumber.parse("200余人")
    )
    make_need(bureau, "官兵文化用品")
    audit.record(admin, "新建账号", admin)


@each(
    ("who", "url", "chosen", "hidden"),
    [
        ("reviewer", "/activities/", [], 7),
        ("reviewer", "/activities/", ["unit", "troops", "counts", "measure", "occasion"], 2),
        ("reviewer", "/requests/", ["unit"], 3),
        ("admin", "/units/", ["kind"], 2),
        ("security", "/accounts/", ["state"], 4),
        ("auditor", "/audit/", [], 3),
    ],
)
def test_every_row_leaves_out_what_its_head_leaves_out(
    lists, client_of, request, who, url, chosen, hidden
):
    browser = client_of(request.getfixturevalue(who))
    browser.post(url, {"column": chosen})
    head, *rows = rows_of(browser.get(url))
    assert rows
    assert all(row == head for row in rows)
    assert head.count(False) == hidden


def test_columns_are_kept_until_the_usual_ones_are_wanted_again(
    lists, client_of, reviewer, status_of
):
    browser, address = client_of(reviewer), f"/activities/?{urlencode({'q': '演出'})}"
    usual = rows_of(browser.get("/activities/"))
    answer = browser.post(address, {"column": ["troops", "counts", "<b>"]})
    assert answer.status_code == 302  # back to the same rows
    page = browser.get(answer.url)
    assert page.context["filter"].form.cleaned_data["q"] == "演出"
    assert page.context["column_choices"] == [
        ("kind", "类别", False), ("unit", "单位", False), ("occasion", "节点", False),
        ("troops", "参加部队", True), ("counts", "数量", True),
        ("measure", "计划措施", False), ("files", "材料", False),
    ]  # fmt: skip
    found = browser.get("/activities/").content.decode()
    assert "驻泸某部队" in found
    assert "观众200余人" in found
    browser.post("/activities/", {"usual": "yes"})
    assert rows_of(browser.get("/activities/")) == usual
    browser.cookies["columns-activities"] = "gone.<script>.unit"
    assert sum(shown for *_, shown in browser.get("/activities/").context["column_choices"]) == 1
    assert status_of("admin", "/activities/", {"column": ["unit"]}) == 403


def test_more_columns_do_not_ask_row_by_row(
    troupe, client_of, reviewer, django_assert_max_num_queries
):
    def queries(number: int) -> int:
        for at in range(number):
            activity = make_activity(troupe, f"第{at}场演出", kind=make_kind(f"类别{at % 2}"))
            activity.troops.add(make_troop(troupe, f"驻泸部队{number}{at}"))
        browser.get("/activities/")
        with django_assert_max_num_queries(200) as counted:
            browser.get("/activities/")
        return len(counted)

    browser = client_of(reviewer)
    browser.post("/activities/", {"column": ["troops", "counts", "measure", "occasion"]})
    assert queries(2) == queries(9)


@each(
    ("who", "url"),
    [
        ("reviewer", "/activities/"),
        ("reviewer", "/plans/"),
        ("reviewer", "/requests/"),
        ("reviewer", "/notices/"),
        ("reviewer", "/reports/"),
        ("reviewer", "/assessments/standards/"),
        ("reviewer", "/units/offices/"),
        ("reviewer", "/units/pairs/"),
        ("admin", "/units/"),
        ("admin", "/accounts/"),
        ("auditor", "/audit/"),
    ],
)
def test_a_page_beyond_the_end_is_the_last_one(client_of, request, who, url):
    browser = client_of(request.getfixturevalue(who))
    for page in ("99", "last?", "0"):
        assert browser.get(url, {"page": page}).status_code == 200


def test_a_list_narrowed_to_nothing_says_how_to_go_on(client_of, reviewer, admin, troupe):
    make_user("liaison2", Role.LIAISON, troupe)
    for user, url, empty in [
        (reviewer, "/requests/", "还没有需求"),
        (reviewer, "/units/pairs/", "还没有共建关系"),
        (admin, "/accounts/", None),
    ]:
        browser = client_of(user)
        narrowed = browser.get(url, {"q": "没有这样的", "year": "2011"}).content.decode()
        assert "没有符合条件的" in narrowed
        assert f'href="{url}?year=2011">清除全部条件' in narrowed
        bare = browser.get(url, {"year": "2011"}).content.decode()  # a year is no filter
        assert "没有符合条件的" not in bare
        assert empty is None or empty in bare
