"""双清单: needs of troops and of the place that were answered, or are being answered."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from activities.models import Direction, RequestState, SupportRequest
from reports.summary.parts import paragraph
from reports.summary.sources import Sourced, source
from reports.summary.telling.wording import joined

from .leadership import Paragraphs
from .records import YearRecords


def requests(records: YearRecords) -> Paragraphs:
    """What was done for whom, a sentence for each who asked; then what is under way."""
    done = [need for need in records.needs if need.state == RequestState.DONE]
    under_way = [need for need in records.needs if need.state == RequestState.IN_PROGRESS]
    told = [paragraph(*_answered(done)), paragraph(*map(_in_progress, under_way))]
    return [pieces for pieces in told if pieces]


def brief_requests(records: YearRecords) -> Paragraphs:
    """How many needs were answered; the figures follow the records."""
    if not records.figures.requests_done:
        return []
    refs = ("figure-需求数", "figure-已办结需求数")
    told = "收到部队和地方需求{需求数}项，办结{已办结需求数}项。"
    return [paragraph(Sourced(told, refs))]


def _answered(needs: Iterable[SupportRequest]) -> Iterable[Sourced]:
    ordered = sorted(needs, key=lambda need: (need.direction != Direction.TROOPS, _whom(need)))
    for (direction, who), group in groupby(ordered, key=lambda n: (n.direction, _whom(n))):
        asked = list(group)
        what = joined(need.need.strip().rstrip("。") for need in asked)
        if direction == Direction.TROOPS:
            told = f"帮助{who or '部队'}解决{what}等实际困难。"
        else:
            told = f"协调部队支持地方解决{what}等问题。"
        yield Sourced(told, tuple(map(source, asked)))


def _whom(need: SupportRequest) -> str:
    return str(need.troop or need.from_whom)


def _in_progress(need: SupportRequest) -> Sourced:
    """What is to be done: as described, else as promised."""
    what = need.detail or (need.commitment and f"承诺{need.commitment}")
    lead = f"{_whom(need)}提出的" if _whom(need) else ""
    what = what.strip().rstrip("。")
    told = f"{lead}“{need.need.strip().rstrip('。')}”正在办理{f'：{what}' if what else ''}。"
    return Sourced(told, (source(need),))
