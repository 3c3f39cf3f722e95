"""Sums over a table that is written row by row: as exact as their parts, and never the parts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from shuangyong.vague import Qualifier, VagueNumber
from shuangyong.vague.numbers import combined


class RunningSum:
    """What `shuangyong.vague.total` says of all numbers added so far.

    With a `measure` the sum is worded in it even if it is of one number: money is, as in figures.
    """

    def __init__(self, measure: str = ""):
        self._measure = measure
        self._amount: Decimal | None = None
        self._qualifiers: set[Qualifier] = set()
        self._measures: set[str] = set()
        self._only: VagueNumber | None = None
        self._count = 0

    def add(self, number: VagueNumber) -> None:
        """Count one more number."""
        if number.amount is not None:
            self._amount = (self._amount or Decimal(0)) + number.amount
        self._qualifiers.add(number.qualifier)
        self._measures.add(number.measure)
        self._only = number
        self._count += 1

    @property
    def value(self) -> VagueNumber | None:
        """The sum; None if nothing was added."""
        if not self._count or (self._count == 1 and not self._measure):
            return self._only
        measure = self._measure or (min(self._measures) if len(self._measures) == 1 else "")
        return VagueNumber.of(self._amount, combined(self._qualifiers), measure)


def sum_of(numbers: Iterable[VagueNumber], measure: str = "") -> VagueNumber | None:
    """The sum of a few numbers, in the same words."""
    running = RunningSum(measure)
    for number in numbers:
        running.add(number)
    return running.value
