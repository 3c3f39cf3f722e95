"""A summary laid out: figures in the text, tables, charts, photos, annexes, red head, imprint."""

import datetime
from pathlib import Path

import pytest

from activities.models import Evidence
from reports.document import Annex, Chart, Heading, Paragraph, Picture, Table, plain_text
from reports.models import Insert
from reports.summary.layout import build_document, document_of
from reports.typesetting import CannotPrint
from tests.activities.files import picture
from tests.factories import YEAR

from .binder.files import proof
from .records import done, make_summary


@pytest.fixture
def summary(troupe, liaison):
    """A summary of two activities, whose sections a test writes itself."""
    done(
        troupe,
        "八一慰问演出",
        held="7月31日",
        counts=[("演职人员", "近百名")],
        gifts=[{"category": "books", "name": "军事书籍", "quantity": "120册"}],
    )
    done(troupe, "走访慰问", year=YEAR - 1)
    made = make_summary(troupe, liaison)
    made.sections.all().delete()
    return made


def write(summary, *sections):
    """Stored sections: (level, heading, text), or a dict of fields."""
    for position, section in enumerate(sections, 1):
        fields = section if isinstance(section, dict) else dict(
            zip(("level", "heading", "text"), section, strict=True)
        )  # fmt: skip
        summary.sections.create(position=position, **{"level": 0} | fields)


def test_figures_stand_for_the_names_in_braces_until_the_summary_is_handed_in(summary):
    write(summary, (1, "开展活动{活动总数}项", "演职人员{演职人员合计}，{无此项}。"))
    heading, paragraph = document_of(summary).body
    assert heading == Heading(1, "开展活动1项")
    assert paragraph == Paragraph("演职人员近百名，〔无此数据：无此项〕。")
    summary.frozen = {"活动总数": "7", "演职人员合计": "10人", "无此项": "有"}
    assert plain_text(document_of(summary)).splitlines()[2:4] == [
        "一、开展活动7项",
        "演职人员10人，有。",
    ]


def test_tables_and_charts_show_the_figures_and_nothing_shows_nothing(
    summary, bureau, bureau_liaison
):
    write(summary, *({"insert": insert} for insert in Insert if insert not in ("", "photo")))
    summary.sections.filter(insert=Insert.TABLE_GIFTS).update(caption="送去的慰问品")
    blocks = {type(b).__name__ + b.caption: b for b in document_of(summary).body}
    units, years = blocks["Table2011年各单位双拥活动统计表"], blocks["Table历年双拥工作对比表"]
    assert units.rows == (("滨江市歌舞团", "1"), ("合计", "1"))
    assert years.columns == ("项目", "2010年", "2011年", "与上年比较")
    assert blocks["Table送去的慰问品"].rows == (("图书：军事书籍", "120册", "—", "1"),)
    months = blocks["Chart2011年各月双拥活动"]
    assert (months.labels[6], months.series[0].values[6], months.lying) == ("7月", 1, False)
    assert blocks["Chart历年双拥活动"].in_words == "2010年1项，2011年1项"
    empty = make_summary(bureau, bureau_liaison, year=2005)
    write(empty, *({"insert": insert} for insert in Insert if insert not in ("", "photo")))
    assert not [b for b in document_of(empty).body if isinstance(b, Table | Chart)]


def test_a_photo_is_shown_by_its_address_and_printed_by_its_bytes(summary, troupe):
    photo = proof(done(troupe, "电影放映"), "放映.jpg", picture())
    write(summary, {"insert": Insert.PHOTO, "photo": photo, "caption": "放映现场"})
    (shown,) = document_of(summary, on_screen=True).body
    assert shown == Picture(b"", "放映现场", address=f"/activities/evidence/{photo.pk}/")
    (printed,) = document_of(summary).body
    assert printed.data == Path(photo.file.path).read_bytes()
    photo.file.storage.delete(photo.file.name)
    with pytest.raises(CannotPrint, match="已不在服务器上"):
        document_of(summary)
    Evidence.objects.all().delete()
    assert document_of(summary).body == ()


def test_annexes_red_head_and_imprint_are_there_where_they_are_asked_for(
    summary, client_of, leader
):
    write(
        summary,
        {"text": "正文。"},
        {"level": 1, "heading": "统计表", "in_annex": True},
        {"insert": Insert.TABLE_KINDS, "in_annex": True},
        {"level": 1, "heading": "典型材料", "text": "事例。", "in_annex": True},
        {"level": 2, "heading": "电影进军营", "text": "放映电影。", "in_annex": True},
    )
    assert (document_of(summary).red_head, document_of(summary).imprint) == (None, None)
    summary.letterhead, summary.reference = "滨江市文化局文件", "滨文〔2011〕12号"
    summary.copies_to, summary.printed_on = "市民政局", datetime.date(2011, 12, 6)
    summary.save()
    document = document_of(summary)
    table, cases = document.annexes
    assert table.title == "统计表"
    assert isinstance(table.body[0], Table)
    assert not table.body[0].caption  # the annex is named above it
    assert cases == Annex(
        "典型材料", (Paragraph("事例。"), Heading(1, "电影进军营"), Paragraph("放映电影。"))
    )
    text = client_of(leader).get(summary.get_absolute_url()).content.decode()
    for words in (
        "滨江市文化局文件", "滨文〔2011〕12号", "附件：1. 统计表", "附件2", "一、电影进军营",
        "抄送：市民政局。", "2011年12月6日印发",
    ):  # fmt: skip
        assert words in text
    summary.sections.filter(insert=Insert.TABLE_KINDS).update(caption="各类活动")
    assert document_of(summary).annexes[0].body[0].caption == "各类活动"


def test_what_begins_an_annex_without_a_title_gives_it_one(summary):
    sections = [
        summary.sections.model(level=0, insert=Insert.TABLE_KINDS, in_annex=True),
        summary.sections.model(level=0, text="说明。", in_annex=True),
    ]
    (annex,) = build_document(summary, sections).annexes
    assert annex.title == annex.body[0].caption == "2011年各类双拥活动统计表"
    assert build_document(summary, sections[1:]).annexes[0].title == "补充材料"
