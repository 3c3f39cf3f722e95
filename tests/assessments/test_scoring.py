"""Adding up a checklist: caps, bonus, deductions, veto, whatever the scores and their order."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import Criterion, CriterionKind, Grade, Round, Section
from assessments.scoring import add_up

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
    score = add_up(
        section_of(20, (BASIC, 20, Decimal("17.50")), (DEDUCTION, 5, Decimal(2)))
        + section_of(0, (BONUS, 5, None), (VETO, 0, Decimal(1)), number=2, title="二、其他")
    )
    assert score.explanation() == [
        "一、组织领导（分值 20）：基本分 17.5，扣分 2",
        "二、其他：0",
        "合计 15.5 分",
        "出现一票否决情形，等次为不合格",
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
