// Ticking rows of a list for one action with all of them; without script the boxes and buttons
// do the same by themselves.

const bulkForm = () => document.getElementById("bulk");
const ticks = () => [...(bulkForm()?.elements ?? [])].filter((box) => box.name === "activity");
const wholeList = () => bulkForm()?.elements.namedItem("all");

// The bar says how many are chosen, and offers what can be done with at least one of them.
function countTicks() {
  const form = bulkForm();
  if (!form) return;
  const chosen = ticks().filter((box) => box.checked);
  const all = wholeList();
  const page = document.querySelector("[data-bulk-page]");
  page.hidden = false;
  page.checked = chosen.length > 0 && chosen.length === ticks().length;
  page.indeterminate = chosen.length > 0 && !page.checked;
  if (all && !page.checked) all.checked = false;
  if (all) all.closest("[data-bulk-all]").hidden = !page.checked;
  const number = all?.checked ? Number(all.dataset.total) : chosen.length;
  form.querySelector("[data-bulk-number]").textContent = number ? `已选 ${number} 项` : "勾选后批量办理";
  form.classList.toggle("is-chosen", number > 0);
  for (const button of form.querySelectorAll("[name=action]")) {
    const able = chosen.some((box) => box.dataset.can.split(" ").includes(button.value));
    button.disabled = number === 0 || !(able || all?.checked);
  }
}

// Shift and a click tick everything between the last box and this one.
let lastTick = null;
document.addEventListener("click", (event) => {
  const box = event.target;
  if (!box.matches?.("input[name=activity][form=bulk]")) return;
  const boxes = ticks();
  const [from, to] = [boxes.indexOf(lastTick), boxes.indexOf(box)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) for (const each of boxes.slice(from, to + 1)) each.checked = box.checked;
  lastTick = box;
  countTicks();
});

document.addEventListener("change", (event) => {
  if (event.target.form !== bulkForm() || !bulkForm()) return;
  if (event.target.matches("[data-bulk-page]")) for (const box of ticks()) box.checked = event.target.checked;
  countTicks();
});

// What the server asks before it acts stands in a dialog over the list.
document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = event.target.closest?.("#bulk-dialog");
  if (dialog && !dialog.open) dialog.showModal();
});
document.addEventListener("click", (event) => {
  const close = event.target.closest?.("dialog [data-close-dialog]");
  if (!close) return;
  event.preventDefault();
  close.closest("dialog").close();
});

document.addEventListener("htmx:afterSettle", countTicks);
window.addEventListener("pageshow", countTicks); // a browser that goes back keeps the ticks
countTicks();
