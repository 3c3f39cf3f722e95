"""The public version of a document: every text in it masked, its photos kept.

Photos are taken in without their position and camera data; what they show a person judges.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

from shuangyong.masking import masked

from .document import Document


def public(document: Document) -> Document:
    """The document with designations, codes, ID and mobile numbers masked wherever they stand."""
    return _masked(document)


def _masked(value):
    """A part of the tree with all its texts masked, whatever parts a document may come to have."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, tuple):
        return tuple(map(_masked, value))
    if is_dataclass(value):
        return replace(
            value, **{field.name: _masked(getattr(value, field.name)) for field in fields(value)}
        )
    return value
