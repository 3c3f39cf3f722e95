// The bar on top and the line that says where a page stands: what they do with script.

// 打印: the browser's own dialog
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The year switch keeps the filters as they stand now, not as they were when the page came.
document.querySelector(".year-switch")?.addEventListener("submit", (event) => {
  const kept = new URLSearchParams(location.search);
  kept.delete("year");
  kept.delete("page");
  event.target.elements.next.value = location.pathname + (kept.size ? `?${kept}` : "");
});

// --- the search: the field keeps the focus while the arrow keys walk through what was found
const field = document.getElementById("finder");
const box = document.getElementById("found");
const hits = () => [...box.querySelectorAll("[role=option]")];
const active = () => box.querySelector(".is-active");

function show(open) {
  box.hidden = !open;
  field.setAttribute("aria-expanded", String(open));
  if (!open) choose(null);
}
function choose(hit) {
  active()?.setAttribute("aria-selected", "false");
  active()?.classList.remove("is-active");
  hit?.classList.add("is-active");
  hit?.setAttribute("aria-selected", "true");
  hit?.scrollIntoView({ block: "nearest" });
  if (hit) field.setAttribute("aria-activedescendant", hit.id);
  else field.removeAttribute("aria-activedescendant");
}
function walk(way) {
  const all = hits();
  if (!all.length) return;
  show(true);
  const at = all.indexOf(active()) + way;
  choose(all[(at + (way < 0 && at < -1 ? 1 : 0) + all.length) % all.length]);
}
const KEYS = {
  ArrowDown: () => walk(1),
  ArrowUp: () => walk(-1),
  Enter: () => active() && location.assign(active().href),
  Escape: () => {
    if (box.hidden) field.value = "";
    show(false);
  },
};

if (field) {
  for (const [name, value] of [["role", "combobox"], ["aria-controls", "found-list"], ["aria-expanded", "false"], ["aria-autocomplete", "list"]]) field.setAttribute(name, value);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !KEYS[event.key]) return; // the keys belong to the input method
    if (event.key === "Enter" && !active()) return; // the form itself opens the page
    event.preventDefault();
    KEYS[event.key]();
  });
  field.addEventListener("input", () => { if (!field.value.trim()) show(false); });
  field.addEventListener("focus", () => { if (field.value.trim() && hits().length) show(true); });
  box.addEventListener("htmx:afterSwap", () => show(Boolean(field.value.trim())));
  field.form.addEventListener("focusout", (event) => {
    if (!field.form.contains(event.relatedTarget)) show(false);
  });
  box.addEventListener("pointerdown", (event) => event.preventDefault()); // a click leaves the focus where it is
}

// “/” and Ctrl+K begin to search, wherever one is; “/” within a field is a letter
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const asked = event.key === "/" && !typing && !event.altKey && !event.ctrlKey && !event.metaKey;
  if (!asked && !(event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) return;
  const link = document.querySelector(".finder-link");
  if (!field || !link) return;
  event.preventDefault();
  if (field.offsetParent) field.select();
  else location.assign(link.href); // on a phone the field has a page of its own
});

// 返回上一页, on a page that came instead of the one asked for
for (const button of document.querySelectorAll("[data-back]")) {
  button.hidden = !document.referrer.startsWith(location.origin);
  button.addEventListener("click", () => history.back());
}

// 帮助 beside the page: whoever opens it reads it first, and Esc closes it again
document.addEventListener("shown.bs.offcanvas", ({ target }) => { if (target.id === "help") target.focus(); });
