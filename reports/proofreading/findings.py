"""What is found in a text: kind, how serious it is, where, and both values where two differ."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import models

from .text import Span


class Severity(models.TextChoices):
    """What has to be mended before handing in, what to look at, what is only said."""

    MUST = "must", "必须改"
    CHECK = "check", "请核对"
    HINT = "hint", "提示"


class Kind(models.TextChoices):
    """What a finding is about."""

    SECRET = "secret", "涉密和个人信息"
    NUMBER = "number", "数字与记录不一致"
    NO_SOURCE = "no_source", "数字没有来源"
    DATE = "date", "时间与记录不一致"
    IMPOSSIBLE = "impossible", "时间有误"
    NAME = "name", "名称"
    PERSON = "person", "人员和职务"
    FIGURE = "figure", "数据"
    HEAD = "head", "标题、署名和日期"
    NUMBERING = "numbering", "序号"
    PAIRS = "pairs", "引号和括号"
    TYPO = "typo", "错别字"
    REPEATED = "repeated", "重复"
    WIDTH = "width", "全角和半角"
    PUNCTUATION = "punctuation", "标点"
    LENGTH = "length", "句子长短"
    MISSING = "missing", "未提到"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a text, said as a sentence.

    span: where it stands, None for what is missing; values: what the text and what the records
    say; sources: words for records, as `reports.summary.sources` writes them.
    """

    kind: Kind
    severity: Severity
    span: Span | None
    message: str
    values: tuple[str, ...] = ()
    sources: tuple[str, ...] = field(default=())

    @property
    def quote(self) -> str:
        """The words that are meant."""
        return self.span.quote if self.span else ""
