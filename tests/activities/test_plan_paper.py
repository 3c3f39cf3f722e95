"""The form of a plan is the paper that comes out: headings, addressee, date; bad input says so."""

import pytest

from activities.models import Plan
from tests.factories import make_plan

from .test_plans import NEW, edit_url, typed


@pytest.fixture
def browser(client_of, office_reviewer):
    """The office's browser."""
    return client_of(office_reviewer)


def test_the_form_reads_in_the_order_of_the_paper(browser):
    text = browser.get(NEW).content.decode()
    parts = [
        'name="title"', 'name="addressee"', "一、指导思想", 'name="guiding_thought"',
        "二、工作目标", 'name="objectives"', "三、工作要求", 'name="requirements-0-title"',
        "四、工作措施", 'name="items-0-title"', 'name="items-0-responsible"', 'name="dated"',
    ]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_addressee_and_date_are_kept(browser, office):
    browser.post(NEW, typed(office, addressee="市双拥办", dated="2011-01-20"))
    plan = Plan.objects.get()
    assert (plan.addressee, str(plan.dated)) == ("市双拥办", "2011-01-20")
    text = browser.get(edit_url(plan)).content.decode()
    assert 'value="市双拥办"' in text
    assert 'value="2011-01-20"' in text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("addressee", "长" * 101, "100"),
        ("dated", "2011-02-30", "输入一个有效的日期"),
        ("dated", "昨天", "输入一个有效的日期"),
    ],
)
def test_a_wrong_head_says_so_and_keeps_what_was_typed(browser, office, field, value, message):
    page = browser.post(NEW, typed(office, items=[{"title": "走访"}]) | {field: value})
    assert message in str(page.context["form"].errors[field])
    text = page.content.decode()
    assert "还没有保存：有 1 处需要改正" in text
    assert f'value="{value}"' in text
    assert 'value="走访"' in text


def test_a_wrong_measure_is_announced_at_the_top_of_the_long_page(browser, office):
    page = browser.post(NEW, typed(office, items=[{"title": "走访", "due": "不知何时"}]))
    text = page.content.decode()
    assert text.index("没有保存") < text.index("四、工作措施")


def test_a_text_that_looks_secret_is_saved_with_a_warning(browser, office):
    measure = {"title": "走访慰问", "content": "走访77123部队。"}
    form = typed(office, guiding_thought="走访77123部队。", items=[measure])
    text = browser.post(NEW, form, follow=True).content.decode()
    assert "请核对“指导思想”" in text
    assert "请核对“内容”" in text
    assert Plan.objects.get().guiding_thought == "走访77123部队。"


def test_the_form_of_a_sub_plan_names_the_plan_it_answers(
    client_of, bureau_liaison, office, bureau
):
    plan = make_plan(bureau, parent=make_plan(office, title="全市双拥工作计划"))
    assert "对应 全市双拥工作计划" in client_of(bureau_liaison).get(edit_url(plan)).content.decode()
