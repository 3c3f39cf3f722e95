// The sections of a summary as cards: their fields, numbers and levels, moved, added, removed and
// brought back. What changes is told by the event “summary:changed” on the form.

export const form = document.querySelector("form[data-summary-form]");
const place = form?.querySelector("[data-sections]");
const FIELDS = ["level", "heading", "text", "insert", "photo", "caption", "in_annex"];
let made = 0;

export const HEAD = "head";
export const cards = () => [...place.querySelectorAll(".section-card")];
export const idOf = (card) => card.dataset.section;
export const cardOf = (id) => (id === HEAD ? form.querySelector("[data-section=head]") : cards().find((card) => idOf(card) === id));
export const isFresh = (card) => idOf(card).startsWith("new-");
export const freshName = () => `new-${Date.now().toString(36)}-${(made += 1)}-${Math.random().toString(36).slice(2, 8)}`;

// --- fields, as text
export function fieldsOf(card) {
  if (idOf(card) === HEAD) return new Map([...card.querySelectorAll("[name]")].map((field) => [field.name, field]));
  const named = (name) => card.querySelector(`[name$="-${name}"]`);
  return new Map(FIELDS.map((name) => [name, named(name)]).filter(([, field]) => field));
}
export const plain = (text) => String(text ?? "").replaceAll("\r\n", "\n").trim();
export const valueOf = (field) => (field.type === "checkbox" ? (field.checked ? "on" : "") : field.value);
export function shownFirst(field) {
  if (field.type === "checkbox") return field.defaultChecked ? "on" : "";
  if (field.tagName === "SELECT") return [...field.options].find((option) => option.defaultSelected)?.value ?? field.options[0]?.value ?? "";
  return field.defaultValue;
}
export function setValue(field, value) {
  if (field.type === "checkbox") field.checked = value !== "";
  else field.value = value;
}
export function told(card) {
  return Object.fromEntries([...fieldsOf(card)].map(([name, field]) => [name, valueOf(field)]));
}
// where somebody begins to write in a card
export const firstField = (card) => [...card.querySelectorAll("textarea, input[type=text]")].find((field) => field.offsetParent);
export const isBlank = (card) => {
  const { heading, text, insert } = told(card);
  return !plain(heading) && !plain(text) && !insert;
};
export const changed = () => form.dispatchEvent(new CustomEvent("summary:changed"));

// --- numbers
const DIGITS = "〇一二三四五六七八九";
function chinese(number) {
  const tens = Math.floor(number / 10);
  const head = tens === 0 ? "" : tens === 1 ? "十" : `${DIGITS[tens % 10]}十`;
  return head + (number % 10 ? DIGITS[number % 10] : "");
}
const written = (level, number) => [`${chinese(number)}、`, `（${chinese(number)}）`, `${number}.`, `（${number}）`][level - 1];
function count(counters, level) {
  counters[level] += 1;
  counters.fill(0, level + 1);
  return written(level, counters[level]);
}
export function number() {
  const body = [0, 0, 0, 0, 0];
  let annex = [0, 0, 0, 0, 0];
  const annexes = cards().filter((card) => told(card).in_annex && told(card).level === "1").length;
  let annexAt = 0;
  for (const card of cards()) {
    const { level, in_annex: inAnnex, insert } = told(card);
    const at = Number(level);
    let words = "";
    if (inAnnex && at === 1) {
      annexAt += 1;
      annex = [0, 0, 0, 0, 0];
      words = annexes > 1 ? `附件${annexAt}` : "附件";
    } else if (at && !insert) words = inAnnex ? count(annex, at - 1) : count(body, at);
    card.querySelector("[data-number]").textContent = words;
    card.dataset.level = level;
    card.dataset.kind = insert;
    card.classList.toggle("is-annex", Boolean(inAnnex));
    card.querySelector("[data-level-by='-1']").disabled = at < 2;
    card.querySelector("[data-level-by='1']").disabled = at < 1 || at > 3;
    card.querySelector("[data-move=up]").disabled = card === cards()[0];
    card.querySelector("[data-move=down]").disabled = card === cards().at(-1);
    const label = card.querySelector("[data-inserted]");
    const chosen = card.querySelector("[name$=-insert]").selectedOptions[0];
    if (insert) label.textContent = chosen.textContent;
    card.querySelector("label[for$=-caption]").textContent = insert === "photo" ? "照片说明" : "图表说明";
  }
}

// --- a text grows with what is typed
function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}
export function growAll() {
  for (const area of form.querySelectorAll("textarea")) grow(area);
}

// --- new cards
export function makeCard(values = {}, id = freshName()) {
  const html = form.querySelector("template[data-new-section]").innerHTML.replaceAll("__prefix__", id);
  const holder = document.createElement("div");
  holder.innerHTML = html;
  const card = holder.firstElementChild;
  card.dataset.section = id;
  card.id = `section-${id}`;
  for (const [name, field] of fieldsOf(card)) if (name in values) setValue(field, values[name]);
  showPhoto(card);
  return card;
}
export function showPhoto(card, address = "") {
  const { photo, insert } = told(card);
  const shown = card.querySelector("[data-photo-shown]");
  if (insert !== "photo" || !photo) return;
  const image = document.createElement("img");
  image.src = address || `/activities/evidence/${photo}/thumbnail/`;
  image.alt = "照片";
  shown.replaceChildren(image);
}
export function put(card, after = null) {
  if (after) after.after(card);
  else place.append(card);
  number();
  growAll();
}
export function putFirst(card) {
  place.prepend(card);
  number();
}
export function arrange(ids) {
  const wanted = ids.map(cardOf).filter(Boolean);
  let last = null;
  for (const card of wanted) {
    if (last) last.after(card);
    else place.prepend(card);
    last = card;
  }
  number();
}

// --- moved
function move(card, way) {
  const all = cards();
  const other = all[all.indexOf(card) + (way === "up" ? -1 : 1)];
  if (!other) return;
  const focused = document.activeElement;
  other[way === "up" ? "before" : "after"](card);
  number();
  if (card.contains(focused)) focused.focus();
  card.scrollIntoView({ block: "nearest" });
  changed();
}

// --- up and down a level
function setLevel(card, level) {
  const fields = fieldsOf(card);
  const [heading, text] = [fields.get("heading"), fields.get("text")];
  fields.get("level").value = String(level);
  if (level === 0 && plain(heading.value)) {
    text.value = [plain(heading.value), text.value].filter(Boolean).join("\n");
    heading.value = "";
  }
  number();
  growAll();
  changed();
  if (level && !heading.value) heading.focus();
}
function levelBy(card, by) {
  const level = Number(told(card).level);
  if (level && level + by >= 1 && level + by <= 4) setLevel(card, level + by);
}

// --- removed, and brought back
const nameOf = (card) => {
  const { heading, text } = told(card);
  return (plain(heading) || plain(text) || card.querySelector("[data-inserted]").textContent || "空白段落").slice(0, 20);
};
function remove(card) {
  const notice = document.createElement("p");
  notice.className = "section-removed";
  notice.setAttribute("role", "status");
  const undo = document.createElement("button");
  undo.type = "button";
  undo.className = "btn btn-sm btn-outline-secondary";
  undo.textContent = "撤销";
  notice.append(`已删除“${nameOf(card)}” `, undo);
  card.replaceWith(notice);
  undo.addEventListener("click", () => {
    notice.replaceWith(card);
    form.dispatchEvent(new CustomEvent("summary:restored", { detail: card }));
    number();
    growAll();
    changed();
    firstField(card)?.focus();
  });
  number();
  undo.focus({ preventScroll: true });
  form.dispatchEvent(new CustomEvent("summary:removed", { detail: card }));
  changed();
}

if (form) {
  form.addEventListener("click", (event) => {
    const card = event.target.closest(".section-card");
    const button = event.target.closest("button");
    if (!card || !button) return;
    if (button.dataset.move) move(card, button.dataset.move);
    else if (button.dataset.levelBy) levelBy(card, Number(button.dataset.levelBy));
    else if (button.matches("[data-remove]")) remove(card);
  });
  form.addEventListener("change", (event) => {
    const card = event.target.closest(".section-card");
    if (card && event.target.name.endsWith("-level")) setLevel(card, Number(event.target.value));
    else if (card && event.target.name.endsWith("-in_annex")) number();
  });
  // a heading is one line, however long it is shown
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.name?.endsWith("-heading") && field.value.includes("\n")) {
      const end = field.selectionEnd - (field.value.slice(0, field.selectionEnd).match(/\n/g) ?? []).length;
      field.value = field.value.replaceAll("\n", "");
      field.setSelectionRange(end, end);
    }
    if (field.tagName === "TEXTAREA") grow(field);
  }, true);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.name?.endsWith("-heading")) return;
    event.preventDefault();
    fieldsOf(event.target.closest(".section-card")).get("text").focus();
  });
  form.addEventListener("keydown", (event) => {
    const card = event.target.closest(".section-card");
    if (!card || !event.altKey || event.ctrlKey || event.metaKey) return;
    const ways = { ArrowUp: () => move(card, "up"), ArrowDown: () => move(card, "down"), ArrowLeft: () => levelBy(card, -1), ArrowRight: () => levelBy(card, 1) };
    if (!ways[event.key]) return;
    event.preventDefault();
    ways[event.key]();
  });
}
