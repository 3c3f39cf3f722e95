"""Files of a criterion: kept under our own name, shown sealed, gone only while it is open."""

import pytest

from assessments.models import ResponseFile
from tests.activities.files import PDF, named, office_file, phone_photo, photo, received
from units.models import AuditEvent

from .records import decided, handed_in


@pytest.fixture
def upload(page_of, liaison):
    """The liaison uploads these files to criterion 2."""

    def send(*files):
        return page_of(liaison).fill(2, files=list(files)).save()

    return send


def stored_files(settings) -> list:
    """What lies in the folder of uploads."""
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_several_files_of_several_kinds_are_kept_with_their_names(upload, response):
    page = upload(
        named("预算.pdf", PDF), photo(), named("方案.docx", office_file("word/document.xml"))
    )
    assert [file.name for file in response(2).files.all()] == ["预算.pdf", "现场.jpg", "方案.docx"]
    for name in ("预算.pdf", "现场.jpg", "方案.docx"):
        assert name in page.text


def test_the_same_file_is_kept_once(upload, response):
    upload(named("预算.pdf", PDF), named("副本.pdf", PDF))
    upload(named("又一份.pdf", PDF))
    assert response(2).files.count() == 1


def test_the_stored_name_has_nothing_of_the_users(upload):
    upload(named("密码.pdf", PDF))
    assert "密码" not in ResponseFile.objects.get().file.name


def test_a_photo_is_kept_without_where_it_was_taken(upload):
    upload(named("现场.jpg", phone_photo()))
    assert b"Exif" in phone_photo()
    with ResponseFile.objects.get().file.open() as kept:
        assert b"Exif" not in kept.read()


def test_a_pdf_is_shown_inline_and_sealed(upload, client_of, leader):
    upload(named("预算.pdf", PDF))
    answer = received(client_of(leader).get(ResponseFile.objects.get().get_absolute_url()))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline; filename*=utf-8''%E9%A2%84")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_office_file_is_only_saved_and_the_download_recorded(upload, client_of, leader):
    upload(named("方案.docx", office_file("word/document.xml")))
    answer = received(client_of(leader).get(ResponseFile.objects.get().get_absolute_url()))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    line = AuditEvent.objects.get(actor=leader)
    assert (line.action, line.changes) == ("下载材料", {"文件": "方案.docx"})


def test_a_file_is_removed_while_the_checklist_is_open(
    upload, client_of, liaison, response, settings, django_capture_on_commit_callbacks
):
    upload(named("预算.pdf", PDF))
    url = f"{response(2).files.get().get_absolute_url()}delete/"
    assert len(stored_files(settings)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        page = client_of(liaison).post(url, follow=True)
    assert "已删除材料：预算.pdf" in page.content.decode()
    assert page.redirect_chain[0][0].endswith(f"#item-{response(2).pk}")
    assert not response(2).files.exists()
    assert stored_files(settings) == []
    line = AuditEvent.objects.get(action="删除材料")
    assert (line.actor, line.changes) == (liaison, {"文件": "预算.pdf"})


@pytest.mark.parametrize("close", [handed_in, decided])
def test_a_file_stays_once_the_checklist_is_handed_in(
    upload, assessment, client_of, liaison, reviewer, response, close
):
    upload(named("预算.pdf", PDF))
    close(assessment, liaison, *([reviewer] if close is decided else []))
    url = response(2).files.get().get_absolute_url()
    for user in (liaison, reviewer):
        assert client_of(user).post(f"{url}delete/").status_code == 403
    assert received(client_of(liaison).get(url)).status_code == 200


@pytest.fixture
def send(client_of, liaison, response):
    """Sends one file for an item as the page's script does; what comes back."""

    def post(number, file, user=liaison):
        url = f"/assessments/responses/{response(number).pk}/files/"
        return (
            client_of(user)
            .post(url, {"evidence": file}, headers={"Accept": "application/json"})
            .json()
        )

    return post


def test_a_file_sent_by_itself_comes_back_as_the_page_shows_it(send, response, client_of, leader):
    told = send(2, photo())
    file = response(2).files.get()
    assert f'data-evidence="{file.pk}"' in told["html"]
    shown = received(client_of(leader).get(f"{file.get_absolute_url()}thumbnail/"))
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")


def test_content_that_is_known_is_said_and_not_kept_twice(send, response):
    send(2, named("预算.pdf", PDF))
    assert send(2, named("副本.pdf", PDF))["notes"] == ["“副本.pdf”已经上传过，没有重复保存。"]
    assert response(2).files.count() == 1
    (note,) = send(1, named("又一份.pdf", PDF))["notes"]
    assert "第 2 项</a>的“预算.pdf”相同" in note
    assert response(1).files.count() == 1


def test_one_item_has_a_limit(send, response, monkeypatch):
    monkeypatch.setattr("assessments.evidence.MOST_FILES", 1)
    send(2, named("预算.pdf", PDF))
    assert send(2, photo())["errors"] == ["一项最多 1 份材料，已有 1 份。"]
    assert response(2).files.count() == 1


def test_a_caption_is_kept(upload, client_of, liaison, response):
    upload(named("预算.pdf", PDF))
    file = response(2).files.get()
    client_of(liaison).post("/assessments/files/edit/", {f"{file.pk}-caption": "财预〔2011〕3号"})
    assert response(2).files.get().caption == "财预〔2011〕3号"
    line = AuditEvent.objects.get(action="填写材料说明")
    assert (line.actor, line.changes) == (liaison, {"预算.pdf": "财预〔2011〕3号"})


def test_no_thumbnail_is_left_behind(
    send, client_of, liaison, response, settings, django_capture_on_commit_callbacks
):
    send(2, photo())
    assert len(stored_files(settings)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        client_of(liaison).post(f"{response(2).files.get().get_absolute_url()}delete/")
    assert stored_files(settings) == []
