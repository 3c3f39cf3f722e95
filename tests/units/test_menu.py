"""What each role finds in the main menu, and that every entry opens."""

import html
import re

from tests.cases import each
from units.models import NoticeKind
from units.notices import send

BUSINESS = ["工作台", "计划", "活动", "双清单", "考核", "总结与报表", "单位与领导小组"]
MENUS = {
    "liaison": BUSINESS,
    "reviewer": ["工作台", "待审核", *BUSINESS[1:]],
    "leader": BUSINESS,
    "admin": ["工作台", "单位与领导小组", "活动类别", "账号"],
    "security": ["工作台", "单位与领导小组", "账号"],
    "auditor": ["工作台", "审计"],
}


@each(("who", "labels"), MENUS.items())
def test_the_menu_of_a_role_opens_at_every_entry(client_of, request, who, labels):
    browser = client_of(request.getfixturevalue(who))
    menu = browser.get("/").context["menu"]
    assert [entry["label"] for entry in menu] == labels
    for entry in menu:
        page = browser.get(entry["url"])
        assert page.status_code == 200
        assert [e["label"] for e in page.context["menu"] if e["here"]] == [entry["label"]]


def test_a_visitor_has_no_menu(client, db):
    page = client.get("/login/")
    assert "menu" not in page.context
    assert "单位与领导小组" not in page.content.decode()


def test_the_year_switch_keeps_the_page_with_its_filters(client_of, liaison):
    browser = client_of(liaison)
    page = browser.get("/activities/?q=演出&kind=&year=2011&page=3").content.decode()
    kept = re.search(r'name="next" value="([^"]*)"', page)[1]
    assert kept == "/activities/?q=%E6%BC%94%E5%87%BA&amp;kind="
    answer = browser.post("/year/", {"year": "2012", "next": html.unescape(kept)})
    assert answer.url == html.unescape(kept)
    liaison.refresh_from_db()
    assert liaison.working_year == 2012


def test_the_bell_shows_the_newest_notices(client_of, reviewer, liaison, troupe):
    sent = send(
        [troupe],
        by=reviewer,
        kind=NoticeKind.REMINDER,
        title="请报送计划",
        text="请尽快。",
        path="/plans/",
    )
    shown = client_of(liaison).get("/notices/latest/").content.decode()
    assert "请报送计划" in shown
    assert sent.notices[0].get_absolute_url() in shown
    assert "未读" in shown
    assert "全部通知" in shown
