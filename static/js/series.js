// A series: lines pasted into the first field become one line of the form each.

const COLUMNS = ["held", "title", "place", "troops_as_written", "numbers"];

function emptyLines(lines, wanted) {
  const empty = () => [...lines.querySelectorAll(".lines-body .line")].filter((line) => (
    COLUMNS.every((name) => !line.querySelector(`[name$=-${name}]`).value)
  ));
  while (empty().length < wanted) lines.querySelector("[data-add-line]").click();
  return empty();
}

// with tabs it comes from a table, in the order of the fields; else a line begins with its time
function cellsOf(row) {
  if (row.includes("\t")) return row.split("\t").map((cell) => cell.trim());
  const [held, ...rest] = row.trim().split(/[，,：:　 ]+/);
  return [held, rest.join("，")];
}

document.addEventListener("paste", (event) => {
  const field = event.target.closest?.("[data-series] [name$=-held]");
  const rows = (event.clipboardData?.getData("text/plain") ?? "").split(/\r?\n/).filter((row) => row.trim());
  if (!field || rows.length < 2 || field.value) return;
  event.preventDefault();
  const lines = field.closest("[data-lines]");
  emptyLines(lines, rows.length).slice(0, rows.length).forEach((line, at) => {
    cellsOf(rows[at]).slice(0, COLUMNS.length).forEach((cell, column) => {
      line.querySelector(`[name$=-${COLUMNS[column]}]`).value = cell;
    });
  });
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
