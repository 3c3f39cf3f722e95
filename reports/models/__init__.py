"""What it adds up to: the year's summary, and documents as they were issued."""

from .binders import Binder, BinderFormat, BinderQuerySet, BinderState, binder_name
from .issued import IssuedDocument
from .outlines import Outline, OutlineContent, OutlineItem, OutlineQuerySet
from .renditions import Rendition, RenditionState, rendition_name
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
    "BinderState",
    "Insert",
    "IssuedDocument",
    "Outline",
    "OutlineContent",
    "OutlineItem",
    "OutlineQuerySet",
    "Rendition",
    "RenditionState",
    "Style",
    "Summary",
    "SummaryComment",
    "SummaryHistory",
    "SummarySection",
    "SummaryVersion",
    "binder_name",
    "rendition_name",
]
