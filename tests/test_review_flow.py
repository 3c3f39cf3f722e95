"""草稿 → 已提交 → 已确认 or 已退回; reopened with a reason; every step leaves a line."""

import pytest
from django.core.exceptions import PermissionDenied

from shuangyong.review import Status, Step, StepRefused
from tests.cases import each
from units.models import AuditEvent

from .factories import confirmed, make_activity, submitted


@pytest.fixture
def activity(troupe):
    return make_activity(troupe)


def test_the_way_from_draft_to_confirmed_is_written_down(activity, liaison, reviewer):
    confirmed(activity, liaison, reviewer)
    lines = [(line.by, line.step, line.before, line.after) for line in activity.history.all()]
    assert lines == [
        (liaison, Step.SUBMIT, Status.DRAFT, Status.SUBMITTED),
        (reviewer, Step.CONFIRM, Status.SUBMITTED, Status.CONFIRMED),
    ]
    assert AuditEvent.objects.count() == 2


def test_a_return_needs_a_word_of_reason(activity, liaison, reviewer):
    submitted(activity, liaison)
    with pytest.raises(StepRefused, match="请写明理由"):
        activity.take(Step.SEND_BACK, by=reviewer, comment="  ")
    activity.refresh_from_db()
    assert activity.status == Status.SUBMITTED
    assert activity.history.count() == 1


def test_a_returned_record_is_corrected_and_submitted_again(activity, liaison, reviewer):
    submitted(activity, liaison).take(Step.SEND_BACK, by=reviewer, comment="缺照片")
    assert activity.is_editable
    assert activity.history.last().comment == "缺照片"
    confirmed(activity, liaison, reviewer)
    assert activity.is_official


def test_a_confirmed_record_is_reopened_with_a_reason(activity, liaison, reviewer):
    confirmed(activity, liaison, reviewer)
    activity.take(Step.REOPEN, by=reviewer, comment="人数有误")
    assert activity.status == Status.RETURNED


def test_the_unit_withdraws_what_nobody_has_reviewed(activity, liaison, reviewer):
    submitted(activity, liaison).take(Step.WITHDRAW, by=liaison)
    assert activity.status == Status.DRAFT
    confirmed(activity, liaison, reviewer)
    with pytest.raises(StepRefused, match="已确认"):
        activity.take(Step.WITHDRAW, by=liaison)


def test_the_second_of_two_reviewers_is_told_what_happened(activity, liaison, reviewer):
    stale = type(activity).objects.get(pk=activity.pk)
    confirmed(activity, liaison, reviewer)
    with pytest.raises(StepRefused, match="已确认"):
        stale.take(Step.CONFIRM, by=reviewer)


@each("who", ["liaison", "leader", "office_reviewer", "stranger", "admin"])
def test_only_the_nearest_issuing_unit_above_confirms(who, activity, liaison, request):
    submitted(activity, liaison)
    with pytest.raises(PermissionDenied):
        activity.take(Step.CONFIRM, by=request.getfixturevalue(who))


def test_a_root_office_confirms_its_own_records_and_history_says_so(office, office_reviewer):
    activity = make_activity(office)
    confirmed(activity, office_reviewer, office_reviewer)
    assert [line.by for line in activity.history.all()] == [office_reviewer] * 2


def test_a_bureau_does_not_confirm_its_own_records(bureau, bureau_liaison, reviewer):
    activity = submitted(make_activity(bureau), bureau_liaison)
    with pytest.raises(PermissionDenied):
        activity.take(Step.CONFIRM, by=reviewer)


def test_the_reason_of_a_return_is_at_hand_until_it_is_submitted_again(troupe, liaison, reviewer):
    activity = make_activity(troupe)
    assert activity.returned_because is None
    activity.take(Step.SUBMIT, by=liaison)
    activity.take(Step.SEND_BACK, by=reviewer, comment="请写明部队")
    assert activity.returned_because.comment == "请写明部队"
    activity.take(Step.SUBMIT, by=liaison)
    assert activity.returned_because is None
