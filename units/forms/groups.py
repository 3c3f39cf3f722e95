"""Forms of leading groups: the group, its 名单, its next version, its end."""

from __future__ import annotations

from itertools import combinations

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property

from shuangyong.forms import Arranged, ConstraintErrorsAtFields, OrderedLines
from shuangyong.review import StepRefused
from shuangyong.vague import VagueDateField
from units import permissions
from units.forms.fields import ListedUnitField
from units.models import Appointment, GroupRole, LeadingGroup, Unit
from units.naming import UnitNames
from units.terms import Term

PERIOD = ("since", "until")
SAVED_MEANWHILE = (
    "您打开之后，另一位用户已保存过这份名单。您填写的内容保留在下方，"
    "请与现有名单核对，再次保存即以您的为准。"
)
ENDED_MEANWHILE = "您打开之后，这个领导小组{}，请重新打开后再修改。"


class GroupForm(Arranged, ConstraintErrorsAtFields, forms.ModelForm):
    """A leading group: name, dates, member units. `year` is meant by a date without one."""

    groups = (
        ("名称和文号", ("name", "document_number", "previous")),
        ("起止时间", ("established", "valid_from", "valid_until")),
        ("", ("members", "note")),
    )
    examples = {
        "name": "泸州市双拥工作领导小组",
        "document_number": "泸市双拥〔2011〕1号",
        "established": "2002年",
        "valid_from": "2011年3月",
        "valid_until": "2010年12月",
        "note": "创建目标为双拥模范城“六连冠”。",
    }
    set_by_view = frozenset({"host"})
    previous = forms.ModelChoiceField(
        LeadingGroup.objects.none(), label="上一届", required=False,
        empty_label="（没有，或尚未补录）", help_text="补录的几届由此连成一线。",
    )  # fmt: skip
    seen_end = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = LeadingGroup
        fields = (
            "name", "document_number", "established", "valid_from", "valid_until", "members", "note",
        )  # fmt: skip
        widgets = {
            "members": forms.CheckboxSelectMultiple,
            "note": forms.Textarea({"rows": 2}),
        }
        help_texts = {
            "established": "原文写明的成立时间，如 2002年。",
            "valid_from": "这份名单从何时起有效；不清楚的可不填。",
            "valid_until": "仅在补录以往的领导小组时填写；现行的请用“调整”或“撤销”。",
        }

    def __init__(self, *args, host: Unit, user, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.host = host
        for name in ("established", "valid_from", "valid_until"):
            if name in self.fields:
                self.fields[name].year = year
        self.fields["seen_end"].initial = str(self.instance.valid_until or "")
        self.fields["seen"].initial = self.instance.stamp() if self.instance.pk else ""
        self._offer_earlier()
        new = Q(permissions.rows_to_take_in(user, host), is_active=True)
        members = Unit.objects.filter(new | self.members_so_far()).exclude(pk=host.pk)
        self.fields["members"].queryset = members.distinct()

    def _offer_earlier(self) -> None:
        """As the last version: ended ones of the same unit that no other version follows."""
        groups = {group.pk: group for group in self.instance.host.leading_groups.all()}
        followed = {g.previous_id: pk for pk, g in groups.items() if g.previous_id}
        earlier, later = set(groups) - {self.instance.pk}, self.instance.pk
        while later := followed.get(later):
            earlier.discard(later)
        free = [
            pk for pk in earlier
            if groups[pk].valid_until and followed.get(pk) in (None, self.instance.pk)
        ]  # fmt: skip
        self.fields["previous"].queryset = LeadingGroup.objects.filter(pk__in=free)
        self.fields["previous"].initial = self.instance.previous_id
        if not free:
            del self.fields["previous"]

    def members_so_far(self) -> Q:
        """Whoever is a member stays on offer, whoever else may be taken in."""
        return Q(memberships=self.instance.pk) if self.instance.pk else Q(pk__in=[])

    @property
    def term(self) -> Term:
        """The validity that was typed; what is wrong or missing does not limit."""
        if self.is_bound:
            self.is_valid()  # reads what was typed
        typed = getattr(self, "cleaned_data", {})
        return Term(typed.get("valid_from"), typed.get("valid_until"))

    def others(self):
        """The other versions of the same unit's group, whose time this one must not share."""
        return self.instance.host.leading_groups.exclude(pk=self.instance.pk)

    def clean(self):
        cleaned = super().clean()
        begins = Term(until=cleaned.get("valid_from"))
        if begins.ends_before(Term(since=cleaned.get("established"))):
            self.add_error("valid_from", "起用时间不能早于成立时间。")
        if "seen_end" in self.fields:
            self._notice_an_end(cleaned)
            self._notice_a_change(cleaned)
        self._keep_apart(Term(cleaned.get("valid_from"), cleaned.get("valid_until")))
        return cleaned

    def _notice_an_end(self, cleaned: dict) -> None:
        """Refuse to undo a 调整 or 撤销 of which the open page did not know."""
        now = str(self.instance.valid_until or "")
        if self.add_prefix("seen_end") in self.data and cleaned["seen_end"] != now:
            self.add_error(None, ENDED_MEANWHILE.format(self.instance.state.label))

    def _notice_a_change(self, cleaned: dict) -> None:
        """Tell the second of two people who edit the same 名单; saving again is then possible."""
        name, now = self.add_prefix("seen"), self.fields["seen"].initial
        if not self.errors and name in self.data and cleaned["seen"] != now:
            self.data = self.data.copy()
            self.data[name] = now
            self.add_error(None, SAVED_MEANWHILE)

    def _keep_apart(self, term: Term) -> None:
        """Two versions are not in force at once; two without an end the database refuses."""
        for other in self.others():
            its = Term(other.valid_from, other.valid_until)
            if (term.until or its.until) and term.overlaps(its):
                at = "valid_from" if term.since else "valid_until"
                self.add_error(at, f"与“{other}”（{its}）的起止时间重叠。")

    def save(self, commit=True):
        """Save, then set reviewers anew: a host becomes an issuing unit.

        Raises StepRefused if the group was restructured or dissolved while this was checked.
        """
        if self.instance.pk:
            stored = LeadingGroup.objects.select_for_update().get(pk=self.instance.pk)
            if str(stored.valid_until or "") != self.fields["seen_end"].initial:
                raise StepRefused(ENDED_MEANWHILE.format(stored.state.label))
            if stored.stamp() != self.fields["seen"].initial:
                raise StepRefused(SAVED_MEANWHILE)
        if "previous" in self.fields:
            self.instance.previous = self.cleaned_data["previous"]
        group = super().save(commit)
        Unit.objects.refresh_reviewers()
        return group


class RestructureForm(GroupForm):
    """The next version of a group, filled in from the one in force."""

    # the host has a current group: the one that ends with this step
    set_by_view = frozenset()

    class Meta(GroupForm.Meta):
        fields = ("name", "valid_from", "document_number", "established", "members", "note")
        help_texts = {
            "valid_from": "新名单从何时起有效；原领导小组到此前一年、一月或一日为止。",
            "document_number": "调整通知的文号。",
        }

    def __init__(self, *args, old: LeadingGroup, **kwargs):
        self.old = old
        kwargs["initial"] = {
            "name": old.name,
            "established": old.established,
            "members": list(old.members.values_list("pk", flat=True)),
        }
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].required = True
        self.fields.pop("previous", None)
        del self.fields["seen_end"], self.fields["seen"]

    def members_so_far(self) -> Q:
        return Q(memberships=self.old.pk)

    def others(self):
        return super().others().exclude(pk=self.old.pk)

    def clean_valid_from(self):
        """The old version cannot end before it began."""
        begins = self.cleaned_data["valid_from"]
        if self.old.valid_from and begins.start <= self.old.valid_from.start:
            raise forms.ValidationError(
                f"须晚于现行名单的起用时间（{self.old.valid_from.dated}）；"
                "同一年内再次调整请写到月或日。"
            )
        return begins


class DissolveForm(Arranged, forms.Form):
    """撤销: when and why."""

    groups = (("", ("until", "reason")),)
    examples = {"until": "2012年3月", "reason": "并入市委退役军人事务工作领导小组"}
    until = VagueDateField(null=True).formfield(label="撤销时间", required=True)
    reason = forms.CharField(
        label="原因",
        max_length=200,
        help_text="如“机构改革，职能并入市委退役军人事务工作领导小组”。",
    )

    def __init__(self, *args, group: LeadingGroup, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.group = group
        self.fields["until"].year = year

    def clean_until(self):
        """It cannot end before it began."""
        until = self.cleaned_data["until"]
        if Term(until=until).ends_before(self.group.term):
            raise forms.ValidationError(f"撤销时间不能早于{self.group.term.since.dated}。")
        return until


class AppointmentForm(ConstraintErrorsAtFields, forms.ModelForm):
    """One line of the 名单."""

    set_by_view = frozenset({"group"})
    unit = ListedUnitField(
        label="代表单位", required=False,
        widget=forms.TextInput(
            {"list": "unit-names", "autocomplete": "off", "placeholder": "如 市文新局"}
        ),
    )  # fmt: skip

    class Meta:
        model = Appointment
        fields = ("role", "name", "post", "unit", "since", "until")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["post"].widget.attrs["placeholder"] = "如 副局长"
        for name in PERIOD:
            self.fields[name].widget.attrs["placeholder"] = "如 2011年3月"

    @property
    def term(self) -> Term:
        """The time in office that was typed."""
        return Term(*(self.cleaned_data.get(name) for name in PERIOD))


class AppointmentFormSet(OrderedLines):
    """The 名单 in its order; one head in office at a time, everybody within the group's time."""

    def __init__(self, *args, host: Unit, year: int, term: Term, people=(), **kwargs):
        self.host, self.year, self.term = host, year, term
        super().__init__(*args, initial=[_filled_in(person) for person in people], **kwargs)
        self.extra += len(people)

    @cached_property
    def names(self) -> UnitNames:
        """The units that may be named, loaded once for all lines."""
        return UnitNames(Unit.objects.of_tree(self.host))

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["unit"].names = self.names
        for name in PERIOD:
            form.fields[name].year = self.year

    def clean(self):
        lines = self.lines
        heads = [form for form in lines if form.cleaned_data.get("role") == GroupRole.HEAD]
        for one, other in combinations(heads, 2):
            if one.term.overlaps(other.term):
                _refuse_second_head(one, other)
        for form in lines:
            self._keep_within(form)

    def _keep_within(self, form) -> None:
        """Refuse a time in office that lies outside the version's own."""
        if form.term.begins_after(self.term):
            form.add_error("since", f"任职时间晚于领导小组的停用时间（{self.term.until.dated}）。")
        if form.term.ends_before(self.term):
            form.add_error("until", f"离任时间早于领导小组的起用时间（{self.term.since.dated}）。")

    @property
    def lines(self) -> list:
        """The lines that were filled in, without those to be deleted."""
        return [
            form
            for form in self.forms
            if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE")
        ]

    def save(self, commit=True):
        """Vacate the head's seat first, so that two persons can change places in one go."""
        changed = [form.instance.pk for form in self.initial_forms if form.has_changed()]
        heads = Appointment.objects.filter(pk__in=changed, role=GroupRole.HEAD)
        heads.update(role=GroupRole.MEMBER)
        return super().save(commit)


def _refuse_second_head(one, other) -> None:
    """Say at the later line with whom its time as head collides."""
    if one.term.until is None and other.term.until is None:
        other.add_error("role", "一个领导小组只能有一位现任组长。")
        return
    name = one.cleaned_data.get("name") or one.cleaned_data.get("post")
    at = "since" if other.term.since else "until"
    other.add_error(at, f"与组长{name}的任期（{one.term}）重叠，同一时间只能有一位组长。")


def _filled_in(person: Appointment) -> dict:
    """What a line shows of somebody who is proposed."""
    return {name: getattr(person, name) for name in ("role", "name", "post", *PERIOD)} | {
        "unit": person.unit_id
    }


Appointments = forms.inlineformset_factory(
    LeadingGroup, Appointment, AppointmentForm, AppointmentFormSet,
    extra=1, can_delete=True, can_order=True,
)  # fmt: skip
