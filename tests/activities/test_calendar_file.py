"""The .ics file: one's own deadlines as all-day events that any calendar reads."""

from datetime import date

import pytest
from icalendar import Calendar

from activities.deadlines import deadlines
from tests.factories import make_measure, make_need, make_plan, submitted
from units.models import AuditEvent

FILE = "/plans/calendar.ics"
TODAY = date(2011, 9, 1)


@pytest.fixture
def read(client_of, liaison):
    """The events of the troupe's file, by their titles."""

    def events():
        answer = client_of(liaison).get(FILE)
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        calendar = Calendar.from_ical(answer.content)
        assert (str(calendar["VERSION"]), str(calendar["METHOD"])) == ("2.0", "PUBLISH")
        return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}

    return events


def days(event):
    """First day, and the day after the last."""
    return event["DTSTART"].dt, event["DTEND"].dt


def test_it_holds_the_deadlines_of_the_own_unit(read, troupe, bureau):
    parent = make_plan(bureau)
    plan = make_plan(troupe, parent=parent, title="单项计划", deadline=date(2011, 3, 31))
    make_measure(plan, "慰问演出", due="“八一”期间")
    make_measure(plan, "结对帮扶", due="全年")
    make_measure(plan, "没有时间的")
    make_need(bureau, "配书", responsible_unit=troupe, due="10月")
    assert {title: days(event) for title, event in read().items()} == {
        "报送：单项计划": (date(2011, 3, 31), date(2011, 4, 1)),
        "措施：慰问演出（“八一”期间）": (date(2011, 7, 20), date(2011, 8, 11)),
        "措施：结对帮扶（全年）": (date(2011, 12, 31), date(2012, 1, 1)),
        "办结：配书": (date(2011, 10, 31), date(2011, 11, 1)),
    }


def test_it_holds_nothing_of_other_units(read, bureau, union):
    for unit in (bureau, union):
        make_measure(make_plan(unit, deadline=date(2011, 3, 31)), due="7月")
        make_need(unit, responsible_unit=unit, due="7月")
    assert read() == {}


def test_the_same_deadline_keeps_its_identifier_when_it_is_moved(read, troupe):
    plan = make_plan(troupe, deadline=date(2011, 3, 31))
    (before,) = read().values()
    plan.deadline = date(2011, 4, 30)
    plan.save()
    (after,) = read().values()
    assert str(before["UID"]) == str(after["UID"])
    assert days(before) != days(after)


def test_the_calendar_has_one_name_and_keeps_its_identifier(client_of, liaison):
    first, second = (Calendar.from_ical(client_of(liaison).get(FILE).content) for _ in range(2))
    assert str(first["X-WR-CALNAME"]) == "双拥工作日历（市歌舞团2011年）"
    assert str(first["UID"]) == str(second["UID"])


def test_no_two_events_share_an_identifier(read, troupe, bureau):
    plan = make_plan(troupe, deadline=date(2011, 3, 31))
    make_measure(plan, due="7月")
    make_need(bureau, responsible_unit=troupe, due="7月")
    assert len({str(event["UID"]) for event in read().values()}) == 3


def test_an_event_says_how_it_stands_and_where_to_look(read, troupe):
    plan = make_plan(troupe, deadline=date(2011, 3, 31))
    (event,) = read().values()
    assert str(event["DESCRIPTION"]) == f"草稿\nhttp://testserver{plan.get_absolute_url()}"
    assert str(event["URL"]) == f"http://testserver{plan.get_absolute_url()}"
    assert event["DTSTAMP"].dt.tzinfo is not None


def test_lines_are_folded_and_special_characters_kept(client_of, liaison, troupe, read):
    title = "慰问，联欢；演出\\座谈," * 8
    make_measure(make_plan(troupe), title, due="7月31日")
    raw = client_of(liaison).get(FILE).content
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert f"措施：{title}（7月31日）" in read()


def test_a_unit_without_deadlines_gets_an_empty_calendar(read):
    assert read() == {}


def test_the_export_stands_in_the_audit_trail(client_of, liaison):
    client_of(liaison).get(FILE)
    assert AuditEvent.objects.filter(action="导出日历", actor=liaison).count() == 1


def test_what_is_handed_in_or_closed_is_no_longer_late(troupe, bureau, liaison):
    plan = make_plan(troupe, deadline=date(2011, 3, 31))
    need = make_need(bureau, responsible_unit=troupe, due="7月")
    late = [d.is_late(TODAY) for d in deadlines(troupe, 2011, today=TODAY)]
    assert late == [True, True]
    submitted(plan, liaison)
    need.close("已配齐", by=liaison)
    assert not any(d.is_late(TODAY) for d in deadlines(troupe, 2011, today=TODAY))


def test_deadlines_take_the_same_queries_whatever_their_number(
    troupe, bureau, django_assert_num_queries
):
    for number in range(5):
        make_need(bureau, f"需求{number}", responsible_unit=troupe, due="7月")
    plan = make_plan(troupe, deadline=date(2011, 3, 31))
    for number in range(5):
        make_measure(plan, f"措施{number}", due="7月")
    with django_assert_num_queries(11):
        assert len(deadlines(troupe, 2011, today=TODAY)) == 11
