"""A plan goes down three levels, city → bureau → district bureaus, and comes back up."""

from datetime import date

import pytest

from activities.issuing import issue_plan
from activities.models import Plan, PlanItem
from shuangyong.review import Status, Step, StepRefused
from tests.cases import each
from tests.factories import (
    confirmed,
    make_group,
    make_measure,
    make_plan,
    make_unit,
    make_user,
    submitted,
)
from tests.units.test_former_names import renamed
from units.models import Role, Unit

from .test_issuing import issue

DEADLINE = date(2011, 3, 31)
LIST = "/plans/"


@pytest.fixture
def plan(office, bureau, union) -> Plan:
    """The office's plan: for the bureau, for the union with the bureau, for everybody, for none."""
    plan = make_plan(office, title="全市双拥工作计划")
    make_measure(plan, "慰问演出", responsible_unit=bureau, due="7月", target="2场")
    make_measure(plan, "职工联谊", responsible_unit=union).further_units.add(bureau)
    make_measure(plan, "走访慰问", is_for_all=True)
    make_measure(plan, "召开会议", responsible_unit=office)
    return plan


@pytest.fixture
def browser(client_of, office_reviewer):
    """The office's browser."""
    return client_of(office_reviewer)


def titles(plan) -> list[str]:
    return [item.title for item in plan.items.all()]


def test_each_unit_gets_the_measures_that_name_it_linked_to_the_superior_ones(
    browser, plan, bureau, union
):
    issue(browser, plan)
    of_bureau, of_union = plan.sub_plans.get(unit=bureau), plan.sub_plans.get(unit=union)
    assert titles(of_bureau) == ["慰问演出", "职工联谊", "走访慰问"]
    assert titles(of_union) == ["职工联谊", "走访慰问"]
    for sub_plan in (of_bureau, of_union):
        for item in sub_plan.items.all():
            assert (item.answers.plan, item.answers.title) == (plan, item.title)
            assert item.responsible_unit == sub_plan.unit
            assert not item.further_units.exists()
    assert [item.position for item in of_union.items.all()] == [1, 2]


def test_a_root_office_confirms_its_own_plan_as_it_issues_it(browser, plan):
    page = browser.get(plan.get_absolute_url()).content.decode()
    assert "确认并下发给 2 个单位" in page
    assert "计划尚未确认，将先确认" in page
    assert "已下发，新建单项计划 2 份。" in issue(browser, plan)
    plan.refresh_from_db()
    assert plan.status == Status.CONFIRMED
    assert [line.step for line in plan.history.all()] == [Step.SUBMIT, Step.CONFIRM]


@pytest.mark.parametrize("handed_in", [False, True])
def test_a_bureaus_plan_is_not_issued_before_the_office_has_confirmed_it(
    client_of, reviewer, bureau_liaison, bureau, troupe, handed_in
):
    plan = make_plan(bureau)
    if handed_in:
        submitted(plan, bureau_liaison)
    browser = client_of(reviewer)
    assert "经滨江市双拥办确认后，即可下发给 1 个单位" in browser.get(
        plan.get_absolute_url()
    ).content.decode()  # fmt: skip
    refusal = "待滨江市双拥办确认后再下发" if handed_in else "请先提交，经滨江市双拥办确认后再下发"
    assert f"计划尚未确认，不能下发：{refusal}" in issue(browser, plan)
    with pytest.raises(StepRefused):
        issue_plan(plan, by=reviewer, deadline=DEADLINE)
    plan.refresh_from_db()
    assert plan.issued_at is None
    assert not plan.sub_plans.exists()


def test_issuing_again_brings_new_measures_to_what_is_still_in_hand(
    browser, plan, bureau, union, bureau_liaison
):
    issue(browser, plan)
    handed_in, in_hand = plan.sub_plans.get(unit=bureau), plan.sub_plans.get(unit=union)
    submitted(handed_in, bureau_liaison)
    in_hand.items.filter(title="走访慰问").update(title="走访困难职工", content="本单位写的")
    make_measure(in_hand, "工会自己的措施")
    plan.refresh_from_db()
    plan.take(Step.REOPEN, by=browser.get(LIST).wsgi_request.user, comment="补充")
    make_measure(plan, "征兵宣传", is_for_all=True)
    said = "已下发，新建单项计划 0 份，向原有单项计划补入新措施 1 条，已报送的 1 份未改动。"
    assert said in issue(browser, plan)
    assert titles(in_hand) == ["职工联谊", "走访困难职工", "工会自己的措施", "征兵宣传"]
    assert in_hand.items.get(title="走访困难职工").content == "本单位写的"
    assert titles(handed_in) == ["慰问演出", "职工联谊", "走访慰问"]
    assert "新建单项计划 0 份，已报送的 1 份未改动。" in issue(browser, plan)
    assert in_hand.items.count() == 4


def test_a_returned_sub_plan_is_in_hand_again(
    browser, plan, bureau, bureau_liaison, office_reviewer
):
    issue(browser, plan)
    sub_plan = plan.sub_plans.get(unit=bureau)
    submitted(sub_plan, bureau_liaison).take(Step.SEND_BACK, by=office_reviewer, comment="改")
    make_measure(plan, "征兵宣传", is_for_all=True)
    issue(browser, plan)
    assert titles(sub_plan)[-1] == "征兵宣传"
    sub_plan.refresh_from_db()
    assert sub_plan.status == Status.RETURNED


@pytest.mark.parametrize(
    ("deadline", "message"),
    [
        ("2021-03-31", "与计划年度（2011年）不符"),
        ("0211-03-31", "与计划年度（2011年）不符"),
        ("2009-12-31", "与计划年度（2011年）不符"),
        ("", "请填写单项计划的报送截止日期。"),
        ("三月底", "请填写单项计划的报送截止日期。"),
    ],
)
def test_a_deadline_that_cannot_be_meant_issues_nothing(browser, plan, deadline, message):
    assert message in issue(browser, plan, deadline)
    plan.refresh_from_db()
    assert (plan.issued_at, plan.status) == (None, Status.DRAFT)


def test_a_deadline_that_has_passed_is_warned_about(browser, plan, client_of, office, monkeypatch):
    assert "报送截止日期已经过去" in issue(browser, plan)
    monkeypatch.setattr("activities.views.plan_steps.timezone.localdate", lambda: DEADLINE)
    assert "报送截止日期已经过去" not in issue(browser, plan)


def test_who_has_nobody_below_is_told_so(client_of, stranger):
    plan = make_plan(stranger.unit)
    text = client_of(stranger).get(plan.get_absolute_url()).content.decode()
    assert "没有可以下发的单位" in text


@pytest.fixture
def district(bureau) -> Unit:
    """A district bureau under the bureau."""
    return make_unit("东区文体局", under=bureau, kind="district")


@pytest.fixture
def chain(browser, client_of, plan, district, bureau, reviewer, bureau_liaison, office_reviewer):
    """City → bureau → district: the sub-plan of the district and the bureau's above it."""
    issue(browser, plan)
    middle = plan.sub_plans.get(unit=bureau)
    confirmed(middle, bureau_liaison, office_reviewer)
    issue(client_of(reviewer), middle, "2011-04-30")
    return middle, middle.sub_plans.get(unit=district)


def test_a_sub_plan_is_issued_on_and_every_measure_answers_the_one_above(plan, chain, district):
    middle, last = chain
    assert (last.parent, middle.parent, plan.parent) == (middle, plan, None)
    assert [p.deadline for p in (middle, last)] == [DEADLINE, date(2011, 4, 30)]
    item = last.items.get()  # what is for everybody goes all the way down
    assert (item.title, item.responsible_unit) == ("走访慰问", district)
    assert item.answers.plan == middle
    assert item.answers.answers.plan == plan
    assert item.answers.is_for_all
    assert not item.is_for_all  # the district has nobody below to pass it on to


def test_each_level_reads_its_own_part_and_the_one_above(client_of, chain, plan, district):
    middle, last = chain
    member = client_of(make_user("district", Role.LIAISON, district))
    pages = {p.pk: member.get(p.get_absolute_url()) for p in (last, middle, plan)}
    assert [page.status_code for page in pages.values()] == [200, 200, 404]
    text = pages[last.pk].content.decode()
    assert (
        f'{middle.get_absolute_url()}#measure-{last.items.get().answers_id}">走访慰问</a>' in text
    )
    above = pages[middle.pk].content.decode()
    assert plan.title in above
    assert plan.get_absolute_url() not in above  # no link to what would not open


def test_each_level_is_reviewed_by_the_unit_above_it(
    chain, district, reviewer, office_reviewer, status_of
):
    _, last = chain
    submitted(last, make_user("district", Role.LIAISON, district))
    confirm = f"{last.get_absolute_url()}confirm/"
    assert status_of("office_reviewer", confirm, {}) == 403
    assert status_of("reviewer", confirm, {}) == 302
    last.refresh_from_db()
    assert last.is_official
    assert last.history.last().by == reviewer


def test_the_lists_of_each_level_show_own_superior_and_members_plans(
    client_of, chain, plan, reviewer, office_reviewer, district
):
    middle, last = chain
    member = make_user("district", Role.LIAISON, district)
    shown = {}
    for user in (office_reviewer, reviewer, member):
        context = client_of(user).get(LIST).context
        shown[user.username] = [
            {p.pk for p in context[group]} for group in ("own", "superior", "page_obj")
        ]
    others = set(plan.sub_plans.exclude(pk=middle.pk).values_list("pk", flat=True))
    assert shown["office_reviewer"] == [{plan.pk}, set(), {middle.pk, last.pk} | others]
    assert shown["reviewer"] == [{middle.pk}, {plan.pk}, {last.pk}]
    assert shown["district"] == [{last.pk}, {middle.pk}, set()]


def add_units(office, many: int, start: int = 0) -> None:
    """Member units, written straight into the tree."""
    step = Unit.steplen
    Unit.objects.bulk_create(
        Unit(
            name=f"第{n}局", kind="member", depth=2, reviewed_by=office,
            path=office.path + Unit._int2str(5000 + n).rjust(step, "0"),
        )
        for n in range(start, start + many)
    )  # fmt: skip


def test_a_thousand_units_and_nine_thousand_measures_are_written_in_batches(
    plan, office, office_reviewer, django_assert_max_num_queries
):
    for number in range(8):
        make_measure(plan, f"共同措施{number}", is_for_all=True)
    add_units(office, 1000)
    with django_assert_max_num_queries(250):  # SQLite takes some 60 rows at once
        issued = issue_plan(plan, by=office_reviewer, deadline=DEADLINE)
    assert len(issued.made) == 1002
    assert PlanItem.objects.filter(answers__plan=plan).count() == 1002 * 9 + 3
    with django_assert_max_num_queries(40):
        again = issue_plan(plan, by=office_reviewer, deadline=DEADLINE)
    assert (again.made, again.added, again.handed_in) == ([], 0, 0)


@pytest.mark.parametrize("page", [LIST, "plan", f"{LIST}?q=局&state=late", f"{LIST}?parent=plan"])
def test_the_pages_with_a_thousand_sub_plans_take_as_many_queries(
    count_queries, plan, office, office_reviewer, page
):
    add_units(office, 60)
    issue_plan(plan, by=office_reviewer, deadline=DEADLINE)
    url = plan.get_absolute_url() if page == "plan" else page.replace("=plan", f"={plan.pk}")
    few = count_queries(office_reviewer, url)
    add_units(office, 940, start=60)
    issue_plan(plan, by=office_reviewer, deadline=DEADLINE)
    assert count_queries(office_reviewer, url) == few


def test_the_page_of_a_plan_counts_its_sub_plans_and_shows_the_late_ones_first(
    browser, plan, bureau, union, bureau_liaison, office
):
    add_units(office, 60)
    issue(browser, plan)
    submitted(plan.sub_plans.get(unit=bureau), bureau_liaison)
    Plan.objects.filter(unit=union).update(deadline=date(2999, 1, 1))
    page = browser.get(plan.get_absolute_url())
    text = page.content.decode()
    assert "全部 62 份，草稿 61 份，已提交 1 份，逾期 60 份" in text
    assert f'href="/plans/?parent={plan.pk}&amp;year=2011">查看全部 62 份单项计划' in text
    assert len(page.context["sub_plans"]) == 50
    assert all(sub_plan.late for sub_plan, _ in page.context["sub_plans"])


@each(
    ("asked", "units"),
    [
        ({}, ["滨江市总工会", "第0局", "第1局", "滨江市文化局"]),
        ({"q": "总工会"}, ["滨江市总工会"]),
        ({"q": "市文化局"}, ["滨江市文化局"]),
        ({"q": "第 局"}, ["第0局", "第1局"]),
        ({"state": "late"}, ["滨江市总工会", "第0局", "第1局"]),
        ({"state": "submitted"}, ["滨江市文化局"]),
        ({"state": "confirmed"}, []),
        ({"state": "nonsense"}, ["滨江市总工会", "第0局", "第1局", "滨江市文化局"]),
        ({"parent": "999999"}, []),
    ],
)
def test_the_list_is_searched_by_unit_and_state_the_late_first(
    browser, plan, bureau, bureau_liaison, office, asked, units
):
    add_units(office, 2)
    issue(browser, plan)
    submitted(plan.sub_plans.get(unit=bureau), bureau_liaison)
    page = browser.get(LIST, asked)
    assert [p.unit.name for p in page.context["page_obj"]] == units
    assert ("没有符合条件的计划" in page.content.decode()) == (not units)


def test_htmx_gets_the_results_alone(browser, plan):
    issue(browser, plan)
    text = browser.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert "滨江市总工会" in text
    assert "<html" not in text


def test_a_member_that_issues_further_keeps_what_is_for_everybody(browser, plan, union):
    make_group(union)
    issue(browser, plan)
    assert plan.sub_plans.get(unit=union).items.get(title="走访慰问").is_for_all


def test_a_unit_that_was_renamed_later_is_called_as_it_was_then(browser, plan, union):
    renamed(union, 2015, "滨江市工会联合会", short="市工联")
    issue(browser, plan)
    assert plan.sub_plans.get(unit=union).title == "市工联2011年双拥工作单项计划"
    assert "责任单位：市工联、市文化局" in browser.get(plan.get_absolute_url()).content.decode()


def test_a_number_that_no_plan_can_have_narrows_nothing(client_of, reviewer):
    assert client_of(reviewer).get(f"/plans/?parent={'9' * 30}").status_code == 200
