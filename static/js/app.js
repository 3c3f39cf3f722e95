// Small comforts; every page works without them.

// A select that sends its form when changed (the year switch, filters).
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
});

// One tick for all rows of a list that can be ticked; they may stand outside their form.
const named = (form, name) => [...(form?.elements ?? [])].filter((box) => box.name === name);
function showTickAll() {
  for (const all of document.querySelectorAll("[data-tick-all]")) {
    all.hidden = !named(all.form, all.dataset.tickAll).length;
  }
}
document.addEventListener("change", (event) => {
  const name = event.target.dataset?.tickAll;
  if (!name) return;
  for (const one of named(event.target.form, name)) one.checked = event.target.checked;
});
document.addEventListener("htmx:afterSettle", showTickAll);
showTickAll();

// A field that takes several names (市文新局、市总工会) offers them for the last one.
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-many][list]")) return;
  const head = event.target.value.match(/^.*[、，,；;]/)?.[0] ?? "";
  for (const option of event.target.list.options) {
    option.dataset.name ??= option.value;
    option.value = head + option.dataset.name;
  }
});

// What destroys asks first, in words.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// Unsaved work asks before leaving; a form that came back unsaved still counts as such.
let unsaved = false;
const isGuarded = (element) => Boolean(element.closest?.("form[data-guard]"));
document.addEventListener("input", (event) => { unsaved ||= isGuarded(event.target); });
document.addEventListener("submit", (event) => { if (isGuarded(event.target) && !event.defaultPrevented) unsaved = false; });
const isForm = (element) => Boolean(element.matches?.("form[data-guard]")); // not what is swapped inside it
// htmx sends its forms itself: to it, too, they are on their way
document.addEventListener("htmx:beforeSend", (event) => { if (isForm(event.target)) unsaved = false; });
for (const returned of ["htmx:beforeSwap", "htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(returned, (event) => { unsaved ||= isForm(event.target); });
}
document.addEventListener("work:kept", () => { unsaved = false; }); // the server has it as a draft
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

// A second click while a form is on its way would send it twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (event.submitter?.hasAttribute("data-download")) return; // the page stays as it is
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A form that outlived its session is sent with the token of the new log-in.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (!token) return;
  event.detail.headers["X-CSRFToken"] = token;
  if (event.detail.formData.has("csrfmiddlewaretoken")) event.detail.formData.set("csrfmiddlewaretoken", token);
});

// Long lists of boxes: find by name; of member units and assessed units, tick what is shown.
const LONG = 12;
function offerPicking(list) {
  if (list.previousElementSibling?.matches(".pick")) return;
  const boxes = [...list.querySelectorAll("[type=checkbox]")];
  if (boxes.length < LONG) return;
  const bar = document.createElement("div");
  bar.className = "pick";
  const words = document.createElement("input");
  words.type = "search";
  words.className = "form-control form-control-sm";
  words.placeholder = "按名称筛选";
  words.setAttribute("aria-label", "按名称筛选");
  const shown = () => boxes.filter((box) => !box.parentElement.hidden);
  words.addEventListener("input", () => {
    for (const box of boxes) box.parentElement.hidden = !box.parentElement.textContent.includes(words.value.trim());
  });
  words.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  const tick = (label, checked) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-secondary";
    button.textContent = label;
    button.addEventListener("click", () => {
      for (const box of shown()) box.checked = checked;
      list.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return button;
  };
  bar.append(words);
  if (!list.closest("#div_id_troops")) bar.append(tick("全选", true), tick("全不选", false));
  list.before(bar);
}
function offerPickings() {
  for (const list of document.querySelectorAll("#div_id_members fieldset > div, #div_id_units fieldset > div, #div_id_troops fieldset > div")) offerPicking(list);
}
document.addEventListener("htmx:afterSettle", offerPickings); // a form that came back has its lists anew
offerPickings();
