// The end of a session: warned of before, and signed in again on the same page, so that nothing
// typed is lost. Somebody who types is there, even if the page asks nothing of the server.

const MINUTE = 60_000;
const template = document.getElementById("session-ended");
const warning = document.getElementById("session-warning");
const { seconds, ping: pingAddress } = template.dataset;
const LASTS = Number(seconds) * 1000; // without any request
const BEFORE = Math.min(5 * MINUTE, LASTS / 4); // so long before its end it is warned
const HEARD = "session:heard"; // when the server last answered any window of this browser

let heardHere = Date.now();
let active = 0; // when a key or the mouse was last used here
let dialog = null;

// --- how much is left; the windows of one browser share a session
function heard() {
  heardHere = Date.now();
  try { localStorage.setItem(HEARD, heardHere); } catch { /* then each window counts for itself */ }
}
function lastHeard() {
  let elsewhere = 0;
  try { elsewhere = Number(localStorage.getItem(HEARD)); } catch { /* see above */ }
  return Math.max(heardHere, elsewhere <= Date.now() ? elsewhere : 0);
}
async function ping() {
  const answer = await fetch(pingAddress, { redirect: "manual", headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) {
    heard();
    warning.hidden = true;
    dialog?.close();
  } else if (answer?.type === "opaqueredirect") end(); // to the page to sign in
}
function look() {
  if (dialog?.open) return;
  const left = lastHeard() + LASTS - Date.now();
  if (left <= 0) ping(); // says whether it is true
  else if (left <= BEFORE && active > lastHeard()) ping();
  else if (left <= BEFORE) {
    warning.querySelector("[data-left]").textContent = left > MINUTE ? `${Math.ceil(left / MINUTE)} 分钟` : "1 分钟";
    warning.hidden = false;
  } else warning.hidden = true;
}

// --- signing in again, where one is
function end() {
  warning.hidden = true;
  document.dispatchEvent(new CustomEvent("session:ended"));
  if (!dialog) {
    document.body.append(template.content.cloneNode(true));
    dialog = document.getElementById("session-dialog");
    dialog.querySelector("form").addEventListener("submit", signIn);
    dialog.addEventListener("cancel", (event) => event.preventDefault()); // what lies behind is no longer open
  }
  if (!dialog.open) dialog.showModal();
}
async function signIn(event) {
  event.preventDefault();
  event.stopPropagation();
  const form = event.target;
  const wrong = dialog.querySelector("[data-wrong]");
  const said = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
  }).then((answer) => answer.json()).catch(() => ({ error: "没有连上服务器，请稍后再试。" }));
  form.elements.password.value = "";
  wrong.hidden = !said.error;
  wrong.textContent = said.error ?? "";
  if (said.error) return form.elements.password.focus();
  renew();
}
function renew() {
  heard();
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = csrfToken();
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": csrfToken() }));
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  dialog?.close();
  document.dispatchEvent(new CustomEvent("session:renewed"));
}
function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

for (const name of ["keydown", "pointerdown"]) document.addEventListener(name, () => { active = Date.now(); }, { passive: true });
warning.querySelector("button").addEventListener("click", ping);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") look(); });
setInterval(look, MINUTE / 2);
heard();

// A part of the page was asked for, and the page to sign in came: it takes the place of nothing.
document.addEventListener("htmx:beforeSwap", (event) => {
  const came = new URL(event.detail.xhr.responseURL || location.href).pathname;
  if (came !== new URL(template.dataset.login, location.href).pathname) return heard();
  event.detail.shouldSwap = false;
  if (!document.querySelector("[data-keep]")) end(); // a form that keeps itself says so beside it
});
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-sign-in]")) return;
  event.preventDefault();
  end();
});
