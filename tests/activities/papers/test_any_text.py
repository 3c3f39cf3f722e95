"""Any text is read to its end, and every proposal shows where it stands."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from activities.papers.candidates import Names
from activities.papers.proposing import propose
from activities.papers.reading import cleaned

NAMES = Names(
    frozenset({"泸州市歌舞团", "江阳区文体局", "区民政局"}),
    frozenset({"二炮驻泸部队", "县武警中队"}),
)
WORDS = st.sampled_from(
    [
        "7月31日",
        "八一",
        "“",
        "”",
        "《",
        "》",
        "，",
        "。",
        "；",
        "、",
        "\n",
        "一、",
        "(一)",
        "1、",
        "慰问",
        "演出",
        "江阳区文体局",
        "部队",
        "500元",
        "价值",
        "送去",
        "图书",
        "200余册",
        "了",
        "当日",
        "同月",
        "各一部",
        "局",
        "和",
        "近百名",
        "的",
        "如",
        "\t",
        "每年",
        "参加",
        "官兵",
        "总代表周志刚",
        "等领导",
        "烈属",
        "12人",
        "２０１１年",
        "至",
        "的的",
        "万",
        "1.5",
        "\u3000",
        "abc",
        " ",
        "现场",
        "在",
        "广场",
        "由",
        "主办",
        "接收",
        "安置",
        "军人子女",
        "10名",
        "获一等奖",
        "参演",
        "设立",
        "各单位要",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map("".join))


@given(TEXTS)
def test_no_text_is_too_odd_and_every_source_is_where_it_says(text):
    for candidate in propose(text, year=2011, names=NAMES):
        assert candidate.source == text[candidate.start : candidate.end]
        assert all(candidate.cells.values())


@given(TEXTS)
def test_what_was_cleaned_once_stays_as_it_is(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@pytest.mark.parametrize(
    "text", ["", " \n\t", "2011", "1、2、3、", "To be, or not to be.", "。。。；；；"]
)
def test_what_tells_of_nothing_proposes_nothing(text):
    assert propose(text, year=2011, names=NAMES) == []


# each repeated until it is as long as many papers; nested quantifiers would never come to an end
UNITS = (
    "慰问部队", "7月31日", "江阳区文体局到二炮驻泸部队慰问，", "“", "《慰问", "0", "的局", "一", "a ", "近", "局长王",
    "价值500元的", "送图书、", "5万", "部队、", "1、", "八一、", "和", "每年的", "组织", "在广场", "为1名", "驻某",
    "农历正月", "其中", "各", "等领导", "\t", "军人子女", "为12户军属送去米，",
)  # fmt: skip
SECONDS = 120  # of the processor, for what takes a few; a regular expression gone wild takes days
READING = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
import django
django.setup()
from activities.papers.proposing import propose
for unit in json.load(sys.stdin):
    propose(unit * (20_000 // len(unit)), year=2011)
print("read")
"""


def test_no_text_keeps_the_reader_busy_for_ever():
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", READING, str(SECONDS)],
        input=json.dumps(UNITS),
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "shuangyong.settings"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "read\n", done.stderr
