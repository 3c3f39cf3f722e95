// Units to tick: find by name, tick all that are shown or all of a kind, how many are ticked.
// Without it every unit has its box all the same.

function pickingOf(frame) {
  const bar = frame.querySelector("[data-picking-bar]");
  const lines = [...frame.querySelectorAll(".unit-choices-list .form-check")];
  const box = (line) => line.querySelector("input");
  const count = () => {
    bar.querySelector("[data-picked]").textContent = lines.filter((line) => box(line).checked).length;
  };
  const tick = (which, checked) => {
    for (const line of which) box(line).checked = checked;
    count();
    frame.dispatchEvent(new Event("input", { bubbles: true })); // there is unsaved work now
  };
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const shown = lines.filter((line) => !line.hidden);
    if (button?.dataset.pick) tick(shown, button.dataset.pick === "all");
    else if (button?.dataset.pickKind) {
      const ofKind = shown.filter((line) => line.dataset.kind === button.dataset.pickKind);
      tick(ofKind, !ofKind.every((line) => box(line).checked));
    }
  });
  const words = bar.querySelector("[type=search]");
  words.addEventListener("input", () => {
    for (const line of lines) line.hidden = !line.textContent.includes(words.value.trim());
  });
  words.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  frame.addEventListener("change", count);
  count();
  bar.hidden = false;
}
for (const frame of document.querySelectorAll("[data-picking]")) pickingOf(frame);
