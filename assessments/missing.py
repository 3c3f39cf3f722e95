"""What is missing before a checklist can be submitted or confirmed, and at which item.

One selector for the page, for the step itself and for whoever chases. What hinders has to be
mended first; the rest is said, and may stay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format

from shuangyong.review import Step

from .allowed_scores import check_score, plain
from .measures import PROPOSED_FOR, Proposal, proposals
from .models import Assessment, Response, ResponseFile

SIDES = {Step.SUBMIT: "self_score", Step.CONFIRM: "reviewed_score"}
UNSCORED = {Step.SUBMIT: "尚未自评", Step.CONFIRM: "尚未考评"}
BREAKS_A_RULE = "得分不符合评分办法"
OVERRULED = "高于系统建议而未说明理由"
BELOW = "低于系统建议"
UNPROVEN = "没有佐证"
RETURN_PREPARED = "写有退回意见而未退回"
UNEXPLAINED = "与自评分不同而没有考评意见"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing: what, at which item (None: of the whole checklist)."""

    what: str
    response: Response | None = None
    detail: str = ""
    hinders: bool = True

    @property
    def sentence(self) -> str:
        """第 3 项尚未自评（2010、2011 年）."""
        where = f"第 {self.response.criterion.label} 项" if self.response else ""
        return f"{where}{self.what}{self._in_brackets}"

    @property
    def _in_brackets(self) -> str:
        return f"（{self.detail.rstrip('。')}）" if self.detail else ""

    @property
    def mention(self) -> str:
        """The item among others that lack the same: 第 3 项（自评 1，建议 0）."""
        return f"第 {self.response.criterion.label} 项{self._in_brackets}" if self.response else ""


def missing(
    assessment: Assessment,
    step: Step,
    *,
    today: date | None = None,
    proposed: Mapping[int, Proposal] | None = None,
) -> list[Missing]:
    """All that is missing before `step` (提交 or 确认), in the order of the standard.

    `proposed`: the proposals by criterion where they have been worked out already. A fixed
    number of queries.
    """
    step = Step(step)
    if step not in SIDES:
        return []
    found = list(_of_the_whole(assessment, step, today or timezone.localdate()))
    if step == Step.SUBMIT and proposed is None:
        proposed = proposals(assessment)
    for response in _responses(assessment):
        found += _of_item(assessment, response, step, proposed or {})
    return found


def obstacles(assessment: Assessment, step: Step) -> list[str]:
    """What hinders `step`, one line for all items that lack the same."""
    return told(lack for lack in missing(assessment, step) if lack.hinders)


def told(found: Iterable[Missing]) -> list[str]:
    """尚未自评：第 2、4 项 — one line for each thing that is missing."""
    items: dict[str, list[Missing]] = {}
    for lack in found:
        items.setdefault(lack.what, []).extend([lack] if lack.response else [])
    return [f"{what}：{_named(at)}" if at else what for what, at in items.items()]


def _named(found: list[Missing]) -> str:
    """第 2、4 项; where something is said to an item, 第 2 项（自评 1，建议 0）、第 4 项."""
    if any(lack.detail for lack in found):
        return "、".join(lack.mention for lack in found)
    return f"第 {'、'.join(lack.response.criterion.label for lack in found)} 项"


@dataclass(frozen=True, slots=True)
class Lack:
    """All items that lack the same, for a page: what, whether it hinders, and each of them."""

    what: str
    hinders: bool
    found: list[Missing]


def grouped(found: Iterable[Missing]) -> list[Lack]:
    """What is missing, together where it is the same; what hinders comes first."""
    groups: dict[str, Lack] = {}
    for lack in found:
        groups.setdefault(lack.what, Lack(lack.what, lack.hinders, [])).found.append(lack)
    return sorted(groups.values(), key=lambda group: not group.hinders)


def question(assessment: Assessment, found: Collection[Missing], today: date) -> str:
    """What is asked before 提交: what may stay as it is, and that it comes late.

    Nothing, while something hinders: what is told then is what is missing.
    """
    if any(lack.hinders for lack in found):
        return ""
    said = told(lack for lack in found if not lack.hinders)
    if assessment.is_late_on(today):
        said.append("已逾期，将记为逾期报送")
    return "；".join([*said, "提交后在退回或撤回之前不能修改。确定提交吗？"])


def wants_showing(response: Response) -> bool:
    """True where points are claimed and no word says on what: something has to show it."""
    criterion = response.criterion
    claims = criterion.kind in PROPOSED_FOR and bool(response.self_score)
    return bool(claims and criterion.evidence_wanted and not response.statement)


def _responses(assessment: Assessment):
    cited = Response.activities.through.objects.filter(response=OuterRef("pk"))
    files = ResponseFile.objects.filter(response=OuterRef("pk"))
    return (
        assessment.responses.annotate(is_shown=Exists(cited) | Exists(files))
        .select_related("criterion__section")
        .prefetch_related("criterion__scoring_points", "criterion__measures", "years")
    )


def _of_the_whole(assessment: Assessment, step: Step, today: date) -> Iterator[Missing]:
    """Whoever has left hands in nothing; whoever is late only where that is allowed.

    What came in once in time and was returned may come back whenever it is mended.
    """
    round_ = assessment.round
    if assessment.left_on:
        yield Missing("该单位已退出考核")
    elif step == Step.CONFIRM or round_.late_allowed or today <= assessment.due_on:
        return
    elif not assessment.history.filter(step=Step.SUBMIT).exists():
        until, by = date_format(assessment.due_on), round_.unit.label
        yield Missing(f"自评已于{until}截止，请联系{by}延期")


def _of_item(
    assessment: Assessment, response: Response, step: Step, proposed: Mapping[int, Proposal]
) -> Iterator[Missing]:
    side = SIDES[step]
    if step == Step.CONFIRM and response.return_reason:
        yield Missing(RETURN_PREPARED, response)
    given = _given(assessment, response, side)
    wanting = [year for year, score in given.items() if score is None]
    if wanting:
        years = f"{'、'.join(map(str, wanting))} 年" if len(given) > 1 else ""
        yield Missing(UNSCORED[step], response, years)
        return
    wrong = (check_score(response.criterion, score) for score in given.values())
    if told_once := next(filter(None, wrong), None):
        yield Missing(BREAKS_A_RULE, response, told_once)
    elif step == Step.SUBMIT:
        yield from _beside_the_proposal(response, proposed.get(response.criterion_id))
        if wants_showing(response) and not response.is_shown:
            yield Missing(UNPROVEN, response, hinders=False)
    elif response.reviewed_score != response.self_score and not response.comment.strip():
        both = f"自评 {_written(response.self_score)}，考评 {_written(response.reviewed_score)}"
        yield Missing(UNEXPLAINED, response, both, hinders=False)


def _given(assessment: Assessment, response: Response, side: str) -> dict:
    """The scores of one side by year; of a round that is scored once, the one score."""
    if not assessment.round.by_year:
        return {assessment.round.year: getattr(response, side)}
    scores = {line.year: getattr(line, side) for line in response.years.all()}
    return {year: scores.get(year) for year in assessment.round.years}


def _beside_the_proposal(response: Response, proposal: Proposal | None) -> Iterator[Missing]:
    """More than the records show needs a reason; less is the unit's own modesty, and said."""
    if proposal is None or response.overruled_because.strip():
        return
    both = f"自评 {_written(response.self_score)}，建议 {_written(proposal.score)}"
    if response.self_score > proposal.score:
        yield Missing(OVERRULED, response, both)
    elif response.self_score < proposal.score:
        yield Missing(BELOW, response, both, hinders=False)


def _written(score) -> str:
    return "未评" if score is None else plain(score)
