"""Adding up a checklist: caps, bonus, deductions, veto, whatever the scores and their order."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import Criterion, CriterionKind, Grade, Round, Section
from assessments.scoring import LineOf, add_up, of_years

HALF = Decimal("0.5")
BASIC, BONUS, DEDUCTION, VETO = CriterionKind


def halves(least: int, most: int):
    """Points in steps of a half."""
    return st.integers(2 * least, 2 * most).map(lambda n: n * HALF)


def section_of(points, *criteria, number=1, title="一、组织领导"):
    """A section with (kind, points, score) entries."""
    section = Section(pk=number, title=title, points=Decimal(points))
    return [
        (Criterion(section=section, kind=kind, points=Decimal(most)), score)
        for kind, most, score in criteria
    ]


@st.composite
def checklists(draw, kinds=tuple(CriterionKind), least=0):
    """Sections of scored criteria; scores may lie outside what a form lets through."""
    sections = draw(
        st.lists(
            st.tuples(
                halves(0, 30),
                st.lists(
                    st.tuples(
                        st.sampled_from(kinds),
                        halves(0, 20),
                        st.none() | halves(least, 40),
                    ),
                    min_size=1,
                    max_size=5,
                ),
            ),
            min_size=1,
            max_size=4,
        )
    )
    return [
        section_of(points, *criteria, number=number)
        for number, (points, criteria) in enumerate(sections)
    ]


def joined(sections):
    return [entry for section in sections for entry in section]


def total(sections) -> Decimal:
    return add_up(joined(sections)).total


def ceiling(section) -> Decimal:
    """The most a section can bring: its basic points within its own, and every bonus."""
    most = {kind: sum(c.points for c, _ in section if c.kind == kind) for kind in (BASIC, BONUS)}
    limit = section[0][0].section.points
    if not limit:
        return most[BASIC] + most[BONUS]
    if most[BASIC] or any(c.kind == BASIC for c, _ in section):
        return min(most[BASIC], limit) + most[BONUS]
    return min(most[BONUS], limit)


@given(checklists(least=-10))
def test_the_total_is_never_above_the_most_that_can_be_had_and_never_below_zero(sections):
    assert 0 <= total(sections) <= sum(ceiling(section) for section in sections)


@given(checklists(least=-10))
def test_half_points_add_up_to_half_points(sections):
    assert total(sections) % HALF == 0


@given(checklists())
def test_the_sections_add_up_to_the_total(sections):
    score = add_up(joined(sections))
    assert score.total == max(sum(section.total for section in score.sections), 0)


@given(checklists(kinds=(BASIC, BONUS)))
def test_without_deductions_nothing_is_lost_between_sections_and_total(sections):
    assert total(sections) == sum(total([section]) for section in sections)


@given(checklists(), st.data())
def test_neither_the_order_of_sections_nor_of_criteria_matters(sections, data):
    shuffled = [data.draw(st.permutations(s)) for s in data.draw(st.permutations(sections))]
    before, after = add_up(joined(sections)), add_up(joined(shuffled))
    assert (before.total, before.vetoed) == (after.total, after.vetoed)
    assert (before.scored, before.asked) == (after.scored, after.asked)


@given(checklists(), st.data())
def test_half_a_point_more_never_lowers_the_total_and_more_deduction_never_raises_it(
    sections, data
):
    entries = joined(sections)
    place = data.draw(st.integers(0, len(entries) - 1))
    criterion, score = entries[place]
    more = [*entries[:place], (criterion, (score or 0) + HALF), *entries[place + 1 :]]
    change = add_up(more).total - add_up(entries).total
    assert change <= 0 if criterion.kind == DEDUCTION else 0 <= change <= HALF


@given(checklists())
def test_what_nobody_scored_counts_as_nothing_but_not_as_scored(sections):
    entries = joined(sections)
    as_zero = add_up((c, 0 if score is None else score) for c, score in entries)
    score = add_up(entries)
    assert score.total == as_zero.total
    assert score.scored == sum(given is not None for _, given in entries)
    assert score.asked == as_zero.scored == len(entries)


@given(checklists(kinds=(BASIC, BONUS, DEDUCTION)), st.booleans())
def test_a_veto_moves_no_point_and_tells_if_it_occurred(sections, occurred):
    veto = section_of(100, (VETO, 100, Decimal(occurred)), number=99)
    score = add_up(joined([*sections, veto]))
    assert score.vetoed == occurred
    assert score.total == total(sections)


@pytest.mark.parametrize(
    ("points", "criteria", "expected"),
    [
        (20, [(BASIC, 10, 12)], 10),  # a criterion's own points
        (20, [(BASIC, 10, -3)], 0),
        (15, [(BASIC, 10, 10), (BASIC, 10, 10)], 15),  # the section's points
        (0, [(BASIC, 10, 10), (BASIC, 10, 10)], 20),  # a section without points has no limit
        (5, [(BONUS, 4, 4), (BONUS, 4, 4)], 5),  # the cap of a section of bonus
        (20, [(BASIC, 20, 20), (BONUS, 3, 5)], 23),  # bonus comes on top, within its own cap
        (20, [(BASIC, 20, 18), (DEDUCTION, 5, 3)], 15),
        (20, [(BASIC, 20, 18), (DEDUCTION, 5, 9)], 13),  # the most that is taken off
        (20, [(BASIC, 20, 2), (DEDUCTION, 5, 5)], 0),
        (20, [(BASIC, 20, Decimal("17.5")), (BASIC, 20, None)], Decimal("17.5")),
        (20, [(VETO, 20, 1)], 0),
    ],
)  # fmt: skip
def test_a_section_comes_to(points, criteria, expected):
    entries = [(kind, most, None if s is None else Decimal(s)) for kind, most, s in criteria]
    assert total([section_of(points, *entries)]) == expected


def test_a_deduction_in_one_section_lessens_what_another_brought():
    earned = section_of(60, (BASIC, 60, Decimal(50)))
    taken = section_of(5, (DEDUCTION, 5, Decimal(5)), (DEDUCTION, 5, Decimal(4)), number=2)
    assert total([earned, taken]) == 45  # 9 taken off, within the section's 5


def test_the_way_to_the_total_is_told_in_words():
    entries = section_of(20, (BASIC, 20, Decimal("17.50")), (DEDUCTION, 5, Decimal(2)))
    entries += section_of(0, (BONUS, 5, None), (VETO, 0, Decimal(1)), number=2, title="二、其他")
    entries[-1][0].number, entries[-1][0].content = 4, "报送不实"
    score = add_up(entries)
    assert score.explanation() == [
        "一、组织领导（分值 20）：基本分 17.5，扣分 2",
        "二、其他：0",
        "合计 15.5 分",
        "出现一票否决情形，等次为不合格：第 4 项 报送不实",
    ]


def test_an_empty_checklist_comes_to_nothing():
    score = add_up([])
    assert (score.total, score.vetoed, score.asked) == (0, False, 0)
    assert score.explanation() == ["合计 0 分"]


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ("105", Grade.EXCELLENT), ("90", Grade.EXCELLENT), ("89.99", Grade.GOOD),
        ("80", Grade.GOOD), ("79.5", Grade.PASSED), ("60", Grade.PASSED),
        ("59.99", Grade.FAILED), ("0", Grade.FAILED),
    ],
)  # fmt: skip
def test_the_grade_of_a_total(points, grade):
    assert Round().grade_of(Decimal(points)) == grade


@given(halves(0, 120))
def test_a_veto_fails_whatever_the_total_is(points):
    assert Round().grade_of(points, vetoed=True) == Grade.FAILED


def test_a_round_may_set_thresholds_of_its_own():
    strict = Round(excellent_from=Decimal(95), good_from=Decimal(90), passed_from=Decimal(85))
    assert [strict.grade_of(Decimal(p)).label for p in (95, 94, 89, 84)] == [
        "优秀", "良好", "合格", "不合格",
    ]  # fmt: skip


def usual(**scores) -> list:
    """A checklist of 100 points with bonus, deductions and a veto; scores by number: p1="9.75".

    The activities (3 and 4) are worth 70 points in a section of 60, bonus items 7 in one of 5.
    """
    sections = (
        ("一、组织领导", 20, [(BASIC, 10), (BASIC, 10)]),
        ("二、开展活动", 60, [(BASIC, 40), (BASIC, 30)]),
        ("三、总结材料", 20, [(BASIC, 20)]),
        ("四、加分", 5, [(BONUS, 3), (BONUS, 4)]),
        ("五、扣分", 0, [(DEDUCTION, 5), (DEDUCTION, 10)]),
        ("六、一票否决", 0, [(VETO, 0)]),
    )
    entries = []
    for place, (title, points, criteria) in enumerate(sections, 1):
        section = Section(pk=place, title=title, points=Decimal(points))
        for kind, most in criteria:
            number = len(entries) + 1
            criterion = Criterion(
                pk=number, number=number, section=section, kind=kind, points=Decimal(most),
                content=f"要求{number}",
            )  # fmt: skip
            given = scores.get(f"p{number}")
            entries.append((criterion, None if given is None else Decimal(given)))
    return entries


BY_HAND = {
    # 一 9.75 + 10 = 19.75; 二 40 + 25 = 65, at most 60; 三 18.5; bonus 3 + 4 = 7, at most 5;
    # taken off 2 + 0: 19.75 + 60 + 18.5 + 5 - 2 = 101.25
    "with the caps of a section and of the bonus": (
        {"p1": "9.75", "p2": "10", "p3": "40", "p4": "25", "p5": "18.5", "p6": "3", "p7": "4",
         "p8": "2", "p9": "0", "p10": "0"},
        "101.25", "优秀",
    ),
    # 20 + (35 + 25 = 60) + 20 = 100, no bonus, nothing taken off; the veto decides the grade
    "with a veto": (
        {"p1": "10", "p2": "10", "p3": "35", "p4": "25", "p5": "20", "p6": "0", "p7": "0",
         "p8": "0", "p9": "0", "p10": "1"},
        "100", "不合格",
    ),
    # 7.25 + 6.5 = 13.75; 30 + 20.25 = 50.25; 15.5: together 79.50, a quarter point below 79.75
    "plain, in quarters of a point": (
        {"p1": "7.25", "p2": "6.5", "p3": "30", "p4": "20.25", "p5": "15.5", "p6": "0", "p7": "0",
         "p8": "0", "p9": "0", "p10": "0"},
        "79.50", "合格",
    ),
    # 0.25 earned, 5 (9 given, at most 5) + 9 = 14 taken off: -13.75, which is 0
    "with deductions below zero": (
        {"p1": "0.25", "p2": "0", "p3": "0", "p4": "0", "p5": "0", "p6": "0", "p7": "0",
         "p8": "9", "p9": "9", "p10": "0"},
        "0", "不合格",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_HAND)
def test_the_total_computed_by_hand(name):
    scores, total, grade = BY_HAND[name]
    score = add_up(usual(**scores))
    assert score.total == Decimal(total)
    assert Round().grade_of(score.total, vetoed=score.vetoed).label == grade
    # the lines of the items and what was cut come to the same
    lines = score.lines(Round())
    assert lines[-1].text == f"等次：{grade}"
    [told] = [line.counts for line in lines if line.of == LineOf.TOTAL]
    assert told == score.total
    assert sum(line.counts for line in lines if line.of == LineOf.SECTION) == score.balance


def test_every_line_says_why_it_was_cut():
    scores, *_ = BY_HAND["with the caps of a section and of the bonus"]
    lines = add_up(usual(**scores | {"p5": "21", "p2": None})).lines(Round())
    said = [(line.of, line.text, line.counts, line.note) for line in lines]
    item, section = LineOf.ITEM, LineOf.SECTION
    assert said == [
        (section, "一、组织领导", Decimal("9.75"), ""),
        (item, "第 1 项 要求1", Decimal("9.75"), ""),
        (item, "第 2 项 要求2", 0, "未打分，不计分"),
        (section, "二、开展活动", 60, "本部分最多 60 分，65 分按 60 分计"),
        (item, "第 3 项 要求3", 40, ""),
        (item, "第 4 项 要求4", 25, ""),
        (section, "三、总结材料", 20, ""),
        (item, "第 5 项 要求5", 20, "超过本项分值，按 20 分计"),
        (section, "四、加分", 5, "加分最多 5 分，7 分按 5 分计"),
        (item, "第 6 项 要求6", 3, ""),
        (item, "第 7 项 要求7", 4, ""),
        (section, "五、扣分", -2, ""),
        (item, "第 8 项 要求8", -2, ""),
        (item, "第 9 项 要求9", 0, ""),
        (section, "六、一票否决", 0, ""),
        (item, "第 10 项 要求10", None, "未发生"),
        (LineOf.SUM, "基本分合计", Decimal("89.75"), ""),
        (LineOf.SUM, "加分合计", 5, ""),
        (LineOf.SUM, "扣分合计", -2, ""),
        (LineOf.TOTAL, "总分", Decimal("92.75"), ""),
        (LineOf.GRADE, "等次：优秀", None, "90 分以上为优秀，80 分以上为良好，60 分以上为合格"),
    ]


def test_the_veto_and_the_floor_are_named():
    scores, *_ = BY_HAND["with deductions below zero"]
    *_, total, veto, grade = add_up(usual(**scores | {"p10": "1"})).lines(Round())
    assert (total.counts, total.note) == (0, "各项相加为 -13.75 分，不低于 0 分")
    assert veto.text == "出现一票否决情形，等次为不合格：第 10 项 要求10"
    assert (grade.text, grade.note) == ("等次：不合格", "出现一票否决情形")


def test_four_years_of_a_cycle_computed_by_hand():
    """Each item is the mean of its years; a case in one year is a case.

    1: 8 + 8.5 + 9 + 7 = 32.5, a quarter of it 8.125, rounded 8.13
    2: 10 + 10 + 9.5 + 10 = 39.5, 9.875, rounded 9.88
    3: 2010 is wanting, so it counts nothing
    10: occurred in 2011
    8.13 + 9.88 = 18.01
    """
    years = {
        1: ("8", "8.5", "9", "7"),
        2: ("10", "10", "9.5", "10"),
        3: ("40", "40", None, "40"),
        10: ("0", "0", "0", "1"),
    }
    by_year = {
        pk: {2008 + n: s and Decimal(s) for n, s in enumerate(scores)}
        for pk, scores in years.items()
    }
    entries = [
        (criterion, of_years(criterion, by_year.get(criterion.pk, {}).values()))
        for criterion, _ in usual()
    ]
    score = add_up(entries, by_year)
    assert (score.total, score.vetoed) == (Decimal("18.01"), True)
    said = {line.criterion.pk: line.note for line in score.lines() if line.of == LineOf.ITEM}
    assert said[1] == "2008 年 8 分、2009 年 8.5 分、2010 年 9 分、2011 年 7 分，平均 8.13 分"
    assert said[3] == (
        "2008 年 40 分、2009 年 40 分、2010 年未打分、2011 年 40 分，不计分；未打分，不计分"
    )
    assert said[10] == "2011 年发生；已发生，一票否决"


@given(checklists(least=-10))
def test_the_lines_add_up_to_the_total(sections):
    score = add_up(joined(sections))
    lines = score.lines()
    assert sum(line.counts for line in lines if line.of == LineOf.SECTION) == score.balance
    items = [line for line in lines if line.of == LineOf.ITEM]
    assert len(items) == score.asked
    assert all(line.note for line in items if line.counts is None or line.given != abs(line.counts))
