"""Under a heading: ordered, joined, folded, added up; nothing lost and nothing said twice."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.models import Style
from reports.summary.sources import source
from reports.summary.telling.items import phrase, sums, told
from reports.summary.telling.said import name_of
from tests.factories import YEAR

from .unsaved import gave, recorded, unit_called

TROUPE = unit_called("滨江市歌舞团", "市歌舞团")
MUSEUM = unit_called("滨江市博物馆", "市博物馆")
SERIES = "加强协助部队文化活动"


def full(*activities, **more) -> list[str]:
    """The items under a heading, each with its text."""
    parts = told(activities, YEAR, style=Style.FULL, key="activities-x", **more)
    return [f"{part.heading}{part.text}" for part in parts]


def one(*activities) -> str:
    """The only item."""
    (text,) = full(*activities)
    return text


def attended(title, held, number="10余人", unit=TROUPE, **fields):
    """A date on which people were sent."""
    counts = [("派员", number)] if number else []
    return recorded(
        unit, title, held, narrative="派员参加" if number else "", counts=counts, **fields
    )


class TestASeries:
    def test_dates_that_differ_in_their_titles_are_said_as_one(self):
        parts = [
            recorded(TROUPE, "消防大队联欢", "2月", narrative="派出专业人员参加"),
            attended("预备队成立大会", "6月18日"),
            attended("应急分队成立大会", "6月22日"),
            attended("部队庆祝活动", "7月31日"),
        ]
        assert one(recorded(TROUPE, SERIES, "2011年", parts=parts)) == (
            "滨江市歌舞团加强协助部队文化活动。2月，派出专业人员参加消防大队联欢；"
            "6月18日、6月22日和7月31日，先后参加预备队成立大会、应急分队成立大会和部队庆祝活动，"
            "每次派员10余人。"
        )

    def test_cites_itself_and_its_dates(self):
        parts = [attended("甲大会", "6月18日"), attended("乙大会", "6月22日")]
        series = recorded(TROUPE, SERIES, parts=parts)
        assert phrase(series, YEAR).sources == tuple(map(source, (series, *parts)))

    @pytest.mark.parametrize(
        ("parts", "expected"),
        [
            ([attended("甲大会", "6月18日")], "6月18日，派员10余人参加甲大会。"),
            (
                [attended("甲大会", "6月18日"), attended("乙大会", "7月1日", "5人")],
                "6月18日，派员10余人参加甲大会；7月1日，派员5人参加乙大会。",
            ),
            (
                [attended("甲大会", "6月18日"), attended("乙大会", "7月1日", unit=MUSEUM)],
                "6月18日，派员10余人参加甲大会；7月1日，滨江市博物馆派员10余人参加乙大会。",
            ),
            (
                [attended("军营开放日", held, None) for held in ("6月1日", "6月8日", "6月15日")],
                "6月1日、6月8日和6月15日，先后3次举办军营开放日。",
            ),
            (
                [attended("电影放映活动", f"{m}月", None, troops=[f"某{m}连"]) for m in (6, 7)],
                "6月和7月，先后为某6连、某7连开展电影放映活动。",
            ),
            (
                [attended("慰问甲连", "春节期间", None), attended("慰问乙连", "“八一”期间", None)],
                "春节期间和“八一”期间，先后慰问甲连和乙连。",
            ),
            (
                [attended("甲大会", None), attended("乙大会", "7月1日")],
                "派员10余人参加甲大会；7月1日，派员10余人参加乙大会。",
            ),
            (
                [attended("甲大会", "2010年12月至2011年1月"), attended("乙大会", "7月1日")],
                "2010年12月至2011年1月和7月1日，先后参加甲大会和乙大会，每次派员10余人。",
            ),
        ],
        ids=["one", "numbers", "units", "same title", "troops", "visits", "undated", "years"],
    )
    def test_only_what_is_equal_is_said_once(self, parts, expected):
        text = one(recorded(TROUPE, SERIES, parts=parts))
        assert text == f"滨江市歌舞团加强协助部队文化活动。{expected}"


class TestUnderOneHeading:
    def test_a_wish_comes_first_then_time_then_weight(self):
        light = recorded(MUSEUM, "走访军属", "2011年")
        heavy = recorded(TROUPE, "走访部队", "2011年", troops=["甲连", "乙连"])
        dated = recorded(MUSEUM, "走访干休所", "12月1日")
        wished = recorded(TROUPE, "走访老兵", None, position=1)
        text = "".join(full(light, heavy, dated, wished))
        assert re.findall("走访(?:老兵|干休所|部队|军属)", text) == [
            "走访老兵", "走访干休所", "走访部队", "走访军属",
        ]  # fmt: skip

    def test_small_things_of_a_unit_share_an_item_in_which_it_is_named_once(self):
        text = one(
            recorded(TROUPE, "慰问甲连", "2月1日", gifts=[gave("money", value="5000元")]),
            recorded(TROUPE, "双拥图片展", "5月4日", place="大厅"),
            recorded(TROUPE, "走访军属", "7月30日"),
        )
        assert text == (
            "2月1日，滨江市歌舞团慰问甲连，送上慰问金5000元；5月4日，在大厅举办双拥图片展；"
            "7月30日，走访军属。"
        )

    def test_a_date_and_what_came_of_it_are_said_once(self):
        day = {"held": "7月31日", "effect": "增进了军民友谊"}
        texts = full(
            recorded(MUSEUM, "慰问甲连", **day), recorded(MUSEUM, "慰问乙连", **day),
            recorded(TROUPE, "慰问丙连", **day),
        )  # fmt: skip
        assert texts == [
            "7月31日，滨江市歌舞团慰问丙连，增进了军民友谊。",
            "7月31日，滨江市博物馆慰问甲连和乙连，增进了军民友谊。",
        ]

    def test_the_one_unit_of_a_heading_is_named_in_its_first_item(self):
        long = "组织人员深入连队了解官兵的文化生活需要，与官兵同台演出，丰富他们的军营文化生活"
        texts = full(*(recorded(TROUPE, f"走访{x}连", narrative=f"{x}班{long}") for x in "甲乙"))
        assert ["歌舞团" in text for text in texts] == [True, False]

    def test_a_single_item_has_no_number(self):
        (part,) = told([recorded(TROUPE, "慰问甲连")], YEAR, style=Style.FULL, key="x")
        assert (part.level, part.heading) == (0, "")
        parts = told(
            [recorded(TROUPE, "慰问甲连"), recorded(MUSEUM, "慰问甲连")], YEAR,
            style=Style.FULL, key="x",
        )  # fmt: skip
        assert [part.level for part in parts] == [3, 3]


class TestOneActivity:
    @pytest.mark.parametrize(
        ("activity", "expected"),
        [
            (recorded(TROUPE, "慰问甲连", narrative="为官兵送上慰问金",
                      gifts=[gave("money", value="5万元")]),
             "滨江市歌舞团慰问甲连，为官兵送上慰问金5万元。"),
            (recorded(TROUPE, "慰问甲连", narrative="送上5万元慰问金",
                      gifts=[gave("money", value="50000元")]),
             "滨江市歌舞团慰问甲连，送上5万元慰问金。"),
            (recorded(TROUPE, "向甲连赠送图书", gifts=[gave("books", "图书", "300余册")]),
             "滨江市歌舞团向甲连赠送图书300余册。"),
            (recorded(TROUPE, "走访甲连", narrative="送去崭新的器材",
                      gifts=[gave("equipment", "器材", value="2万元")]),
             "滨江市歌舞团走访甲连，送去崭新的器材（价值2万元）。"),
            (recorded(TROUPE, "成立大会", narrative="派员参加"), "滨江市歌舞团派员参加成立大会。"),
            (recorded(TROUPE, "慰问演出", "7月31日", narrative="7月31日，市歌舞团派出小分队"),
             "7月31日，滨江市歌舞团举办慰问演出，派出小分队。"),
            (recorded(TROUPE, "市歌舞团专场演出", place="江边广场"),
             "滨江市歌舞团在江边广场举办专场演出。"),
            (recorded(TROUPE, "送戏进军营", narrative="每逢节日送演出", counts=[("场次", "20多场")]),
             "滨江市歌舞团送戏进军营共20多场，每逢节日送演出。"),
            (recorded(TROUPE, "音乐培训班和裁判员培训班",
                      narrative="针对人才不足的困难，举办音乐培训班和裁判员培训班，深受欢迎"),
             "针对人才不足的困难，滨江市歌舞团举办音乐培训班和裁判员培训班，深受欢迎。"),
            (recorded(TROUPE, "制作宣传专刊", "“八一”前夕", narrative="每年都制作"),
             "每年“八一”前夕，滨江市歌舞团都制作宣传专刊。"),
            (recorded(TROUPE, "“广场大家乐”群众文化广场活动",
                      narrative="我市品牌群众文化广场活动以双拥为题材"),
             "滨江市歌舞团开展“广场大家乐”群众文化广场活动。该品牌活动以双拥为题材。"),
            (recorded(TROUPE, "走访甲连", partners=[("host", "市歌舞团"), ("co_organiser", "市音协")]),
             "由滨江市歌舞团主办，市音协协办，走访甲连。"),
        ],
    )  # fmt: skip
    def test_says_each_thing_once_and_at_its_place(self, activity, expected):
        assert phrase(activity, YEAR).text == expected


class TestSums:
    @staticmethod
    def said(*activities, **more) -> str:
        return "".join(piece.text for piece in sums(activities, YEAR, **more))

    def test_are_as_exact_as_their_parts(self):
        found = self.said(
            recorded(
                TROUPE,
                "甲",
                counts=[("派员", "10余人")],
                gifts=[gave("money", value="3万余元"), gave("books", "图书", "100册")],
                helped=[("military_family", "12户")],
            ),
            recorded(
                MUSEUM,
                "乙",
                counts=[("派员", "30人")],
                gifts=[gave("money", value="20000"), gave("books", "图书", "200余册")],
                helped=[("military_family", "8户")],
            ),
        )
        assert found == (
            "全年累计派员40余人次参加双拥活动，送上慰问金50000余元，赠送图书300余册，惠及军属20户。"
        )

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ({"counts": [("派员", "10人")]}, {"counts": [("观众", "10人")]}),
            ({"counts": [("观众", "10人")]}, {"counts": [("观众", "10名")]}),
            ({"gifts": [gave("books", "图书", "10册")]}, {"gifts": [gave("books", "图书")]}),
            ({"counts": [("节目", "多个")]}, {"counts": [("节目", "多个")]}),
            ({"helped": [("needy", "2人")]}, {"helped": [("veteran", "3人")]}),
            ({"counts": [("节目", "2个"), ("节目", "3个")]}, {}),
        ],
    )
    def test_are_not_of_one_record_nor_across_meanings_and_measures(self, first, second):
        assert not self.said(recorded(TROUPE, "甲", **first), recorded(TROUPE, "乙", **second))

    def test_count_the_dates_of_a_series_and_follow_the_years_figures(self):
        parts = [attended("甲大会", "6月18日"), attended("乙大会", "7月1日")]
        series = recorded(TROUPE, SERIES, parts=parts)
        sent = recorded(MUSEUM, "丙", counts=[("派员", "5人")])
        values = {"派员合计": "25余人", "慰问金": "3元"}
        (piece,) = sums([series, sent], YEAR, values=values)
        assert piece.text == "全年累计派员{派员合计}次参加双拥活动。"
        assert set(piece.sources) == {*map(source, [*parts, sent]), "figure-派员合计"}
        assert not sums([series, sent], YEAR, values=values, whole=False)

    def test_of_people_alone_are_not_told_of_one_unit(self):
        assert not self.said(attended("甲大会", "6月18日"), attended("乙大会", "7月1日"))

    def test_name_no_figure_that_somebody_typed(self):
        both = [recorded(unit, "甲", counts=[("{活动总数}", "2人")]) for unit in (TROUPE, MUSEUM)]
        assert self.said(*both, values={"{活动总数}合计": "4人"}) == "全年累计｛活动总数｝4人次。"

    def test_stand_before_the_items_where_they_are_not_the_whole_years(self):
        both = [attended("甲大会", "6月18日"), recorded(MUSEUM, "乙", counts=[("派员", "5人")])]
        first, *_ = full(*both, values={"派员合计": "50余人"})
        assert first == "累计派员15余人次。"
        assert not any("累计" in text for text in full(*both, values={"派员合计": "15余人"}))


TITLES = st.sampled_from([
    "“鱼水情”演出活动", "慰问演出", "慰问{x}连官兵", "走访慰问活动", "向{x}连赠送图书", "送戏进军营",
    "军民篮球友谊赛", "音乐培训班和裁判员培训班", "制作宣传专刊", "双拥图片展", "参加军区拥军演出",
    "庆祝建军84周年激情广场文艺演出活动", "成立大会", "座谈会", "为军属办实事", "市歌舞团专场演出",
])  # fmt: skip
CLAUSES = st.lists(
    st.sampled_from([
        "派员参加", "每年都制作", "组织人员慰问", "为官兵送上慰问金", "送上慰问金和慰问品", "赠送图书",
        "向部队赠送图书300册", "7月31日，市歌舞团派出小分队", "针对人才缺乏的困难，举办音乐培训班和裁判员培训班",
        "建军84周年激情广场文艺演出活动以双拥为主题", "送上5万元慰问金", "各区县都开展了演出", "看望军属",
        "近百名演职人员登台", "官兵深受鼓舞。", "与官兵座谈", "举行了篮球赛", "应邀后排练小品《战友情》",
    ]), max_size=3,
)  # fmt: skip
GIFTS = st.lists(
    st.builds(
        gave, st.sampled_from(["money", "goods", "books", "equipment", "facilities", "other"]),
        st.sampled_from(["", "慰问金", "慰问品", "图书", "体育器材", "健身苑"]),
        st.sampled_from([None, "300册", "200余件", "一批", "多个"]),
        st.sampled_from([None, "50000元", "5万元", "500", "近2万元"]),
        st.sampled_from([None, None, "6月底"]),
    ), max_size=2, unique_by=(name_of, lambda given: given.value or id(given)),
)  # fmt: skip
LINES = st.fixed_dictionaries({
    "title": TITLES,
    "held": st.sampled_from(
        [None, "7月31日", "7.31", "“八一”期间", "6月", "近期", "2011年", "近几年", "6月10日至12日"]
    ),
    "narrative": CLAUSES.map(lambda clauses: "，".join(clauses).replace("。，", "。")),
    "effect": st.sampled_from(["", "增进了军民友谊", "深受官兵欢迎。"]),
    "place": st.sampled_from(["", "江边广场", "甲连驻地"]),
    "guests": st.sampled_from(["", "市领导周某"]),
    "position": st.sampled_from([None, None, 1, 2]),
    "gifts": GIFTS,
    "counts": st.lists(st.tuples(
        st.sampled_from(["派员", "演职人员", "节目", "观众", "场次"]),
        st.sampled_from(["10余人", "近百名", "16", "2", "多场", "3个"]),
    ), max_size=2),
    "helped": st.lists(st.tuples(
        st.sampled_from(["military_family", "needy"]), st.sampled_from([None, "12户", "3人"])
    ), max_size=1),
    "troops": st.lists(st.sampled_from(["驻滨江某部", "滨江武警中队"]), max_size=2, unique=True),
    "partners": st.lists(st.tuples(
        st.sampled_from(["host", "organiser", "co_organiser", "participant", "inviter"]),
        st.sampled_from(["市歌舞团", "滨江市歌舞团演员队", "各区县", "市文联"]),
    ), max_size=2, unique=True),
})  # fmt: skip


@st.composite
def headings(draw):
    """Activities of one heading, some of them series, each with a name of its own."""
    activities = []
    for index, lines in enumerate(draw(st.lists(LINES, min_size=1, max_size=5))):
        unit = draw(st.sampled_from([TROUPE, TROUPE, MUSEUM]))
        lines = dict(lines)
        title = lines.pop("title").format(x=index)
        parts = [
            recorded(draw(st.sampled_from([unit, unit, MUSEUM])), **{**more, "title": name})
            for more in draw(st.lists(LINES, max_size=draw(st.sampled_from([0, 0, 3]))))
            for name in [more["title"].format(x="某")]
        ]
        activities.append(recorded(unit, title, parts=parts, **lines))
    return activities


@settings(max_examples=40)
@given(activities=headings())
def test_nothing_of_a_record_is_lost(activities):
    text = "".join(full(*activities))
    for activity in activities:
        for record in (activity, *activity.parts.all()):
            for word in words_of(record):
                assert word in text, (word, text)


def words_of(record):
    """What of a record stands in its text as it was written."""
    yield from (troop.name for troop in record.troops.all())
    yield from (p.name for p in record.partners.all() if "歌舞团" not in p.name)
    yield from (p for p in (record.guests, record.place, record.effect.strip("。")) if p)
    for count in record.counts.all():
        yield re.sub("[场]$", "", str(count.number))
    for gift in record.contributions.all():
        yield gift.name
        yield from (str(n).removesuffix("元") for n in (gift.quantity, gift.value)
                    if n is not None and n.amount != 50000)  # fmt: skip
    yield from (str(group.number) for group in record.beneficiaries.all() if group.number)
    if record.held and record.held.wording != "2011年":
        yield record.held.formal(YEAR)


@settings(max_examples=40)
@given(activities=headings())
def test_nothing_is_said_twice_and_the_pointing_is_right(activities):
    for activity in activities:
        said = phrase(activity, YEAR).text
        for record in (activity, *activity.parts.all()):
            if not activity.is_series:
                for run in runs_of(record):
                    assert said.count(run) <= max(1, record.narrative.count(run)), (run, said)
    for text in full(*activities):
        assert text.endswith("。"), text
        assert not re.search("[，。；、][，。；、]|举办举办|开展开展|在在|到到|共共|，$", text), (
            text
        )
        for opening, closing in ("“”", "《》", "（）"):
            assert text.count(opening) == text.count(closing), text


def runs_of(record, size: int = 6):
    """Every six characters that follow one another in narrative and gifts."""
    gifts = [f"{g.name}{g.quantity or ''}{g.value or ''}" for g in record.contributions.all()]
    for words in (*re.split("[，。]", record.narrative), *gifts):
        yield from (words[at : at + size] for at in range(len(words) - size + 1))


@settings(max_examples=20)
@given(activities=headings(), most=st.integers(1, 5))
def test_in_short_a_heading_is_one_paragraph_that_counts_all(activities, most):
    (part,) = told(activities[:most], YEAR, style=Style.SHORT, key="activities-x")
    ((piece,),) = part.paragraphs
    assert part.level == 0
    assert piece.text.endswith("。")
    assert {source(activity) for activity in activities[:most]} <= set(piece.sources)
