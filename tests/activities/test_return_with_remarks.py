"""A reviewer comments single measures and returns the plan in one go; the unit reads it there."""

import pytest

from activities.commenting import remarks_of, send_back
from activities.models import Plan, PlanComment
from shuangyong.review import Status, Step, StepRefused
from tests.cases import each
from tests.factories import make_measure, make_plan, submitted

from .test_plans import edit_url, line_of, typed


@pytest.fixture
def plan(office, bureau, bureau_liaison) -> Plan:
    """The bureau's sub-plan with three measures, handed in."""
    plan = make_plan(bureau, parent=make_plan(office), title="市文化局单项计划")
    for title in ("演出", "放映", "走访"):
        make_measure(plan, title)
    return submitted(plan, bureau_liaison)


@pytest.fixture
def browser(client_of, office_reviewer):
    """The reviewer's browser."""
    return client_of(office_reviewer)


@pytest.fixture
def member(client_of, bureau_liaison):
    """The unit's browser."""
    return client_of(bureau_liaison)


def return_url(plan) -> str:
    return f"{plan.get_absolute_url()}remarks/"


def notes(plan, **words) -> dict:
    """Words at single measures as the page sends them."""
    return {f"note-{plan.items.get(title=title).pk}": text for title, text in words.items()}


def test_words_at_measures_and_the_return_are_one_step(browser, plan):
    text = browser.get(plan.get_absolute_url()).content.decode()
    assert text.count("对这一条提意见") == 3
    assert 'form="return-form"' in text
    page = browser.post(
        return_url(plan), notes(plan, 演出="请写明时间", 走访="请写明责任人", 放映=" "), follow=True
    )
    assert "已退回：市文化局单项计划" in page.content.decode()
    plan.refresh_from_db()
    assert plan.status == Status.RETURNED
    line = plan.history.last()
    assert line.step == Step.SEND_BACK
    assert line.comment == (
        "请按逐条意见修改（2条）：\n一、演出：请写明时间\n三、走访：请写明责任人"
    )
    assert [(c.item.title, c.text) for c in PlanComment.objects.all()] == [
        ("演出", "请写明时间"), ("走访", "请写明责任人"),
    ]  # fmt: skip


def test_a_word_on_the_whole_stands_first(browser, plan):
    browser.post(return_url(plan), notes(plan, 演出="请写明时间") | {"comment": "总体较好。"})
    assert plan.history.last().comment.startswith("总体较好。\n请按逐条意见修改（1条）：")


@pytest.mark.parametrize("posted", [{}, {"comment": "  "}, {"note-x": "改"}])
def test_without_a_word_nothing_is_returned(browser, plan, posted):
    page = browser.post(return_url(plan), posted)
    assert "没有退回：退回时请写明理由。" in page.content.decode()
    plan.refresh_from_db()
    assert plan.status == Status.SUBMITTED


def test_the_unit_reads_the_words_at_each_measure_on_page_and_form(browser, member, plan):
    browser.post(return_url(plan), notes(plan, 放映="请补充场次"))
    page = member.get(plan.get_absolute_url()).content.decode()
    article = page[page.index("<article") : page.index("</article>")]
    assert article.index("二、放映") < article.index("请补充场次") < article.index("三、走访")
    form = member.get(edit_url(plan)).content.decode()
    sheet = form[form.index("<article") :]
    assert sheet.index('value="放映"') < sheet.index("请补充场次") < sheet.index('value="走访"')
    assert "对这一条提意见" not in page


def test_words_are_kept_after_resubmission_and_older_ones_folded(
    browser, member, plan, bureau, bureau_liaison
):
    browser.post(return_url(plan), notes(plan, 演出="第一次的意见"))
    plan.refresh_from_db()
    rows = [line_of(item, due="7月") for item in plan.items.all()]
    form = typed(bureau, title=plan.title, seen_revision=plan.revision, items=rows,
                 existing={"items": 3})  # fmt: skip
    member.post(edit_url(plan), form)
    member.post(f"{plan.get_absolute_url()}submit/")
    text = browser.get(plan.get_absolute_url()).content.decode()
    assert "最新意见</strong> 第一次的意见" in text
    browser.post(return_url(plan), notes(plan, 演出="第二次的意见"))
    text = member.get(plan.get_absolute_url()).content.decode()
    assert "最新意见</strong> 第二次的意见" in text
    assert text.index("此前的意见（1条）") < text.index('remark-older">第一次的意见')
    (remarks,) = remarks_of(plan).values()
    assert [c.text for c in remarks.older] == ["第一次的意见"]


def test_once_confirmed_the_words_are_folded_away(browser, member, plan):
    browser.post(return_url(plan), notes(plan, 演出="请写明时间"))
    Plan.objects.filter(pk=plan.pk).update(status=Status.CONFIRMED)
    text = member.get(plan.get_absolute_url()).content.decode()
    assert "此前的意见（1条）" in text
    assert "最新意见" not in text


def test_nothing_of_it_is_done_when_a_part_fails(plan, office_reviewer, monkeypatch):
    def fails(**kwargs):
        raise RuntimeError

    monkeypatch.setattr(PlanComment.objects, "create", fails)
    with pytest.raises(RuntimeError):
        send_back(plan, by=office_reviewer, notes={plan.items.first().pk: "请补充"})
    plan.refresh_from_db()
    assert (plan.status, plan.history.count()) == (Status.SUBMITTED, 1)
    assert not PlanComment.objects.exists()


def test_a_word_on_a_measure_that_is_gone_is_not_lost(browser, plan):
    words = notes(plan, 演出="请写明时间", 放映="请补充场次")
    plan.items.get(title="放映").delete()
    text = browser.post(return_url(plan), words).content.decode()
    assert "计划的措施刚刚有了改动" in text
    assert "请写明时间</textarea>" in text
    assert not PlanComment.objects.exists()


def test_who_returns_what_was_withdrawn_meanwhile_keeps_the_words(browser, plan, bureau_liaison):
    words = notes(plan, 演出="请写明时间")
    plan.take(Step.WITHDRAW, by=bureau_liaison)
    text = browser.post(return_url(plan), words).content.decode()
    assert "当前状态为“草稿”，不能退回。" in text
    assert "您填写的意见没有保存" in text
    assert "请写明时间" in text


@each(
    ("who", "status"),
    {
        "office_reviewer": 302, "liaison": 404, "bureau_liaison": 403, "reviewer": 403,
        "leader": 403, "other_liaison": 404, "stranger": 404, "admin": 403, "auditor": 403,
    }.items(),
)  # fmt: skip
def test_who_returns_a_sub_plan_with_words(status_of, plan, who, status):
    assert status_of(who, return_url(plan), notes(plan, 演出="请补充")) == status
    assert PlanComment.objects.exists() == (status == 302)


def test_returning_is_never_a_mere_visit(status_of, plan):
    assert status_of("office_reviewer", return_url(plan)) == 405


def test_a_measure_of_another_plan_gets_no_word(browser, plan, union):
    foreign = make_measure(make_plan(union), "工会的措施")
    page = browser.post(return_url(plan), {f"note-{foreign.pk}": "改"})
    assert "没有退回" in page.content.decode()
    with pytest.raises(StepRefused):
        send_back(plan, by=page.wsgi_request.user, notes={foreign.pk: "改"})
    assert not foreign.comments.exists()


def test_a_sub_plan_submitted_from_two_windows_goes_in_once(member, plan, bureau_liaison):
    plan.take(Step.WITHDRAW, by=bureau_liaison)
    submit = f"{plan.get_absolute_url()}submit/"
    first = member.post(submit, follow=True).content.decode()
    second = member.post(submit, follow=True).content.decode()
    assert "已提交：市文化局单项计划" in first
    assert "当前状态为“已提交”，不能提交。" in second
    assert plan.history.filter(step=Step.SUBMIT).count() == 2  # one before, one now


@pytest.mark.parametrize("seen", [0, 1])
def test_a_window_that_was_open_before_submission_saves_nothing_and_loses_nothing(
    member, plan, bureau, seen
):
    rows = [line_of(item, due="7月") for item in plan.items.all()]
    form = typed(bureau, title="改过的标题", seen_revision=seen, items=rows, existing={"items": 3})
    text = member.post(edit_url(plan), form).content.decode()
    assert "bureau_liaison已提交本记录" in text
    assert 'value="改过的标题"' in text
    plan.refresh_from_db()
    assert plan.title == "市文化局单项计划"
    assert not plan.items.exclude(due=None).exists()


def test_a_sub_plan_without_a_measure_is_not_handed_in(member, office, bureau):
    plan = make_plan(bureau, parent=make_plan(office))
    page = member.post(f"{plan.get_absolute_url()}submit/", follow=True)
    assert "单项计划还没有一条工作措施" in page.content.decode()
    plan.refresh_from_db()
    assert (plan.status, plan.history.count()) == (Status.DRAFT, 0)


def test_a_root_plan_may_be_all_guidance(browser, office, office_reviewer):
    plan = make_plan(office)
    assert submitted(plan, office_reviewer).status == Status.SUBMITTED


@pytest.mark.parametrize("page", ["", "edit/"])
def test_words_take_as_many_queries_however_many_there_are(
    count_queries, member, plan, office_reviewer, bureau_liaison, page
):
    ids = list(plan.items.values_list("pk", flat=True))
    send_back(plan, by=office_reviewer, notes=dict.fromkeys(ids[:1], "请补充"))
    url = f"{plan.get_absolute_url()}{page}"
    few = count_queries(bureau_liaison, url)
    for _ in range(3):
        submitted(plan, bureau_liaison)
        send_back(plan, by=office_reviewer, notes=dict.fromkeys(ids, "请再补充"))
    assert count_queries(bureau_liaison, url) == few


def test_a_character_no_database_keeps_is_left_out_of_the_words(browser, plan):
    words = {"comment": "请\0修改"} | notes(plan, 演出="写明\0数量")
    assert browser.post(return_url(plan), words).status_code == 302
    assert PlanComment.objects.get().text == "写明数量"
    assert plan.history.last().comment.startswith("请修改")
