"""Reminders go out by themselves before the deadline, once a day, to who has not handed in."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import RoundReminder
from assessments.opening import open_round
from assessments.participation import extend, leave
from shuangyong.review import Step
from tests.factories import make_unit
from units.models import Notice, NoticeKind, User

from .records import answer, handed_in, make_round, usual_standard

DEADLINE = date(2011, 11, 15)
WEEK_BEFORE = DEADLINE - timedelta(7)


@pytest.fixture
def library(bureau):
    """Another unit below the bureau."""
    return make_unit("滨江市图书馆", under=bureau, short_name="市图书馆")


@pytest.fixture
def opened(bureau, troupe, library):
    """A round that has begun, due on 15 November; reminds 7, 3 and 1 days before."""
    round_ = make_round(bureau, troupe, library)
    open_round(round_, by=None)
    return round_


def remind(day: date, *options: str) -> str:
    """What the command says on a day."""
    out = StringIO()
    call_command("send_reminders", f"--date={day}", *options, stdout=out)
    return out.getvalue()


def told() -> list[str]:
    """Whom the reminders went to, by short name."""
    return sorted(notice.unit.label for notice in Notice.objects.reminders())


def test_units_are_reminded_on_the_days_the_round_names(opened, reviewer):
    days = [DEADLINE - timedelta(before) for before in range(9, -2, -1)]
    sent = {}
    for day in days:
        remind(day)
        sent[day] = Notice.objects.count()
        Notice.objects.all().delete()  # a second one about the same on one day would be refused
    assert [day for day in days if sent[day]] == [DEADLINE - timedelta(n) for n in (7, 3, 1)]
    assert set(sent.values()) == {0, 2}


def test_it_tells_how_many_days_are_left_and_leads_to_the_checklist(opened, reviewer, troupe):
    remind(WEEK_BEFORE)
    notice = Notice.objects.get(unit=troupe)
    assert notice.kind == NoticeKind.REMINDER
    assert notice.title == "自评提醒：年度双拥工作考核，还有 7 天"
    assert "应于2011年11月15日前报送" in notice.text
    assert notice.path == opened.assessments.get(unit=troupe).get_absolute_url()


def test_run_twice_it_sends_once(opened, reviewer):
    assert "已提醒 2 个单位：市歌舞团、市图书馆" in remind(WEEK_BEFORE)
    assert "没有需要提醒的单位" in remind(WEEK_BEFORE)
    assert Notice.objects.count() == 2
    assert RoundReminder.objects.get().units == 2


def test_who_has_handed_in_is_left_alone_until_it_is_sent_back(opened, reviewer, liaison, troupe):
    theirs = opened.assessments.get(unit=troupe)
    handed_in(theirs, liaison)
    remind(WEEK_BEFORE)
    assert told() == ["市图书馆"]
    theirs.take(Step.SEND_BACK, by=reviewer, comment="缺材料")
    RoundReminder.objects.all().delete()
    Notice.objects.all().delete()
    remind(WEEK_BEFORE)
    assert told() == ["市图书馆", "市歌舞团"]
    assert "已退回修改，尚未重新报送" in Notice.objects.get(unit=troupe).text


def test_who_was_given_longer_is_reminded_by_its_own_day(opened, reviewer, troupe):
    theirs, later = opened.assessments.get(unit=troupe), DEADLINE + timedelta(10)
    extend(theirs, until=later, reason="换届", by=reviewer, today=WEEK_BEFORE)
    Notice.objects.all().delete()
    remind(WEEK_BEFORE)
    assert told() == ["市图书馆"]
    remind(later - timedelta(3))
    assert told() == ["市图书馆", "市歌舞团"]


def test_who_has_left_is_not_reminded(opened, reviewer, troupe):
    leave(opened.assessments.get(unit=troupe), on=WEEK_BEFORE, reason="撤销", by=reviewer)
    Notice.objects.all().delete()
    remind(WEEK_BEFORE)
    assert told() == ["市图书馆"]


def test_a_unit_out_of_use_holds_up_nobody(opened, reviewer, troupe):
    type(troupe).objects.filter(pk=troupe.pk).update(is_active=False)
    remind(WEEK_BEFORE)
    assert told() == ["市图书馆"]


def test_only_open_rounds_remind(opened, bureau, troupe, reviewer):
    make_round(bureau, troupe, name="准备中的考核", standard=opened.standard)
    type(opened).objects.filter(pk=opened.pk).update(state="published")
    assert "没有需要提醒的单位" in remind(WEEK_BEFORE)


def test_a_dry_run_sends_nothing(opened, reviewer):
    assert "将提醒 2 个单位" in remind(WEEK_BEFORE, "--dry-run")
    assert not Notice.objects.exists()
    assert not RoundReminder.objects.exists()


def test_without_a_reviewer_in_service_it_fails_and_says_for_which_round(opened, reviewer):
    User.objects.filter(pk=reviewer.pk).update(is_active=False)
    with pytest.raises(CommandError, match="年度双拥工作考核"):
        remind(WEEK_BEFORE)
    assert not Notice.objects.exists()


def test_a_day_without_reminders_says_so(opened, reviewer):
    said = remind(WEEK_BEFORE - timedelta(1))
    assert "没有需要提醒的单位" in said
    assert not Notice.objects.exists()


def test_a_day_that_is_none_is_refused(db):
    with pytest.raises(CommandError, match="2011-11-08"):
        call_command("send_reminders", "--date=11月8日")


def test_the_reminder_is_repeated_by_mail(
    opened, reviewer, liaison, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_HOST = "mail.example"
    User.objects.filter(pk=liaison.pk).update(email="gewutuan@example.gov.cn")
    with django_capture_on_commit_callbacks(execute=True):
        remind(WEEK_BEFORE)
    assert [letter.to for letter in mail.outbox] == [["gewutuan@example.gov.cn"]]


def test_the_office_reminds_by_hand_and_nobody_twice_a_day(
    client_of, opened, reviewer, liaison, troupe
):
    handed_in(opened.assessments.get(unit=troupe), liaison)
    browser, url = client_of(reviewer), f"{opened.get_absolute_url()}remind/"
    assert "已提醒 1 个未报单位" in browser.post(url, follow=True).content.decode()
    assert told() == ["市图书馆"]
    assert "今天都已提醒过" in browser.post(url, follow=True).content.decode()
    assert len(told()) == 1


def test_by_hand_there_must_be_somebody_to_remind(client_of, opened, reviewer, liaison):
    for assessment in opened.assessments.all():
        answer(assessment)
        type(assessment).objects.filter(pk=assessment.pk).update(status="submitted")
    browser = client_of(reviewer)
    assert "提醒未报单位" not in browser.get(opened.get_absolute_url()).content.decode()
    answered = browser.post(f"{opened.get_absolute_url()}remind/", follow=True)
    assert "各单位都已报送" in answered.content.decode()


def test_many_units_are_reminded_with_as_many_queries_as_few(bureau, reviewer):
    def queries(number: int, name: str) -> int:
        round_ = make_round(bureau, name=name, standard=usual_standard(bureau, name=name))
        for n in range(number):
            round_.units.add(make_unit(f"{name}{n}站", under=bureau))
        open_round(round_, by=None)
        with CaptureQueriesContext(connection) as found:
            remind(WEEK_BEFORE)
        assert RoundReminder.objects.get(round=round_).units == number
        return len(found)

    assert queries(3, "少") == queries(12, "多")
