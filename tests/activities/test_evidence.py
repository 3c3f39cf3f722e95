"""Evidence belongs to its activity: who sees that sees it, who edits that changes it."""

import pytest

from activities.models import Evidence
from tests.cases import each
from tests.factories import make_activity, submitted
from units.models import AuditEvent

from .files import PDF, named, office_file, photo, received

EDIT = "/activities/evidence/edit/"


def described(evidence, *, caption="新", kind="photo", taken_on=""):
    """What a page sends about one file."""
    fields = {"caption": caption, "kind": kind, "taken_on": taken_on}
    return {f"{evidence.pk}-{name}": value for name, value in fields.items()}


@pytest.fixture
def activity(troupe):
    """A draft of the troupe."""
    return make_activity(troupe)


@pytest.fixture
def add(client_of, liaison, activity):
    """The liaison adds these files to the draft."""

    def send(*files, **extra):
        url = f"{activity.get_absolute_url()}evidence/"
        return client_of(liaison).post(url, {"evidence": files}, follow=True, **extra)

    return send


def test_several_files_are_added_at_once(add, activity):
    page = add(photo(), named("通知.pdf", PDF), photo("二.jpg", colour="blue"))
    assert "已上传 3 份材料" in page.content.decode()
    assert [e.kind for e in activity.evidence.all()] == ["photo", "document", "photo"]


def test_the_same_file_twice_is_kept_once_and_said(add, activity):
    add(photo())
    page = add(photo("另一个名字.jpg"), named("通知.pdf", PDF), named("副本.pdf", PDF))
    text = page.content.decode()
    assert "“另一个名字.jpg”已经上传过" in text
    assert "“副本.pdf”已经上传过" in text
    assert activity.evidence.count() == 2


def test_one_bad_file_is_named_and_nothing_is_kept_by_halves(add, activity):
    page = add(photo(), named("假.jpg", b"<html>"))
    assert "“假.jpg”的文件内容与扩展名不符" in page.content.decode()
    assert not activity.evidence.exists()


def test_no_file_chosen_is_said(add):
    assert "必填" in add().content.decode()


def test_a_photo_is_shown_inline_and_sealed(add, client_of, leader):
    add(photo("演出现场.jpg"))
    answer = received(client_of(leader).get(Evidence.objects.get().get_absolute_url()))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline; filename*=utf-8''%E6%BC%94")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_office_file_is_only_saved_and_the_download_recorded(add, client_of, leader):
    add(named("方案.docx", office_file("word/document.xml")))
    answer = received(client_of(leader).get(Evidence.objects.get().get_absolute_url()))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    line = AuditEvent.objects.get(actor=leader)
    assert (line.action, line.changes) == ("下载材料", {"文件": "方案.docx"})


def test_the_stored_name_has_nothing_of_the_users(add):
    add(named("密码.pdf", PDF))
    assert "密码" not in Evidence.objects.get().file.name


def test_captions_and_kinds_are_edited(add, client_of, liaison, activity):
    add(photo())
    evidence = activity.evidence.get()
    sent = described(evidence, caption="演出现场", kind="press", taken_on="2011-07-31")
    client_of(liaison).post(EDIT, sent)
    evidence.refresh_from_db()
    assert (evidence.caption, evidence.kind) == ("演出现场", "press")


def test_a_wrong_date_of_a_photo_is_said(add, client_of, liaison, activity):
    add(photo())
    sent = described(activity.evidence.get(), taken_on="那天")
    assert "没有保存" in client_of(liaison).post(EDIT, sent, follow=True).content.decode()


def test_a_file_goes_only_after_its_row_is_gone(
    add, client_of, liaison, activity, django_capture_on_commit_callbacks
):
    add(photo())
    evidence = activity.evidence.get()
    storage, name = evidence.file.storage, evidence.file.name
    with django_capture_on_commit_callbacks() as later:
        client_of(liaison).post(f"{evidence.get_absolute_url()}delete/")
    assert not activity.evidence.exists()
    assert storage.exists(name)
    for callback in later:
        callback()
    assert not storage.exists(name)


def test_evidence_is_closed_once_the_activity_is_submitted(add, client_of, liaison, activity):
    add(photo())
    submitted(activity, liaison)
    evidence = activity.evidence.get()
    browser = client_of(liaison)
    for url in (
        f"{activity.get_absolute_url()}evidence/",
        f"{evidence.get_absolute_url()}place/",
        f"{evidence.get_absolute_url()}turn/",
        f"{evidence.get_absolute_url()}delete/",
    ):
        assert browser.post(url).status_code == 403
    assert browser.post(EDIT, described(evidence)).status_code == 403
    assert received(browser.get(evidence.get_absolute_url())).status_code == 200


def test_a_file_stays_if_its_activity_is_submitted_while_it_is_deleted(
    add, client_of, liaison, activity, monkeypatch
):
    add(photo())
    stored_now = Evidence.locked_holder

    def submitted_meanwhile(evidence):
        submitted(activity, liaison)
        return stored_now(evidence)

    monkeypatch.setattr(Evidence, "locked_holder", submitted_meanwhile)
    url = f"{activity.evidence.get().get_absolute_url()}delete/"
    assert client_of(liaison).post(url).status_code == 403
    assert activity.evidence.exists()
    assert not AuditEvent.objects.filter(action="删除材料").exists()


def test_a_deleted_file_leaves_a_line_in_the_trail(add, client_of, liaison, activity):
    add(photo("台上.jpg"))
    client_of(liaison).post(f"{activity.evidence.get().get_absolute_url()}delete/")
    line = AuditEvent.objects.get(action="删除材料")
    assert (line.target, line.changes) == (str(activity), {"文件": "台上.jpg"})


@each(
    ("who", "status"),
    [
        ("liaison", 200), ("bureau_liaison", 200), ("reviewer", 200), ("office_reviewer", 200),
        ("leader", 200), ("other_liaison", 404), ("stranger", 404), ("admin", 403),
        ("security", 403), ("auditor", 403),
    ],
)  # fmt: skip
@each("part", ["", "thumbnail/", "view/"])
def test_who_opens_a_file(add, client_of, request, who, status, part):
    add(photo())
    url = f"{Evidence.objects.get().get_absolute_url()}{part}"
    assert received(client_of(request.getfixturevalue(who)).get(url)).status_code == status


@each(
    ("who", "status"),
    [
        ("liaison", 302), ("bureau_liaison", 302), ("reviewer", 403), ("leader", 403),
        ("other_liaison", 404), ("stranger", 404), ("admin", 403), ("auditor", 403),
    ],
)  # fmt: skip
@each("action", ["edit", "delete", "place", "turn"])
def test_who_changes_a_file(add, client_of, request, who, status, action):
    add(photo())
    evidence = Evidence.objects.get()
    url = EDIT if action == "edit" else f"{evidence.get_absolute_url()}{action}/"
    sent = described(evidence) | {"to": "0", "way": "left"}
    assert client_of(request.getfixturevalue(who)).post(url, sent).status_code == status
