"""Dates and numbers as exact as their source, never more."""

from .dates import VagueDate
from .fields import VagueDateField, VagueNumberField, amount_of, end_of, qualifier_of, start_of
from .forms import VagueDateFormField, VagueNumberFormField
from .numbers import Qualifier, VagueNumber, total
from .reading import Precision

__all__ = [
    "Precision",
    "Qualifier",
    "VagueDate",
    "VagueDateField",
    "VagueDateFormField",
    "VagueNumber",
    "VagueNumberField",
    "VagueNumberFormField",
    "amount_of",
    "end_of",
    "qualifier_of",
    "start_of",
    "total",
]
