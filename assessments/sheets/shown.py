"""The plain data of a standard in the words of a page."""

from __future__ import annotations

from decimal import Decimal

from units.models import UnitKind

from ..models import CriterionKind
from .measure_words import in_words


def shown_sections(data: dict) -> list[dict]:
    """Sections and items as the preview shows them, numbered through."""
    number, shown = 0, []
    for section in data["sections"]:
        items = [_item(item, each) for each, item in enumerate(section["criteria"], number + 1)]
        number += len(items)
        shown.append(
            {"title": section["title"], "points": Decimal(section["points"]), "items": items}
        )
    return shown


def _item(item: dict, number: int) -> dict:
    kind = CriterionKind(item.get("kind", CriterionKind.BASIC))
    points = item.get("scoring_points", [])
    measures = [*item.get("measures", []), *(p["measure"] for p in points if "measure" in p)]
    return item | {
        "label": item.get("code") or number,
        "kind": kind,
        "is_veto": kind == CriterionKind.VETO,
        "points": Decimal(item["points"]),
        "step": Decimal(item["step"]) if "step" in item else None,
        "scoring_points": [(p["text"], Decimal(p["points"])) for p in points],
        "applies_to": [UnitKind(each).label for each in item.get("applies_to", [])],
        "measures": [in_words(measure) for measure in measures],
    }
