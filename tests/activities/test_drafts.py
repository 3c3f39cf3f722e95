"""What is typed and not saved comes back as it was left."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.drafts import discard, keep, keep_in, waiting
from activities.models import Activity, ActivityDraft, Evidence
from shuangyong.vague import VagueNumber
from tests.factories import YEAR, make_activity, make_user, submitted
from units.handover import hand_over
from units.models import AuditEvent

from .files import photo
from .test_log_activity import lines, stored_files, typed

NEW = "/activities/add/"
KEEP = "/activities/drafts/"


@pytest.fixture
def browser(client_of, liaison):
    """The liaison's browser."""
    return client_of(liaison)


def kept(browser, form: dict) -> ActivityDraft:
    """The draft after the page has kept `form`."""
    return ActivityDraft.objects.get(pk=browser.post(KEEP, form).json()["draft"])


def uploaded(draft: ActivityDraft, name: str, sha256: str) -> Evidence:
    """A photo that was uploaded before the activity was saved."""
    return Evidence.objects.create(
        draft=draft, kind="photo", file=photo(name), name=name, size=1, sha256=sha256
    )


def test_what_is_typed_is_kept_and_says_when(browser, liaison, troupe):
    answer = browser.post(KEEP, typed(troupe, form_key="a", held="7月32日")).json()
    draft = ActivityDraft.objects.get()
    assert (answer["draft"], draft.user, draft.year) == (draft.pk, liaison, YEAR)
    assert len(answer["saved_at"]) == len("14:32")
    assert draft.data["held"] == ["7月32日"]
    assert "csrfmiddlewaretoken" not in draft.data


def test_nothing_typed_makes_no_draft(browser, troupe):
    form = {"kind": "", "title": " ", "unit": troupe.pk, "seen_revision": 0, "form_key": "a"}
    form |= lines("partners", {"role": "participant", "name": ""})
    assert browser.post(KEEP, form).json() == {"draft": None}
    assert not ActivityDraft.objects.exists()


def test_a_photo_that_comes_first_has_a_draft_to_belong_to(browser, troupe):
    form = {"unit": troupe.pk, "form_key": "a", "files": "1"}
    assert browser.post(KEEP, form).json()["draft"] == ActivityDraft.objects.get().pk


def test_one_form_makes_one_draft_and_two_forms_make_two(browser, troupe):
    first = kept(browser, typed(troupe, form_key="a", title="送戏"))
    assert kept(browser, typed(troupe, form_key="a", title="送戏进军营")) == first
    assert kept(browser, typed(troupe, form_key="b")) != first
    first.refresh_from_db()
    assert str(first) == "送戏进军营"


def test_an_edited_activity_has_one_draft_for_each_account(
    browser, client_of, bureau_liaison, troupe
):
    activity = make_activity(troupe)
    one = kept(browser, typed(troupe, form_key="a", activity=activity.pk))
    assert kept(browser, typed(troupe, form_key="b", activity=activity.pk)) == one
    other = kept(client_of(bureau_liaison), typed(troupe, form_key="c", activity=activity.pk))
    assert other != one


def test_a_draft_comes_back_as_typed_without_being_judged(browser, troupe):
    form = typed(
        troupe,
        held="7月32日",
        form_key="a",
        counts=[{"label": "演职人员", "number": "很多"}, {"label": "观众", "number": "2000余人"}],
    )
    draft = kept(browser, form)
    page = browser.get(NEW, {"draft": draft.pk})
    text = page.content.decode()
    for words in ('value="7月32日"', 'value="很多"', 'value="2000余人"', "近百名演职人员"):
        assert words in text
    for complaint in ("is-invalid", "还没有保存：", "不是能识别的"):
        assert complaint not in text
    assert f'name="draft" value="{draft.pk}"' in text
    assert 'name="form_key" value="a"' in text


def test_saving_settles_the_draft_with_its_photos(
    browser, liaison, troupe, settings, django_capture_on_commit_callbacks
):
    draft = kept(browser, typed(troupe, form_key="a"))
    first = uploaded(draft, "台上.jpg", "1" * 64)
    browser.post(NEW, typed(troupe, form_key="a", draft=draft.pk))
    activity = Activity.objects.get()
    first.refresh_from_db()
    assert (first.activity, first.draft) == (activity, None)
    assert not ActivityDraft.objects.exists()
    again = kept(browser, typed(troupe, activity=activity.pk))
    uploaded(again, "又一次.jpg", "1" * 64)
    edit = f"{activity.get_absolute_url()}edit/"
    with django_capture_on_commit_callbacks(execute=True):
        page = browser.post(edit, typed(troupe, draft=again.pk, seen_revision=1), follow=True)
    assert "“又一次.jpg”已经上传过" in page.content.decode()
    assert activity.evidence.get() == first
    assert len(stored_files(settings)) == 1


def test_a_save_that_fails_leaves_the_draft(browser, troupe):
    draft = kept(browser, typed(troupe, form_key="a"))
    page = browser.post(NEW, typed(troupe, title="", form_key="a", draft=draft.pk))
    assert "请填写活动名称" in page.content.decode()
    assert ActivityDraft.objects.get() == draft


def test_a_draft_that_has_gone_is_not_made_again(browser, troupe):
    draft = kept(browser, typed(troupe, form_key="a"))
    browser.post(NEW, typed(troupe, form_key="a", draft=draft.pk))
    answer = browser.post(KEEP, typed(troupe, form_key="a", draft=draft.pk)).json()
    assert answer == {"draft": None, "gone": True}
    assert not ActivityDraft.objects.exists()


@pytest.mark.parametrize("number", ["0", "x", "²", "9" * 30])
def test_a_number_that_is_none_is_no_draft(browser, troupe, number):
    assert browser.get(NEW, {"draft": number}).status_code == 404
    assert browser.post(KEEP, typed(troupe, draft=number)).json()["gone"]
    assert browser.post(KEEP, typed(troupe, activity=number)).status_code == 404


def test_a_kind_that_was_only_chosen_is_no_draft(browser, troupe):
    chosen = typed(troupe, title="", held="", place="", narrative="")
    assert browser.post(KEEP, chosen).json() == {"draft": None}
    assert not ActivityDraft.objects.exists()


def test_a_draft_that_was_saved_leads_to_the_activities_with_a_word(browser, troupe):
    draft = kept(browser, typed(troupe, form_key="a"))
    browser.post(NEW, typed(troupe, form_key="a", draft=draft.pk))
    page = browser.get(NEW, {"draft": draft.pk}, follow=True)
    assert page.redirect_chain == [("/activities/", 302)]
    for words in ("这份草稿已经保存为活动，或者已经丢弃。", "“鱼水情深促和谐”演出活动"):
        assert words in page.content.decode()


def test_a_foreign_draft_is_not_found(browser, client_of, bureau_liaison, troupe):
    draft = kept(browser, typed(troupe, form_key="a"))
    other = client_of(bureau_liaison)
    assert other.get(NEW, {"draft": draft.pk}).status_code == 404
    assert other.post(f"{KEEP}{draft.pk}/discard/").status_code == 404
    assert other.post(KEEP, typed(troupe, title="抢写", draft=draft.pk)).json()["gone"]
    other.post(NEW, typed(troupe, form_key="z", draft=draft.pk))
    draft.refresh_from_db()
    assert str(draft) != "抢写"


@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("admin", 403), ("auditor", 403)])
def test_who_writes_nothing_keeps_nothing(status_of, troupe, who, status):
    assert status_of(who, KEEP, {"title": "x"}) == status
    assert status_of(who, f"{KEEP}1/discard/", {}) == status


def test_the_text_of_one_account_never_becomes_the_draft_of_another(browser, troupe):
    stranger = make_user("after", unit=troupe)
    answer = browser.post(KEEP, typed(troupe, account=stranger.pk))
    assert answer.status_code == 409
    assert not ActivityDraft.objects.exists()


def test_the_draft_kept_last_comes_first(browser, liaison, troupe):
    first = kept(browser, typed(troupe, form_key="a", title="先写的"))
    second = kept(browser, typed(troupe, form_key="b", title="后写的"))
    assert list(waiting(liaison)) == [second, first]
    keep_in(first, first.data)
    assert list(waiting(liaison)) == [first, second]


def test_discarding_removes_the_files(
    browser, troupe, settings, django_capture_on_commit_callbacks
):
    draft = kept(browser, typed(troupe, form_key="a", title="写错了"))
    uploaded(draft, "台上.jpg", "1" * 64)
    with django_capture_on_commit_callbacks(execute=True):
        page = browser.post(f"{KEEP}{draft.pk}/discard/", follow=True)
    assert "已丢弃草稿：写错了" in page.content.decode()
    assert stored_files(settings) == []
    line = AuditEvent.objects.get(action="丢弃草稿")
    assert (line.target, line.changes) == ("写错了", {"文件": "台上.jpg"})


def test_discarding_leaves_what_was_saved_meanwhile(browser, liaison, troupe):
    draft = kept(browser, typed(troupe, form_key="a"))
    uploaded(draft, "台上.jpg", "1" * 64)
    browser.post(NEW, typed(troupe, form_key="a", draft=draft.pk))
    discard(draft, by=liaison)
    assert Activity.objects.get().evidence.get().name == "台上.jpg"
    assert not AuditEvent.objects.filter(action="丢弃草稿").exists()


def test_a_draft_keeps_its_year_whatever_year_is_worked_in(browser, liaison, troupe):
    draft = kept(browser, typed(troupe, form_key="a", form_year=YEAR))
    liaison.working_year = 2015
    liaison.save()
    assert browser.get(NEW, {"draft": draft.pk}).context["form"].year == YEAR
    browser.post(NEW, typed(troupe, form_key="a", draft=draft.pk))
    assert Activity.objects.get().year == YEAR


def test_a_correction_comes_back_on_the_edit_page(browser, liaison, bureau_liaison, troupe):
    activity = make_activity(troupe)
    form = typed(troupe, place="改过的地点", seen_revision=0, activity=activity.pk)
    draft = kept(browser, form)
    edit = f"{activity.get_absolute_url()}edit/"
    assert 'value="改过的地点"' in browser.get(edit).content.decode()
    activity.revision, activity.changed_by = 1, bureau_liaison
    activity.save()
    page = browser.post(edit, form | {"draft": draft.pk})
    assert "bureau_liaison已保存过本记录" in page.content.decode()
    assert ActivityDraft.objects.exists()


def test_the_correction_of_a_deleted_activity_becomes_a_new_one(browser, troupe):
    activity = make_activity(troupe)
    activity.counts.create(label="观众", number=VagueNumber.parse("200人"))
    form = typed(troupe, title="改过的名称", activity=activity.pk) | lines(
        "counts", {"id": activity.counts.get().pk, "label": "观众", "number": "300人"}, existing=1
    )
    draft = kept(browser, form)
    activity.delete()
    page = browser.get(NEW, {"draft": draft.pk})
    assert 'value="300人"' in page.content.decode()
    assert page.context["lines"]["counts"].initial_form_count() == 0


def test_what_was_typed_while_somebody_else_submitted_comes_back(browser, bureau_liaison, troupe):
    activity = submitted(make_activity(troupe), bureau_liaison)
    edit = f"{activity.get_absolute_url()}edit/"
    page = browser.post(edit, typed(troupe, narrative="写了很久的一段", seen_revision=0))
    assert page.status_code == 200
    assert "bureau_liaison已提交本记录" in page.content.decode()
    assert "写了很久的一段" in page.content.decode()
    activity.refresh_from_db()
    assert activity.narrative == ""


def test_keeping_costs_the_same_for_any_number_of_drafts(browser, liaison, troupe):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            kept(browser, typed(troupe, form_key="new"))
        return len(queries)

    kept(browser, typed(troupe, form_key="new"))
    one = cost()
    for number in range(30):
        keep(liaison, YEAR, None, {"form_key": [str(number)], "title": ["送戏"]})
    assert cost() == one


def test_waiting_drafts_are_offered_where_one_goes_on(browser, client_of, bureau_liaison, troupe):
    first = kept(browser, typed(troupe, form_key="a", title="送戏进军营"))
    uploaded(first, "台上.jpg", "1" * 64)
    kept(browser, typed(troupe, form_key="b", title="座谈会"))
    for url in (NEW, "/activities/", "/"):
        text = browser.get(url).content.decode()
        assert "您有 2 份未保存的草稿" in text
        assert f'href="{first.get_absolute_url()}"' in text
        assert "丢弃未保存的草稿“送戏进军营”和它的 1 份材料？" in text
        assert "未保存的草稿" not in client_of(bureau_liaison).get(url).content.decode()
    assert "您有 1 份未保存的草稿" in browser.get(first.get_absolute_url()).content.decode()


def test_the_correction_of_a_submitted_activity_can_be_read(browser, bureau_liaison, troupe):
    activity = make_activity(troupe)
    form = typed(troupe, narrative="写了很久的一段", activity=activity.pk, seen_revision=0)
    draft = kept(browser, form)
    submitted(activity, bureau_liaison)
    text = browser.get(draft.get_absolute_url()).content.decode()
    assert "写了很久的一段" in text
    assert "已提交，现在不能修改" in text
    browser.post(NEW, form | {"draft": draft.pk, "title": "另存的"})
    assert Activity.objects.get(title="另存的").narrative == "写了很久的一段"
    assert not ActivityDraft.objects.exists()


def test_a_draft_of_a_correction_leads_to_the_edit_page(browser, troupe):
    activity = make_activity(troupe)
    draft = kept(browser, typed(troupe, activity=activity.pk, title="改过的名称"))
    page = browser.get(NEW, {"draft": draft.pk})
    assert page.url == f"{activity.get_absolute_url()}edit/"
    assert "未保存的修改，已恢复" in browser.get(page.url).content.decode()


def test_drafts_of_an_account_that_was_handed_over_stay_its_own(
    browser, client_of, liaison, troupe, security
):
    successor = make_user("successor", role="")
    kept(browser, typed(troupe, form_key="a"))
    hand_over(liaison, successor, by=security, today=date(YEAR, 12, 1))
    assert ActivityDraft.objects.get().user == liaison
    successor.refresh_from_db()
    assert "未保存的草稿" not in client_of(successor).get("/activities/").content.decode()


@pytest.mark.parametrize("url", [NEW, "/activities/", "/"])
def test_offering_drafts_costs_the_same_for_any_number(count_queries, liaison, troupe, url):
    keep(liaison, YEAR, None, {"form_key": ["a"], "title": ["送戏"]})
    one = count_queries(liaison, url)
    for number in range(20):
        activity = make_activity(troupe, is_series=True)
        keep(liaison, YEAR, activity, {"form_key": [str(number)], "title": ["送戏"]})
        activity.delete()
    assert count_queries(liaison, url) == one
