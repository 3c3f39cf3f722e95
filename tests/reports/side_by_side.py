"""docs/side-by-side.md: the first seed's summary as it was and as it is generated.

Renew it after `manage.py load_sample` in an empty database:

    python -m tests.reports.side_by_side > docs/side-by-side.md
"""

import os
import sys
from pathlib import Path

ORIGINAL = Path(__file__).parents[1] / "benchmarks/seeds/1-luzhou-culture-bureau-summary-2011.txt"
UNIT, YEAR = "泸州市文化新闻出版局", 2011

INTRODUCTION = """# A summary as it was and as it is generated

The 工作总结 of 泸州市文化新闻出版局 for 2011 as its office wrote it, and as it is generated from the
records of the sample alone, unedited (outline 文化系统, in full). Renewed with
`python -m tests.reports.side_by_side > docs/side-by-side.md`; every paragraph of both is shown.

What differs on purpose, everywhere:

- **No sentence without a record.** Praise and purposes that no record holds (“提升到一个崭新的水平”) are
  left to the writer.
- **Dates, figures and names are the records'.** Each sentence names its unit in full where the
  unit changes; what a unit did is not told in two places (the original tells of the same evening
  in its items 2 and 3).
- **Punctuation and numbers are those of a 公文**: full-width signs, 一、（一）1., no gap in the numbers
  (the original has no item 6), one year in title and text (the original's title says 2014).
- **The result is a draft**: the writer goes on from here, and is shown what every sentence rests on.

| As it was written | As it is generated | What differs, and why |
|---|---|---|
"""

# (how the original's paragraph begins, what the generated one begins with or holds, remark)
ROWS = [
    ("2014年局双拥工作总结1", "泸州市文化新闻出版局2011年双拥工作总结",
     "The title names the unit and the year of the text."),
    ("市双拥办", "市双拥办：", "The reviewing office; a full-width colon."),
    ("2011年,泸州市文化新闻出版局在市委", "2011年，泸州市文化新闻出版局以",
     "Guidance from the plan, then the year in live figures; what was hoped for is not claimed as done."),
    ("一、", "一、", "The heading of the outline; it can be changed there or in the editor."),
    ("", "设立泸州市文化新闻出版局双拥工作领导小组", "From the leading group; persons, if any were recorded."),
    ("泸州市文化新闻出版局党委一如暨往", "制定《泸州市文化新闻出版局2011年双拥工作计划》",
     "From the plan, its clauses and the sub-plans that were handed in, each unit by name; “一如暨往” was a slip."),
    ("", "年初，制定出2011年度双拥工作考核细则", "From the measures of the plan and what came of them, by date."),
    ("", "按照《2011年度双拥工作考核细则", "From the assessment round."),
    ("二、", "二、", ""),
    ("(一)", "（一）", "The report heading of the kinds of activities."),
    ("1、7月31日近百名", "1. 7月31日，泸州市文化新闻出版局到",
     "The unit is named; the figure stands where it was written."),
    ("2、我市品牌群众文化广场活动", "2. 近期，泸州市文化新闻出版局组织各区县",
     "The series and its dated part in one item; the long name of the activity is said once."),
    ("3、8月1日,在泸州市白塔文化广场", None,
     "In item 2: it is a date of that series. “16节目” has its measure word; the guests are told once."),
    ("4、泸州市合江文体广局", "3. 合江县文体广局",
     "The unit as it is registered; no date was written, none is invented."),
    ("5、6月,泸州市川剧团", "4. 6月10日，应四川省军区国防艺术团邀请",
     "One date and one subject; the invitation is said once, not again as “受邀后”."),
    ("7、泸州市歌舞团", "5. 泸州市歌舞团加强", "Four dates with equal clauses are folded: 先后参加…，每次派员10余人."),
    ("8、泸州市古蔺县文体广局", "6. 古蔺县文体广局", "The troops stand before the verb, by their public names."),
    ("9、泸州市江阳区文体局", "（三）1. 江阳区文体局",
     "Two records joined: unit, place and effect once. It stands under its own kind."),
    ("10、11月", "7. 11月，泸州市文化新闻出版局", "The unit is named."),
    ("(二)", "（二）", "The heading of the outline for gifts and training."),
    ("1、“八一”期间泸州市博物馆", "（三）2. “八一”期间", "消防支队 is said in full once."),
    ("2、泸州市图书馆", "（二）1. 泸州市图书馆", ""),
    ("3、7月31日下午", "（二）2. 7月31日下午", "送书 is 送图书, the gift's name."),
    ("4、泸州市歌舞团多次派出", "（二）3. 泸州市歌舞团", ""),
    ("(三)", "（三）", ""),
    ("2011年,泸州文化新闻出版系统各单位", "（三）3. 泸州市文化新闻出版局组织系统各单位",
     "The original's one paragraph tells of three records; each stands under its kind."),
    ("", "（三）4. 纳溪区文体广局领导", "Third record of that paragraph's kind: the gift is said with its sum, once."),
    ("", "（三）5. 泸州市文化新闻出版局组织各单位慰问", ""),
    ("三、", "三、", ""),
    ("2011年,泸州市文化新闻出版局认真分析", "泸州市川剧团特别排演",
     "From the record marked as an innovation; analysis that nobody recorded is not claimed."),
    ("", "四、", "A part the original lacks."),
    ("", "古蔺县文体广局、泸州市图书馆尚未", "From the round's checklists that are late (a sample round)."),
    ("", "2012年，再接再厉", "From the next year's plan: the last lines of the original, in its words."),
    ("", "泸州市文化新闻出版局", "Sign-off and date; the original, as it was published, has none."),
    ("", "2011年12月31日", ""),
]  # fmt: skip


def main() -> None:
    """Print the page."""
    sys.stdout.write(INTRODUCTION + "\n".join(table(original(), generated())) + "\n")


def original() -> list[str]:
    """The paragraphs of the source."""
    return [line.strip() for line in ORIGINAL.read_text("utf-8").splitlines() if line.strip()]


def generated() -> list[str]:
    """The lines of the generated document, the annex left out."""
    import datetime

    from reports.document import plain_text
    from reports.summary.generating.generator import drafted, generate
    from reports.summary.layout import build_document
    from units.models import Unit

    unit = Unit.objects.get(name=UNIT)
    summary = drafted(unit, YEAR, today=datetime.date(YEAR + 1, 1, 10))
    text = plain_text(build_document(summary, generate(unit, YEAR)))
    return [*text.split("\n附件：")[0].splitlines(), summary.sign_off, f"{YEAR}年12月31日"]


def table(left: list[str], right: list[str]) -> list[str]:
    """The rows; every paragraph of both sides once. Raises ValueError for one without a row."""
    right = under_headings(right)
    shown_left, shown_right, rows = [], [], []
    for begins, holds, remark in ROWS:
        was = next((p for p in left if begins and p.startswith(begins)), "")
        now = next((p for p in right if holds and p.startswith(holds) and p not in shown_right), "")
        shown_left.append(was)
        shown_right.append(now)
        rows.append(f"| {was} | {now} | {remark} |")
    lost = [p for p in left if p not in shown_left] + [p for p in right if p not in shown_right]
    if lost:
        raise ValueError(f"without a row: {lost}")
    return rows


def under_headings(lines: list[str]) -> list[str]:
    """Items of all headings but the first with the heading's number before theirs."""
    found, at = [], ""
    for line in lines:
        if line.startswith("（"):
            at = line[: line.index("）") + 1]
        is_item = line[:1].isdigit() and line[1:3] == ". "
        found.append(f"{at}{line}" if is_item and at != "（一）" else line)
    return found


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuangyong.settings")
    django.setup()
    main()
