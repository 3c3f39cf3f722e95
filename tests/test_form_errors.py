"""A form that came back tells on top what is wrong, and leads to each field."""

import re

import pytest
from django.urls import reverse

from tests.activities.test_plans import NEW as NEW_PLAN
from tests.activities.test_plans import typed as typed_plan
from tests.cases import each

LINK = re.compile(r'<li><a href="#([^"]+)">([^<]+)</a>：([^<]+)</li>')


def summary_of(page) -> list[tuple[str, str]]:
    """The places and messages of the summary, each of whose links leads to a field of the page."""
    text = page.content.decode()
    found = LINK.findall(text)
    for target, place, _ in found:
        assert re.search(rf'<(input|select|textarea)[^>]* id="{target}"', text), place
    return [(place, said) for _, place, said in found]


@pytest.mark.django_db
def test_what_is_wrong_with_a_plan_is_listed_in_the_order_of_its_page(
    client_of, office_reviewer, office
):
    measures = [
        {"title": "走访慰问", "due": "不知何时"},
        {"title": "", "content": "到部队演出"},
        {"title": "", "due": "何时", "DELETE": "on"},
    ]
    browser = client_of(office_reviewer)
    page = browser.post(NEW_PLAN, typed_plan(office, title="", items=measures))
    (title, _), (due, said), (measure, _) = summary_of(page)
    assert (title, due, measure) == ("标题", "工作措施第 1 行 时间安排", "工作措施第 2 行 标题")
    assert "不知何时" in said
    assert "还没有保存：有 3 处需要改正" in page.content.decode()
    assert summary_of(browser.get(NEW_PLAN)) == []


PAGES = {
    "activities:activity-create": ["活动类别", "活动名称"],
    "activities:request-create": ["谁的需求", "需求", "提出方"],
    "activities:kind-create": ["名称"],
    "assessments:standard-create": ["名称"],
    "units:password": ["旧密码", "新密码", "新密码确认"],
}


@pytest.mark.django_db
@each("name", PAGES)
def test_an_empty_form_leads_to_what_has_to_be_filled_in(client_of, office_reviewer, name):
    page = client_of(office_reviewer).post(reverse(name), {})
    assert [place for place, _ in summary_of(page)][: len(PAGES[name])] == PAGES[name]
