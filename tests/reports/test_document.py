"""The tree of a document: numbers, words, plain text."""

import datetime

import pytest

from reports.document import (
    Document,
    Heading,
    Paragraph,
    Picture,
    Roster,
    Table,
    attachment_lines,
    chinese_number,
    numbered,
    plain_text,
)


def numbers(*levels: int) -> list[str]:
    document = Document("通报", body=tuple(Heading(level, "题") for level in levels))
    return [heading.number for heading in numbered(document).body]


def test_every_level_has_its_own_numerals():
    assert numbers(1, 2, 3, 4) == ["一、", "（一）", "1. ", "（1）"]


def test_a_level_counts_anew_under_the_next_heading_above_it():
    assert numbers(1, 2, 2, 1, 2, 3, 3, 2, 3) == [
        *("一、", "（一）", "（二）", "二、", "（一）", "1. ", "2. ", "（二）", "1. "),
    ]


def test_numbering_twice_changes_nothing():
    once = numbered(Document("通报", body=(Heading(1, "题"), Heading(1, "题"))))
    assert numbered(once) == once


@pytest.mark.parametrize(
    ("n", "hanzi"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_numbers_in_hanzi(n, hanzi):
    assert chinese_number(n) == hanzi


def test_there_is_no_fifth_level():
    with pytest.raises(ValueError, match="标题层次"):
        Heading(5, "题")


def test_a_row_with_too_few_cells_is_refused():
    with pytest.raises(ValueError, match="格数"):
        Table(("一", "二"), (("甲",),))


def test_one_attachment_stands_without_a_number():
    assert attachment_lines(Document("通报", attachments=("登记表",))) == ("附件：登记表",)


def test_several_attachments_are_numbered():
    document = Document("通报", attachments=("登记表", "照片"))
    assert attachment_lines(document) == ("附件：1. 登记表", "2. 照片")


def test_a_roster_names_the_office_once_and_spreads_short_names():
    people = (("李明", "副市长"), ("王建设", "秘书长"), ("欧阳震华", ""), ("", "局长"))
    assert Roster("成员", people, names=4).lines == (
        *("成　员：李　明　　副市长", "王建设　　秘书长", "欧阳震华", "局长"),
    )


def test_a_broken_post_goes_on_below_its_own_first_character():
    roster = Roster("分管领导", (("李明", "副市长"), ("", "局长")))
    assert (roster.lead, roster.hang(0), roster.hang(1)) == (5, 4, 0)


def test_a_roster_without_holders_prints_nothing():
    assert plain_text(Document("名单", body=(Roster("组长", ()),))) == "名单"


def test_plain_text_says_everything_a_reader_sees():
    document = Document(
        "通报",
        addressee="各成员单位:",
        body=(
            Heading(1, "情况", run_in="如下。"),
            Paragraph("第一段。"),
            Table(("单位", "场次"), (("市歌舞团", "5"),), "表1"),
            Picture(b"", "图1"),
        ),
        sign_off="市双拥办",
        date=datetime.date(2011, 1, 5),
        attachments=("名单",),
    )
    assert plain_text(document).splitlines() == [
        *(
            "通报",
            "各成员单位：",
            "一、情况如下。",
            "第一段。",
            "表1",
            "单位\t场次",
            "市歌舞团\t5",
            "图1",
        ),
        *("附件：名单", "市双拥办", "2011年1月5日"),
    ]
