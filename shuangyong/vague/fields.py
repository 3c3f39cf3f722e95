"""Model fields for vague dates and numbers, and the generated columns beside them.

One text column holds the whole value; its fixed-width head sorts and feeds the generated
columns, so the database itself keeps dates, amounts and wording in step.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast, NullIf, Substr

from .dates import VagueDate
from .forms import VagueDateFormField, VagueFormField, VagueNumberFormField
from .numbers import VagueNumber


class VagueField(models.CharField):
    """A text column that holds one value object; in Python only the object or its storage text.

    What people type is read by the form field, which knows the year that is meant.
    """

    value_class: type
    form_class: type[VagueFormField]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 120)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value):
        if value is None or value == "" or isinstance(value, self.value_class):
            return value or None
        try:
            return self.value_class.from_storage(value)
        except ValueError:
            raise ValidationError(f"“{value}”不是可以保存的时间或数量。") from None

    def get_prep_value(self, value):
        value = self.to_python(value)
        return None if value is None else value.storage

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **{"form_class": self.form_class, **kwargs})

    def run_validators(self, value):
        if value is not None:
            super().run_validators(value.storage)


class VagueDateField(VagueField):
    """Holds a `VagueDate`; NULL means unknown."""

    value_class = VagueDate
    form_class = VagueDateFormField


class VagueNumberField(VagueField):
    """Holds a `VagueNumber`; NULL means unknown."""

    value_class = VagueNumber
    form_class = VagueNumberFormField


class IsoDate(models.Func):
    """Ten characters of ISO text as a date, in a form both databases may store."""

    output_field = models.DateField(null=True)

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="%(expressions)s", **extra)

    def as_postgresql(self, compiler, connection, **extra):
        text, params = compiler.compile(self.source_expressions[0])
        parts = ", ".join(f"substr({text}, {at}, {n})::int" for at, n in ((1, 4), (6, 2), (9, 2)))
        return f"make_date({parts})", [*params, *params, *params]


def start_of(field: str) -> models.GeneratedField:
    """The first possible day of a vague date, as a column to filter and sort by."""
    return _generated(IsoDate(Substr(field, 1, 10)), models.DateField(null=True))


def end_of(field: str) -> models.GeneratedField:
    """The last possible day of a vague date."""
    return _generated(IsoDate(Substr(field, 12, 10)), models.DateField(null=True))


def amount_of(field: str) -> models.GeneratedField:
    """The amount of a vague number, to sum by; NULL where only 多 was written."""
    decimal = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    return _generated(Cast(NullIf(Substr(field, 1, 18), models.Value("-" * 18)), decimal), decimal)


def qualifier_of(field: str) -> models.GeneratedField:
    """The one-character code of a vague number's qualifier."""
    return _generated(Substr(field, 20, 1), models.CharField(max_length=1, null=True))


def _generated(expression, output_field) -> models.GeneratedField:
    return models.GeneratedField(expression=expression, output_field=output_field, db_persist=True)
