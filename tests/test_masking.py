"""What may be published: designations, ID and mobile numbers masked, all else as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangyong.masking import masked
from shuangyong.secrecy import warnings_in
from shuangyong.secrets_found import secrets_in


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("慰问驻泸77100部队官兵", "慰问驻泸某部队官兵"),
        ("７７１００部队、七七一〇〇部队、7 7 1 0 0 部队", "某部队、某部队、某部队"),
        ("77\u200b100部队和之一78006部队", "某部队和之一某部队"),
        ("武警8712部队、8712分队、77100团", "武警某部队、某分队、某部"),
        ("部队番号为78006，代号“雄鹰”", "部队名称为某部，名称“某某”"),
        ("第13集团军、第一四九师、149师、第三团", "某部、某部、某部、某部"),
        ("身份证510502197001011234", "身份证******************"),
        ("５１０５０２19700101123X，510502700101123", "******************，***************"),
        ("手机13812345678、138-1234-5678", "手机138****5678、138****5678"),
        ("+86 138 1234 5678、１３８１２３４５６７８", "138****5678、138****5678"),
        ("1 510502197001011234 2", "1 ****************** 2"),
        ("卡号6222021234567890128", "卡号*******************"),
    ],
)
def test_what_must_not_be_published_is_masked_in_whatever_figures(written, published):
    assert masked(written) == published


@pytest.mark.parametrize(
    "text",
    [
        "二〇一一年7月31日，近百名演职人员、50000多元、10余人，占35.6%",
        "值班电话0830-3123456，邮编646000，泸双办〔2011〕12号",
        "经费13800000000元，图书12345册，“六连冠”，“八一”期间",
        "第一师范学校100师生、第三旅行社、第二团支部、团市委、第一团总支",
        "驻泸部队、武警支队、预备役某部、市人武部、第77届",
    ],
)
def test_ordinary_figures_stay(text):
    assert masked(text) == text


def test_the_number_of_a_card_has_its_check_digit():
    assert masked("编号6222021234567890123") == "编号6222021234567890123"


PIECES = st.sampled_from(
    [
        *("77100部队", "七七一〇〇", "７７", " ", "·", "\u200b", "部队", "分队", "团", "师"),
        *("番号", "代号", "为", "“", "”", "第", "十", "3", "集团军", "510502197001011234"),
        *("13812345678", "+86", "-", "X", "\n", "甲", "²", "①", "\u0663", "元", "年"),
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=40))
def test_no_warning_remains_and_masking_twice_changes_nothing(text):
    once = masked(text)
    assert warnings_in(once) == []
    assert masked(once) == once
    assert secrets_in(once) == []
