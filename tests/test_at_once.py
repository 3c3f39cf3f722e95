"""What happens between looking and saving: nobody's work or step is undone without a word."""

from datetime import date

import pytest

from activities.forms.activities import ActivityForm
from activities.forms.requests import RequestForm
from activities.models import Activity, ActivityKind, RequestState, SupportRequest
from activities.progress import ItemState, progress
from reports.models import Summary
from reports.summary.revising.renewing import Outdated, renew, renewal_of
from reports.typesetting import CannotPrint
from reports.writing import issue, write_summary
from shuangyong.review import Status, Step, StepRefused
from tests.activities.files import PDF, named
from tests.factories import (
    YEAR,
    confirmed,
    make_activity,
    make_measure,
    make_need,
    make_plan,
    make_troop,
    submitted,
)

pytestmark = pytest.mark.django_db


def typed(form_class, record, **changes) -> dict:
    """What a browser sends back for a record, with some fields changed."""
    form = form_class(instance=record, **changes.pop("form"))
    sent = {}
    for name in form.fields:
        value = form[name].value()
        sent[name] = [getattr(v, "pk", v) for v in value] if isinstance(value, list) else value
    return {k: v for k, v in (sent | changes).items() if v not in (None, "")}


def test_a_step_taken_while_a_form_is_checked_is_not_undone(liaison, troupe):
    activity = make_activity(troupe)
    about = {"user": liaison, "year": YEAR}
    data = typed(ActivityForm, activity, form=about, title="改过的名称")
    form = ActivityForm(data, instance=Activity.objects.get(pk=activity.pk), **about)
    assert form.is_valid(), form.errors
    activity.take(Step.SUBMIT, by=liaison)
    with pytest.raises(StepRefused, match="liaison已提交本记录"):
        form.save()
    stored = Activity.objects.get(pk=activity.pk)
    assert (stored.status, stored.title) == (Status.SUBMITTED, "八一慰问演出")


def test_a_step_taken_while_the_form_of_a_need_is_checked_is_not_undone(liaison, troupe):
    need = make_need(troupe, responsible_unit=troupe, from_whom="驻军某部")
    about = {"user": liaison, "year": YEAR}
    data = typed(RequestForm, need, form=about, need="为连队图书室配书五百册")
    form = RequestForm(data, instance=SupportRequest.objects.get(pk=need.pk), **about)
    assert form.is_valid(), form.errors
    need.close("已送到", by=liaison)
    with pytest.raises(StepRefused, match="liaison已办结本记录"):
        form.save()
    stored = SupportRequest.objects.get(pk=need.pk)
    assert (stored.state, stored.result) == (RequestState.DONE, "已送到")
    assert stored.need == "为连队图书室配书"


def test_links_an_editor_cannot_see_stay(liaison, troupe, foreign_office):
    activity = make_activity(troupe)
    activity.troops.add(make_troop(foreign_office, "驻远山某部"))
    retired = ActivityKind.objects.create(name="旧类别", is_active=False, report_heading="其他")
    activity.further_kinds.add(retired)
    about = {"user": liaison, "year": YEAR}
    data = typed(ActivityForm, activity, form=about, troops=None, further_kinds=None)
    form = ActivityForm(data, instance=activity, **about)
    assert form.is_valid(), form.errors
    form.save()
    assert activity.troops.get().name == "驻远山某部"
    assert activity.further_kinds.get() == retired


def test_nothing_is_added_to_an_activity_that_was_submitted_meanwhile(
    client_of, liaison, troupe, monkeypatch
):
    activity = make_activity(troupe)
    monkeypatch.setattr("units.permissions.may_edit", lambda user, record: True)
    submitted(activity, liaison)
    url = f"{activity.get_absolute_url()}evidence/"
    page = client_of(liaison).post(url, {"evidence": [named("方案.pdf", PDF)]}, follow=True)
    assert "活动已提交，不能再添加材料" in page.content.decode()
    assert not activity.evidence.exists()


@pytest.fixture
def summary(bureau, troupe, liaison, reviewer) -> Summary:
    """The bureau's summary of one activity."""
    confirmed(make_activity(troupe), liaison, reviewer)
    return write_summary(bureau, YEAR, by=reviewer, today=date(2011, 12, 20))


def test_a_summary_that_was_handed_in_is_not_generated_anew(summary, reviewer):
    Summary.objects.update(status=Status.SUBMITTED)
    with pytest.raises(StepRefused, match="已提交"):
        renew(summary, by=reviewer, digest="", choices={})
    assert summary.sections.exists()


def test_a_summary_is_generated_anew_only_as_it_was_shown(summary, reviewer):
    shown = renewal_of(summary).digest
    summary.sections.filter(position=1).update(text="别人刚刚改过")
    with pytest.raises(Outdated):
        renew(summary, by=reviewer, digest=shown, choices={})
    assert summary.sections.first().text == "别人刚刚改过"


def test_a_summary_that_was_reopened_is_not_issued(summary, reviewer):
    Summary.objects.update(status=Status.RETURNED)
    with pytest.raises(StepRefused, match="刚刚有了变动"):
        issue(summary, by=reviewer)
    assert not summary.issued.exists()


def test_the_same_document_is_not_issued_twice(summary, reviewer):
    Summary.objects.update(status=Status.CONFIRMED)
    issue(summary, by=reviewer)
    with pytest.raises(StepRefused, match="完全相同"):
        issue(summary, by=reviewer)
    assert summary.issued.count() == 1


def test_what_no_font_can_show_is_named_instead_of_printed(client_of, summary, bureau_liaison):
    summary.sections.update(text="演出很成功😀")
    with pytest.raises(CannotPrint, match="😀"):
        issue(summary, by=bureau_liaison)
    page = client_of(bureau_liaison).get(f"{summary.get_absolute_url()}pdf/", follow=True)
    assert "请改用其他写法" in page.content.decode()


def test_everybody_reads_the_same_state_of_a_measure(
    office, bureau, union, bureau_liaison, office_reviewer, other_liaison
):
    measure = make_measure(make_plan(office))
    make_plan(union, parent=measure.plan)
    done = make_activity(bureau, plan_item=measure)
    confirmed(done, bureau_liaison, office_reviewer)
    (seen,) = progress(measure.plan, user=office_reviewer, today=None)
    (other,) = progress(measure.plan, user=other_liaison, today=None)
    assert (seen.state, seen.done, seen.activities) == (ItemState.DONE, 1, (done,))
    assert (other.state, other.done, other.activities) == (ItemState.DONE, 1, ())
