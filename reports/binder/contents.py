"""What a binder holds, in the order of the standard; nothing of how it looks.

The same tree serves one unit's assessment and a whole round, where every item has an entry for
each of its units.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Prefetch, Q
from django.db.models.fields.files import FieldFile

from activities.models import Activity, Evidence
from assessments.models import Assessment, Criterion, CriterionKind, Response, ResponseFile, Round
from reports.document import chinese_number, date_of_issue
from shuangyong.templatetags.wording import points

TITLE = "迎检材料汇编"
PDF = "application/pdf"
_HAS_NUMBER = re.compile(r"[（(第]?[一二三四五六七八九十\dA-Za-z]+[、.．)）部章]")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One file that proves something; two rows with the same bytes have the same `sha256`."""

    file: FieldFile
    name: str
    caption: str
    content_type: str
    size: int
    sha256: str
    taken_on: str = ""

    @property
    def is_picture(self) -> bool:
        """Shown as a photo."""
        return self.content_type.startswith("image/")

    @property
    def is_pdf(self) -> bool:
        """Its pages are taken in."""
        return self.content_type == PDF

    @property
    def title(self) -> str:
        """What it is called: the unit's words, else the name it came with."""
        return self.caption or self.name


@dataclass(frozen=True, slots=True)
class Deed:
    """An activity that proves an item; `facts` are its date as written, place and figures."""

    title: str
    facts: tuple[tuple[str, str], ...]
    narrative: str
    exhibits: tuple[Exhibit, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one unit says to one item. `reviewed` is None where scores are not to be seen."""

    unit: str
    self_score: Decimal | None
    reviewed: Decimal | None
    by_year: str
    statement: str
    deeds: tuple[Deed, ...]
    exhibits: tuple[Exhibit, ...]
    gap: str
    """Why its evidence is missing; "" if it is not."""


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion with what its units show for it."""

    criterion: Criterion
    entries: tuple[Entry, ...]

    @property
    def title(self) -> str:
        """Number and content, as the standard has it."""
        return f"{self.criterion.label}　{self.criterion.content}"

    @property
    def has_evidence(self) -> bool:
        """True if some unit shows an activity or a file."""
        return any(entry.deeds or entry.exhibits for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the standard."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that goes into a binder; `is_round`: the entries name their units."""

    unit: str
    years: str
    round: str
    standard: str
    basis: str
    is_round: bool
    shows_review: bool
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """How its file is called, without ending."""
        return f"{self.unit}{self.years}{TITLE}"

    @property
    def items(self) -> list[Item]:
        """All items in the order of the standard."""
        return [item for part in self.parts for item in part.items]

    @property
    def gaps(self) -> list[tuple[Item, Entry]]:
        """缺少佐证材料: what was asked for and has nothing to show."""
        return [(item, entry) for item in self.items for entry in item.entries if entry.gap]


def contents_of(subject: Assessment | Round, *, shows_review: bool) -> Contents:
    """The binder of one assessment, or of all units of a round; a fixed number of queries."""
    is_round = isinstance(subject, Round)
    round_ = subject if is_round else subject.round
    responses = _responses(subject).select_related(
        "criterion__section", "assessment__unit"
    ).prefetch_related(
        "years", "files", "assessment__unit__changes", Prefetch("activities", _activities()),
    )  # fmt: skip
    year = round_.years[-1]
    own = "" if is_round else subject.unit.name_in(year)
    return Contents(
        unit=own or round_.unit.name_in(year),
        years=_years(round_),
        round=round_.name,
        standard=str(round_.standard),
        basis=round_.standard.basis,
        is_round=is_round,
        shows_review=shows_review,
        parts=tuple(_parts(responses, year, shows_review=shows_review)),
    )


def _responses(subject: Assessment | Round):
    """In the standard's order, then the units'; whoever has left a round is left out."""
    if isinstance(subject, Round):
        found = Response.objects.filter(assessment__in=subject.assessments.asked().values("pk"))
    else:
        found = Response.objects.filter(assessment=subject)
    return found.order_by(
        "criterion__section__position", "criterion__section", "criterion__number", "criterion",
        "assessment__unit__path",
    )  # fmt: skip


def _activities():
    parts = Activity.objects.in_detail().order_by("held_from", "held_to", "pk")
    return Activity.objects.in_detail().prefetch_related(Prefetch("parts", parts))


def _years(round_: Round) -> str:
    years = round_.years
    return f"{years[0]}年" if len(years) == 1 else f"{years[0]}—{years[-1]}年"


def _parts(responses: Iterable[Response], year: int, *, shows_review: bool):
    deeds: dict[int, Deed] = {}  # one activity may prove many items
    by_section = groupby(responses, lambda response: response.criterion.section)
    for number, (section, in_section) in enumerate(by_section, 1):
        items = []
        for criterion, group in groupby(in_section, lambda response: response.criterion):
            entries = (_entry(one, year, deeds, shows_review=shows_review) for one in group)
            items.append(Item(criterion, tuple(entries)))
        yield Part(_numbered(section.title, number), tuple(items))


def _numbered(title: str, number: int) -> str:
    """一、组织领导, also where the standard has 组织领导 alone."""
    return title if _HAS_NUMBER.match(title) else f"{chinese_number(number)}、{title}"


def _entry(response: Response, year: int, deeds: dict, *, shows_review: bool) -> Entry:
    unit = response.assessment.unit
    cited = list(response.activities.all())
    for activity in cited:
        if activity.pk not in deeds:
            deeds[activity.pk] = _deed(activity)
    files = tuple(map(_of_response, response.files.all()))
    mine = tuple(deeds[activity.pk] for activity in cited)
    return Entry(
        unit=unit.label_in(year),
        self_score=response.self_score,
        reviewed=response.reviewed_score if shows_review else None,
        by_year="；".join(_year_score(each, shows_review) for each in response.years.all()),
        statement=response.statement,
        deeds=mine,
        exhibits=files,
        gap=_gap(response, mine, files),
    )


def _year_score(given, shows_review: bool) -> str:
    scores = [f"自评 {points(given.self_score)}"]
    if shows_review and given.reviewed_score is not None:
        scores.append(f"考评 {points(given.reviewed_score)}")
    return f"{given.year}年{'，'.join(scores)}"


def _gap(response: Response, deeds: tuple[Deed, ...], files: tuple[Exhibit, ...]) -> str:
    """Basic items need evidence, a bonus if it is claimed; deductions and vetoes need none."""
    kind = response.criterion.kind
    asked = kind == CriterionKind.BASIC or (kind == CriterionKind.BONUS and response.self_score)
    if not asked or files or any(deed.exhibits for deed in deeds):
        return ""
    if deeds:
        return "所列活动没有佐证材料"
    return "未列活动，也没有上传材料" if response.statement else "没有说明和材料"


def _deed(activity: Activity) -> Deed:
    dates = list(activity.parts.all()) if activity.is_series else []
    proofs = [proof for each in (activity, *dates) for proof in each.evidence.all()]
    return Deed(
        title=activity.title,
        facts=tuple(_facts(activity, dates)),
        narrative=activity.narrative,
        exhibits=tuple(map(_of_activity, proofs)),
    )


def _facts(activity: Activity, dates: list[Activity]):
    """What a list of activities says of one, label and text; nothing for what is not known."""
    given = (
        ("时间", str(activity.held or "")),
        ("地点", activity.place),
        ("填报单位", activity.unit.label_in(activity.year)),
        ("部队", "、".join([*map(str, activity.troops.all()), activity.troops_as_written])),
        ("参与单位", "、".join(each.name_in(activity.year) for each in activity.partners.all())),
        ("数量", "，".join(f"{each.label}{each.number}" for each in activity.counts.all())),
        ("投入", "，".join(map(str, activity.contributions.all()))),
        ("受益对象", "，".join(map(str, activity.beneficiaries.all()))),
        ("各次", "；".join(f"{each.held or ''}{each.place}" for each in dates)),
        ("状态", "" if activity.is_official else f"{activity.get_status_display()}，尚未确认"),
    )
    return ((label, said) for label, text in given if (said := text.strip("、")))


def _of_activity(proof: Evidence) -> Exhibit:
    taken_on = date_of_issue(proof.taken_on) if proof.taken_on else ""
    return Exhibit(
        proof.file, proof.name, proof.caption, proof.content_type, proof.size, proof.sha256,
        taken_on,
    )  # fmt: skip


def _of_response(file: ResponseFile) -> Exhibit:
    return Exhibit(
        file.file, file.name, file.caption, file.content_type, file.size, file.sha256
    )  # fmt: skip


def fingerprint(subject: Assessment | Round, *, shows_review: bool) -> str:
    """A digest of what a binder would hold now: another one means that something has changed."""
    responses = _responses(subject).values("pk")
    cited = Response.activities.through.objects.filter(response__in=responses)
    activities = cited.values("activity")
    scores = ["self_score", "statement", *(["reviewed_score"] if shows_review else [])]
    rows = (
        Response.objects.filter(pk__in=responses).values_list("pk", "criterion", *scores),
        ResponseFile.objects.filter(response__in=responses).values_list(
            "response", "sha256", "name", "caption"
        ),
        cited.values_list("response", "activity"),
        Activity.objects.filter(Q(pk__in=activities) | Q(series__in=activities)).values_list(
            "pk", "status", "revision", "title"
        ),
        Evidence.objects.filter(
            Q(activity__in=activities) | Q(activity__series__in=activities)
        ).values_list("activity", "position", "sha256", "name", "caption"),
    )
    digest = hashlib.sha256()
    for found in rows:
        digest.update(repr(sorted(map(str, found.order_by()))).encode())
    return digest.hexdigest()
