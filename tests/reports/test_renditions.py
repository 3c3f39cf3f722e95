"""Long summaries: laid out in the worker, with progress, to the same bytes as at once."""

from pathlib import Path

import pytest

from reports.document import Chart, Document, Heading, Paragraph, Series
from reports.models import Rendition
from reports.rendering import Format, fingerprint, render
from reports.summary import length, renditions
from reports.summary.layout import document_of
from reports.typesetting import CannotPrint
from shuangyong.long_work import MakingState, SupersededError

from .records import done, make_summary


@pytest.fixture
def summary(troupe, liaison, monkeypatch):
    """A summary that is too long for a request."""
    monkeypatch.setattr(length, "LONG", 0)
    done(troupe, "八一慰问演出")
    made = make_summary(troupe, liaison)
    made.sections.create(position=98, level=0, text="联系电话13800138000。")
    return made


@pytest.fixture
def waiting(summary, liaison, monkeypatch):
    """A file that no worker has taken up yet."""
    monkeypatch.setattr(renditions, "_hand_over", lambda rendition: None)
    return renditions.order(summary, document_of(summary), Format.PDF, by=liaison)


def test_a_long_summary_is_laid_out_once_and_handed_out_as_if_at_once(
    client_of, liaison, stranger, leader, summary
):
    client = client_of(liaison)
    file = f"{summary.get_absolute_url()}pdf/"
    client.get(file)
    rendition = Rendition.objects.get()
    assert (rendition.state, rendition.fingerprint) == (
        MakingState.DONE, fingerprint(document_of(summary), Format.PDF),
    )  # fmt: skip
    text = client.get(rendition.get_absolute_url()).content.decode()
    assert f'href="{file}?download"' in text
    assert client.get(file).content == render(document_of(summary), Format.PDF)
    assert Rendition.objects.count() == 1
    assert client_of(stranger).get(rendition.get_absolute_url()).status_code == 404
    assert client_of(leader).get(rendition.get_absolute_url()).status_code == 200
    client.get(f"{file}?public")
    page = Rendition.objects.first().get_absolute_url()
    assert "?download&amp;public" in client.get(page).content.decode()
    summary.sections.create(position=99, level=0, text="又写了一段。")
    client.get(file)
    assert Rendition.objects.count() == 3
    newest = Rendition.objects.first()
    Path(newest.file.path).write_bytes(b"%PDF- something else")
    assert "已损坏" in client.get(file, follow=True).content.decode()
    client.get(file)
    newest = Rendition.objects.first()
    newest.file.storage.delete(newest.file.name)
    assert "已不在服务器上" in client.get(file, follow=True).content.decode()


def test_its_page_shows_how_far_it_is_and_begins_anew_what_stopped(
    client_of, liaison, waiting, monkeypatch
):
    client, page = client_of(liaison), waiting.get_absolute_url()
    file = f"{waiting.summary.get_absolute_url()}pdf/"
    assert client.get(file).headers["Location"] == page
    assert "正在排队" in client.get(page).content.decode()
    waiting.tell(37, 120)
    part = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "第 37 页，约 120 页" in part
    assert "<html" not in part
    assert "还在进行" in client.post(page, follow=True).content.decode()
    Rendition.objects.update(moved_at="2011-01-01T00:00:00Z")
    assert "重新开始" in client.get(page).content.decode()
    client.post(page)
    with pytest.raises(SupersededError):
        waiting.tell(38, 120)
    renditions.make(waiting.pk, waiting.run)  # the worker that was thought dead
    assert Rendition.objects.get().state == MakingState.WAITING
    renditions.make(waiting.pk, Rendition.objects.get().run)
    assert Rendition.objects.get().state == MakingState.DONE


def test_what_cannot_be_printed_says_why_and_may_be_tried_again(
    client_of, liaison, waiting, monkeypatch
):
    def refuse(*_):
        raise CannotPrint("照片已不在服务器上")

    monkeypatch.setattr(renditions, "render", refuse)
    renditions.make(waiting.pk, waiting.run)
    text = client_of(liaison).get(waiting.get_absolute_url()).content.decode()
    assert "照片已不在服务器上" in text
    assert "重新生成" in text
    again = renditions.order(waiting.summary, document_of(waiting.summary), Format.PDF, by=liaison)
    assert again != waiting


def test_the_renderer_tells_its_pages(monkeypatch):
    monkeypatch.setattr(renditions, "TELL_EVERY", 0)
    told = []
    document = Document("长文", body=tuple(Paragraph("字" * 600) for _ in range(4)))
    with renditions.following_pages(told.append):
        render(document, Format.PDF)
    assert sorted(set(told)) == list(range(1, max(told) + 1))
    assert max(told) >= 3


def test_pages_are_estimated_by_lines_and_pictures():
    body = (Heading(1, "题"), Paragraph("字" * 28 * 40), Chart(("一",), (Series("", (1,)),)))
    assert length.pages_of(Document("总结")) == 1
    assert length.pages_of(Document("总结", body=body)) == 3
    assert not length.is_long(Document("总结", body=body))
