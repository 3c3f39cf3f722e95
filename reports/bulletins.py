"""通报: who is behind, as an official document to the units of an office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from units.models import Unit, UnitKind, User, names_in

from .document import Block, Document, Heading, Paragraph, Table, date_of_issue
from .lateness import Matter
from .standing import Standing, idle_units, standings

IDLE = "activity"  # the choice beside the matters: units without any recorded activity
CONTENT = (*Matter.choices, (IDLE, "活动记录"))
COLUMNS = ("序号", "单位", "事项", "期限", "逾期天数")


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What one bulletin tells: figures and names as they stand on the day it is dated.

    `idle` is None where activities are not part of it; `names` has the units' full names then.
    """

    unit: Unit
    year: int
    content: tuple[str, ...]
    dated: date
    report_by: date
    matters: tuple[Standing, ...]
    idle: tuple[Unit, ...] | None
    names: dict[int, str]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title of the document."""
        return f"关于{self.year}年双拥工作进展情况的通报"

    @property
    def late(self) -> list[Standing]:
        """The matters somebody is late with."""
        return [standing for standing in self.matters if standing.late]

    @property
    def nobody_is_behind(self) -> bool:
        """True if there is nobody to name."""
        return not self.late and not self.idle

    @property
    def query(self) -> str:
        """The choices, as the address of page and files carries them."""
        chosen = {
            "year": self.year,
            "content": self.content,
            "dated": self.dated,
            "report_by": self.report_by,
        }
        return urlencode(chosen, doseq=True)

    def get_absolute_url(self) -> str:
        return f"{reverse('reports:bulletin')}?{self.query}"

    def name_of(self, unit: Unit) -> str:
        """What the unit was called in the year the bulletin is dated."""
        return self.names.get(unit.pk, unit.name)


def write_bulletin(
    user: User, year: int, *, content: list[str], dated: date, report_by: date
) -> Bulletin:
    """The bulletin of the account's office on these matters; a fixed number of queries."""
    found = standings(user, year, dated)
    return Bulletin(
        unit=user.unit,
        year=year,
        content=tuple(content),
        dated=dated,
        report_by=report_by,
        matters=tuple(found[matter] for matter in Matter if matter in content),
        idle=tuple(idle_units(user, year, dated)) if IDLE in content else None,
        names=names_in(dated.year),
    )


def build_document(bulletin: Bulletin) -> Document:
    """The document: figures, who is late with what, what is asked of them."""
    ending = _praise if bulletin.nobody_is_behind else _request
    return Document(
        title=bulletin.title,
        addressee="各成员单位" if bulletin.unit.kind == UnitKind.OFFICE else "各单位",
        body=(
            Paragraph(
                f"现将{bulletin.year}年双拥工作进展情况（截至{date_of_issue(bulletin.dated)}）"
                "通报如下。"
            ),
            *_figures(bulletin),
            *_names(bulletin),
            *ending(bulletin),
        ),
        sign_off=bulletin.name_of(bulletin.unit),
        date=bulletin.dated,
    )


def _figures(bulletin: Bulletin) -> Iterator[Block]:
    yield Heading(1, "总体情况")
    yield from (Paragraph(_sentence(standing)) for standing in bulletin.matters)
    if bulletin.idle is not None:
        some = (
            f"有{len(bulletin.idle)}个单位尚无活动记录。"
            if bulletin.idle
            else "各单位均有活动记录。"
        )
        yield Paragraph(f"活动记录：{some}")
    yield from _formulas(bulletin)


def _sentence(standing: Standing) -> str:
    label, is_need = standing.matter.label, standing.matter == Matter.NEED
    if not standing.due:
        return f"{label}：目前没有到期应{'办结' if is_need else '报送'}的。"
    measure, act, short = ("件", "办结", "办结") if is_need else ("份", "报送", "报")
    late = (
        f"{standing.late_units}个单位的{len(standing.late)}{measure}逾期未{short}"
        if standing.late
        else f"没有逾期未{short}的"
    )
    return (
        f"{label}：应{short}{standing.due}{measure}，已{short}{standing.done}{measure}，"
        f"{act}率{standing.done_share}；其中按时{act}{standing.in_time}{measure}，"
        f"按时{act}率{standing.in_time_share}；{late}。"
    )


def _formulas(bulletin: Bulletin) -> Iterator[Block]:
    """How the rates are counted, for the kinds of matter that have any."""
    shown = {standing.matter for standing in bulletin.matters if standing.due}
    told = []
    if shown - {Matter.NEED}:
        told.append("报送率＝已报份数÷应报份数，按时报送率＝按时报送份数÷应报份数")
    if Matter.NEED in shown:
        told.append("办结率＝已办结件数÷应办结件数，按时办结率＝按时办结件数÷应办结件数")
    if told:
        yield Paragraph(f"以上只计期限已到的事项：{'；'.join(told)}。")


def _names(bulletin: Bulletin) -> Iterator[Block]:
    """Who is late, matter by matter; a single matter needs no heading of its own above it."""
    parts = [
        (f"{standing.matter.label}逾期的单位", _table(bulletin, standing))
        for standing in bulletin.late
    ]
    if bulletin.idle:
        names = "、".join(bulletin.name_of(unit) for unit in bulletin.idle)
        parts.append(("尚无活动记录的单位", Paragraph(f"{names}。")))
    if len(parts) > 1:
        yield Heading(1, "需要通报的单位")
    for title, block in parts:
        yield Heading(2 if len(parts) > 1 else 1, title)
        yield block


def _table(bulletin: Bulletin, standing: Standing) -> Table:
    rows = (
        (
            str(number),
            bulletin.name_of(late.unit),
            str(late.record.round if late.matter == Matter.ASSESSMENT else late.record),
            late.due_as_written,
            str(late.days(bulletin.dated)),
        )
        for number, late in enumerate(standing.late, 1)
    )
    return Table(COLUMNS, tuple(rows))


def _request(bulletin: Bulletin) -> Iterator[Block]:
    yield Heading(1, "有关要求")
    yield Paragraph(
        "请以上单位高度重视，对照任务逐项查找原因，抓紧补报、补办，并于"
        f"{date_of_issue(bulletin.report_by)}前将完成情况报{bulletin.name_of(bulletin.unit)}。"
        "确有困难不能按期完成的，请书面说明原因和完成时限。"
    )


def _praise(bulletin: Bulletin) -> Iterator[Block]:
    yield Heading(1, "有关要求")
    yield Paragraph(
        f"截至{date_of_issue(bulletin.dated)}，没有逾期未报、未办结的单位。"
        "请各单位继续按照年度计划抓好落实，按时报送各项材料。"
    )
