"""The three real papers, as they were written: their faults are found, little else."""

from collections import Counter

import pytest

from reports.proofreading.findings import Kind
from reports.proofreading.proofread import proofread

from .texts import seed

# what is wrong in them, by kind; half-width commas are all over them and told once a paragraph
FAULTS = {
    1: {
        Kind.HEAD: ["2014年"],
        Kind.NUMBERING: ["7、"],
        Kind.TYPO: ["一如暨往", "作好", "作好", "16节目"],
    },
    2: {
        Kind.HEAD: ["2014年"],
        Kind.TYPO: ["组成参加", "九瑯山", "官后", "器械部价值", "兵乓球", "经色"],
        Kind.PUNCTUATION: [","],
    },
    3: {
        Kind.TYPO: ["0xx年", "(本文“双拥工作计划范文”由应届毕业生求职网、工作计划频道提供参考)",
                    "更多信息请查看工作总结"],
        Kind.PUNCTUATION: ["结"],
    },
}  # fmt: skip


@pytest.mark.parametrize("number", FAULTS)
def test_the_faults_of_a_real_paper_are_found_and_nothing_else(number):
    report = proofread(seed(number))
    told = {Kind.WIDTH, Kind.LENGTH}
    by_kind = {}
    for finding in report.findings:
        if finding.kind not in told:
            by_kind.setdefault(finding.kind, []).append(finding.quote)
    assert by_kind == FAULTS[number]
    paragraphs = Counter(f.span.line.paragraph for f in report.findings if f.kind == Kind.WIDTH)
    assert set(paragraphs.values()) == {1}
    assert [f.message for f in report.findings if f.kind == Kind.NUMBERING] in (
        [], ["“5、”之后缺序号“6”。"],
    )  # fmt: skip
