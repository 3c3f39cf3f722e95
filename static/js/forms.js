// Forms: where one goes on in a form that came back, and the way from its summary to a field.
// Without it the links of the summary lead to their fields all the same.

const hasMouse = () => window.matchMedia("(pointer: fine)").matches;

// Opens what is folded around a field and puts the focus there.
function goToField(field) {
  for (let folded = field.closest("details:not([open])"); folded; folded = folded.parentElement.closest("details:not([open])")) {
    folded.open = true;
  }
  field.focus({ preventScroll: true });
  const place = field.closest(".mb-3, .line-field, fieldset, .line") ?? field;
  place.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-form-errors] a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  goToField(field);
});

// A form that came back: the first wrong field is ready to be typed into. With a finger the summary
// has the focus instead, since the keyboard would hide it.
function goToFirstError() {
  const summary = document.querySelector("[data-form-errors]:not([data-seen])");
  if (!summary) return;
  summary.dataset.seen = "";
  const fields = [...summary.querySelectorAll("a")].map((link) => document.getElementById(link.hash.slice(1)));
  const [first] = fields.filter(Boolean).sort((a, b) => (
    a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1
  ));
  if (!first || !hasMouse()) return summary.focus();
  window.scrollTo(0, 0);
  goToField(first);
}
document.addEventListener("htmx:afterSettle", () => setTimeout(goToFirstError)); // after its own scrolling
goToFirstError();
