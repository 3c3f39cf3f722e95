"""Notices: an office reminds its units, who reads them, and nothing goes out twice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from shuangyong.review import StepRefused
from shuangyong.templatetags.wording import moment
from tests.cases import each
from tests.factories import make_unit, make_user
from units.models import AuditEvent, Notice, NoticeKind, NoticeReading, Role
from units.notices import last_reminders, mark_all_read, mark_read, send

LIST = "/notices/"
READERS = {
    "liaison": 200, "reviewer": 200, "bureau_liaison": 404, "leader": 404, "office_reviewer": 404,
    "other_liaison": 404, "stranger": 404, "admin": 403, "security": 403, "auditor": 403,
}  # fmt: skip


def remind(*units, by, path="/plans/1/", **fields) -> list[Notice]:
    """The notices of one 催办."""
    told = {"title": "催办：单项计划", "text": "请于3月10日前报送。", "kind": NoticeKind.REMINDER}
    return send(units, by=by, path=path, **told | fields).notices


@pytest.fixture
def notice(troupe, reviewer) -> Notice:
    """The troupe has been reminded by its bureau."""
    return remind(troupe, by=reviewer)[0]


@pytest.fixture
def page(client_of):
    """A page as an account sees it."""

    def seen(user, url=LIST) -> str:
        return client_of(user).get(url).content.decode()

    return seen


# sending


def test_every_unit_gets_its_notice_and_the_audit_trail_one_line(reviewer, bureau, troupe):
    library = make_unit("滨江市图书馆", under=bureau)
    remind(troupe, library, by=reviewer)
    assert [n.unit for n in Notice.objects.order_by("pk")] == [troupe, library]
    line = AuditEvent.objects.get()
    assert (line.action, line.actor) == ("发送催办", reviewer)
    assert line.changes == {"单位": "滨江市歌舞团、滨江市图书馆", "事项": "催办：单项计划"}


@each("who", ["liaison", "leader", "admin", "stranger", "bureau_liaison"])
def test_only_an_office_above_reminds_a_unit(request, troupe, who):
    with pytest.raises(PermissionDenied):
        remind(troupe, by=request.getfixturevalue(who))
    assert not Notice.objects.exists()


def test_one_unit_out_of_reach_stops_the_whole_letter(reviewer, troupe, union):
    with pytest.raises(PermissionDenied):
        remind(troupe, union, by=reviewer)
    assert not Notice.objects.exists()


def test_an_office_reminds_neither_itself_nor_a_unit_no_longer_in_use(reviewer, bureau, troupe):
    with pytest.raises(PermissionDenied):
        remind(bureau, by=reviewer)
    troupe.is_active = False
    troupe.save()
    with pytest.raises(PermissionDenied):
        remind(troupe, by=reviewer)


def test_a_letter_to_nobody_is_refused(reviewer):
    with pytest.raises(StepRefused, match="没有需要发送的单位"):
        remind(by=reviewer)


def test_the_same_matter_is_chased_once_a_day(notice, reviewer, office_reviewer, troupe):
    sent = f"{timezone.localtime(notice.at):%H:%M}"
    for by in (reviewer, office_reviewer):
        with pytest.raises(StepRefused, match=f"今天已经催办过.*市歌舞团（{sent}）"):
            remind(troupe, by=by)
    assert Notice.objects.count() == 1


def test_a_repeated_letter_to_one_unit_stops_it_for_all(notice, reviewer, bureau, troupe):
    library = make_unit("滨江市图书馆", under=bureau)
    with pytest.raises(StepRefused, match="市歌舞团"):
        remind(library, troupe, by=reviewer)
    assert Notice.objects.count() == 1


def test_another_matter_or_another_day_may_be_chased(notice, reviewer, troupe):
    remind(troupe, by=reviewer, path="/plans/2/")
    Notice.objects.update(at=timezone.now() - timedelta(days=1))
    remind(troupe, by=reviewer)
    assert Notice.objects.count() == 3


def test_a_plain_notice_may_follow_another(reviewer, troupe):
    for _ in range(2):
        remind(troupe, by=reviewer, kind=NoticeKind.INFORMATION)
    assert Notice.objects.count() == 2


def test_a_thousand_units_cost_no_more_queries(
    reviewer, bureau, troupe, django_assert_max_num_queries
):
    units = [troupe, *(make_unit(f"滨江市第{n}文化馆", under=bureau) for n in range(12))]
    reviewer.scope.covers(troupe)
    with django_assert_max_num_queries(12):
        remind(*units, by=reviewer)
    assert Notice.objects.count() == 13


# reading


def test_each_person_reads_for_themselves(notice, liaison, troupe):
    colleague = make_user("colleague", Role.LIAISON, troupe)
    mark_read(notice, liaison)
    mark_read(notice, liaison)
    assert NoticeReading.objects.count() == 1
    assert list(Notice.objects.unread_by(liaison)) == []
    assert list(Notice.objects.unread_by(colleague)) == [notice]


def test_who_sent_a_notice_does_not_read_it_for_the_unit(notice, reviewer, client_of):
    assert client_of(reviewer).get(notice.get_absolute_url()).status_code == 200
    assert not NoticeReading.objects.exists()


def test_all_is_read_at_once(notice, reviewer, liaison, troupe, client_of):
    remind(troupe, by=reviewer, path="/plans/2/")
    assert "全部标为已读" in client_of(liaison).get(LIST).content.decode()
    answer = client_of(liaison).post(f"{LIST}read/", follow=True).content.decode()
    assert "已将 2 条通知标为已读" in answer
    assert "全部标为已读" not in answer
    assert mark_all_read(liaison) == 0


def test_the_last_reminder_says_when_it_was_read(notice, reviewer, liaison, troupe):
    Notice.objects.update(at=timezone.now() - timedelta(days=1))
    (again,) = remind(troupe, by=reviewer)
    key = (troupe.pk, "/plans/1/")
    assert last_reminders([key])[key] == again
    assert last_reminders([key])[key].read_at is None
    mark_read(again, liaison)
    assert last_reminders([key])[key].read_at
    assert last_reminders([]) == {}


# pages


@each(("who", "status"), READERS.items())
def test_who_opens_a_notice(status_of, notice, who, status):
    assert status_of(who, notice.get_absolute_url()) == status


@pytest.mark.parametrize("who", ["admin", "security", "auditor"])
def test_officers_mark_nothing_as_read(status_of, who):
    assert status_of(who, f"{LIST}read/", {}) == 403


def test_unread_comes_first_and_opening_one_reads_it(page, notice, reviewer, liaison, troupe):
    (later,) = remind(troupe, by=reviewer, path="/plans/2/", title="催办：后来的")
    text = page(liaison, later.get_absolute_url())
    for words in (
        "催办：后来的",
        "请于3月10日前报送。",
        'href="/plans/2/"',
        "滨江市文化局 致 滨江市歌舞团",
    ):
        assert words in text
    listed = page(liaison)
    assert listed.index("催办：单项计划") < listed.index("催办：后来的")
    assert (listed.count("> 未读<"), listed.count("> 已读<")) == (1, 1)


def test_the_office_sees_who_has_read_what_it_sent(page, notice, reviewer, liaison):
    assert "> 未读<" in page(reviewer, f"{LIST}?box=sent")
    page(liaison, notice.get_absolute_url())
    text = page(reviewer, f"{LIST}?box=sent")
    assert "> 未读<" not in text
    assert f"liaison {timezone.localtime():%-m月%-d日}" in text


def test_a_liaison_has_no_sent_box(page, notice, liaison):
    assert "发出的" not in page(liaison)
    assert "催办：单项计划" in page(liaison, f"{LIST}?box=sent")


def test_an_empty_list_says_where_notices_come_from(page, liaison, reviewer):
    assert "上级双拥办的催办和通知会出现在这里" in page(liaison)
    assert "还没有发出通知" in page(reviewer, f"{LIST}?box=sent")


@pytest.mark.parametrize(
    ("who", "url"), [("liaison", LIST), ("liaison", "/"), ("reviewer", f"{LIST}?box=sent")]
)
def test_the_queries_do_not_grow(count_queries, request, troupe, reviewer, who, url):
    def add(first, last):
        for number in range(first, last):
            (sent,) = remind(troupe, by=reviewer, path=f"/plans/{number}/")
            NoticeReading.objects.create(
                notice=sent, user=make_user(f"reader{number}", Role.LEADER, troupe)
            )

    add(0, 2)
    few = count_queries(request.getfixturevalue(who), url)
    add(2, 9)
    assert count_queries(request.getfixturevalue(who), url) == few


# the bell


def test_the_bell_counts_what_is_unread_in_words_too(page, notice, liaison, leader, auditor):
    text = page(liaison, "/plans/")
    assert '<span class="tally" aria-hidden="true">1</span>' in text
    assert "（1 条未读通知）" in text
    page(liaison, notice.get_absolute_url())
    assert "条未读通知" not in page(liaison, "/plans/")
    assert "bi-bell" in page(leader, "/plans/")
    assert "bi-bell" not in page(auditor, "/audit/")


def test_the_year_of_a_notice_is_told_once_it_is_past():
    assert moment(datetime(2025, 12, 18, 2, 18, tzinfo=UTC)).startswith("2025年12月18日")
    assert "年" not in moment(timezone.now())
