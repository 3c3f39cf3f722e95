// Small comforts; every page works without them.

// A select that sends its form when changed (the year switch, filters).
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
});

// Line editors: add a line from the template.
function showAddButtons() {
  for (const button of document.querySelectorAll("[data-add-line]")) button.hidden = false;
}
function addLine(lines) {
  const total = lines.querySelector("[name$=-TOTAL_FORMS]");
  const html = lines.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
  total.value = Number(total.value) + 1;
  lines.querySelector(".lines-body").insertAdjacentHTML("beforeend", html);
  const added = lines.querySelector(".lines-body").lastElementChild;
  added.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-line]");
  if (button) addLine(button.closest("[data-lines]"));
});
document.addEventListener("htmx:afterSettle", showAddButtons);
showAddButtons();

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
for (const returned of ["htmx:beforeSwap", "htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(returned, (event) => { unsaved ||= isGuarded(event.target); });
}
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

// A second click while a form is on its way would send it twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A reviewer who agrees takes over the unit's own scores, and changes the others.
function takeSelfScores(form) {
  for (const review of form.querySelectorAll("[data-self-score]")) {
    const score = review.dataset.selfScore;
    const [field, ...choices] = review.querySelectorAll("[name$=reviewed_score]");
    if (field.type !== "radio") field.value ||= score;
    else if (![field, ...choices].some((choice) => choice.checked)) {
      for (const choice of [field, ...choices]) choice.checked = Number(choice.value) === Number(score);
    }
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}
for (const button of document.querySelectorAll("[data-take-self-scores]")) {
  button.hidden = false;
  button.addEventListener("click", () => takeSelfScores(button.form));
}

// A form that outlived its session is sent with the token of the new log-in.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (!token) return;
  event.detail.headers["X-CSRFToken"] = token;
  if (event.detail.formData.has("csrfmiddlewaretoken")) event.detail.formData.set("csrfmiddlewaretoken", token);
});
