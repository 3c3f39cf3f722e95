"""考核细则 in the layouts of many offices, each built here by hand."""

import pytest

from assessments.sheets.reading import read_standard

from .office_tables import as_bytes, fill, item_of, items_of, read, said, sections_of, workbook

CLASSIC = [
    ["滨江市双拥模范单位考核细则（2011年）"],
    ["考核单位：            满分100分"],
    ["部分", "序号", "考核内容", "分值", "评分标准", "佐证材料"],
    ["一、组织领导（60分）", 1, "成立领导小组，有专人负责", 20, "成立得10分，专人得10分", "文件"],
    [None, 2, "列入年度计划", "40分", "列入得40分", "计划"],
    ["二、宣传教育（40分）", 3, "开展国防教育", "４０", "每次得10分", None],
    ["合计", None, None, 100, None, None],
    ["注：本细则由市双拥办负责解释。"],
]
CLASSIC_MERGED = ("A1:F1", "A2:F2", "A4:A5", "A7:C7", "A8:F8")


def test_sections_merged_down_the_first_column():
    found = read(CLASSIC, merged=CLASSIC_MERGED)
    assert said(found) == []
    assert found.data["name"] == "滨江市双拥模范单位考核细则（2011年）"
    assert (found.data["year"], found.data["total"]) == (2011, "100")
    assert sections_of(found) == [("一、组织领导", "60"), ("二、宣传教育", "40")]
    assert items_of(found) == [
        ("", "成立领导小组，有专人负责", "20"), ("", "列入年度计划", "40"), ("", "开展国防教育", "40"),
    ]  # fmt: skip
    first = item_of(found)
    assert (first["rule"], first["evidence_wanted"]) == ("成立得10分，专人得10分", "文件")
    assert [(p["text"], p["points"]) for p in first["scoring_points"]] == [
        ("成立", "10"),
        ("专人", "10"),
    ]
    assert item_of(found, 3)["step"] == "10"
    assert found.data["note"] == "注：本细则由市双拥办负责解释。"


def test_the_same_without_a_merged_cell():
    found = read(CLASSIC)
    assert found.data == read(CLASSIC, merged=CLASSIC_MERGED).data


def test_sections_as_rows_over_the_whole_width():
    found = read(
        [
            ["附件2"],
            ["创建双拥模范县考评标准"],
            ["序号", "考评内容", "标准分", "评分办法", "自评分", "考评分"],
            ["一、组织领导坚强有力（3分）"],
            ["1.1", "议军会制度落实", 1, "落实得1分"],
            ["1.2", "成员单位职责明确", 2, "明确得2分"],
            ["二、宣传教育广泛深入"],
            ["2.1", "纳入国民教育体系", 0.25, "纳入得0.25分"],
            ["2.2", "媒体宣传", "0.75", "每篇得0.25分"],
            ["总分", None, 4],
        ],
        merged=("A1:F1", "A2:F2", "A4:F4", "A7:F7"),
    )
    assert said(found) == []
    assert found.data["name"] == "创建双拥模范县考评标准"
    assert sections_of(found) == [("一、组织领导坚强有力", "3"), ("二、宣传教育广泛深入", "1")]
    assert items_of(found) == [
        ("1.1", "议军会制度落实", "1"), ("1.2", "成员单位职责明确", "2"),
        ("2.1", "纳入国民教育体系", "0.25"), ("2.2", "媒体宣传", "0.75"),
    ]  # fmt: skip
    assert found.data["note"] == "附件2"


def test_the_community_form_of_projects_without_items():
    found = read(
        [
            ["社区双拥工作考核表"],
            ["项目", "评分标准", "基本分", "自评分", "考评分"],
            ["国防教育", "有阵地、有计划；登记率每提高1%加5分", 20],
            ["双拥共建", "与驻军结对共建", 20],
            ["合计", None, 40],
        ]
    )
    assert said(found) == []
    assert items_of(found) == [("", "国防教育", "20"), ("", "双拥共建", "20")]
    assert item_of(found)["rule"] == "有阵地、有计划；登记率每提高1%加5分"


def test_the_community_form_with_several_scored_rows_for_a_project():
    found = read(
        [
            ["项目", "评分标准", "基本分", "自评分", "考评分"],
            ["国防教育（20分）", "有阵地", 10],
            [None, "有计划", 10],
            ["双拥共建（20分）", "与驻军结对共建", 20],
        ],
        merged=("A2:A3",),
    )
    assert said(found) == []
    assert sections_of(found) == [("国防教育", "20"), ("双拥共建", "20")]
    assert [content for _, content, _ in items_of(found)] == ["有阵地", "有计划", "与驻军结对共建"]


def test_several_rows_of_an_item_are_its_scoring_points():
    found = read(
        [
            ["类别", "编号", "考核内容", "分值", "评分细则"],
            ["组织领导", "（1）", "领导小组健全", 3, "有文件"],
            [None, None, None, 2, "有专人"],
            ["小计", None, None, 5],
            ["活动", "（2）", "走访慰问", 5, "每次得1分"],
        ],
        merged=("A2:A3", "B2:B3", "C2:C3", "A4:C4"),
    )
    assert said(found) == []
    first = item_of(found)
    assert first["points"] == "5"
    assert [(p["text"], p["points"]) for p in first["scoring_points"]] == [
        ("有文件", "3"),
        ("有专人", "2"),
    ]
    assert item_of(found, 2)["step"] == "1"


def test_points_merged_over_several_rows_are_the_points_of_one_item():
    found = read(
        [
            ["项目", "序号", "考核要求", "基本分", "计分办法"],
            ["宣传", 1, "订阅国防报刊", 6, "缺一项扣2分"],
            [None, 2, "办专栏", None, None],
            [None, 3, "上国防课", None, None],
            ["活动", 4, "走访", 4, "酌情得分"],
        ],
        merged=("A2:A4", "D2:D4", "E2:E4"),
    )
    assert items_of(found) == [
        ("", "订阅国防报刊\n2. 办专栏\n3. 上国防课", "6"),
        ("4", "走访", "4"),
    ]
    assert [f["cell"] for f in found.findings] == ["B3", "B4"]


def test_a_tree_of_chinese_and_arabic_numbers():
    found = read(
        [
            ["编号", "内容", "分值", "备注"],
            ["一", "组织领导", 20, None],
            ["1", "机构健全", 12, "由办公室核实"],
            ["2", "经费落实", 8, None],
            ["二", "拥军优属", 30, None],
            ["1", "走访慰问", 30, None],
        ]
    )
    assert said(found) == []
    assert sections_of(found) == [("一、组织领导", "20"), ("二、拥军优属", "30")]
    assert items_of(found) == [
        ("1", "机构健全", "12"),
        ("", "经费落实", "8"),
        ("1", "走访慰问", "30"),
    ]
    assert item_of(found)["rule"] == "备注：由办公室核实"


def test_a_head_of_two_rows_with_indicators_of_three_levels():
    found = read(
        [
            ["双拥工作考核评分表"],
            ["考核指标", None, None, "分值", "评分"],
            ["一级指标", "二级指标", "三级指标", None, "自评分", "考评分"],
            ["组织领导", "机制", "议军会", 5],
            [None, None, "联席会", 5],
            ["拥军", "慰问", "八一慰问", 10],
        ],
        merged=("A1:F1", "A2:C2", "D2:D3", "E2:F2", "A4:A5", "B4:B5"),
    )
    assert said(found) == []
    assert items_of(found) == [
        ("", "机制：议军会", "5"), ("", "机制：联席会", "5"), ("", "八一慰问", "10"),
    ]  # fmt: skip
    assert sections_of(found) == [("组织领导", "10"), ("拥军", "10")]


def test_bonus_deductions_and_vetoes_are_known_by_their_words():
    found = read(
        [
            ["项目", "内容", "分值", "评分标准"],
            ["一、基本工作（10分）", "1.建立台账", 10, "建立得10分"],
            ["二、加分项（不超过5分）", "2.受市级表彰", "+3", "每次加1分"],
            [None, "3.经验推广", "≤2", "推广加2分"],
            ["三、扣分项", "4.迟报材料", "-3", "每次扣1分"],
            ["四、一票否决", "5.发生涉军重大责任事件", "—", None],
            [None, "6.弄虚作假", "否决", None],
        ]
    )
    assert said(found) == []
    kinds = [item_of(found, n).get("kind", "basic") for n in range(1, 7)]
    assert kinds == ["basic", "bonus", "bonus", "deduction", "veto", "veto"]
    assert [points for _, _, points in items_of(found)] == ["10", "3", "2", "3", "0", "0"]
    assert found.data["total"] == "10"


def test_signs_of_the_points_are_enough_without_a_title():
    found = read(
        [
            ["序号", "内容", "分值"],
            ["第1项", "台账", "5分"],
            ["第2项", "表彰", "＋２"],
            ["第3项", "迟报", "扣1分"],
        ]
    )
    assert [item_of(found, n).get("kind", "basic") for n in (1, 2, 3)] == [
        "basic", "bonus", "deduction",
    ]  # fmt: skip
    assert items_of(found)[0] == ("", "台账", "5")


def test_points_that_do_not_add_up_are_named_with_both_numbers_and_their_cell():
    rows = [[*row] for row in CLASSIC]
    rows[4][3], rows[6][3] = "35分", 99
    found = read(rows, merged=CLASSIC_MERGED)
    assert said(found) == [
        "A4 “一、组织领导”写明 60 分，各项合计 55 分，相差 5 分。",
        "D7 合计写明 99 分，各部分合计 100 分，相差 1 分。",
    ]
    assert found.data["sections"][0]["points"] == "60"


@pytest.mark.parametrize("text", ["1-3分", "视情", "5/10", "1.234", "123456"])
def test_points_that_are_none_are_named_and_kept(text):
    found = read([["序号", "内容", "分值", "评分办法"], [1, "台账", text, "有得分"]])
    assert said(found) == [f"C2 分值“{text}”不是一个分数，暂按 0 分，原文记入评分办法。"]
    assert f"分值：{text}" in item_of(found)["rule"]


def test_what_fits_nowhere_is_in_the_note():
    found = read(
        [
            ["双拥工作细则"],
            ["编制：市双拥办综合科"],
            ["序号", "内容", "分值", "责任单位", "得分"],
            [1, "走访慰问", 5, "民政局", "4.5"],
            ["填表人：张三　　联系电话："],
        ]
    )
    note = found.data["note"]
    for words in ("编制：市双拥办综合科", "责任单位：民政局", "得分：4.5", "填表人：张三"):
        assert words in note


def test_hidden_rows_are_named_and_their_words_kept():
    found = read([["序号", "内容", "分值"], [1, "台账", 5], [2, "旧项目", 9]], hidden=(3,))
    assert items_of(found) == [("", "台账", "5")]
    assert said(found) == ["第 3 行 是隐藏行，没有作为项目导入，文字记入说明。"]
    assert "旧项目" in found.data["note"]


def test_the_sheet_that_looks_like_a_standard_is_read():
    book = workbook([["封面"], ["双拥工作"]], sheet="封面")
    fill(book.create_sheet("考评标准"), CLASSIC, merged=CLASSIC_MERGED)
    fill(book.create_sheet("加分"), [["序号", "内容", "分值"], [1, "表彰", 5]])
    found = read_standard("细则.xlsx", as_bytes(book))
    assert found.sheet == "考评标准"
    words = "".join(found.findings.lines())
    assert "没有读取“封面”" in words
    assert "“加分”也像考核细则，没有读取" in words


def test_a_printed_head_on_every_page_is_no_item():
    rows = [["序号", "内容", "分值"], [1, "台账", 5], ["序号", "内容", "分值"], [2, "慰问", 5]]
    assert items_of(read(rows)) == [("", "台账", "5"), ("", "慰问", "5")]


def test_csv_is_read_too():
    text = "考核内容,分值,评分办法\n建立台账,5,建立得5分\n"
    found = read_standard("双拥细则.csv", text.encode("gb18030"))
    assert items_of(found) == [("", "建立台账", "5")]
    assert found.data["name"] == "双拥细则"


def test_parts_without_items_stay():
    found = read(
        [
            ["项目", "序号", "内容", "分值"],
            ["一、组织领导", 1, "议军会", 6],
            ["二、宣传教育", None, None, None],
            ["三、军民共建（8分）", None, None, None],
        ]
    )
    assert sections_of(found) == [
        ("一、组织领导", "6"),
        ("二、宣传教育", "0"),
        ("三、军民共建", "8"),
    ]


def test_sections_merged_over_the_first_columns_with_their_points_in_the_points_column():
    found = read(
        [
            ["序号", "考评内容", "评分标准", "分值"],
            ["一、组织领导", None, None, 20],
            [1, "议军会", "落实得20分", 20],
            ["二、宣传教育", None, None, "10分"],
            [2, "国防教育", "每次得5分", 10],
            ["合计", None, None, 30],
        ],
        merged=("A2:C2", "A4:C4", "A6:C6"),
    )
    assert said(found) == []
    assert sections_of(found) == [("一、组织领导", "20"), ("二、宣传教育", "10")]
    assert len(items_of(found)) == 2


def test_headings_within_a_section_stand_before_their_items():
    found = read(
        [
            ["序号", "内容", "分值"],
            [None, "一、组织领导", 20],
            [None, "（一）机构", 12],
            [1, "成立领导小组", 12],
            [None, "（二）经费", 8],
            [2, "列入预算", 8],
        ]
    )
    assert said(found) == []
    assert sections_of(found) == [("一、组织领导", "20")]
    assert [content for _, content, _ in items_of(found)] == [
        "（一）机构：成立领导小组", "（二）经费：列入预算",
    ]  # fmt: skip
    assert "（一）机构：12 分" in found.data["note"]


def test_titles_written_downwards_are_read_as_words():
    found = read(
        [
            ["项目", "序号", "内容", "分值"],
            ["组\n织\n领\n导\n（10分）", 1, "议军会", 4],
            [None, 2, "联席会", 6],
        ],
        merged=("A2:A3",),
    )
    assert said(found) == []
    assert sections_of(found) == [("组织领导", "10")]


def test_a_second_column_under_one_head_is_the_text_when_the_first_counts():
    found = read(
        [
            ["类别", "考核内容", None, "标准分", "评分细则"],
            ["组织", "1.", "议军会", 5, "落实得5分"],
            [None, "2.", "联席会", 5, "落实得5分"],
        ],
        merged=("B1:C1", "A2:A3"),
    )
    assert items_of(found) == [("", "议军会", "5"), ("", "联席会", "5")]
    assert sections_of(found) == [("组织", "10")]


def test_points_of_sections_in_a_column_of_their_own():
    found = read(
        [
            ["项目", "项目分值", "序号", "内容", "分值"],
            ["组织领导", 15, 1, "议军会", 10],
            [None, None, 2, "联席会", "６分"],
        ],
        merged=("A2:A3", "B2:B3"),
    )
    assert said(found) == ["B2 “组织领导”写明 15 分，各项合计 16 分，相差 1 分。"]


def test_lines_of_notes_under_the_table_are_no_sections():
    found = read([*CLASSIC, ["2. 自评于12月10日前报市双拥办。"]], merged=CLASSIC_MERGED)
    assert sections_of(found) == [("一、组织领导", "60"), ("二、宣传教育", "40")]
    assert found.data["note"].endswith("2. 自评于12月10日前报市双拥办。")


def test_a_sum_under_the_vetoes_is_the_sum_of_everything():
    found = read([
        ["序号", "考评内容", "分值"],
        ["一、组织领导（20分）"],
        [1, "落实军地联席会制度", 20],
        ["二、一票否决"],
        [2, "发生军地重大纠纷", "一票否决"],
        ["小计", None, 25],
    ])  # fmt: skip
    assert sections_of(found) == [("一、组织领导", "20"), ("二、一票否决", "0")]
    assert said(found) == ["C6 合计写明 25 分，各部分合计 20 分，相差 5 分。"]


@pytest.mark.parametrize(("written", "points"), [("五分", "5"), ("十分", "10"), ("二十五分", "25")])
def test_points_in_words(written, points):
    found = read([["序号", "考核内容", "分值"], [1, "设有双拥专栏", written]])
    assert (item_of(found)["points"], said(found)) == (points, [])
