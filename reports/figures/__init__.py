"""The figures of a unit's year: the one selector that page, PDF, Word and Excel read.

Confirmed records only, unless those that wait for review are asked for; a series counts by its
dates; sums keep the qualifiers of their parts.
"""

from .comparison import Comparison, Row, comparison
from .selecting import year_figures
from .values import Gift, Quantity, Tally, YearFigures

__all__ = [
    "Comparison", "Gift", "Quantity", "Row", "Tally", "YearFigures", "comparison", "year_figures",
]  # fmt: skip
