"""What axe-core finds on a page that the browser shows: breaches of WCAG 2.2 AA that hinder people."""

from __future__ import annotations

from pathlib import Path

AXE = Path(__file__).parent / "vendor/axe-core/axe.min.js"
ASKED = """rules => axe.run(document, {
  runOnly: rules.length ? {type: "rule", values: rules} : {type: "tag", values: [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
  resultTypes: ["violations"],
}).then(found => found.violations
  .filter(rule => ["serious", "critical"].includes(rule.impact))
  .flatMap(rule => rule.nodes.map(node => [
    rule.id, node.target.join(" "), node.html.slice(0, 160),
    rule.id == "color-contrast" ? node.any[0].message : "",
  ].join(" | "))))"""
BY_COLOUR = ("color-contrast", "link-in-text-block")
"""The rules whose answer depends on light and dark."""


def findings(page, *, dark: bool = False) -> list[str]:
    """Serious and critical findings by day; with `dark`, also those that only the night has.

    Each says the rule, where it stands, how that begins, and for a colour how weak it is.
    """
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(ASKED, [])
    if dark:
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {one}" for one in page.evaluate(ASKED, list(BY_COLOUR))]
    return found
