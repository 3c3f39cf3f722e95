"""What the heads of a 考核细则 mean: one vocabulary for the sheets of all offices."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Column(StrEnum):
    """What a column holds; the values are the heads of our own sheets."""

    SECTION = "部分"
    SECTION_POINTS = "部分分值"
    NUMBER = "序号"
    TOPIC = "要点"
    CONTENT = "考核内容"
    POINTS = "分值"
    RULE = "评分办法"
    POINT = "得分点"
    POINT_POINTS = "得分点分值"
    EVIDENCE = "所需佐证"
    KIND = "类型"
    APPLIES = "适用单位"
    STEP = "计分单位"
    MEASURE = "统计办法"
    NOTE = "备注"
    SCORE = "评分栏"


OWN = [column for column in Column if column not in ("要点", "备注", "评分栏")]
"""The columns of our own sheets, in their order; a sheet with all of them is read to the letter."""

SYNONYMS = {
    Column.SECTION: "项目 类别 考核项目 考评项目 考核类别 考评类别 一级指标 大项 指标类别 板块 "
    "项目类别 考核部分 基本条件 方面 考核方面 考评方面 项目名称 评比项目 检查项目",
    Column.SECTION_POINTS: "项目分值 大项分值 类别分值 部分分 一级指标分值 项目分 大项分 小计",
    Column.NUMBER: "编号 项目号 序 项号 条款 项次 条目 NO 号",
    Column.TOPIC: "二级指标 考核要点 子项 小项 考核指标 考评指标 指标 考核要素 考评要点",
    Column.CONTENT: "考评内容 内容 考核内容及要求 考核要求 工作内容 考评内容与要求 检查内容 三级指标 "
    "具体内容 评估内容 测评内容 内容和要求 内容与要求 内容及要求 目标任务 工作目标 工作要求 考评要求 "
    "创建内容 创建标准 基本要求 考核内容和标准 考评项目内容",
    Column.POINTS: "基本分 标准分 满分 分数 标准分值 分 应得分 基础分 赋分 配分 分值权重 权重 考核分值 "
    "总分 规定分 基本分值 计分",
    Column.RULE: "评分标准 计分办法 评分细则 扣分标准 计分标准 评分规则 考核标准 考评标准 考核办法 "
    "考评办法 评定标准 赋分办法 得分标准 评分方法 计分方法 计分细则 考评细则 评分依据 打分标准 加扣分标准 "
    "加分标准 记分办法 记分标准",
    Column.POINT: "得分要点 评分点 得分点内容",
    Column.EVIDENCE: "佐证材料 佐证 备查材料 证明材料 查验资料 所需材料 资料目录 评审材料 印证资料 "
    "支撑材料 档案材料 备查资料 考核方式 检查方法 考评方法 考评方式 检查方式 考核方法",
    Column.KIND: "计分类型 项目类型 分值类型 性质",
    Column.APPLIES: "适用对象 适用范围 考核对象 适用单位类别 适用类别",
    Column.STEP: "计分步长 最小计分单位",
    Column.MEASURE: "系统统计",
    Column.NOTE: "说明 其他",
    Column.SCORE: "自评分 考评分 得分 评分 自评 考评 复评 扣分 实得分 自查分 核定分 初评分 复评分 审核分 "
    "考核分 评定分 自评分数 考评分数 评审分",
}
_MEANINGS = {name: column for column in Column for name in (column.value,)} | {
    name: column for column, names in SYNONYMS.items() for name in names.split()
}
_GUESSES = (
    (re.compile(r"自评|自查|实得|得分|复核分|考评分|扣分情况|扣分原因|^20\d\d年?$"), Column.SCORE),
    (re.compile(r"佐证|备查|(?:证明|印证|支撑|所需|档案).*(?:材料|资料)"), Column.EVIDENCE),
    (re.compile(r"(?:评分|计分|打分|扣分|赋分).*(?:标准|办法|细则|方法|规则)"), Column.RULE),
    (re.compile(r"(?:标准|基本|基础|满|应得)分|分值"), Column.POINTS),
    (re.compile(r"(?:考核|考评|工作|检查|创建).*(?:内容|要求)"), Column.CONTENT),
    (re.compile(r"备注"), Column.NOTE),
)
LONGEST = 14  # characters of a head; what is longer is text
LONGEST_WITH_BRACKETS = 80
_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")


def plain_head(text: str) -> str:
    """A head without blanks, widths, and what stands in brackets behind it."""
    whole = "".join(unicodedata.normalize("NFKC", text[:LONGEST_WITH_BRACKETS]).split())
    return _BRACKETS.sub("", whole).strip(":：.。")


def meaning(text: str) -> Column | None:
    """The column that a head means; None if it is no head that is known."""
    head = plain_head(text) if len(text) < LONGEST_WITH_BRACKETS else ""
    if not 0 < len(head) <= LONGEST:
        return None
    if head.upper() in _MEANINGS:
        return _MEANINGS[head.upper()]
    return next((column for pattern, column in _GUESSES if pattern.search(head)), None)
