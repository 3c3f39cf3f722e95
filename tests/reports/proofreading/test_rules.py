"""Every rule finds its fault, and leaves a text alone that has none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.proofreading.findings import Kind, Severity
from reports.proofreading.missing import missing
from reports.proofreading.numbers import State
from reports.proofreading.proofread import proofread
from reports.proofreading.records import KnownName, Record, Records
from reports.proofreading.text import Line, Part, Text, read_line

from .texts import (
    SHOW,
    SHOW_SAID,
    SHOWN,
    activity,
    found,
    headed,
    paragraph,
    pasted,
    quotes,
    records,
)

FAULTS = [
    # what is written, of which kind, and what is quoted
    (Kind.SECRET, "到驻地慰问78156部队官兵。", "78156部队"),
    (Kind.SECRET, "到七八一五六部队慰问。", "七八一五六部队"),
    (Kind.SECRET, "退役军人张某，身份证５１０５０２１９８００１０１００１Ｘ。", "５１０５０２１９８００１０１００１Ｘ"),
    (Kind.SECRET, "联系电话：138 0828 1234。", "138 0828 1234"),
    (Kind.SECRET, "慰问金汇至6222021001116245702账户。", "6222021001116245702"),
    (Kind.SECRET, "慰问第13集团军官兵。", "第13集团军"),
    (Kind.IMPOSSIBLE, "2月30日，走访部队。", "2月30日"),
    (Kind.IMPOSSIBLE, "十三月五日，走访部队。", "十三月五日"),
    (Kind.IMPOSSIBLE, "今年13月，走访部队。", "13月"),
    (Kind.NUMBERING, "一是提高认识。三是加强领导。", "三是"),
    (Kind.PAIRS, "开展“鱼水情深演出活动。", "“"),
    (Kind.PAIRS, "开展鱼水情深”演出活动。", "”"),
    (Kind.PAIRS, "学习《国防法，提高认识。", "《"),
    (Kind.PAIRS, "各镇（街道文化站参加。", "（"),
    (Kind.PAIRS, "开展“鱼水“情深”演出。", "“"),
    (Kind.PAIRS, '开展"鱼水情深"演出。', '"'),
    (Kind.TYPO, "一如暨往重视双拥工作。", "一如暨往"),
    (Kind.TYPO, "各单位作好安排。", "作好"),
    (Kind.TYPO, "赠送兵乓球桌2张。", "兵乓球"),
    (Kind.TYPO, "表演小品等16节目。", "16节目"),
    (Kind.TYPO, "认真開展雙擁工作。", "開"),
    (Kind.TYPO, "第N届运动会在我市举行。", "第N届"),
    (Kind.TYPO, "0xx年，县总工会制定本计划。", "0xx年"),
    (Kind.TYPO, "（本文由应届毕业生求职网提供参考）", "（本文由应届毕业生求职网提供参考）"),
    (Kind.REPEATED, "开展了了慰问演出。", "了了"),
    (Kind.REPEATED, "双拥工作工作成效明显。", "工作工作"),
    (Kind.REPEATED, "营造了良好氛围，营造了良好氛围。", "营造了良好氛围"),
    (Kind.WIDTH, "开展演出,慰问官兵。", ","),
    (Kind.WIDTH, "演出１６场。", "１６"),
    (Kind.PUNCTUATION, "慰问官兵。。", "。。"),
    (Kind.PUNCTUATION, "慰问官兵，。", "，。"),
    (Kind.PUNCTUATION, "慰问 官兵。", " "),
    (Kind.PUNCTUATION, "慰问官兵", "兵"),
    (Kind.LENGTH, f"{'慰问部队官兵，' * 22}。", f"{'慰问部队官兵，' * 22}。"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "quote"), FAULTS)
def test_a_fault_is_found_where_it_stands(kind, text, quote):
    assert quotes(text, kind)[:1] == [quote]


def test_a_sound_text_has_no_finding():
    for text in (
        "2011年，我局在市委、市政府的领导下，做好双拥工作，营造了“军爱民、民拥军”的良好氛围。",
        "7月31日晚8:00，市歌舞团（市直单位）到驻泸部队演出，16个节目受到官兵欢迎。",
        "一是提高认识，二是加强领导，三是“学习、学习、再学习”。",
        "图书1.5万册，价值12,000元，占35.6%；热线电话0830-2345678。",
        "为《国防法》宣传月组织合作好、口碑好的单位，镕堃喆三位同志到场。",
        "2012年2月29日，双拥办转来第十二届全运会的感谢信。",
    ):
        assert [f.message for f in proofread(paragraph(text)).findings] == [], text


def test_secrets_and_impossible_days_must_be_mended_others_are_looked_at():
    assert found("13808281234", Kind.SECRET)[0].severity == Severity.MUST
    assert found("2月30日。", Kind.IMPOSSIBLE)[0].severity == Severity.MUST
    assert found("第13集团军。", Kind.SECRET)[0].severity == Severity.CHECK
    assert found("一如暨往。", Kind.TYPO)[0].severity == Severity.CHECK


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("5、甲。\n7、乙。", ["开头缺序号“1、2、3”。", "“5、”之后缺序号“6”。"]),
        ("一、甲\n三、乙", ["“一、”之后缺序号“二”。"]),
        ("（一）甲\n（三）乙", ["“（一）”之后缺序号“二”。"]),
        ("1、甲。\n1、乙。", ["序号“1、”重复。"]),
        ("1、甲。\n2、乙。\n3、丙。\n2、丁。", ["序号“2、”排在“3、”之后。"]),
        ("一、甲\n1、甲。\n2、3月5日学雷锋。\n二、乙\n1、丙。\n（1）丁。", []),
        ("11月中旬完成。\n2.5万元到位。", []),
    ],
)
def test_typed_numbers_run_on(lines, says):
    text = Text(tuple(Line(line, paragraph=n) for n, line in enumerate(lines.split("\n"), 1)))
    assert [f.message for f in found(text, Kind.NUMBERING)] == says


def test_a_heading_needs_no_typed_number_and_no_stop():
    heading = Text((Line("一、加强领导", Part.HEADING, section=3),))
    assert [f.message for f in proofread(heading).findings] == [
        "标题的序号会自动加上，请删去手写的序号。"
    ]


def test_the_year_of_the_title_is_that_of_the_text_and_of_the_summary():
    wrong = headed("2014年局双拥工作总结", "2011年，我局开展双拥工作。2011年成绩明显。")
    assert [f.values for f in found(wrong, Kind.HEAD)] == [("2014", "2011")]
    right = headed("2011年局双拥工作总结", "2011年，我局开展双拥工作。2012年再接再厉。")
    assert found(right, Kind.HEAD) == []
    assert [f.values for f in found(right, Kind.HEAD, Records(2010))] == [("2011", "2010")] * 2


def test_a_letter_has_its_head_and_a_fitting_date():
    bare = headed("2011年双拥工作总结", "2011年，开展工作。", is_letter=True)
    assert [f.message for f in found(bare, Kind.HEAD)] == ["还没有填写主送机关、署名、成文日期。"]
    early = headed("2011年双拥工作总结", "8月1日演出。", is_letter=True, dated=date(2011, 7, 1))
    known = Records(2011, today=date(2011, 12, 1))
    assert "全年尚未结束" in found(early, Kind.HEAD, known)[-1].message
    assert quotes(early, Kind.IMPOSSIBLE, known) == ["8月1日"]


# numbers ------------------------------------------------------------------------------------


def states(text: Text, known: Records) -> list[tuple[str, State]]:
    return [(row.span.quote, row.state) for row in proofread(text, known).numbers]


def test_a_number_agrees_with_the_record_of_its_sentence():
    text = paragraph(SHOW_SAID + "送上慰问金500元。", about=(SHOW,))
    assert states(text, records()) == [("近百名", State.AGREES), ("500元", State.AGREES)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("全年共开展双拥活动21项。", ("21项", "22项")),
        ("全年共开展双拥活动21项，其中慰问演出5项。", ("21项", "22项")),
        ("共送上慰问金600元。", ("600元", "500元")),
        ("联系电话0830-2345678，送上慰问金400元。", ("400元", "500元")),
        ("7月31日，近二百名演职人员参加“鱼水情深”慰问演出。", ("近二百名", "近百名")),
        ("7月31日，演职人员100名参加“鱼水情深”慰问演出。", ("100名", "近百名")),
    ],
)
def test_a_number_that_contradicts_the_records_is_told_with_both_values(text, values):
    first, *_ = found(text, Kind.NUMBER, records())
    assert first.values == values
    assert all(value in first.message for value in values)


def test_a_sentence_keeps_its_record_when_its_number_is_changed():
    text = paragraph(SHOW_SAID.replace("近百名", "120名"), about=(SHOW,), made=SHOW_SAID)
    (finding,) = found(text, Kind.NUMBER, records())
    assert (finding.values, finding.sources) == (("120名", "近百名"), (SHOW,))


def test_the_same_amount_written_otherwise_agrees_and_sums_are_added_up():
    gifts = (
        activity(numbers=[("50000多元", "体育器械")]),
        activity("activity-2", "送培训进军营", numbers=[("10余人", "学员")], held="5月"),
        activity("activity-3", "再送培训进军营", numbers=[("20人", "学员")], held="9月"),
    )
    known = records(*gifts)
    assert states(paragraph("器械价值5万余元。"), known) == [("5万余元", State.AGREES)]
    both = paragraph("先后2次培训30余人。", about=("activity-2", "activity-3"))
    assert states(both, known) == [("2次", State.AGREES), ("30余人", State.AGREES)]


def test_numbers_without_source_are_listed_and_set_phrases_are_none():
    text = "以“三个代表”为指导，召开第十二次会议，开展了一系列活动，观众3000余人，满意率98.5%。"
    assert quotes(text, Kind.NO_SOURCE, records()) == ["3000余人", "98.5%"]
    assert quotes(text, Kind.NO_SOURCE) == []


def test_a_figure_agrees_by_itself_and_its_place_is_the_name_in_braces():
    line = read_line("　共{活动总数}项，慰问金{慰问金}。", {"活动总数": "22", "慰问金": "500元"})
    assert line.text == "共22项，慰问金500元。"
    rows = proofread(Text((line,)), records()).numbers
    assert [(r.span.quote, r.sources) for r in rows] == [
        ("22项", ("figure-活动总数",)), ("500元", ("figure-慰问金",)),
    ]  # fmt: skip
    place = rows[1].span.place
    assert "　共{活动总数}项，慰问金{慰问金}。"[place.start : place.end] == "{慰问金}"


# times --------------------------------------------------------------------------------------


def test_times_agree_contradict_or_have_no_source():
    agrees = paragraph("7月31日下午，到部队开展“鱼水情深”慰问演出。")
    assert found(agrees, Kind.DATE, records(activity(held="7月31日下午"))) == []
    wrong = paragraph("7月30日，到部队开展“鱼水情深”慰问演出。")
    (finding,) = found(wrong, Kind.DATE, records())
    assert (finding.values, finding.sources) == (("7月30日", "7月31日"), (SHOW,))
    (row,) = proofread(paragraph("3月5日，学雷锋。"), records()).dates
    assert row.state == State.NONE


def test_a_time_of_another_year_is_pointed_out():
    text = "2009年5月1日，我局挂牌。2012年1月5日，走访部队。"
    assert quotes(text, Kind.IMPOSSIBLE, records()) == ["2009年5月1日"]


# names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("慰问二炮驻庐部队官兵。", ("二炮驻庐部队", "二炮驻泸部队")),
        ("江阳区文休局组织慰问。", ("江阳区文休局", "江阳区文体局")),
        ("参加“渔水情深”慰问。", None),
        ("排演《战友清》慰问官兵。", ("战友清", "战友情")),
    ],
)
def test_a_name_that_is_nearly_right_is_told_with_the_right_one(text, values):
    known = records(activity(texts=("排演小品《战友情》",)))
    assert [f.values for f in found(text, Kind.NAME, known) if f.values] == [values] * bool(values)


def test_names_that_are_right_or_meant_otherwise_are_left_alone():
    known = records(names=(KnownName("江阳区文体局", "unit-3"), KnownName("江阳区图书馆", "unit-4"),
                           KnownName("江北区图书馆", "unit-5")))  # fmt: skip
    text = "江阳区文体局、江阳区图书馆、江北区图书馆、江南区图书馆参加。"
    assert found(text, Kind.NAME, known) == []


def test_names_nobody_registered_are_pointed_out():
    names = quotes("到石宝雷达站演出，学习《国防法》。", Kind.NAME, records())
    assert names == ["石宝雷达站", "国防法"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "成立以党组书记、主席黄国燕为组长的领导小组。",
            ("书记、主席", "党组书记、常务副主席"),
        ),
        ("目前由局长尚冬生分管。", ("局长", "副局长")),
        ("分管领导副局长李四，定期研究。", ("李四", "副局长尚冬生")),
        ("组长党组书记、常务副主席黄国燕，分管领导副局长尚冬生。", None),
    ],
)
def test_persons_are_told_with_the_post_they_hold(text, values):
    assert [f.values for f in found(text, Kind.PERSON, records())] == [values] * bool(values)


def test_what_is_not_mentioned_is_listed():
    talk = activity("activity-2", "军地座谈联席会议", held="5月")
    tour = activity("activity-3", "走访慰问优抚对象", held="1月")
    units = (Record("unit-3", "江阳区文体局"), Record("unit-4", "市图书馆", "", ("泸州市图书馆",)))
    known = records(SHOWN, talk, tour, receiving=units, unconfirmed=(activity("activity-9"),))
    text = Text((
        Line("5月，召开军地座谈会、联席会议，江阳区文体局到会。"),
        Line(SHOW_SAID, stored=((SHOW_SAID, (SHOW,)),)),
    ))  # fmt: skip
    left = missing(text, known)
    assert [u.label for u in left.units] == ["市图书馆"]
    assert [a.label for a in left.activities] == ["走访慰问优抚对象"]
    assert [a.source for a in left.unconfirmed] == ["activity-9"]


# any text -----------------------------------------------------------------------------------

ODD = st.text(
    "一二十百万0123456789年月日号.,，。：；“”‘’《》（）()“、《》近余多名人元第届x双拥工作驻泸部队{} \n\u3000",
    max_size=200,
)


@given(st.one_of(st.text(max_size=200), ODD))
def test_no_text_breaks_a_rule_and_every_place_points_at_its_quote(text):
    typed = text.splitlines()
    for finding in proofread(pasted(text), records()).findings:
        if finding.span:
            place = finding.span.place
            line = typed[place.paragraph - 1]
            if not finding.span.figure and "{" not in line:
                assert line[place.start : place.end] == finding.quote
            assert 0 <= place.start <= place.end <= len(line)


def test_long_runs_without_a_break_are_read():
    for run in ("1", "1,111", "《", "7月", "近百名"):
        assert proofread(pasted(run * (20_000 // len(run))), records()) is not None
