// 自评: scoring points add up, another score than the proposed one asks for a reason, proposals are
// taken over in place, activities are chosen in a dialog. Without script the same buttons and links
// do the same with a page.

import { flush } from "./autosave.js";

const own = (element) => element.closest?.("[data-self-item]");
const scoreOf = (item) => item.querySelector("input.score-input[name$='-self_score']:not([type=hidden])");
const written = (number) => String(Math.round(number * 100) / 100);

// --- 得分点: what is ticked makes the score
function addUp(item) {
  const score = scoreOf(item);
  if (!score) return;
  const ticked = [...item.querySelectorAll("[data-points]:checked")];
  const sum = ticked.reduce((all, box) => all + Number(box.dataset.points), 0);
  score.value = written(Math.min(sum, Number(score.max || sum)));
  askWhy(item);
}

// --- another score than the proposed one
function askWhy(item) {
  const reason = item.querySelector(".overruled");
  if (!reason) return;
  const score = (scoreOf(item)?.value ?? item.querySelector("[data-mean]").textContent).trim();
  const differs = score !== "" && score !== "—" && Number(score) !== Number(item.dataset.proposed);
  const given = reason.querySelector("textarea:not([hidden])").value.trim() !== "";
  reason.classList.toggle("is-asked", differs || given);
}

// --- 逐年打分: the mean, once every year has its score
function showMean(years) {
  const row = years.querySelector(".item-years-row");
  const asked = new Map();
  for (const field of row.querySelectorAll("input:not([type=hidden])")) {
    const value = field.type === "radio" ? (field.checked ? field.value : null) : field.value.trim() || null;
    asked.set(field.name, value ?? asked.get(field.name) ?? null);
  }
  const scores = [...asked.values()];
  const whole = scores.length && !scores.includes(null) && scores.every((score) => !Number.isNaN(Number(score)));
  const sum = scores.reduce((all, score) => all + Number(score), 0);
  const most = Math.max(...scores.map(Number));
  years.querySelector("[data-mean]").textContent = !whole ? "—" : written(years.dataset.kind === "veto" ? most : sum / scores.length);
}

document.addEventListener("input", (event) => {
  const years = event.target.closest?.("[data-years]");
  if (years) showMean(years);
  const item = own(event.target);
  if (!item) return;
  if (event.target.matches("[data-points]")) addUp(item);
  else if (years || event.target === scoreOf(item)) askWhy(item);
}, true); // before autosave.js takes what stands there

// --- 采用
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-accept]");
  if (!button) return;
  event.preventDefault();
  const id = button.closest(".item").id;
  await flush({ accept: button.value });
  document.getElementById(id)?.querySelector(".score-input, textarea")?.focus({ preventScroll: true });
});

// --- choosing activities
const picker = document.querySelector("#picker");
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("[data-pick]");
  if (!link || !picker?.showModal) return;
  event.preventDefault();
  await flush(); // the list comes back as it is stored
  await window.htmx.ajax("GET", link.href, { target: "#picker-body", swap: "innerHTML" });
  if (!picker.open) picker.showModal();
  picker.querySelector("[type=search]")?.focus();
});
picker?.addEventListener("click", (event) => {
  if (event.target === picker || event.target.closest("[data-close]")) picker.close();
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!new URL(event.detail.xhr.responseURL || location.href).pathname.startsWith("/login/")) return;
  event.detail.shouldSwap = false;
  flush({}); // says that the session has ended
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.target.matches?.("[data-picked]") || !event.detail.successful) return;
  picker.close();
  flush({}); // what is missing, anew
});

// --- from a list of what is missing to the field itself
function goTo() {
  const item = location.hash.startsWith("#item-") && document.getElementById(location.hash.slice(1));
  if (!item || !window.matchMedia("(pointer: fine)").matches) return;
  const fields = [...item.querySelectorAll("[data-self-item] input:not([type=hidden], [type=file]), [data-self-item] textarea")];
  const empty = fields.find((field) => field.matches(".score-input") && !field.value);
  (item.querySelector("[aria-invalid=true]") ?? empty ?? fields[0])?.focus({ preventScroll: true });
}
window.addEventListener("hashchange", goTo);
window.addEventListener("load", () => setTimeout(goTo)); // after the browser has gone there itself
