"""A stored summary read against the records of its year."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import Insert, SummarySection
from reports.proofreading.findings import Kind, Severity
from reports.proofreading.numbers import State
from reports.proofreading.of_summary import report_on
from tests.factories import YEAR, make_activity, make_group, make_measure, make_plan, make_troop
from units.models import Appointment

from ..records import done, make_summary


@pytest.fixture
def summary(bureau, troupe, liaison, bureau_liaison):
    """The bureau's summary of a year with an activity of its troupe."""
    plan = make_plan(bureau, status="confirmed", objectives="全年慰问演出不少于5场")
    make_measure(plan, "学雷锋活动", due="3月5日", outcome="完成")
    Appointment.objects.create(
        group=make_group(troupe), role="leader_in_charge", name="尚冬生", post="副团长"
    )
    done(
        troupe, "“鱼水情深”慰问演出", counts=[("演职人员", "近百名")],
        gifts=[{"category": "money", "value": "500元"}], troops=[make_troop(bureau, "驻江某部")],
    )  # fmt: skip
    return make_summary(bureau, bureau_liaison)


def messages(summary, *severities) -> list[str]:
    """What is found, as it is said."""
    found = report_on(summary).findings
    return [f.message for f in found if f.severity in (severities or list(Severity))]


def test_a_generated_summary_says_nothing_but_the_records(summary):
    report = report_on(summary)
    assert [f.message for f in report.findings] == []
    assert {row.state for row in (*report.numbers, *report.dates)} == {State.AGREES}
    assert {row.span.quote for row in report.numbers} >= {"1项", "近百名", "500元"}
    assert not report.missing.activities


def test_what_people_change_is_read_against_the_records(summary, troupe):
    make_activity(troupe, "还未确认的座谈")
    done(troupe, "走访困难军属", held="1月20日")
    section = SummarySection.objects.create(
        summary=summary, position=90, level=1, heading="补充",
        text="7月30日举行的“鱼水情深”慰问演出有近二百名演职人员参加。\n"
        "全年开展双拥活动{活动总数}项，{没有的数据}。团长尚冬生到场，手机13808281234。",
    )  # fmt: skip
    SummarySection.objects.create(summary=summary, position=91, level=0, insert=Insert.PHOTO)
    report = report_on(summary)
    found = {f.kind: f for f in report.findings}
    assert found[Kind.NUMBER].values == ("近二百名", "近百名")
    assert found[Kind.DATE].values == ("7月30日", "7月31日")
    assert found[Kind.PERSON].values == ("团长", "副团长")
    must = {(f.kind, f.quote) for f in report.of(Severity.MUST)}
    assert must == {(Kind.SECRET, "13808281234"), (Kind.FIGURE, "〔无此数据：没有的数据〕")}
    assert any("照片已被删除" in message for message in messages(summary, Severity.CHECK))
    place = found[Kind.SECRET].span.place
    line = section.text.splitlines()[place.paragraph - 1]
    assert (place.section, line[place.start : place.end]) == (section.pk, "13808281234")
    assert [a.label for a in report.missing.activities] == ["走访困难军属"]
    assert [a.label for a in report.missing.unconfirmed] == ["还未确认的座谈"]


def test_figures_that_changed_since_the_summary_was_handed_in_are_told(summary):
    summary.sections.filter(position=1).update(text=f"{YEAR}年，共开展双拥活动{{活动总数}}项。")
    summary.frozen = {"活动总数": "3"}
    (message,) = messages(summary, Severity.CHECK)[:1]
    assert message == "“活动总数”报送时为“3”，现在的记录为“1”。"


def test_the_number_of_queries_does_not_grow(summary, troupe, bureau):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            report_on(summary)
        return len(captured)

    report_on(summary)
    few = queries()
    for index in range(30):
        troop = make_troop(bureau, f"驻江某部{index}")
        done(troupe, f"慰问{index}", counts=[("观众", f"{index}人")], troops=[troop])
    assert queries() == few
