// The activity form: further lines of a field, the measure it fulfils.
// Everything here is a comfort; without it the form is a plain form.

const form = () => document.querySelector("#activity-form");

// --- the next thing to type: the name once the kind is chosen. Not with a finger (the keyboard
// would hide the page), nor with the arrow keys.
const byMouse = () => window.matchMedia("(pointer: fine)").matches;
function goOn() {
  const name = form()?.querySelector("[name=title]");
  if (name && !name.value && byMouse() && form().querySelector(".kinds :checked")) name.focus();
}
document.addEventListener("click", (event) => {
  if (event.detail && event.target.closest("#activity-form .kind")) goOn();
});
if (!form()?.querySelector(".is-invalid")) goOn();

// --- one more line of what the kind asks for: like the last one, and empty
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-asked]");
  if (!button) return;
  const last = [...button.closest(".kind-field").querySelectorAll(".asked")].at(-1);
  const [, prefix, number] = last.querySelector("[name$=-prepared]").name.match(/^(\w+)-(\d+)-/);
  const total = form().querySelector(`[name=${prefix}-TOTAL_FORMS]`);
  const html = last.outerHTML.replaceAll(`${prefix}-${number}-`, `${prefix}-${total.value}-`);
  last.insertAdjacentHTML("afterend", html);
  total.value = Number(total.value) + 1;
  const added = last.nextElementSibling;
  added.classList.add("is-new");
  added.firstElementChild.classList.remove("has-errors");
  for (const error of added.querySelectorAll(".invalid-feedback")) error.remove();
  for (const field of added.querySelectorAll("input, select")) {
    field.classList.remove("is-invalid");
    if (field.type === "checkbox") field.checked = false;
    else if (/-(id|activity)$/.test(field.name) || field.type !== "hidden") field.value = "";
  }
  added.querySelector("input:not([type=hidden], [type=checkbox]), select")?.focus();
});
function showAddAsked() {
  for (const button of document.querySelectorAll("[data-add-asked]")) button.hidden = false;
}
document.addEventListener("htmx:afterSettle", showAddAsked);
showAddAsked();

// --- while the lines of another kind are on their way nobody types into those that go
const lineParts = () => document.querySelectorAll("#kind-lines, #general-lines");
const asksForLines = (event) => event.target.matches?.("#activity-form .kinds");
document.addEventListener("htmx:beforeSend", (event) => {
  if (asksForLines(event)) for (const part of lineParts()) part.inert = true;
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (asksForLines(event)) for (const part of lineParts()) part.inert = false;
});

// --- a kind chosen while the page was still loading, or that the browser filled in again, asks late
function catchUp() {
  const kinds = form()?.querySelector("fieldset.kinds[hx-post]");
  const chosen = kinds?.querySelector(":checked")?.value ?? "";
  const lines = document.querySelector("#kind-lines");
  if (kinds && !lines.inert && chosen !== lines.dataset.kind) kinds.dispatchEvent(new Event("change")); // heard here alone
}
document.addEventListener("DOMContentLoaded", catchUp);
window.addEventListener("pageshow", catchUp);

// --- the measure it fulfils: a proposal sets the field, a second click clears it
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-choose-measure]");
  if (!chip) return;
  const field = form().querySelector("[name=plan_item]");
  field.value = field.value === chip.dataset.chooseMeasure ? "" : chip.dataset.chooseMeasure;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  showMeasure();
});
function showMeasure() {
  const chosen = form()?.querySelector("[name=plan_item]")?.value;
  for (const chip of document.querySelectorAll("[data-choose-measure]")) {
    chip.setAttribute("aria-pressed", String(chip.dataset.chooseMeasure === chosen));
  }
}
document.addEventListener("htmx:afterSettle", showMeasure);
