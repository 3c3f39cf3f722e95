// The activity form: proposals that fit the kind, the measure it fulfils.
// Everything here is a comfort; without it the form is a plain form.

const form = () => document.querySelector("#activity-form");

// --- proposals: what is usually counted and given for the chosen kind
function propose() {
  const kind = form()?.querySelector("[name=kind]:checked");
  if (!kind) return;
  const split = (text) => text.split("|").filter(Boolean);
  const counts = split(kind.dataset.counts).map((text) => text.match(/^(.*?)(?:（(.*)）)?$/));
  offer("counts", counts.map(([, label, measure]) => [label, (line) => {
    line.querySelector("[name$=-label]").value = label;
    const number = line.querySelector("[name$=-number]");
    number.placeholder = `如 近百${measure ?? ""}、10余${measure ?? ""}`;
    number.focus();
  }, `[name$=-label]`]));
  const names = form().querySelector("[name=contributions-0-category]");
  offer("contributions", split(kind.dataset.categories).map((value) => [
    names.querySelector(`[value=${value}]`).textContent,
    (line) => {
      line.querySelector("[name$=-category]").value = value;
      line.querySelector("[name$=-name]").focus();
    },
    "[name$=-category]",
  ]));
  document.querySelector("#count-labels").replaceChildren(...counts.map(([, label]) => new Option(label)));
}

function offer(name, proposals) {
  const box = form().querySelector(`[data-proposals=${name}]`);
  box.hidden = !proposals.length;
  box.replaceChildren(...proposals.map(([label, fill, field]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => fill(emptyLine(name, field)));
    return button;
  }));
}

function emptyLine(name, field) {
  const lines = form().querySelector(`[data-lines=${name}]`);
  const empty = () => [...lines.querySelectorAll(".lines-body .line")].find((line) => !line.querySelector(field).value);
  if (!empty()) lines.querySelector("[data-add-line]").click();
  return empty();
}

document.addEventListener("change", (event) => {
  if (event.target.matches("#activity-form [name=kind]")) propose();
});
document.addEventListener("htmx:afterSettle", propose);
propose();

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
