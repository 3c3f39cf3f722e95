"""An open round goes over to a newer version of its standard.

Answers move to the items that carry theirs on, new items are asked, answers to items that are
gone stay stored and are asked no more. A score that the new item does not know is cleared and
named. What was handed in and now lacks an answer goes back to its unit. All or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from shuangyong.review import Status, Step, StepRefused
from units import audit
from units.models import User

from . import announcing
from .allowed_scores import check_score, plain
from .models import (
    Assessment,
    Criterion,
    Response,
    ResponseYear,
    Round,
    RoundState,
    Standard,
)
from .opening import wrong_with
from .succession import Points, Successor, is_other, newest, successors

AT_ONCE = 50  # so many checklists are worked on in one go
NAMED = 10  # so many units are named in a refusal; the rest is counted
SIDES = {"self_score": "自评分", "reviewed_score": "考评分"}
ASKED_ANEW = "细则新增的项目，请自评。"


@dataclass(frozen=True, slots=True)
class Cleared:
    """A score that the new item does not know, as it was."""

    response: Response
    side: str
    score: str

    def __str__(self) -> str:
        """“市歌舞团第 3 项自评分 10 分”."""
        unit = self.response.assessment.unit.label
        return f"{unit}第 {self.response.criterion.label} 项{SIDES[self.side]} {self.score} 分"


@dataclass(slots=True)
class Moved:
    """One checklist under the new version: what moves, what is new, what is asked no more."""

    assessment: Assessment
    kept: list[tuple[Response, Points]] = field(default_factory=list)
    """Answers that move on, with what became of the scoring points of the item before."""

    new: list[Response] = field(default_factory=list)
    cancelled: list[Response] = field(default_factory=list)
    cleared: list[Cleared] = field(default_factory=list)
    wanting: list[tuple[Response, str]] = field(default_factory=list)
    """Items that the unit has to answer (again), and why."""

    @property
    def goes_back(self) -> bool:
        """Handed in, and now something is wanting."""
        handed_in = self.assessment.status == Status.SUBMITTED
        return handed_in and bool(self.wanting) and self.assessment.left_on is None

    @property
    def in_words(self) -> str:
        """What it means for the unit."""
        counted = (("新增", len(self.new)), ("取消", len(self.cancelled)))
        said = "，".join(f"{word} {n} 项" for word, n in counted if n)
        again = [
            f"第 {r.criterion.label} 项：{why}" for r, why in self.wanting if why != ASKED_ANEW
        ]
        return "".join([f"{said}。" if said else "", *again])


@dataclass(slots=True)
class Adoption:
    """What adopting comes to: before it is done the preview, afterwards what was done."""

    before: Standard
    after: Standard
    assessments: int = 0
    new: int = 0
    cancelled: int = 0
    cleared: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)

    def add(self, moved: Moved) -> None:
        """Count one checklist."""
        self.assessments += 1
        self.new += len(moved.new)
        self.cancelled += len(moved.cancelled)
        self.cleared += map(str, moved.cleared)
        self.returned += [moved.assessment.unit.label] if moved.goes_back else []


def preview(round_: Round) -> Adoption | None:
    """What adopting the newest version would do; None if there is no newer one.

    Works every answer out as `adopt` does, and writes nothing.
    """
    after = newest(round_.standard)
    if after is None:
        return None
    adoption = Adoption(round_.standard, after)
    for some in _worked_out(round_, after):
        for moved in some:
            adoption.add(moved)
    return adoption


def obstacles(round_: Round, after: Standard) -> list[str]:
    """What keeps a round from going over to `after`, in the user's words."""
    if round_.state != RoundState.OPEN:
        return [f"考核{round_.get_state_display()}，不能改用新版细则。"]
    found = [wrong_with(after)]
    confirmed = round_.assessments.confirmed().select_related("unit").order_by("unit__path")
    if names := [assessment.unit.label for assessment in confirmed]:
        more = f"等 {len(names)} 个单位" if len(names) > NAMED else ""
        found.append(f"请先重新打开已确认的考核表：{'、'.join(names[:NAMED])}{more}。")
    return [each for each in found if each]


@transaction.atomic
def adopt(round_: Round, after: Standard, *, by: User) -> Adoption:
    """Let an open round go over to `after`, which must be the newest version of its standard.

    Raises StepRefused, and changes nothing, if a still newer version came meanwhile, it has
    errors, or a checklist is confirmed.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    after = Standard.objects.select_for_update().get(pk=after.pk)
    list(locked.assessments.select_for_update().order_by("pk").values_list("pk"))
    before = locked.standard
    if newest(before) != after:
        raise StepRefused("细则又有变化，请重新核对后再改用。")
    if found := obstacles(locked, after):
        raise StepRefused("".join(found))
    adoption, returning, told = Adoption(before, after), [], []
    for some in _worked_out(locked, after):
        for moved in some:
            adoption.add(moved)
            told.append((moved.assessment, moved.in_words))
            returning += [moved.assessment] if moved.goes_back else []
        _write(some)
    locked.standard = round_.standard = after
    locked.save(update_fields=["standard"])
    _record(locked, adoption, by)
    for assessment in returning:
        words = f"考核细则已改为{after}，请补充、核对下列项目后重新报送。"
        assessment.take(Step.SEND_BACK, by=by, comment=words, items_only=True)
    announcing.adopted(locked, told, by=by)
    return adoption


def _record(round_: Round, adoption: Adoption, by: User) -> None:
    """Nothing is lost: what was cleared stands in the audit trail."""
    told = {
        "新增自评项": str(adoption.new),
        "取消自评项": str(adoption.cancelled),
        "清空得分": "；".join(adoption.cleared),
        "退回修改": "、".join(adoption.returned),
    }
    changes = {"考核细则": [str(adoption.before), str(adoption.after)]}
    changes |= {name: words for name, words in told.items() if words and words != "0"}
    audit.record(by, "改用新版细则", round_, changes=changes)


def _worked_out(round_: Round, after: Standard) -> Iterator[list[Moved]]:
    """Every checklist under the new version, some at a time; writes nothing.

    A fixed number of queries for each `AT_ONCE` checklists.
    """
    found = successors(after)
    earlier = {item.pk: item for successor in found for item in successor.ancestors}
    assessments = list(round_.assessments.select_related("unit", "round").order_by("pk"))
    for start in range(0, len(assessments), AT_ONCE):
        some = {assessment.pk: assessment for assessment in assessments[start : start + AT_ONCE]}
        stored: dict[int, dict[int, Response]] = {pk: {} for pk in some}
        responses = Response.with_cancelled.filter(assessment__in=list(some)).order_by("pk")
        for response in responses.prefetch_related("points_claimed", "years"):
            response.assessment = some[response.assessment_id]
            if response.criterion_id in earlier:
                response.criterion = earlier[response.criterion_id]
            stored[response.assessment_id][response.criterion_id] = response
        yield [_moved(some[pk], found, stored[pk]) for pk in some]


def _moved(assessment: Assessment, found: list[Successor], stored: dict[int, Response]) -> Moved:
    moved, free = Moved(assessment), dict(stored)
    for successor in found:
        if not successor.criterion.concerns(assessment.unit):
            continue
        old = next((item for item in successor.ancestors if item.pk in free), None)
        if old is None:
            fresh = Response(assessment=assessment, criterion=successor.criterion)
            moved.new.append(fresh)
            moved.wanting.append((fresh, ASKED_ANEW))
        else:
            _carry_on(moved, free.pop(old.pk), successor)
    moved.cancelled = [response for response in free.values() if not response.is_cancelled]
    return moved


def _carry_on(moved: Moved, response: Response, successor: Successor) -> None:
    """The answer moves to the item; what of its scores the item does not know is cleared."""
    old, points = response.criterion, successor.points_from(response.criterion)
    because = _unfit(response, successor, points)
    was_cancelled, had_score = response.is_cancelled, response.self_score is not None
    response.criterion, response.is_cancelled = successor.criterion, False
    moved.kept.append((response, points))
    told = {side: _clear(moved, response, old, side, because) for side in SIDES}
    if told["self_score"] and (had_score or moved.assessment.round.by_year):
        moved.wanting.append((response, told["self_score"]))
    elif was_cancelled and response.self_score is None:
        moved.wanting.append((response, ASKED_ANEW))


def _unfit(response: Response, successor: Successor, points: Points) -> str:
    """Why no score of the answer can stand, whatever it is; empty if it may."""
    old, new = response.criterion, successor.criterion
    if old.kind != new.kind:
        return f"类型由{old.get_kind_display()}改为{new.get_kind_display()}。"
    if any(is_other(point, points) for point in response.points_claimed.all()):
        return "得分点有调整。"
    return ""


def _clear(moved: Moved, response: Response, old: Criterion, side: str, because: str) -> str:
    """Clear what the item does not know of one side, year by year; says why, and what stood."""
    lines = [line for line in response.years.all() if getattr(line, side) is not None]
    score, new = getattr(response, side), response.criterion
    given = [getattr(line, side) for line in lines] or ([] if score is None else [score])
    wrong = because or next(filter(None, (check_score(new, each) for each in given)), "")
    if not given or not wrong:
        return ""
    if not because and old.points != new.points:
        wrong = f"分值由 {plain(old.points)} 分改为 {plain(new.points)} 分。"
    by_year = "、".join(f"{line.year} 年 {plain(getattr(line, side))}" for line in lines)
    written = by_year or plain(score)
    moved.cleared.append(Cleared(response, side, written))
    setattr(response, side, None)
    for line in lines:
        if because or check_score(new, getattr(line, side)):
            setattr(line, side, None)
    return f"{wrong}原自评 {written} 分，请重新自评。"


def _write(some: list[Moved]) -> None:
    """Store some checklists as they were worked out: a query for each item, not each answer."""
    for moved in some:
        _mark(moved)
    kept = [each for moved in some for each in moved.kept]
    by_item: dict[int, list[int]] = {}
    for response, _ in kept:
        by_item.setdefault(response.criterion_id, []).append(response.pk)
    for criterion, responses in by_item.items():
        moving = Response.with_cancelled.filter(pk__in=responses)
        moving.update(criterion=criterion, is_cancelled=False)
    cancelled = [response.pk for moved in some for response in moved.cancelled]
    Response.objects.filter(pk__in=cancelled).update(is_cancelled=True)
    _write_points(some, kept)
    touched = {each.response.pk: each.response for moved in some for each in moved.cleared}
    touched |= {response.pk: response for moved in some for response, _ in moved.wanting}
    touched |= {response.pk: response for response, _ in kept if response.seen.get("points")}
    touched.pop(None, None)  # not stored yet
    fields = ["return_reason", "seen", *SIDES]
    Response.objects.bulk_update(touched.values(), fields, batch_size=100)
    lines = [line for response in touched.values() for line in response.years.all()]
    ResponseYear.objects.bulk_update(lines, list(SIDES), batch_size=100)
    fresh = [response for moved in some for response in moved.new]
    Response.objects.bulk_create(fresh, batch_size=1000)


def _mark(moved: Moved) -> None:
    """Name each item that goes back; where single items are open already, open these as well.

    A checklist that is open throughout gets no marks: they would close the others.
    """
    has_marks = any(response.return_reason for response, _ in moved.kept)
    if moved.goes_back or (moved.assessment.is_editable and has_marks):
        for response, reason in moved.wanting:
            response.return_reason = "\n".join(filter(None, [response.return_reason, reason]))


def _write_points(some: list[Moved], kept: list[tuple[Response, Points]]) -> None:
    """Scoring points that were claimed become those of the new item; what is gone is unticked."""
    now = {response.pk: points for response, points in kept}
    for response, points in kept:
        if seen := response.seen.get("points"):
            same = [points.get(pk) for pk in seen]
            response.seen["points"] = sorted(point.pk for point in same if point)
    links = Response.points_claimed.through.objects
    changed, gone = [], []
    for link in links.filter(response__assessment__in=[moved.assessment.pk for moved in some]):
        if link.response_id not in now:
            continue  # of an item that is cancelled
        to = now[link.response_id].get(link.scoringpoint_id)
        if to is None:
            gone.append(link.pk)
        else:
            link.scoringpoint_id = to.pk
            changed.append(link)
    links.filter(pk__in=gone).delete()
    links.bulk_update(changed, ["scoringpoint_id"], batch_size=100)
