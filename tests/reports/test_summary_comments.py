"""修改意见 at a paragraph: said by the reviewer, read, answered and dealt with by the writers."""

import pytest
from django.urls import reverse

from reports.document import numbered
from reports.models import SummaryComment, SummarySection
from reports.summary.layout import build_document
from reports.summary.reviewing.margins import Passage, is_outdated, margins_of
from shuangyong.review import Status
from tests.factories import confirmed, submitted
from units.models import AuditEvent

from .records import done, make_summary
from .test_report_access import READERS


@pytest.fixture
def summary(troupe, liaison):
    """A submitted summary with two sections of three paragraphs."""
    done(troupe, "八一慰问演出")
    summary = make_summary(troupe, liaison)
    summary.sections.all().delete()
    summary.sections.create(position=1, level=0, text="全年开展活动{活动总数}项。\n第二段。")
    summary.sections.create(position=2, level=3, heading="七月演出。", text="反响热烈。")
    return submitted(summary, liaison)


def say(browser, summary, number: int, text: str = "请核实"):
    """The page after somebody commented on a paragraph as it stands."""
    page = reverse("reports:comment-create", args=[summary.pk, number])
    form = browser.get(page).context["form"]
    return browser.post(page, {"text": text, "quote": form["quote"].value()}, follow=True)


@pytest.mark.parametrize(
    ("stored", "read", "same"),
    [
        ("全年{活动总数}项。", "全年21项。", True),
        ("全年{活动总数}项。", "全年项。", True),
        ("全年{活动总数}项。", "全年21次。", False),
        ("{a}共{b}支", "5项共3支", True),
        ("甲{a}甲", "甲", False),
        ("没有数据", "没有数据！", False),
    ],
)
def test_a_passage_is_known_whatever_its_figures_are(stored, read, same):
    assert Passage(SummarySection(), stored).reads(read) == same


def test_each_paragraph_of_a_document_knows_its_section(summary):
    sections = list(summary.sections.all())
    annex = SummarySection(pk=9001, level=1, heading="附表", in_annex=True, text="附件内容。")
    sections.insert(1, annex)
    document = numbered(build_document(summary, sections))
    comment = SummaryComment(section=sections[0], quote="第二段。", text="改", by_id=1)
    margins = margins_of(document, sections, [comment])
    blocks = [*document.body, *document.annexes[0].body]
    found = [margins.beside(block) for block in blocks]
    assert [(m.number, m.quote) for m in found] == [
        (1, "全年开展活动1项。"), (2, "第二段。"), (3, "七月演出。反响热烈。"), (4, "附件内容。"),
    ]  # fmt: skip
    assert [m.section for m in found] == [sections[0], sections[0], sections[2], annex]
    assert found[1].comments == [comment]
    assert not is_outdated(comment)
    sections[0].text = "改过的第二段。"
    assert is_outdated(comment)


def test_from_a_word_at_a_paragraph_to_its_settlement(
    client_of, reviewer, liaison, summary, count_queries
):
    office, unit = client_of(reviewer), client_of(liaison)
    page = summary.get_absolute_url()
    few = count_queries(reviewer, page)
    assert "提意见" in office.get(page).content.decode()
    assert "提意见" not in unit.get(page).content.decode()
    text = say(office, summary, 1, "数字请核实<b>").content.decode()
    for words in ("1 条修改意见未处理", "数字请核实&lt;b&gt;", "全年开展活动1项。"):
        assert words in text
    for number in (1, 2, 3):
        say(office, summary, number, f"第{number}条")
    assert count_queries(reviewer, page) <= few
    first = summary.comments.first()
    assert first.section == summary.sections.first()
    assert "请写明意见" in say(office, summary, 2, " ").content.decode()
    office.post(f"{page}return/", {"comment": "请修改"})
    line = summary.history.last()
    assert line.comment == "请修改\n另有 4 条逐段意见，请一并处理。"
    text = unit.get(page).content.decode()
    assert "4 条修改意见未处理" in text
    assert "退回：</strong>请修改<br>" in text  # above the text, not in the history alone
    opening = summary.sections.first()
    opening.text = "重写的开头。"
    opening.save()
    assert "原文已改动" in unit.get(page).content.decode()
    answer, settle = (
        reverse(f"reports:comment-{do}", args=[first.pk]) for do in ("answer", "settle")
    )
    unit.post(answer, {"text": "已核实"})
    unit.post(settle, {"settled": "yes"})
    unit.post(settle, {"settled": "yes"})
    first.refresh_from_db()
    assert (first.answer, first.settled_by) == ("已核实", liaison)
    text = unit.get(page).content.decode()
    for words in ("3 条修改意见未处理", "已处理", "已核实"):
        assert words in text
    unit.post(settle, {"settled": "no"})
    first.refresh_from_db()
    assert first.is_open
    summary.sections.all().delete()
    assert "数字请核实" in unit.get(page).content.decode()
    assert AuditEvent.objects.filter(action="提出修改意见", actor=reviewer).count() == 4
    assert AuditEvent.objects.filter(action="处理修改意见", actor=liaison).count() == 1


def test_a_word_about_what_was_changed_meanwhile_is_kept_in_its_box(client_of, reviewer, summary):
    office = client_of(reviewer)
    page = reverse("reports:comment-create", args=[summary.pk, 2])
    sent = {"text": "写了半天的意见", "quote": "第二段从前不是这样。"}
    text = office.post(page, sent).content.decode()
    assert "写了半天的意见" in text
    assert "有了变动" in text
    summary.__class__.objects.update(status=Status.DRAFT)
    text = office.post(page, sent | {"quote": "第二段。"}).content.decode()
    assert "现在不能提意见" in text
    assert not summary.comments.exists()


def test_without_page_load_the_paragraph_and_the_list_come_back(client_of, reviewer, summary):
    office, htmx = client_of(reviewer), {"HX-Request": "true"}
    page = reverse("reports:comment-create", args=[summary.pk, 2])
    assert "<html" not in office.get(page, headers=htmx).content.decode()
    sent = {"text": "请核实", "quote": "第二段。"}
    text = office.post(page, sent, headers=htmx).content.decode()
    for words in ('id="margin-2"', "请核实", 'hx-swap-oob="true"', "1 条修改意见未处理"):
        assert words in text
    comment = summary.comments.get()
    delete = reverse("reports:comment-delete", args=[comment.pk])
    text = office.post(delete, headers=htmx).content.decode()
    assert "请核实" not in text
    assert not summary.comments.exists()


def test_who_comments_answers_and_settles(request, client_of, summary, reviewer, liaison):
    say(client_of(reviewer), summary, 1)
    comment = summary.comments.get()
    create = reverse("reports:comment-create", args=[summary.pk, 2])
    answer, settle, delete = (
        reverse(f"reports:comment-{do}", args=[comment.pk]) for do in ("answer", "settle", "delete")
    )
    readers = dict.fromkeys(READERS, 403) | {"other_liaison": 404, "stranger": 404}
    writers = {"liaison": 302, "bureau_liaison": 302}
    rights = {
        create: readers | {"reviewer": 302},
        answer: readers | writers,
        settle: readers | writers | {"reviewer": 302},
        delete: readers,
    }
    sent = {"text": "好", "quote": "第二段。", "settled": "yes"}
    for url, cast in rights.items():
        for who, status in cast.items():
            if (url, who) != (delete, "reviewer"):
                browser = client_of(request.getfixturevalue(who))
                assert browser.post(url, sent).status_code == status, (url, who)
    text = client_of(reviewer).post(delete, follow=True).content.decode()
    assert "不能删除" in text
    final = confirmed(make_summary(summary.unit, liaison, year=2010), liaison, reviewer)
    late = final.comments.create(text="晚了", by=reviewer)
    late_settle = reverse("reports:comment-settle", args=[late.pk])
    assert client_of(liaison).post(late_settle, sent).status_code == 403


def test_the_editor_shows_what_is_said_beside_its_section(
    client_of, reviewer, liaison, summary, count_queries
):
    for number in (1, 3):
        say(client_of(reviewer), summary, number, f"第{number}条意见")
    client_of(reviewer).post(f"{summary.get_absolute_url()}return/", {"comment": "请修改"})
    page = f"{summary.get_absolute_url()}edit/"
    text = client_of(liaison).get(page).content.decode()
    for words in ("2 条修改意见未处理", "第1条意见", "第3条意见", "标为已处理"):
        assert words in text
    few = count_queries(liaison, page)
    for _ in range(5):
        summary.comments.create(section=summary.sections.last(), text="还有", by=reviewer)
    assert count_queries(liaison, page) == few
    settle = reverse("reports:comment-settle", args=[summary.comments.first().pk])
    sent = {"settled": "yes", "in_editor": "1"}
    text = client_of(liaison).post(settle, sent, headers={"HX-Request": "true"}).content.decode()
    assert "已处理" in text
    assert "<form" not in text
