"""Tables as offices really have them: what a person reads in them is what is imported."""

import pytest

from activities.ledgers import columns as c
from activities.ledgers.context import Context
from activities.ledgers.headings import meaning
from activities.ledgers.judging import judge
from activities.models import ContributionCategory
from units import permissions

from .ledger_files import cells, left_out, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(liaison):
    """Judges the cells of a row for the liaison's unit."""
    context = Context.load(liaison.unit, 2011, permissions.rows_to_write(liaison, ""))
    return lambda row: judge(row, context)


VISITS = [
    ["某区2011年“八一”走访慰问部队统计表"],
    ["序号", "慰问时间", "慰问对象", None, "慰问款物", None, None],
    [None, None, "部队名称", "优抚对象（户）", "慰问金（万元）", "慰问品", "折合金额（万元）"],
    [1, 40755, "武警支队、消防支队", 12, 0.5, "大米20袋、食用油10桶", 0.32],
    ["合计", None, None, 12, 0.5, None, 0.32],
]
MERGED = ["A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:G2"]


class TestTwoRowsOfHeadings:
    def test_are_read_by_the_lower_where_it_is_clear(self):
        (row,) = cells(VISITS, merged=MERGED)
        assert row == {
            c.HELD: "2011年7月31日", c.KIND: "走访慰问", c.TROOPS: "武警支队、消防支队",
            c.COUNTS: "优抚对象12户", c.MONEY: "0.5万元", c.GIVEN: "大米20袋、食用油10桶",
            c.VALUE: "0.32万元",
        }  # fmt: skip

    def test_leave_no_column_out(self):
        assert read(VISITS, merged=MERGED).ignored == []


class TestTheTitleOfATable:
    rows = (["对口慰问情况表"], ["时间", "部队", "活动名称"])

    def test_tells_the_kind_of_rows_that_tell_none(self):
        assert cells([*self.rows, ["7.31", "某部", "八一"]])[0][c.KIND] == "走访慰问"

    def test_does_not_speak_for_a_row_that_tells_its_own(self):
        assert c.KIND not in cells([*self.rows, ["7.31", "某部", "篮球比赛"]])[0]


class TestMonthAndDay:
    @pytest.mark.parametrize(
        ("month", "day", "held"),
        [
            (7, 31, "7月31日"),
            ("8月", "1-3", "8月1日至3日"),
            (12, None, "12月"),
            ("年底", 3, "年底"),
        ],
    )
    def test_in_two_columns_are_one_time(self, month, day, held):
        assert cells([["月", "日", "事项"], [month, day, "演出"]])[0][c.HELD] == held

    @pytest.mark.parametrize(
        ("text", "held"),
        [("31/7/2011", "2011年7月31日"), ("7/31/2011", "2011年7月31日"), ("7/8/2011", "7/8/2011")],
    )
    def test_in_foreign_order_are_understood_where_they_can_mean_one_day_only(self, text, held):
        assert cells([["时间", "事项"], [text, "演出"]])[0][c.HELD] == held


class TestMoney:
    def test_without_a_name_is_no_consolation_where_nobody_was_consoled(self):
        rows = [["时间", "活动名称", "金额"], ["7.31", "篮球赛", 500], ["8.1", "慰问驻军", 600]]
        match, visit = cells(rows)
        assert (match[c.VALUE], visit[c.MONEY]) == ("500元", "600元")
        assert c.MONEY not in match

    @pytest.mark.parametrize(
        ("text", "yuan"),
        [("伍仟元整", "五千元"), ("5000元整", "5000元"), ("壹万贰仟元", "一万二千元")],
    )
    def test_is_read_as_receipts_have_it(self, text, yuan):
        assert (
            cells([["时间", "事项", "慰问金（万元）"], ["8.1", "走访", text]])[0][c.MONEY] == yuan
        )

    def test_under_what_was_spent_is_funds(self):
        rows = [["时间", "事项", "投入（元）"], ["8.1", "晚会", "¥2,500.00"]]
        assert cells(rows)[0][c.GIVEN] == "经费2,500元"

    def test_in_brackets_behind_goods_is_their_value(self, judged):
        (line,) = judged({c.TITLE: "慰问", c.GIVEN: "西瓜500斤(1500元)"}).contributions
        assert (line.name, str(line.quantity), str(line.value)) == ("西瓜", "500斤", "1500元")

    def test_beside_consolation_money_is_the_value_of_the_goods(self, judged):
        row = {c.TITLE: "慰问", c.GIVEN: "大米20袋", c.MONEY: "500元", c.VALUE: "300元"}
        values = {line.category: str(line.value) for line in judged(row).contributions}
        assert values == {ContributionCategory.GOODS: "300元", ContributionCategory.MONEY: "500元"}

    def test_for_each_one_is_no_sum(self, judged):
        problems = judged({c.TITLE: "慰问", c.GIVEN: "每户500元"}).problems
        assert problems[c.GIVEN] == ["“每户500元”不是合计，请改写为总数，如“慰问金6000元”。"]


class TestPeople:
    def test_in_words_are_counted_and_named_ones_are_guests(self):
        assert meaning("参加人员情况").column == c.GUESTS
        rows = [
            ["时间", "事项", "参加人员"],
            ["8.1", "晚会", "官兵200人、群众近千人"],
            ["8.2", "走访", "王局长等5人"],
        ]
        show, visit = cells(rows)
        assert show[c.COUNTS] == "官兵200人、群众近千人"
        assert visit[c.GUESTS] == "王局长等5人"


class TestRowsWithoutATitle:
    @pytest.mark.parametrize(
        ("row", "title"),
        [
            ({c.KIND: "走访慰问", c.TROOPS: "消防支队"}, "走访慰问（消防支队）"),
            ({c.KIND: "电影放映", c.GIVEN: "影片《建党伟业》"}, "电影放映（《建党伟业》）"),
            ({c.KIND: "培训", c.FACTS: "培训内容：识谱"}, "教育培训（识谱）"),
            ({c.NARRATIVE: "晚上八点，举办文艺晚会，很受欢迎"}, "举办文艺晚会"),
        ],
    )
    def test_are_called_by_what_they_tell(self, judged, row, title):
        assert judged(row).activity.title == title

    def test_that_tell_nothing_need_one(self, judged):
        assert c.TITLE in judged({c.KIND: "走访慰问"}).problems


@pytest.mark.parametrize("row", [["一", "江阳区", None, None], ["（二）", "市直", None, None]])
def test_a_numbered_line_between_the_rows_is_no_activity(row):
    rows = [["序", "单位", "时间", "活动名称"], row, [1, "某局", "8.1", "晚会"]]
    assert left_out(rows) == {2: "标题行或说明行"}
