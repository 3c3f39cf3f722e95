// Figures as names in braces that are read as numbers, what can be inserted, and the records behind
// a sentence.

import { cardOf, cards, changed, fieldsOf, firstField, form, makeCard, number, put, putFirst, setValue, showPhoto, told } from "./summary_cards.js";
import { flush } from "./summary_keeping.js";

const TOKEN = /\{([^{}\n]{1,40})\}/g;
const values = JSON.parse(document.querySelector("#summary-values")?.textContent ?? "{}");

// --- the text as it is read, wherever a figure stands in it
function readAs(text) {
  const parts = document.createDocumentFragment();
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    parts.append(text.slice(end, found.index));
    const chip = document.createElement("span");
    const isKnown = found[1] in values;
    chip.className = isKnown ? "figure-chip" : "figure-chip figure-chip-unknown";
    chip.textContent = isKnown ? values[found[1]] : `无此数据：${found[1]}`;
    chip.title = found[1];
    parts.append(chip);
    end = found.index + found[0].length;
  }
  parts.append(text.slice(end));
  return parts;
}
function showRead(card) {
  const line = card.querySelector("[data-read]");
  if (!line) return;
  const { heading, text, caption } = told(card);
  const named = [heading, ...text.split("\n"), caption].filter((part) => part.match(TOKEN));
  line.hidden = named.length === 0;
  if (line.hidden) return;
  line.replaceChildren("读作：", ...named.flatMap((part, at) => (at ? [document.createElement("br"), readAs(part)] : [readAs(part)])));
}

// --- where the caret was, so that a name comes in there
let caret = null;
function remember(event) {
  const field = event.target;
  if (!field.matches?.(".section-card textarea, .section-card input[name$=-caption]")) return;
  caret = { field, start: field.selectionStart, end: field.selectionEnd };
}
function insertFigure(card, name) {
  const own = caret && card.contains(caret.field);
  const field = own ? caret.field : fieldsOf(card).get("text");
  const [start, end] = own ? [caret.start, caret.end] : [field.value.length, field.value.length];
  field.focus();
  field.setRangeText(`{${name}}`, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// --- the dialogs
let at = null; // the card the dialog was opened from
let photoFor = null; // a card whose photo is chosen anew
const dialog = (name) => document.querySelector(`#${name}-dialog`);
function open(name, card) {
  at = card;
  dialog(name).showModal();
  dialog(name).querySelector("input[type=search], button")?.focus();
}
function add(values_) {
  const card = makeCard(values_);
  if (at) put(card, at);
  else if (cards().length) put(card, cards().at(-1));
  else putFirst(card);
  showRead(card);
  firstField(card)?.focus();
  card.scrollIntoView({ block: "nearest" });
  changed();
}
// a heading like the one it comes below
const levelBelow = (card) => {
  for (let each = card ?? cards().at(-1); each; each = each.previousElementSibling) {
    if (Number(each.dataset.level)) return each.dataset.level;
  }
  return "1";
};
function openPhotos(card) {
  photoFor = card;
  dialog("photo").showModal();
  window.htmx.trigger(dialog("photo").querySelector("form"), "submit");
}
function choosePhoto(button) {
  const { photo, caption, thumbnail } = button.dataset;
  dialog("photo").close();
  if (!photoFor) return add({ level: "0", insert: "photo", photo, caption });
  const fields = fieldsOf(photoFor);
  setValue(fields.get("photo"), photo);
  setValue(fields.get("caption"), caption);
  showPhoto(photoFor, thumbnail);
  changed();
  return null;
}

// --- the records behind the sentences
async function showSources(link) {
  const card = link.closest(".section-card");
  const spot = card.querySelector("[data-sources]");
  link.setAttribute("aria-expanded", String(spot.hidden));
  if (!spot.hidden) {
    spot.hidden = true;
    return;
  }
  await flush(); // of what is stored
  await window.htmx.ajax("GET", link.href, { target: spot, swap: "innerHTML" });
  spot.hidden = false;
}

// --- from a finding to the words it is about: #section-12 and ?find=…
function goTo() {
  const words = new URLSearchParams(location.search).get("find");
  const named = location.hash.startsWith("#section-") && cardOf(location.hash.slice("#section-".length));
  if (!named && !words) return;
  const where = named ? [named] : cards();
  for (const card of where) {
    for (const field of words ? [...fieldsOf(card).values()].filter((each) => each.matches("textarea, input[type=text]")) : []) {
      const start = field.value.indexOf(words);
      if (start < 0) continue;
      card.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
      field.setSelectionRange(start, start + words.length);
      return;
    }
  }
  if (!named) return;
  named.scrollIntoView({ block: "center" });
  firstField(named)?.focus({ preventScroll: true });
}

if (form) {
  form.addEventListener("focusout", remember);
  form.addEventListener("click", (event) => {
    const card = event.target.closest(".section-card");
    const pressed = (selector) => event.target.closest(selector);
    if (pressed("[data-insert-figure]")) open("figures", card);
    else if (pressed("[data-insert-below]")) open("insert", card);
    else if (pressed("[data-add-section]")) open("insert", null);
    else if (pressed("[data-change-photo]")) openPhotos(card);
    else if (pressed("[data-sources-of]") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      showSources(pressed("[data-sources-of]"));
    }
  });
  form.addEventListener("input", (event) => {
    const card = event.target.closest(".section-card");
    if (card) showRead(card);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("dialog button");
    const own = event.target.closest("#figures-dialog, #insert-dialog, #photo-dialog");
    if (!own) return;
    if (event.target === own || button?.matches("[data-close]")) own.close();
    else if (button?.dataset.figure) {
      own.close();
      insertFigure(at, button.dataset.figure);
    } else if (button?.dataset.insertKind !== undefined) {
      own.close();
      const { level, insertKind } = button.dataset;
      add({ level: level === "same" ? levelBelow(at) : level, insert: insertKind });
    } else if (button?.matches("[data-choose-photo]")) {
      own.close();
      openPhotos(null);
    } else if (button?.dataset.photo) choosePhoto(button);
  });
  document.querySelector("[data-find-figure]").addEventListener("input", (event) => {
    for (const button of document.querySelectorAll("[data-figure]")) button.parentElement.hidden = !button.dataset.figure.includes(event.target.value.trim());
  });
  for (const name of ["summary:changed", "summary:kept"]) form.addEventListener(name, () => cards().forEach(showRead));
  cards().forEach(showRead);
  number();
  window.addEventListener("hashchange", goTo);
  window.addEventListener("load", () => setTimeout(goTo)); // after the browser has gone there itself
  if (document.readyState === "complete") goTo();
}
