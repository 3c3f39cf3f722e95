"""Who takes part in a round: added later, given longer, gone, back again."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Assessment
from assessments.opening import open_round
from assessments.overview import matrix
from assessments.participation import ParticipationRefused, add_units, extend, leave, rejoin
from assessments.publishing import publish
from shuangyong.review import Status, Step, StepRefused
from shuangyong.vague import VagueDate
from tests.factories import make_unit
from units.changing import merge
from units.models import AuditEvent, Notice, Unit

from .records import answer, decided, handed_in, make_round

TODAY = timezone.localdate
DEADLINE = date(2011, 11, 15)
BEFORE, LATER = DEADLINE - timedelta(5), DEADLINE + timedelta(10)


def units_page(opened) -> str:
    return f"{opened.get_absolute_url()}units/"


def told(unit) -> str:
    """The words of the last notice to a unit."""
    return Notice.objects.filter(unit=unit).latest("pk").text


def test_a_unit_that_comes_later_gets_its_checklist_and_is_told(
    client_of, opened, reviewer, library
):
    browser = client_of(reviewer)
    assert "滨江市图书馆" not in browser.get(opened.get_absolute_url()).content.decode()
    page = browser.post(units_page(opened), {"units": [library.pk]}, follow=True)
    assert "已补充参评单位 1 个" in page.content.decode()
    added = opened.assessments.get(unit=library)
    assert added.responses.count() == 6
    assert library in opened.units.all()
    assert "于2011年11月15日前在本系统中提交" in told(library)


def test_it_may_get_a_deadline_of_its_own(opened, reviewer, library):
    (added,) = add_units(opened, [library], by=reviewer, until=LATER)
    added.refresh_from_db()
    assert added.due_on == LATER
    assert "于2011年11月25日前" in told(library)


@pytest.mark.parametrize(
    ("until", "message"), [("2011-11-20", "日期已经过去"), ("明年", "输入一个有效的日期")]
)
def test_a_deadline_of_its_own_that_cannot_be(client_of, opened, reviewer, library, until, message):
    sent = {"units": [library.pk], "until": until}
    page = client_of(reviewer).post(units_page(opened), sent)
    assert message in str(page.context["form"].errors["until"])
    assert opened.assessments.count() == 1


def test_only_units_that_are_not_there_yet_are_offered(
    client_of, opened, reviewer, troupe, library, union
):
    form = client_of(reviewer).get(units_page(opened)).context["form"]
    assert form.receiving == [library]
    for unit in (troupe, union):
        page = client_of(reviewer).post(units_page(opened), {"units": [unit.pk]})
        assert "units" in page.context["form"].errors
    with pytest.raises(ParticipationRefused, match="都已参评"):
        add_units(opened, [troupe], by=reviewer)


@pytest.mark.parametrize("state", ["preparing", "published"])
def test_units_are_added_to_an_open_round_alone(opened, reviewer, library, state):
    type(opened).objects.filter(pk=opened.pk).update(state=state)
    with pytest.raises(ParticipationRefused, match="不能补充参评单位"):
        add_units(opened, [library], by=reviewer)


def test_who_is_given_longer_is_late_only_after_that_day(opened, theirs, reviewer, troupe):
    extend(theirs, until=LATER, reason="换届", by=reviewer, today=BEFORE)
    assert not Assessment.objects.overdue(LATER).exists()
    assert Assessment.objects.overdue(LATER + timedelta(1)).get() == theirs
    assert "延至2011年11月25日前报送。说明：换届。" in told(troupe)
    changes = AuditEvent.objects.get(action="考核延期").changes
    assert changes == {"自评截止": ["2011-11-15", "2011-11-25"], "原因": "换届"}


def test_after_a_closed_deadline_an_extension_lets_a_unit_hand_in(
    opened, theirs, reviewer, liaison
):
    type(opened).objects.filter(pk=opened.pk).update(late_allowed=False)
    answer(theirs)
    theirs = Assessment.objects.get()
    with pytest.raises(StepRefused, match="自评已于2011年11月15日截止"):
        theirs.take(Step.SUBMIT, by=liaison)
    extend(theirs, until=TODAY() + timedelta(3), reason="补报", by=reviewer, today=TODAY())
    theirs = Assessment.objects.get()
    theirs.take(Step.SUBMIT, by=liaison)
    assert theirs.status == Status.SUBMITTED


@pytest.mark.parametrize(
    ("until", "today", "message"),
    [(BEFORE, LATER, "已经过去"), (DEADLINE, BEFORE, "应当晚于本次考核的自评截止")],
)
def test_a_day_that_gives_nobody_longer_is_refused_at_its_field(
    theirs, reviewer, until, today, message
):
    with pytest.raises(ParticipationRefused, match=message) as refused:
        extend(theirs, until=until, reason="", by=reviewer, today=today)
    assert refused.value.field == "until"


def test_what_is_out_of_the_units_hands_needs_no_longer(theirs, reviewer, liaison):
    handed_in(theirs, liaison)
    with pytest.raises(ParticipationRefused, match="已提交，不需要延期"):
        extend(theirs, until=LATER, reason="换届", by=reviewer, today=BEFORE)


def test_the_forms_show_what_is_wrong_at_its_field(client_of, theirs, reviewer):
    browser, url = client_of(reviewer), theirs.get_absolute_url()
    page = browser.post(f"{url}extend/", {"until": "2011-01-01", "reason": "换届"})
    assert page.context["form"].errors["until"] == ["延期的日期已经过去。"]
    page = browser.post(f"{url}extend/", {"until": "2011-01-01", "reason": ""})
    assert "reason" in page.context["form"].errors
    page = browser.post(f"{url}leave/", {"on": "2011-10-01", "reason": "  "})
    assert "reason" in page.context["form"].errors
    assert Assessment.objects.get().left_on is None


def test_who_leaves_keeps_the_work_and_counts_nowhere(
    client_of, opened, theirs, reviewer, troupe, library, liaison
):
    add_units(opened, [library], by=reviewer)
    answer(theirs)
    sent = {"on": "2011-10-01", "reason": "机构撤销"}
    browser = client_of(reviewer)
    page = browser.post(f"{theirs.get_absolute_url()}leave/", sent, follow=True)
    assert "市歌舞团已退出考核" in page.content.decode()
    theirs.refresh_from_db()
    assert theirs.responses.filter(self_score__isnull=False).count() == 6
    assert [a.unit for a in Assessment.objects.overdue(LATER)] == [library]
    assert len(matrix(opened, user=reviewer, today=LATER).asked) == 1
    section = theirs.section_url(opened.standard.sections.first().pk)
    for address in (theirs.get_absolute_url(), section):
        text = client_of(liaison).get(address).content.decode()
        assert "已于 2011年10月1日退出考核：机构撤销" in text
    (listed,) = client_of(liaison).get("/assessments/").context["rounds"]
    assert listed.size == 1
    assert "自2011年10月1日起不再参加" in told(troupe)
    assert not theirs.is_editable
    with pytest.raises(StepRefused, match="已退出考核"):
        theirs.take(Step.SUBMIT, by=liaison)
    assert AuditEvent.objects.get(action="退出考核").changes["原因"] == "机构撤销"


def test_who_has_left_waits_in_nobodys_queue_and_gets_no_grade(opened, theirs, reviewer, liaison):
    handed_in(theirs, liaison)
    leave(theirs, on=BEFORE, reason="机构撤销", by=reviewer)
    assert not Assessment.objects.reviewed_by(reviewer).awaiting_review().exists()
    theirs.refresh_from_db()
    assert theirs.open_steps(reviewer) == [Step.SEND_BACK]
    Assessment.objects.filter(pk=theirs.pk).update(status=Status.CONFIRMED)
    publish(opened, by=reviewer)
    theirs.refresh_from_db()
    assert theirs.grade == ""


def test_who_comes_back_goes_on_from_where_it_stood(client_of, theirs, reviewer, troupe, liaison):
    answer(theirs)
    leave(theirs, on=BEFORE, reason="机构撤销", by=reviewer)
    page = client_of(reviewer).post(f"{theirs.get_absolute_url()}rejoin/", follow=True)
    assert "市歌舞团已恢复参评" in page.content.decode()
    theirs = Assessment.objects.get()
    assert (theirs.left_on, theirs.left_because) == (None, "")
    theirs.take(Step.SUBMIT, by=liaison)
    changes = AuditEvent.objects.get(action="恢复参评").changes
    assert changes == {"退出日期": ["2011-11-10", ""], "退出原因": ["机构撤销", ""]}


def test_leaving_twice_or_coming_back_unasked_is_refused(theirs, reviewer):
    with pytest.raises(ParticipationRefused, match="没有退出"):
        rejoin(theirs, by=reviewer)
    leave(theirs, on=BEFORE, reason="机构撤销", by=reviewer)
    with pytest.raises(ParticipationRefused, match="已于2011年11月10日退出"):
        leave(theirs, on=BEFORE, reason="机构撤销", by=reviewer)
    with pytest.raises(ParticipationRefused, match="已于2011年11月10日退出"):
        extend(theirs, until=LATER, reason="", by=reviewer, today=BEFORE)


def test_a_published_result_cannot_be_walked_out_of(opened, theirs, reviewer, liaison):
    decided(theirs, liaison, reviewer)
    publish(opened, by=reviewer)
    with pytest.raises(ParticipationRefused, match="结果已公布"):
        leave(theirs, on=LATER, reason="机构撤销", by=reviewer)


def test_a_unit_that_was_merged_or_went_out_of_use_is_pointed_out(
    client_of, opened, reviewer, troupe, library, admin, bureau
):
    centre, lost = (make_unit(name, under=bureau) for name in ("市文化馆", "市书画院"))
    add_units(opened, [library, centre, lost], by=reviewer)
    merge(
        Unit.objects.get(pk=troupe.pk), into=Unit.objects.get(pk=library.pk),
        changed=VagueDate.parse("2011年10月", year=2011), by=admin,
    )  # fmt: skip
    Unit.objects.filter(pk=centre.pk).update(is_active=False)
    Unit.objects.filter(pk=lost.pk).update(reviewed_by=None)
    page = client_of(reviewer).get(f"{units_page(opened)}?show=changed")
    assert [(p.assessment.unit, p.remark) for p in page.context["page_obj"]] == [
        (troupe, "该单位已并入市图书馆"),  # stands below the library now
        (centre, "该单位已停用"),
        (lost, "该单位已不在本单位组织考核的范围内"),
    ]  # fmt: skip


def test_leaving_holds_for_a_unit_that_cannot_be_written_to(opened, theirs, reviewer, troupe):
    Unit.objects.filter(pk=troupe.pk).update(is_active=False)
    leave(Assessment.objects.get(), on=BEFORE, reason="机构撤销", by=reviewer)
    assert not Notice.objects.exists()
    assert Assessment.objects.get().left_on == BEFORE


def test_the_page_of_a_round_that_has_not_begun_says_where_units_are_chosen(
    client_of, bureau, troupe, reviewer
):
    round_ = make_round(bureau, troupe)
    text = client_of(reviewer).get(units_page(round_)).content.decode()
    assert "考核还没有开始" in text


def test_the_page_takes_as_many_queries_for_many_units(count_queries, bureau, opened, reviewer):
    few = count_queries(reviewer, units_page(opened))
    more = [make_unit(f"站{n}", under=bureau) for n in range(8)]
    add_units(opened, more, by=reviewer)
    assert count_queries(reviewer, units_page(opened)) == few


def test_beginning_takes_as_many_queries_for_many_units(bureau, reviewer):
    def queries(number: int) -> int:
        standard = make_round(bureau).standard if number == 2 else bureau.standards.get()
        round_ = make_round(bureau, standard=standard, name=f"考核{number}")
        round_.units.set([make_unit(f"{number}之{n}", under=bureau) for n in range(number)])
        with CaptureQueriesContext(connection) as found:
            assert len(open_round(round_, by=reviewer)) == number
        return len(found)

    assert queries(2) == queries(9)
