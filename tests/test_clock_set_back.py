"""The clock of the server is set back by a day, while people work."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activities.models import Activity, ActivityImport, ImportState
from shuangyong.review import Status, Step
from tests.activities.test_log_activity import NEW, typed
from tests.factories import make_activity, submitted
from units import audit
from units.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def yesterday(monkeypatch):
    """Everybody sees this time from here on."""
    moment = timezone.now() - timedelta(days=1)
    return lambda: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def test_people_stay_signed_in_and_work_goes_on(client_of, liaison, troupe, yesterday):
    browser = client_of(liaison)
    browser.get("/activities/")
    yesterday()
    answer = browser.post(NEW, typed(troupe) | {"submit": ""})
    assert answer.status_code == 302
    assert browser.get(answer.headers["Location"]).status_code == 200
    assert Activity.objects.get().status == Status.SUBMITTED


def test_lines_of_the_audit_trail_stand_in_the_order_they_were_written(
    liaison, troupe, reviewer, yesterday
):
    activity = submitted(make_activity(troupe), liaison)
    yesterday()
    activity.take(Step.CONFIRM, by=reviewer)
    audit.record(reviewer, "导出台账", "台账.xlsx")
    last, before = AuditEvent.objects.all()[:2]
    assert last.action == "导出台账"
    assert last.previous_hash == before.hash
    assert AuditEvent.objects.last().at > last.at
    assert audit.first_broken_line() is None


def test_a_record_comes_back_with_the_words_of_who_returned_it(
    liaison, troupe, reviewer, yesterday
):
    activity = submitted(make_activity(troupe), liaison)
    yesterday()
    activity.take(Step.SEND_BACK, by=reviewer, comment="请补充照片")
    assert activity.returned_because.comment == "请补充照片"


def test_work_of_a_dead_worker_need_not_wait_until_the_clock_catches_up(troupe, yesterday):
    work = ActivityImport(unit=troupe, state=ImportState.READING, moved_at=timezone.now())
    assert not work.may_begin_anew
    yesterday()
    assert work.may_begin_anew
