"""A liaison logs an activity with its photo in one go; the reviewer answers."""

import pytest

from activities.models import Activity, ActivityKind
from shuangyong.review import Status
from tests.factories import YEAR, make_activity, make_kind, make_troop, submitted
from units.models import AuditEvent

from .files import PDF, named, photo

NEW = "/activities/add/"


def lines(prefix: str, *rows: dict, existing: int = 0) -> dict:
    """What the browser sends for an inline formset."""
    sent = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": existing}
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def typed(troupe, **fields) -> dict:
    """The performance of 31 July as a liaison types it."""
    form = {
        "kind": make_kind("慰问演出").pk,
        "title": "“鱼水情深促和谐”演出活动",
        "held": "7月31日",
        "place": "部队驻地",
        "unit": troupe.pk,
        "narrative": "近百名演职人员到驻地演出。",
    }
    for name in ("counts", "contributions", "partners", "beneficiaries"):
        form |= lines(name, *fields.pop(name, []))
    return form | fields


@pytest.fixture
def browser(client_of, liaison):
    """The liaison's browser."""
    return client_of(liaison)


def test_the_performance_is_logged_with_its_photo_in_one_post(browser, troupe):
    troop = make_troop(troupe)
    form = typed(
        troupe,
        troops=[troop.pk],
        counts=[{"label": "演职人员", "number": "近百名"}],
        contributions=[{"category": "money", "name": "", "quantity": "", "value": "500元"}],
        partners=[{"role": "co_organiser", "name": "区作家协会"}],
        beneficiaries=[{"category": "military_family", "number": "12人"}],
        evidence=[photo()],
    )
    page = browser.post(NEW, form, follow=True)
    activity = Activity.objects.get()
    assert page.redirect_chain == [(activity.get_absolute_url(), 302)]
    for words in ("近百名", "慰问金500元", "区作家协会", "军属12人", "7月31日", troop.name, "照片"):
        assert words in page.content.decode()
    assert (activity.year, activity.status, activity.unit) == (YEAR, Status.DRAFT, troupe)
    assert activity.held.start.isoformat() == "2011-07-31"


def test_saving_and_submitting_is_one_click(browser, troupe):
    browser.post(NEW, typed(troupe) | {"submit": ""})
    activity = Activity.objects.get()
    assert activity.status == Status.SUBMITTED
    assert activity.history.get().step == "submit"


def test_htmx_is_sent_on_to_the_saved_activity(browser, troupe):
    answer = browser.post(NEW, typed(troupe), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == Activity.objects.get().get_absolute_url()


@pytest.mark.parametrize("wording", ["7.31", "7月31日下午", "“八一”期间", "6月", "年初", ""])
def test_a_date_is_kept_as_it_was_written(browser, troupe, wording):
    browser.post(NEW, typed(troupe, held=wording))
    assert str(Activity.objects.get().held or "") == wording


def test_a_partner_of_the_tree_is_recognised_by_its_short_name(browser, troupe, bureau):
    browser.post(NEW, typed(troupe, partners=[{"role": "host", "name": "市文化局"}]))
    partner = Activity.objects.get().partners.get()
    assert (partner.unit, partner.name) == (bureau, "市文化局")


def test_the_form_offers_the_own_unit_and_the_kinds_in_use(browser, troupe):
    ActivityKind.objects.filter(name="其他").update(is_active=False)
    form = browser.get(NEW).context["form"]
    assert form["unit"].value() == troupe.pk
    assert form.fields["unit"].widget.is_hidden
    assert "其他" not in {kind.name for kind in form.fields["kind"].queryset}


def test_a_liaison_above_chooses_among_the_units_below(client_of, bureau_liaison, bureau, troupe):
    form = client_of(bureau_liaison).get(NEW).context["form"]
    assert list(form.fields["unit"].queryset) == [bureau, troupe]
    assert form["unit"].value() == bureau.pk


def test_earlier_places_are_offered_again(browser, troupe):
    make_activity(troupe, place="白塔文化广场")
    assert '<option value="白塔文化广场">' in browser.get(NEW).content.decode()


def test_a_returned_activity_is_corrected_and_submitted_again(
    browser, client_of, liaison, reviewer, troupe
):
    activity = submitted(make_activity(troupe), liaison)
    office = client_of(reviewer)
    office.post(f"{activity.get_absolute_url()}return/", {"comment": "请补充照片"})
    assert "请补充照片" in browser.get(activity.get_absolute_url()).content.decode()
    activity.refresh_from_db()
    form = typed(troupe, seen_revision=activity.revision, evidence=[photo()], submit="")
    browser.post(f"{activity.get_absolute_url()}edit/", form)
    office.post(f"{activity.get_absolute_url()}confirm/")
    activity.refresh_from_db()
    assert activity.status == Status.CONFIRMED
    assert activity.evidence.count() == 1
    assert [line.step for line in activity.history.all()] == [
        "submit", "return", "submit", "confirm",
    ]  # fmt: skip


def test_lines_are_changed_and_removed_with_the_form(browser, troupe):
    browser.post(NEW, typed(troupe, counts=[
        {"label": "演职人员", "number": "近百名"}, {"label": "观众", "number": "2000余人"},
    ]))  # fmt: skip
    activity = Activity.objects.get()
    first, second = activity.counts.all()
    form = typed(troupe, seen_revision=activity.revision) | lines(
        "counts",
        {"id": first.pk, "label": "演职人员", "number": "98名"},
        {"id": second.pk, "label": "观众", "number": "2000余人", "DELETE": "on"},
        existing=2,
    )
    browser.post(f"{activity.get_absolute_url()}edit/", form)
    assert [str(count) for count in activity.counts.all()] == ["演职人员98名"]


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    browser, client_of, bureau_liaison, troupe
):
    activity = make_activity(troupe)
    edit = f"{activity.get_absolute_url()}edit/"
    client_of(bureau_liaison).post(edit, typed(troupe, seen_revision=0, place="广场"))
    page = browser.post(edit, typed(troupe, seen_revision=0, place="礼堂"))
    text = page.content.decode()
    assert "bureau_liaison已保存过本记录" in text
    assert "地点" in text
    assert 'value="礼堂"' in text
    activity.refresh_from_db()
    assert activity.place == "广场"
    again = {"seen_revision": page.context["form"]["seen_revision"].value()}
    browser.post(edit, typed(troupe, place="礼堂") | again)
    activity.refresh_from_db()
    assert activity.place == "礼堂"


def test_a_draft_is_deleted_with_its_files(
    browser, troupe, settings, django_capture_on_commit_callbacks
):
    browser.post(NEW, typed(troupe, evidence=[photo()]))
    activity = Activity.objects.get()
    assert len(stored_files(settings)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        page = browser.post(f"{activity.get_absolute_url()}delete/", follow=True)
    assert f"已删除：{activity.title}" in page.content.decode()
    assert not Activity.objects.exists()
    assert stored_files(settings) == []


def stored_files(settings) -> list:
    """What lies in the folder of uploads."""
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_series_with_dates_is_neither_deleted_nor_undone(browser, troupe):
    series = make_activity(troupe, "协助部队文化活动", is_series=True, held="全年")
    make_activity(troupe, series=series)
    browser.post(f"{series.get_absolute_url()}delete/")
    page = browser.post(f"{series.get_absolute_url()}edit/", typed(troupe, seen_revision=0))
    assert "已有分次活动" in page.content.decode()
    assert Activity.objects.count() == 2


def test_a_series_without_dates_is_not_submitted(browser, troupe):
    page = browser.post(NEW, typed(troupe, is_series="on", submit=""), follow=True)
    assert "系列活动还没有分次活动" in page.content.decode()
    assert Activity.objects.get().status == Status.DRAFT


def test_every_change_leaves_an_audit_line_that_says_what_changed(browser, liaison, troupe):
    browser.post(NEW, typed(troupe, evidence=[named("通知.pdf", PDF)]))
    page = Activity.objects.get().get_absolute_url()
    later = typed(troupe, place="礼堂", kind=make_kind("走访慰问").pk, seen_revision=1)
    browser.post(f"{page}edit/", later | lines("counts", {"label": "观众", "number": "200人"}))
    browser.post(f"{page}delete/")
    logged, changed, deleted = AuditEvent.objects.filter(actor=liaison).order_by("pk")
    assert [logged.action, changed.action, deleted.action] == ["新增活动", "修改活动", "删除活动"]
    assert logged.changes["佐证材料"] == ["", "通知.pdf"]
    assert changed.changes == {
        "地点": ["部队驻地", "礼堂"],
        "活动类别": ["慰问演出", "走访慰问"],
        "数量": "观众200人",
    }


@pytest.mark.parametrize("secret", ["驻滨江12345部队", "身份证11010119900307123X"])
def test_what_looks_secret_is_pointed_out(browser, troupe, secret):
    page = browser.post(NEW, typed(troupe, narrative=f"慰问{secret}。"), follow=True)
    assert "请核对“主要内容”：不得录入" in page.content.decode()


def test_a_link_may_fill_in_the_form(browser, troupe):
    series = make_activity(troupe, "协助部队文化活动", is_series=True, held="全年")
    form = browser.get(NEW, {"series": series.pk, "kind": series.kind_id}).context["form"]
    assert form["series"].value() == str(series.pk)
    assert form.has_more
