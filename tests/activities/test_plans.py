"""An annual plan is written as a document: clauses and measures are lines below it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from activities.models import Plan, PlanItem
from shuangyong.review import Status
from tests.cases import each
from tests.factories import YEAR, make_kind, make_measure, make_plan, make_unit
from units.models import AuditEvent

from .test_log_activity import lines

LIST = "/plans/"
NEW = "/plans/add/"


def typed(unit, **fields) -> dict:
    """A plan as its unit types it; `requirements` and `items` are its lines."""
    clauses, measures = fields.pop("requirements", []), fields.pop("items", [])
    existing = fields.pop("existing", {})
    form = {
        "unit": unit.pk,
        "title": "2011年双拥工作计划",
        "guiding_thought": "以科学发展观为指导。",
        "objectives": "争创双拥模范城。",
        "note": "",
    }
    form |= lines("requirements", *clauses, existing=existing.get("requirements", 0))
    return form | lines("items", *measures, existing=existing.get("items", 0)) | fields


@pytest.fixture
def browser(client_of, office_reviewer):
    """The office's browser."""
    return client_of(office_reviewer)


def edit_url(plan) -> str:
    return f"{plan.get_absolute_url()}edit/"


def test_the_office_writes_a_plan_with_clauses_and_measures(
    browser, office, office_reviewer, bureau
):
    form = typed(
        office,
        requirements=[
            {"title": "提高认识", "content": "把双拥工作摆上议事日程。"},
            {"title": "落实责任"},
        ],
        items=[
            {
                "title": "慰问演出", "content": "到部队演出。", "occasion": "army_day",
                "due": "“八一”期间", "responsible": "市文化局", "responsible_person": "分管局长",
                "target_kind": make_kind("慰问演出").pk, "target": "2场",
            },
            {"title": "走访慰问", "due": "年底"},
        ],
    )  # fmt: skip
    page = browser.post(NEW, form, follow=True)
    plan = Plan.objects.get()
    assert page.redirect_chain == [(plan.get_absolute_url(), 302)]
    text = page.content.decode()
    for words in (
        "以科学发展观为指导。", "争创双拥模范城。", "（一）提高认识", "（二）落实责任",
        "（一）慰问演出", "“八一”期间", "责任单位：市文化局", "责任人：分管局长",
        "目标：慰问演出2场", "（二）走访慰问",
    ):  # fmt: skip
        assert words in text
    assert (plan.unit, plan.year, plan.status, plan.parent) == (office, YEAR, Status.DRAFT, None)
    assert plan.changed_by == office_reviewer


def test_a_plan_that_says_nothing_yet_reads_so(browser, office):
    text = browser.get(make_plan(office).get_absolute_url()).content.decode()
    assert "尚未填写：指导思想、工作目标、工作要求、工作措施。" in text


def test_the_form_offers_the_own_unit_and_a_title(browser, office):
    form = browser.get(NEW).context["form"]
    assert form["unit"].value() == office.pk
    assert form["title"].value() == "滨江市双拥办2011年双拥工作计划"
    assert form.fields["unit"].widget.is_hidden


def test_a_liaison_above_chooses_among_the_units_below(client_of, bureau_liaison, bureau, troupe):
    make_unit("已撤销的剧团", under=bureau, is_active=False)
    form = client_of(bureau_liaison).get(NEW).context["form"]
    assert list(form.fields["unit"].queryset) == [bureau, troupe]
    assert not form.fields["unit"].widget.is_hidden


def test_the_plan_belongs_to_the_year_of_the_page(browser, office):
    browser.post(f"{NEW}?year=2012", typed(office))
    assert Plan.objects.get().year == 2012


def line_of(record, **fields) -> dict:
    """An existing line as the browser sends it back."""
    return {"id": record.pk, "title": record.title} | fields


def test_lines_are_changed_added_and_removed_and_keep_their_order(browser, office):
    plan = make_plan(office)
    kept, gone, last = (make_measure(plan, title) for title in ("演出", "放映", "走访"))
    form = typed(
        office,
        seen_revision=0,
        items=[
            line_of(gone, DELETE="on"), line_of(kept, title="慰问演出"), line_of(last),
            {"title": "赠书"},
        ],
        existing={"items": 3},
    )  # fmt: skip
    browser.post(edit_url(plan), form)
    assert [item.title for item in plan.items.all()] == ["慰问演出", "走访", "赠书"]


def test_a_new_line_stands_last_though_lines_before_it_were_removed(browser, office):
    plan = make_plan(office)
    first, second, third = (make_measure(plan, title) for title in ("演出", "放映", "走访"))
    removed = [line_of(first, DELETE="on"), line_of(second, DELETE="on"), line_of(third)]
    browser.post(edit_url(plan), typed(office, items=removed, existing={"items": 3}))
    added = [line_of(third), {"title": "赠书"}]
    browser.post(edit_url(plan), typed(office, items=added, existing={"items": 1}))
    assert [item.title for item in plan.items.all()] == ["走访", "赠书"]


def test_an_empty_line_is_no_measure(browser, office):
    browser.post(NEW, typed(office, items=[{"title": "", "content": "", "due": ""}]))
    assert not Plan.objects.get().items.exists()


def test_every_save_leaves_an_audit_line_that_says_what_changed(browser, office, office_reviewer):
    plan = make_plan(office, guiding_thought="旧的指导思想", objectives="争创双拥模范城。")
    form = typed(office, seen_revision=0, items=[{"title": "走访慰问"}])
    browser.post(edit_url(plan), form)
    event = AuditEvent.objects.get(actor=office_reviewer)
    assert event.action == "保存计划"
    assert event.changes == {
        "指导思想": ["旧的指导思想", "以科学发展观为指导。"],
        "工作措施": "走访慰问",
    }


def test_the_second_of_two_editors_is_told_and_loses_nothing(browser, client_of, office):
    plan = make_plan(office)
    removed = make_measure(plan, "演出")
    browser.post(
        edit_url(plan),
        typed(
            office, seen_revision=0, objectives="先保存的目标",
            items=[line_of(removed, DELETE="on")], existing={"items": 1},
        ),
    )  # fmt: skip
    page = browser.post(
        edit_url(plan),
        typed(
            office, seen_revision=0, objectives="后保存的目标",
            items=[line_of(removed, content="后写的内容")], existing={"items": 1},
        ),
    )  # fmt: skip
    text = page.content.decode()
    for words in ("office_reviewer已保存过本记录", "工作目标", "后保存的目标", "后写的内容"):
        assert words in text
    plan.refresh_from_db()
    assert plan.objectives == "先保存的目标"
    assert not plan.items.exists()


def test_a_line_that_was_removed_meanwhile_is_saved_anew(browser, office):
    plan = make_plan(office)
    removed, kept = make_measure(plan, "演出"), make_measure(plan, "走访")
    PlanItem.objects.filter(pk=removed.pk).delete()
    form = typed(
        office, seen_revision=0,
        items=[line_of(removed, content="后写的内容"), line_of(kept)], existing={"items": 2},
    )  # fmt: skip
    browser.post(edit_url(plan), form)
    assert [(item.title, item.content) for item in plan.items.all()] == [
        ("演出", "后写的内容"), ("走访", ""),
    ]  # fmt: skip


def test_a_plan_stays_with_the_unit_that_made_it(client_of, bureau_liaison, bureau, troupe):
    plan = make_plan(bureau)
    client_of(bureau_liaison).post(edit_url(plan), typed(troupe, seen_revision=0))
    plan.refresh_from_db()
    assert (plan.unit, plan.revision) == (bureau, 1)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "必填"),
        ("title", "   ", "必填"),
        ("title", "长" * 121, "120"),
        ("unit", "", "必填"),
        ("unit", "999999", "选择一个有效的选项"),
    ],
)
def test_a_wrong_field_says_so(browser, office, field, value, message):
    page = browser.post(NEW, typed(office, items=[{"title": "走访慰问"}]) | {field: value})
    assert message in str(page.context["form"].errors[field])
    for words in ("以科学发展观为指导。", "走访慰问"):
        assert words in page.content.decode()
    assert not Plan.objects.exists()


@each(
    ("row", "field", "message"),
    [
        ({"title": "", "content": "到部队演出"}, "title", "必填"),
        ({"title": "演出", "due": "8月10日至8月1日"}, "due", "结束时间不能早于开始时间"),
        ({"title": "演出", "due": "2009年7月31日"}, "due", "时间安排不在本年度内"),
        ({"title": "演出", "due": "2012年春节前"}, "due", "时间安排不在本年度内"),
        ({"title": "演出", "due": "2月30日"}, "due", "请按这样的写法填写时间"),
        ({"title": "演出", "target": "-2场"}, "target", "数量不能为负数"),
        ({"title": "演出", "target": "很好"}, "target", "请按这样的写法填写数量"),
        ({"title": "演出", "occasion": "圣诞"}, "occasion", "选择一个有效的选项"),
    ],
)
def test_a_wrong_measure_says_so(browser, office, row, field, message):
    page = browser.post(NEW, typed(office, items=[row]))
    text = page.content.decode()
    assert message in str(page.context["lines"]["items"].errors[0].get(field, ""))
    assert message in text
    for value in row.values():
        assert value == "圣诞" or value in text
    assert not Plan.objects.exists()


@pytest.mark.parametrize("due", ["12月", "2011年12月至2012年2月", "近几年", "", "“八一”期间"])
def test_a_measure_may_reach_beyond_its_year(browser, office, due):
    browser.post(NEW, typed(office, items=[{"title": "走访慰问", "due": due}]))
    assert str(PlanItem.objects.get().due or "") == due


def test_a_clause_without_a_title_says_so(browser, office):
    page = browser.post(NEW, typed(office, requirements=[{"title": "", "content": "摆上日程"}]))
    assert "必填" in str(page.context["lines"]["requirements"].errors[0]["title"])
    assert "摆上日程" in page.content.decode()


def test_a_second_plan_of_the_same_year_is_refused_in_words(browser, office):
    make_plan(office)
    page = browser.post(NEW, typed(office))
    assert "该单位本年度已有计划。" in page.content.decode()
    assert "以科学发展观为指导。" in page.content.decode()
    assert Plan.objects.count() == 1


def test_another_unit_cannot_be_planned_for(browser, bureau):
    assert "unit" in browser.post(NEW, typed(bureau)).context["form"].errors


def test_the_database_keeps_one_own_plan_a_year(office, bureau):
    make_plan(office)
    make_plan(office, year=YEAR + 1)
    make_plan(bureau)
    with pytest.raises(IntegrityError):
        make_plan(office)


def test_the_database_keeps_one_sub_plan_for_each_plan_above(office, bureau):
    plan = make_plan(office)
    make_plan(bureau, parent=plan)
    make_plan(bureau, parent=make_plan(office, year=YEAR - 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_plan(bureau, parent=plan)
    assert list(Plan.objects.sub_plans().values_list("unit", flat=True)) == [bureau.pk] * 2


def test_the_list_says_what_is_confirmed_but_not_issued(browser, office):
    make_plan(office, status=Status.CONFIRMED)
    assert "尚未下发" in browser.get(LIST).content.decode()
    Plan.objects.update(issued_at=timezone.now())
    text = browser.get(LIST).content.decode()
    assert "已下发" in text
    assert "尚未下发" not in text


def test_the_list_shows_the_own_plans_apart_from_those_of_others(browser, office, bureau):
    plan = make_plan(office, title="全市双拥工作计划")
    make_plan(bureau, title="文化局单项计划", parent=plan)
    make_plan(office, title="去年的计划", year=YEAR - 1)
    page = browser.get(LIST)
    text = page.content.decode()
    own, others = text.index("全市双拥工作计划"), text.index("文化局单项计划")
    assert text.index("本单位的计划") < own < text.index("各单位的计划和单项计划") < others
    assert "去年的计划" not in text


def test_an_empty_year_says_what_to_do_first(client_of, liaison, leader):
    for url in (LIST, f"{LIST}?year=2012"):
        assert "编写计划</a>" in client_of(liaison).get(url).content.decode()
    text = client_of(leader).get(LIST).content.decode()
    assert "计划下发后会出现在这里" in text
    assert "编写计划</a>" not in text


def test_who_saves_what_was_submitted_meanwhile_is_told_that_it_cannot_be(
    client_of, reviewer, bureau
):
    plan = make_plan(bureau)
    form = typed(bureau, title="改过的标题", seen_revision=plan.revision)
    browser = client_of(reviewer)
    browser.post(f"{plan.get_absolute_url()}submit/")
    text = browser.post(edit_url(plan), form).content.decode()
    assert "现在不能保存，撤回或退回之后才能再改" in text
    assert "再次保存即以您的为准" not in text
    assert 'value="改过的标题"' in text
