// Small comforts; every page works without them.

// A select that sends its form when changed (the year switch, filters).
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
});

// Line editors: add a line from the template, mark deleted ones.
for (const lines of document.querySelectorAll("[data-lines]")) {
  const button = lines.querySelector("[data-add-line]");
  const total = lines.querySelector("[name$=-TOTAL_FORMS]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const line = lines.querySelector("template").content.cloneNode(true);
    const html = document.createElement("div");
    html.append(line);
    html.innerHTML = html.innerHTML.replaceAll("__prefix__", total.value);
    total.value = Number(total.value) + 1;
    const added = html.firstElementChild;
    lines.querySelector(".lines-body").append(added);
    added.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
  lines.addEventListener("change", (event) => {
    if (event.target.name?.endsWith("-DELETE")) {
      event.target.closest(".line").classList.toggle("is-deleted", event.target.checked);
    }
  });
}

// Unsaved work asks before leaving.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let touched = false;
  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", () => { touched = false; });
  window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
}

// What destroys asks first, in words.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});
