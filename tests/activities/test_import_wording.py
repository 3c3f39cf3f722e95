"""A cell that holds several things is read as people write it, and read back as it was."""

import contextlib
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from activities.ledgers.wording import (
    Counted,
    Fact,
    Given,
    HelpedGroup,
    parse_counts,
    parse_facts,
    parse_given,
    parse_helped,
    print_counts,
    print_facts,
    print_given,
    print_helped,
)
from activities.models import BeneficiaryCategory, ContributionCategory
from shuangyong.vague import VagueDate, VagueNumber

YEAR = 2011
NUMBERS = st.sampled_from(
    ["近百名", "2000余人次", "16", "20多场", "1,200册", "5万余元", "一万册以上", "多部", "若干", "两期", "500元"]
).map(VagueNumber.parse)  # fmt: skip
DATES = st.sampled_from(["7.31", "6月", "“八一”期间", "2011年12月"]).map(
    lambda text: VagueDate.parse(text, year=YEAR)
)
SIGNS = "演出图书册名5三百多余约价值元移交数量一批，、；：:;『』《》“”(（ab《其他慰问金"
NAMES = st.text(SIGNS, min_size=1, max_size=8)
LINES = st.builds(
    Given,
    st.sampled_from(ContributionCategory),
    st.text(SIGNS, max_size=8),
    st.none() | NUMBERS,
    st.none() | NUMBERS,
    st.none() | DATES,
)


@given(st.lists(st.builds(Counted, NAMES, NUMBERS), max_size=4))
def test_written_counts_are_read_back(lines):
    assert parse_counts(print_counts(lines)) == lines


@given(st.lists(LINES, max_size=4), st.sampled_from(["", "电影放映", "走访慰问"]))
def test_written_contributions_are_read_back(lines, kind):
    written = print_given(lines, year=YEAR, kind=kind)
    assert parse_given(written, year=YEAR, kind=kind) == lines


@given(st.lists(st.builds(HelpedGroup, st.sampled_from(BeneficiaryCategory), st.none() | NUMBERS)))
def test_written_groups_of_people_are_read_back(lines):
    assert parse_helped(print_helped(lines)) == lines


@given(st.lists(st.builds(Fact, NAMES, NAMES), max_size=4))
def test_written_facts_are_read_back(lines):
    assert parse_facts(print_facts(lines)) == lines


@given(st.text(SIGNS + "123\n", max_size=30))
def test_any_cell_is_read_or_refused_never_anything_else(text):
    for parse in (parse_counts, parse_facts, parse_helped, partial(parse_given, year=YEAR)):
        with contextlib.suppress(ValidationError):
            assert isinstance(parse(text), list)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("演职人员近百名；观众2000余人次", [("演职人员", "近百名"), ("观众", "2000余人次")]),
        ("演职人员近百名，观众2000余人次", [("演职人员", "近百名"), ("观众", "2000余人次")]),
        ("观众：500人", [("观众", "500人")]),
        ("20多场", [("场次", "20多场")]),
        ("近百名演职人员", [("演职人员", "近百名")]),
        ("三八红旗手10名", [("三八红旗手", "10名")]),
    ],
)
def test_counts_are_read_as_people_write_them(text, expected):
    assert [(line.label, str(line.number)) for line in parse_counts(text)] == expected


C = ContributionCategory


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("慰问金500元", "", [(C.MONEY, "", None, "500元")]),
        ("500元", "走访慰问", [(C.MONEY, "", None, "500元")]),
        ("图书200余册，价值5000元", "", [(C.BOOKS, "", "200余册", "5000元")]),
        ("200余册图书", "", [(C.BOOKS, "", "200余册", None)]),
        ("价值5000元的图书200余册", "", [(C.BOOKS, "", "200余册", "5000元")]),
        ("影片《建党伟业》", "", [(C.FILMS, "影片《建党伟业》", None, None)]),
        ("《建党伟业》", "电影放映", [(C.FILMS, "《建党伟业》", None, None)]),
        ("灯光篮球场1个", "", [(C.FACILITIES, "灯光篮球场", "1个", None)]),
        (
            "大米10袋、食用油20桶",
            "",
            [(C.GOODS, "大米", "10袋", None), (C.GOODS, "食用油", "20桶", None)],
        ),
        ("大米、面粉和油", "", [(C.GOODS, "大米、面粉和油", None, None)]),
        ("建党90周年纪念册", "", [(C.OTHER, "建党90周年纪念册", None, None)]),
    ],
)
def test_what_was_given_is_read_as_people_write_it(text, kind, expected):
    read = [
        (line.category, line.name, line.quantity and str(line.quantity), line.value and str(line.value))
        for line in parse_given(text, year=YEAR, kind=kind)
    ]  # fmt: skip
    assert read == expected


def test_the_usual_wording_is_kept_plain():
    text = "慰问金500元；图书200余册，价值5000元；影片《建党伟业》；灯光篮球场1个，7月31日移交"
    assert print_given(parse_given(text, year=YEAR), year=YEAR) == text


def test_people_are_known_by_other_words_too():
    read = parse_helped("烈士家属12人、军属；困难退役军人5户")
    helped = BeneficiaryCategory
    assert [line.category for line in read] == [
        helped.MARTYR_FAMILY, helped.MILITARY_FAMILY, helped.NEEDY,
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["观众", "很多很多的人啊", "5艘"])
def test_a_count_without_a_number_or_a_name_is_refused(text):
    with pytest.raises(ValidationError):
        parse_counts(text)


def test_each_wrong_piece_has_its_own_message():
    with pytest.raises(ValidationError) as refused:
        parse_helped("烈属12人；路人；行人3名")
    assert ["路人" in refused.value.messages[0], "行人" in refused.value.messages[1]] == [
        True,
        True,
    ]
