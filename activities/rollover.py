"""Next year's plan and needs from this year's: proposed, looked at, carried over once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from shuangyong.vague import VagueDate
from shuangyong.yearly import date_for, text_for
from units.models import Unit, User

from .models import Plan, PlanClause, PlanItem, RequestHistory, RequestState, SupportRequest
from .progress import ItemState, progress


@dataclass(frozen=True, slots=True)
class MeasureProposal:
    """A measure of this year as it would stand in next year's plan."""

    source: PlanItem
    title: str
    due: VagueDate | None
    state: ItemState

    @property
    def is_open(self) -> bool:
        """Not finished this year: it is carried over, not merely repeated."""
        return self.state != ItemState.DONE


@dataclass(frozen=True, slots=True)
class NeedProposal:
    """A need that is not closed, as it would stand in next year's 双清单."""

    source: SupportRequest
    due: VagueDate | None

    @property
    def is_open(self) -> bool:
        """Worked on or waiting; what was suspended is carried over only if somebody wants it."""
        return self.source.state != RequestState.SUSPENDED


def source_plan(unit: Unit, year: int) -> Plan | None:
    """The plan that next year's is made from: the unit's own, else its sub-plan."""
    plans = Plan.objects.filter(unit=unit).in_year(year).select_related("unit")
    return plans.filter(parent=None).first() or plans.first()


def target_plan(source: Plan) -> Plan | None:
    """Next year's plan, if there is one: the own plan, for a sub-plan also next year's sub-plan."""
    plans = Plan.objects.filter(unit=source.unit_id, year=source.year + 1)
    own, answer = plans.filter(parent=None).first(), plans.exclude(parent=None).first()
    return (answer or own) if source.parent_id else own


def measure_proposals(plan: Plan, *, user: User, today: date) -> list[MeasureProposal]:
    """The measures that have not been carried over yet, with their new titles and dates.

    What a sub-plan has from a superior plan is left out: it comes again with next year's issue.
    """
    to = plan.year + 1
    carried = PlanItem.objects.filter(plan__unit=plan.unit_id, plan__year=to)
    done = set(carried.values_list("carried_from", flat=True))
    return [
        MeasureProposal(
            measure.item,
            text_for(measure.item.title, year=plan.year, to=to),
            measure.item.due
            and date_for(measure.item.due, year=plan.year, to=to, occasion=measure.item.occasion),
            measure.state,
        )
        for measure in progress(plan, user=user, today=today)
        if measure.item.pk not in done and not (plan.parent_id and measure.item.answers_id)
    ]


def need_proposals(unit: Unit, year: int) -> list[NeedProposal]:
    """The unit's needs of the year that are not closed and not carried over yet."""
    needs = SupportRequest.objects.filter(unit=unit, carried_to=None).in_year(year)
    needs = needs.exclude(state=RequestState.DONE)
    return [
        NeedProposal(need, need.due and date_for(need.due, year=year, to=year + 1))
        for need in needs.select_related("troop", "responsible_unit")
    ]


def carry_plan(source: Plan, *, by: User) -> Plan:
    """Next year's plan with texts and clauses of this year's; the one there is, untouched.

    Inside the transaction of the whole roll-over, which has locked the unit; a plan that is
    there is locked as well, so that nobody hands it in meanwhile.
    """
    if present := target_plan(source):
        return Plan.objects.select_for_update().get(pk=present.pk)
    to = source.year + 1
    plan = Plan.objects.create(
        unit=source.unit,
        year=to,
        changed_by=by,
        addressee=source.addressee,
        **{
            name: text_for(getattr(source, name), year=source.year, to=to)
            for name in ("title", "opening", "guiding_thought", "objectives")
        },
    )
    PlanClause.objects.bulk_create(
        PlanClause(
            plan=plan,
            position=clause.position,
            title=text_for(clause.title, year=source.year, to=to),
            content=text_for(clause.content, year=source.year, to=to),
        )
        for clause in source.requirements.all()
    )
    return plan


@dataclass(frozen=True, slots=True)
class CarriedMeasure:
    """What somebody decided about one measure: its title and date in the new year."""

    source: PlanItem
    title: str
    due: VagueDate | None


def carry_measures(plan: Plan, chosen: Iterable[CarriedMeasure], *, by: User) -> list[PlanItem]:
    """The chosen measures at the end of next year's plan, each once; returns the new ones."""
    present = set(plan.items.values_list("carried_from", flat=True))
    last = plan.items.aggregate(last=Max("position"))["last"] or 0
    new = [measure for measure in chosen if measure.source.pk not in present]
    made = [_carried(plan, last + n, measure) for n, measure in enumerate(new, 1)]
    if made:
        plan.revision += 1  # who has the plan open is told that it has grown
        plan.changed_by = by
        plan.save(update_fields=["revision", "changed_by", "changed_at"])
    return made


def _carried(plan: Plan, position: int, measure: CarriedMeasure) -> PlanItem:
    source = measure.source
    units = list(dict.fromkeys(unit.carried_on_by for unit in source.units_in_charge))
    item = PlanItem.objects.create(
        plan=plan,
        position=position,
        title=measure.title,
        content=text_for(source.content, year=source.plan.year, to=plan.year),
        occasion=source.occasion,
        due=measure.due,
        responsible_unit=units[0] if units else None,
        responsible_person=source.responsible_person,
        is_for_all=source.is_for_all,
        target_kind=source.target_kind,
        target=source.target,
        carried_from=source,
    )
    item.further_units.set(units[1:])
    return item


def carry_needs(chosen: Iterable[NeedProposal], *, by: User) -> list[SupportRequest]:
    """The chosen needs in next year's 双清单, in the state they have reached; each once."""
    made = []
    for proposal in chosen:
        source = SupportRequest.objects.select_for_update().get(pk=proposal.source.pk)
        if SupportRequest.objects.filter(carried_from=source).exists():
            continue
        answering = source.responsible_unit
        need = SupportRequest.objects.create(
            unit=source.unit,
            responsible_unit=answering and answering.carried_on_by,
            year=source.year + 1,
            due=proposal.due,
            carried_from=source,
            **{name: getattr(source, name) for name in KEPT},
        )
        RequestHistory.objects.create(
            request=need, by=by, before=need.state, after=need.state,
            comment=f"由{source.year}年结转",
        )  # fmt: skip
        made.append(need)
    return made


KEPT = (
    "direction", "troop", "from_whom", "need", "detail", "raised", "commitment", "state", "reason",
)  # fmt: skip
