"""What a database holds, by the migrations that were applied to it.

Not by the models of the program: a backup is made just before a newer program migrates, and an
older archive is loaded into tables as they were then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, FileField, Model

NOT_KEPT = {"sessions.session"}
"""Who is signed in is not kept: a session that was ended must not come back to life."""

Applied = list[list[str]]


@dataclass(frozen=True)
class Table:
    """A table with the columns that are stored, the generated ones left out."""

    name: str
    key: str
    fields: tuple[Field, ...]

    @classmethod
    def of(cls, model: type[Model]) -> Table:
        """The table of a model, as it was at some migration."""
        meta = model._meta
        stored = tuple(f for f in meta.local_concrete_fields if not f.generated)
        return cls(meta.db_table, meta.pk.column, stored)

    @property
    def columns(self) -> list[str]:
        """Their names, in the order of the fields."""
        return [field.column for field in self.fields]

    @property
    def file_columns(self) -> list[Field]:
        """What names a file in the store."""
        return [field for field in self.fields if isinstance(field, FileField)]

    @property
    def counts_itself(self) -> bool:
        """True if the database numbers its rows."""
        return any(
            f.primary_key and f.get_internal_type().endswith("AutoField") for f in self.fields
        )


def applied_to(connection) -> Applied:
    """Every migration that was applied, by app and name."""
    return sorted([app, name] for app, name in MigrationLoader(connection).applied_migrations)


def unknown(applied: Applied) -> list[str]:
    """Migrations that this program has never heard of: it is older than the data."""
    known = MigrationLoader(None).disk_migrations
    return [f"{app}.{name}" for app, name in applied if (app, name) not in known]


def targets(applied: Iterable, loader: MigrationLoader) -> list[tuple[str, str]]:
    """The last migration of each app among those that were applied."""
    done = {(app, name) for app, name in applied}
    followed = {
        parent.key
        for key in done & set(loader.graph.nodes)
        for parent in loader.graph.node_map[key].parents
        if parent.key[0] == key[0]
    }
    return sorted(done - followed)


def tables_at(applied: Applied) -> tuple[Table, ...]:
    """The tables to be kept, as those migrations left them."""
    return _tables(tuple((app, name) for app, name in applied))


@lru_cache(maxsize=4)
def _tables(applied: tuple[tuple[str, str], ...]) -> tuple[Table, ...]:
    loader = MigrationLoader(None)
    state = loader.project_state(targets(applied, loader))
    models = state.apps.get_models(include_auto_created=True)
    kept = [m for m in models if m._meta.label_lower not in NOT_KEPT and not m._meta.proxy]
    return tuple(sorted((Table.of(model) for model in kept), key=lambda table: table.name))
