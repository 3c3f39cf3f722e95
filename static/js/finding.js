// The list of activities: the address names only the filters that say something.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.id !== "finding") return;
  for (const [name, value] of [...event.detail.formData]) {
    if (value === "" || (name === "sort" && value === "-date")) event.detail.formData.delete(name);
  }
});

// Whoever opens a box to name a filter types at once.
document.addEventListener("toggle", (event) => {
  if (event.target.open && event.target.matches?.(".save-filter")) event.target.querySelector("#filter-name")?.focus();
}, true);
