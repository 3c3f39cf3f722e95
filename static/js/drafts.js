// What is typed into the activity form is kept on the server, and in this browser while the
// server cannot be reached. Without script the form is a plain form.

import { FORGOTTEN, LONGEST, PAUSE, RETRY, sayExpiredIn, sayIn, send as sendTo, token, typedIn } from "./keeping.js";

const place = () => document.querySelector("[data-keep]");
const typedForm = () => place()?.closest("form");
const hidden = (name) => typedForm()?.querySelector(`input[type=hidden][name="${name}"]`);

let changes = 0; // so many changes were made, so many of them are kept
let kept = 0;
let since = 0;
let timer = 0;
let running = null;
let sending = false; // the form itself is on its way
let expired = false; // the server asks to sign in
let stopped = false; // another account is signed in here: nothing of this one is sent

const say = (text, warning) => sayIn(place(), text, warning);
const sayExpired = () => sayExpiredIn(place());

// --- sending what stands in the form
const typed = () => typedIn(typedForm());
const send = (data) => sendTo(place().dataset.keep, data);

async function keep(more = {}) {
  clearTimeout(timer);
  const upTo = changes;
  since = 0;
  const data = typed();
  for (const [name, value] of Object.entries(more)) data.set(name, value);
  let said;
  try {
    said = await send(data);
  } catch {
    putAside();
    say("草稿没有保存到服务器（网络或服务中断），稍后自动重试；内容暂存在本机浏览器。", true);
    timer = setTimeout(run, RETRY);
    return null;
  }
  return took(said, upTo);
}

function took(said, upTo) {
  expired = Boolean(said.expired);
  if (said.expired || said.other) {
    putAside();
    stopped = Boolean(said.other);
    if (said.other) say("本浏览器已换了账号登录，草稿没有保存；请用原来的账号重新登录。", true);
    else sayExpired();
    return null;
  }
  if (said.gone) {
    hidden("draft").value = "";
    say("这份草稿已在另一窗口保存或丢弃；继续填写将另存为新的草稿。", true);
    return null;
  }
  forget();
  kept = upTo;
  if (said.draft) {
    hidden("draft").value = said.draft;
    say(`草稿已自动保存 ${said.saved_at}`);
  }
  if (kept === changes && !hasFiles()) document.dispatchEvent(new Event("work:kept"));
  return said.draft;
}
const hasFiles = () => [...typedForm().querySelectorAll("[type=file]")].some((input) => input.files.length);

// one after the other: the first one learns the number of the draft
function run(more) {
  running = (running ?? Promise.resolve()).then(() => (typedForm() && !stopped ? keep(more) : null));
  const mine = running;
  mine.finally(() => {
    if (running !== mine) return;
    running = null;
    if (changes > kept && !sending) later();
  });
  return mine;
}
function later() {
  clearTimeout(timer);
  since ||= Date.now();
  timer = setTimeout(run, Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
}
document.addEventListener("input", (event) => {
  if (!place() || event.target.form !== typedForm() || event.target.type === "file") return;
  changes += 1;
  if (!running) later();
});
// what else has to belong to a draft: a photo that is uploaded before anything is typed
async function ensure() {
  const draft = hidden("draft").value || await run({ files: "1" });
  if (!draft) throw new Error(expired ? "登录已过期。请重新登录，再点“重试”。" : "草稿没有保存，请重试。");
  return draft;
}
window.activityDraft = { ensure };

// --- leaving: a beacon still arrives when the page is gone
const isOpen = () => place() && changes > kept && !sending && !stopped;
document.addEventListener("visibilitychange", () => {
  if (isOpen()) document.visibilityState === "hidden" ? beacon() : run();
});
window.addEventListener("pagehide", () => { if (isOpen()) beacon(); });
document.addEventListener("session:renewed", () => run());
window.addEventListener("focus", () => { if (isOpen() || expired) run(); });
function beacon() {
  if (!navigator.sendBeacon(place().dataset.keep, typed())) putAside();
}

// --- the form itself: sent after what is on its way, so that no draft outlives it
document.addEventListener("htmx:confirm", (event) => {
  if (event.target !== typedForm() || !place()) return;
  clearTimeout(timer);
  sending = true;
  if (!running) return;
  event.preventDefault();
  running.finally(() => event.detail.issueRequest(true));
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.id !== "activity-form") return;
  const { xhr } = event.detail;
  if (xhr.status === 200 && xhr.getResponseHeader("HX-Redirect")) return forget();
  sending = false;
  if (changes > kept) later();
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = event.detail;
  if (!typedForm()?.contains(target)) return;
  if (!xhr.responseURL.startsWith(place().querySelector("[data-keep-expired] a").href)) return;
  event.detail.shouldSwap = false; // the log-in page came instead of the form or a part of it
  putAside();
  expired = true;
  sayExpired();
});
document.addEventListener("submit", (event) => {
  const field = event.target === typedForm() && hidden("csrfmiddlewaretoken");
  if (field && token()) field.value = token(); // that of a new log-in
}, true);

// --- put aside in this browser, by account and form, until the server has it
const prefix = () => `draft:${hidden("account").value}:`;
function putAside() {
  const fields = [...typed()].filter(([name]) => name !== "csrfmiddlewaretoken");
  const page = location.pathname;
  try {
    localStorage.setItem(prefix() + hidden("form_key").value, JSON.stringify({ page, at: Date.now(), fields }));
  } catch { /* no room: the page itself still has it */ }
}
function forget() {
  try {
    localStorage.removeItem(prefix() + hidden("form_key").value);
  } catch { /* nothing was put aside */ }
}
async function bringBack() {
  let found = null;
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith("draft:"))) {
    const { page, at, fields } = JSON.parse(localStorage.getItem(key));
    if (Date.now() - at > FORGOTTEN) localStorage.removeItem(key);
    else if (key.startsWith(prefix())) {
      const data = new FormData();
      for (const [name, value] of fields) data.append(name, value);
      data.set("csrfmiddlewaretoken", token());
      const said = await send(data);
      if (said.expired || said.other) return;
      localStorage.removeItem(key);
      if (said.draft && page === location.pathname) found = said.draft;
    }
  }
  if (found && !changes && !location.search.includes("draft=")) location.replace(`${location.pathname}?draft=${found}`);
}
if (place()) bringBack().catch(() => {});
