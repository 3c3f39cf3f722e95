"""评分办法 read: the step of an item and its scoring points, proposed and never guessed."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.rules import LONGEST, Rule, read_rule

CENT = Decimal("0.01")


def of(text: str, points: str) -> Rule:
    return read_rule(text, Decimal(points))


STEPS = [
    ("每做到一项得0.5分", "2", "0.5"),
    ("每做到一项得０．５分", "2", "0.5"),
    ("做到一项得半分", "2", "0.5"),
    ("每项1分，满分5分", "5", "1"),
    ("达到要求得1分", "1", "1"),
    ("列入预算且有凭证得1分", "1", "1"),
    ("设立双拥联络员，基层组织健全，得1分", "1", "1"),
    ("达到要求得一分", "1", "1"),
    ("全部做到得满分，否则不得分", "4", "4"),
    ("不少于1场得10分，每少一场扣2分", "10", "2"),
    ("缺一项扣0.5分，扣完为止", "2", "0.5"),
    ("少一次扣10分", "60", "10"),
    ("登记率每提高1%加5分", "20", "5"),
    ("市级表彰每次加2分，区级表彰每次加1分，最高不超过5分", "5", "1"),
]


@pytest.mark.parametrize(("text", "points", "step"), STEPS)
def test_a_rule_that_repeats_or_is_all_or_nothing_has_a_step(text, points, step):
    assert of(text, points) == Rule(Decimal(step), ())


SPLIT = [
    (
        "职责明确0.25分，有计划和总结0.25分，述职0.5分",
        "1",
        [("职责明确", "0.25"), ("有计划和总结", "0.25"), ("述职", "0.5")],
    ),
    (
        "会议制度落实0.5分，领导小组会议0.5分",
        "1",
        [("会议制度落实", "0.5"), ("领导小组会议", "0.5")],
    ),
    (
        "（1）职责明确（0.25分）；（2）有计划（0.75分）。",
        "1",
        [("职责明确", "0.25"), ("有计划", "0.75")],
    ),
    (
        "1.述职（或书面述职）得0.5分；2.每年召开会议得0.5分",
        "1",
        [("述职（或书面述职）", "0.5"), ("每年召开会议", "0.5")],
    ),
    ("计划、总结各0.5分", "1", [("计划", "0.5"), ("总结", "0.5")]),
    ("计划、总结和述职各得1分", "3", [("计划", "1"), ("总结", "1"), ("述职", "1")]),
    (
        "十分重视，列入计划得一分，有总结得两分",
        "3",
        [("十分重视，列入计划", "1"), ("有总结", "2")],
    ),
    ("接受审计0.5分，来信登记0.5分", "1", [("接受审计", "0.5"), ("来信登记", "0.5")]),
    ("有机构得2分。未成立的不得分。有计划的得3分", "5", [("有机构", "2"), ("有计划", "3")]),
]


@pytest.mark.parametrize(("text", "points", "parts"), SPLIT)
def test_a_rule_that_splits_the_points_names_scoring_points(text, points, parts):
    expected = tuple((words, Decimal(worth)) for words, worth in parts)
    assert of(text, points) == Rule(None, expected)


UNCLEAR = [
    ("", "2"),
    ("按工作情况打分", "2"),
    ("酌情得1—3分", "3"),  # a range
    ("达到要求得3分，不足的酌情得分", "3"),
    ("按时报送5分，逾期报送得3分，未报不得分", "5"),  # levels that exclude each other
    ("达到要求得1分", "2"),  # says nothing of the other point
    ("得分在90分以上的为优秀", "10"),
    ("演出不少于30分钟", "5"),
    ("做到三分之一以上", "3"),
    ("每做到一项得0.5分", "0"),  # a veto has no points
    ("每次得0.125分", "1"),  # cannot be stored
]


@pytest.mark.parametrize(("text", "points"), UNCLEAR)
def test_what_a_rule_does_not_say_is_left_open(text, points):
    assert of(text, points) == Rule(None, ())


a_rule = st.text(
    alphabet="每项次得扣加各分满酌情、，。；（）(0123456789.．５%一二半两十—-~每做到计划\n\0",
    max_size=80,
)
some_points = st.decimals("0", "9999.99", places=2)


@given(a_rule | st.text(max_size=80), some_points)
def test_whatever_is_read_can_be_stored_and_adds_up(text, points):
    rule = read_rule(text, points)
    if rule.step is not None:
        assert 0 < rule.step <= points
        assert rule.step == rule.step.quantize(CENT)
        assert rule.points == ()
    if rule.points:
        assert len(rule.points) > 1
        assert sum(worth for _, worth in rule.points) == points
        assert all(words.strip() and len(words) <= LONGEST for words, _ in rule.points)
        assert all(worth > 0 and worth == worth.quantize(CENT) for _, worth in rule.points)


words = st.text(alphabet="职责明确有计划总结述会议制度落实设立联络员", min_size=1, max_size=12)
words = words.filter(lambda text: not text.endswith("计"))  # “计0.5分” is a verb
worths = st.integers(1, 400).map(lambda quarters: Decimal(quarters) / 4)


@given(
    st.lists(st.tuples(words, worths), min_size=2, max_size=6),
    st.sampled_from(["，", "；", "。"]),
    st.sampled_from(["{}{}分", "{}得{}分", "{}（{}分）", "{} 计 {} 分"]),
)
def test_scoring_points_written_as_a_rule_are_read_back(parts, separator, form):
    rule = separator.join(form.format(text, worth) for text, worth in parts)
    read = read_rule(rule, sum(worth for _, worth in parts))
    assert read == Rule(None, tuple(parts))


@given(worths, st.integers(2, 20))
def test_so_much_for_every_item_is_the_step(worth, times):
    assert read_rule(f"每做到一项得{worth}分", worth * times) == Rule(worth, ())


@given(worths, worths)
def test_one_amount_is_a_step_only_if_it_is_all_there_is(worth, points):
    assume(worth != points)
    assert read_rule(f"达到要求得{worth}分", points) == Rule(None, ())
