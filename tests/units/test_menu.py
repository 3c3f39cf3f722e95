"""What each role finds in the main menu, and that every entry opens."""

from tests.cases import each

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
