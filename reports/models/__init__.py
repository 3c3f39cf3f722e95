"""What it adds up to: the year's summary, and documents as they were issued."""

from .binders import Binder, BinderFormat, BinderQuerySet, binder_name
from .issued import IssuedDocument
from .outlines import Outline, OutlineContent, OutlineItem, OutlineQuerySet
from .renditions import Rendition, rendition_name
from .summaries import (
    Arrangement,
    Insert,
    Style,
    Summary,
    SummaryComment,
    SummaryHistory,
    SummarySection,
    SummaryVersion,
)

__all__ = [
    "Arrangement",
    "Binder",
    "BinderFormat",
    "BinderQuerySet",
    "Insert",
    "IssuedDocument",
    "Outline",
    "OutlineContent",
    "OutlineItem",
    "OutlineQuerySet",
    "Rendition",
    "Style",
    "Summary",
    "SummaryComment",
    "SummaryHistory",
    "SummarySection",
    "SummaryVersion",
    "binder_name",
    "rendition_name",
]
