// What is typed into a summary is stored by itself after a pause, field by field. Where somebody
// else changed the same field meanwhile nothing is overwritten: both are shown. What the server
// does not have is kept in this browser.

import { FORGOTTEN, sayIn, token } from "./keeping.js";
import { choice, sayKeptIn, sender } from "./sending.js";
import {
  arrange, cardOf, cards, changed, fieldsOf, form, freshName, growAll, HEAD, idOf, isBlank, isFresh, makeCard,
  number, plain, put, putFirst, setValue, showPhoto, shownFirst, told, valueOf,
} from "./summary_cards.js";

const PAUSE = 700; // ms after the last key: the preview follows what is stored
const LONGEST = 3000; // ms from the first change that is not kept yet
const LOOK = 20000; // ms until it is asked whether somebody else has saved

const box = document.querySelector("[data-keep]");
const account = document.querySelector("[name=account]")?.value;
const here = form?.dataset.keepAt;
const base = new Map(); // what the server is known to hold: id → field → text
const tokens = new Map(); // by what removed sections come back
let known = []; // the order that the server is known to hold
let removed = []; // ids
let restored = {}; // id → token
let revision = form?.dataset.revision;

// --- what has changed
const same = (one, other) => plain(one) === plain(other);
function changesOf(card) {
  const held = base.get(idOf(card)) ?? {};
  const found = {};
  for (const [name, field] of fieldsOf(card)) {
    if (name in held && !same(held[name], valueOf(field))) found[name] = [held[name], valueOf(field)];
  }
  return found;
}
const order = () => cards().map(idOf);
function collect() {
  const edits = { head: changesOf(cardOf(HEAD)), sections: {}, fresh: {}, removed: [...removed], restored: { ...restored }, order: [] };
  for (const card of cards()) {
    if (isFresh(card)) {
      if (!isBlank(card)) edits.fresh[idOf(card)] = told(card);
    } else {
      const found = changesOf(card);
      if (Object.keys(found).length) edits.sections[idOf(card)] = found;
    }
  }
  const stands = order().filter((id) => !id.startsWith("new-") || id in edits.fresh);
  if (stands.join() !== known.join()) edits.order = stands;
  return edits;
}
const isEmpty = (edits) => Object.values(edits).every((part) => Object.keys(part).length === 0);
function asForm(edits) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", token());
  data.set("account", account);
  data.set("revision", revision);
  data.set("edits", JSON.stringify(edits));
  return data;
}

// --- what is wrong, and what somebody else wrote, at the field
const placeOf = (card, name) => fieldsOf(card).get(name)?.closest("[data-field], .mb-3, .section-level") ?? card;
function clearAt(card, name) {
  placeOf(card, name).querySelector(`:scope > [data-told="${name}"]`)?.remove();
  fieldsOf(card).get(name)?.removeAttribute("aria-invalid");
}
function tellAt(card, name, className, ...content) {
  clearAt(card, name);
  const note = document.createElement("div");
  note.className = className;
  note.dataset.told = name;
  note.setAttribute("role", "alert");
  note.append(...content);
  const spot = placeOf(card, name);
  if (spot.closest("details")) spot.closest("details").open = true;
  spot.append(note);
  fieldsOf(card).get(name)?.setAttribute("aria-invalid", "true");
}
function shownAs(field, value) {
  if (field?.tagName === "SELECT") return [...field.options].find((option) => option.value === value)?.textContent ?? value;
  return field?.type === "checkbox" ? (value ? "是" : "否") : value || "（空）";
}
function tellNewer(card, name, stored, by) {
  const field = fieldsOf(card).get(name);
  const decide = (mine) => () => {
    clearAt(card, name);
    base.get(idOf(card))[name] = stored;
    if (!mine) setValue(field, stored);
    number();
    growAll();
    changed();
    sending.keepNow();
  };
  const theirs = document.createElement("blockquote");
  theirs.textContent = shownAs(field, stored);
  tellAt(card, name, "newer", `${by}已改为下面的内容，您填写的没有保存：`, theirs, choice("采用对方的", "btn-outline-secondary", decide(false)), " ", choice("以我填写的为准", "btn-outline-secondary", decide(true)));
}

// --- kept in this browser
const key = () => `summary:${account}:${here}`;
function putAside() {
  const edits = collect();
  try {
    if (isEmpty({ ...edits, order: [] })) localStorage.removeItem(key());
    else localStorage.setItem(key(), JSON.stringify({ at: Date.now(), edits }));
  } catch { /* no room: the page itself still has it */ }
}
function bringBack() {
  const found = JSON.parse(localStorage.getItem(key()) ?? "null");
  localStorage.removeItem(key());
  if (!found || Date.now() - found.at > FORGOTTEN) return;
  let count = 0;
  const parts = { [HEAD]: found.edits.head, ...found.edits.sections };
  for (const [id, fields] of Object.entries(parts)) {
    const card = cardOf(id);
    for (const [name, [was, now]] of Object.entries(fields)) {
      const field = card && fieldsOf(card).get(name);
      if (!field || same(valueOf(field), now)) continue;
      base.get(id)[name] = was;
      setValue(field, now);
      count += 1;
    }
  }
  for (const [id, values] of Object.entries(found.edits.fresh)) {
    put(makeCard(values, id), cards().at(-1));
    count += 1;
  }
  if (!count) return;
  growAll();
  number();
  changed();
  sayIn(box, `已找回上次没有保存的 ${count} 处内容。`);
}

// --- what the server says
function showSourcesOf(card) {
  const link = card.querySelector("[data-sources-of]");
  link.href = link.getAttribute("href").replace(/\d+(?=\/sources\/)/, idOf(card));
  link.hidden = false;
}
function rename(made) {
  for (const [name, pk] of Object.entries(made)) {
    const card = cardOf(name);
    if (!card) continue;
    card.dataset.section = String(pk);
    card.id = `section-${pk}`;
    showSourcesOf(card);
  }
}
function settle(edits, told_) {
  const refused = (id, name) => told_.errors[id]?.[name] || told_.newer[id]?.[name] !== undefined;
  for (const [id, fields] of Object.entries({ [HEAD]: edits.head, ...edits.sections })) {
    for (const [name, [, now]] of Object.entries(fields)) if (!refused(id, name) && base.has(id)) base.get(id)[name] = now;
  }
  for (const [name, pk] of Object.entries(told_.made)) {
    if (edits.fresh[name]) base.set(String(pk), { ...edits.fresh[name] });
  }
  for (const id of edits.removed) {
    if (told_.undo[id]) tokens.set(id, { token: told_.undo[id], held: base.get(id) });
    base.delete(id);
  }
  removed = removed.filter((id) => !edits.removed.includes(id));
  for (const id of Object.keys(edits.restored)) delete restored[id];
  if (edits.order.length) known = edits.order.map((id) => String(told_.made[id] ?? id)).filter((id) => !id.startsWith("new-"));
  else known = known.filter((id) => !edits.removed.includes(id));
}
function takeOver(card, stored) {
  const id = idOf(card);
  const held = base.get(id) ?? {};
  for (const [name, field] of fieldsOf(card)) {
    if (!(name in stored)) continue;
    const untouched = name in held && same(held[name], valueOf(field));
    if (untouched && !same(held[name], stored[name])) {
      setValue(field, stored[name]);
      clearAt(card, name);
      card.classList.add("is-news");
    }
    if (untouched || !(name in held) || same(valueOf(field), stored[name])) held[name] = stored[name];
  }
  base.set(id, held);
  if (id !== HEAD) showPhoto(card);
}
// a section that is gone for the others; what was changed in it here stays, as a new one
function leave(card) {
  const touched = Object.keys(changesOf(card)).length > 0;
  base.delete(idOf(card));
  if (!touched) return card.remove();
  card.dataset.section = freshName();
  card.id = `section-${idOf(card)}`;
  tellAt(card, "text", "newer", "另一位用户已删除这一段；您填写的内容会作为新的一段保存，不需要时请删除。");
  changed();
  return null;
}
function reconcile(state) {
  takeOver(cardOf(HEAD), state.head);
  const standing = state.sections.map((section) => section.id);
  for (const card of cards()) if (!isFresh(card) && !standing.includes(idOf(card)) && !(idOf(card) in restored)) leave(card);
  const moved = order().filter((id) => standing.includes(id)).join() !== known.filter((id) => standing.includes(id)).join();
  let last = null;
  for (const { id, ...stored } of state.sections) {
    if (removed.includes(id)) continue;
    let card = cardOf(id);
    if (!card) {
      card = makeCard(stored, id);
      showSourcesOf(card);
      if (last) put(card, last);
      else putFirst(card);
      card.classList.add("is-news");
    }
    takeOver(card, stored);
    last = card;
  }
  if (!moved) {
    const own = order();
    const wanted = standing.filter((id) => !removed.includes(id));
    own.forEach((id, at) => { if (id.startsWith("new-")) wanted.splice(at ? wanted.indexOf(own[at - 1]) + 1 : 0, 0, id); });
    arrange(wanted);
  }
  known = standing;
  number();
  growAll();
}

function took(answer, { edits }) {
  const isNews = answer.revision !== Number(revision);
  revision = String(answer.revision);
  settle(edits, answer);
  rename(answer.made);
  if (answer.state) reconcile(answer.state);
  for (const id of answer.gone) if (cardOf(id)) leave(cardOf(id));
  const wrong = tellAll(edits, answer);
  if (!isEmpty(edits)) sayKeptIn(box, answer.saved_at, wrong);
  else if (answer.state) sayIn(box, `${answer.by}刚刚也修改了这份总结，本页已更新。`);
  if (isNews) form.dispatchEvent(new CustomEvent("summary:kept"));
  return wrong;
}
function tellAll(edits, answer) {
  let wrong = 0;
  for (const card of [cardOf(HEAD), ...cards()]) {
    const id = idOf(card);
    const errors = answer.errors[id] ?? {};
    const newer = answer.newer[id] ?? {};
    const asked = Object.keys(edits.sections[id] ?? edits.fresh[id] ?? (id === HEAD ? edits.head : {}));
    for (const name of asked) if (!(name in newer)) clearAt(card, name);
    for (const [name, lines] of Object.entries(errors)) tellAt(card, name, "errorlist", lines.join(""));
    for (const [name, stored] of Object.entries(newer)) tellNewer(card, name, stored, answer.by);
    wrong += Object.keys(errors).length + Object.keys(newer).length;
  }
  return wrong;
}
const sending = form && sender({
  box,
  address: here,
  pause: PAUSE,
  longest: LONGEST,
  hasEdits: () => !isEmpty(collect()),
  gather() {
    const edits = collect();
    return { edits, data: asForm(edits) };
  },
  took,
  putAside,
});
const touched = () => sending.touched();

export const flush = () => sending.flush();

function start() {
  for (const card of [...form.querySelectorAll(".section-card")]) {
    if (card.dataset.section || card.closest("template")) continue;
    card.dataset.section = freshName();
    if (isBlank(card)) card.remove();
  }
  for (const card of [cardOf(HEAD), ...cards()]) {
    if (isFresh(card)) continue;
    base.set(idOf(card), form.hasAttribute("data-bound") ? {} : Object.fromEntries([...fieldsOf(card)].map(([name, field]) => [name, shownFirst(field)])));
  }
  known = order().filter((id) => !id.startsWith("new-"));
  if (form.hasAttribute("data-bound")) revision = "";
  try {
    bringBack();
  } catch { /* nothing that can be read */ }
  if (form.hasAttribute("data-bound") || !isEmpty(collect())) touched(); // typed before this was loaded
}

if (form) {
  start();
  form.addEventListener("summary:changed", touched);
  form.addEventListener("input", (event) => { if (event.target.name) touched(); });
  form.addEventListener("summary:removed", ({ detail: card }) => {
    if (isFresh(card)) return;
    if (idOf(card) in restored) delete restored[idOf(card)];
    else removed.push(idOf(card));
  });
  form.addEventListener("summary:restored", ({ detail: card }) => {
    const id = idOf(card);
    if (isFresh(card)) return;
    if (removed.includes(id)) removed = removed.filter((each) => each !== id); // not sent yet
    if (base.has(id)) return;
    if (tokens.has(id)) {
      restored[id] = tokens.get(id).token;
      base.set(id, tokens.get(id).held);
      tokens.delete(id);
    } else card.dataset.section = freshName();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    flush();
  }, true);
  document.querySelector("[data-finish]")?.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { href } = event.currentTarget;
    if (await flush() && !form.querySelector("[aria-invalid=true]")) location.assign(href);
    else form.querySelector("[aria-invalid=true]")?.scrollIntoView({ block: "center" });
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && sending.isIdle) sending.keepNow(); });
  setInterval(() => {
    if (document.visibilityState === "visible" && sending.isIdle) sending.keepNow();
  }, LOOK);
}
