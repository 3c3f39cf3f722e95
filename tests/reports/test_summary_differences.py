"""Two states of a summary side by side; nothing of either is lost, and the work is bounded."""

from hypothesis import given
from hypothesis import strategies as st

from reports.models import Insert
from reports.summary.revising.differences import differences
from reports.summary.revising.versions import HEAD
from shuangyong.redline import Effort, Mark, compared, marked

texts = st.text("甲乙丙。，12a{}\n", max_size=30)
lines = st.text("甲乙丙。1", max_size=6)


def section(pk=None, text="", *, heading="", level=1, key="", **fields) -> dict:
    """A section as a version stores it."""
    usual = {"in_annex": False, "insert": "", "caption": "", "photo": None}
    level = level if heading else 0
    words = {"pk": pk, "text": text, "heading": heading, "level": level, "key": key}
    return usual | words | fields


def content(*sections, **head) -> dict:
    """A state of a summary."""
    usual = dict.fromkeys(HEAD, "") | {"style": "full", "arrangement": "kind"}
    return {
        "head": usual | {"outline": None, "examples": []} | head,
        "sections": list(sections),
    }


def read(runs, without: Mark) -> str:
    """The words of one side."""
    return "".join(run.text for run in runs if run.mark != without)


def shown(runs) -> str:
    """Marks as brackets: [taken out], {put in}."""
    signs = {Mark.SAME: "%s", Mark.REMOVED: "[%s]", Mark.ADDED: "{%s}"}
    return "".join(signs[run.mark] % run.text for run in runs)


@given(texts, texts)
def test_both_texts_can_be_read_off_the_marks(old, new):
    runs = marked(old, new)
    assert read(runs, Mark.ADDED) == old
    assert read(runs, Mark.REMOVED) == new
    if old == new:
        assert {run.mark for run in runs} <= {Mark.SAME}
    rows = compared(old, new)
    assert [row.old for row in rows if row.old is not None] == old.splitlines()
    assert [row.new for row in rows if row.new is not None] == new.splitlines()


states = st.builds(
    lambda rows: content(
        *(section(pk, text, heading=heading, key=key) for pk, (key, heading, text) in rows.items())
    ),
    st.dictionaries(
        st.integers(1, 6), st.tuples(st.sampled_from(["", "a", "b"]), lines, lines), max_size=5
    ),
)


@given(states, states)
def test_no_section_is_lost_or_told_twice(old, new):
    found = differences(old, new).sections
    assert [each.new for each in found if each.new] == new["sections"]
    gone = [each.old for each in found if each.old]
    assert sorted(gone, key=str) == sorted(old["sections"], key=str)
    stayed = [each.old for each in found if each.old and not each.moved]
    assert stayed == [each for each in old["sections"] if each in stayed]
    same = differences(old, old)
    assert same.is_empty
    assert str(same) == "没有改动"


def test_numbers_words_and_characters_are_marked_as_one_reads_them():
    old = "7月31日，市歌舞团举行慰问演出，送上慰问金5000元。官兵反响热烈。"
    new = "7月30日，市歌舞团开展慰问演出，送上慰问金15000元。"
    assert shown(marked(old, new)) == (
        "7月[31]{30}日，市歌舞团[举行]{开展}慰问演出，送上慰问金[5000]{15000}元。[官兵反响热烈。]"
    )
    rows = compared("第一段。\n第三段说的是拥军。", "第一段。\n第二段。\n第三段说的是拥政。")
    assert [(row.label, shown(row.runs)) for row in rows] == [
        ("", "第一段。"), ("新增", "{第二段。}"), ("修改", "第三段说的是拥[军]{政}。"),
    ]  # fmt: skip


def test_what_was_moved_is_no_removal_and_settings_are_told():
    old = content(
        section(1, "开头"), section(2, "演出", heading="慰问", key="k"), section(3, "结尾"),
        section(4, insert=Insert.CHART_KINDS), title="总结",
    )  # fmt: skip
    new = content(
        section(1, "开头"), section(3, "结尾"), section(5, insert=Insert.CHART_KINDS),
        section(9, "演出多", heading="慰问", key="k", level=2), title="报告", examples=[1],
    )  # fmt: skip
    found = differences(old, new)
    told = [(each.title, each.labels, each.after) for each in found.changed]
    assert told == [("慰问", ["移动", "修改"], "开头")]
    assert [(f.label, f.old, f.new) for f in found.changed[0].fields] == [
        ("层级", "一级标题", "二级标题")
    ]
    assert [(f.label, f.old, f.new) for f in found.head] == [
        ("标题", "总结", "报告"), ("典型事例", "0 项活动", "1 项活动"),
    ]  # fmt: skip
    assert str(found) == "移动 1 部分，修改 1 部分，文头文尾改动 2 项，共增加 1 字"


def test_a_hundred_thousand_characters_without_a_break_are_compared_within_bounds():
    han = [chr(0x4E00 + (n * n + 7 * n) % 997) for n in range(100_000)]
    old, new = "".join(han), "".join(reversed(han))
    effort = Effort()
    (row,) = compared(old, new, effort)
    assert effort.left >= 0
    assert read(row.runs, Mark.ADDED) + read(row.runs, Mark.REMOVED) == old + new
    changed = old[:50_000] + "改" + old[50_000:]
    assert shown(marked(old, changed)).count("{改}") == 1
