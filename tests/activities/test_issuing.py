"""A plan goes out to every member unit in one action; its sub-plans come back and are answered."""

from datetime import date, timedelta

import pytest

from activities.issuing import issue_plan
from activities.models import Plan
from activities.progress import is_late
from shuangyong.review import Status, Step
from tests.factories import (
    confirmed,
    make_kind,
    make_measure,
    make_plan,
    make_sub_plan,
    make_unit,
    submitted,
)
from units.models import AuditEvent, Unit

from .test_plans import LIST, edit_url, typed

DEADLINE = date(2011, 3, 31)


@pytest.fixture
def plan(office, bureau, union) -> Plan:
    """The office's plan: one measure for the bureau, one for the union, one for everybody."""
    plan = make_plan(office, guiding_thought="以科学发展观为指导。")
    make_measure(
        plan, "慰问演出", content="到部队演出。", occasion="army_day", due="“八一”期间",
        responsible_unit=bureau, responsible_person="分管局长",
        target_kind=make_kind("慰问演出"), target="2场",
    )  # fmt: skip
    make_measure(plan, "职工联谊", responsible_unit=union)
    make_measure(plan, "走访慰问")
    return plan


@pytest.fixture
def browser(client_of, office_reviewer):
    """The office's browser."""
    return client_of(office_reviewer)


def issue(browser, plan, deadline="2011-03-31") -> str:
    """The page after the plan was issued, as text."""
    url = f"{plan.get_absolute_url()}issue/"
    return browser.post(url, {"deadline": deadline}, follow=True).content.decode()


def test_one_action_gives_every_member_unit_its_sub_plan(browser, plan, bureau, union, troupe):
    before = browser.get(plan.get_absolute_url()).content.decode()
    assert "下发给 2 个单位" in before
    text = issue(browser, plan)
    assert "已下发，新建单项计划 2 份。" in text
    sub_plans = plan.sub_plans.all()
    assert [(p.unit, p.title, p.year, p.deadline, p.status) for p in sub_plans] == [
        (bureau, "市文化局2011年双拥工作单项计划", 2011, DEADLINE, Status.DRAFT),
        (union, "滨江市总工会2011年双拥工作单项计划", 2011, DEADLINE, Status.DRAFT),
    ]
    for sub_plan in sub_plans:
        assert sub_plan.title in text
    plan.refresh_from_db()
    assert plan.issued_at is not None


def test_a_sub_plan_is_prefilled_with_the_measures_that_name_its_unit(browser, plan, bureau):
    issue(browser, plan)
    (measure,) = plan.sub_plans.get(unit=bureau).items.all()
    original = plan.items.first()
    for name in (
        "title", "content", "occasion", "due", "responsible_unit", "responsible_person",
        "target_kind", "target",
    ):  # fmt: skip
        assert getattr(measure, name) == getattr(original, name), name
    assert measure.pk != original.pk


def test_issuing_again_doubles_nothing_and_keeps_what_was_written(browser, plan, bureau):
    issue(browser, plan)
    sub_plan = plan.sub_plans.get(unit=bureau)
    sub_plan.items.update(title="慰问演出（市文化局）")
    plan.refresh_from_db()
    first = plan.issued_at
    assert "新建单项计划 0 份" in issue(browser, plan)
    plan.refresh_from_db()
    assert plan.issued_at == first
    assert plan.sub_plans.count() == 2
    assert sub_plan.items.get().title == "慰问演出（市文化局）"


def test_a_unit_that_has_come_since_gets_its_sub_plan_too(browser, plan, office):
    issue(browser, plan)
    newcomer = make_unit("滨江市体育局", under=office)
    assert "新建单项计划 1 份" in issue(browser, plan)
    assert plan.sub_plans.filter(unit=newcomer).exists()


def test_a_unit_that_is_no_longer_in_use_gets_none(browser, plan, union):
    Unit.objects.filter(pk=union.pk).update(is_active=False)
    issue(browser, plan)
    assert not plan.sub_plans.filter(unit=union).exists()


def test_a_member_of_the_group_that_stands_elsewhere_gets_a_sub_plan(
    client_of, reviewer, bureau, union, other_liaison, troupe
):
    bureau.current_group().members.add(union)
    plan = make_plan(bureau, status=Status.CONFIRMED)
    issue_plan(plan, by=reviewer, deadline=DEADLINE)
    assert {p.unit for p in plan.sub_plans.all()} == {union, troupe}
    assert client_of(other_liaison).get(plan.get_absolute_url()).status_code == 200


def test_a_bureau_issues_its_own_sub_plan_further_down(
    browser, client_of, plan, reviewer, office_reviewer, troupe
):
    issue(browser, plan)
    sub_plan = plan.sub_plans.get(unit=reviewer.unit)
    confirmed(sub_plan, reviewer, office_reviewer)
    issue(client_of(reviewer), sub_plan)
    below = sub_plan.sub_plans.get()
    assert (below.unit, below.parent.parent) == (troupe, plan)


def test_a_new_deadline_moves_only_what_is_not_handed_in(browser, plan, bureau, union, request):
    issue(browser, plan)
    handed_in = plan.sub_plans.get(unit=bureau)
    submitted(handed_in, request.getfixturevalue("bureau_liaison"))
    issue(browser, plan, "2011-05-31")
    assert plan.sub_plans.get(unit=bureau).deadline == DEADLINE
    assert plan.sub_plans.get(unit=union).deadline == date(2011, 5, 31)


@pytest.mark.parametrize("deadline", ["", "明年", "2011-02-30"])
def test_without_a_deadline_nothing_is_issued(browser, plan, deadline):
    assert "请填写单项计划的报送截止日期。" in issue(browser, plan, deadline)
    plan.refresh_from_db()
    assert plan.issued_at is None
    assert not plan.sub_plans.exists()


def test_issuing_leaves_an_audit_line_with_units_and_deadline(browser, plan, office_reviewer):
    issue(browser, plan)
    event = AuditEvent.objects.get(action="下发计划")
    assert event.actor == office_reviewer
    assert event.changes == {"单位": "滨江市文化局、滨江市总工会", "截止": "2011-03-31"}


def test_issuing_is_all_or_nothing(plan, office_reviewer, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("activities.issuing.audit.record", fails)
    with pytest.raises(RuntimeError):
        issue_plan(plan, by=office_reviewer, deadline=DEADLINE)
    plan.refresh_from_db()
    assert plan.issued_at is None
    assert not plan.sub_plans.exists()


def test_a_sub_plan_is_written_returned_corrected_and_approved(
    browser, client_of, plan, bureau_liaison, bureau
):
    issue(browser, plan)
    sub_plan = plan.sub_plans.get(unit=bureau)
    page, member = sub_plan.get_absolute_url(), client_of(bureau_liaison)
    measure = sub_plan.items.get()
    line = {"id": measure.pk, "title": "慰问演出", "due": "7月31日", "target": "2场"}

    member.post(edit_url(sub_plan), write(bureau, 0, [line]))
    assert "已提交" in member.post(f"{page}submit/", follow=True).content.decode()
    returned = browser.post(f"{page}return/", {"comment": "请写明责任人"}, follow=True)
    assert "已退回" in returned.content.decode()
    assert "请写明责任人" in member.get(page).content.decode()

    sub_plan.refresh_from_db()
    line["responsible_person"] = "分管局长"
    member.post(edit_url(sub_plan), write(bureau, sub_plan.revision, [line]))
    member.post(f"{page}submit/")
    approved = browser.post(f"{page}confirm/", follow=True).content.decode()
    assert "责任人：分管局长" in approved
    sub_plan.refresh_from_db()
    assert (sub_plan.status, sub_plan.parent) == (Status.CONFIRMED, plan)
    assert [(line.by.username, line.step, line.comment) for line in sub_plan.history.all()] == [
        ("bureau_liaison", Step.SUBMIT, ""),
        ("office_reviewer", Step.SEND_BACK, "请写明责任人"),
        ("bureau_liaison", Step.SUBMIT, ""),
        ("office_reviewer", Step.CONFIRM, ""),
    ]


def write(unit, seen: int, measures: list[dict]) -> dict:
    """A sub-plan with its one measure, as its unit sends it."""
    return typed(unit, title="市文化局单项计划", seen_revision=seen, items=measures,
                 existing={"items": 1})  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "step", "refusal"),
    [
        ([], Step.CONFIRM, "当前状态为“草稿”，不能确认。"),
        ([Step.SUBMIT], Step.SEND_BACK, "退回时请写明理由。"),
        ([Step.SUBMIT, Step.CONFIRM], Step.CONFIRM, "当前状态为“已确认”，不能确认。"),
        ([Step.SUBMIT, Step.CONFIRM], Step.REOPEN, "重新打开时请写明理由。"),
    ],
)
def test_a_step_out_of_turn_is_refused_in_words(
    browser, plan, bureau_liaison, office_reviewer, bureau, steps, step, refusal
):
    sub_plan = make_sub_plan(bureau, plan)
    for taken in steps:
        sub_plan.take(taken, by=office_reviewer if taken.is_review else bureau_liaison)
    before = sub_plan.status
    page = browser.post(f"{sub_plan.get_absolute_url()}{step}/", {"comment": " "}, follow=True)
    assert refusal in page.content.decode()
    sub_plan.refresh_from_db()
    assert sub_plan.status == before


def test_the_unit_takes_back_what_nobody_has_answered(client_of, bureau_liaison, plan, bureau):
    sub_plan = submitted(make_sub_plan(bureau, plan), bureau_liaison)
    client_of(bureau_liaison).post(f"{sub_plan.get_absolute_url()}withdraw/")
    sub_plan.refresh_from_db()
    assert sub_plan.status == Status.DRAFT


def test_the_root_office_confirms_its_own_plan(browser, plan):
    for step in ("submit", "confirm"):
        browser.post(f"{plan.get_absolute_url()}{step}/")
    plan.refresh_from_db()
    assert plan.is_official


def test_the_list_marks_the_late_ones(browser, plan, bureau, union, bureau_liaison):
    issue(browser, plan, "2011-03-31")
    text = browser.get(LIST).content.decode()
    assert text.count("> 逾期<") == 2
    submitted(plan.sub_plans.get(unit=bureau), bureau_liaison)
    for url in (LIST, plan.get_absolute_url()):
        assert browser.get(url).content.decode().count("> 逾期<") == 1


@pytest.mark.parametrize("how", ["draft", "submitted", "confirmed", "returned"])
def test_a_sub_plan_is_late_from_the_day_after_its_deadline_until_it_is_handed_in(
    how, plan, bureau, bureau_liaison, office_reviewer
):
    sub_plan = make_sub_plan(bureau, plan, deadline=DEADLINE)
    if how == "confirmed":
        confirmed(sub_plan, bureau_liaison, office_reviewer)
    elif how != "draft":
        submitted(sub_plan, bureau_liaison)
    if how == "returned":
        sub_plan.take(Step.SEND_BACK, by=office_reviewer, comment="请补充")
    assert not is_late(sub_plan, DEADLINE)
    assert is_late(sub_plan, DEADLINE + timedelta(1)) == (how in ("draft", "returned"))
    assert not is_late(plan, date(2999, 1, 1))


def test_the_queries_of_the_list_do_not_grow(count_queries, office_reviewer, office, plan):
    issue_plan(plan, by=office_reviewer, deadline=DEADLINE)
    few = count_queries(office_reviewer, LIST)
    for number in range(20):
        make_unit(f"滨江市第{number}局", under=office)
    issue_plan(plan, by=office_reviewer, deadline=DEADLINE)
    assert count_queries(office_reviewer, LIST) == few


def test_the_queries_of_the_page_do_not_grow(count_queries, office_reviewer, office, plan):
    page = plan.get_absolute_url()
    issue_plan(plan, by=office_reviewer, deadline=DEADLINE)
    plan.take(Step.REOPEN, by=office_reviewer, comment="请补充")
    issue_plan(plan, by=office_reviewer, deadline=DEADLINE)
    few = count_queries(office_reviewer, page)
    plan.take(Step.REOPEN, by=office_reviewer, comment="请补充")
    for number in range(20):
        unit = make_unit(f"滨江市第{number}局", under=office)
        make_measure(plan, responsible_unit=unit, target_kind=make_kind("电影放映"))
        plan.requirements.create(title="提高认识", position=number)
    issue_plan(plan, by=office_reviewer, deadline=DEADLINE)
    assert count_queries(office_reviewer, page) == few
