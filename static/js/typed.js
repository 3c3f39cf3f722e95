// What stands in a form that the server did not take (its session had ended, its page was too old,
// the service was down) is kept in this window and offered again on the form's page.
// Forms that are kept as one types ([data-keep]) look after themselves.

const KEY = "typed:";
const who = document.body.dataset.account;
const keyOf = (form) => `${KEY}${who}:${location.pathname}:${[...document.querySelectorAll("form[data-guard]")].indexOf(form)}`;
const isKept = (form) => form?.matches?.("form[data-guard]") && !form.querySelector("[data-keep]") && !form.matches("[data-autosave]");
const isLeftOut = (field) => field.name === "csrfmiddlewaretoken" || ["file", "password", "submit", "button"].includes(field.type);

function keep(form, sent) {
  const kept = new Set([...form.elements].filter((field) => field.name && !isLeftOut(field)).map((field) => field.name));
  const fields = [...new FormData(form)].filter(([name]) => kept.has(name));
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify({ sent, at: Date.now(), fields }));
  } catch { /* no room: the page itself still has it */ }
}
// on its way: the next page of this window tells whether it arrived
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && isKept(event.target)) keep(event.target, true);
});
const touched = new Set();
document.addEventListener("input", (event) => { if (isKept(event.target.form)) touched.add(event.target.form); });
document.addEventListener("session:ended", () => { for (const form of touched) keep(form, false); });

// --- what came back: an ordinary page means that what was sent has arrived
const failed = document.querySelector("[data-failed]");
const found = Object.keys(sessionStorage).filter((key) => key.startsWith(`${KEY}${who}:`));
for (const key of found) {
  const kept = JSON.parse(sessionStorage.getItem(key));
  if (kept.sent && failed) sessionStorage.setItem(key, JSON.stringify({ ...kept, sent: false }));
  else if (kept.sent) sessionStorage.removeItem(key);
}
for (const form of failed ? [] : document.querySelectorAll("form[data-guard]")) {
  const kept = isKept(form) && sessionStorage.getItem(keyOf(form));
  if (kept) offer(form, JSON.parse(kept));
}

function offer(form, kept) {
  const bar = document.createElement("div");
  bar.className = "alert alert-warning typed-back";
  bar.setAttribute("role", "status");
  const at = new Date(kept.at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  bar.append(`您 ${at} 在这里填写的内容没有保存成功。`);
  const drop = () => { sessionStorage.removeItem(keyOf(form)); bar.remove(); };
  for (const [words, className, act] of [
    ["恢复填写的内容", "btn-primary", () => { fill(form, kept.fields); drop(); }],
    ["不需要", "btn-link", drop],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `btn btn-sm ${className}`;
    button.textContent = words;
    button.addEventListener("click", act);
    bar.append(" ", button);
  }
  form.before(bar);
}
function fill(form, fields) {
  const values = grouped(fields);
  for (const lines of form.querySelectorAll("[data-lines]")) {
    const total = lines.querySelector("[name$=-TOTAL_FORMS]");
    const wanted = Number(values.get(total.name)?.[0][1] ?? 0);
    const add = lines.querySelector("[data-add-line]");
    for (let missing = wanted - Number(total.value); add && missing > 0; missing -= 1) add.click();
  }
  for (const field of form.elements) {
    if (!field.name || isLeftOut(field)) continue;
    if (/-(INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(field.name)) continue;
    const mine = (values.get(field.name) ?? []).map(([, value]) => value);
    if (["checkbox", "radio"].includes(field.type)) field.checked = mine.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = mine.includes(option.value);
    else if (mine.length) field.value = mine.length > 1 ? mine[[...form.querySelectorAll(`[name="${field.name}"]`)].indexOf(field)] : mine[0];
  }
  form.dispatchEvent(new Event("input", { bubbles: true })); // there is unsaved work now
  form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
}
function grouped(fields) {
  const values = new Map();
  for (const field of fields) values.set(field[0], [...(values.get(field[0]) ?? []), field]);
  return values;
}
