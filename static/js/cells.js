// Line editors as a table: which fields of a line are its cells, and going from one to the next with
// Enter and Tab as in Excel. Buttons of a line are reached with Shift+Tab, as ever.

const EDITOR = "[data-lines], .kind-field:has([data-add-asked])";
const CELL = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), select, textarea";
const CONTROLS = `${CELL}, input[type=checkbox], input[type=radio], summary`;
const BESIDES = ".line-order, .line-delete"; // where a line stands and that it goes is no cell

const isShown = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
const within = (line, controls) => [...line.querySelectorAll(controls)].filter((one) => (
  isShown(one) && !one.closest(BESIDES)
));

export const editorOf = (element) => element.closest?.(EDITOR);
export const cellsOf = (line) => within(line, CELL);
export const isCell = (element) => Boolean(
  element.matches?.(CELL) && element.closest(".line") && editorOf(element) && !element.closest(BESIDES),
);
export const isGoing = (line) => Boolean(line.querySelector(".line-delete :checked"));

// The lines of an editor that stay, in the order of the page.
export function linesOf(editor) {
  return [...editor.querySelectorAll(".line")].filter((line) => (
    !isGoing(line) && editorOf(line) === editor && isShown(line)
  ));
}

// One more line at the end; null where the editor takes no more.
export function addLineTo(editor) {
  const before = new Set(editor.querySelectorAll(".line"));
  editor.querySelector("[data-add-line], [data-add-asked]")?.click();
  return [...editor.querySelectorAll(".line")].find((line) => !before.has(line)) ?? null;
}

const isEmpty = (line) => cellsOf(line).every((cell) => cell.matches("select") || !cell.value);

function goTo(cell) {
  if (!cell) return;
  cell.focus();
  if (cell.matches("input")) cell.select?.();
}

// --- Enter: the line below in the column where one began to type; at the end there is one more
let column = 0; // Tab goes on in the line and keeps it, as in Excel

function goDown(cell, way) {
  const wanted = column; // a line that is added takes the focus to its first field
  const editor = editorOf(cell);
  const lines = linesOf(editor);
  const line = cell.closest(".line");
  const next = lines[lines.indexOf(line) + way] ?? (way > 0 && !isEmpty(line) ? addLineTo(editor) : null);
  if (!next) return;
  const cells = cellsOf(next);
  goTo(cells[Math.min(wanted, cells.length - 1)]);
  column = wanted;
}

// --- Tab: the next field of the line, then the first one of the next line
function goAlong(cell) {
  const editor = editorOf(cell);
  const line = cell.closest(".line");
  const controls = within(line, CONTROLS);
  const further = controls[controls.indexOf(cell) + 1];
  if (further) return further;
  const lines = linesOf(editor);
  const at = lines.indexOf(line);
  const next = lines[at + 1] ?? (at >= 0 && !isEmpty(line) ? addLineTo(editor) : null);
  return next && cellsOf(next)[0];
}

let byTab = false;
document.addEventListener("focusin", (event) => {
  if (!byTab && isCell(event.target)) column = cellsOf(event.target.closest(".line")).indexOf(event.target);
});
document.addEventListener("keydown", (event) => {
  // while Chinese is being composed, Enter and Tab belong to the input method
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || !isCell(event.target)) return;
  const { key, target, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (altKey || ctrlKey || metaKey) return;
  if (key === "Enter" && !target.matches("textarea")) {
    event.preventDefault(); // it would send the whole form
    goDown(target, shiftKey ? -1 : 1);
  } else if (key === "Tab" && !shiftKey) {
    byTab = true;
    const next = goAlong(target);
    if (next) {
      event.preventDefault();
      goTo(next);
    }
    setTimeout(() => { byTab = false; });
  }
});
