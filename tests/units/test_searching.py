"""搜索: everything an account may read is found by name, and nothing else."""

import pytest

from tests.factories import make_activity, make_need, make_plan, make_troop
from tests.reports.records import make_summary
from units.models import Appointment
from units.searching import search


def found(user, text: str, most: int = 20) -> dict[str, list[str]]:
    """The labels of what was found, by kind."""
    return {
        some.finder.label: [hit.label for hit in some.hits]
        for some in search(user, text, most=most)
    }


@pytest.fixture
def records(bureau, troupe, liaison, foreign_office, union):
    """The same word in every kind of record, here and at units nobody here reads."""
    make_plan(troupe, title="送戏下乡计划")
    make_plan(foreign_office, title="送戏下乡计划（外地）")
    make_activity(troupe, "送戏下乡慰问演出")
    make_activity(union, "送戏下乡（总工会）")
    make_need(troupe, "盼望送戏下乡")
    make_troop(troupe, "驻滨江送戏部队")
    Appointment.objects.create(
        group=bureau.current_group(), role="head", name="周送戏", post="市文化局局长"
    )


@pytest.mark.usefixtures("records")
def test_one_field_finds_everything_in_scope_by_name(liaison, leader, troupe):
    assert found(liaison, "送戏") == {
        "任职人员": ["周送戏 市文化局局长"],
        "驻军部队": ["驻滨江送戏部队"],
        "计划": ["送戏下乡计划"],
        "活动": ["送戏下乡慰问演出"],
        "双清单": ["盼望送戏下乡"],
    }
    assert found(leader, "送戏")["活动"] == ["送戏下乡慰问演出"]
    assert found(liaison, "歌舞团 送戏") == {"计划": ["送戏下乡计划"], "双清单": ["盼望送戏下乡"]}
    summary = make_summary(troupe, liaison)
    assert found(liaison, "工作总结")["工作总结"] == [summary.title]
    assert found(liaison, "考核")["页面"] == ["考核"]
    assert found(liaison, "市歌舞团")["单位"] == ["滨江市歌舞团"]
    assert found(liaison, " ") == {}
    assert found(liaison, "送戏\0") == found(liaison, "送戏")


@pytest.mark.usefixtures("records")
def test_officers_find_units_and_accounts_but_no_records(admin, auditor, liaison):
    assert set(found(admin, "送戏")) == {"任职人员"}
    assert found(admin, "liaison")["账号"] == ["liaison（liaison）"]
    assert set(found(auditor, "审计")) == {"页面", "使用手册"}
    assert "账号" not in found(liaison, "liaison")


def test_the_page_shows_more_than_the_list_at_the_top_and_costs_the_same(
    client_of, liaison, troupe, count_queries
):
    make_activity(troupe, "送戏下乡")
    few = count_queries(liaison, "/search/?q=送戏")
    for number in range(25):
        make_activity(troupe, f"送戏第{number}场")
        make_plan(troupe, title=f"送戏计划{number}", year=1990 + number)
    assert count_queries(liaison, "/search/?q=送戏") == few
    browser = client_of(liaison)
    top = browser.get("/search/?q=送戏", headers={"hx-request": "true", "hx-target": "found"})
    assert top.content.decode().count('role="option"') == 5 + 5 + 1  # and one for the page
    assert "<html" not in top.content.decode()
    page = browser.get("/search/?q=送戏").content.decode().partition('id="results"')[2]
    assert page.count("<li><a href=") == 20 + 20
    assert '"/activities/?q=%E9%80%81%E6%88%8F&amp;years=all"' in page
    assert "请输入不超过 50 个字" in browser.get(f"/search/?q={'长' * 51}").content.decode()
