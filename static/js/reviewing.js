// 考评 by keyboard, and each item saved as soon as it is left. Without script the same forms are
// saved with their buttons.

const reviewing = () => document.querySelector("form[data-reviewing]");
const items = () => [...(reviewing()?.querySelectorAll("[data-review-item]") ?? [])];
const SCORE = /-reviewed_score(_\d{4})?$/; // of a round that is scored by year one for each
const isScore = (element) => Boolean(SCORE.test(element.name ?? "") && element.closest("[data-review-item]"));
const scoresOf = (item) => [...item.querySelectorAll("input:not([type=hidden])")].filter(isScore);
const isTyping = (element) => element.matches?.("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");

// Where the reviewer stands: the item with the focus, or the one last visited.
let current = null;
function here() {
  const focused = document.activeElement?.closest?.("[data-review-item]");
  return focused ?? (current?.isConnected ? current : null);
}
document.addEventListener("focusin", (event) => {
  current = event.target.closest?.("[data-review-item]") ?? current;
});

function visit(item) {
  if (!item) return;
  current = item;
  for (const each of items()) each.closest(".item").classList.toggle("is-current", each === item);
  const scores = scoresOf(item);
  const field = scores.find((score) => score.checked) ?? scores[0];
  item.closest(".item").scrollIntoView({ block: "nearest" });
  field?.focus({ preventScroll: true });
  if (field?.type === "text" || field?.type === "number") field.select();
}
function move(by) {
  const all = items();
  const at = all.indexOf(here());
  if (at < 0) return visit(by > 0 ? all[0] : all.at(-1));
  visit(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

// Saving one item: what is stored comes back, with messages where something is wrong.
const saving = new Map(); // item → the request that is under way
const values = (item) => new URLSearchParams([...item.querySelectorAll("input, textarea")]
  .filter((field) => field.name && (!["radio", "checkbox"].includes(field.type) || field.checked))
  .map((field) => [field.name, field.value]));
const entered = (all) => [...all].filter(([name]) => !name.startsWith("initial-")).join();
const sent = new WeakMap(); // item → what was entered when it was last stored, so that nothing goes twice

function save(item) {
  const before = saving.get(item) ?? Promise.resolve();
  const request = before.then(() => send(item)).finally(() => {
    if (saving.get(item) === request) saving.delete(item);
    tellKept();
  });
  saving.set(item, request);
  return request;
}
async function send(item) {
  const body = values(item);
  if (sent.get(item) === entered(body)) return;
  const told = item.querySelector("[data-review-told]");
  told.textContent = "正在保存…";
  try {
    const answer = await fetch(item.dataset.save, {
      method: "POST", body, headers: { "X-CSRFToken": reviewing().querySelector("[name=csrfmiddlewaretoken]").value },
    });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    show(item, await answer.json(), body);
  } catch {
    told.textContent = "没有保存成功，请用页面下方的“保存”再试一次。";
    failed.add(item);
  }
}
const failed = new Set();

function show(item, answer, body) {
  const prefix = item.dataset.prefix;
  for (const [name, value] of Object.entries(answer.stored)) {
    const initial = item.querySelector(`[name="initial-${prefix}-${name}"]`);
    if (initial) initial.value = value;
  }
  for (const old of item.querySelectorAll(".errorlist")) old.remove();
  const wrong = Object.entries(answer.errors);
  for (const [name, messages] of wrong) {
    const list = document.createElement("ul");
    list.className = "errorlist";
    for (const message of messages) list.append(Object.assign(document.createElement("li"), { textContent: message }));
    const field = item.querySelector(`[name="${prefix}-${name}"]:not([type=hidden])`);
    (field?.closest("[data-field]") ?? field?.closest(".item-years-row > div") ?? item).append(list);
  }
  item.querySelector("[data-review-state]").innerHTML = answer.state;
  const goesOn = !wrong.length && differs(body, values(item)); // typed on while it was on its way
  item.querySelector("[data-review-told]").textContent = wrong.length ? "未保存" : goesOn ? "正在保存…" : "已保存";
  const mean = item.querySelector("[data-mean]");
  if (mean && !wrong.length) mean.textContent = answer.score;
  if (item.dataset.total) showSums(item, answer);
  for (const total of document.querySelectorAll("[data-review-total]")) if (item.dataset.total) total.textContent = answer.total;
  if (wrong.length) failed.add(item);
  else failed.delete(item);
  sent.set(item, wrong.length ? "" : entered(body));
  if (goesOn) save(item);
}
// What of the page around the item changes with its score.
function showSums(item, answer) {
  for (const sum of document.querySelectorAll("[data-reviewed-sum]")) sum.textContent = answer.section;
  const here = `.item-links a[href$="#${item.closest(".item").id}"]`; // what is missing, as the page said
  for (const link of document.querySelectorAll(`aside .late + ${here}`)) link.hidden = answer.score !== "—";
  const asksReason = item.querySelector(".asks-reason") !== null;
  for (const link of document.querySelectorAll(`aside .text-secondary + ${here}`)) link.hidden = !asksReason;
}
// What was typed apart from the values that the page was made from.
const typed = (all) => [...all].filter(([name]) => !name.startsWith("initial-") && !name.endsWith("-settled")).join();
const differs = (one, other) => typed(one) !== typed(other);
function tellKept() {
  if (saving.size || failed.size) return;
  if (items().every((item) => !isChanged(item))) document.dispatchEvent(new CustomEvent("work:kept"));
}
const isChanged = (item) => [...values(item)].some(([name, value]) => {
  const initial = item.querySelector(`[name="initial-${name}"]`);
  return initial ? initial.value.replaceAll("\r", "").trim() !== value.replaceAll("\r", "").trim() : name.endsWith("-settled");
});

// A veto is asked for in words; who says no has the choice as it was.
function confirmVeto(radio) {
  const question = radio.closest("[data-veto]")?.dataset.veto;
  if (!question || radio.value !== "1" || window.confirm(question)) return true;
  const item = radio.closest("[data-review-item]");
  const before = scoresOf(item).find((each) => each.name === radio.name && each.value === "0");
  radio.checked = false;
  before.checked = item.querySelector(`[name="initial-${radio.name}"]`).value === "0";
  return false;
}
document.addEventListener("change", (event) => {
  const item = event.target.closest?.("[data-review-item]");
  if (!item) return;
  if (isScore(event.target) && event.target.type === "radio" && !confirmVeto(event.target)) return;
  if (isScore(event.target) && event.target.type === "radio" && event.target.value === "1") {
    item.querySelector("[name$='-comment']").focus(); // what happened has to be said first
    return;
  }
  save(item);
});

document.addEventListener("input", (event) => {
  const told = event.target.closest?.("[data-review-item]")?.querySelector("[data-review-told]");
  if (told?.textContent === "已保存") told.textContent = ""; // no longer true of what stands here
});

// Keys. In a text they are letters; in a score only those that no number has.
// What the unit gave itself, by the names of the fields.
function ownScores(item) {
  const { prefix, selfScore, selfYears } = item.dataset;
  const given = selfYears
    ? selfYears.trim().split(/\s+/).map((each) => each.split(":")).map(([year, score]) => [`${prefix}-reviewed_score_${year}`, score])
    : [[`${prefix}-reviewed_score`, selfScore]];
  return new Map(given.filter(([, score]) => score && !Number.isNaN(Number(score))));
}
function takeSelfScore(item, onlyBlank = false) {
  const own = ownScores(item);
  for (const name of own.keys()) {
    const fields = scoresOf(item).filter((field) => field.name === name);
    const isRadio = fields[0]?.type === "radio";
    const isBlank = isRadio ? !fields.some((field) => field.checked) : fields[0]?.value === "";
    if (!fields.length || (onlyBlank && !isBlank)) continue;
    if (!isRadio) fields[0].value = own.get(name);
    for (const field of isRadio ? fields : []) field.checked = Number(field.value) === Number(own.get(name));
    fields[0].dispatchEvent(new Event("input", { bubbles: true }));
  }
}
function agree(item) {
  takeSelfScore(item);
  const occurred = scoresOf(item).find((field) => field.type === "radio" && field.checked && field.value === "1");
  if (!occurred || confirmVeto(occurred)) save(item);
}
for (const button of document.querySelectorAll("[data-take-self-scores]")) {
  button.hidden = false;
  button.addEventListener("click", () => { for (const item of items()) takeSelfScore(item, true); });
}
function nextYear(field) {
  const years = scoresOf(field.closest("[data-review-item]")).filter((each) => each.type !== "radio");
  return field.type === "radio" ? undefined : years[years.indexOf(field) + 1];
}
async function goOn(item) {
  const all = items();
  const last = all.at(-1) === item;
  await save(item);
  if (failed.has(item)) return visit(item);
  if (!last) return visit(all[all.indexOf(item) + 1]);
  reviewing().querySelector("[data-review-onward]")?.focus();
}
async function follow(selector) {
  const link = document.querySelector(selector);
  if (!link) return;
  document.activeElement?.blur?.(); // what was typed is saved
  await Promise.all(saving.values());
  if (!failed.size) link.click();
}
const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  g: () => visit(items()[0]),
  G: () => visit(items().at(-1)),
  n: () => follow("[data-next-unit]"),
  "?": () => { for (const help of document.querySelectorAll("[data-key-help]")) help.open = !help.open; },
  "=": () => here() && agree(here()),
};
document.addEventListener("keydown", (event) => {
  if (!reviewing() || event.isComposing || event.ctrlKey || event.metaKey) return;
  const { target, key } = event;
  if (event.altKey) {
    if (key !== "ArrowDown" && key !== "ArrowUp") return;
    event.preventDefault();
    return move(key === "ArrowDown" ? 1 : -1);
  }
  const inScore = isScore(target);
  if (key === "Enter" && inScore) {
    event.preventDefault();
    const following = nextYear(target);
    if (following) following.focus();
    else goOn(target.closest("[data-review-item]"));
  } else if (!inScore && isTyping(target)) {
    return;
  } else if (KEYS[key]) {
    event.preventDefault();
    KEYS[key]();
  } else if ((key === "ArrowDown" || key === "ArrowUp") && inScore && target.type !== "radio") {
    event.preventDefault();
    move(key === "ArrowDown" ? 1 : -1);
  } else if (/^[0-9]$/.test(key) && !inScore && here()) {
    const field = scoresOf(here())[0];
    if (!field || field.type === "radio") return;
    event.preventDefault();
    field.value = key;
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

for (const help of document.querySelectorAll("[data-key-help]")) help.hidden = false; // the keys work from now on
// What was entered before that; a veto is left to its question, and what is wrong to its words.
for (const item of items()) if (isChanged(item) && !item.querySelector("[data-veto], .errorlist")) save(item);
