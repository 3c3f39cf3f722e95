"""Is every stored file still the one that was sent in? Each row that keeps one knows its SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models


@dataclass(frozen=True)
class Stored:
    """A file, or bytes in the database, with the digest its row says."""

    what: str
    sha256: str
    content: str | bytes

    def fault(self) -> str:
        """What is wrong with it, "" if nothing is."""
        if not isinstance(self.content, str):
            return "" if hashlib.sha256(self.content).hexdigest() == self.sha256 else "内容被改动"
        try:
            with default_storage.open(self.content) as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return "文件不存在"
        except OSError as error:
            return f"无法读取（{error.strerror or error}）"
        return "" if digest == self.sha256 else "内容被改动"


def models_with_digests() -> list[tuple[type[models.Model], str]]:
    """Every model with a `sha256`, and the name of the field it is the digest of."""
    found = []
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        kept = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.FileField | models.BinaryField)
        ]
        if "sha256" in names and kept:
            found.append((model, kept[0]))
    return found


def how_many() -> int:
    """How many files there are to look at."""
    return sum(_kept(model, field).count() for model, field in models_with_digests())


def all_stored() -> Iterator[Stored]:
    """Every one of them, in bounded memory."""
    for model, field in models_with_digests():
        rows = _kept(model, field).order_by("pk").values_list("pk", "sha256", field)
        for key, sha256, content in rows.iterator(chunk_size=20):
            is_name = isinstance(content, str)
            yield Stored(
                f"{model._meta.verbose_name} {key}", sha256, content if is_name else bytes(content)
            )


def _kept(model: type[models.Model], field: str) -> models.QuerySet:
    """The rows that have something to look at: what the worker is still making has not."""
    rows = model._base_manager.exclude(sha256="")
    is_file = isinstance(model._meta.get_field(field), models.FileField)
    return rows.exclude(**{field: ""}) if is_file else rows
