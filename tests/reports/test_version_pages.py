"""The versions of a summary in the browser: listed, read, compared, brought back."""

import pytest

from reports.summary.saving import EDITED, saved
from shuangyong.review import Step
from tests.factories import submitted
from units.models import AuditEvent

from .records import done, make_summary
from .test_report_access import READERS, WRITERS


@pytest.fixture
def summary(troupe, liaison):
    """A summary of three versions: generated, edited, renamed."""
    done(troupe, "八一慰问演出")
    summary = make_summary(troupe, liaison)
    opening = summary.sections.first()
    opening.text = "开头改过了。"
    opening.save()
    saved(summary, by=liaison, reason=EDITED)
    summary.title = "情况报告"
    summary.save()
    saved(summary, by=liaison, reason=EDITED)
    return summary


def test_versions_are_listed_compared_read_and_brought_back(
    client_of, liaison, summary, count_queries
):
    browser, pages = client_of(liaison), f"{summary.get_absolute_url()}versions/"
    text = browser.get(pages).content.decode()
    for words in ("第 3 版", "最早的版本", "修改 1 部分", "文头文尾改动 1 项"):
        assert words in text
    text = browser.get(f"{pages}compare/?old=1&new=3").content.decode()
    for words in ("<ins>情况报告</ins>", "<ins>开头改过了。</ins>", "<del>"):
        assert words in text
    assert "内容相同" in browser.get(f"{pages}compare/?old=2&new=2").content.decode()
    for nothing in ("old=7&new=9", "old=x&new=", "old=-1", f"new={'9' * 30}"):
        assert browser.get(f"{pages}compare/?{nothing}").status_code == 200
    assert "歌舞团2011年双拥工作总结" in browser.get(f"{pages}1/").content.decode()
    assert browser.get(f"{pages}9/").status_code == 404
    page = browser.post(f"{pages}1/restore/", follow=True)
    assert "已恢复到第 1 版" in page.content.decode()
    summary.refresh_from_db()
    assert "歌舞团2011年双拥工作总结" in summary.title
    assert summary.versions.first().reason == "恢复第 1 版"
    assert AuditEvent.objects.filter(actor=liaison, action="恢复总结版本").count() == 1
    few = count_queries(liaison, pages)
    for number in range(10):
        summary.title = f"第{number}稿"
        summary.save()
        saved(summary, by=liaison, reason=EDITED)
    assert count_queries(liaison, pages) == few


def test_markup_in_a_version_is_shown_not_obeyed(client_of, liaison, summary):
    summary.sections.update(text="<script>alert(1)</script>{<b>}", heading="", level=0)
    saved(summary, by=liaison, reason=EDITED)
    page = client_of(liaison).get(f"{summary.get_absolute_url()}versions/compare/")
    assert "<script>alert(1)" not in page.content.decode()
    assert "&lt;b&gt;</span>" in page.content.decode()


def test_who_sees_versions_and_who_brings_them_back(request, client_of, summary, liaison):
    pages = f"{summary.get_absolute_url()}versions/"
    for who, status in READERS.items():
        browser = client_of(request.getfixturevalue(who))
        for page in (pages, f"{pages}1/", f"{pages}compare/"):
            assert browser.get(page).status_code == status, (who, page)
    for who, status in WRITERS.items():
        browser = client_of(request.getfixturevalue(who))
        expected = 302 if status == 200 else status
        assert browser.post(f"{pages}1/restore/").status_code == expected, who
    submitted(summary, liaison)
    assert client_of(liaison).post(f"{pages}1/restore/").status_code == 403
    assert ">恢复<" not in client_of(liaison).get(pages).content.decode()
    summary.take(Step.WITHDRAW, by=liaison)
    assert ">恢复<" in client_of(liaison).get(pages).content.decode()
