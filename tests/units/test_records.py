"""What plans, activities, assessments and summaries share: their querysets speak of the field."""

from datetime import timedelta

import pytest
from django.db import models

from activities.models import Activity
from shuangyong.review import Step
from tests.cases import each
from tests.factories import confirmed, make_activity, submitted
from units.models import AuditEvent, Unit


@pytest.fixture
def year(troupe, union, liaison, other_liaison, reviewer):
    """One activity in every state, in two units and two years."""
    make_activity(troupe, "草稿")
    submitted(make_activity(troupe, "已提交"), liaison)
    returned = submitted(make_activity(troupe, "已退回"), liaison)
    returned.take(Step.SEND_BACK, by=reviewer, comment="缺照片")
    confirmed(make_activity(troupe, "已确认"), liaison, reviewer)
    submitted(make_activity(union, "总工会的"), other_liaison)
    make_activity(troupe, "去年的", year=2010)


def titles(activities) -> set[str]:
    return {activity.title for activity in activities}


@each(
    ("who", "expected"),
    [
        ("liaison", {"草稿", "已提交", "已退回", "已确认", "去年的"}),
        ("leader", {"草稿", "已提交", "已退回", "已确认", "去年的"}),
        ("other_liaison", {"总工会的"}),
        ("stranger", set()),
        ("admin", set()),
    ],
)
def test_one_sees_the_records_in_scope(year, request, who, expected):
    assert titles(Activity.objects.visible_to(request.getfixturevalue(who))) == expected


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ("confirmed", {"已确认"}),
        ("awaiting_review", {"已提交", "总工会的"}),
        ("open_for_editing", {"草稿", "已退回", "去年的"}),
    ],
)
def test_records_are_narrowed_by_where_they_stand(year, narrowed, expected):
    assert titles(getattr(Activity.objects, narrowed)()) == expected


def test_records_are_narrowed_by_year(year):
    assert titles(Activity.objects.in_year(2010)) == {"去年的"}
    assert not Activity.objects.in_year(2012).exists()


@each(
    ("who", "expected"),
    [
        ("reviewer", {"已提交"}),
        ("office_reviewer", {"总工会的"}),
        ("stranger", set()),
        ("liaison", set()),
        ("admin", set()),
    ],
)
def test_a_reviewers_queue_is_what_the_own_unit_reviews(year, request, who, expected):
    user = request.getfixturevalue(who)
    assert titles(Activity.objects.reviewed_by(user).awaiting_review()) == expected


def test_what_nobody_reviews_is_in_no_queue(year, admin, troupe):
    Unit.objects.filter(pk=troupe.pk).update(reviewed_by=None)
    assert titles(Activity.objects.reviewed_by(admin)) == set()


def test_whether_it_came_in_time_is_judged_by_the_first_submission(troupe, liaison, reviewer):
    activity = submitted(make_activity(troupe), liaison)
    first = activity.history.get()
    activity.history.update(at=models.F("at") - timedelta(days=30))
    activity.take(Step.SEND_BACK, by=reviewer, comment="缺照片")
    submitted(activity, liaison)
    found = Activity.objects.with_submission().get()
    assert found.first_submitted_at == first.at - timedelta(days=30)


def test_what_was_never_submitted_has_no_such_time(troupe):
    make_activity(troupe)
    assert Activity.objects.with_submission().get().first_submitted_at is None


def test_every_step_is_audited(troupe, liaison):
    activity = submitted(make_activity(troupe), liaison)
    line = AuditEvent.objects.get()
    assert (line.actor, line.action, line.target) == (liaison, "提交", str(activity))
