"""One action with many activities: each by itself, and the account says exactly what became of it."""

import io

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from activities.bulk import MOST, Action, carry_out, offered_to
from activities.models import Activity, ActivityKind
from shuangyong.review import Status, Step
from tests.cases import each
from tests.factories import YEAR, confirmed, make_activity, make_kind, make_unit, submitted
from units.models import AuditEvent

BULK = "/activities/bulk/"


@pytest.fixture
def waiting(troupe, liaison):
    """Three submitted activities of the troupe."""
    return [submitted(make_activity(troupe, f"慰问{n}"), liaison) for n in range(3)]


@pytest.fixture
def post(client_of):
    """Sends an action; `chosen` are activities or keys."""

    def sent(user, action, chosen=(), address=BULK, **posted):
        keys = [getattr(each, "pk", each) for each in chosen]
        data = {"action": action, "activity": keys, **posted}
        return client_of(user).post(address, data)

    return sent


@pytest.fixture
def sure(post):
    """Sends it for good; answers with what the account is told."""

    def told(user, action, chosen=(), **posted):
        answer = post(user, action, chosen, sure="yes", **posted)
        assert answer.status_code == 302, answer.content.decode()
        return [str(message) for message in get_messages(answer.wsgi_request)]

    return told


def statuses(activities) -> list[str]:
    return [Activity.objects.get(pk=each.pk).status for each in activities]


def test_the_first_press_only_names_them(post, reviewer, waiting):
    text = post(reviewer, "confirm", waiting).content.decode()
    assert "确认 3 项活动" in text
    assert "《慰问0》" in text
    assert statuses(waiting) == [Status.SUBMITTED] * 3


def test_all_ticked_are_confirmed(sure, reviewer, waiting):
    assert sure(reviewer, "confirm", waiting) == ["已确认 3 项活动。"]
    assert statuses(waiting) == [Status.CONFIRMED] * 3
    assert all(each.history.last().by == reviewer for each in waiting)
    assert AuditEvent.objects.filter(action="确认", actor=reviewer).count() == 3


def test_what_cannot_be_confirmed_is_named_with_its_reason(
    sure, post, reviewer, liaison, waiting, troupe
):
    draft = make_activity(troupe, "草稿活动")
    done = waiting[0]
    done.take(Step.CONFIRM, by=reviewer)
    asked = post(reviewer, "confirm", [*waiting, draft]).content.decode()
    assert "确认 2 项活动" in asked
    assert "当前状态为“草稿”，不能确认" in asked
    success, failure = sure(reviewer, "confirm", [*waiting, draft])
    assert success == "已确认 2 项活动。"
    assert failure.startswith("2 项未确认。")
    assert "当前状态为“草稿”，不能确认：《草稿活动》。" in failure
    assert "当前状态为“已确认”，不能确认：《慰问0》。" in failure


def test_one_comment_returns_them_all(sure, post, reviewer, waiting):
    assert sure(reviewer, "return", waiting, comment="请补照片") == ["已退回 3 项活动。"]
    assert [each.history.last().comment for each in waiting] == ["请补照片"] * 3


@pytest.mark.parametrize("comment", ["", "   ", "\0"])
def test_nothing_is_returned_without_a_comment(post, reviewer, waiting, comment):
    answer = post(reviewer, "return", waiting, comment=comment, sure="yes")
    assert answer.status_code == 200
    assert "invalid-feedback" in answer.content.decode()
    assert statuses(waiting) == [Status.SUBMITTED] * 3


def test_a_liaison_submits_its_drafts_and_takes_them_back(sure, liaison, troupe):
    drafts = [make_activity(troupe, f"草稿{n}") for n in range(2)]
    series = make_activity(troupe, "系列", is_series=True)
    success, failure = sure(liaison, "submit", [*drafts, series])
    assert success == "已提交 2 项活动。"
    assert "系列活动还没有分次活动，请先登记各次活动：《系列》。" in failure
    assert sure(liaison, "withdraw", drafts) == ["已撤回 2 项活动。"]
    assert statuses(drafts) == [Status.DRAFT] * 2


def test_a_kind_is_given_to_what_is_still_in_the_units_hands(sure, liaison, troupe):
    visit, drafts = make_kind("走访慰问"), [make_activity(troupe, f"活动{n}") for n in range(2)]
    drafts[0].further_kinds.add(visit)
    handed_in = submitted(make_activity(troupe, "已交"), liaison)
    success, failure = sure(liaison, "kind", [*drafts, handed_in], kind=visit.pk)
    assert success == "已把 2 项活动的类别改为“走访慰问”。"
    assert failure == "1 项未改类别。当前状态为“已提交”，不能修改：《已交》。"
    stored = Activity.objects.get(pk=drafts[0].pk)
    assert (stored.kind, stored.revision, stored.changed_by) == (visit, 1, liaison)
    assert not stored.further_kinds.exists()
    line = AuditEvent.objects.filter(action="修改活动").first()
    assert line.changes == {"活动类别": ["慰问演出", "走访慰问"]}


def test_a_kind_that_is_there_already_is_said(sure, liaison, troupe):
    draft = make_activity(troupe)
    (failure,) = sure(liaison, "kind", [draft], kind=draft.kind_id)
    assert failure == "1 项未改类别。已经是“慰问演出”：《八一慰问演出》。"


@pytest.mark.parametrize("kind", ["", "0", "abc", "99999999999999999999"])
def test_a_kind_must_be_one_of_the_list(post, liaison, troupe, kind):
    draft = make_activity(troupe)
    answer = post(liaison, "kind", [draft], kind=kind, sure="yes")
    assert answer.status_code == 200
    assert "invalid-feedback" in answer.content.decode()
    assert Activity.objects.get(pk=draft.pk).kind == draft.kind


def test_the_kind_of_another_office_is_not_offered(post, liaison, troupe, union, bureau):
    for unit, name in ((union, "工会自设"), (bureau, "文化局自设")):
        ActivityKind.objects.create(name=name, unit=unit, report_heading="其他")
    ActivityKind.objects.create(name="停用", report_heading="其他", is_active=False)
    text = post(liaison, "kind", [make_activity(troupe)]).content.decode()
    assert "文化局自设" in text
    assert "工会自设" not in text
    assert "停用" not in text


def test_a_reviewer_changes_the_kind_of_its_own_units_records_only(sure, reviewer, troupe, bureau):
    own, other = make_activity(bureau, "本局的"), make_activity(troupe, "歌舞团的")
    success, failure = sure(reviewer, "kind", [own, other], kind=make_kind("走访慰问").pk)
    assert success == "已把 1 项活动的类别改为“走访慰问”。"
    assert failure == "1 项未改类别。不由本账号填报：《歌舞团的》。"


@each(
    ("who", "action"),
    [
        ("liaison", "confirm"), ("liaison", "return"), ("leader", "confirm"), ("leader", "submit"),
        ("leader", "kind"), ("admin", "confirm"), ("auditor", "export"),
    ],
)  # fmt: skip
@each("sure_of_it", [{}, {"sure": "yes"}])
def test_a_role_that_never_takes_the_action_is_refused(
    request, post, waiting, who, action, sure_of_it
):
    answer = post(request.getfixturevalue(who), action, waiting, comment="不行", **sure_of_it)
    assert answer.status_code == 403
    assert statuses(waiting) == [Status.SUBMITTED] * 3


def test_a_strangers_activity_is_not_found(sure, post, stranger, reviewer, waiting, foreign_office):
    assert sure(stranger, "confirm", waiting) == ["3 项找不到。"]
    theirs = make_activity(foreign_office, "远山的活动")
    asked = post(reviewer, "confirm", [*waiting, theirs]).content.decode()
    assert "1 项找不到" in asked
    assert "远山的活动" not in asked
    success, failure = sure(reviewer, "confirm", [*waiting, theirs])
    assert (success, failure) == ("已确认 3 项活动。", "1 项找不到，可能已被删除。")


def test_what_another_office_reviews_is_not_confirmed(sure, office_reviewer, waiting):
    (failure,) = sure(office_reviewer, "confirm", waiting)
    assert failure == "3 项未确认。不归本账号审核：《慰问2》《慰问1》《慰问0》。"


@pytest.mark.parametrize("keys", [[], ["abc"], ["-1"], ["9" * 30], ["1; drop"]])
def test_keys_that_are_none_choose_nothing(sure, reviewer, waiting, keys):
    assert sure(reviewer, "confirm", keys) == ["请先勾选活动。"]


@pytest.mark.parametrize("action", ["", "reopen", "delete", "确认"])
def test_an_action_that_does_not_exist_does_nothing(sure, reviewer, waiting, action):
    assert sure(reviewer, action, waiting) == ["请选择要办理的事项。"]
    assert statuses(waiting) == [Status.SUBMITTED] * 3


def test_everything_that_is_filtered_is_chosen_by_the_filter(post, reviewer, waiting):
    text = post(
        reviewer, "confirm", address=f"{BULK}?q=慰问1", all="yes", seen="1"
    ).content.decode()
    assert "确认 1 项活动" in text
    assert f'name="activity" value="{waiting[1].pk}"' in text
    assert "慰问0" not in text


def test_what_came_in_since_the_list_was_opened_is_said_before(post, reviewer, liaison, waiting):
    submitted(make_activity(waiting[0].unit, "刚刚提交"), liaison)
    text = post(
        reviewer, "confirm", address=f"{BULK}?status=submitted", all="yes", seen="3"
    ).content
    assert "打开列表时符合条件的有 3 项，现在有 4 项" in text.decode()


def test_what_comes_in_after_it_was_named_is_not_included(sure, reviewer, liaison, waiting):
    newer = submitted(make_activity(waiting[0].unit, "刚刚提交"), liaison)
    told = sure(reviewer, "confirm", waiting, address=f"{BULK}?status=submitted", all="yes")
    assert told == ["已确认 3 项活动。"]
    assert statuses([newer]) == [Status.SUBMITTED]


def test_more_than_can_be_done_at_once_is_refused(post, reviewer, troupe):
    Activity.objects.bulk_create(
        Activity(unit=troupe, title=f"慰问{n}", kind=make_kind(), year=YEAR, status="submitted")
        for n in range(MOST + 1)
    )
    answer = post(reviewer, "confirm", all="yes", seen=MOST + 1)
    (told,) = get_messages(answer.wsgi_request)
    assert "一次最多办理 500 项" in str(told)
    keys = Activity.objects.values_list("pk", flat=True)
    (told,) = get_messages(post(reviewer, "confirm", keys, sure="yes").wsgi_request)
    assert "一次最多办理 500 项" in str(told)
    assert not Activity.objects.confirmed().exists()


def test_somebody_elses_step_meanwhile_holds_up_only_that_one(reviewer, waiting):
    stale = [Activity.objects.get(pk=each.pk) for each in waiting]
    waiting[1].take(Step.SEND_BACK, by=reviewer, comment="缺照片")
    Activity.objects.filter(pk=waiting[2].pk).delete()
    outcome = carry_out(Action.CONFIRM, stale, by=reviewer)
    assert [each.pk for each in outcome.done] == [waiting[0].pk]
    assert outcome.failure == (
        "1 项未确认。当前状态为“已退回”，不能确认：《慰问1》。1 项找不到，可能已被删除。"
    )


def test_exactly_the_ticked_ones_are_exported(post, leader, waiting):
    answer = post(leader, "export", waiting[:2])
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert sorted(row[4] for row in rows[3:-1]) == ["慰问0", "慰问1"]


def test_exporting_all_is_the_export_of_the_list(post, leader, waiting):
    answer = post(leader, "export", address=f"{BULK}?q=慰问1", all="yes")
    assert answer.status_code == 302
    assert answer.url == "/activities/export/?q=%E6%85%B0%E9%97%AE1"


def test_an_export_with_a_strangers_activity_is_none(post, stranger, waiting):
    (told,) = get_messages(post(stranger, "export", waiting).wsgi_request)
    assert str(told) == "3 项找不到，没有导出。"


def test_it_goes_back_to_the_filtered_list_and_nowhere_else(post, reviewer, waiting):
    listed = "/activities/?status=submitted&page=1"
    assert post(reviewer, "confirm", waiting, sure="yes", next=listed).url == listed
    assert post(reviewer, "confirm", waiting, sure="yes", next="https://evil.example/").url == (
        "/activities/"
    )


def test_only_what_the_role_may_do_is_offered(liaison, reviewer, leader):
    assert offered_to(leader) == [Action.EXPORT]
    assert offered_to(liaison) == [Action.SUBMIT, Action.WITHDRAW, Action.KIND, Action.EXPORT]
    assert offered_to(reviewer) == list(Action)


def test_a_row_knows_what_can_be_done_with_it(client_of, reviewer, waiting, bureau):
    make_activity(bureau, "本局草稿", held="1月1日")
    text = client_of(reviewer).get("/activities/").content.decode()
    assert 'data-can="confirm return export" aria-label="勾选《慰问0》"' in text
    assert 'data-can="submit kind export" aria-label="勾选《本局草稿》"' in text


def test_the_bar_chooses_everything_only_where_there_is_a_second_page(client_of, leader, troupe):
    for number in range(26):
        make_activity(troupe, f"慰问{number}")
    browser = client_of(leader)
    assert "选择全部 26 项符合条件的" in browser.get("/activities/").content.decode()
    assert 'name="all"' not in browser.get("/activities/?q=慰问25").content.decode()


def test_htmx_gets_only_what_is_asked(client_of, reviewer, waiting):
    posted = {"action": "confirm", "activity": [each.pk for each in waiting]}
    part = client_of(reviewer).post(BULK, posted, headers={"HX-Request": "true"}).content.decode()
    assert "确认 3 项活动" in part
    assert "<html" not in part


def test_nothing_is_done_by_opening_the_address(client_of, reviewer):
    assert client_of(reviewer).get(BULK).status_code == 405


@pytest.mark.parametrize("action", [Action.CONFIRM, Action.KIND])
def test_each_activity_costs_the_same_number_of_queries(
    client_of, bureau, bureau_liaison, reviewer, action
):
    def queries(number: int) -> int:
        units = [make_unit(f"{action}{number}第{n}馆", under=bureau) for n in range(number)]
        chosen = [make_activity(unit) for unit in units]
        user = bureau_liaison
        if action == Action.CONFIRM:
            chosen, user = [submitted(each, bureau_liaison) for each in chosen], reviewer
        browser = client_of(user)
        posted = {
            "action": action.value, "activity": [each.pk for each in chosen], "sure": "yes",
            "kind": make_kind("走访慰问").pk,
        }  # fmt: skip
        with CaptureQueriesContext(connection) as found:
            browser.post(BULK, posted)
        return len(found)

    one, two, nine = queries(1), queries(2), queries(9)
    assert nine - one == 8 * (two - one)
    assert two - one < 25


def test_asking_costs_the_same_for_many(client_of, reviewer, liaison, troupe):
    def queries() -> int:
        keys = list(Activity.objects.values_list("pk", flat=True))
        browser = client_of(reviewer)
        with CaptureQueriesContext(connection) as found:
            browser.post(BULK, {"action": "confirm", "activity": keys})
        return len(found)

    submitted(make_activity(troupe), liaison)
    one = queries()
    for number in range(20):
        submitted(make_activity(troupe, f"慰问{number}"), liaison)
    assert queries() == one


def test_a_confirmed_one_is_not_withdrawn(sure, liaison, reviewer, troupe):
    done = confirmed(make_activity(troupe), liaison, reviewer)
    (failure,) = sure(liaison, "withdraw", [done])
    assert failure == "1 项未撤回。当前状态为“已确认”，不能撤回：《八一慰问演出》。"


def test_a_message_names_the_first_twenty_and_counts_the_rest(reviewer, troupe):
    drafts = [make_activity(troupe, f"草稿{number}") for number in range(25)]
    failure = carry_out(Action.CONFIRM, drafts, by=reviewer).failure
    assert failure.startswith("25 项未确认。当前状态为“草稿”，不能确认：《草稿0》")
    assert failure.endswith("《草稿19》等 25 项。")
