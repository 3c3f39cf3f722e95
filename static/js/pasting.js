// A block of cells copied in Excel or WPS, pasted into a line editor: it fills the fields from the
// one it was pasted into, line by line, adds lines where they are wanted, says what found no place,
// and can be taken back as a whole.

import { addLineTo, cellsOf, editorOf, isCell, linesOf } from "./cells.js";
import { datesOf, fill, rowsOf } from "./tables.js";

const MOST_TOLD = 6;
const letter = (at) => (at < 26 ? String.fromCharCode(65 + at) : `第${at + 1}列`);

// --- what is a block, and not a text that somebody pastes into one field
function blockIn(clipboard, field) {
  const text = clipboard.getData("text/plain").replace(/\r\n?/g, "\n");
  const isTable = text.includes("\t") || /<table[\s>]/i.test(clipboard.getData("text/html"));
  if (!isTable && (field.matches("textarea") || !text.trim().includes("\n"))) return null;
  const rows = !isTable && field.matches("[data-series] [name$=-held]") ? datesOf(text) : rowsOf(text);
  return rows.length > 1 || rows[0]?.length > 1 ? rows : null;
}

// --- the columns: those from the field on, or by their names if the block brings its heads along
const plain = (words) => words.replace(/[\s*＊：:（(].*$/, "").trim();
function labelOf(cell) {
  const label = cell.labels?.[0]?.textContent ?? "";
  return plain(label.trim());
}
function columnsFor(rows, cells, start) {
  const labels = cells.map(labelOf);
  const heads = rows[0].map(plain);
  const known = heads.filter((head) => head && labels.includes(head));
  if (rows.length > 1 && known.length >= Math.max(1, heads.filter(Boolean).length / 2)) {
    return { cellOf: (column) => labels.indexOf(heads[column] || null), body: rows.slice(1), first: 2 };
  }
  return { cellOf: (column) => start + column, body: rows, first: 1 };
}

// How many lines the form has, or may have; what a kind asks for shares them with other editors.
function counterOf(editor, name) {
  const prefix = editor.querySelector(".line [name]").name.match(/^\w+?(?=-\d+-)/)?.[0];
  return editor.closest("form").querySelector(`[name="${prefix}-${name}_FORMS"]`);
}
const room = (editor) => Number(counterOf(editor, "MAX_NUM").value) - Number(counterOf(editor, "TOTAL").value);

// --- pasting; everything it changes is kept to be taken back
function paste(field, rows) {
  const editor = editorOf(field);
  const firstLine = field.closest(".line");
  const cells = cellsOf(firstLine);
  const { cellOf, body, first } = columnsFor(rows, cells, cells.indexOf(field));
  const done = { editor, before: [], added: [], unplaced: [], lines: 0, total: null };
  const lines = linesOf(editor);
  let at = lines.indexOf(firstLine);
  body.forEach((row, index) => {
    let line = lines[at];
    if (!line && room(editor) > 0 && (line = addLineTo(editor))) done.added.push(line);
    at += 1;
    const place = (column) => `${letter(column)}${first + index}`;
    if (!line) return row.forEach((text, column) => text && done.unplaced.push([place(column), text]));
    done.lines += 1;
    fillLine(line, row, cellOf, done, place);
  });
  done.total = counterOf(editor, "TOTAL").value;
  for (const line of new Set(done.before.map(([cell]) => cell.closest(".line")))) tellOf(line);
  field.focus();
  say(done);
}

function fillLine(line, row, cellOf, done, place) {
  const cells = cellsOf(line);
  row.forEach((text, column) => {
    const cell = cells[cellOf(column)];
    if (!cell) {
      if (text) done.unplaced.push([place(column), text]);
      return;
    }
    const before = cell.value;
    if (fill(cell, text)) done.before.push([cell, before]);
    else if (text) done.unplaced.push([place(column), text]);
  });
}

// drafts, sentences below a line and the question at leaving hear of it as if it had been typed
function tellOf(line) {
  for (const cell of cellsOf(line).slice(0, 1)) {
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    cell.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// --- what became of it, with the way back
let last = null;
function say(done) {
  last?.box.remove();
  const box = document.createElement("div");
  box.className = "pasted";
  box.setAttribute("role", "status");
  done.editor.querySelector(".lines-body, .kind-field-lines").after(box); // announced when filled
  const words = document.createElement("p");
  const more = done.added.length ? `，其中新增 ${done.added.length} 行` : "";
  words.textContent = `已粘贴 ${done.lines} 行${more}。`;
  const undo = document.createElement("button");
  undo.type = "button";
  undo.className = "btn btn-sm btn-outline-secondary";
  undo.textContent = "撤销粘贴";
  undo.addEventListener("click", takeBack);
  words.append(" ", undo);
  box.append(words);
  if (done.unplaced.length) box.append(unplacedOf(done.unplaced));
  last = { ...done, box };
}

function unplacedOf(unplaced) {
  const said = document.createElement("p");
  said.className = "pasted-not";
  const told = unplaced.slice(0, MOST_TOLD).map(([place, text]) => `${place}“${text}”`);
  const rest = unplaced.length > told.length ? "等" : "";
  said.textContent = `有 ${unplaced.length} 格没有放进去，请核对：${told.join("、")}${rest}。`;
  return said;
}

function takeBack() {
  if (!last) return;
  const { editor, before, added, box, total } = last;
  for (const [cell, value] of before.reverse()) cell.value = value;
  const counter = counterOf(editor, "TOTAL");
  const isLatest = counter.value === total;
  for (const line of added) isLatest ? (line.closest(".asked") ?? line).remove() : strike(line);
  if (isLatest) counter.value = Number(total) - added.length;
  const [line] = linesOf(editor);
  box.remove();
  last = null;
  if (!line) return;
  tellOf(line);
  (before.length ? before.at(-1)[0] : cellsOf(line)[0])?.focus();
}
// lines were added behind it: their numbers stay as they are, and this one is left out
function strike(line) {
  const box = line.querySelector(".line-delete [type=checkbox]");
  if (box) box.checked = true;
}

document.addEventListener("paste", (event) => {
  if (!isCell(event.target) || !event.clipboardData) return;
  const rows = blockIn(event.clipboardData, event.target);
  if (!rows) return;
  event.preventDefault();
  paste(event.target, rows);
});

// Ctrl+Z takes back what was pasted, as long as nothing was typed since.
document.addEventListener("input", (event) => {
  if (last && event.isTrusted && editorOf(event.target) === last.editor) last.typedSince = true;
});
document.addEventListener("keydown", (event) => {
  const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
  if (!isUndo || !last || last.typedSince || editorOf(event.target) !== last.editor) return;
  event.preventDefault();
  takeBack();
});
