"""A ledger that somebody else made: found, understood, and read without what is no activity."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from activities.ledgers import columns as c
from activities.ledgers.headings import SYNONYMS, meaning
from activities.ledgers.reading import read_ledger, row_at

from .ledger_files import cells, fill, left_out, read, saved

HEAD = ["时间", "活动名称"]
DAY = datetime.datetime(2011, 7, 31)  # noqa: DTZ001 - as Excel stores it


def one(heading: str, value, **kwargs) -> dict[str, str]:
    """The cells of a row with a title and one more value under a heading."""
    (row,) = cells([["活动名称", "日期", heading], ["演出", "7.31", value]], **kwargs)
    return {k: v for k, v in row.items() if k not in (c.TITLE, c.HELD)}


def when(value, *, code: str = "") -> str:
    formats = [("A2", code)] if code else ()
    return cells([HEAD, [value, "演出"]], formats=formats)[0][c.HELD]


class TestTheHeading:
    @pytest.mark.parametrize("above", range(10))
    def test_stands_somewhere_in_the_first_ten_rows(self, above):
        file = read([*[["某局双拥活动台账"]] * above, HEAD, ["7.31", "演出"]])
        assert (file.header, len(file.rows)) == (above + 1, 1)

    def test_is_not_looked_for_further_down(self):
        with pytest.raises(ValidationError, match="没有找到表头：前 10 行"):
            read([*[["说明"]] * 12, HEAD, ["7.31", "演出"]])

    @pytest.mark.parametrize(
        ("heading", "column"),
        [
            ("时 间", c.HELD), ("日期", c.HELD), ("活动\n时间", c.HELD), ("开展时间", c.HELD),
            ("活动　时间（年月日）", c.HELD), ("单位", c.UNIT), ("填报单位*", c.UNIT),
            ("主 办 单 位", c.HOSTS), ("承办单位", c.ORGANISERS), ("活动", c.TITLE),
            ("项目名称", c.TITLE), ("主题", c.TITLE), ("活动内容", c.NARRATIVE),
            ("2、活动名称", c.TITLE), ("受援单位", c.TROOPS), ("部队", c.TROOPS),
            ("地　点", c.PLACE), ("活动场所", c.PLACE), ("备 注", c.NOTE), ("【备注】", c.NOTE),
            ("慰问金", c.MONEY), ("慰问金(万元)", c.MONEY), ("价值（元）", c.VALUE),
            ("折合人民币", c.VALUE), ("参加人数", c.COUNTS), ("人 次", c.COUNTS), ("观众", c.COUNTS),
            ("带队领导", c.GUESTS), ("活动类型", c.KIND), ("重要节点", c.OCCASION),
        ],
    )  # fmt: skip
    def test_is_understood_in_the_words_of_many_offices(self, heading, column):
        assert meaning(heading).column == column

    def test_of_our_own_columns_is_always_understood(self):
        own = [name for name in c.COLUMNS if name != c.HELPED]
        assert [meaning(name).column for name in own] == own

    @pytest.mark.parametrize(
        "heading", ["联系电话", "联系人", "照片", "2011年双拥工作台账", "某某"]
    )
    def test_what_says_nothing_of_an_activity_is_told_as_ignored(self, heading):
        assert read([[*HEAD, heading], ["7.31", "演出", "x"]]).ignored == [heading]

    def test_its_number_column_is_passed_over_in_silence(self):
        file = read([["序号", *HEAD], [1, "7.31", "演出"]])
        assert file.ignored == []
        assert file.rows[0].cells == {c.HELD: "7.31", c.TITLE: "演出"}

    def test_says_where_each_column_stands(self):
        file = read([["登记表"], ["序号", "日期", "项目"], [1, "7.31", "演出"]], merged=["A1:C1"])
        assert file.places == {c.HELD: "B", c.TITLE: "C"}
        assert (file.sheet, file.rows[0].number) == ("台账", 3)

    def test_may_be_two_rows_with_merged_groups(self):
        head = [
            ["序号", "时间", "活动名称", "金额（元）", None, "备注"],
            [None, None, None, "慰问金", "慰问品"],
        ]
        merged = ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"]
        file = read([*head, [1, "7.31", "走访", 500, 2000, "无"]], merged=merged)
        assert file.header == 2
        assert file.rows[0].cells == {
            c.HELD: "7.31", c.TITLE: "走访", c.MONEY: "500元", c.VALUE: "2000元",
        }  # fmt: skip

    def test_of_two_rows_is_seen_without_merged_cells_too(self):
        text = "时间,名称,参加人数,,备注\n,,官兵,群众,\n7.31,演出,20,近百,好\n"
        (row,) = read_ledger("台账.csv", text.encode()).rows
        assert row.cells[c.COUNTS] == "参加官兵20人；参加群众近百人"

    def test_that_stands_there_twice_is_read_once(self):
        file = read([["时间", "活动名称", "地点", "地点"], ["7.31", "演出", "礼堂", "广场"]])
        assert file.rows[0].cells[c.PLACE] == "礼堂"
        assert file.ignored == ["地点（重复）"]

    def test_for_all_money_above_the_table_counts(self):
        rows = [["走访慰问登记表"], ["单位：万元"], ["时间", "对象", "金额"], ["8.1", "某部", 2.5]]
        assert cells(rows)[0][c.MONEY] == "2.5万元"


class TestTimes:
    @pytest.mark.parametrize(
        ("value", "code", "wording"),
        [
            (DAY, "", "2011年7月31日"),
            (DAY, "yyyy-mm-dd", "2011年7月31日"),
            (DAY, 'yyyy"年"m"月"', "2011年7月"),
            (DAY, 'm"月"d"日"', "7月31日"),
            (DAY, "m/d", "7月31日"),
            (DAY, "[$-804]yyyy年m月d日", "2011年7月31日"),
            (DAY.replace(hour=14, minute=30), "yyyy-m-d h:mm", "2011年7月31日14:30"),
            (40755, "", "2011年7月31日"),
            ("40755", "", "2011年7月31日"),
            (20110731, "", "2011年7月31日"),
            (7.31, "", "7.31"),
            (7.3, "0.00", "7.30"),
            ("7.30", "", "7.30"),
            (7, "", "7月"),
            ("2011/7/31", "", "2011/7/31"),
            ("2011-07-31 00:00:00", "", "2011年7月31日"),
            ("“八一”期间", "", "“八一”期间"),
            ("7月31日\n下午", "", "7月31日下午"),
            (2011, "", "2011"),
        ],
    )
    def test_say_what_the_cell_shows_and_no_more(self, value, code, wording):
        assert when(value, code=code) == wording

    def test_of_beginning_and_end_become_one(self):
        head = ["开始时间", "结束时间", "活动名称"]
        rows = [head, ["6月10日", "6月12日", "赛"], ["6月1日", "6月1日", "会"], [None, "7月", "展"]]
        assert [row[c.HELD] for row in cells(rows)] == ["6月10日至6月12日", "6月1日", "7月"]

    def test_in_the_other_epoch_of_macs_are_right(self):
        book = Workbook()
        book.epoch = datetime.datetime(1904, 1, 1)  # noqa: DTZ001
        fill(book.active, [HEAD, [DAY, "演出"]])
        assert read_ledger("a.xlsx", saved(book)).rows[0].cells[c.HELD] == "2011年7月31日"


class TestAmounts:
    @pytest.mark.parametrize(
        ("heading", "value", "column", "wording"),
        [
            ("金额(万元)", 2.5, c.VALUE, "2.5万元"),
            ("金额（万元）", "2.5万", c.VALUE, "2.5万元"),
            ("金额(万元)", "3000元", c.VALUE, "3000元"),
            ("金额(万元)", 1 / 7, c.VALUE, "1428.57元"),
            ("慰问金（元）", 500, c.MONEY, "500元"),
            ("慰问金", "近5000", c.MONEY, "近5000元"),
            ("金额", "￥1,000.00", c.VALUE, "1,000元"),
            ("慰问金", "50000多元", c.MONEY, "50000多元"),
            ("慰问金", "慰问金500元、大米20袋", c.GIVEN, "慰问金500元、大米20袋"),
            ("慰问金", "待定", c.MONEY, "待定"),
            ("价值（元）", 5000, c.VALUE, "5000元"),
            ("慰问品（元）", 5000, c.VALUE, "5000元"),
            ("折合人民币", "5万余", c.VALUE, "5万余元"),
            ("参加人数", 120, c.COUNTS, "参加人员120人"),
            ("参加人数", "近百名", c.COUNTS, "参加人员近百名"),
            ("参加人数", "100以上", c.COUNTS, "参加人员100人以上"),
            ("人次", 300, c.COUNTS, "参加人员300人次"),
            ("观众", "2000余人次", c.COUNTS, "观众2000余人次"),
            ("观众（人）", 80, c.COUNTS, "观众80人"),
            ("参训官兵人数", 30, c.COUNTS, "参训官兵30人"),
            ("演职人员", "近百名", c.COUNTS, "演职人员近百名"),
            ("数量", "演职人员近百名；观众2000余人次", c.COUNTS, "演职人员近百名；观众2000余人次"),
            ("参加人数", "官兵50人，群众100人", c.COUNTS, "官兵50人，群众100人"),
            ("图书（册）", 200, c.GIVEN, "图书200册"),
            ("慰问品", "大米20袋、食用油10桶", c.GIVEN, "大米20袋、食用油10桶"),
            ("片名", "《建党伟业》", c.GIVEN, "影片《建党伟业》"),
            ("经费", 3000, c.GIVEN, "经费3000元"),
            ("经费（万元）", 0.3, c.GIVEN, "经费0.3万元"),
            ("参加人员", 30, c.COUNTS, "参加人员30人"),
            ("参加人员", "副市长等", c.GUESTS, "副市长等"),
        ],
    )  # fmt: skip
    def test_keep_their_wording_and_get_the_unit_of_their_heading(
        self, heading, value, column, wording
    ):
        assert one(heading, value) == {column: wording}

    @pytest.mark.parametrize("value", ["无", "/", "—", "-", 0])
    def test_that_are_none_are_left_out(self, value):
        assert one("慰问金", value) == {}

    def test_beside_goods_are_their_value(self):
        (row,) = cells([["时间", "慰问品", "金额（元）"], ["8.1", "大米20袋", 2000]])
        assert row == {c.HELD: "8.1", c.GIVEN: "大米20袋", c.VALUE: "2000元"}

    @pytest.mark.parametrize(
        ("code", "count"),
        [('0"人"', "参加人员120人"), ('"近"0', "参加人员近120人"), ('0"余"', "参加人员120余人"),
         ("0人次", "参加人员120人次")],
    )  # fmt: skip
    def test_are_read_with_the_words_of_their_number_format(self, code, count):
        assert one("参加人数", 120, formats=[("C2", code)]) == {c.COUNTS: count}


class TestOtherCells:
    def test_whom_a_visit_was_for_is_told_apart(self):
        assert one("慰问对象", "驻军某部、烈属12人、困难退伍军人") == {
            c.TROOPS: "驻军某部", c.HELPED: "烈属12人；困难退伍军人",
        }  # fmt: skip

    def test_what_is_said_twice_is_kept_twice(self):
        assert one("慰问对象", "烈属、烈属") == {c.HELPED: "烈属；烈属"}

    def test_a_remark_is_no_fact(self):
        assert one("说明", "天气原因改期") == {c.NOTE: "天气原因改期"}
        assert one("说明", "课目：识谱、摄影") == {c.FACTS: "课目：识谱、摄影"}
        assert one("培训内容", "识谱、摄影") == {c.FACTS: "培训内容：识谱、摄影"}

    def test_the_same_as_above_is_said_again(self):
        rows = [[*HEAD, "地点"], ["7.31", "演出", "礼堂"], ["8.1", "座谈", "同上"]]
        assert cells(rows)[1][c.PLACE] == "礼堂"

    def test_what_cannot_be_seen_is_taken_out(self):
        assert one("地点", " 礼\u200b堂\u3000 一楼 ") == {c.PLACE: "礼堂 一楼"}

    def test_merged_cells_hold_for_all_their_rows_but_amounts_are_not_counted_again(self):
        rows = [
            [*HEAD, "地点", "金额"],
            ["7.31", "演出", "礼堂", 500],
            [None, "座谈", None, None],
            [None, "送书", None, None],
        ]
        read_rows = cells(rows, merged=["A2:A4", "C2:C4", "D2:D4"])
        assert [row[c.HELD] for row in read_rows] == ["7.31"] * 3
        assert [row[c.PLACE] for row in read_rows] == ["礼堂"] * 3
        assert [row.get(c.VALUE) for row in read_rows] == ["500元", None, None]


class TestRowsLeftOut:
    @pytest.mark.parametrize(
        ("row", "why"),
        [
            (["合计", None, None, 1500], "合计行"),
            ([None, "合  计", "共 2 项", 1500], "合计行"),
            (["总计", None, None, "=SUM(D2:D3)"], "合计行"),
            ([None, None, None, "=SUM(D2:D3)"], "合计行"),
            (["小计：", None, None, 3], "合计行"),
            (["序号", "时间", "活动名称", "金额"], "重复的表头"),
            (["填表人：张某", None, "审核人：李某"], "说明行"),
            (["注：金额按发票填写"], "说明行"),
            (["二、走访慰问"], "标题行或说明行"),
            ([3, None, None, None], "空行（只有序号或不识别的列）"),
            (["示例：", "7.31", "八一演出", 500], "示例行"),
            ([1, 2, 3, 4], "栏号行"),
        ],
    )
    def test_are_told_with_the_reason(self, row, why):
        rows = [["序号", "时间", "活动名称", "金额"], [1, "7.31", "演出", 500], row]
        assert left_out(rows) == {3: why}

    def test_a_hidden_row_is_not_taken_and_told(self):
        rows = [HEAD, ["7.31", "演出"], ["8.1", "座谈"]]
        assert left_out(rows, hidden=[2]) == {2: "隐藏行"}

    def test_an_activity_that_speaks_of_totals_is_one(self):
        rows = [HEAD, ["7.31", "合计慰问三支部队的八一走访活动"]]
        assert len(cells(rows)) == 1

    def test_an_activity_whose_money_is_a_sum_is_one(self):
        rows = [[*HEAD, "金额"], ["7.31", "演出", "=SUM(100,200)"], ["8.1", "座谈", 5]]
        assert [row.number for row in read(rows).rows] == [2, 3]

    def test_rows_keep_their_numbers(self):
        file = read([HEAD, [], ["7.31", "演出"], [], ["8.1", "座谈"]])
        assert [row.number for row in file.rows] == [3, 5]


class TestSheets:
    def book(self, *sheets, state=()) -> bytes:
        book = Workbook()
        book.remove(book.active)
        for title, rows in sheets:
            fill(book.create_sheet(title), rows)
        for title in state:
            book[title].sheet_state = "hidden"
        return saved(book)

    def test_with_a_heading_are_all_read_and_tell_the_kind(self):
        content = self.book(
            ("填写说明", [["请如实填写"]]),
            ("慰问演出", [HEAD, ["7.31", "演出"]]),
            ("走访慰问", [["台账"], HEAD, ["8.1", "走访"]]),
        )
        file = read_ledger("台账.xlsx", content)
        assert [row.cells[c.KIND] for row in file.rows] == ["慰问演出", "走访慰问"]
        assert [row_at(row.number) for row in file.rows] == [(0, 2), (1, 3)]
        assert [(s.name, s.header) for s in file.sheets] == [("慰问演出", 1), ("走访慰问", 2)]

    @pytest.mark.parametrize("name", ["Sheet1", "工作表 1", "2011年台账", "双拥活动登记表"])
    def test_with_a_name_of_no_kind_tell_none(self, name):
        (row,) = read_ledger("a.xlsx", self.book((name, [HEAD, ["7.31", "演出"]]))).rows
        assert c.KIND not in row.cells

    def test_with_a_column_of_kinds_do_not_tell_it(self):
        rows = [[*HEAD, "类别"], ["7.31", "演出", "文体联谊"], ["8.1", "座谈", None]]
        file = read_ledger("a.xlsx", self.book(("慰问演出", rows)))
        assert [row.cells.get(c.KIND) for row in file.rows] == ["文体联谊", None]

    def test_that_are_hidden_are_not_read(self):
        content = self.book(
            ("旧", [HEAD, ["7.31", "旧"]]), ("新", [HEAD, ["7.31", "新"]]), state=["旧"]
        )
        assert [row.cells[c.TITLE] for row in read_ledger("a.xlsx", content).rows] == ["新"]


class TestCsv:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_is_read_in_every_encoding_and_with_every_delimiter(self, encoding, delimiter):
        lines = [["时间", "活动名称", "主要内容"], ["7.31", "演出", '"到部队\n演出，受欢迎"']]
        text = "\r\n".join(delimiter.join(line) for line in lines)
        (row,) = read_ledger("台账.csv", text.encode(encoding)).rows
        assert row.number == 2
        assert row.cells == {c.HELD: "7.31", c.TITLE: "演出", c.NARRATIVE: "到部队\n演出，受欢迎"}


WAYS = [
    (column, word) for column, words in SYNONYMS.items() for word in words.split()
]  # fmt: skip
SPACED = st.sampled_from(["", " ", "\n", "　"])
WORD = st.text("市县局馆慰问演出军民", min_size=1, max_size=8)


@st.composite
def ledgers(draw):
    """Any of our columns under any of their names, below any number of titles."""
    ways = draw(st.lists(st.sampled_from(WAYS), min_size=2, max_size=8, unique_by=lambda w: w[0]))
    ways = [way for way in ways if way[0] not in (c.TITLE, c.FACTS, c.GUESTS, c.NOTE)]
    ways.insert(draw(st.integers(0, len(ways))), (c.TITLE, "活动名称"))
    ways.insert(draw(st.integers(0, len(ways))), (c.HELD, "活动日期"))
    head = [draw(SPACED).join(word) for _, word in ways]
    rows = draw(st.lists(st.tuples(*[WORD] * len(ways)), min_size=1, max_size=5))
    above = draw(st.integers(0, 8))
    return [column for column, _ in ways], [*[["某市双拥工作台账"]] * above, head, *rows], rows


@given(ledgers())
def test_every_row_below_any_heading_is_read(ledger):
    columns, sheet, rows = ledger
    for row, written in zip(cells(sheet), rows, strict=True):
        expected = dict(zip(columns, written, strict=True))
        assert {k: v for k, v in row.items() if k in expected and k != c.HELPED} == {
            k: v for k, v in expected.items() if k != c.HELPED
        }
