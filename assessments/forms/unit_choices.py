"""Units that one ticks: whom an office may choose, in administrative order."""

from __future__ import annotations

from units.models import Unit


class OffersUnits:
    """A form with a field `units`: what `_unit_choices.html` shows of it."""

    receiving: list[Unit]

    def offer_units(self, units) -> None:
        """Offer this queryset of units; call it from __init__."""
        self.receiving = list(units)
        self.fields["units"].queryset = units

    @property
    def unit_lines(self) -> list[tuple[Unit, bool]]:
        """Whom the page offers, and whether each is ticked: as posted, else as stored."""
        ticked = {str(getattr(value, "pk", value)) for value in self["units"].value() or ()}
        return [(unit, str(unit.pk) in ticked) for unit in self.receiving]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of unit among them, so that one can tick by kind."""
        return list({unit.kind: unit.get_kind_display() for unit in self.receiving}.items())
