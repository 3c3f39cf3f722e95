"""自评 stands in the calendar of the unit that has to hand it in."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from activities.deadlines import deadlines
from assessments.models import Round
from assessments.participation import leave
from assessments.publishing import publish

from .records import decided, handed_in


@pytest.fixture
def due(assessment):
    """The last day of the self-assessment."""
    return assessment.round.self_deadline


def test_a_self_assessment_is_a_deadline_of_its_unit_alone(assessment, due, troupe, bureau):
    (deadline,) = deadlines(troupe, due.year, today=due)
    assert (deadline.end, deadline.title) == (due, f"自评：{assessment.round}")
    assert deadlines(bureau, due.year, today=due) == []


def test_it_is_late_from_the_day_after_until_it_is_handed_in(assessment, due, troupe, liaison):
    def late(day):
        (deadline,) = deadlines(troupe, due.year, today=day)
        return deadline.is_late(day)

    after = due + timedelta(1)
    assert (late(due), late(after)) == (False, True)
    handed_in(assessment, liaison)
    assert not late(after)


def test_it_stands_on_the_page_and_in_the_file(client_of, assessment, due, liaison):
    browser = client_of(liaison)
    for query in ("view=list", f"month={due.month}"):
        page = browser.get(f"/plans/calendar/?year={due.year}&{query}").content.decode()
        assert f"自评：{assessment.round}" in page
    events = Calendar.from_ical(browser.get(f"/plans/calendar.ics?year={due.year}").content)
    (event,) = events.walk("VEVENT")
    assert (str(event["SUMMARY"]), event["DTSTART"].dt) == (f"自评：{assessment.round}", due)


def test_who_has_left_has_no_deadline(assessment, due, troupe, reviewer):
    leave(assessment, on=due, reason="机构撤销", by=reviewer)
    assert deadlines(troupe, due.year, today=due) == []


def test_the_office_has_the_review_to_finish(assessment, bureau, troupe, due, liaison, reviewer):
    last = due + timedelta(10)
    Round.objects.update(review_deadline=last)
    (review,) = deadlines(bureau, due.year, today=due)
    assert (review.end, review.title) == (last, f"审核：{assessment.round}")
    assert (review.standing, review.is_late(last + timedelta(1))) == ("待确认 1 个单位", True)
    decided(assessment, liaison, reviewer)
    (review,) = deadlines(bureau, due.year, today=due)
    assert (review.standing, review.is_late(last + timedelta(1))) == ("已确认", False)


def test_a_round_in_preparation_has_nothing_to_review(assessment, bureau, due):
    Round.objects.update(review_deadline=due, state="preparing")
    assert deadlines(bureau, due.year, today=due) == []


def test_a_unit_sees_until_when_it_may_object_and_is_never_late_with_it(
    assessment, troupe, due, liaison, reviewer
):
    decided(assessment, liaison, reviewer)
    publish(assessment.round, by=reviewer)
    until = timezone.localdate() + timedelta(7)
    found = [d for d in deadlines(troupe, until.year, today=until) if "复核" in d.title]
    assert [(d.end, d.standing) for d in found] == [(until, "可以提出")]
    after = until + timedelta(1)
    found = [d for d in deadlines(troupe, until.year, today=after) if "复核" in d.title]
    assert [(d.standing, d.is_late(after)) for d in found] == [("已截止", False)]
    Round.objects.update(objection_days=0)
    assert not [d for d in deadlines(troupe, until.year, today=until) if "复核" in d.title]


def test_who_is_published_later_has_an_own_last_day_to_object(
    assessment, troupe, liaison, reviewer
):
    decided(assessment, liaison, reviewer)
    publish(assessment.round, by=reviewer)
    Round.objects.update(published_at=timezone.now() - timedelta(30))
    until = timezone.localdate() + timedelta(7)
    found = [d for d in deadlines(troupe, until.year, today=until) if "复核" in d.title]
    assert [d.end for d in found] == [until]
