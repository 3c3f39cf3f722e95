// What is typed into a section of a checklist is stored by itself after a pause: fields that are
// right, at once; wrong ones are told at the field and kept in this browser until they are right.
// Where somebody else changed the same field meanwhile, nothing is overwritten: both are shown.
// Without script the section is a plain form.

import { FORGOTTEN, sayIn, typedIn } from "./keeping.js";
import { choice, sayKeptIn, sender } from "./sending.js";

const form = document.querySelector("form[data-autosave]");
const box = form?.querySelector("[data-keep]");

// --- the fields: what they hold, and what the server is known to hold
const isOwn = (name) => /^r\d+-(?!files$)/.test(name);
const fieldsOf = (name) => [...form.elements].filter((field) => field.name === name);
const names = () => [...new Set([...form.elements].map((field) => field.name).filter(isOwn))];
const plain = (value) => String(value).replaceAll("\r\n", "\n").trim();
const isUnread = (name) => fieldsOf(name).some((field) => field.validity?.badInput); // “1e” is no number
const held = (data, name) => data.getAll(name).map(plain).filter(Boolean).sort().join("\n\0");
function changed() {
  const data = new FormData(form);
  return names().filter((name) => !isUnread(name) && held(data, name) !== held(data, `initial-${name}`));
}
// What is sent. A number that cannot be read would arrive as an empty one: it stays as it was.
function toSend() {
  const data = typedIn(form);
  for (const name of names().filter(isUnread)) {
    data.delete(name);
    data.delete(`initial-${name}`);
  }
  data.set("autosave", "1");
  return data;
}
function setInitial(name, values) {
  const [first, ...others] = fieldsOf(name);
  if (first && values.length === 1) first.value = values[0];
  else first?.remove();
  for (const other of others) other.remove();
  for (const value of first && values.length === 1 ? [] : values) {
    const hidden = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(hidden);
  }
}
function setValue(name, values) {
  for (const field of fieldsOf(name)) {
    if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
}

// --- what is wrong, and what somebody else wrote, at the field
const idOf = (name) => `id_${name}_error`;
const placeOf = (name) => {
  const field = fieldsOf(name).at(-1);
  return field?.closest(".score-of, fieldset, .item-cited") ?? field;
};
function clearAt(name) {
  document.getElementById(idOf(name))?.remove();
  for (const field of fieldsOf(name)) field.removeAttribute("aria-invalid");
}
function tellAt(name, lines) {
  clearAt(name);
  const list = document.createElement("ul");
  list.className = "errorlist";
  list.id = idOf(name);
  for (const line of lines) {
    const item = document.createElement("li");
    item.append(...[line].flat());
    list.append(item);
  }
  placeOf(name)?.after(list);
  for (const field of fieldsOf(name)) field.setAttribute("aria-invalid", "true");
}
function tellNewer(name, { stored, by }) {
  const decide = (mine) => () => {
    clearAt(name);
    setInitial(`initial-${name}`, [stored]);
    if (!mine) setValue(name, [stored]);
    edits.touched();
    edits.keepNow();
  };
  const words = `${by}已改为“${stored || "空"}”，您填写的没有保存。`;
  tellAt(name, [[words, choice("采用对方的", "btn-link", decide(false)), choice("以我填写的为准", "btn-link", decide(true))]]);
}

// --- kept in this browser: what the server does not have, with what it was typed over
const here = form ? new URL(form.action).pathname : ""; // the section, whatever the address says
const key = (path = here) => `section:${form.elements.account.value}:${path}`;
function putAside(path = here) {
  const data = new FormData(form);
  const fields = changed().map((name) => [name, data.getAll(name), data.getAll(`initial-${name}`)]);
  try {
    if (fields.length) localStorage.setItem(key(path), JSON.stringify({ at: Date.now(), fields }));
    else localStorage.removeItem(key());
  } catch { /* no room: the page itself still has it */ }
}
function bringBack() {
  const found = JSON.parse(localStorage.getItem(key()) ?? "null");
  if (!found) return;
  localStorage.removeItem(key());
  if (Date.now() - found.at > FORGOTTEN) return;
  const data = new FormData(form);
  const lost = found.fields.filter(([name, values]) => {
    const typed = values.map(plain).filter(Boolean).sort().join("\n\0");
    return fieldsOf(name).length && typed !== held(data, name);
  });
  for (const [name, values, initial] of lost) {
    setValue(name, values);
    setInitial(`initial-${name}`, initial);
    for (const field of fieldsOf(name).slice(0, 1)) field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (lost.length) sayIn(box, `已找回上次没有保存的 ${lost.length} 处内容。`);
}

// --- what the server says
function took(told, { data }) {
  for (const name of names()) clearAt(name);
  const unread = names().filter((name) => !data.has(name) && isUnread(name));
  for (const name of unread) told.errors[name] = ["请填写数字，如 4.5。"];
  for (const [name, values] of Object.entries(told.initial)) {
    if (!unread.includes(name)) setInitial(name, values);
  }
  for (const [name, value] of Object.entries(told.values)) {
    if (held(new FormData(form), name) === held(data, name)) setValue(name, [value]);
  }
  for (const [name, lines] of Object.entries(told.errors)) tellAt(name, lines);
  for (const [name, other] of Object.entries(told.newer)) tellNewer(name, other);
  for (const [id, html] of Object.entries(told.parts)) show(document.getElementById(id), html);
  for (const [id, html] of Object.entries(told.items ?? {})) document.getElementById(id).outerHTML = html;
  const submit = form.querySelector("[name=submit]");
  if (submit) submit.dataset.confirm = told.question;
  const wrong = Object.keys(told.errors).length + Object.keys(told.newer).length;
  sayKeptIn(box, told.saved_at, wrong);
  return wrong;
}
function show(place, html) {
  if (place && !place.contains(document.activeElement)) place.innerHTML = html;
}

const edits = form && sender({
  box,
  address: here,
  hasEdits: () => changed().length > 0,
  gather(more = {}) {
    const data = toSend();
    for (const [name, value] of Object.entries(more)) data.set(name, value);
    return { data };
  },
  took,
  putAside,
});

export const flush = (more) => edits.flush(more);

if (form) {
  form.addEventListener("input", (event) => {
    if (event.target.form !== form || !isOwn(event.target.name)) return;
    edits.touched();
  });
  // the plain buttons: what they send must not cross what is on its way
  document.addEventListener("submit", (event) => {
    if (event.target !== form || event.submitter?.hasAttribute("formaction")) return;
    edits.hold();
    if (!edits.isRunning && !changed().length) return;
    if (form.dataset.flushed === String(edits.changes) && !edits.isRunning) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    flush().then((isKept) => {
      if (!isKept) return;
      form.dataset.flushed = String(edits.changes);
      form.requestSubmit(submitter?.isConnected ? submitter : undefined);
    });
  }, true);
  form.addEventListener("evidence:changed", () => edits.keepNow());
  try {
    bringBack();
  } catch { /* nothing that can be read */ }
  form.classList.add("is-autosaved");
  if (changed().length) edits.later(); // typed before this was loaded
}
