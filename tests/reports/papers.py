"""Documents to print in tests: a summary long enough to fill pages, and odds and ends."""

import datetime
import io
from dataclasses import replace

from PIL import Image

from reports.document import (
    Annex,
    Chart,
    Document,
    Heading,
    Imprint,
    Paragraph,
    Picture,
    RedHead,
    Roster,
    Series,
    Table,
)

GUIDANCE = (
    "2011年，滨江市文化局在市委、市政府的指导下，以科学发展观为统领，建立健全双拥组织，强化国防和"
    "双拥宣传教育，努力营造“军爱民、民拥军”的良好氛围，为我市实现“六连冠”作出了积极贡献。"
)
SHOW = (
    "7月31日，市歌舞团近百名演职人员来到驻江部队营区，开展“鱼水情深促和谐”慰问演出——“激情广场"
    "大家乐”活动由此拉开序幕，演出节目16个，送去慰问品价值50000多元，占全年经费的35.6%。"
)
VISIT = (
    "“八一”期间，局党政班子走访慰问驻江部队，送上慰问金500元；看望优抚对象（烈属、军属）10余人。"
)

SUMMARY = Document(
    title="滨江市文化局2011年双拥工作总结",
    addressee="市双拥办",
    body=(
        Paragraph(GUIDANCE),
        Heading(1, "坚持领导责任制，确保目标管理落实到位"),
        Paragraph(GUIDANCE + SHOW),
        Heading(1, "发挥系统优势，开展形式多样的文化双拥活动"),
        Heading(2, "拥军慰问演出好戏连台"),
        *(Heading(3, "", SHOW + VISIT) for _ in range(10)),
        Heading(2, "送文化进军营。", run_in=VISIT),
        Heading(3, "镕堃喆", "三位同志受到表彰。"),
        Heading(4, "", VISIT),
        Paragraph((GUIDANCE + VISIT) * 2),
    ),
    sign_off="滨江市文化局",
    date=datetime.date(2011, 12, 5),
)


def paper(*body, **more) -> Document:
    """A short document with this body."""
    return Document(title="双拥工作通报", body=body, **more)


def with_lines(document: Document, count: int) -> Document:
    """The document with so many one-line paragraphs before its end."""
    return replace(document, body=document.body + (Paragraph("补记一行。"),) * count)


def roster(members: int = 2) -> Document:
    """The 名单 of a leading group; its last member holds a post that takes several lines."""
    posts = "市文化局党组书记、局长，兼市文物管理委员会办公室主任、市双拥工作领导小组办公室副主任"
    people = [("张三", "市委宣传部副部长")] * (members - 1) + [("欧阳震华", posts)]
    return Document(
        title="滨江市双拥工作领导小组组成人员名单",
        body=(
            Paragraph("领导小组自2002年起设立。"),
            Roster("组长", (("黄国燕", "市委副书记、市长"),), names=4),
            Roster("副组长", (("", "几位副市长"),), names=4),
            Roster("成员", tuple(people), names=4),
            Roster("成员单位", (("", "市委宣传部、市人大办公室、市政府办公室、市政协办公室。"),)),
        ),
    )


def ledger(rows: int, **more) -> Table:
    """A table of activities."""
    entry = "向官兵表演歌舞、魔术、小品等节目16个，随后进行座谈，赠送图书"
    return Table(
        ("序号", "时间", "地点", "主要内容", "参加人数"),
        tuple((str(n), "7月31日", "军营广场", entry, "近百名") for n in range(1, rows + 1)),
        **more,
    )


def photo(width: int = 1600, height: int = 1000, *, format: str = "JPEG") -> Picture:
    """A grey photo with a caption."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#888").save(file, format)
    return Picture(file.getvalue(), "7月31日，慰问演出在军营广场举行")


def chart(*, years: int = 2, **more) -> Chart:
    """Activities by month in this year and those before."""
    months = tuple(f"{month}月" for month in range(1, 13))
    series = tuple(Series(f"{2011 - n}年", tuple(range(n, 12 + n))) for n in range(years))
    return Chart(months, series, "图1　各月活动数", **more)


SENT = replace(
    SUMMARY,
    body=(*SUMMARY.body[:3], chart(), Heading(1, "打算"), Paragraph(VISIT)),
    red_head=RedHead("滨江市文化局文件", "滨文发〔2011〕12号"),
    annexes=(
        Annex(
            "滨江市文化局2011年\n双拥活动统计表",
            (Heading(1, "总体情况"), Heading(2, "活动"), Paragraph(VISIT), ledger(3)),
        ),
        Annex("照片", (photo(), Paragraph(VISIT))),
    ),
    imprint=Imprint(
        "市委办公室，市政府办公室，市人大常委会办公室，市政协办公室，市双拥工作领导小组各成员单位",
        "滨江市文化局办公室",
        datetime.date(2011, 12, 6),
    ),
)
