"""Generating anew: what the records say now beside what people made of what they said before."""

import pytest

from reports.models import SummarySection
from reports.summary.revising.regenerating import (
    Choice,
    Fate,
    declined,
    merged,
    three_way,
    was_moved,
)
from reports.summary.revising.versions import Place


def generated(*told) -> list[SummarySection]:
    """Sections as the generator makes them: key, level, heading, text."""
    return [
        SummarySection(
            position=position, key=key, level=level, heading=heading, text=text,
            made_heading=heading, made_text=text, sources=[[text, [f"{key}-1"]]],
        )
        for position, (key, level, heading, text) in enumerate(told, 1)
    ]  # fmt: skip


def stood(*told) -> list[SummarySection]:
    """The same once they are stored."""
    sections = generated(*told)
    for pk, section in enumerate(sections, 101):
        section.pk = pk
    return sections


def own(text: str, pk: int, *, heading="", level=0) -> SummarySection:
    """A section that somebody wrote."""
    return SummarySection(pk=pk, level=level, heading=heading, text=text)


def read(sections) -> list[str]:
    """Headings and texts in order."""
    return [section.heading or section.text for section in sections]


OPENING = ("opening", 0, "", "开头")
SHOWS = ("shows", 1, "演出", "")
FIRST = ("activity-1", 3, "一月演出。", "反响热烈。")
SECOND = ("activity-2", 3, "二月演出。", "")
VISITS = ("visits", 1, "走访", "")


def test_every_section_meets_its_fate_and_nothing_people_wrote_is_lost():
    stored = stood(
        ("same", 0, "", "不变"), ("updated", 0, "", "原来"), ("kept", 0, "", "原来"),
        ("conflict", 0, "", "原来"), ("gone", 0, "", "原来"), ("gone-edited", 0, "", "原来"),
        ("both-alike", 0, "", "原来"),
    )  # fmt: skip
    for section in stored:
        if section.key in ("kept", "conflict", "gone-edited"):
            section.text = "我的\r\n第二段"
    stored[6].text = "现在"
    stored[0].text = "不变\r\n"  # browsers end their lines otherwise
    made = generated(
        ("same", 0, "", "不变"), ("updated", 0, "", "现在"), ("kept", 0, "", "原来"),
        ("conflict", 0, "", "现在"), ("both-alike", 0, "", "现在"), ("new", 0, "", "新的"),
        ("out", 0, "", "不要"),
    )  # fmt: skip
    rows = three_way([*stored, own("手写", 200)], made, left_out={"out"})
    assert {row.name.removeprefix("choice-"): row.fate for row in rows} == {
        "same": Fate.SAME, "updated": Fate.UPDATED, "kept": Fate.KEPT,
        "conflict": Fate.CONFLICT, "105": Fate.GONE, "106": Fate.GONE, "both-alike": Fate.SAME,
        "200": Fate.OWN, "new": Fate.NEW, "out": Fate.LEFT_OUT,
    }  # fmt: skip
    result = merged(rows)
    mine = "我的\r\n第二段"
    assert read(result) == ["不变", "现在", mine, mine, mine, "现在", "手写", "新的"]
    assert [section.position for section in result] == list(range(1, 9))
    kept, conflict = result[2:4]
    assert (conflict.made_text, conflict.is_edited, kept.is_edited) == ("现在", True, True)
    again = three_way(result, generated(*[(m.key, 0, "", m.text) for m in made]))
    assert {row.made.key: row.fate for row in again if row.made}["conflict"] == Fate.KEPT


def test_every_choice_is_followed():
    def fresh():
        stored = stood(OPENING, ("gone", 0, "", "没了"), ("up", 0, "", "旧"))
        stored[0].text = "我的"
        made = generated(
            ("opening", 0, "", "新开头"), ("up", 0, "", "新"), ("more", 0, "", "多"),
            ("out", 0, "", "删过"),
        )  # fmt: skip
        return three_way(stored, made, left_out={"out"})

    assert read(merged(fresh())) == ["我的", "新", "多"]
    others = {
        "choice-opening": Choice.MADE, "choice-102": Choice.MINE, "choice-up": Choice.MINE,
        "choice-more": Choice.MINE, "choice-out": Choice.MADE,
    }  # fmt: skip
    rows = fresh()
    assert read(merged(rows, others)) == ["新开头", "没了", "旧", "删过"]
    assert declined(rows, others) == {"more"}
    assert declined(rows, {}) == {"out"}


def test_what_people_wrote_keeps_its_place():
    stored = stood(OPENING, SHOWS, FIRST, VISITS)
    note, chapter = own("按语", 201), own("", 202, heading="体会", level=1)
    below = own("一是领导重视。", 203)
    stored = [own("题记", 200), stored[0], stored[1], stored[2], note, chapter, below, stored[3]]
    rows = three_way(stored, generated(OPENING, SHOWS, FIRST, SECOND, VISITS))
    assert read(merged(rows)) == [
        "题记", "开头", "演出", "一月演出。", "按语", "二月演出。", "体会", "一是领导重视。", "走访",
    ]  # fmt: skip


def test_a_heading_stays_as_long_as_something_people_wrote_stands_under_it():
    stored = stood(SHOWS, FIRST, VISITS, SECOND)
    stored.insert(2, own("我的按语", 200))
    rows = three_way(stored, generated(OPENING))
    assert read(merged(rows)) == ["开头", "演出", "我的按语"]


@pytest.mark.parametrize("keeps_order", [True, False])
def test_an_order_that_people_chose_stays_unless_they_choose_the_outline(keeps_order):
    first, shows, one, two, visits = stood(OPENING, SHOWS, FIRST, SECOND, VISITS)
    stored = [first, visits, shows, two, one]
    placed = [Place(section.key, section.level, False) for section in (first, shows, one, two)]
    assert was_moved(stored, placed)
    assert not was_moved([first, one], placed)
    third = ("activity-3", 3, "三月演出。", "")
    made = generated(OPENING, SHOWS, FIRST, SECOND, third, VISITS)
    rows = three_way(stored, made, placed=placed, keeps_order=keeps_order)
    mine = ["开头", "走访", "演出", "二月演出。", "三月演出。", "一月演出。"]
    by_outline = ["开头", "演出", "一月演出。", "二月演出。", "三月演出。", "走访"]
    assert read(merged(rows)) == (mine if keeps_order else by_outline)


def test_levels_follow_the_outline_unless_people_changed_them():
    stored = stood(SHOWS, FIRST)
    stored[0].level, stored[0].in_annex = 2, True
    placed = [Place("shows", 1, False), Place("activity-1", 3, False)]
    lower = generated(SHOWS, ("activity-1", 4, *FIRST[2:]))
    rows = three_way(stored, lower, placed=placed)
    assert [row.changes_level for row in rows] == [False, True]
    first, second = merged(rows)
    assert [(s.level, s.in_annex) for s in (first, second)] == [(4, False), (2, True)]
    plain = stood(SHOWS)
    plain[0].level, plain[0].heading = 0, ""
    (section,) = merged(three_way(plain, generated(("shows", 1, "慰问演出", "")), placed=placed))
    assert (section.level, section.heading) == (0, "")
    (row,) = three_way(plain, generated(("shows", 1, "慰问演出", "")), placed=placed)
    (section,) = merged([row], {row.name: Choice.MADE})
    assert (section.level, section.heading) == (1, "慰问演出")


def test_sections_made_before_they_were_known_by_key_are_found_by_their_words():
    old = [
        own("开头改过", 1), own("", 2, heading="演出", level=1), own("按语", 3),
        own("原话", 4, heading="走访", level=1),
    ]  # fmt: skip
    old[0].position = 1
    rows = three_way(old, generated(OPENING, SHOWS, ("visits", 1, "走访", "新话")))
    assert [row.fate for row in rows] == [Fate.CONFLICT, Fate.SAME, Fate.OWN, Fate.CONFLICT]
    assert [section.key for section in merged(rows)] == ["opening", "shows", "", "visits"]
    stored = stood(("kinds-3", 2, "走访", "旧话"), ("activity-9", 3, "演出。", "旧话"))
    other_outline = generated(("visits", 2, "走访", "新话"), ("activity-8", 3, "演出。", "新话"))
    rows = three_way(stored, other_outline)
    assert [row.fate for row in rows] == [Fate.UPDATED, Fate.GONE, Fate.NEW]


def test_sources_of_sentences_that_stayed_are_kept():
    (section,) = stored = stood(("a", 0, "", "甲。"))
    section.sources = [["甲。", ["activity-1"]], ["旧。", ["activity-9"]]]
    section.text = "甲。我的。"
    (result,) = merged(three_way(stored, generated(("a", 0, "", "乙。"))))
    assert result.sources == [["乙。", ["a-1"]], ["甲。", ["activity-1"]]]
