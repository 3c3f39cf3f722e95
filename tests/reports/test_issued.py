"""Finished documents: their page, figures then and now, and 核验 by file or digest."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from reports.models import IssuedDocument
from reports.verifying import as_digest
from reports.writing import issue
from tests.factories import confirmed
from units.models import AuditEvent

from .records import done, make_summary
from .test_summary_pages import step

VERIFY = "/reports/issued/verify/"


@pytest.fixture
def final(troupe, liaison, reviewer):
    """The troupe's summary of a year with one show, confirmed."""
    done(troupe, counts=[("演职人员", "近百名")])
    return confirmed(make_summary(troupe, liaison), liaison, reviewer)


@pytest.fixture
def document(final, liaison):
    """The document as issued."""
    return issue(final, by=liaison)


def pdf_file(content: bytes, name: str = "总结.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def test_its_page_tells_when_by_whom_and_what_changed_since(
    client_of, leader, final, document, troupe, liaison
):
    browser = client_of(leader)
    page = browser.get(document.get_absolute_url()).content.decode()
    assert final.title in page
    assert str(liaison) in page
    assert " ".join(document.digest_groups) in page
    assert [len(group) for group in document.digest_groups] == [4] * 16
    assert "与现在的记录完全一致" in page
    assert f"/reports/issued/{document.pk}/file/" in page
    done(troupe, "后补的演出", counts=[("演职人员", "20名")])
    answer = browser.get(document.get_absolute_url())
    changed = {line.name: (line.then, line.now) for line in answer.context["lines"] if line.differs}
    assert changed["活动总数"] == ("1", "2")
    assert changed["演职人员合计"][0] == "近百名"
    assert f"有 {len(changed)} 项数据发生了变化" in answer.content.decode()
    assert list(changed) == [line.name for line in answer.context["lines"]][: len(changed)]


def test_for_the_archive_it_is_issued_as_pdf_a_beside_the_plain_one(client_of, liaison, final):
    browser = client_of(liaison)
    assert "归档格式" in browser.get(final.get_absolute_url()).content.decode()
    browser.post(step(final, "issue"))
    browser.post(step(final, "issue"), {"archive": "on"})
    kept, plain = IssuedDocument.objects.all()
    assert (kept.is_archival, plain.is_archival) == (True, False)
    catalog = PdfReader(io.BytesIO(bytes(kept.pdf))).trailer["/Root"]
    assert b'pdfaid:part="2"' in catalog["/Metadata"].get_object().get_data()
    assert "/Metadata" not in PdfReader(io.BytesIO(bytes(plain.pdf))).trailer["/Root"]
    assert "归档格式（PDF/A）" in browser.get(kept.get_absolute_url()).content.decode()


def test_a_file_or_its_digest_is_recognised(client_of, leader, document, liaison):
    browser = client_of(leader)
    spoken = "校验码：" + " ".join(document.digest_groups).upper()
    for data in (
        {"file": pdf_file(bytes(document.pdf))},
        {"digest": document.sha256},
        {"digest": spoken},
    ):
        page = browser.post(VERIFY, data).content.decode()
        assert "<strong>一致。</strong>" in page
        assert document.summary.title in page
        assert str(liaison) in page
        assert document.get_absolute_url() in page


def test_what_was_changed_or_is_a_strangers_is_not_found(client_of, leader, stranger, document):
    changed = bytes(document.pdf)[:-1] + b" "
    for who, data in (
        (leader, {"file": pdf_file(changed)}),
        (leader, {"digest": "0" * 64}),
        (stranger, {"file": pdf_file(bytes(document.pdf))}),
        (stranger, {"digest": document.sha256}),
    ):
        page = client_of(who).post(VERIFY, data).content.decode()
        assert "没有找到" in page
        assert document.summary.title not in page


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({}, "请选择 PDF 文件"),
        ({"digest": "abc"}, "校验码应为 64 位"),
        ({"file": pdf_file(b"")}, "空文件"),
        ({"file": pdf_file(b"MZ not a pdf")}, "不是 PDF"),
        ({"file": pdf_file(b"%PDF-" + b"x" * 2**20)}, "文件超过 0.5 MB"),
        ({"file": pdf_file(b"%PDF-1.7"), "digest": "a" * 64}, "只选一种"),
    ],
)
def test_what_cannot_be_verified_is_said_at_the_field(client_of, leader, settings, data, complaint):
    settings.UPLOAD_MAX_MB = 0.5
    page = client_of(leader).post(VERIFY, data).content.decode()
    assert complaint in page
    assert "没有找到" not in page
    if data.get("digest"):
        assert data["digest"] in page  # what was typed is not lost


def test_a_digest_is_read_as_people_write_it():
    assert as_digest("ＳＨＡ-256：ＡＢ12 cd34\n…") == "ab12cd34"


def test_damaged_bytes_are_said_and_not_handed_out(client_of, leader, document, caplog):
    IssuedDocument.objects.update(pdf=b"%PDF-1.7 forged")
    browser = client_of(leader)
    page = browser.get(document.get_absolute_url()).content.decode()
    assert "与出具时不一致" in page
    assert f"/reports/issued/{document.pk}/file/" not in page
    answer = browser.get(f"/reports/issued/{document.pk}/file/", follow=True)
    assert b"forged" not in answer.content
    assert "与出具时不一致" in answer.content.decode()
    assert "does not match" in caplog.text
    assert not AuditEvent.objects.filter(action="下载正式文件").exists()
    assert "已损坏" in browser.post(VERIFY, {"digest": document.sha256}).content.decode()


def test_the_queries_do_not_grow(count_queries, leader, troupe, document):
    few = count_queries(leader, document.get_absolute_url())
    for index in range(5):
        done(troupe, f"演出{index}", counts=[(f"数{index}", "3人")])
    assert count_queries(leader, document.get_absolute_url()) == few
