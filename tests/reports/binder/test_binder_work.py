"""The making of a binder: done once, in the worker, begun anew when that was killed."""

import io

import pytest
from pypdf import PdfReader

from reports.binder import making, work
from reports.models import Binder, BinderFormat
from shuangyong.long_work import MakingState, SupersededError
from shuangyong.review import StepRefused
from shuangyong.uploads import digest
from units.models import AuditEvent

from .files import attached, paper

BINDERS = "/reports/binders/"


@pytest.fixture
def page(assessment):
    return f"{BINDERS}?assessment={assessment.pk}"


@pytest.fixture
def client(client_of, liaison):
    return client_of(liaison)


@pytest.fixture
def waiting(assessment, liaison, monkeypatch):
    """A binder that no worker has taken up yet."""
    monkeypatch.setattr(work, "_hand_over", lambda binder: None)
    return work.order(assessment, BinderFormat.PDF, by=liaison)


def silent(binder) -> None:
    """Nobody has heard of whoever works on it for long."""
    Binder.objects.filter(pk=binder.pk).update(moved_at="2011-01-01T00:00:00Z")


def test_a_click_makes_a_binder_that_can_be_taken_along(client, page, assessment, liaison):
    client.post(page, {"form": "pdf"})
    binder = Binder.objects.get()
    assert binder.state == MakingState.DONE
    text = client.get(page).content.decode()
    assert "4 项缺少佐证材料" in text
    assert "此后有改动" not in text
    answer = client.get(f"{BINDERS}{binder.pk}/file/")
    content = b"".join(answer.streaming_content)
    assert len(PdfReader(io.BytesIO(content)).pages) == binder.pages
    assert (len(content), binder.sha256) == (binder.size, digest(content))
    assert AuditEvent.objects.filter(action="下载材料汇编", actor=liaison).exists()


@pytest.mark.parametrize("change", ["statement", "file", "activity"])
def test_a_binder_says_that_something_has_changed_since(
    client, page, assessment, response, show, change
):
    client.post(page, {"form": "pdf"})
    item = response(2)
    if change == "statement":
        assessment.responses.filter(pk=item.pk).update(statement="已列入计划。")
    elif change == "file":
        attached(item, "plan.pdf", paper("Plan"))
    else:
        item.activities.add(show)
    assert "此后有改动，建议重新生成" in client.get(page).content.decode()


def test_progress_is_asked_for_until_it_is_done(client, waiting, page):
    url = f"{BINDERS}{waiting.pk}/"
    Binder.objects.update(state=MakingState.WORKING, total=6, done=2, phase="排版")
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "正在排版：2 / 6 项" in part
    assert "<html" not in part
    assert "重新开始" not in part
    assert "正在排版" in client.get(page).content.decode()
    Binder.objects.update(state=MakingState.DONE)
    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_page_that_waits_for_a_worker_says_so(client, waiting, page):
    silent(waiting)
    assert "后台任务未运行" in client.get(page).content.decode()


def test_the_same_binder_is_not_made_twice_at_once(client, waiting, page, assessment, liaison):
    with pytest.raises(StepRefused):
        work.order(assessment, BinderFormat.PDF, by=liaison)
    assert "正在生成，请稍候" in client.post(page, {"form": "pdf"}, follow=True).content.decode()
    work.order(assessment, BinderFormat.ZIP, by=liaison)
    assert Binder.objects.count() == 2


def test_a_worker_that_comes_second_does_nothing(waiting):
    work.make(waiting.pk, "another run")
    waiting.refresh_from_db()
    assert waiting.state == MakingState.WAITING
    run = waiting.run
    work.make(waiting.pk, run)
    made = Binder.objects.get()
    work.make(waiting.pk, run)
    assert (made.state, Binder.objects.get().made_at) == (MakingState.DONE, made.made_at)


def test_a_killed_worker_leaves_no_file_and_the_work_is_begun_anew(
    client, waiting, page, monkeypatch, settings
):
    def killed(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(making.Bookbinder, "_join", killed)
        with pytest.raises(SystemExit):
            work.make(waiting.pk, waiting.run)
    waiting.refresh_from_db()
    assert waiting.state == MakingState.WORKING
    assert not list(settings.MEDIA_ROOT.glob("binders/*"))
    client.post(f"{BINDERS}{waiting.pk}/restart/")
    assert Binder.objects.get().run == waiting.run, "it was heard of a moment ago"
    silent(waiting)
    assert "后台任务已中断" in client.get(page).content.decode()
    client.post(f"{BINDERS}{waiting.pk}/restart/")
    again = Binder.objects.get()
    assert (again.state, again.run != waiting.run) == (MakingState.WAITING, True)
    with pytest.raises(SupersededError):
        waiting.tell(1, 2)
    work.make(again.pk, again.run)
    assert Binder.objects.get().state == MakingState.DONE
    assert len(list(settings.MEDIA_ROOT.glob("binders/*"))) == 1


def test_one_that_is_deleted_meanwhile_is_given_up(waiting, liaison, monkeypatch, settings):
    join = making.Bookbinder._join

    def deleted_meanwhile(self, target):
        work.discard(Binder.objects.get(), by=liaison)
        join(self, target)

    monkeypatch.setattr(making.Bookbinder, "_join", deleted_meanwhile)
    work.make(waiting.pk, waiting.run)
    assert not Binder.objects.exists()
    assert not list(settings.MEDIA_ROOT.glob("binders/*"))


def test_what_goes_wrong_is_said_on_the_page(client, waiting, page, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(work, "make_pdf", broken)
    work.make(waiting.pk, waiting.run)
    assert "生成时出错" in client.get(page).content.decode()


def test_the_last_three_of_a_kind_are_kept(assessment, liaison, settings, client_of):
    for _ in range(4):
        work.order(assessment, BinderFormat.ZIP, by=liaison)
    work.order(assessment, BinderFormat.PDF, by=liaison)
    kinds = list(Binder.objects.order_by("pk").values_list("form", flat=True))
    assert kinds == ["zip", "zip", "zip", "pdf"]


def test_a_deleted_binder_takes_its_file_along(
    client, page, settings, django_capture_on_commit_callbacks
):
    client.post(page, {"form": "zip"})
    binder = Binder.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{BINDERS}{binder.pk}/delete/")
    assert not Binder.objects.exists()
    assert not list(settings.MEDIA_ROOT.glob("binders/*"))


def test_a_format_that_does_not_exist_is_refused(client, page):
    assert "没有这种格式" in client.post(page, {"form": "exe"}, follow=True).content.decode()
    assert not Binder.objects.exists()


def test_a_round_that_has_not_begun_has_no_binder(assessment, reviewer):
    round_ = assessment.round
    type(round_).objects.update(state="preparing")
    round_.refresh_from_db()
    with pytest.raises(StepRefused, match="考核尚未开始"):
        work.order(round_, BinderFormat.PDF, by=reviewer)
