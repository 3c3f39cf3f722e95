"""自评 stands in the calendar of the unit that has to hand it in."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from activities.deadlines import deadlines

from .records import handed_in


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
