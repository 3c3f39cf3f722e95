"""Who has no mouse gets everywhere: past the menu at once, to everything in turn, always in sight."""

import pytest

pytestmark = pytest.mark.xdist_group("browser")
PAGES = ("/", "/activities/", "/assessments/rounds/1/", "/plans/1/year/")
MOST = 400  # steps; whoever needs more is caught in a trap
REACHED = """() => {
  const at = document.activeElement;
  window.reached ??= new Set();
  if (at === document.body || window.reached.has(at)) return null;
  window.reached.add(at);
  const style = getComputedStyle(at), shown = at.checkVisibility({opacityProperty: true});
  const marked = style.outlineStyle !== "none" || style.boxShadow !== "none";
  const box = at.getBoundingClientRect();
  const inSight = box.bottom > 0 && box.top < innerHeight;
  return [at.outerHTML.slice(0, 120), shown && !marked && !at.closest("svg, label"), inSight];
}"""
LEFT_OUT = """() => {
  const all = "a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary";
  return [...document.querySelectorAll(all)]
    .filter(one => !one.disabled && one.tabIndex >= 0 && !one.closest("[inert]")
      && one.checkVisibility({visibilityProperty: true}) && !window.reached.has(one))
    .map(one => one.outerHTML.slice(0, 120));
}"""


def test_everything_is_reached_by_keyboard_and_seen_when_it_is(sign_in):
    page = sign_in("wenxin-shenhe")
    wrong = []
    for address in PAGES:
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText") == "跳到正文", address
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main", address
        page.reload()
        for _ in range(MOST):
            page.keyboard.press("Tab")
            if (reached := page.evaluate(REACHED)) is None:
                break
            element, unmarked, in_sight = reached
            if unmarked or not in_sight:
                wrong.append(f"{address} {element}: {'no mark' if unmarked else 'out of sight'}")
        else:
            wrong.append(f"{address} keeps the focus")
        wrong += [f"{address} {element}: not reached" for element in page.evaluate(LEFT_OUT)]
    assert not wrong, "\n".join(wrong)
