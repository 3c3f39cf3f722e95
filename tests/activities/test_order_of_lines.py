"""The lines of a document are moved, inserted and removed; their numbers follow."""

import pytest

from tests.factories import make_measure, make_plan
from units.models import AuditEvent

from .test_plans import edit_url, line_of, typed


@pytest.fixture
def browser(client_of, office_reviewer):
    """The office's browser."""
    return client_of(office_reviewer)


@pytest.fixture
def plan(office):
    """A plan with the measures 演出, 放映, 走访."""
    plan = make_plan(office)
    for title in ("演出", "放映", "走访"):
        make_measure(plan, title)
    return plan


def save(browser, plan, rows: list[dict]):
    """Save the plan with these measures; the answer."""
    form = typed(plan.unit, seen_revision=plan.revision, items=rows, existing={"items": 3})
    return browser.post(edit_url(plan), form)


def titles(plan) -> list[str]:
    return [item.title for item in plan.items.all()]


@pytest.mark.parametrize(
    ("numbers", "order"),
    [
        (["1", "2", "3"], "演出 放映 走访"),
        (["2", "1", "3"], "放映 演出 走访"),
        (["3", "1", "2"], "放映 走访 演出"),
        (["1", "2", "1"], "走访 演出 放映"),  # typed by hand: the third to the first place
        (["3", "2", "3"], "放映 走访 演出"),  # the first to the last place
        (["", "", ""], "演出 放映 走访"),
        (["30", "20", "10"], "走访 放映 演出"),
    ],
)
def test_measures_stand_in_the_order_of_their_numbers(browser, plan, numbers, order):
    rows = [line_of(item, ORDER=n) for item, n in zip(plan.items.all(), numbers, strict=True)]
    save(browser, plan, rows)
    assert titles(plan) == order.split()
    assert [item.position for item in plan.items.all()] == [1, 2, 3]


def test_a_new_measure_is_inserted_between_others(browser, plan):
    first, second, third = plan.items.all()
    rows = [
        line_of(first, ORDER="1"), line_of(second, ORDER="3"), line_of(third, ORDER="4"),
        {"title": "赠书", "ORDER": "2"},
    ]  # fmt: skip
    save(browser, plan, rows)
    assert titles(plan) == ["演出", "赠书", "放映", "走访"]


def test_an_empty_line_with_a_number_is_no_measure(browser, plan):
    rows = [line_of(item) for item in plan.items.all()] + [{"title": "", "ORDER": "4"}]
    assert save(browser, plan, rows).status_code == 302
    assert titles(plan) == ["演出", "放映", "走访"]


def test_after_an_error_the_lines_come_back_in_the_order_they_were_put(browser, plan):
    first, second, third = plan.items.all()
    rows = [
        line_of(first, ORDER="3"), line_of(second, ORDER="2"),
        line_of(third, ORDER="1", due="不知何时"),
    ]  # fmt: skip
    page = save(browser, plan, rows)
    shown = [form["title"].value() for form in page.context["lines"]["items"].in_order]
    assert shown == ["走访", "放映", "演出"]
    text = page.content.decode()
    assert text.index('value="走访"') < text.index('value="演出"')


@pytest.mark.parametrize(("number", "message"), [("0", "大于或等于1"), ("一", "输入整数")])
def test_a_number_that_is_none_says_so_at_its_line(browser, plan, number, message):
    first, *others = plan.items.all()
    rows = [line_of(first, ORDER=number), *(line_of(item) for item in others)]
    page = save(browser, plan, rows)
    assert message in str(page.context["lines"]["items"].errors[0]["ORDER"])
    assert titles(plan) == ["演出", "放映", "走访"]


def test_the_audit_trail_says_that_measures_changed_places(browser, plan):
    first, second, third = plan.items.all()
    save(browser, plan, [line_of(first, ORDER="2"), line_of(second, ORDER="1"), line_of(third)])
    assert AuditEvent.objects.get(action="保存计划").changes["工作措施顺序"] == "已调整"
    plan.refresh_from_db()
    save(browser, plan, [line_of(item) for item in plan.items.all()])
    assert "工作措施顺序" not in AuditEvent.objects.filter(action="保存计划").first().changes


def test_every_line_has_buttons_and_without_script_a_number(browser, plan):
    text = browser.get(edit_url(plan)).content.decode()
    assert 'data-lines="items" data-sortable' in text
    for part in ('name="items-0-ORDER"', 'data-move="up"', 'data-move="down"', "data-insert"):
        assert part in text
