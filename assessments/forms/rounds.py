"""The forms of a round: whole while it is prepared, what may still move once it is open."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import groupby

from django import forms
from django.db.models import Q
from django.utils.formats import date_format

from assessments.allowed_scores import plain
from assessments.models import Criterion, CriterionKind, Round, Standard
from assessments.opening import wrong_with
from shuangyong.forms import ConstraintErrorsAtFields
from units.models import Unit

from .unit_choices import OffersUnits

SPAN = 4  # years of a 创建周期, offered when scores are given year by year
LONGEST_SPAN = 10
EARLIEST_REMINDER = 60  # days before a deadline
USUAL_DEADLINE = (11, 15)
_YEARS_WITHIN = r"\d{4}(\s*[—\-至]+\s*\d{4})?\s*年"
GRADES = ("excellent_from", "good_from", "passed_from")
PUNCTUATION = re.compile(r"[、，,；;\s]+")


class DaysField(forms.CharField):
    """提前几天提醒, written as people do: “7、3、1”; a list of days, the earliest first."""

    default_error_messages = {"days": "请填写天数，如“7、3、1”，每个在 0 至 60 天之间。"}

    def prepare_value(self, value):
        return "、".join(map(str, value)) if isinstance(value, list | tuple) else value

    def to_python(self, value) -> list[int]:
        words = [word.removesuffix("天") for word in PUNCTUATION.split(value or "") if word]
        if not all(word.isdecimal() and len(word) <= 3 for word in words):
            raise forms.ValidationError(self.error_messages["days"], code="days")
        days = {int(word) for word in words}
        if any(day > EARLIEST_REMINDER for day in days):
            raise forms.ValidationError(self.error_messages["days"], code="days")
        return sorted(days, reverse=True)

    def has_changed(self, initial, data) -> bool:
        try:
            return list(initial or ()) != self.to_python(data)
        except forms.ValidationError:
            return True


class TimesForm(ConstraintErrorsAtFields, forms.ModelForm):
    """Deadlines, reminders and what units are told: what moves in an open round, too."""

    set_by_view = frozenset({"unit", "state"})
    groups: tuple[tuple[str, tuple[str, ...], bool], ...] = (
        ("名称和时限", ("name", "self_deadline", "review_deadline", "late_allowed"), False),
        ("提醒、公布和复核", ("remind_days", "objection_days", "ranking_public"), False),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    remind_days = DaysField(
        label="截止前几天提醒", required=False, help_text="如“7、3、1”；留空则不自动提醒"
    )

    class Meta:
        model = Round
        fields = (
            "name", "self_deadline", "review_deadline", "late_allowed", "remind_days",
            "objection_days", "ranking_public",
        )  # fmt: skip
        widgets = {
            "self_deadline": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "review_deadline": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "review_deadline": "可以不填",
            "late_allowed": "不选时，截止后未报的单位须经延期才能补报",
            "objection_days": "0 表示不受理复核申请",
            "ranking_public": "不选时，参评单位只看到本单位的得分和等次",
        }

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.notices: list[str] = []
        self.initial["seen"] = self._stands()

    def clean_objection_days(self):
        """So many days that the date can still be reckoned."""
        days = self.cleaned_data["objection_days"]
        if days is not None and days > 365:
            raise forms.ValidationError("复核申请期限不超过 365 天。")
        return days

    def _stands(self) -> str:
        """What is stored, so that a page can tell that somebody changed it meanwhile."""
        if self.instance.pk is None:
            return ""
        stored = Round.objects.get(pk=self.instance.pk)
        told = [str(getattr(stored, field.attname)) for field in stored._meta.concrete_fields]
        told += map(str, stored.units.values_list("pk", flat=True))
        return sha256("|".join(told).encode()).hexdigest()[:16]

    def _tell_of_others(self) -> None:
        """The second of two people who change a round is told, and saves with the next click."""
        if not self.instance.pk or self.cleaned_data.get("seen") == self.initial["seen"]:
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.initial["seen"]
        self.add_error(
            None,
            "您打开之后，本考核已被修改或已开始。您填写的内容保留在下方，核对后再次保存即以您的为准。",
        )

    def clean(self):
        cleaned = super().clean()
        self._tell_of_others()
        deadline, review = cleaned.get("self_deadline"), cleaned.get("review_deadline")
        if deadline and deadline < self.today:
            self.notices.append(
                f"自评截止日期{date_format(deadline)}已经过去，未报的单位将计为逾期。"
            )
        if review and review < self.today and not (deadline and review < deadline):
            self.notices.append(f"审核截止日期{date_format(review)}已经过去。")
        return cleaned

    @property
    def parts(self):
        """The groups of fields: title, bound fields, and whether the group stands folded."""
        for title, names, rare in self.groups:
            fields = [self[name] for name in names]
            yield title, fields, rare and not any(field.errors for field in fields)


class PublishedForm(TimesForm):
    """After publishing: the name, and what units see of the results."""

    groups = (("名称、公布和复核", ("name", "objection_days", "ranking_public"), False),)
    remind_days = None

    class Meta(TimesForm.Meta):
        fields = ("name", "objection_days", "ranking_public")


class RoundForm(OffersUnits, TimesForm):
    """Which standard, which units, which deadlines and grades; while a round is prepared.

    `opens`: the round is to begin with this save, so a standard with errors is refused.
    """

    groups = (
        ("考核细则和年度", ("standard", "year", "year_to", "by_year", "name"), False),
        ("参评单位", ("units",), False),
        ("时限", ("self_deadline", "review_deadline"), False),
        (
            "提醒、公布和复核",
            ("remind_days", "late_allowed", "objection_days", "ranking_public"),
            True,
        ),
        ("等次", ("excellent_from", "good_from", "passed_from"), True),
    )

    class Meta(TimesForm.Meta):
        fields = (
            "standard", "year", "year_to", "by_year", "name", "units", "self_deadline",
            "review_deadline", "late_allowed", "remind_days", "objection_days",
            "ranking_public", "excellent_from", "good_from", "passed_from",
        )  # fmt: skip
        widgets = TimesForm.Meta.widgets | {"units": forms.CheckboxSelectMultiple}
        help_texts = TimesForm.Meta.help_texts | {
            "year_to": "只考核一年的不填",
            "by_year": f"用于 {SPAN} 年一个创建周期等跨年度考核：每项按年度分别打分，取平均",
            "name": "不填则按细则和年度命名",
        }
        error_messages = {
            "units": {"required": "请选择参评单位。"},
            "standard": {"required": "请选择考核细则。"},
            "self_deadline": {"required": "请填写自评截止日期。"},
        }

    def __init__(
        self, *args, unit: Unit, year: int, standard: str = "", opens: bool = False, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.opens = opens
        self.instance.unit = unit
        self.fields["name"].required = False
        self.offer_units(Unit.objects.receiving_from(unit))
        offered = self._offer_standards(unit)
        if self.instance.pk is None:
            self._propose(offered, year, standard)

    def _offer_standards(self, unit: Unit) -> list[Standard]:
        """Latest versions of the own standards by year; one that was chosen earlier stays."""
        own = Standard.objects.filter(unit=unit)
        own = own.filter(Q(pk__in=own.latest()) | Q(pk=self.instance.standard_id))
        offered = sorted(own, key=lambda s: (-s.year, s.pk))
        self.fields["standard"].queryset = own
        by_year = [
            (f"{year} 年", [(standard.pk, str(standard)) for standard in group])
            for year, group in groupby(offered, lambda standard: standard.year)
        ]
        self.fields["standard"].choices = [("", "请选择"), *by_year]
        return offered

    def _propose(self, offered: list[Standard], year: int, wanted: str) -> None:
        """The standard asked for, or the only one for the working year, with what follows of it."""
        of_year = [standard for standard in offered if year in standard.years]
        named = [standard for standard in offered if str(standard.pk) == wanted]
        chosen = (named or (of_year if len(of_year) == 1 else []))[:1]
        first, last = year, None
        if chosen:
            self.initial["standard"] = chosen[0].pk
            first, last = chosen[0].year, chosen[0].year_to
            self.initial["name"] = usual_name(chosen[0], first, last)
            self.initial |= {name: grade_from(name, chosen[0].total) for name in GRADES}
        self.initial |= {"year": first, "year_to": last, "by_year": bool(last and last > first)}
        self.initial["self_deadline"] = date(last or first, *USUAL_DEADLINE)
        self.initial["units"] = [unit.pk for unit in self.receiving]

    def clean_standard(self):
        """By a standard with errors nobody can be assessed."""
        standard = self.cleaned_data["standard"]
        if self.opens and (wrong := wrong_with(standard)):
            raise forms.ValidationError(f"不能开始考核：{wrong}")
        return standard

    def clean_year_to(self):
        """A slip of the key is no cycle."""
        first, last = self.cleaned_data.get("year"), self.cleaned_data["year_to"]
        if first and last and last - first >= LONGEST_SPAN:
            raise forms.ValidationError(f"起止年度相隔太远，最多 {LONGEST_SPAN} 年。")
        return last

    def clean_year(self):
        """A year that has a calendar."""
        year = self.cleaned_data["year"]
        if year is not None and not 1949 <= year <= 2100:
            raise forms.ValidationError("请填写四位年度，如 2011。")
        return year

    def clean(self):
        cleaned = super().clean()
        standard, year, last = (cleaned.get(name) for name in ("standard", "year", "year_to"))
        if cleaned.get("by_year") and not last and "year_to" not in self.errors:
            self.add_error("by_year", "逐年打分的考核应当跨两个以上年度，请填写“至年度”。")
        if standard:
            self._refuse_unreachable(standard)
        if standard and year:
            cleaned["name"] = cleaned.get("name") or usual_name(standard, year, last)
            if year not in standard.years:
                written = "—".join(
                    dict.fromkeys(str(y) for y in (standard.year, standard.years[-1]))
                )
                self.notices.append(f"所选细则是为 {written} 年制定的，请核对年度。")
        elif not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "请填写考核名称。")
        return cleaned

    def _refuse_unreachable(self, standard: Standard) -> None:
        """A grade above everything that can be scored would leave every unit without it."""
        bonus = Criterion.objects.filter(section__standard=standard, kind=CriterionKind.BONUS)
        most = standard.total + sum(bonus.values_list("points", flat=True))
        for name in GRADES:
            wanted = self.cleaned_data.get(name)
            if wanted is not None and wanted > most:
                said = f"细则最多得 {plain(most)} 分，没有单位能达到 {plain(wanted)} 分。"
                self.add_error(name, said)


def grade_from(name: str, total: Decimal) -> Decimal:
    """Where a grade usually begins, by the share of the total: of 11 points 优秀 from 9.9."""
    usual = Round._meta.get_field(name).get_default()
    return Decimal(plain((usual * total / 100).quantize(Decimal("0.01")))) if total else usual


def usual_name(standard: Standard, year: int, year_to: int | None) -> str:
    """What a round by this standard is usually called: “2011年双拥工作考核”."""
    name = re.sub(r"([（(][^（()）]*[)）])+$", "", standard.name)
    name = re.sub(r"(考核|考评)?(实施)?(细则|办法|标准|评分表)$", "", name)
    name = re.sub(r"^\d{4}(\s*[—\-至]+\s*\d{4})?\s*年?度?", "", name) or "双拥工作"
    years = f"{year}—{year_to}" if year_to and year_to != year else f"{year}"
    if re.search(_YEARS_WITHIN, name):  # 滨江市2011年双拥工作: the years keep their place
        return re.sub(_YEARS_WITHIN, f"{years}年", name, count=1)[:118] + "考核"
    return f"{years}年{name}考核"[:120]
