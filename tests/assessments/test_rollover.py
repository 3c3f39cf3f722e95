"""年度结转: next year begins with this year's plan, standards, needs and group; nothing twice."""

import pytest

from activities.models import Plan, PlanClause, PlanItem, SupportRequest
from assessments.models import Measure, Standard
from shuangyong.vague import VagueDate
from tests.factories import (
    YEAR,
    confirmed,
    make_activity,
    make_kind,
    make_measure,
    make_need,
    make_plan,
)
from units.changing import merge
from units.models import AuditEvent, LeadingGroup

from .records import usual_standard

NEXT = YEAR + 1
PAGE = "/plans/rollover/"


@pytest.fixture
def plan(bureau, troupe) -> Plan:
    """The bureau's plan: clauses, a measure for the troupe, one around 中秋, one that is done."""
    plan = make_plan(
        bureau,
        title="市文化局2011年双拥工作计划",
        guiding_thought="2011年以科学发展观为指导",
        addressee="各单位",
    )
    PlanClause.objects.create(plan=plan, position=1, title="提高认识", content="2011年全面部署")
    make_measure(
        plan, "庆祝建军84周年慰问演出", due="八一期间", responsible_unit=troupe, target="2场"
    )
    make_measure(plan, "中秋慰问", due="9月10日", occasion="mid_autumn")
    make_measure(plan, "制定考核细则", due="2011年3月", outcome="已印发")
    return plan


@pytest.fixture
def browser(client_of, reviewer):
    return client_of(reviewer)


def sent(page, **changes) -> dict:
    """The page's own form as a browser would send it back, with changes."""
    forms = page.context["forms"]
    data = {}
    for part in (forms.whole, *forms.measures, *forms.needs):
        for field in part:
            value = field.value()
            if isinstance(value, bool):
                data |= {field.html_name: "on"} if value else {}
            elif isinstance(value, list):
                data[field.html_name] = [getattr(each, "pk", each) for each in value]
            elif value is not None:
                data[field.html_name] = value
    for formset in (forms.measures, forms.needs):
        for field in formset.management_form:
            data[field.html_name] = field.value()
    if "new_group" in forms.whole.fields:
        data["new_group"] = "False"
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def carry_over(browser, **changes):
    return browser.post(PAGE, sent(browser.get(PAGE), **changes), follow=True)


def next_plan(bureau) -> Plan:
    return Plan.objects.get(unit=bureau, year=NEXT)


def test_the_plan_moves_to_the_next_year_with_its_dates(browser, bureau, plan, troupe):
    page = carry_over(browser)
    assert "已结转到 2012 年" in page.content.decode()
    made = next_plan(bureau)
    assert (made.title, made.guiding_thought) == (
        "市文化局2012年双拥工作计划",
        "2012年以科学发展观为指导",
    )
    assert (made.addressee, made.status) == ("各单位", "draft")
    assert made.requirements.get().content == "2012年全面部署"
    items = list(made.items.all())
    assert [(item.title, str(item.due)) for item in items] == [
        ("庆祝建军85周年慰问演出", "八一期间"),
        ("中秋慰问", "9月28日"),
        ("制定考核细则", "2012年3月"),
    ]
    assert (items[0].responsible_unit, str(items[0].target)) == (troupe, "2场")
    assert items[0].carried_from.plan == plan
    assert not any(item.outcome for item in items)


def test_the_page_says_what_was_not_finished(browser, plan):
    text = browser.get(PAGE).content.decode()
    assert text.count("未完成，续办") == 2
    assert "已完成" in text


def test_what_somebody_changed_or_took_out_counts(browser, bureau, plan):
    carry_over(
        browser,
        **{
            "measures-0-title": "八一专场演出",
            "measures-0-due": "7月28日",
            "measures-1-take": None,
        },
    )
    items = next_plan(bureau).items.all()
    assert [(item.title, str(item.due)) for item in items] == [
        ("八一专场演出", "7月28日"),
        ("制定考核细则", "2012年3月"),
    ]


def test_a_date_that_is_none_comes_back_with_all_that_was_typed(browser, bureau, plan):
    page = carry_over(browser, **{"measures-0-due": "7月32日", "measures-0-title": "八一专场演出"})
    text = page.content.decode()
    assert "“7月32日”不是能识别的时间" in text
    assert "八一专场演出" in text
    assert not Plan.objects.filter(year=NEXT).exists()


def test_doing_it_again_doubles_nothing(browser, bureau, plan):
    usual_standard(bureau)
    make_need(bureau)
    first = sent(browser.get(PAGE))
    browser.post(PAGE, first)
    page = browser.post(PAGE, first, follow=True)
    assert "没有新的内容需要结转" in page.content.decode()
    assert Plan.objects.filter(year=NEXT).count() == 1
    assert PlanItem.objects.filter(plan__year=NEXT).count() == 3
    assert Standard.objects.filter(year=NEXT).count() == 1
    assert SupportRequest.objects.filter(year=NEXT).count() == 1
    assert AuditEvent.objects.filter(action="年度结转").count() == 1


def test_a_measure_left_out_can_be_taken_over_later(browser, bureau, plan):
    carry_over(browser, **{"measures-1-take": None})
    written = next_plan(bureau)
    written.items.update(content="已改写")
    carry_over(browser)
    items = list(written.items.all())
    assert [item.title for item in items][-1] == "中秋慰问"
    assert [item.content for item in items] == ["已改写", "已改写", ""]


def test_a_plan_written_already_gets_the_measures_and_keeps_its_text(browser, bureau, plan):
    present = make_plan(bureau, year=NEXT, title="自己写的计划")
    make_measure(present, "自己的措施")
    carry_over(browser)
    present.refresh_from_db()
    assert (present.title, present.items.count(), present.revision) == ("自己写的计划", 4, 1)


def test_a_plan_handed_in_already_is_not_touched(
    browser, bureau, plan, bureau_liaison, office_reviewer
):
    present = make_plan(bureau, year=NEXT)
    make_measure(present, "已批准的措施")
    confirmed(present, bureau_liaison, office_reviewer)
    page = browser.get(PAGE)
    assert "不再补入措施" in page.content.decode()
    browser.post(PAGE, sent(page))
    assert present.items.count() == 1


def test_an_open_need_is_carried_over_and_a_closed_one_stays(browser, bureau, plan):
    make_need(bureau, "更新篮球架", due="2011年10月", state="in_progress", responsible_unit=bureau)
    make_need(bureau, "宿舍电视机", state="done", responsible_unit=bureau, result="已解决")
    make_need(bureau, "草坪绿化", state="suspended", responsible_unit=bureau, reason="缺经费")
    carry_over(browser)
    need = SupportRequest.objects.get(year=NEXT)
    assert (need.need, need.state, str(need.due)) == ("更新篮球架", "in_progress", "2012年10月")
    assert need.carried_from.year == YEAR
    assert need.history.get().comment == "由2011年结转"


def test_a_suspended_need_is_carried_over_when_somebody_wants_it(browser, bureau, plan):
    make_need(bureau, "草坪绿化", state="suspended", responsible_unit=bureau, reason="缺经费")
    carry_over(browser, **{"needs-0-take": "on"})
    need = SupportRequest.objects.get(year=NEXT)
    assert (need.state, need.reason) == ("suspended", "缺经费")


def test_a_standard_is_copied_item_by_item(browser, bureau):
    source = usual_standard(bureau, name="2011年度双拥工作考核细则")
    counted = source.sections.first().criteria.first()
    measure = Measure.objects.create(criterion=counted, counts="activities", at_least=2)
    measure.kinds.add(make_kind())
    carry_over(browser)
    copied = Standard.objects.get(year=NEXT)
    assert copied.name == "2012年度双拥工作考核细则"

    def content(standard):
        return [
            (
                section.title,
                section.points,
                [
                    (
                        c.number,
                        c.content,
                        c.points,
                        c.kind,
                        [p.text for p in c.scoring_points.all()],
                    )
                    for c in section.criteria.all()
                ],
            )
            for section in standard.sections.all()
        ]

    assert content(copied) == content(source)
    again = copied.sections.first().criteria.first().measures.get()
    assert (again.at_least, list(again.kinds.all())) == (2, [make_kind()])


def test_a_standard_of_a_cycle_moves_by_the_whole_cycle(browser, bureau):
    usual_standard(bureau, year=2008, year_to=2011)
    carry_over(browser)
    copied = Standard.objects.get(year=2012)
    assert copied.year_to == 2015


def test_the_group_stays_unless_a_new_one_is_wanted(browser, bureau, plan):
    carry_over(browser)
    assert bureau.leading_groups.count() == 1


def test_a_new_group_takes_over_from_the_old_one(browser, bureau, plan):
    old = bureau.leading_groups.get()
    old.appointments.create(role="head", name="王局长", position=1)
    carry_over(browser, new_group="True", group_from="2012年2月")
    old.refresh_from_db()
    new = LeadingGroup.objects.get(host=bureau, valid_until=None)
    assert new.previous == old
    assert str(new.valid_from) == "2012年2月"
    assert new.appointments.get().name == "王局长"
    carry_over(browser, new_group="True", group_from="2012年2月")
    assert bureau.leading_groups.count() == 2


def test_a_new_group_needs_the_day_from_which_it_holds(browser, bureau, plan):
    page = carry_over(browser, new_group="True", group_from="")
    assert "请填写新一届领导小组的起用时间。" in page.content.decode()
    assert not Plan.objects.filter(year=NEXT).exists()


def test_a_member_unit_carries_over_its_own_measures_only(client_of, liaison, troupe, bureau, plan):
    answer = make_plan(troupe, parent=plan, title="市歌舞团2011年单项计划")
    make_measure(answer, "市里交办的", answers=plan.items.first())
    make_measure(answer, "自己加的")
    make_activity(troupe, plan_item=answer.items.first())
    page = carry_over(client_of(liaison))
    assert "standards" not in page.context["forms"].whole.fields
    assert "new_group" not in page.context["forms"].whole.fields
    made = Plan.objects.get(unit=troupe, year=NEXT)
    assert [item.title for item in made.items.all()] == ["自己加的"]


def test_nothing_to_carry_over_says_so(client_of, other_liaison):
    text = client_of(other_liaison).get(PAGE).content.decode()
    assert "2011 年没有计划可以结转" in text
    assert "没有未办结的需求需要结转" in text


def test_the_dates_follow_the_working_year(client_of, reviewer, bureau):
    make_measure(make_plan(bureau, year=2010, title="2010年计划"), "春节慰问", due="春节前夕")
    page = client_of(reviewer).get(f"{PAGE}?year=2010")
    ((row, _),) = page.context["forms"].measure_rows
    due = row["due"].initial
    assert isinstance(due, VagueDate)
    assert due.start.year == 2011
    assert "2010 年 → 2011 年" in page.content.decode()


def test_the_page_costs_the_same_however_much_there_is(count_queries, reviewer, bureau, plan):
    for number in range(3):
        make_need(bureau, f"需求{number}")
    few = count_queries(reviewer, PAGE)
    for number in range(20):
        make_need(bureau, f"又一需求{number}")
        make_measure(plan, f"措施{number}", due="5月")
    assert count_queries(reviewer, PAGE) == few


def test_the_list_of_plans_leads_to_it_for_who_may_write(client_of, reviewer, leader, plan):
    assert f'href="{PAGE}"' in client_of(reviewer).get("/plans/").content.decode()
    assert f'href="{PAGE}"' not in client_of(leader).get("/plans/").content.decode()


def test_an_empty_year_can_begin_from_the_one_before(browser, plan):
    page = browser.get(f"/plans/?year={NEXT}")
    assert f'href="{PAGE}?year={YEAR}"' in page.content.decode()


def test_one_click_leads_from_it_to_the_new_years_plan(browser, bureau, plan, reviewer):
    text = carry_over(browser).content.decode()
    assert f"转到 {NEXT} 年的计划" in text
    there = next_plan(bureau).get_absolute_url()
    assert f'name="next" value="{there}"' in text
    page = browser.post("/year/", {"year": NEXT, "next": there}, follow=True)
    assert page.redirect_chain == [(there, 302)]
    assert page.context["year"] == NEXT


def test_a_year_in_the_address_stays_after_carrying_over(client_of, reviewer, plan):
    browser = client_of(reviewer)
    page = browser.get(f"{PAGE}?year={YEAR}")
    after = browser.post(f"{PAGE}?year={YEAR}", sent(page))
    assert after.url == f"{PAGE}?year={YEAR}"


def test_what_was_carried_over_says_from_when(browser, bureau, plan):
    make_need(bureau, need="更新篮球架")
    carry_over(browser)
    text = browser.get(next_plan(bureau).get_absolute_url()).content.decode()
    assert text.count(f"由{YEAR}年结转") == 3
    need = SupportRequest.objects.get(year=NEXT)
    for url in (need.get_absolute_url(), f"/requests/?year={NEXT}"):
        assert f"由{YEAR}年结转" in browser.get(url).content.decode()


@pytest.mark.parametrize(
    ("line", "typed", "told"),
    [
        ("measures-0-due", "2011年5月", "时间不能早于 2012 年"),
        ("measures-0-due", "2013年5月", "时间安排不在 2012 年内"),
        ("needs-0-due", "2010年5月", "时间不能早于 2012 年"),
    ],
)
def test_what_is_carried_over_is_due_in_the_new_year(browser, bureau, plan, line, typed, told):
    make_need(bureau, raised=VagueDate.parse("11月", year=YEAR), due="2012年3月")
    page = carry_over(browser, **{line: typed})
    assert told in page.content.decode()
    assert not Plan.objects.filter(year=NEXT).exists()
    assert not SupportRequest.objects.filter(year=NEXT).exists()


def test_a_standard_entered_by_hand_for_the_new_year_is_left_alone(browser, bureau, plan):
    usual_standard(bureau)
    browser_form = sent(browser.get(PAGE))
    usual_standard(bureau, year=NEXT, note="手工录入")
    page = browser.post(PAGE, browser_form, follow=True)
    assert "standards" not in page.context["forms"].whole.fields
    assert Standard.objects.get(year=NEXT).note == "手工录入"
    assert carry_over(browser).status_code == 200
    assert Standard.objects.filter(year=NEXT).count() == 1
    assert next_plan(bureau).items.count() == 3


def test_what_a_merged_unit_was_to_do_goes_to_the_unit_that_took_it_over(
    browser, bureau, plan, troupe, union, admin
):
    make_need(bureau, state="in_progress", responsible_unit=troupe)
    plan.items.get(title="中秋慰问").further_units.add(troupe, union)
    merge(troupe, into=union, changed=VagueDate.parse("2011年12月", year=YEAR), by=admin)
    carry_over(browser)
    first, second, _ = next_plan(bureau).items.all()
    assert first.responsible_unit == union
    assert second.units_in_charge == [union]
    assert SupportRequest.objects.get(year=NEXT).responsible_unit == union
