"""What every form of the site shares: constraint messages at fields, guarded edits."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.utils import ErrorDict

from .review import StepRefused, last_change

DASHES = BLANK_CHOICE_DASH[0][1]


def changes_of(form) -> dict[str, list[str]]:
    """What a valid form changes, for the audit trail: label -> [before, after], in words.

    Passwords are never among them.
    """
    return {
        str(field.label or name): [
            _in_words(field, form.get_initial_for_field(field, name)),
            _in_words(field, form.cleaned_data[name]),
        ]
        for name, field in form.fields.items()
        if name in form.changed_data
        and not field.widget.is_hidden
        and not isinstance(field.widget, forms.PasswordInput)
    }


def changed_lines(lines) -> dict[str, str]:
    """The lines that were added or altered, for the audit trail."""
    return {
        str(formset.model._meta.verbose_name): "；".join(
            str(form.instance) for form in formset if form.has_changed()
        )
        for formset in lines.values()
        if formset.has_changed()
    } | {
        f"{formset.model._meta.verbose_name}顺序": "已调整"
        for formset in lines.values()
        if getattr(formset, "was_reordered", False)
    }


def _in_words(field, value) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, list | tuple | models.QuerySet):
        return "、".join(str(each) for each in value)
    if isinstance(field, forms.ModelChoiceField):
        return str(field.queryset.filter(pk=value).first() or value)
    return str(dict(getattr(field, "choices", ())).get(value, value))


def unjudged(form):
    """A form or formset that shows what was typed, right or wrong, and says nothing of it yet."""
    if isinstance(form, forms.BaseFormSet):
        form._errors, form._non_form_errors = [], form.error_class(renderer=form.renderer)
        for each in form.forms:
            unjudged(each)
    else:
        form._errors = ErrorDict(renderer=form.renderer)
    form.is_unjudged = True
    return form


class Arranged:
    """Form mixin: fields stand in groups, and an example says what is meant by them.

    `groups`: the title of each, empty for none, and its fields; those that none of them names
    follow at the end. `examples`: what might stand in a field, shown in it as long as it is
    empty. Put it before the form's other classes; `_form_parts.html` renders it.
    """

    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    examples: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in self.examples.items():
            if name in self.fields:
                self.fields[name].widget.attrs["placeholder"] = f"如 {words}"

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The groups that have fields to show, each with its title."""
        named = {name for _, names in self.groups for name in names}
        groups = (*self.groups, ("", tuple(name for name in self.fields if name not in named)))
        shown = [
            (title, [self[n] for n in names if n in self.fields and not self[n].is_hidden])
            for title, names in groups
        ]
        return [(title, fields) for title, fields in shown if fields]


class ConstraintErrorsAtFields:
    """ModelForm mixin: every database constraint answers with a message at its field.

    By convention a constraint's `violation_error_code` names the field its message belongs
    to. Django leaves out constraints on fields that the form does not show; `set_by_view`
    names the ones the view fills in, so that they are checked as well, and generated columns
    are checked with what they are made of.
    """

    set_by_view: frozenset[str] = frozenset()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_what_nothing_means(field)

    def _get_validation_exclusions(self):
        generated = {field.name for field in self._meta.model._meta.fields if field.generated}
        return super()._get_validation_exclusions() - self.set_by_view - generated

    def _update_errors(self, errors):
        if not hasattr(errors, "error_dict"):
            errors = ValidationError({NON_FIELD_ERRORS: errors.error_list})
        placed: dict[str, list] = {}
        for field, found in errors.error_dict.items():
            for error in found:
                at = (
                    error.code if field == NON_FIELD_ERRORS and error.code in self.fields else field
                )
                placed.setdefault(at, []).append(error)
        super()._update_errors(ValidationError(placed))


class KeepsUnseen:
    """A model form whose choices depend on the account: what stands there already stays.

    A single choice of another account is offered too; links to what this account cannot see are
    not shown, and are kept when it saves.
    """

    def __init__(self, *args, **kwargs):
        self.unseen: dict[str, list] = {}
        super().__init__(*args, **kwargs)

    def offer(self, name: str, choices) -> None:
        """Offer `choices` at a field; call it from __init__."""
        field = self.fields[name]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = choices
            linked = getattr(self.instance, name).all() if self.instance.pk else choices.none()
            self.unseen[name] = list(linked.exclude(pk__in=choices))
        else:
            chosen = Q(pk=getattr(self.instance, f"{name}_id"))
            field.queryset = choices.model._default_manager.filter(Q(pk__in=choices) | chosen)

    def _save_m2m(self):
        super()._save_m2m()
        for name, unseen in self.unseen.items():
            getattr(self.instance, name).add(*unseen)


def _say_what_nothing_means(field) -> None:
    """In place of the dashes of a list: that one has to choose, or may leave it."""
    words = "请选择" if field.required else "（不选）"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        choices = list(field.choices)
        if choices and choices[0] == ("", DASHES):
            field.choices = [("", words), *choices[1:]]


class GuardedEdit(ConstraintErrorsAtFields, forms.ModelForm):
    """Edits a `Reviewable`; the second of two people who edit it is told, not overwritten.

    The page carries the revision it was made from. When the stored one is newer, the form
    comes back with everything typed, says who saved in between and which fields differ, and
    saves on the next click.
    """

    seen_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["seen_revision"].initial = self.instance.revision

    def clean(self):
        cleaned = super().clean()
        seen = cleaned.get("seen_revision")
        if self.instance.pk and seen is not None:
            stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
            if stored.revision != seen:
                self._show_newer(stored)
        return cleaned

    def _show_newer(self, stored) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_revision")] = stored.revision
        differing = [
            str(self.fields[name].label)
            for name, value in self.cleaned_data.items()
            if name in {f.name for f in stored._meta.fields} and getattr(stored, name) != value
        ]
        said = f"您打开之后，{last_change(stored)}本记录。"
        if not stored.is_editable:
            self.add_error(
                None, f"{said}现在不能保存，撤回或退回之后才能再改；您填写的内容还在下方。"
            )
            return
        self.add_error(
            None,
            f"{said}与您填写不同的内容：{'、'.join(differing) or '无'}。"
            "您填写的内容保留在下方，核对后再次保存即以您的为准。",
        )

    @transaction.atomic
    def save(self, commit=True):
        """Save with the next revision number and the name of who saved.

        Raises StepRefused if somebody saved or moved the record while this was being checked.
        """
        if self.instance.pk:
            stored = (
                type(self.instance)._default_manager.select_for_update().get(pk=self.instance.pk)
            )
            if stored.revision != self.instance.revision or not stored.is_editable:
                raise StepRefused(f"刚刚{last_change(stored)}本记录，您填写的内容还没有保存。")
        self.sign()
        return super().save(commit)

    def sign(self) -> None:
        """The next revision number and who saved; nothing where the save is signed elsewhere."""
        self.instance.revision += 1
        self.instance.changed_by = self.user


class Lines(forms.BaseInlineFormSet):
    """Lines below a record; one that somebody else removed meanwhile is saved anew.

    Django would refuse it for an id that is gone, at a hidden field where nobody sees why.
    """

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if self.is_bound and form.instance.pk is None:
            form.fields[self._pk_field.name] = forms.Field(required=False, widget=forms.HiddenInput)
        return form

    @property
    def initial_forms(self):
        return [form for form in self.forms if form.instance.pk]

    @property
    def extra_forms(self):
        return [form for form in self.forms if not form.instance.pk]


class OrderField(forms.IntegerField):
    """顺序 of a line; a line is not filled in just because it has a number."""

    def has_changed(self, initial, data) -> bool:
        return False


class OrderedLines(Lines):
    """Lines numbered by the order in which they are to stand; the model has a `position`.

    Make it with `can_order=True`: every line gets a field 顺序, which lines.js sets as lines are
    moved, inserted and removed (`data-sortable`), and which one types without it.
    """

    def add_fields(self, form, index):
        super().add_fields(form, index)
        stands = index is not None and index < self.initial_form_count()
        form.fields["ORDER"] = OrderField(
            label="顺序",
            required=False,
            min_value=1,
            max_value=9999,
            initial=index + 1 if stands else None,
            widget=forms.NumberInput({"min": 1}),
        )

    @property
    def in_order(self) -> list:
        """The forms as they are to stand; of two with one number, the moved one gives way."""
        if not self.is_bound:
            return self.forms
        return [form for _, form in sorted(enumerate(self.forms), key=self._place)]

    def _place(self, numbered) -> tuple[int, int, int]:
        index, form = numbered
        stood = index + 1
        typed = str(form["ORDER"].value() or "")
        wanted = int(typed) if typed.isascii() and typed.isdigit() else stood
        return wanted, (wanted > stood) - (wanted < stood), index

    @property
    def was_reordered(self) -> bool:
        """True if lines that stood already change places."""
        stood = self.forms[: self.initial_form_count()]
        return [form for form in self.in_order if form in stood] != stood

    def save(self, commit=True):
        for position, form in enumerate(self.in_order, 1):
            form.instance.position = position
        saved = super().save(commit)
        # lines that were not touched move all the same when one above them comes or goes
        untouched = [form.instance for form in self.initial_forms if form.instance.pk]
        self.model.objects.bulk_update(untouched, ["position"])
        return saved
