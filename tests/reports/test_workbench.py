"""The workbench: what waits for whom, who is late, and the year at a glance."""

from datetime import date, timedelta

import pytest

from activities.models import Activity, Evidence, Plan
from reports.lateness import behind
from reports.models import Summary
from reports.overview import overview
from reports.tasks import SHOWN, queue, queue_length, unfinished
from reports.workbench.desks import QUEUE
from reports.workbench.steps import Urgency, next_steps
from shuangyong.review import Status, Step
from tests.activities.files import photo
from tests.assessments.records import decided, handed_in, make_checklist, make_round, make_standard
from tests.cases import each
from tests.factories import (
    YEAR,
    make_activity,
    make_kind,
    make_plan,
    make_sub_plan,
    make_troop,
    make_unit,
    make_user,
    submitted,
)
from units import audit
from units.models import Role

from .records import done, make_summary

TODAY = date(2011, 11, 20)


@pytest.fixture
def page(client_of):
    """The workbench as an account sees it."""

    def seen(user) -> str:
        return client_of(user).get("/").content.decode()

    return seen


@pytest.fixture
def plan(bureau):
    """The plan the bureau has issued."""
    return make_plan(bureau, title="2011年双拥工作方案")


def titles(tasks) -> list[str]:
    """The records of tasks, in words."""
    return [str(task.record) for task in tasks]


# what the own unit still has to do


def test_returned_comes_first_then_what_is_due_then_drafts(liaison, troupe, plan):
    make_activity(troupe, "草稿活动")
    make_activity(troupe, "退回的活动", status=Status.RETURNED)
    make_plan(troupe, parent=plan, title="后到期", deadline=date(2011, 12, 1))
    make_plan(troupe, parent=None, title="先到期", deadline=date(2011, 11, 1))
    tasks = unfinished(liaison, YEAR, TODAY)
    assert titles(tasks) == ["退回的活动", "先到期", "后到期", "草稿活动"]
    assert [task.late for task in tasks] == [False, True, False, False]


def test_a_deadline_holds_until_the_end_of_its_day(liaison, troupe, plan):
    make_plan(troupe, parent=plan, deadline=TODAY)
    assert [task.late for task in unfinished(liaison, YEAR, TODAY)] == [False]
    assert [task.late for task in unfinished(liaison, YEAR, date(2011, 11, 21))] == [True]


def test_every_kind_of_record_can_wait(liaison, bureau, troupe, plan):
    make_activity(troupe)
    make_plan(troupe, parent=plan, title="单项计划")
    make_checklist(troupe, by=bureau)
    make_summary(troupe, liaison)
    tasks = unfinished(liaison, YEAR, TODAY)
    assert {task.kind for task in tasks} == {"活动", "计划", "考核表", "工作总结"}
    assert [task.due for task in tasks if task.kind == "考核表"] == [date(2011, 11, 15)]


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.CONFIRMED])
def test_what_has_been_handed_in_waits_no_longer(liaison, troupe, status):
    make_activity(troupe, status=status)
    assert unfinished(liaison, YEAR, TODAY) == []


def test_another_year_and_another_unit_are_not_ones_own_to_do(liaison, troupe, union):
    make_activity(troupe, year=2010)
    make_activity(union)
    assert unfinished(liaison, YEAR, TODAY) == []


def test_a_liaison_above_sees_what_they_themselves_last_worked_on(bureau_liaison, bureau, troupe):
    make_activity(bureau, "本局的")
    make_activity(troupe, "代填的", changed_by=bureau_liaison)
    make_activity(troupe, "剧团自己的")
    assert set(titles(unfinished(bureau_liaison, YEAR, TODAY))) == {"本局的", "代填的"}


def test_a_reviewer_has_the_own_units_records_to_do(reviewer, bureau, troupe):
    make_activity(bureau, "本局的")
    make_activity(troupe, "剧团的", changed_by=reviewer)
    assert titles(unfinished(reviewer, YEAR, TODAY)) == ["本局的"]


def test_a_leader_has_nothing_to_hand_in(leader, bureau):
    make_activity(bureau)
    assert unfinished(leader, YEAR, TODAY) == []


def test_a_returned_record_is_seen_however_many_drafts_there_are(liaison, troupe):
    for index in range(SHOWN):
        make_activity(troupe, f"草稿{index}", held="1月1日")
    make_activity(troupe, "退回的活动", held="12月1日", status=Status.RETURNED)
    assert titles(unfinished(liaison, YEAR, TODAY))[0] == "退回的活动"


def test_every_task_has_the_one_click_that_goes_on_with_it(
    client_of, liaison, reviewer, bureau, troupe, plan
):
    draft = make_activity(troupe, "草稿活动")
    sent_back = submitted(make_activity(troupe, "退回的活动"), liaison)
    sent_back.take(Step.SEND_BACK, by=reviewer, comment="请写明参加部队")
    checklist = make_checklist(troupe, by=bureau)
    sub_plan = make_sub_plan(troupe, plan, deadline=TODAY + timedelta(3))
    page = client_of(liaison).get("/").content.decode()
    assert "退回意见：请写明参加部队" in page
    steps = {step.task.record: step for step in next_steps(liaison, YEAR, TODAY)}
    assert {str(record): (step.verb, step.urgency) for record, step in steps.items()} == {
        "退回的活动": ("去修改", Urgency.RETURNED),
        str(checklist): ("填报自评", Urgency.LATE),
        str(sub_plan): ("继续编制", Urgency.SOON),
        "草稿活动": ("继续填写", Urgency.OPEN),
    }
    assert steps[sub_plan].due_in_words == "还有3天，11月23日截止"
    assert steps[sent_back].address == f"{sent_back.get_absolute_url()}edit/"
    for step in next_steps(liaison, YEAR, TODAY):
        assert client_of(liaison).get(step.address).status_code == 200, step.verb
    assert steps[draft].words == ""


def test_the_page_lists_what_is_to_do_with_state_and_deadline(page, liaison, troupe, plan):
    make_plan(troupe, parent=plan, title="市歌舞团单项计划", deadline=date(2011, 3, 1))
    text = page(liaison)
    for words in ("待办", "市歌舞团单项计划", "已逾期，3月1日截止", "新增活动", "草稿"):
        assert words in text


def test_the_summary_is_called_for_once_there_is_something_to_tell(page, liaison, troupe):
    assert "工作总结还没有生成" not in page(liaison)
    done(troupe)
    assert "工作总结还没有生成" in page(liaison)
    make_summary(troupe, liaison)
    assert "工作总结还没有生成" not in page(liaison)


# what awaits the reviewer


def test_the_queue_holds_what_was_submitted_to_this_reviewer(
    reviewer, office_reviewer, stranger, liaison, bureau_liaison, bureau, troupe, plan
):
    submitted(make_activity(troupe), liaison)
    submitted(make_sub_plan(troupe, plan), liaison)
    submitted(make_summary(troupe, liaison), liaison)
    handed_in(make_checklist(troupe, by=bureau), liaison)
    submitted(make_activity(bureau, "本局的活动"), bureau_liaison)
    make_activity(troupe, "草稿")
    assert [task.kind for task in queue(reviewer)] == ["活动", "计划", "工作总结", "考核表"]
    assert queue_length(reviewer) == 4
    assert titles(queue(office_reviewer)) == ["本局的活动"]
    assert (queue(stranger), queue_length(stranger)) == ([], 0)


@pytest.mark.parametrize("who", ["liaison", "leader", "admin"])
def test_only_reviewers_have_a_queue(who, request, liaison, troupe):
    submitted(make_activity(troupe), liaison)
    user = request.getfixturevalue(who)
    assert (queue(user), queue_length(user)) == ([], 0)


def test_the_queue_shows_first_what_was_submitted_first(reviewer, liaison, troupe):
    first, second = make_activity(troupe, "后登记先提交"), make_activity(troupe, "先提交的")
    submitted(second, liaison)
    submitted(first, liaison)
    assert titles(queue(reviewer)) == ["先提交的", "后登记先提交"]


def test_work_of_earlier_years_still_awaits_review(reviewer, liaison, troupe):
    submitted(make_activity(troupe, year=2010), liaison)
    assert queue_length(reviewer) == 1


def test_the_counter_counts_also_what_the_page_does_not_show(page, reviewer, troupe):
    for index in range(SHOWN + 1):
        make_activity(troupe, f"演出{index:02}", status=Status.SUBMITTED)
    text = page(reviewer)
    assert f'待我审核 <span class="count">{SHOWN + 1}</span>' in text
    assert text.count("演出0") == 2 * QUEUE, "a name and a button for each"


def test_an_office_without_a_queue_is_told_so(page, reviewer):
    assert "没有待审核的记录" in page(reviewer)
    assert "没有待办事项" in page(reviewer)


def test_ticked_records_are_confirmed_at_once_and_the_others_named(
    client_of, reviewer, liaison, other_liaison, union, troupe, plan
):
    activity = submitted(make_activity(troupe), liaison)
    sub_plan = submitted(make_sub_plan(troupe, plan, title="单项计划"), liaison)
    draft = make_activity(troupe, "还没有提交的活动")
    foreign = submitted(make_activity(union, "工会的活动"), other_liaison)
    office = client_of(reviewer)
    assert f'value="activity-{activity.pk}"' in office.get("/review/").content.decode()
    keys = [f"activity-{pk}" for pk in (activity.pk, activity.pk, draft.pk, foreign.pk)]
    ticked = [
        *keys,
        f"plan-{sub_plan.pk}",
        "user-1",
        "plan-²",
        "activity-",
        "activity-9" + 30 * "9",
    ]
    page = office.post("/review/", {"record": ticked}, follow=True).content.decode()
    for record, status in [(activity, "confirmed"), (sub_plan, "confirmed"), (draft, "draft")]:
        record.refresh_from_db()
        assert record.status == status
    foreign.refresh_from_db()
    assert foreign.status == "submitted"
    assert "已确认 2 条记录" in page
    assert "“还没有提交的活动”：" in page
    assert "工会的活动" not in page
    assert activity.history.get(step="confirm").by == reviewer
    assert "请先勾选记录" in office.post("/review/", follow=True).content.decode()
    assert client_of(liaison).post("/review/", {"record": keys}).status_code == 403


def test_the_queue_page_confirms_and_returns_where_the_record_stands(
    client_of, reviewer, liaison, bureau, troupe, plan
):
    activity = submitted(make_activity(troupe), liaison)
    sub_plan = submitted(make_sub_plan(troupe, plan, title="单项计划"), liaison)
    office = client_of(reviewer)
    text = office.get("/review/").content.decode()
    for words in ("八一慰问演出", "单项计划", "市歌舞团", "确认", "退回"):
        assert words in text
    page = office.post(f"{activity.get_absolute_url()}confirm/", {"next": "/review/"}, follow=True)
    assert page.redirect_chain == [("/review/", 302)]
    assert "已确认：八一慰问演出" in page.content.decode()
    page = office.post(
        f"{sub_plan.get_absolute_url()}return/",
        {"next": "/review/", "comment": "补充时间"},
        follow=True,
    )
    assert "没有待审核的记录" in page.content.decode()
    assert Activity.objects.get().status == Status.CONFIRMED
    assert Plan.objects.get(unit=troupe).status == Status.RETURNED


def test_each_row_of_the_queue_offers_the_steps_that_fit(
    client_of, reviewer, liaison, bureau, troupe
):
    submitted(make_activity(troupe), liaison)
    handed_in(make_checklist(troupe, by=bureau), liaison)
    rows = client_of(reviewer).get("/review/").context["rows"]
    assert [[step.value for step in steps] for _, steps in rows] == [["return", "confirm"]] * 2


# who is late


def test_who_missed_a_deadline_is_named(reviewer, bureau, troupe, plan):
    make_plan(troupe, parent=plan, deadline=date(2011, 3, 1))
    make_checklist(troupe, by=bureau)
    late = behind(reviewer, YEAR, TODAY)
    assert [(each.matter.label, each.unit, each.due) for each in late] == [
        ("单项计划", troupe, date(2011, 3, 1)), ("考核自评", troupe, date(2011, 11, 15)),
    ]  # fmt: skip


def test_who_handed_in_or_has_time_is_not_late(
    reviewer, liaison, bureau, troupe, plan, union, stranger
):
    submitted(make_sub_plan(troupe, plan, deadline=date(2011, 3, 1)), liaison)
    make_plan(make_unit("滨江市图书馆", under=bureau), parent=plan, deadline=TODAY)
    make_plan(make_unit("滨江市博物馆", under=bureau), parent=plan)
    handed_in(make_checklist(troupe, by=bureau), liaison)
    assert behind(reviewer, YEAR, TODAY) == []


def test_a_checklist_that_came_in_time_and_was_returned_is_not_overdue(
    reviewer, liaison, bureau, troupe
):
    assessment = make_checklist(troupe, by=bureau)
    handed_in(assessment, liaison)
    assessment.take(Step.SEND_BACK, by=reviewer, comment="请补充材料")
    assert behind(reviewer, YEAR, TODAY) == []
    assert row_of(reviewer, troupe).late == set()


def test_an_own_late_plan_is_to_be_done_not_chased(liaison, troupe, plan):
    make_plan(troupe, parent=plan, deadline=date(2011, 3, 1))
    assert behind(liaison, YEAR, TODAY) == []
    assert [task.late for task in unfinished(liaison, YEAR, TODAY)] == [True]


def test_a_round_that_is_over_chases_nobody(reviewer, bureau, troupe):
    assessment = make_checklist(troupe, by=bureau)
    type(assessment.round).objects.update(state="published")
    assert behind(reviewer, YEAR, TODAY) == []


def test_late_units_stand_in_administrative_order_on_the_page(page, reviewer, bureau, troupe, plan):
    library = make_unit("滨江市图书馆", under=bureau)
    for unit in (library, troupe):
        make_plan(unit, parent=plan, deadline=date(2011, 3, 1))
    text = page(reviewer)
    assert '逾期未报 <span class="count">2</span>' in text
    late = text.split('id="late"')[1]
    assert late.index(troupe.label) < late.index(library.label)
    assert "3月1日截止" in late


# the units of an issuing unit


def row_of(user, unit, today=TODAY):
    """A unit's line in the overview."""
    return next(row for row in overview(user, YEAR, today) if row.unit == unit)


def test_the_overview_lists_whom_the_unit_issues_to(
    reviewer, office_reviewer, liaison, troupe, union
):
    assert [row.unit.name for row in overview(reviewer, YEAR, TODAY)] == ["滨江市歌舞团"]
    assert [row.unit.name for row in overview(office_reviewer, YEAR, TODAY)] == [
        "滨江市文化局", "滨江市总工会",
    ]  # fmt: skip
    assert overview(liaison, YEAR, TODAY) == []


def test_a_bureaus_line_holds_what_the_units_below_it_did(office_reviewer, bureau, troupe):
    done(bureau, held="3月5日")
    done(troupe, held="7月31日")
    make_activity(troupe)
    done(troupe, year=2010)
    done(troupe, "协助部队文化活动", is_series=True, held="全年")
    row = row_of(office_reviewer, bureau)
    assert (row.confirmed, row.unconfirmed, row.last_held) == (2, 1, date(2011, 7, 31))


def test_the_line_of_a_unit_shows_plan_checklist_and_summary(
    reviewer, liaison, bureau, troupe, plan
):
    sub_plan = make_plan(troupe, parent=plan, deadline=date(2011, 3, 1))
    assessment = make_checklist(troupe, by=bureau)
    summary = make_summary(troupe, liaison)
    row = row_of(reviewer, troupe)
    assert (row.sub_plan, row.assessment, row.summary) == (sub_plan, assessment, summary)
    assert row.late == {"sub_plan", "assessment"}
    assert row.is_behind


def test_whoever_has_recorded_nothing_is_behind(reviewer, liaison, bureau, troupe, plan):
    assert not row_of(reviewer, troupe).is_behind, "nothing was asked for"
    make_plan(troupe, parent=plan)
    assert row_of(reviewer, troupe).is_behind
    make_activity(troupe)
    assert not row_of(reviewer, troupe).is_behind
    assessment = make_checklist(troupe, by=bureau)
    assert not row_of(reviewer, troupe, date(2011, 11, 15)).is_behind
    assert row_of(reviewer, troupe, date(2011, 11, 16)).is_behind
    decided(assessment, liaison, reviewer)
    assert not row_of(reviewer, troupe, date(2011, 11, 16)).is_behind


def test_the_page_says_how_many_are_behind(page, reviewer, troupe, leader, plan):
    make_plan(troupe, parent=plan)
    text = page(reviewer)
    assert "各单位进度" in text
    assert "个单位落后" in text
    make_activity(troupe)
    assert "个单位落后" not in page(reviewer)
    assert "各单位进度" in page(leader)


# the rest of the page, role by role

OTHERS = ["新增活动", "待我审核", "双拥活动"]


@each(
    ("who", "has", "has_not"),
    [
        ("liaison", ["新增活动", "待办"], ["待我审核", "各单位进度"]),
        ("reviewer", ["新增活动", "待办", "待我审核", "各单位进度"], []),
        ("leader", ["各单位进度"], ["新增活动", ">待办", "待我审核"]),
        ("admin", ["首次使用", "/units/import/", "还没有人填报的单位"], OTHERS),
        ("security", ["首次使用", "待授权的账号"], ["/units/import/", *OTHERS]),
        ("auditor", ["三员分立", "最近十四天"], ["首次使用", *OTHERS]),
    ],
)
def test_each_role_finds_its_own_workbench(page, request, troupe, who, has, has_not):
    text = page(request.getfixturevalue(who))
    for words in has:
        assert words in text
    for words in has_not:
        assert words not in text


def test_an_account_without_a_role_is_told_whom_to_ask(page, db):
    assert "尚未授权" in page(make_user("newcomer", ""))


def test_only_the_units_that_are_behind_are_shown_where_asked(
    client_of, reviewer, bureau, troupe, plan
):
    make_plan(troupe, parent=plan, deadline=date(2011, 3, 1))
    library = make_unit("滨江市图书馆", under=bureau)
    make_plan(library, parent=plan, status=Status.CONFIRMED)
    done(library)
    browser = client_of(reviewer)
    whole = browser.get("/").context["matrix"]
    assert {row.unit for row in whole.rows} == {library, troupe}
    assert (whole.behind, str(whole.sub_plans), whole.confirmed) == (1, "1/2", 1)
    narrowed = browser.get("/", {"behind": "yes"})
    assert [row.unit for row in narrowed.context["matrix"].rows] == [troupe]
    assert narrowed.context["matrix"].units == 2
    assert "显示全部单位" in narrowed.content.decode()


def test_a_month_stands_beside_last_years_and_over_its_occasions(client_of, liaison, troupe):
    done(troupe, held="7月31日")
    done(troupe, kind=make_kind("走访慰问"), held="8月1日")
    for _ in range(2):
        done(troupe, year=2010, held="7月31日")
    shown = client_of(liaison).get("/").context["shown"]
    july, august = shown.months[6], shown.months[7]
    assert [(bar.label, bar.count, bar.former) for bar in july.chart.bars] == [
        ("7月 2010年", 2, True), ("7月 2011年", 1, False),
    ]  # fmt: skip
    standing = {o.occasion.label: o.standing.word for m in (july, august) for o in m.occasions}
    assert standing == {"七一": "未安排", "八一": "已开展", "征兵季": "已开展"}
    assert [(line.label, line.count, line.former) for line in shown.kinds] == [
        ("慰问演出", 1, 2), ("走访慰问", 1, 0),
    ]  # fmt: skip
    for bar in july.chart.bars:
        assert client_of(liaison).get(bar.address).context["page_obj"].paginator.count == bar.count


@each("who", ["admin", "security", "auditor"])
def test_the_officers_pages_ask_as_often_however_much_there_is(count_queries, request, office, who):
    user = request.getfixturevalue(who)
    few = count_queries(user, "/")
    for index in range(9):
        unit = make_unit(f"滨江市第{index}小学", under=office)
        newcomer = make_user(f"new{index}", "")
        newcomer.wanted_role, newcomer.wanted_unit = Role.LIAISON, unit
        newcomer.save()
        audit.record(None, "登录失败", name=f"new{index}")
    assert count_queries(user, "/") == few


def test_photos_of_confirmed_activities_in_scope_are_shown_the_latest_first(
    client_of, page, liaison, other_liaison, troupe, union
):
    for unit, user, title, fields in (
        (troupe, liaison, "春节慰问", {"held": "2月"}),
        (troupe, liaison, "八一演出", {}),
        (troupe, liaison, "去年的照片", {"year": 2010}),
        (troupe, liaison, "未确认的照片", {}),
        (union, other_liaison, "工会的照片", {}),
    ):
        activity = make_activity(unit, title, **fields)
        client_of(user).post(f"{activity.get_absolute_url()}evidence/", {"evidence": [photo()]})
    assert Evidence.objects.count() == 5
    Activity.objects.exclude(title="未确认的照片").update(status=Status.CONFIRMED)
    shown = client_of(liaison).get("/").context["photos"]
    assert [image.activity.title for image in shown] == ["八一演出", "春节慰问"]
    assert "活动照片" in page(liaison)


def test_rounds_and_the_people_to_ask_are_named(page, liaison, reviewer, bureau, troupe):
    make_checklist(troupe, by=bureau)
    gone = make_user("gone", Role.REVIEWER, bureau)
    gone.is_active = False
    gone.save()
    text = page(liaison)
    for words in ("年度双拥工作考核", "自评截止 11月15日", "有事找谁", "reviewer"):
        assert words in text
    assert "gone" not in text
    assert "有事找谁" not in page(reviewer)


def test_the_year_at_the_top_is_the_year_that_is_shown(client_of, liaison, troupe):
    done(troupe, year=2010, held="3月")
    browser = client_of(liaison)
    assert "2011 年还没有已确认的活动" in browser.get("/").content.decode()
    assert "双拥活动1项" in browser.get("/", {"year": 2010}).content.decode()


def test_sub_plans_stand_among_the_figures(client_of, reviewer, troupe, plan):
    make_plan(troupe, parent=plan, status=Status.CONFIRMED)
    make_plan(make_unit("滨江市图书馆", under=plan.unit), parent=plan)
    shown = client_of(reviewer).get("/").context["shown"]
    assert ("单项计划确认", "1／2") in [(each.label, each.value) for each in shown.key_figures]


@pytest.mark.parametrize(
    ("who", "url"),
    [("liaison", "/"), ("leader", "/"), ("reviewer", "/"), ("reviewer", "/review/")],
)
def test_the_queries_do_not_grow(count_queries, request, liaison, bureau, plan, who, url):
    user = request.getfixturevalue(who)
    fill(bureau, plan, liaison, 1)
    few = count_queries(user, url)
    fill(bureau, plan, liaison, 3)
    assert count_queries(user, url) == few


def fill(bureau, plan, liaison, number):
    """So many units with everything: drafts, submitted and confirmed records, late ones."""
    for index in range(number):
        unit = make_unit(f"滨江市第{number}{index}文化馆", under=bureau)
        troop = make_troop(unit, f"{unit}结对部队")
        done(unit, troops=[troop], counts=[(f"数{number}{index}", "3人")])
        for status in Status.DRAFT, Status.SUBMITTED, Status.RETURNED:
            make_activity(unit, f"活动{status}", status=status)
            make_activity(liaison.unit, f"活动{status}", status=status)
        make_plan(unit, parent=plan, deadline=date(2011, 3, 1), status=Status.SUBMITTED)
        Summary.objects.create(unit=unit, year=YEAR, title="总结", status=Status.SUBMITTED)
        standard = make_standard(bureau, name=f"细则{number}{index}")
        round_ = make_round(
            bureau, unit, standard=standard, name=f"考核{number}{index}", state="open"
        )
        round_.assessments.create(unit=unit, status=Status.SUBMITTED)
        round_.assessments.create(unit=liaison.unit)
