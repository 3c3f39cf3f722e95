// Line editors: lines are added and moved; cells.js and pasting.js make a table of them. Without it
// there is one empty line to fill in, and numbers to change the order.

import "./cells.js";
import "./pasting.js";

// Add a line from the template, at the end or below another one.
function showAddButtons() {
  for (const shown of document.querySelectorAll("[data-add-line], [data-lines-hint]")) shown.hidden = false;
}
function addLine(lines, above) {
  const total = lines.querySelector("[name$=-TOTAL_FORMS]");
  const html = lines.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
  total.value = Number(total.value) + 1;
  const body = lines.querySelector(".lines-body");
  if (above) above.insertAdjacentHTML("afterend", html);
  else body.insertAdjacentHTML("beforeend", html);
  const added = above ? above.nextElementSibling : body.lastElementChild;
  renumber(lines);
  window.htmx?.process(added); // what the line asks of the server by itself
  added.querySelector("input:not([type=hidden]):not([name$=-ORDER]), select, textarea")?.focus();
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-line]");
  if (button) addLine(button.closest("[data-lines]"));
});

// Lines that can be sorted: buttons move them and set the number that is a field without script.
function renumber(lines) {
  if (!lines.matches("[data-sortable]")) return;
  const numbers = lines.querySelectorAll(".lines-body > .line [name$=-ORDER]");
  numbers.forEach((number, at) => { number.value = at + 1; });
}
function moveLine(line, way) {
  const neighbour = way === "up" ? line.previousElementSibling : line.nextElementSibling;
  if (!neighbour) return;
  neighbour[way === "up" ? "before" : "after"](line);
  renumber(line.closest("[data-lines]"));
  line.dispatchEvent(new Event("input", { bubbles: true })); // there is unsaved work now
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sortable] [data-move], [data-sortable] [data-insert]");
  if (!button) return;
  const line = button.closest(".line");
  if (button.dataset.move) moveLine(line, button.dataset.move);
  else addLine(line.closest("[data-lines]"), line);
  if (button.dataset.move) button.focus();
});
function showSorting() {
  for (const lines of document.querySelectorAll("[data-sortable]:not(.is-sortable)")) {
    lines.classList.add("is-sortable");
    renumber(lines);
  }
}
document.addEventListener("htmx:afterSettle", showSorting);
showSorting();
document.addEventListener("htmx:afterSettle", showAddButtons);
showAddButtons();
