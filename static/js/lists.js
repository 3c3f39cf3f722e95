// Tables of any list: heads that stay in sight, rows walked through by keyboard, ticked rows
// counted. Without script the tables scroll, and links, boxes and buttons do the same.

// A frame that is wide enough for its table lets the heads stick to the window; one that is not
// scrolls by itself, and the heads stick to it.
const measure = (frame) => {
  const fits = frame.scrollWidth <= frame.clientWidth;
  frame.classList.toggle("fits", fits);
  frame.classList.toggle("is-wide", !fits);
  if (fits || frame.hasAttribute("tabindex")) return;
  frame.tabIndex = 0; // what scrolls can be scrolled by keyboard
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", "表格，可以左右滚动");
};
const frames = new ResizeObserver((changes) => { for (const { target } of changes) measure(target); });
const framed = new WeakSet();
function watchFrames() {
  for (const frame of document.querySelectorAll(".table-frame:not(.matrix-frame)")) {
    if (framed.has(frame)) continue;
    framed.add(frame);
    frames.observe(frame);
  }
}

// Arrow keys go from row to row and along a row, space ticks it, Enter opens what has the focus.
const STOPS = "a[href], button:not(:disabled), summary, input[type=checkbox]";
const stops = (within) => [...within.querySelectorAll(STOPS)].filter((stop) => stop.checkVisibility());
const rowsOf = (table) => [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => stops(row).length);
const tickOf = (row) => row.querySelector("input[type=checkbox]:not(:disabled)");
const mainStop = (row) => stops(row).find((stop) => stop.matches("a")) ?? stops(row)[0];

// The same column of another row if there is something to stand on, else what opens the row.
function goTo(row, from) {
  if (!row) return;
  const cell = from && row.cells[from.closest("td, th")?.cellIndex];
  ((cell && stops(cell)[0]) ?? mainStop(row)).focus();
}
function along(row, stop, way) {
  const all = stops(row);
  all[all.indexOf(stop) + way]?.focus();
}
function toBar(row) {
  const bar = tickOf(row)?.form?.querySelector(".bulk-actions");
  if (bar) stops(bar)[0]?.focus();
}
const MOVES = {
  ArrowDown: (rows, row, stop) => goTo(rows[rows.indexOf(row) + 1], stop),
  ArrowUp: (rows, row, stop) => goTo(rows[rows.indexOf(row) - 1], stop),
  ArrowRight: (rows, row, stop) => along(row, stop, 1),
  ArrowLeft: (rows, row, stop) => along(row, stop, -1),
  Home: (rows) => goTo(rows[0]),
  End: (rows) => goTo(rows.at(-1)),
};
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
  const stop = event.target;
  const row = stop.matches?.(STOPS) && stop.closest(".table-frame tbody > tr");
  if (!row) return intoList(event);
  if (event.ctrlKey) {
    if (event.key === "Enter") { event.preventDefault(); toBar(row); }
  } else if (event.key === " " && stop.matches("a") && tickOf(row)) {
    event.preventDefault();
    tickOf(row).click();
  } else if (MOVES[event.key]) {
    event.preventDefault();
    MOVES[event.key](rowsOf(row.closest("table")), row, stop);
  }
});
// From the field one searches with, arrow down leads into what was found.
function intoList(event) {
  if (event.key !== "ArrowDown" || !event.target.matches?.("#id_q")) return;
  const table = document.querySelector("#results .table-frame table");
  const first = table && rowsOf(table)[0];
  if (!first) return;
  event.preventDefault();
  goTo(first);
}

// A bar over whose form rows are ticked says how many, and is at hand while there are any.
function countTicked() {
  for (const bar of document.querySelectorAll("[data-ticks]")) {
    const boxes = [...bar.closest("form").elements].filter((box) => box.name === bar.dataset.ticks);
    const ticked = boxes.filter((box) => box.checked).length;
    const number = bar.querySelector(".bulk-number");
    number.dataset.idle ??= number.textContent;
    number.textContent = ticked ? `已选 ${ticked} ${bar.dataset.measure}` : number.dataset.idle;
    bar.classList.toggle("is-chosen", ticked > 0);
  }
}
document.addEventListener("change", countTicked);

// A small box that was opened closes by Escape and by a click elsewhere.
const openBoxes = () => document.querySelectorAll("details[data-closes][open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const box of openBoxes()) {
    box.open = false;
    box.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const box of openBoxes()) if (!box.contains(event.target)) box.open = false;
});

// What is being fetched is said to those who do not see the grey bars.
document.addEventListener("htmx:beforeRequest", (event) => event.detail.target.setAttribute?.("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", (event) => event.detail.target.removeAttribute?.("aria-busy"));

function prepare() {
  watchFrames();
  countTicked();
}
document.addEventListener("htmx:afterSettle", prepare);
window.addEventListener("pageshow", prepare);
prepare();
