"""A value of a column as text that means the same on SQLite and on PostgreSQL.

Only what a column holds counts, not what a field makes of it in Python: what comes back is what
was stored, to the last character.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db.models import Field

AS_IT_IS = {
    "AutoField", "BigAutoField", "SmallAutoField", "BigIntegerField", "BooleanField", "CharField",
    "EmailField", "FileField", "FilePathField", "FloatField", "IntegerField",
    "PositiveBigIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField", "SlugField",
    "SmallIntegerField", "TextField", "URLField", "GenericIPAddressField",
}  # fmt: skip


def kind_of(field: Field) -> str:
    """What a column holds; that of a foreign key is what it points to."""
    while field.remote_field:
        field = field.target_field
    return field.get_internal_type()


def writer(field: Field) -> Callable | None:
    """How a value that was read becomes a value of JSON; None if it is one already."""
    kind = kind_of(field)
    if kind == "DecimalField":
        return lambda value: f"{value:.{field.decimal_places}f}"
    return None if kind in AS_IT_IS else WRITERS[kind]


def reader(field: Field) -> Callable | None:
    """How a value of JSON becomes what the database is given; None if it is that already."""
    kind = kind_of(field)
    return None if kind in AS_IT_IS else READERS[kind]


# A JSON column stands in a list, so that a stored null is not mistaken for no value at all.
WRITERS: dict[str, Callable] = {
    "BinaryField": lambda value: base64.b64encode(bytes(value)).decode(),
    "DateField": date.isoformat,
    "DateTimeField": lambda value: value.astimezone(UTC).isoformat(),
    "JSONField": lambda value: [value],
    "UUIDField": str,
}
READERS: dict[str, Callable] = {
    "BinaryField": base64.b64decode,
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "DecimalField": Decimal,
    "JSONField": lambda value: value[0],
    "UUIDField": uuid.UUID,
}
