"""Rates as official papers state them: 完成率, 报送率, 办结率, 满意率."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")


def per_cent(part: int, whole: int) -> str:
    """Per cent with at most one decimal: 66.7%, 100%; a dash where nothing was counted.

    Rounded half up, but never to 100% while something is wanting.
    """
    if not whole:
        return "—"
    rate = Decimal(100 * part) / whole
    rounded = rate.quantize(TENTH, ROUND_HALF_UP)
    if rounded == 100 and part < whole:
        rounded = rate.quantize(TENTH, ROUND_DOWN)
    return f"{rounded:f}%".replace(".0%", "%")
