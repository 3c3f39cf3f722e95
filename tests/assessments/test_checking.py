"""Whether a standard adds up; what does not keeps a round from being opened."""

from decimal import Decimal

import pytest

from assessments.checking import Severity, Tally, check, obstacles, tallies
from assessments.models import Criterion, CriterionKind, RoundState, Section
from assessments.opening import open_round
from shuangyong.review import StepRefused

from .records import (
    make_criterion,
    make_measure_for,
    make_round,
    make_section,
    make_standard,
    usual_standard,
)


@pytest.fixture
def standard(bureau):
    """The usual standard: nothing is wrong with it."""
    return usual_standard(bureau)


def item(standard, number) -> Criterion:
    return Criterion.objects.get(section__standard=standard, number=number)


def alter(standard, number, **fields):
    Criterion.objects.filter(section__standard=standard, number=number).update(**fields)


def notices(standard) -> list[str]:
    return [found.sentence for found in check(standard) if not found.is_error]


def test_a_standard_that_adds_up_has_nothing_to_be_mended(standard):
    assert check(standard) == []


def test_the_items_of_a_section_add_up_to_it(standard):
    alter(standard, 2, points=Decimal("19.5"))
    assert obstacles(standard) == ["“一、组织领导”各项基本分合计 39.5 分，与本部分 40 分不符。"]


def test_the_sections_add_up_to_the_total(standard):
    standard.total = Decimal(110)
    assert obstacles(standard) == ["各部分基本分合计 100 分，与总分 110 分不符。"]


def test_bonus_points_are_no_part_of_the_total(standard):
    make_criterion(standard.sections.last(), "表彰", 20, kind="bonus")
    assert obstacles(standard) == []


def test_a_section_without_points_counts_what_its_items_come_to(standard):
    standard.sections.update(points=0)
    assert obstacles(standard) == []
    alter(standard, 3, points=50)
    standard.refresh_from_db()
    assert obstacles(standard) == ["各部分基本分合计 90 分，与总分 100 分不符。"]


def test_scoring_points_add_up_to_their_item(standard):
    item(standard, 1).scoring_points.filter(position=1).update(points=Decimal("9.75"))
    assert obstacles(standard) == ["第 1 项的得分点合计 19.75 分，与本项 20 分不符。"]


def test_small_fractions_add_up_exactly(standard):
    points = item(standard, 3).scoring_points
    for text in range(6):
        points.create(text=str(text), points=Decimal("0.1"))
    points.create(text="其余", points=Decimal("59.4"))
    assert check(standard) == []


def test_the_scoring_points_of_a_bonus_may_exceed_its_cap_but_not_fall_short(standard):
    bonus = item(standard, 4)
    bonus.scoring_points.create(text="市级表彰", points=4)
    assert notices(standard) == ["第 4 项的得分点合计 4 分，与本项 5 分不符。"]
    bonus.scoring_points.create(text="省级表彰", points=4)
    assert check(standard) == []


def test_an_item_without_points(standard):
    alter(standard, 4, points=0)
    assert obstacles(standard) == ["第 4 项是加分项，还没有分值。"]


def test_a_veto_has_no_points(standard):
    alter(standard, 6, points=5)
    assert notices(standard) == ["第 6 项是一票否决项，所填分值不计入得分。"]


def test_a_step_fits_into_the_points(standard):
    alter(standard, 3, step=Decimal("0.5"))
    assert check(standard) == []
    alter(standard, 3, step=Decimal(7))
    assert notices(standard) == ["第 3 项的分值 60 分不是计分单位 7 分的整数倍。"]
    alter(standard, 4, step=Decimal(2))  # up to a cap of 5
    assert len(notices(standard)) == 1
    alter(standard, 3, step=Decimal("60.5"))
    assert obstacles(standard) == ["第 3 项的计分单位 60.5 分大于本项分值 60 分。"]


def test_an_empty_section_is_worth_a_look(standard):
    make_section(standard, "四、其他")
    assert notices(standard) == ["“四、其他”没有考核项目。"]
    assert obstacles(standard) == []


def test_an_empty_section_with_points_is_wanting(standard):
    make_section(standard, "四、其他", 10)
    standard.refresh_from_db()
    assert obstacles(standard) == [
        "各部分基本分合计 110 分，与总分 100 分不符。",
        "“四、其他”各项基本分合计 0 分，与本部分 10 分不符。",
    ]


def test_an_empty_standard_is_no_standard(bureau):
    empty = make_standard(bureau)
    make_section(empty, "一、组织领导", 40)
    assert obstacles(empty) == ["细则还没有考核项目。"]


def test_bonus_items_that_cannot_reach_their_section(standard):
    standard.sections.filter(position=3).update(points=12)
    assert notices(standard) == ["“三、加分和扣分”各项合计 10 分，达不到本部分 12 分。"]


def test_the_same_original_number_twice(standard):
    alter(standard, 3, code="1")
    assert notices(standard) == ["编号“1”不止一项使用。"]


def test_items_for_one_kind_of_unit_instead_of_another(standard):
    alter(standard, 2, applies_to=["office"])
    assert obstacles(standard) == []
    assert notices(standard) == [
        "“一、组织领导”对其他单位适用的基本分合计 20 分，与本部分 40 分不同。"
    ]
    make_criterion(
        standard.sections.first(), "设立联络员", 20,
        applies_to=["member", "subordinate", "district", "grassroots"],
    )  # fmt: skip
    assert check(standard) == []


def test_measures_that_come_to_nothing(standard):
    make_measure_for(item(standard, 5))
    make_measure_for(item(standard, 3), points=70)
    assert notices(standard) == [
        "第 3 项的统计得分 70 分多于可得的 60 分。",
        "第 5 项是扣分项，统计办法不会给出建议分。",
    ]


def test_errors_come_first_and_every_finding_leads_somewhere(standard, client_of, reviewer):
    make_section(standard, "四、其他")
    alter(standard, 1, points=0)
    found = check(standard)
    assert [each.severity for each in found] == sorted(
        (each.severity for each in found), key=[Severity.ERROR, Severity.NOTICE].index
    )
    anchors = {each.anchor for each in found}
    first, last = standard.sections.first(), Section.objects.get(title="四、其他")
    assert anchors == {f"section-{first.pk}", f"item-{item(standard, 1).pk}", f"section-{last.pk}"}


def test_the_checks_take_three_queries_however_large(bureau, django_assert_num_queries):
    large = make_standard(bureau, name="大细则", total=100)
    for number in range(10):
        section = make_section(large, f"第{number}部分", 10)
        for _ in range(10):
            criterion = make_criterion(section, points=1)
            criterion.scoring_points.create(text="有", points=1)
            make_measure_for(criterion)
    for standard in (usual_standard(bureau), large):
        with django_assert_num_queries(3):
            assert check(standard) == []


def test_how_many_items_of_each_kind(standard):
    items = Criterion.objects.filter(section__standard=standard)
    assert tallies(items) == [
        Tally(CriterionKind.BASIC, 3, Decimal(100)),
        Tally(CriterionKind.BONUS, 1, Decimal(5)),
        Tally(CriterionKind.DEDUCTION, 1, Decimal(5)),
        Tally(CriterionKind.VETO, 1, Decimal(0)),
    ]


def test_no_round_is_opened_by_a_standard_that_does_not_add_up(bureau, troupe, standard):
    round_ = make_round(bureau, troupe, standard=standard)
    alter(standard, 2, points=19)
    with pytest.raises(StepRefused, match="39 分，与本部分 40 分不符"):
        open_round(round_, by=None)
    round_.refresh_from_db()
    assert round_.state == RoundState.PREPARING
    assert not round_.assessments.exists()


def test_the_page_says_why_a_round_is_not_opened(bureau, troupe, standard, client_of, reviewer):
    round_ = make_round(bureau, troupe, standard=standard)
    alter(standard, 2, points=19)
    page = client_of(reviewer).post(f"{round_.get_absolute_url()}open/", follow=True)
    assert "不能开始考核" in page.content.decode()


def test_a_round_that_runs_takes_in_units_whatever_its_standard(bureau, troupe, standard):
    round_ = make_round(bureau, standard=standard)
    open_round(round_, by=None)
    alter(standard, 2, points=19)  # by an older version of the system
    round_.units.add(troupe)
    assert [made.unit for made in open_round(round_, by=None)] == [troupe]
