"""A need goes its way: claimed or assigned, promised, worked on, closed, rated, or put off."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from activities.models import RequestState, RequestStep, SupportRequest
from shuangyong.review import StepRefused
from shuangyong.vague import VagueDate
from tests.cases import each
from tests.factories import YEAR, make_need, make_user
from units.models import AuditEvent, Role

DONE_WITH = {"result": "已配书500册。"}


@pytest.fixture
def browser(client_of, bureau_liaison):
    """The browser of the bureau's liaison, who records the needs."""
    return client_of(bureau_liaison)


@pytest.fixture
def need(bureau, troupe) -> SupportRequest:
    """A need that the bureau recorded and the troupe is to answer."""
    return make_need(bureau, responsible_unit=troupe)


def take(browser, need, step: str, **posted) -> str:
    """The page after a button was pressed, as text."""
    page = browser.post(f"{need.get_absolute_url()}{step}/", posted, follow=True)
    need.refresh_from_db()
    return page.content.decode()


def written(need) -> list[tuple[str, str]]:
    """The steps of a need with their words."""
    return [(line.get_step_display(), line.comment) for line in need.history.all()]


def test_a_need_goes_from_raised_to_rated(browser, client_of, liaison, bureau_liaison, need):
    member = client_of(liaison)
    promised = {"commitment": "配书500册", "due": "6月"}
    assert "已办理：为连队图书室配书" in take(member, need, "start", **promised)
    assert (need.state, need.commitment, str(need.due)) == ("in_progress", "配书500册", "6月")
    text = take(member, need, "close", result=" 已配书500册。 ", on="2011-06-20")
    assert "已办结：为连队图书室配书" in text
    assert (need.state, need.result) == (RequestState.DONE, "已配书500册。")
    assert (need.closed_on, need.satisfaction) == (date(2011, 6, 20), "")
    take(browser, need, "rate", satisfaction="very_satisfied")
    assert need.satisfaction == "very_satisfied"
    assert written(need) == [
        ("办理", "承诺：配书500册；时限：6月"), ("办结", "已配书500册。"), ("评价", "很满意"),
    ]  # fmt: skip
    assert [str(line) for line in need.history.all()] == [
        "待认领 → 办理中", "办理中 → 已办结", "已办结 → 已办结",
    ]  # fmt: skip
    page = browser.get(need.get_absolute_url()).content.decode()
    for words in ("配书500册", "办理时限：6月", "2011年6月20日", "提出方很满意", "待认领 → 办理中"):
        assert words in page
    assert list(AuditEvent.objects.order_by("pk").values_list("actor", "action")) == [
        (liaison.pk, "需求办理"), (liaison.pk, "需求办结"), (bureau_liaison.pk, "需求评价"),
    ]  # fmt: skip


def test_the_path_shows_where_a_need_stands(browser, need, liaison):
    def marks():
        stages = browser.get(need.get_absolute_url()).context["path"]
        return {stage.label: stage.mark for stage in stages}

    assert [*marks()] == ["提出", "认领/指派", "承诺", "办理", "办结", "评价"]
    assert [*marks().values()] == ["done", "done", "ahead", "here", "ahead", "ahead"]
    need.close("已送到", by=liaison)
    assert [*marks().values()] == ["done", "done", "ahead", "done", "done", "here"]


def test_a_day_wished_for_is_nobodys_promise_yet(browser, bureau):
    need = make_need(bureau, due="6月")
    promise = browser.get(need.get_absolute_url()).context["path"][2]
    assert (promise.mark, promise.text) == ("ahead", "办理时限：6月")


def test_a_unit_below_claims_a_need_of_its_bureau(client_of, liaison, bureau, troupe):
    need = make_need(bureau)
    take(client_of(liaison), need, "claim", commitment="配书500册", due="6月")
    assert (need.responsible_unit, need.state) == (troupe, RequestState.IN_PROGRESS)
    assert (need.commitment, str(need.due)) == ("配书500册", "6月")
    assert written(need) == [("认领", "滨江市歌舞团；承诺：配书500册；时限：6月")]
    path = client_of(liaison).get(need.get_absolute_url()).context["path"]
    signed = {stage.label: stage.who for stage in path if stage.who}
    assert signed == {
        "提出": "提出方未注明，市文化局登记",
        **dict.fromkeys(("认领/指派", "承诺", "办理"), "liaison"),
    }


def test_the_second_of_two_who_claim_is_told(client_of, office, bureau_liaison, other_liaison):
    need = make_need(office)
    take(client_of(bureau_liaison), need, "claim")
    text = take(client_of(other_liaison), need, "claim", commitment="我们来办")
    assert "这条需求已由其他单位认领" in text
    assert need.responsible_unit == bureau_liaison.unit
    assert need.history.count() == 1


def test_whoever_claims_twice_is_told_that_the_unit_has_it(client_of, liaison, bureau):
    need = make_need(bureau)
    take(client_of(liaison), need, "claim")
    assert "本单位已经是这条需求的责任单位。" in take(client_of(liaison), need, "claim")
    assert need.history.count() == 1


def test_a_need_is_assigned_and_reassigned_with_a_trace(browser, bureau, troupe, union):
    need = make_need(bureau)
    take(browser, need, "assign", unit="市歌舞团")
    assert (need.responsible_unit, need.state) == (troupe, RequestState.UNCLAIMED)
    take(browser, need, "start")
    take(browser, need, "assign", unit="滨江市文化局")
    assert (need.responsible_unit, need.state) == (bureau, RequestState.IN_PROGRESS)
    assert written(need) == [
        ("指派", "滨江市歌舞团"), ("办理", ""), ("指派", "滨江市歌舞团 → 滨江市文化局"),
    ]  # fmt: skip


def test_the_reviewer_above_assigns(client_of, office_reviewer, bureau, union):
    need = make_need(bureau)
    take(client_of(office_reviewer), need, "assign", unit="滨江市总工会")
    assert need.responsible_unit == union


@pytest.mark.parametrize(
    ("unit", "message"),
    [
        ("", "请填写单位名称。"),
        ("没有的局", "没有名为“没有的局”的单位"),
        ("远山市双拥办", "没有名为“远山市双拥办”的单位"),
        ("滨江市歌舞团", "责任单位已经是滨江市歌舞团。"),
    ],
)
def test_an_unknown_unit_is_not_assigned(browser, need, foreign_office, troupe, unit, message):
    assert message in take(browser, need, "assign", unit=unit)
    assert need.responsible_unit == troupe
    assert not need.history.exists()


def test_two_who_assign_from_the_same_page_do_not_overwrite_each_other(
    browser, client_of, reviewer, need, bureau, office
):
    take(client_of(reviewer), need, "assign", unit=bureau.name, seen=0)
    text = take(browser, need, "assign", unit=office.name, seen=0)
    assert "您打开页面之后，reviewer已指派本需求" in text
    assert need.responsible_unit == bureau
    assert f'value="{office.name}"' in text
    take(browser, need, "assign", unit=office.name, seen=need.revision)
    assert need.responsible_unit == office


def test_what_was_typed_outlives_a_step_that_somebody_else_took(browser, client_of, liaison, need):
    take(client_of(liaison), need, "suspend", reason="部队外出驻训", seen=0)
    text = take(browser, need, "close", result="五百册已送到连队", seen=0)
    assert "liaison已暂缓本需求" in text
    assert "五百册已送到连队" in text
    assert need.state == RequestState.SUSPENDED
    take(browser, need, "close", result="五百册已送到连队", seen=need.revision)
    assert need.state == RequestState.DONE


def test_a_form_that_fits_no_longer_still_shows_what_was_typed(browser, liaison, need):
    need.close("已送到", by=liaison)
    text = take(browser, need, "close", result="五百册已送到连队", seen=0)
    assert "当前状态为“已办结”，不能办结。" in text
    assert "五百册已送到连队" in text
    assert need.result == "已送到"


def test_a_promise_is_written_and_renewed_by_the_responsible_unit(client_of, liaison, need):
    take(client_of(liaison), need, "promise", commitment="图书1万册以上", due="年底")
    take(
        client_of(liaison), need, "promise", commitment="图书1万册以上，每半年更新一次", due="年底"
    )
    assert need.commitment == "图书1万册以上，每半年更新一次"
    assert written(need) == [
        ("承诺", "承诺：图书1万册以上；时限：年底"), ("承诺", "承诺：图书1万册以上，每半年更新一次"),
    ]  # fmt: skip


def test_a_promise_cannot_be_due_before_the_need_was_raised(client_of, liaison, bureau, troupe):
    raised = VagueDate.parse("6月", year=YEAR)
    need = make_need(bureau, responsible_unit=troupe, raised=raised)
    text = take(client_of(liaison), need, "start", commitment="配书", due="5月")
    assert "办理时限不能早于提出时间。" in text
    assert (need.state, need.due) == (RequestState.UNCLAIMED, None)
    with pytest.raises(StepRefused, match="早于提出时间"):
        need.promise("配书", due=VagueDate.parse("5月", year=YEAR), by=liaison)


def test_a_need_is_put_off_with_a_reason_that_goes_when_work_resumes(browser, need):
    text = take(browser, need, "suspend", reason="部队外出驻训")
    assert "暂缓：部队外出驻训" in text
    assert (need.state, need.reason) == (RequestState.SUSPENDED, "部队外出驻训")
    text = take(browser, need, "start")
    assert "暂缓：部队外出驻训" not in text
    assert "部队外出驻训" in text  # the way it went stays readable
    assert (need.state, need.reason) == (RequestState.IN_PROGRESS, "")


def test_a_closed_need_is_reopened_with_a_reason_and_loses_day_and_rating(browser, need):
    take(browser, need, "close", **DONE_WITH, satisfaction="satisfied")
    assert (need.closed_on, need.satisfaction) == (timezone.localdate(), "satisfied")
    take(browser, need, "reopen", reason="部队反映缺军事类图书")
    assert (need.state, need.closed_on, need.satisfaction) == (RequestState.IN_PROGRESS, None, "")
    assert need.result == "已配书500册。"
    assert written(need)[-1] == ("重新办理", "部队反映缺军事类图书")


@each(
    ("before", "step", "posted", "refusal"),
    [
        ("in_progress", "close", {"result": " "}, "办结时请写明办理结果。"),
        ("in_progress", "close", DONE_WITH | {"on": "昨天"}, "请按 2011-12-05 的写法填写日期。"),
        ("in_progress", "close", DONE_WITH | {"satisfaction": "好"}, "选择一个有效的选项"),
        ("in_progress", "suspend", {"reason": "  "}, "暂缓办理请写明理由。"),
        ("in_progress", "suspend", {"reason": "长" * 201}, "200"),
        ("in_progress", "promise", {"commitment": ""}, "请写明承诺事项。"),
        ("in_progress", "start", {}, "当前状态为“办理中”，不能办理。"),
        ("in_progress", "rate", {"satisfaction": "satisfied"}, "当前状态为“办理中”，不能评价。"),
        ("in_progress", "reopen", {"reason": "再办"}, "当前状态为“办理中”，不能重新办理。"),
        ("done", "rate", {}, "请选择提出方的评价。"),
        ("done", "reopen", {"reason": ""}, "重新办理请写明理由。"),
        ("done", "close", DONE_WITH, "当前状态为“已办结”，不能办结。"),
        ("done", "suspend", {"reason": "缓"}, "当前状态为“已办结”，不能暂缓。"),
        ("done", "assign", {"unit": "滨江市文化局"}, "当前状态为“已办结”，不能指派。"),
        ("suspended", "suspend", {"reason": "再缓"}, "当前状态为“暂缓”，不能暂缓。"),
    ],
)
def test_a_step_that_does_not_fit_is_refused_in_words(
    browser, bureau, troupe, before, step, posted, refusal
):
    reason = "部队外出驻训" if before == "suspended" else ""
    need = make_need(bureau, responsible_unit=troupe, state=before, reason=reason)
    assert refusal in take(browser, need, step, **posted)
    assert (need.state, need.reason, need.result, need.satisfaction) == (before, reason, "", "")
    assert not need.history.exists()


def test_a_result_that_looks_secret_is_kept_with_a_warning(browser, need):
    text = take(browser, need, "close", result="已送到12345部队")
    assert "请核对“办理结果”：不得录入部队番号" in text
    assert need.state == RequestState.DONE


@pytest.mark.parametrize("days", [1, 400])
def test_nothing_is_closed_tomorrow(browser, need, days):
    on = timezone.localdate() + timedelta(days=days)
    assert "办结日期不能晚于今天。" in take(browser, need, "close", **DONE_WITH, on=on.isoformat())
    assert need.state == RequestState.UNCLAIMED


def test_nothing_is_closed_before_it_was_raised(browser, bureau, troupe):
    raised = VagueDate.parse("6月", year=YEAR)
    need = make_need(bureau, responsible_unit=troupe, raised=raised)
    text = take(browser, need, "close", **DONE_WITH, on="2011-05-31")
    assert "办结日期不能早于提出时间。" in text
    assert need.state == RequestState.UNCLAIMED


@pytest.mark.parametrize(
    ("step", "words"),
    [("close", {"result": "已办"}), ("suspend", {"reason": "缓"}), ("start", {}),
     ("promise", {"commitment": "配书"})],
)  # fmt: skip
def test_nobody_answers_a_need_without_a_responsible_unit(browser, bureau, step, words):
    need = make_need(bureau)
    assert "请先指定责任单位。" in take(browser, need, step, **words)
    assert need.state == RequestState.UNCLAIMED


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda need, by: need.close("", by=by), "办理结果"),
        (lambda need, by: need.suspend(" ", by=by), "理由"),
        (lambda need, by: need.suspend("长" * 201, by=by), "200"),
        (lambda need, by: need.promise("", by=by), "承诺事项"),
    ],
)
def test_the_steps_themselves_want_their_words(need, liaison, act, refusal):
    with pytest.raises(StepRefused, match=refusal):
        act(need, liaison)
    assert not need.history.exists()


def test_the_responsible_unit_does_not_rate_itself(client_of, liaison, need):
    page = client_of(liaison).get(need.get_absolute_url())
    (close,) = [form for form in page.context["forms"] if form.step == RequestStep.CLOSE]
    assert "satisfaction" not in close.fields
    with pytest.raises(PermissionDenied):
        need.close("已配书", satisfaction="very_satisfied", by=liaison)
    need.close("已配书", by=liaison)
    with pytest.raises(PermissionDenied):
        need.rate("very_satisfied", by=liaison)


def test_the_second_of_two_who_move_a_need_is_told(need, bureau_liaison, liaison):
    stale = SupportRequest.objects.get(pk=need.pk)
    need.start(by=liaison)
    with pytest.raises(StepRefused, match="办理中"):
        stale.start(by=bureau_liaison)
    assert need.history.count() == 1


def test_who_may_is_judged_by_the_stored_need(need, union, other_liaison):
    stale = SupportRequest.objects.get(pk=need.pk)
    stale.responsible_unit = union
    with pytest.raises(PermissionDenied):
        stale.start(by=other_liaison)


def test_a_mere_visit_takes_no_step(browser, need):
    page = browser.get(f"{need.get_absolute_url()}start/")
    assert page.url == need.get_absolute_url()
    need.refresh_from_db()
    assert need.state == RequestState.UNCLAIMED


@pytest.mark.parametrize("role", [Role.LIAISON, Role.REVIEWER])
def test_a_unit_takes_its_own_need_in_hand_with_one_click(client_of, bureau, role):
    need = make_need(bureau)
    take(client_of(make_user("someone", role, bureau)), need, "claim")
    assert (need.responsible_unit, need.state) == (bureau, RequestState.IN_PROGRESS)


def test_a_need_that_another_unit_has_claimed_is_not_shown_for_a_wrong_date(
    client_of, office, bureau, other_liaison
):
    need = make_need(office, detail="连队人数", responsible_unit=bureau, state="in_progress")
    page = client_of(other_liaison).post(
        f"{need.get_absolute_url()}claim/", {"due": "13月40日"}, follow=True
    )
    text = page.content.decode()
    assert page.redirect_chain == [("/requests/", 302)]
    assert "已由其他单位认领" in text
    assert "连队人数" not in text


def test_a_wrong_date_does_not_hide_what_somebody_else_did_meanwhile(browser, need, liaison):
    seen = need.revision
    need.promise("先配200册", by=liaison)
    text = take(browser, need, "promise", commitment="配书", due="13月40日", seen=seen)
    assert "不是能识别的时间" in text
    assert f'name="seen" value="{seen}"' in text
