"""The year's summary in the browser: generated, edited, handed in, answered, issued."""

import hashlib
import io

import pytest
from pypdf import PdfReader

from activities.models import Activity
from reports.models import IssuedDocument, Summary, SummarySection
from reports.writing import write_summary
from shuangyong.review import Status
from tests.factories import YEAR, confirmed, make_activity, make_unit, submitted
from units.models import AuditEvent

from .records import TODAY, done, make_summary

REPORTS = "/reports/"
NEW = "/reports/summaries/add/"


@pytest.fixture
def browser(client_of, liaison):
    """The liaison's browser."""
    return client_of(liaison)


@pytest.fixture
def summary(troupe, liaison):
    """The troupe's summary of a year with one activity."""
    done(troupe, "八一慰问演出", counts=[("演职人员", "近百名")])
    return make_summary(troupe, liaison)


def step(summary, name: str) -> str:
    """The address of a step."""
    return f"{summary.get_absolute_url()}{name}/"


def filled(browser, summary, **fields) -> dict:
    """What the browser would send if nothing but `fields` were changed."""
    context = browser.get(step(summary, "edit")).context
    form, sections = context["form"], context["lines"]["sections"]
    sent = {name: typed(form[name]) for name in form.fields}
    sent |= {f"sections-{k}": v for k, v in sections.management_form.initial.items()}
    for line in sections.forms:
        sent |= {line.add_prefix(name): typed(line[name]) for name in line.fields}
    return sent | fields


def typed(field):
    """A field's value as the browser sends it."""
    value = field.value()
    return "" if value is None or value is False else value


def text_of(pdf: bytes) -> str:
    """The characters of a PDF, without its line breaks."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace(
        "\n", ""
    )


def written(summary) -> list[tuple[int, str, str]]:
    """The stored sections in their order."""
    return [(s.level, s.heading, s.text) for s in summary.sections.all()]


def test_one_click_generates_the_summary_and_shows_it(browser, troupe, liaison):
    done(troupe, counts=[("演职人员", "近百名")])
    page = browser.post(NEW, follow=True)
    summary = Summary.objects.get()
    assert page.redirect_chain == [(summary.get_absolute_url(), 302)]
    text = page.content.decode()
    for words in (
        "滨江市歌舞团2011年双拥工作总结",
        "市文化局：",
        "7月31日",
        "近百名",
        "草稿",
        "请核对",
    ):
        assert words in text
    assert (summary.unit, summary.year, summary.status) == (troupe, YEAR, Status.DRAFT)
    assert AuditEvent.objects.filter(actor=liaison, action="生成总结").count() == 1


def test_a_second_click_leads_to_the_summary_there_is(browser, summary):
    before = written(summary)
    answer = browser.post(NEW)
    assert answer.headers["Location"] == summary.get_absolute_url()
    assert Summary.objects.count() == 1
    assert written(summary) == before


def test_two_clicks_at_once_write_one_summary(troupe, liaison, summary):
    assert write_summary(troupe, YEAR, by=liaison, today=TODAY) == summary
    assert Summary.objects.count() == 1


def test_the_page_of_reports_offers_what_is_to_be_done(browser, client_of, troupe, leader):
    assert "生成本单位工作总结" in browser.get(REPORTS).content.decode()
    assert "生成本单位工作总结" not in client_of(leader).get(REPORTS).content.decode()
    browser.post(NEW)
    text = browser.get(REPORTS).content.decode()
    assert "生成本单位工作总结" not in text
    assert "滨江市歌舞团2011年双拥工作总结" in text


def test_reports_list_the_summaries_in_scope_of_the_year(
    client_of, reviewer, bureau_liaison, other_liaison, union, bureau, summary
):
    make_summary(bureau, bureau_liaison)
    make_summary(bureau, bureau_liaison, year=2010)
    make_summary(union, other_liaison)
    page = client_of(reviewer).get(REPORTS)
    assert [s.unit.name for s in page.context["page_obj"]] == ["滨江市文化局", "滨江市歌舞团"]
    assert {s.year for s in page.context["page_obj"]} == {YEAR}


def test_what_is_missing_is_listed(browser, troupe, summary, liaison):
    submitted(make_activity(troupe, "还未确认的演出"), liaison)
    text = browser.get(summary.get_absolute_url()).content.decode()
    assert "有 1 项活动尚未确认" in text
    assert "还未确认的演出" in text


def test_markup_in_the_text_is_shown_not_obeyed(browser, summary):
    summary.sections.update(text="<script>alert(1)</script>")
    text = browser.get(summary.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_head_and_the_sections_are_edited_on_one_page(browser, summary, liaison):
    sent = filled(
        browser,
        summary,
        title="市歌舞团2011年双拥工作情况报告",
        addressee="局领导",
        dated="2011-12-05",
    ) | {"sections-0-text": "开头改过了。\n第二段。"}
    page = browser.post(step(summary, "edit"), sent, follow=True)
    text = page.content.decode()
    for words in (
        "已保存",
        "双拥工作情况报告",
        "局领导：",
        "<p>开头改过了。</p>",
        "<p>第二段。</p>",
        "2011年12月5日",
    ):
        assert words in text
    summary.refresh_from_db()
    assert (summary.changed_by, summary.revision) == (liaison, 1)
    assert AuditEvent.objects.filter(actor=liaison, action="修改总结").count() == 1


def test_what_is_not_touched_stays_as_it_was(browser, summary):
    before = written(summary)
    browser.post(step(summary, "edit"), filled(browser, summary))
    assert written(summary) == before


def test_sections_are_added_moved_and_removed(browser, summary):
    count = summary.sections.count()
    sent = filled(browser, summary) | {
        "sections-TOTAL_FORMS": count + 1,
        f"sections-{count}-position": 0,
        f"sections-{count}-level": 1,
        f"sections-{count}-heading": "新增的一段",
        f"sections-{count}-text": "补充内容。",
        "sections-0-DELETE": "on",
        "sections-1-position": 99,
    }
    opening, first, *rest = written(summary)
    browser.post(step(summary, "edit"), sent)
    assert written(summary) == [(1, "新增的一段", "补充内容。"), *rest, first]
    numbers = browser.get(summary.get_absolute_url()).content.decode()
    assert "一、新增的一段" in numbers
    assert opening[2] not in numbers


@pytest.mark.parametrize(
    ("level", "heading", "says"),
    [
        ("0", "不该有的标题", "不能有标题"),
        ("1", "", "请填写标题"),
        ("5", "五级", "选择一个有效的选项"),
        ("", "无", "必填项"),
    ],
)
def test_a_wrong_section_comes_back_as_typed_with_the_reason(
    browser, summary, level, heading, says
):
    sent = filled(browser, summary, title="改过的题目") | {
        "sections-0-level": level, "sections-0-heading": heading, "sections-0-text": "打了半天的字",
    }  # fmt: skip
    page = browser.post(step(summary, "edit"), sent)
    text = page.content.decode()
    assert page.status_code == 200
    for words in (says, "打了半天的字", "改过的题目"):
        assert words in text
    summary.refresh_from_db()
    assert summary.title != "改过的题目"
    assert "打了半天的字" not in {text for *_, text in written(summary)}


def test_a_generated_heading_of_any_length_can_be_saved(browser, client_of, troupe):
    done(troupe, "慰" * 150, place="地" * 120, partners=[("inviter", "邀" * 100)])
    browser.post(NEW)
    summary = Summary.objects.get()
    page = browser.post(step(summary, "edit"), filled(browser, summary))
    assert page.status_code == 302


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    browser, client_of, bureau_liaison, summary
):
    mine = filled(browser, summary, title="我的题目") | {"sections-0-text": "我的开头"}
    other = client_of(bureau_liaison)
    other.post(step(summary, "edit"), filled(other, summary, title="别人的题目"))
    page = browser.post(step(summary, "edit"), mine)
    text = page.content.decode()
    assert "bureau_liaison已保存过本记录" in text
    assert "标题" in text
    assert "我的开头" in text
    again = {"seen_revision": page.context["form"]["seen_revision"].value()}
    browser.post(step(summary, "edit"), mine | again)
    summary.refresh_from_db()
    assert summary.title == "我的题目"
    assert "我的开头" in {text for *_, text in written(summary)}


def regenerated(browser, summary, **choices):
    """The page after generating anew what the page before showed."""
    shown = browser.get(step(summary, "regenerate")).context["renewal"]
    sent = {"digest": shown.digest} | choices
    return browser.post(step(summary, "regenerate"), sent, follow=True)


def test_generating_anew_shows_the_difference_first_and_keeps_what_people_wrote(
    browser, summary, troupe, liaison, count_queries
):
    page = step(summary, "regenerate")
    assert "不必重新生成" in browser.get(page).content.decode()
    opening = summary.sections.first()
    opening.made_text = f"{opening.text}原先另有说明。"
    opening.text += "我的一句。"
    opening.save()
    few = count_queries(liaison, page)
    before = written(summary)
    done(troupe, "新年音乐会", held="1月1日")
    text = browser.get(page).content.decode()
    for words in ("您改过，记录也变了", "<ins>我的一句。</ins>", "新增的内容", "新年音乐会"):
        assert words in text
    assert count_queries(liaison, page) <= few + 2
    assert written(summary) == before
    text = regenerated(browser, summary).content.decode()
    for words in ("已根据现有记录重新生成", "撤销，恢复到第 2 版", "新年音乐会"):
        assert words in text
    now = "".join(heading + text for _, heading, text in written(summary))
    assert "我的一句。" in now
    assert "新年音乐会" in now
    summary.refresh_from_db()
    assert (summary.changed_by, summary.revision) == (liaison, 1)
    assert AuditEvent.objects.filter(action="重新生成总结").count() == 1
    assert [v.reason for v in summary.versions.all()] == ["重新生成", "重新生成之前", "生成"]
    browser.post(f"{summary.get_absolute_url()}versions/2/restore/")
    assert written(summary) == before


def test_what_was_shown_is_done_or_shown_anew(browser, summary, troupe):
    sent = {"digest": browser.get(step(summary, "regenerate")).context["renewal"].digest}
    activity = done(troupe, "新年音乐会", held="1月1日")
    before, name = written(summary), f"choice-activity-{activity.pk}"
    page = browser.post(step(summary, "regenerate"), sent | {name: "mine"})
    assert "还没有重新生成" in page.content.decode()
    assert written(summary) == before
    again = {"digest": page.context["renewal"].digest, name: "mine"}
    browser.post(step(summary, "regenerate"), again)
    assert "新年音乐会" not in str(written(summary))
    groups = browser.get(step(summary, "regenerate")).context["groups"]
    assert [fate.label for fate, *_ in groups] == ["您删去过的内容"]


def test_what_one_typed_is_kept_when_another_generated_anew(
    browser, client_of, bureau_liaison, summary
):
    mine = filled(browser, summary) | {"sections-0-text": "写到一半的开头"}
    regenerated(client_of(bureau_liaison), summary)
    page = browser.post(step(summary, "edit"), mine)
    assert "bureau_liaison已保存过本记录" in page.content.decode()
    assert "写到一半的开头" in page.content.decode()
    again = {"seen_revision": page.context["form"]["seen_revision"].value()}
    assert browser.post(step(summary, "edit"), mine | again).status_code == 302
    assert "写到一半的开头" in {text for *_, text in written(summary)}


@pytest.mark.parametrize("action", ["issue", "submit"])
def test_a_link_alone_changes_nothing(browser, summary, action):
    before = written(summary)
    assert browser.get(step(summary, action)).status_code == 405
    summary.refresh_from_db()
    assert (summary.status, summary.revision, written(summary)) == (Status.DRAFT, 0, before)


def test_a_summary_is_returned_with_a_word_corrected_and_confirmed(
    browser, client_of, reviewer, summary
):
    office = client_of(reviewer)
    browser.post(step(summary, "submit"))
    refused = office.post(step(summary, "return"), {"comment": " "}, follow=True)
    assert "请写明理由" in refused.content.decode()
    office.post(step(summary, "return"), {"comment": "第二部分请补充效果"})
    text = browser.get(summary.get_absolute_url()).content.decode()
    for words in ("已退回", "第二部分请补充效果", "reviewer"):
        assert words in text
    browser.post(step(summary, "edit"), filled(browser, summary) | {"sections-0-text": "已补充。"})
    browser.post(step(summary, "submit"))
    office.post(step(summary, "confirm"))
    summary.refresh_from_db()
    assert summary.status == Status.CONFIRMED
    assert [line.step for line in summary.history.all()] == [
        "submit",
        "return",
        "submit",
        "confirm",
    ]
    assert "已补充。" in browser.get(summary.get_absolute_url()).content.decode()


@pytest.fixture
def final(summary, liaison, reviewer):
    """The summary, confirmed."""
    return confirmed(summary, liaison, reviewer)


@pytest.fixture
def document(browser, final):
    """The issued document."""
    browser.post(step(final, "issue"))
    return IssuedDocument.objects.get()


def test_issuing_keeps_the_bytes_their_hash_and_the_figures(browser, final, document, liaison):
    assert document.sha256 == hashlib.sha256(bytes(document.pdf)).hexdigest()
    assert document.figures["activities"] == 1
    assert document.figures["counts"] == {"演职人员": "近百名"}
    assert document.issued_by == liaison
    event = AuditEvent.objects.get(action="出具正式文件")
    assert event.changes == {"SHA-256": document.sha256}
    assert document.sha256[:16] in browser.get(final.get_absolute_url()).content.decode()
    assert text_of(bytes(document.pdf)).startswith("滨江市歌舞团2011年双拥工作总结")


def test_an_issued_document_does_not_drift(browser, client_of, reviewer, final, document, troupe):
    address = f"/reports/issued/{document.pk}/file/"
    before = browser.get(address).content
    Activity.objects.update(title="改名的演出")
    done(troupe, "后补的演出", counts=[("演职人员", "20名")])
    client_of(reviewer).post(step(final, "reopen"), {"comment": "补充"})
    regenerated(browser, final)
    assert "后补的演出" in text_of(browser.get(step(final, "pdf")).content)
    after = browser.get(address).content
    assert after == before
    assert "八一慰问演出" in text_of(after)
    assert "后补的演出" not in text_of(after)
    document.refresh_from_db()
    assert document.figures["activities"] == 1


def test_an_issued_document_is_downloaded_under_its_name_and_that_is_on_record(
    browser, liaison, document
):
    answer = browser.get(f"/reports/issued/{document.pk}/file/")
    assert answer.content == bytes(document.pdf)
    assert_is_pdf(answer, "attachment")
    assert AuditEvent.objects.filter(actor=liaison, action="下载正式文件").count() == 1


@pytest.mark.parametrize(("query", "disposition"), [("", "inline"), ("?download", "attachment")])
def test_the_pdf_is_shown_or_downloaded_under_its_chinese_name(
    browser, liaison, summary, query, disposition
):
    answer = browser.get(step(summary, "pdf") + query)
    assert_is_pdf(answer, disposition)
    assert "八一慰问演出" in text_of(answer.content)
    assert AuditEvent.objects.filter(actor=liaison, action="导出总结").count() == 1


def assert_is_pdf(answer, disposition: str):
    """A PDF with the headers that keep it one."""
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    named = answer.headers["Content-Disposition"]
    assert named.startswith(disposition)
    assert "%E6%BB%A8%E6%B1%9F%E5%B8%82%E6%AD%8C%E8%88%9E%E5%9B%A2" in named
    assert named.endswith(".pdf")


def test_the_same_summary_gives_the_same_bytes(browser, summary):
    first, second = (browser.get(step(summary, "pdf")).content for _ in range(2))
    assert first == second


def test_a_section_without_heading_and_one_with_an_empty_text_are_printed(browser, summary):
    summary.sections.all().delete()
    for position, (level, heading, text) in enumerate(
        [(0, "", "\n  正文。\n\n"), (1, "标题", ""), (4, "四级", "接排。\n另段。")], 1
    ):
        SummarySection.objects.create(
            summary=summary, position=position, level=level, heading=heading, text=text
        )
    text = browser.get(summary.get_absolute_url()).content.decode()
    assert "一、标题" in text
    assert "<span>（1）四级</span>接排。" in text
    assert "<p>另段。</p>" in text
    assert [str(section) for section in summary.sections.all()] == ["正文", "标题", "四级"]


def test_the_queries_of_the_summary_do_not_grow(count_queries, liaison, troupe, summary):
    page = summary.get_absolute_url()
    make_activity(troupe)
    few = count_queries(liaison, page)
    edit = count_queries(liaison, step(summary, "edit"))
    for index in range(12):
        make_activity(troupe, f"演出{index}")
        SummarySection.objects.create(
            summary=summary, position=20 + index, level=1, heading=f"部分{index}", text="正文"
        )
    assert count_queries(liaison, page) == few
    assert count_queries(liaison, step(summary, "edit")) == edit


def test_the_queries_of_the_reports_do_not_grow(count_queries, reviewer, bureau, troupe, summary):
    few = count_queries(reviewer, REPORTS)
    for index in range(12):
        unit = make_unit(f"滨江市第{index}文化馆", under=bureau)
        make_summary(unit, reviewer)
        done(unit, counts=[(f"数{index}", "3人")])
    assert count_queries(reviewer, REPORTS) == few


def test_a_long_list_of_summaries_has_pages(client_of, reviewer, bureau):
    for index in range(26):
        unit = make_unit(f"滨江市第{index:02}文化馆", under=bureau)
        Summary.objects.create(unit=unit, year=YEAR, title=f"总结{index:02}")
    second = client_of(reviewer).get(REPORTS, {"page": 2})
    assert [summary.title for summary in second.context["page_obj"]] == ["总结25"]
